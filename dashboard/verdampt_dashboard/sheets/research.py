"""Onderzoeksvragen: what the doctors asked, how far each question can be answered, and one answer with its margin."""

import polars as pl

from verdampt_dashboard.exhibits import Column, Exhibit, Later, Sheet, Statement, Table
from verdampt_dashboard.research.answer import ANSWERED, CANNOT_SAY, SIGNS, Answer
from verdampt_dashboard.research.asked import QUESTIONS, Standing, standing, standings
from verdampt_dashboard.sheets import common, kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices

LIST = "questions"
TERMS = {
    "V1": ("expected", "normal_spread", "net_deficit", "recovered", "back_test"),
    "V2": ("expected", "normal_spread", "referral", "link_class"),
    "V3": ("balance", "harm_signal", "net_deficit", "referral"),
    "V4": ("harm_signal", "control", "power", "equality"),
    "V5": ("harm_signal", "equality", "power"),
    "V6": ("rank", "normal_spread"),
    "V7": ("expected", "normal_spread"),
    "V8": ("expected", "normal_spread"),
    "V9": ("referral", "follow_through"),
    "V10": ("power", "control"),
    "V11": ("normal_spread",),
}


def sheet(view: View) -> Sheet:
    """Return the answer to the view's question, and how far all questions can be answered."""
    answer = QUESTIONS[view.question].answer(view)
    found = standing(view.question, answer, view)
    # Where the build settled nothing, the figures show why: their margins hold everything.
    is_told = answer.status != CANNOT_SAY
    return Sheet(
        page="research",
        title=say(f"research.{view.question}.question"),
        about=" · ".join(part for part in (view.question, answer.about) if part),
        facts=answer.facts if found.status != CANNOT_SAY else (),
        statements=_statements(answer, found, is_told=is_told),
        exhibits=Later(lambda: [*(answer.exhibits() if is_told else ()), listed(view)]),
        closing=_closing(view.question, found),
        warnings=answer.warnings,
        notes=common.notes(),
        terms=TERMS[view.question],
        source=common.source_of(_source(answer, view)),
    )


def _source(answer: Answer, view: View) -> str:
    """Return where the figures come from; a snapshot without a chain has only the source of its care types."""
    known = choices()
    sources = {str(row["source"]) for row in known.care_types.values()}
    return answer.source if answer.source in sources else str(known.care(view.care_type)["source"])


def status_in_words(status: str) -> str:
    """Return a status as a sign and words, so that no colour is needed."""
    return f"{SIGNS[status]} {say(f'research.status.{status}')}"


def reason_in_words(status: str, reason: str) -> str:
    """Return why a question is not answered further."""
    if (status, reason) == (CANNOT_SAY, "undetermined"):
        return say("research.reasons.all_undetermined")
    return say(f"research.reasons.{reason}", otherwise=say("research.reasons.other"))


def _statements(answer: Answer, found: Standing, *, is_told: bool) -> list[Statement]:
    """Return how far the answer goes, what must be known first, the sentence, and what belongs to it."""
    why = reason_in_words(found.status, found.reason)
    first = [Statement(text=why, lead=status_in_words(found.status) + ".", tone="card")]
    if found.status == CANNOT_SAY:
        text = say(f"research.{found.question}.needed")
        first.append(Statement(text=text, lead=say("research.needed"), tone="card"))
    if not is_told:
        return first
    return [*first, *answer.before, Statement(text=answer.sentence, tone="verdict"), *answer.after]


def _closing(question: str, found: Standing) -> list[Statement]:
    """Return the method in plain words, what would make the answer fuller, and what it cannot tell."""
    needed = Statement(text=say(f"research.{question}.needed"), lead=say("research.fuller"), tone="line")
    return [
        Statement(text=say(f"research.{question}.method"), lead=say("research.method"), tone="line"),
        *([needed] if found.status not in (ANSWERED, CANNOT_SAY) else []),
        Statement(text=say(f"research.{question}.cannot"), lead=say("policy.cannot_tell_label"), tone="card"),
        Statement(text=say("research.fixed"), tone="card"),
    ]


@kept
def listed(view: View) -> Exhibit:
    """Return the list of all questions with their status in words and a sign."""
    found = standings(view)
    table = pl.DataFrame(
        {
            "question": [one.question for one in found],
            "asked": [say(f"research.{one.question}.question") for one in found],
            "status": [one.status for one in found],
            "status_name": [status_in_words(one.status) for one in found],
            "reason": [one.reason for one in found],
            "why": [reason_in_words(one.status, one.reason) for one in found],
        }
    )
    return Exhibit(
        key=LIST,
        title=say("research.list_title"),
        note=say("research.list_note"),
        table=Table(
            frame=table,
            columns=(
                Column(name="question", label=say("table.code")),
                Column(name="asked", label=say("research.question")),
                Column(name="status_name", label=say("research.standing")),
                Column(name="status", label=say("research.status_code"), only_in_files=True),
                Column(name="why", label=say("research.why")),
                Column(name="reason", label=say("research.reason_code"), only_in_files=True),
            ),
        ),
    )
