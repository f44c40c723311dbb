"""Reports without a server, for `verdampt report`: `python -m verdampt_dashboard.reporting --region GG0111 ...`."""

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from verdampt.errors import VerdamptError
from verdampt.publishing.notes import ROLES
from verdampt_dashboard import addresses, published, report_files
from verdampt_dashboard.parts import ViewsError
from verdampt_dashboard.reader import LANGUAGES, Reader, reading
from verdampt_dashboard.view import choices


def views_in(path: Path) -> list[str]:
    """Return the addresses of a file of views: TOML with `views = ["/...", "/..."]`; raises ViewsError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ViewsError(f"{path}: the file does not exist; leave --views out for the usual views") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ViewsError(f"{path}: this is not valid TOML: {error}") from None
    unknown = sorted(set(document) - {"views"})
    if unknown:
        raise ViewsError(f"{path}: {unknown[0]} is not known here; take it away")
    found = document.get("views")
    if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
        raise ViewsError(f'{path}: views is no list of addresses; write views = ["/keten?golf=G1"]')
    return found


def _place(region: str | None, scheme: str | None) -> str:
    """Return the region, or the scheme of which all regions are meant."""
    if region:
        return region
    found = scheme or choices().default.scheme
    if found not in choices().schemes:
        raise ViewsError(f"{found}: there is no such scheme; choose {' or '.join(choices().schemes)}")
    return found


def write(arguments: argparse.Namespace) -> Path:
    """Write the report that is asked for and return its path; raises VerdamptError for what is not there."""
    if arguments.snapshot and not published.exists(arguments.snapshot):
        raise ViewsError(f"{arguments.snapshot}: there is no such snapshot; see `verdampt snapshots`")
    targets = views_in(arguments.views) if arguments.views else []
    who = Reader(language=arguments.language, snapshot=arguments.snapshot or published.newest_id())
    with reading(who):
        place = _place(arguments.region, arguments.scheme)
        name = place if arguments.region else f"land-{place}"
        if arguments.region and place in choices().schemes:
            raise ViewsError(f"{place}: this is a scheme; write the code of a region, or --all")
    try:
        body = report_files.made(
            who,
            place,
            targets=targets,
            format=arguments.format,
            role=arguments.role,
            origin=arguments.site.rstrip("/"),
        )
    except ViewsError as error:
        raise ViewsError(f"{arguments.views}: {error}" if arguments.views else str(error)) from None
    arguments.out.mkdir(parents=True, exist_ok=True)
    path: Path = arguments.out / f"regioverslag-{name}.{arguments.format}"
    path.write_bytes(body)
    return path


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ViewsError(f"verdampt report: {message}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="verdampt report", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--region")
    which.add_argument("--all", action="store_true")
    parser.add_argument("--scheme")
    parser.add_argument("--views", type=Path)
    parser.add_argument("--snapshot")
    parser.add_argument("--format", choices=addresses.REPORT_FORMATS, default="pdf")
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    parser.add_argument("--role", choices=ROLES, default=ROLES[0])
    parser.add_argument("--site", default="")
    parser.add_argument("--out", type=Path, default=Path())
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Write a report and print its path; an error becomes one sentence on standard error and an exit code."""
    try:
        print(write(_parser().parse_args(words)))
    except VerdamptError as error:
        print(f"verdampt: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
