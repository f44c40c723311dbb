"""Uitleg en bronnen: how figures are made, what they cannot tell, and what words mean."""

from verdampt_dashboard import delivery_tables, published, tables
from verdampt_dashboard.exhibits import Exhibit, Sheet
from verdampt_dashboard.sheets import common, kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices


def sheet(view: View) -> Sheet:
    """Return how well the model did on years without a pandemic, for every care type."""
    cards = published.ask("backtests", region_scheme=view.scheme, level="region")
    exhibits = [*([] if cards.is_empty() else [_back_tests(view)]), _dictionary()]
    first, last = published.baseline()
    return Sheet(
        page="method",
        title=say("method.title"),
        intro=say("method.intro", first=first, last=last),
        exhibits=exhibits,
        notes=common.notes(),
        source=say("notes.snapshot", snapshot=published.snapshot_id(), built=common.built_on()),
    )


@kept
def _back_tests(view: View) -> Exhibit:
    cards = published.ask("backtests", region_scheme=view.scheme, level="region")
    return Exhibit(
        key="back_tests",
        title=say("method.back_tests"),
        note=say("method.back_tests_note"),
        table=tables.back_tests(cards, choices=choices()),
    )


@kept
def _dictionary() -> Exhibit:
    return Exhibit(
        key="dictionary",
        title=say("method.dictionary.title"),
        note=say("method.dictionary.note"),
        table=delivery_tables.dictionary(published.ask("dictionary")),
    )
