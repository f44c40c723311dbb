"""Gegevens: what came in, what was rejected and why, and where registration breaks."""

from verdampt_dashboard import charts, delivery_tables, published
from verdampt_dashboard.exhibits import Exhibit, Sheet
from verdampt_dashboard.numbers import number
from verdampt_dashboard.sheets import common, kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View


def sheet(view: View) -> Sheet:
    """Return what is known of the deliveries; it is the same for every view."""
    deliveries = published.ask("deliveries")
    total = deliveries.row(-1, named=True)
    counts = {
        "rows": number(total["rows_in"]),
        "sources": total["sources"],
        "rejected": number(total["rows_rejected"]),
    }
    exhibits = [_deliveries(), _rejects(), _delivered(), _completeness(), _breaks()]
    return Sheet(
        page="data",
        title=say("data.title", **counts),
        intro=say("data.intro"),
        exhibits=[one for one in exhibits if one],
        warnings=_alarms(),
        notes=common.protected(),
        terms=("delivery", "break", "completeness"),
        source=say("notes.snapshot", snapshot=published.snapshot_id(), built=common.built_on()),
    )


@kept
def _deliveries() -> Exhibit:
    table = delivery_tables.deliveries(published.ask("deliveries"))
    return Exhibit(key="deliveries", title=say("data.deliveries"), table=table)


@kept
def _rejects() -> Exhibit:
    rejects = published.ask("rejects")
    return Exhibit(
        key="rejects",
        title=say("data.rejects"),
        note=say("data.no_rejects") if rejects.is_empty() else "",
        table=delivery_tables.rejects(rejects),
    )


@kept
def _breaks() -> Exhibit:
    return Exhibit(key="breaks", title=say("data.breaks"), table=delivery_tables.breaks(published.ask("all_breaks")))


@kept
def _delivered() -> Exhibit | None:
    events = published.ask("delivered_events")
    if events.is_empty():
        return None
    names = {kind: say(f"kinds.{kind}", otherwise=kind) for kind in events["kind"].unique(maintain_order=True)}
    return Exhibit(
        key="delivered",
        title=say("data.events"),
        note=say("data.events_note"),
        alt=say("data.events_alt", kinds=", ".join(names.values())),
        figure=charts.delivered(events, names=names),
        table=delivery_tables.delivered(events),
    )


@kept
def _completeness() -> Exhibit | None:
    months = published.ask("completeness")
    if months.is_empty():
        return None
    return Exhibit(
        key="completeness",
        title=say("data.completeness_title"),
        note=say("data.completeness_note"),
        table=delivery_tables.completeness(months),
    )


def _alarms() -> list[str]:
    months = published.ask("completeness")
    alarms = months.filter(months["has_alarm"])["source"].unique(maintain_order=True)
    if alarms.is_empty():
        return []
    return [say("data.alarm", sources=", ".join(say(f"sources.{one}", otherwise=one) for one in alarms))]
