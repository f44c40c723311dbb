"""V3, the balance of the deficit: six parts that add up to all of it, each with its bounds. Source: methods.md 4.2."""

from typing import Any

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.drawing import INK, MUTED, folded
from verdampt_dashboard.exhibits import Column, Exhibit, Fact, Kind, Statement, Table
from verdampt_dashboard.findings import lowered
from verdampt_dashboard.numbers import number, percent, rounded
from verdampt_dashboard.research.answer import (
    ABSENT,
    PARTLY,
    Answer,
    bounds,
    has,
    named,
    nothing,
    path_name,
    path_number,
    path_of,
    region_of,
    rows_of,
    tested,
    window_name,
    window_of,
    worst,
)
from verdampt_dashboard.research.drawing import axes_of, stacked
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.sketches import Settings, Sketch
from verdampt_dashboard.tables import said
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices

TABLE = "pub_balance"
TOGETHER = "sinds-2020-03"
"""All waves together."""
COLOURS = {
    "need_fell": "#9CC3D3",
    "caught_up": "#3E9BC8",
    "substituted": "#14557B",
    "harm": "#5B4A72",
    "evaporated": "#A58B2A",
    "unexplained": "#BDB8AA",
}
"""No colour says better or worse; each part has its number and its name too."""
HATCHED = {"shape": "/", "fgcolor": MUTED, "size": 7}
TOLD = ("caught_up", "harm", "evaporated", "unexplained")
WHOLE, ROW = 46, 54
"""Pixels of a bar, and of the row of a part."""
NARROWEST = 0.05
"""The smallest part that has room for its number."""


def answer(view: View) -> Answer:
    """V3: what became of the care that is missing."""
    region, path = region_of(view), path_of(view)
    if not has(TABLE):
        return nothing(ABSENT, about=named(region, path))
    every = _asked(view.region_code, path_number(view))
    if every.is_empty():
        return nothing("no_data", about=named(region, path))
    code = chosen(every, view.wave)
    parts = every.filter(window_code=code)
    about = named(region, path, _when(code))
    if not _is_shown(parts):
        return nothing(worst(parts["status"]), about=about)
    is_other = view.wave in every["window_code"] and code != view.wave
    words = {"asked": window_name(view.wave), "shown": lowered(_when(code))} if is_other else {}
    return Answer(
        status=PARTLY,
        reason="bounds",
        is_undetermined=not _is_sure(parts),
        sentence=sentence(parts, path=path, when=lowered(_when(code)), region=region),
        about=about,
        facts=_facts(parts),
        warnings=[say("research.V3.other_window", **words)] if is_other else (),
        after=[Statement(text=say("research.V3.adds_up"), tone="line"), *tested(view)],
        exhibits=lambda: [_exhibit(view.region_code, path_number(view), code)],
    )


def chosen(every: pl.DataFrame, wave: str) -> str:
    """Return the wave where it can be divided, all waves together where only those can."""
    codes = every["window_code"].unique(maintain_order=True).to_list()
    own, together = window_of(codes, wave), window_of(codes)
    is_shown = {code: _is_shown(every.filter(window_code=code)) for code in (own, together)}
    return together if is_shown[together] and not is_shown[own] else own


def _is_shown(parts: pl.DataFrame) -> bool:
    return set(parts["status"]) == {"shown"} and not parts["share"].null_count()


def _is_sure(parts: pl.DataFrame) -> bool:
    """Return whether any part but the rest is surely more than nothing."""
    return any(row["lower"] > 0 for row in rows_of(parts) if row["part"] != "unexplained")


def _when(code: str) -> str:
    return say("research.V3.together") if code == TOGETHER else window_name(code)


def _asked(region_code: str, number: int) -> pl.DataFrame:
    return published.ask("balance", region_code=region_code, path_number=number)


def sentence(parts: pl.DataFrame, *, region: str, path: str, when: str) -> str:
    """Return what became of a deficit as one sentence, with both bounds of its largest unknowns."""
    by_part = {row["part"]: row for row in rows_of(parts)}
    between = {part: bounds(by_part[part]["lower"], by_part[part]["upper"]) for part in TOLD}
    total = float(parts["referrals"].sum()) if not parts["referrals"].null_count() else 0.0
    amount = say("research.V3.amount", amount=number(rounded(total))) if total >= 1 else ""
    return say(
        "research.V3.sentence" if _is_sure(parts) else "research.V3.unsure",
        region=region,
        path=lowered(path),
        when=when,
        amount=amount,
        **between,
    )


def _facts(parts: pl.DataFrame) -> list[Fact]:
    return [
        Fact(
            label=say(f"research.parts.{row['part']}"),
            value=bounds(row["lower"], row["upper"]),
            note=say("research.V3.point", share=percent(row["share"])),
        )
        for row in rows_of(parts)
        if row["part"] in TOLD
    ]


@kept
def _exhibit(region_code: str, number: int, code: str) -> Exhibit:
    every = _asked(region_code, number)
    parts = every.filter(window_code=code).sort("part_number")
    names = {
        "region": choices().region_name(region_code),
        "path": lowered(path_name(number)),
        "when": lowered(_when(code)),
    }
    told = "; ".join(_told(row) for row in rows_of(parts))
    return Exhibit(
        key="balance",
        title=say("research.V3.title", **names),
        note=say("research.V3.note"),
        alt=say("research.V3.alt", parts=told, **names),
        figure=chart(every, code),
        table=_table(every),
        caveat=say("research.fixed"),
    )


def chart(every: pl.DataFrame, code: str) -> Sketch:
    """Return a deficit as one bar of six parts, beside that of all waves, and a row for each part with its bounds."""
    rows = rows_of(every.filter(window_code=code).sort("part_number"))
    codes = [one for one in dict.fromkeys((TOGETHER, code)) if _is_shown(every.filter(window_code=one))]
    heights = [WHOLE * len(codes), ROW * len(rows)]
    figure = stacked(heights, titles=[say("research.V3.whole"), say("research.V3.each")])
    for one in codes:
        _whole(figure, rows_of(every.filter(window_code=one).sort("part_number")), name=_when(one))
    for row in reversed(rows):
        _part(figure, row)
    shares = every.filter(pl.col("window_code").is_in(codes))
    low = min(0.0, *shares["share"].drop_nulls(), *shares["lower"].drop_nulls())
    high = max(1.0, *(row["upper"] for row in rows), 1.0 - low)
    figure.update_xaxes(range=[low - 0.02, high * 1.04], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    figure.update_yaxes(showgrid=False, dtick=1)
    figure.layout["xaxis"] |= {"showticklabels": False, "ticks": "", "linecolor": "rgba(0,0,0,0)"}
    return figure


def _whole(figure: Sketch, rows: list[dict[str, Any]], *, name: str) -> None:
    """Draw the parts end to end; what is below zero lies left of it, so that all still adds up to the unit."""
    right, left = 0.0, 0.0
    for row in rows:
        share = row["share"]
        base = right if share >= 0 else left
        right, left = (right + share, left) if share >= 0 else (right, left + share)
        _bar(figure, row, name=name, base=base, length=share, place=1, look=_look(row["part"]))
        if abs(share) >= NARROWEST:
            dark = row["part"] in ("substituted", "harm")
            font = {"size": 12, "color": "white" if dark else INK}
            where = {"x": base + share / 2, "xref": "x", "y": name, "yref": "y", "yanchor": "middle"}
            figure.add_annotation(**where, text=str(row["part_number"]), showarrow=False, font=font, xanchor="center")


def _part(figure: Sketch, row: dict[str, Any]) -> None:
    """Draw a part: filled up to its lower bound, hatched to its upper bound, with a dot at the share itself."""
    name = f"{folded(_numbered(row))}<br>{percent(row['share'])} ({bounds(row['lower'], row['upper'])})"
    look = _look(row["part"])
    least, most = row["lower"], row["upper"]
    _bar(figure, row, name=name, base=0.0, length=least, place=2, look=look)
    perhaps = {"color": "white", "line": {"color": MUTED, "width": 0.8}, "pattern": HATCHED}
    _bar(figure, row, name=name, base=least, length=most - least, place=2, look=perhaps)
    marker = {"color": INK, "size": 9}
    dot: Settings = {"type": "scatter", "x": [row["share"]], "y": [name], "mode": "markers", "marker": marker}
    figure.add_trace({**dot, "hoverinfo": "skip", **axes_of(2)})


def _numbered(row: dict[str, Any]) -> str:
    part = row["part"]
    return f"{row['part_number']} {say(f'research.parts.{part}')}"


def _told(row: dict[str, Any]) -> str:
    return f"{_numbered(row)}: {percent(row['share'])} ({bounds(row['lower'], row['upper'])})"


def _look(part: str) -> Settings:
    return {"color": COLOURS[part], "line": {"color": "white", "width": 1}}


def _bar(
    figure: Sketch, row: dict[str, Any], *, name: str, base: float, length: float, place: int, look: Settings
) -> None:
    words = _told(row)
    ends: Settings = {"x": [length], "base": [base], "y": [name], "orientation": "h", "width": 0.6}
    figure.add_trace(
        {"type": "bar", **ends, "marker": look, "hovertemplate": f"{words}<extra></extra>", **axes_of(place)}
    )


def _table(every: pl.DataFrame) -> Table:
    """Return the parts in every window that the snapshot has, those without a figure with why."""
    frame = said(every, "part", "research.parts", name="part_name")
    frame = said(frame, "status", "research.statuses", name="why").with_columns(
        pl.Series("window", [_when(code) for code in every["window_code"]], dtype=pl.String)
    )
    shares = {"share": "research.share", "lower": "table.low_end", "upper": "table.high_end"}
    counts = {
        "referrals": "research.V3.referrals",
        "referrals_lower": "research.V3.referrals_low",
        "referrals_upper": "research.V3.referrals_high",
    }
    return Table(
        frame=frame,
        columns=(
            Column(name="window", label=say("table.period")),
            Column(name="window_code", label=say("table.code"), only_in_files=True),
            Column(name="part_name", label=say("research.V3.part")),
            Column(name="part", label=say("research.V3.part_code"), only_in_files=True),
            *(Column(name=name, label=say(label), kind=Kind.SHARE, absent="why") for name, label in shares.items()),
            *(Column(name=name, label=say(label), kind=Kind.COUNT, absent="why") for name, label in counts.items()),
        ),
    )
