"""The questions V1 to V11: who answers each, with which choices, and how far each can be answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from verdampt_dashboard import published
from verdampt_dashboard.research import balance, harm, known, levels, pilots, placement, shifts, stated
from verdampt_dashboard.research.answer import ANSWERED, CANNOT_SAY, PARTLY, Answer, has
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.view import NATION, RESEARCH, View

REGIONS = ("scheme", "region_code")
DOUBT = (ANSWERED, PARTLY, CANNOT_SAY)


@dataclass(frozen=True, kw_only=True)
class Question:
    """Who answers a question, and the fields of a view that it depends on."""

    answer: Callable[[View], Answer]
    fields: tuple[str, ...] = ()

    @property
    def is_national(self) -> bool:
        """Whether the answer is for the nation, whatever the region."""
        return "region_code" not in self.fields


QUESTIONS: Mapping[str, Question] = dict(
    zip(
        RESEARCH,
        (
            Question(answer=known.missing, fields=(*REGIONS, "care_type", "window_code")),
            Question(answer=known.where_in_chain, fields=(*REGIONS, "care_path", "wave")),
            Question(answer=balance.answer, fields=(*REGIONS, "care_path", "wave")),
            Question(answer=harm.answer, fields=("care_path",)),
            Question(answer=placement.answer),
            Question(answer=levels.answer, fields=(*REGIONS, "care_type")),
            Question(answer=known.who_was_hit, fields=("care_type", "window_code")),
            Question(answer=shifts.answer, fields=(*REGIONS, "window_code")),
            Question(answer=known.followed_up, fields=(*REGIONS, "care_path", "urgency")),
            Question(answer=pilots.answer),
            Question(answer=stated.answer),
        ),
        strict=True,
    )
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a question can be answered for a view, and why not further."""

    question: str
    status: str
    reason: str


def fields_of(view: View) -> tuple[str, ...]:
    """Return the choices that the filter row has for the view's question."""
    return ("question", *QUESTIONS[view.question].fields)


def standing(question: str, answer: Answer, view: View) -> Standing:
    """Return how far a question is answered: as the build found it, but never more than this view has figures for."""
    own = answer.status, answer.reason
    found = [own, _published(question, view) or own]
    if any(one.tone == "card red" for one in (*answer.before, *answer.after)):
        found.append((PARTLY, "red_test"))
    if answer.is_undetermined:
        found.append((CANNOT_SAY, "undetermined"))
    status, reason = max(found, key=lambda one: DOUBT.index(one[0]))
    return Standing(question=question, status=status, reason=reason)


def _published(question: str, view: View) -> tuple[str, str] | None:
    """Return the status and reason that were published for the view's region, else those of the nation."""
    if not has("pub_questions"):
        return None
    rows = published.ask("standings", region_code=view.region_code).filter(question=question)
    by_region = {row["region_code"]: (str(row["status"]), str(row["reason"])) for row in rows.iter_rows(named=True)}
    region = NATION if QUESTIONS[question].is_national else view.region_code
    return by_region.get(region, by_region.get(NATION))


@kept
def standings(view: View) -> tuple[Standing, ...]:
    """Return how far every question can be answered for a view."""
    return tuple(standing(code, one.answer(view), view) for code, one in QUESTIONS.items())
