"""V8, what moved: contacts by mode, line of care and place, of which all together stay the same. Source: product.md."""

from typing import Any

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.drawing import INK, MUTED, OBSERVED, folded
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, Statement, Table
from verdampt_dashboard.findings import lowered
from verdampt_dashboard.numbers import percent
from verdampt_dashboard.research.answer import (
    ABSENT,
    ANSWERED,
    PARTLY,
    Answer,
    has,
    named,
    nothing,
    region_of,
    rows_of,
    window_name,
    window_of,
    worst,
)
from verdampt_dashboard.research.drawing import LINE, axes_of, margin, stacked
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.sketches import Settings, Sketch
from verdampt_dashboard.tables import said
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices

TABLE = "pub_shifts"
DIMENSIONS = ("mode", "care_line", "place")
Row = dict[str, Any]


def answer(view: View) -> Answer:
    """V8: which kinds of contact took a larger or a smaller part than expected."""
    region = region_of(view)
    if not has(TABLE):
        return nothing(ABSENT, about=region)
    every = _asked(view.region_code)
    if every.is_empty():
        return nothing("no_data", about=region)
    code = window_of(every["window_code"].unique(maintain_order=True).to_list(), view.window_code, view.wave)
    rows = every.filter(window_code=code)
    about = named(region, window_name(code))
    shown = rows.filter(status="shown").drop_nulls(["observed_share", "expected_share"])
    if shown.is_empty():
        return nothing(worst(rows["status"]), about=about)
    has_quality = shown["quality"].is_not_null().any()
    return Answer(
        status=ANSWERED if has_quality else PARTLY,
        reason="shown" if has_quality else "no_quality",
        sentence=sentence(shown, region=region, when=window_name(code)),
        about=about,
        after=[Statement(text=text, tone="line") for text in (say("research.V8.adds_up"), quality(shown)) if text],
        exhibits=lambda: [_exhibit(view.region_code, code)],
    )


def _asked(region_code: str) -> pl.DataFrame:
    return published.ask("shifts", region_code=region_code)


def _first_dimension(shown: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the dimension that comes first: modes, where they are known."""
    codes = set(shown["dimension"])
    first = next((one for one in DIMENSIONS if one in codes), shown["dimension"][0])
    return shown.filter(dimension=first)


def sentence(shown: pl.DataFrame, *, region: str, when: str) -> str:
    """Return as one sentence which category grew and which shrank most, of those beyond their margin."""
    rows = _first_dimension(shown).with_columns(points=pl.col("observed_share") - pl.col("expected_share"))
    words = {"region": region, "when": when}
    up = rows.filter(pl.col("lower") > 0).sort("points")
    down = rows.filter(pl.col("upper") < 0).sort("points")
    if up.is_empty() and down.is_empty():
        return say("research.V8.same", **words)
    parts = [
        *([say("research.V8.more", **_moved(up.row(-1, named=True)))] if up.height else []),
        *([say("research.V8.less", **_moved(down.row(0, named=True)))] if down.height else []),
    ]
    return say("research.V8.sentence", moves=say("research.V8.and").join(parts), **words)


def _moved(row: Row) -> dict[str, str]:
    return {
        "category": lowered(category(row["category"])),
        "observed": percent(row["observed_share"]),
        "expected": percent(row["expected_share"]),
    }


def category(code: str) -> str:
    """Return a kind of contact in words, or its code where it has no text."""
    return say(f"research.categories.{code}", otherwise=code)


def quality(shown: pl.DataFrame) -> str:
    """Return how often another contact for the same complaint followed, now and before, as one sentence."""
    known = shown.drop_nulls(["quality", "quality_before"])
    if known.is_empty():
        return say("research.V8.no_quality")
    parts = [
        say(
            "research.V8.quality_part",
            category=lowered(category(row["category"])),
            now=percent(row["quality"]),
            before=percent(row["quality_before"]),
        )
        for row in rows_of(known)
    ]
    return say("research.V8.quality", parts="; ".join(parts))


@kept
def _exhibit(region_code: str, code: str) -> Exhibit:
    rows = _asked(region_code).filter(window_code=code)
    shown = rows.filter(status="shown").drop_nulls(["observed_share", "expected_share"])
    words = {"region": choices().region_name(region_code), "when": window_name(code)}
    told = "; ".join(say("research.V8.alt_part", **_moved(row)) for row in rows_of(shown))
    return Exhibit(
        key="shifts",
        title=say("research.V8.title", **words),
        note=say("research.V8.note"),
        alt=say("research.V8.alt", parts=told, **words),
        figure=chart(shown),
        table=_table(rows),
        caveat=say("research.fixed"),
    )


def chart(shown: pl.DataFrame) -> Sketch:
    """Return a panel for each dimension: the observed part filled with its margin, the expected part as an outline."""
    kinds = [one for one in DIMENSIONS if one in set(shown["dimension"])]
    tables = [shown.filter(dimension=kind).sort("category_number", descending=True) for kind in kinds]
    titles = [say(f"research.dimensions.{kind}") for kind in kinds]
    figure = stacked([LINE * table.height + 24 for table in tables], titles=titles)
    highest = max(one for name in ("observed_share", "expected_share") for one in shown[name])
    for place, table in enumerate(tables, start=1):
        _bars(figure, rows_of(table), total=float(table["expected"].sum()), place=place)
    figure.update_xaxes(tickformat=".0%", range=[0, min(1.0, highest * 1.15)])
    figure.update_yaxes(showgrid=False, dtick=1)
    return figure


def _bars(figure: Sketch, rows: list[Row], *, total: float, place: int) -> None:
    names = [folded(category(row["category"])) for row in rows]
    flat: Settings = {"type": "bar", "y": names, "orientation": "h", **axes_of(place)}
    outline = {"color": "white", "line": {"color": INK, "width": 1.2}}
    expected = [row["expected_share"] for row in rows]
    figure.add_trace({**flat, "x": expected, "width": 0.72, "marker": outline, "hoverinfo": "skip"})
    observed = [row["observed_share"] for row in rows]
    filled: Settings = {"color": OBSERVED, "line": {"width": 0}}
    said = [say("research.V8.alt_part", **_moved(row)) for row in rows]
    shares: Settings = {**flat, "x": observed, "width": 0.44, "marker": filled, "customdata": said}
    figure.add_trace({**shares, "hovertemplate": "%{customdata}<extra></extra>"})
    dots: Settings = {"type": "scatter", "x": observed, "y": names, "mode": "markers", **axes_of(place)}
    figure.add_trace({**dots, "marker": {"color": MUTED, "size": 1}, "error_x": _margins(rows, total=total)})


def _margins(rows: list[Row], *, total: float) -> Settings:
    """Return the margin of the difference with expected around what was observed, as a part of all contacts."""
    values = []
    for row in rows:
        if row["lower"] is None or row["upper"] is None or row["difference"] is None or not total:
            values.append((row["observed_share"], None, None))
            continue
        low, high = ((row[name] - row["difference"]) / total for name in ("lower", "upper"))
        values.append((row["observed_share"], row["observed_share"] + low, row["observed_share"] + high))
    return {**margin(values), "color": "#A58B2A"}


def _table(rows: pl.DataFrame) -> Table:
    frame = said(rows, "dimension", "research.dimensions", name="dimension_name")
    frame = said(frame, "status", "research.statuses", name="why").with_columns(
        pl.Series("category_name", [category(code) for code in rows["category"]], dtype=pl.String)
    )
    counts = {
        "observed": "table.observed",
        "expected": "table.expected",
        "difference": "table.difference",
        "lower": "table.low_end",
        "upper": "table.high_end",
    }
    shares = {
        "observed_share": "research.V8.observed_share",
        "expected_share": "research.V8.expected_share",
        "quality": "research.V8.now",
        "quality_before": "research.V8.before",
    }
    return Table(
        frame=frame,
        columns=(
            Column(name="dimension_name", label=say("research.V8.dimension")),
            Column(name="category_name", label=say("research.kind")),
            Column(name="category", label=say("table.code"), only_in_files=True),
            *(Column(name=name, label=say(label), kind=Kind.COUNT, absent="why") for name, label in counts.items()),
            *(Column(name=name, label=say(label), kind=Kind.SHARE_DECIMAL) for name, label in shares.items()),
        ),
    )
