"""The rows of a typed query as an exhibit: its numbers, and the chart that its columns ask for."""

from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from verdampt.publishing.export import harmless_text
from verdampt_dashboard import charts
from verdampt_dashboard.drawing import OBSERVED, RULE, dressed, line
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, Table
from verdampt_dashboard.numbers import figures
from verdampt_dashboard.texts import say

BAND = ("observed", "expected", "lower", "upper")
NAMES_FIRST = ("region_name", "region_code")
MOST_BARS = 60
TICKS, GRID = ",~f", "#EDEAE2"
LONGEST_PERIODS = {"week": 20, "month": 45, "quarter": 135}
"""Days between two points up to which they are weeks, months or quarters; what is longer is years."""
_NO_EVENTS = pl.DataFrame(schema={"event_type": pl.String, "first_date": pl.Date, "name": pl.String})
_NO_BREAKS = pl.DataFrame(schema={"first_date": pl.Date, "last_date": pl.Date})


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows that every file can hold: numbers, days and text; what is no number is left out.

    Whoever sends a link chooses the names of columns too, so those are as harmless in a spreadsheet as text is.
    """
    columns: dict[str, pl.Series] = {}
    for column in frame:
        name = harmless_text(column.name)
        while name in columns:
            name = f"{name}_"
        columns[name] = _plain(column)
    return pl.DataFrame(columns)


def _plain(column: pl.Series) -> pl.Series:
    if column.dtype.is_numeric():
        whole = column.cast(pl.Int64, strict=False) if _is_whole(column.dtype) else None
        if whole is not None and whole.null_count() == column.null_count():
            return whole
        number = column.cast(pl.Float64)
        return number.set(~number.is_finite(), None)
    if column.dtype in (pl.Date, pl.String):
        return column
    return pl.Series([None if value is None else str(value) for value in column], dtype=pl.String)


def _is_whole(kind: pl.DataType) -> bool:
    return kind.is_integer() or (isinstance(kind, pl.Decimal) and not kind.scale)


def _of_kind(frame: pl.DataFrame, *, is_number: bool) -> list[str]:
    return [name for name, kind in frame.schema.items() if kind.is_numeric() == is_number]


def exhibit(rows: pl.DataFrame) -> Exhibit:
    """Return the rows of a query as an exhibit."""
    frame = plain(rows)
    numbers = set(_of_kind(frame, is_number=True))
    kinds = {name: Kind.EXACT if name in numbers else Kind.TEXT for name in frame.columns}
    drawn: dict[str, Any] = _over_time(frame) or _by_name(frame) or {}
    table = Table(frame=frame, columns=tuple(Column(name=name, label=name, kind=kind) for name, kind in kinds.items()))
    return Exhibit(key="result", title=say("workbench.result"), table=table, **drawn)


def _over_time(frame: pl.DataFrame) -> dict[str, Any] | None:
    """Return a line over time, with its band where there is one; None where no day has one number."""
    days = next((name for name, kind in frame.schema.items() if kind == pl.Date), None)
    measures = _of_kind(frame, is_number=True)
    if days is None or not measures:
        return None
    has_band = set(BAND) <= set(measures)
    measure = "observed" if has_band else measures[0]
    series = frame.drop_nulls(days).sort(days).rename({days: "period_start"})
    if series.height < 2 or series["period_start"].is_duplicated().any() or not series[measure].count():
        return None
    words = {"measure": measure, "first": series["period_start"][0], "last": series["period_start"][-1]}
    words |= {"low": figures(_lowest(series[measure])), "high": figures(_highest(series[measure]))}
    figure = _banded(series) if has_band else _line(series, measure)
    note = say("workbench.over_time", measure=measure, days=days)
    return {"figure": figure, "has_legend": has_band, "note": note, "alt": say("workbench.line_alt", **words)}


def _lowest(values: pl.Series) -> float:
    return float(values.min())  # type: ignore[arg-type]


def _highest(values: pl.Series) -> float:
    return float(values.max())  # type: ignore[arg-type]


def _period_type(days: pl.Series) -> str:
    """Return the kind of period that most likely lies between two points."""
    usual = days.diff().dt.total_days().median()
    assert isinstance(usual, float)
    return next((kind for kind, most in LONGEST_PERIODS.items() if usual <= most), "year")


def _banded(series: pl.DataFrame) -> go.Figure:
    return charts.drop_and_recovery(
        series,
        events=_NO_EVENTS,
        breaks=_NO_BREAKS,
        provisional=(),
        period_type=_period_type(series["period_start"]),
    )


def _line(series: pl.DataFrame, measure: str) -> go.Figure:
    style = {"color": OBSERVED, "width": 2.2}
    figure = go.Figure(line(series, measure, line=style, hovertemplate="%{x|%d-%m-%Y}: %{y}<extra></extra>"))
    if series.height < 30:
        figure.update_traces(mode="lines+markers", marker={"size": 7, "color": OBSERVED})
    dressed(figure, height=340)
    figure.update_yaxes(tickformat=TICKS)
    return figure


def _by_name(frame: pl.DataFrame) -> dict[str, Any] | None:
    """Return a bar for each name; None where names are repeated, too many, or have no number."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    measures = _of_kind(frame, is_number=True)
    name = next((one for one in (*NAMES_FIRST, *texts) if one in texts and not frame[one].is_duplicated().any()), None)
    if name is None or not measures:
        return None
    listed = frame.drop_nulls([name, measures[0]])
    if not 2 <= listed.height <= MOST_BARS:
        return None
    ends = {"low": _end(listed, name, measures[0], is_highest=False), "high": _end(listed, name, measures[0])}
    return {
        "figure": _bars(listed.reverse(), name=name, measure=measures[0]),
        "note": say("workbench.by_name", measure=measures[0], name=name),
        "alt": say("workbench.bars_alt", measure=measures[0], name=name, count=listed.height, **ends),
    }


def _end(listed: pl.DataFrame, name: str, measure: str, *, is_highest: bool = True) -> str:
    row = listed.sort(measure, descending=is_highest).row(0, named=True)
    return f"{row[name]} ({figures(row[measure])})"


def _bars(listed: pl.DataFrame, *, name: str, measure: str) -> go.Figure:
    # A chart reads tags in its labels; what a query returns is text.
    labels = [escape(text, quote=False) for text in listed[name]]
    values = listed[measure].to_list()
    style = {"color": OBSERVED, "line": {"width": 0}}
    hover = [f"{label}: {figures(value)}" for label, value in zip(labels, values, strict=True)]
    figure = go.Figure(
        go.Bar(y=labels, x=values, orientation="h", marker=style, text=hover, hovertemplate="%{text}<extra></extra>")
    )
    figure.update_traces(textposition="none")
    dressed(figure, height=60 + 22 * len(labels))
    figure.update_xaxes(side="top", tickformat=TICKS, showgrid=True, gridcolor=GRID, zeroline=True, zerolinecolor=RULE)
    figure.update_yaxes(showgrid=False, dtick=1, type="category")
    return figure
