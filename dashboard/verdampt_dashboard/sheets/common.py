"""What the sheets of several pages share: the choices in words, notes, and exhibits that stand on more than one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from verdampt_dashboard import alts, charts, findings, published, questions, tables
from verdampt_dashboard.exhibits import Exhibit, Statement
from verdampt_dashboard.numbers import day_name, period_name
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import EVERYONE, NATION, View, choices

JOINED = ("chain", "indicators")
"""Sources that are made here of what several deliverers gave."""


def who(view: View) -> str:
    """Return whose care is shown: a region, or a group of people in the nation."""
    region = choices().region_name(view.region_code)
    if view.group == EVERYONE:
        return region
    return say("groups.within", region=region, group=findings.group_name(*view.group.split(":")))


def about(view: View) -> str:
    """Return the reader's choices in words, with the days that the period stands for."""
    known = choices()
    days = published.ask("windows").filter(
        period_type=known.care(view.care_type)["period_type"], window_code=view.window_code
    )
    when = findings.window_label(view.window_code)
    if not days.is_empty():
        first, last = (day_name(day) for day in days.select("first_date", "last_date").row(0))
        when = say("about.days", window=when, first=first, last=last)
    return say("about.view", region=who(view), care=known.care_name(view.care_type), when=when)


def built_on() -> str:
    """Return the day the snapshot was built, in words."""
    return day_name(date.fromisoformat(published.built_at()))


def source_of(source: str) -> str:
    """Return where figures come from and which snapshot they are of."""
    name = say(f"sources.{source}", otherwise=source)
    text = say("notes.sources", source=name, snapshot=published.snapshot_id(), built=built_on())
    return f"{text} {say('made_up')}." if is_made_up(source) else text


def protected() -> list[str]:
    """Return how counts are protected; nothing where all is public."""
    return [say("notes.protected", base=published.base())] if published.base() else []


def notes() -> list[str]:
    """Return the fixed caveat, and how counts are protected."""
    first, last = published.baseline()
    return [say("notes.caveat", first=first, last=last), *protected()]


def break_warnings(view: View) -> list[str]:
    """Return the breaks in the series of the view's care type, in words."""
    return [say("notes.break", reason=reason) for reason in questions.breaks(view)["reason"]]


def back_test(view: View, *, level: str) -> Statement:
    """Return how well the model foretold a year without a pandemic, at the level of what it stands beside."""
    card = questions.backtest(choices(), view, level=level)
    verdict = card["verdict"] if card else "none"
    text = findings.back_test(card, is_region=level == "region")
    return Statement(text=text, lead=say(f"backtest.label.{verdict}"), tone=f"card {verdict}")


def level_of(view: View) -> str:
    """Return the level at which the view's figures were tested."""
    return "nation" if view.region_code == NATION else "region"


def freshness(care: Mapping[str, Any]) -> str:
    """Return how fresh the figures of a care type are, and whether they are made up."""
    last = period_name(care["last_period"], str(care["period_type"]))
    fresh = say("freshness", period=last, built=built_on())
    return fresh + (f" · {say('made_up')}" if is_made_up(str(care["source"])) else "")


def is_made_up(source: str) -> bool:
    """Return whether figures of a source are no real ones: it is made up itself, or joined from what is."""
    deliverers = published.ask("deliveries")["source"].drop_nulls().to_list() if source in JOINED else [source]
    return any(one == "samples" or one.startswith("made_up") for one in deliverers)


def curve(view: View, *, sentence: str) -> Exhibit:
    """Return observed against expected over time."""
    return _curve(view.region_code, view.care_type, view.group, sentence)


@kept
def _curve(region_code: str, care_type: str, group: str, sentence: str) -> Exhibit:
    known = choices()
    view = View(scheme="", region_code=region_code, care_type=care_type, window_code="", group=group)
    care, period_type = known.care(care_type), known.period_type(view)
    series, events = questions.series(known, view), published.ask("events")
    named = {"care": care["name"], "period": say(f"period.{period_type}"), "region": who(view)}
    lines = [] if period_type in ("quarter", "year") else [findings.policies(events)]
    young = questions.provisional(known, care_type)
    lines += [say("chart.provisional_note")] if young else []
    lines += [findings.withheld(series["status"].to_list())]
    return Exhibit(
        key="curve",
        title=say("chart.title", **named),
        note=say(f"units.{care['unit']}"),
        alt=alts.curve(series, care=str(care["name"]), region=who(view), period_type=period_type, sentence=sentence),
        figure=charts.drop_and_recovery(
            series,
            events=events,
            breaks=questions.breaks(view),
            provisional=young,
            period_type=period_type,
        ),
        table=tables.series(series, period_type=period_type, unit=str(care["unit"])),
        below=" ".join(line for line in lines if line),
        has_legend=True,
    )


@kept
def cumulative(region_code: str, care_type: str) -> Exhibit | None:
    """Return the running total of the deficit since the first wave; None where there is none."""
    known = choices()
    view = View(scheme="", region_code=region_code, care_type=care_type, window_code="")
    care, period_type = known.care(care_type), known.period_type(view)
    running = questions.cumulative(known, view)
    if running.is_empty() or running["running"].is_null().all():
        return None
    end = questions.recovery(known, view)
    words = {
        "care": findings.lowered(str(care["name"])),
        "region": known.region_name(region_code),
        "first": period_name(running["period_start"][0], period_type),
        "last": period_name(running["period_start"][-1], period_type),
    }
    return Exhibit(
        key="cumulative",
        title=say("chart.cumulative_title"),
        note=say("chart.cumulative_note"),
        alt=alts.cumulative(running, period_type=period_type, **words),
        figure=charts.cumulative(running, events=published.ask("events"), end=end, period_type=period_type),
        table=tables.cumulative(running, period_type=period_type, unit=str(care["unit"])),
    )
