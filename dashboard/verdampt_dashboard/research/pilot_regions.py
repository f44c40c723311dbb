"""What a pilot did in each region, after what it did in all of them together (V10). Source: methods.md 5."""

from verdampt_dashboard import published
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, Table
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.research.answer import UNLIKELY, Row, rows_of
from verdampt_dashboard.research.drawing import Dot, Panel, dotted
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.tables import said
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View


def change(row: Row) -> str:
    """Return whether something became 'less', 'more', or as far as can be told the 'same'."""
    if row["lower"] <= 0 <= row["upper"]:
        return "same"
    return "less" if row["estimate"] < 0 else "more"


def figures(row: Row) -> dict[str, str]:
    """Return the size of a change and its bounds in words."""
    low, high = (percent(row[name], signed=True) for name in ("lower", "upper"))
    return {"change": percent(abs(row["estimate"])), "low": low, "high": high}


def margin_of(row: Row) -> str:
    """Return both bounds of a change: '-12 % tot -5 %'."""
    words = figures(row)
    return say("research.bounds", low=words["low"], high=words["high"])


def told_of(pilot: Row, view: View) -> list[str]:
    """Return what is said of regions: whether they differ first, and then what happened in the region of the view."""
    lines = []
    if pilot["alike_p"] is not None:
        key = "unlike" if pilot["alike_p"] < UNLIKELY else "alike"
        chance = number(pilot["alike_p"], decimals=2)
        lines.append(say(f"research.V10.{key}", pilot=pilot["name"], chance=chance))
    for row in rows_of(published.ask("pilot_regions", pilot=pilot["pilot"])):
        words = {"pilot": pilot["name"], "region": row["region_name"], "size": row["size_class"], **figures(row)}
        if row["status"] == "failed_pretrend":
            lines.append(say("research.V10.region_apart", **words))
        elif row["region_code"] == view.region_code:
            lines.append(f"{say(f'research.V10.region_{change(row)}', **words)} {_power(row)}".strip())
    return lines


def _power(row: Row) -> str:
    """Return the smallest change that could have been seen in a region; nothing where it is not known."""
    if row["detectable"] is None:
        return say("research.V10.region_unknown")
    return say("research.V10.region_power", change=percent(row["detectable"]))


@kept
def regions(place: int, pilot: str) -> Exhibit | None:
    """Return a pilot's effect in each region that is large enough; None where no region is."""
    rows = said(published.ask("pilot_regions", pilot=pilot), "status", "research.statuses", name="status_name")
    whole = published.ask("pilots").filter(pilot=pilot, estimator="did2s", is_guard_rail=False)
    if rows.is_empty() or whole.is_empty():
        return None
    together = {**whole.row(0, named=True), "region_name": say("research.V10.together")}
    dots = [_dot(together, is_chosen=True), *(_dot(row) for row in rows_of(rows.filter(status="shown")))]
    told = "; ".join(f"{dot.name} {dot.said}" for dot in dots)
    return Exhibit(
        key=f"pilot_regions{place}",
        title=say("research.V10.regions_title", pilot=together["name"]),
        note=say("research.V10.regions_note"),
        alt=say("research.V10.regions_alt", pilot=together["name"], figures=told),
        figure=dotted([Panel(dots=dots, null=0.0, tickformat="+.0%")]),
        table=Table(
            frame=rows,
            columns=(
                Column(name="region_name", label=say("table.region")),
                Column(name="estimate", label=say("table.difference"), kind=Kind.SHARE),
                Column(name="lower", label=say("table.low_end"), kind=Kind.SHARE),
                Column(name="upper", label=say("table.high_end"), kind=Kind.SHARE),
                Column(name="detectable", label=say("research.detectable"), kind=Kind.SHARE),
                Column(name="pretrend_p", label=say("research.pretrend_p"), kind=Kind.FINE),
                Column(name="size_class", label=say("research.V10.practices")),
                Column(name="status_name", label=say("table.status")),
            ),
        ),
        caveat=say("research.fixed"),
    )


def _dot(row: Row, *, is_chosen: bool = False) -> Dot:
    return Dot(
        name=row["region_name"],
        value=row["estimate"],
        lower=row["lower"],
        upper=row["upper"],
        said=f"{percent(row['estimate'], signed=True)} ({margin_of(row)})",
        is_chosen=is_chosen,
    )
