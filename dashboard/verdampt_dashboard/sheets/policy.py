"""Voor de beleidstafel: one finding, one chart at a time, and what changed since the last publication."""

from verdampt_dashboard import changes, facts, questions
from verdampt_dashboard.exhibits import Sheet, Statement
from verdampt_dashboard.sheets import common, overview
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import EVERYONE, View, choices


def sheet(view: View) -> Sheet:
    """Return the finding of a view for a table of people who decide."""
    known = choices()
    row, nation = questions.window(known, view)
    course = None if view.group != EVERYONE else questions.recovery(known, view)
    found = overview.sentence(view)
    running = common.cumulative(view.region_code, view.care_type) if view.group == EVERYONE else None
    since = changes.since_last(view)
    whole = overview.sheet(view)
    return Sheet(
        page="policy",
        title=found,
        about=common.about(view),
        facts=[*(facts.window(row, nation) if row else []), *(facts.recovery(course) if course else [])],
        statements=[
            *(one for one in whole.statements if one.tone != "line"),
            *([Statement(text=since, tone="line")] if since else []),
            Statement(text=say("policy.cannot_tell"), lead=say("policy.cannot_tell_label"), tone="card"),
        ],
        exhibits=[one for one in (common.curve(view, sentence=found), running, whole.get("map")) if one],
        warnings=whole.warnings,
        notes=whole.notes,
        terms=("expected", "normal_spread", "net_deficit", "recovered"),
        source=whole.source,
    )
