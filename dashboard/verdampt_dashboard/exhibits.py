"""What a page shows, apart from where it stands: pages, files and reports are made from the same exhibits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, overload

import plotly.graph_objects as go
import polars as pl

from verdampt_dashboard import reader
from verdampt_dashboard.noting import Question
from verdampt_dashboard.numbers import SPARE, figures, number, percent, period_name
from verdampt_dashboard.packing import packed
from verdampt_dashboard.sketches import Sketch
from verdampt_dashboard.texts import say


class Kind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    COUNT = "count"
    DECIMAL = "decimal"
    SHARE = "share"
    SHARE_DECIMAL = "share_decimal"
    RATIO = "ratio"
    """A share of expected, shown as its difference with expected: 0.72 is −28 %."""
    EXACT = "exact"
    """A number of which nobody said how it is written: as it is in files, in its first figures on the screen."""


DECIMALS = {Kind.COUNT: 0, Kind.DECIMAL: 1, Kind.SHARE: 0, Kind.SHARE_DECIMAL: 1, Kind.RATIO: 0}
_IN_FILES = {
    kind: decimals + SPARE + (2 if kind in (Kind.SHARE, Kind.SHARE_DECIMAL, Kind.RATIO) else 0)
    for kind, decimals in DECIMALS.items()
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: its name in machine files, its label for readers, and how its values are written."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    absent: str = ""
    """Name of the column that says in words why a value is not there."""
    only_in_files: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """The numbers of an exhibit, rounded once: the screen, the files and the report write the same ones."""

    frame: pl.DataFrame
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        """Round what is a number to the decimals of files, from which those of the screen follow."""
        numbers = {one.name: _IN_FILES[one.kind] for one in self.columns if one.kind in _IN_FILES}
        object.__setattr__(
            self,
            "frame",
            self.frame.with_columns(pl.col(name).cast(pl.Float64).round(digits) for name, digits in numbers.items()),
        )

    def first(self, rows: int) -> "Table":
        """Return the table with its first rows only."""
        return Table(frame=self.frame.head(rows), columns=self.columns)


def written(value: Any, kind: Kind) -> str:
    """Return a value as readers see it; a value that is absent is a dash."""
    if value is None:
        return say("table.none")
    match kind:
        case Kind.TEXT:
            return str(value)
        case Kind.EXACT:
            return figures(value)
        case Kind.RATIO:
            return percent(value - 1, signed=True)
        case Kind.SHARE | Kind.SHARE_DECIMAL:
            return percent(value, decimals=DECIMALS[kind])
        case _:
            return number(value, decimals=DECIMALS[kind])


def cell(row: dict[str, Any], column: Column) -> str:
    """Return a cell as readers see it: a number, or in words why there is none."""
    value = row[column.name]
    if value is None and column.absent:
        return str(row[column.absent])
    return written(value, column.kind)


def shown(table: Table) -> list[dict[str, str]]:
    """Return the rows of a table as readers see them, by label."""
    columns = [one for one in table.columns if not one.only_in_files]
    return [{one.label: cell(row, one) for one in columns} for row in table.frame.iter_rows(named=True)]


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One chart with its title, its text for who cannot see it, and its numbers; or the numbers alone."""

    key: str
    title: str
    table: Table
    note: str = ""
    alt: str = ""
    figure: go.Figure | Sketch | None = None
    below: str = ""
    """A line under the chart."""
    has_legend: bool = False
    queries: tuple[Question, ...] = ()
    """What was asked of the snapshot to make it; filled in by what keeps exhibits."""

    def __post_init__(self) -> None:
        """Keep the figure as it is sent: small, and quick to send again."""
        if self.figure is not None:
            object.__setattr__(self, "figure", packed(self.figure))


class Later(Sequence[Exhibit]):
    """Exhibits that are made when somebody looks at the first: a finding need not wait for its charts."""

    def __init__(self, make: Callable[[], Iterable[Exhibit | None]]) -> None:
        self._make, self._reader = make, reader.current()

    @cached_property
    def _made(self) -> Sequence[Exhibit]:
        with reader.reading(self._reader):
            return [one for one in self._make() if one]

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, place: int) -> Exhibit: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Exhibit]: ...

    def __getitem__(self, place: int | slice) -> Exhibit | Sequence[Exhibit]:
        return self._made[place]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A figure under the finding, with its margin."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence made from data; its tone is a class of the style sheet."""

    text: str
    lead: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What a doctor wrote of a view: signed by specialism, region and day; `moved` says that its figures did."""

    topic: str
    text: str
    recommendations: Sequence[str] = ()
    signed: str
    moved: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All that a page says, in the order of reading."""

    page: str
    title: str
    about: str = ""
    """The reader's choices in words."""
    facts: Sequence[Fact] = ()
    statements: Sequence[Statement] = ()
    exhibits: Sequence[Exhibit] = ()
    closing: Sequence[Statement] = ()
    """What is said after the exhibits: how they were made, and what they cannot tell."""
    warnings: Sequence[str] = ()
    notes: Sequence[str] = ()
    terms: Sequence[str] = ()
    """Terms of the glossary that the page uses."""
    intro: str = ""
    source: str = ""
    remarks: Sequence[Remark] = ()

    def get(self, key: str) -> Exhibit | None:
        """Return an exhibit, or None where this view has none by that key."""
        return next((one for one in self.exhibits if one.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Advice:
    """The recommendations on one topic, at most three; `more` says how many stand elsewhere."""

    topic: str
    items: Sequence[str]
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Sheets that belong together, such as those of one region; without a title they follow the front."""

    title: str = ""
    sheets: Sequence[Sheet] = ()
    remarks: Sequence[Remark] = ()
    is_merged: bool = False
    """Its tables stand in workbooks once, together with those of other chapters."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """One document of many sheets; a page alone is a report with a front and no chapters."""

    front: Sheet
    advice: Sequence[Advice] = ()
    chapters: Sequence[Chapter] = ()
    merged: Sequence[Exhibit] = ()
    """Tables of several chapters in one, for workbooks only."""

    @property
    def sheets(self) -> list[Sheet]:
        """Return the front and every sheet after it."""
        return [self.front, *(sheet for chapter in self.chapters for sheet in chapter.sheets)]

    @property
    def tables(self) -> list[tuple[Sheet, Exhibit]]:
        """Return every exhibit of a workbook with the sheet it is of."""
        own = [sheet for chapter in self.chapters if not chapter.is_merged for sheet in chapter.sheets]
        found = [(sheet, one) for sheet in (self.front, *own) for one in sheet.exhibits]
        return [*found, *((self.front, one) for one in self.merged)]

    @property
    def remarks(self) -> list[Remark]:
        """Return every remark, in the order of reading."""
        found = list(self.front.remarks)
        for chapter in self.chapters:
            found += [*(one for sheet in chapter.sheets for one in sheet.remarks), *chapter.remarks]
        return found


def periods(frame: pl.DataFrame, *, column: str, period_type: str) -> pl.DataFrame:
    """Add `period`: the periods of a column of dates in words."""
    names = [period_name(day, period_type) for day in frame[column]]
    return frame.with_columns(pl.Series("period", names, dtype=pl.String))
