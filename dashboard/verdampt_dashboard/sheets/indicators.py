"""What analysts added by one SQL file each: a card for every one, and the figures of the one that was chosen."""

from dataclasses import replace
from typing import Any

from verdampt_dashboard import alts, charts, findings, published, questions, tables
from verdampt_dashboard.exhibits import Exhibit, Statement
from verdampt_dashboard.numbers import day_name
from verdampt_dashboard.sheets import common, kept
from verdampt_dashboard.sheets.regions import ranges
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import EVERYONE, View, choices


def chosen(view: View) -> dict[str, Any] | None:
    """Return what is known of the view's indicator; None where none was chosen, or it cannot be used."""
    rows = [row for row in known() if row["care_type"] == view.indicator and not row["error"]]
    return rows[0] if rows and view.indicator in choices().care_types else None


def known() -> list[dict[str, Any]]:
    """Return every indicator file, those that cannot be used last."""
    return published.ask("indicators").to_dicts()


def as_care(view: View) -> View:
    """Return the view of an indicator as that of the care type it is."""
    return choices().change(replace(view, group=EVERYONE), "care_type", view.indicator)


def sentence(view: View) -> str:
    """Return the finding of an indicator as one sentence."""
    row, _ = questions.window(choices(), as_care(view))
    return findings.finding(row) if row else say("notes.no_baseline")


def about(row: dict[str, Any]) -> list[Statement]:
    """Return why an indicator matters, who made and checked it, and when somebody looks at it again."""
    words = {name: row[name] for name in ("author", "checked_by", "file")}
    key = "indicators.overdue" if row["is_overdue"] else "indicators.made"
    return [
        Statement(text=row["why"], tone="verdict"),
        Statement(text=say(key, review_by=day_name(row["review_by"]), **words), tone="line"),
    ]


def exhibits(view: View) -> list[Exhibit]:
    """Return the charts of the view's indicator: its curve, its rate, and the regions beside each other."""
    care = as_care(view)
    row = chosen(view)
    curve = common.curve(care, sentence=sentence(view))
    rate = _rates(view.indicator, view.region_code) if row and row["has_denominator"] else None
    first = [rate, curve] if row and row["chart"] == "rate" else [curve, rate]
    compared = ranges(care)
    return [one for one in (*first, compared if not compared.table.frame.is_empty() else None) if one]


@kept
def _rates(care_type: str, region_code: str) -> Exhibit | None:
    rates = published.ask("indicator_rates", care_type=care_type, region_code=region_code)
    row = next(one for one in known() if one["care_type"] == care_type)
    region = choices().region_name(region_code)
    if rates["rate"].drop_nulls().is_empty():
        return None
    return Exhibit(
        key="rate",
        title=say("indicators.rate_title", name=row["name"], region=region),
        note=say("indicators.rate_note", unit=row["unit"]),
        alt=alts.rates(rates, name=row["name"], unit=row["unit"], region=region, region_code=region_code),
        figure=charts.rates(rates, region_code=region_code),
        table=tables.rates(rates),
    )
