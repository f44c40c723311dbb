"""The bytes of a file before anything is loaded: is it there, what is its header, what is its hash."""

import glob
import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from verdampt.errors import ExtractError
from verdampt.extracts.contracts import Contract, Field

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OTHER_DELIMITERS = (";", ",", "\t", "|")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A file whose header keeps its contract: which of its columns holds each field."""

    path: Path
    names: tuple[str, ...]
    columns: dict[str, str]
    file_year: int | None
    sha256: str
    size: int


def matching_files(pattern: str) -> list[Path]:
    """Return the files a path or glob names, sorted; raises ExtractError when there are none."""
    paths = sorted(Path(name) for name in glob.glob(pattern, recursive=True) if Path(name).is_file())
    if not paths:
        raise ExtractError(f"{pattern}: no such file; check `path` in the configuration")
    return paths


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _header(path: Path) -> str:
    try:
        with _open(path) as stream:
            first_line = stream.readline(1_000_000)
            second_line = stream.readline(1)
    except FileNotFoundError:
        raise ExtractError(f"{path}: no such file; check its path in the configuration") from None
    except (OSError, EOFError):
        raise ExtractError(f"{path}: cannot be read; deliver the file again") from None
    if not first_line.strip():
        raise ExtractError(f"{path}: line 1: the file is empty; deliver the file again")
    if not second_line:
        raise ExtractError(f"{path}: line 2: there are no rows under the header; deliver the file again")
    try:
        return first_line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ExtractError(f"{path}: line 1: this is not UTF-8 text; save the file as CSV in UTF-8") from None


def _split(path: Path, header: str, contract: Contract) -> list[str]:
    names = header.split(contract.delimiter)
    if len(names) > 1:
        return [name.strip().strip('"').lower() for name in names]
    found = max(_OTHER_DELIMITERS, key=header.count)
    hint = f"the columns seem to be separated by {found!r}" if header.count(found) else "there is one column only"
    raise ExtractError(f"{path}: line 1: {hint}, expected {contract.delimiter!r}; save the file with that delimiter")


def _find(field: Field, wanted: str, names: list[str]) -> str | None:
    if wanted in names:
        return wanted
    cut = wanted[: field.cut_at] if field.cut_at else None
    return cut if cut in names else None


def _file_year(path: Path, contract: Contract) -> int | None:
    if not contract.year_in_name:
        return None
    years = set(_YEAR.findall(path.name))
    if len(years) != 1:
        raise ExtractError(f"{path}: the file's name must hold its year once; rename it, as in vektis_2020.csv")
    return int(years.pop())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def inspect(path: Path, *, contract: Contract, renamed: dict[str, str]) -> Layout:
    """Read the header of one file and find the column of every field of the contract.

    `renamed` maps fields to the deliverer's column names. Raises ExtractError with file, line and column.
    """
    names = _split(path, _header(path), contract)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ExtractError(f"{path}: line 1: column {twice[0]!r} occurs twice; remove one of them")
    columns = {}
    for field in contract.fields:
        found = _find(field, renamed.get(field.name, field.name).lower(), names)
        if found is not None:
            columns[field.name] = found
        elif field.required:
            raise ExtractError(
                f"{path}: line 1: column {field.name!r} is missing; "
                "add it or name the deliverer's column under `columns`"
            )
    return Layout(
        path=path,
        names=tuple(names),
        columns=columns,
        file_year=_file_year(path, contract),
        sha256=_sha256(path),
        size=path.stat().st_size,
    )
