"""The command `verdampt`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from verdampt import build as building
from verdampt.errors import VerdamptError
from verdampt.publishing.export import Format, export_table
from verdampt.publishing.snapshot import all_snapshots, current_id, open_snapshot
from verdampt.serving import serve
from verdampt.settings import DEFAULT_CONFIG, load_settings

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
def check(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Read and validate the extracts and all SQL models; publish nothing."""
    deliveries = building.check(load_settings(config), progress=Bars())
    table = Table("source", "file", "rows in", "accepted", "rejected")
    for one in deliveries:
        table.add_row(one.source, one.file, f"{one.rows_in:,}", f"{one.rows_accepted:,}", f"{one.rows_rejected:,}")
    console.print(table)


@app.command()
def run(
    config: ConfigOption = DEFAULT_CONFIG,
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)] = 8501,
) -> None:
    """Build when something changed, then start the dashboard and print its address."""
    settings = load_settings(config)
    building.build_if_needed(settings, progress=Bars())
    serve(settings.build.out, port=port)


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
def snapshots(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """List the published snapshots; the current one has a star."""
    store = load_settings(config).build.out
    table = Table("", "id", "built at", "inputs", "rows")
    for manifest in all_snapshots(store):
        star = "*" if manifest["id"] == current_id(store) else ""
        rows = sum(manifest["tables"].values())
        table.add_row(star, manifest["id"], manifest["built_at"], str(len(manifest["inputs"])), f"{rows:,}")
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
