"""The command `verdampt`."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from verdampt import build as building
from verdampt.benchmarks import BENCHMARKS
from verdampt.errors import InputError, VerdamptError
from verdampt.extracts.kinds import EXTRACT_CONTRACTS
from verdampt.previews import preview as build_preview
from verdampt.publishing.export import Format, as_bytes, export_table
from verdampt.publishing.lineage import differences, rows_where
from verdampt.publishing.lineage import explain as lineage
from verdampt.publishing.links import Links, links_url
from verdampt.publishing.snapshot import all_snapshots, current_id, open_snapshot
from verdampt.serving import report as make_report
from verdampt.serving import serve
from verdampt.settings import DEFAULT_CONFIG, load_settings
from verdampt.starters import start_indicator
from verdampt.synthesis.faults import plant_faults
from verdampt.synthesis.generate import EXTRACTS, TABLES
from verdampt.synthesis.generate import synthesise as make_extracts

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
console = Console(stderr=True)

ConfigOption = Annotated[Path, typer.Option("--config", help="Configuration file.")]


class Bars:
    """Progress bars on standard error; silent when that is no terminal."""

    @contextmanager
    def phase(self, name: str, total: int) -> Iterator[Callable[[], None]]:
        """Show a bar for one phase; call what is yielded after each step."""
        columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
            task = bars.add_task(name, total=total)
            yield lambda: bars.advance(task)


@app.command()
def build(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Read the extracts and publish a snapshot."""
    snapshot = building.build(load_settings(config), progress=Bars())
    tables = snapshot.manifest["tables"]
    console.print(f"Published snapshot {snapshot.id}: {len(tables)} tables, {sum(tables.values()):,} rows.")


@app.command()
def check(
    config: ConfigOption = DEFAULT_CONFIG,
    rejects: Annotated[Path | None, typer.Option(help="Write every rejected row here as CSV: line and reason.")] = None,
) -> None:
    """Read and validate the extracts and all SQL models; publish nothing."""
    checked = building.check(load_settings(config), progress=Bars())
    file, verdict = Column("file", overflow="fold"), Column("verdict", overflow="fold")
    table = Table("source", file, "rows in", "accepted", "rejected", verdict)
    for one in checked.deliveries:
        counts = (f"{rows:,}" for rows in (one.rows_in, one.rows_accepted, one.rows_rejected))
        table.add_row(one.source, one.file, *counts, one.verdict)
    console.print(table)
    for row in checked.rejects.iter_rows(named=True):
        column = f"column {row['column_name']!r}" if row["column_name"] else "the row"
        rows = "1 row" if row["rows"] == 1 else f"{row['rows']:,} rows"
        where = f"{row['source_file']}: line {row['first_line']}: {column}"
        console.print(f"{where} {row['reason']} ({rows})", markup=False, highlight=False, soft_wrap=True)
    if rejects:
        rejects.write_bytes(as_bytes(checked.rejected_rows, format=Format.CSV))
    refusals = [one.refusal for one in checked.deliveries if one.verdict == "refused" and one.refusal]
    for refusal in refusals:
        console.print(f"refused: {refusal}", markup=False, highlight=False, soft_wrap=True)
    for sentence in checked.indicators:
        console.print(f"indicator: {sentence}", markup=False, highlight=False, soft_wrap=True)
    if refusals or checked.indicators:
        raise typer.Exit(2)


@app.command()
def describe(kind: Annotated[str, typer.Argument(help="A kind of extract, such as gp_referrals.")]) -> None:
    """Print the columns of a kind of extract: what they mean and what they may hold."""
    if kind not in EXTRACT_CONTRACTS:
        raise InputError(f"{kind}: there is no such kind; choose one of {', '.join(sorted(EXTRACT_CONTRACTS))}")
    contract = EXTRACT_CONTRACTS[kind]
    table = Table("column", "type", "may be blank", "holds", "meaning")
    for field in contract.fields:
        holds = ", ".join(field.codes) or field.pattern_words
        table.add_row(field.name, field.type, "yes" if field.nullable else "no", holds, field.description)
    Console().print(contract.description)
    Console().print(table)


@app.command()
def run(
    config: ConfigOption = DEFAULT_CONFIG,
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)] = 8501,
) -> None:
    """Build when something changed, then start the dashboard and print its address."""
    settings = load_settings(config)
    building.build_if_needed(settings, progress=Bars())
    out, links = settings.build.out, settings.links.url
    serve(out, port=port, links=links, has_workbench=settings.workbench.enabled)


@app.command("new-indicator")
def new_indicator(
    name: Annotated[str, typer.Argument(help="Small letters, digits and underscores.")],
    config: ConfigOption = DEFAULT_CONFIG,
    folder: Annotated[Path | None, typer.Option(help="The first configured folder of indicators by default.")] = None,
) -> None:
    """Write an indicator file and its test case; both work as they stand."""
    file, case = start_indicator(name, folder=folder or load_settings(config).indicators.folders[0])
    console.print(f"Wrote {file} and its case {case}. Change both, then run `verdampt check`.", soft_wrap=True)


@app.command()
def preview(
    file: Annotated[Path, typer.Argument(help="An indicator file.")],
    config: ConfigOption = DEFAULT_CONFIG,
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)] = 8502,
    build_only: Annotated[bool, typer.Option("--build-only", help="Say what came out; start no dashboard.")] = False,
) -> None:
    """Build one indicator on the tables of the last build, and open it."""
    settings = load_settings(config)
    store = settings.build.work / "preview"
    shutil.rmtree(store, ignore_errors=True)
    snapshot = build_preview(settings, file, store=store, progress=Bars())
    console.print(f"{snapshot.manifest['tables']['pub_deficits']:,} rows; open ?indicator={file.stem} on *Analyses*")
    if not build_only:
        serve(store, port=port)


@app.command()
def export(
    table: Annotated[str, typer.Argument(help="A published table, such as pub_deficits.")],
    config: ConfigOption = DEFAULT_CONFIG,
    snapshot: Annotated[str | None, typer.Option(help="Snapshot id; the current one by default.")] = None,
    format: Annotated[Format, typer.Option(help="csv, csv-nl (Excel), xlsx or parquet.")] = Format.CSV,
    out: Annotated[str, typer.Option(help="File to write; - for standard output.")] = "-",
) -> None:
    """Write a published table as a file."""
    opened = open_snapshot(load_settings(config).build.out, snapshot)
    payload = export_table(opened, table=table, format=format)
    if out == "-":
        sys.stdout.buffer.write(payload)
    else:
        Path(out).write_bytes(payload)


@app.command()
def report(
    region: Annotated[str | None, typer.Option(help="Code of a region, such as GG0111.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All regions, merged into the national report.")] = False,
    scheme: Annotated[str | None, typer.Option(help="With --all: another scheme of regions than the first.")] = None,
    views: Annotated[Path | None, typer.Option(help="TOML file: views = [addresses]; the usual ones else.")] = None,
    format: Annotated[str, typer.Option(help="pdf, html or xlsx.")] = "pdf",
    out: Annotated[Path, typer.Option(help="Folder to write into.")] = Path(),
    snapshot: Annotated[str | None, typer.Option(help="Snapshot id; the current one by default.")] = None,
    language: Annotated[str, typer.Option(help="nl or en.")] = "nl",
    role: Annotated[str, typer.Option(help="Whose notes: everyone, district or board.")] = "everyone",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write the report of a region, or with --all the national one: PDF, HTML or workbook."""
    if bool(region) == every:
        raise InputError("verdampt report: say which region with --region, or --all for all of them")
    given = {"--scheme": scheme, "--views": views, "--snapshot": snapshot, "--format": format, "--out": out}
    given |= {"--language": language, "--role": role}
    words = ["--all"] if every else ["--region", str(region)]
    words += [f"{name}={value}" for name, value in given.items() if value is not None]
    settings = load_settings(config)
    make_report(settings.build.out, words, links=settings.links.url)


@app.command()
def synthesise(
    out: Annotated[Path, typer.Option(help="An empty or new folder.")],
    people: Annotated[int, typer.Option(help="How many made-up people.", min=1_000)] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
    faults: Annotated[bool, typer.Option("--faults", help="Plant every fault that validation must find.")] = False,
) -> None:
    """Write made-up extracts with a known truth."""
    with Bars().phase("making", len(TABLES) + len(EXTRACTS)) as advance:
        rows = make_extracts(people, out=out, seed=seed, after_each=advance)
    if faults:
        planted = plant_faults(out, seed=seed)
        console.print(f"Planted {sum(one.rows for one in planted):,} faults of {len(planted)} kinds: {out}/faults.json")
    console.print(f"Wrote {sum(rows.values()):,} rows of {len(rows)} kinds and truth.json to {out}.")


@app.command()
def benchmark(
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(sorted(BENCHMARKS))}.")],
    rows: Annotated[int | None, typer.Option(help="Size of the benchmark; its own size by default.", min=1)] = None,
    worlds: Annotated[int | None, typer.Option(help="The same, for benchmarks of made-up worlds.", min=1)] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here too.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit 0 only where the targets hold.")] = False,
) -> None:
    """Measure against peers and the machine's own limit, in one run on the same data."""
    if name not in BENCHMARKS:
        raise InputError(f"{name}: there is no such benchmark; choose one of {', '.join(sorted(BENCHMARKS))}")
    run_benchmark, usual = BENCHMARKS[name]
    measured, targets = run_benchmark(worlds or rows or usual)
    table = Table("what", "wall s", "CPU s", "peak GiB")
    for one in measured:
        table.add_row(one.name, f"{one.wall_seconds:.1f}", f"{one.cpu_seconds:.1f}", f"{one.peak_gib:.2f}")
    Console().print(table)
    for target in targets[1:]:
        print(target.line())
    print(f"{name}: {targets[0].line()}")
    if json_file:
        json_file.write_text(
            json.dumps({"measured": [asdict(m) for m in measured], "targets": [asdict(t) for t in targets]})
        )
    if check and not all(target.holds() for target in targets):
        raise typer.Exit(1)


@app.command()
def explain(
    table: Annotated[str, typer.Argument(help="A published table, such as pub_deficits.")],
    where: Annotated[list[str] | None, typer.Option(help="Column=value; rows that match are shown.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    snapshot: Annotated[str | None, typer.Option(help="Snapshot id; the current one by default.")] = None,
) -> None:
    """Show where a published figure comes from: models, inputs, settings and code."""
    opened = open_snapshot(load_settings(config).build.out, snapshot)
    conditions = dict(_condition(text) for text in where or [])
    if conditions:
        for row in rows_where(opened, table, conditions).iter_rows(named=True):
            print(", ".join(f"{name} {value}" for name, value in row.items()))
    print("\n".join(lineage(opened, table)))


def _condition(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"--where {text}: write it as column=value")
    return name, value


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="Snapshot id.")],
    after: Annotated[str | None, typer.Argument(help="Snapshot id; the current one by default.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show which published tables changed between two snapshots, and why."""
    store = load_settings(config).build.out
    changes = differences(open_snapshot(store, before), open_snapshot(store, after))
    for change in changes:
        print(f"{change.table}: {change.changed:,} changed, {change.added:,} added, {change.removed:,} removed")
        for reason in change.reasons:
            print(f"  {reason}")
    if not changes:
        print("No published figure changed.")


@app.command()
def snapshots(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """List the published snapshots; the current one has a star."""
    settings = load_settings(config)
    store, manifests = settings.build.out, all_snapshots(settings.build.out)
    with Links(links_url(settings.links.url, store=store)) as links:
        pins = links.pins() if manifests else {}
    table = Table("", "id", "built at", "inputs", "rows", "pinned by")
    for manifest in manifests:
        star = "*" if manifest["id"] == current_id(store) else ""
        rows = sum(manifest["tables"].values())
        table.add_row(
            star,
            manifest["id"],
            manifest["built_at"],
            str(len(manifest["inputs"])),
            f"{rows:,}",
            str(pins.get(manifest["id"], 0)),
        )
    Console().print(table)


def main() -> None:
    """Run a command; an error becomes one sentence on standard error and an exit code."""
    try:
        app()
    except VerdamptError as error:
        console.print(f"verdampt: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
