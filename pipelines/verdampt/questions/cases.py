"""What the doctors' questions are answered from: series, cohorts, and the tables that were registered beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from verdampt.questions.series import Series, Span

SINCE = "sinds-2020-03"
ALL_PATHS = 300
BASELINE = "baseline"
DAYS_IN_MONTH = 30.4375


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An outcome registered beforehand."""

    path_number: int
    outcome: str
    outcome_type: str
    measured_path: int
    event: str
    first_month: int
    last_month: int
    direction: str

    @property
    def series(self) -> str:
        """Return the name of the series it is counted in."""
        return f"{self.event}_{self.measured_path}"

    def spans(self, waves: Sequence[Span]) -> list[Span]:
        """Return the days on which it may show, after each wave."""
        return [(_later(first, self.first_month), _later(last, self.last_month)) for first, last in waves]


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that is known; series are in one entry per scheme of regions and kind of period."""

    referrals: list[Series]
    """Weeks, named referral_<care path>: as published."""
    outcomes: list[Series]
    """Weeks of complaints and months of outcomes, named <event>_<path number>."""
    complaint_cohorts: pl.DataFrame
    """The rows of fct_complaint_cohorts."""
    outcome_cohorts: pl.DataFrame
    """The rows of fct_outcome_cohorts."""
    care_paths: dict[int, str]
    registered: tuple[Outcome, ...]
    driven: frozenset[int]
    """Care paths that follow injuries and infections."""
    waves: dict[str, Span]
    last_dates: dict[str, date]
    """Last day delivered, by kind of extract."""
    regions: tuple[str, ...]
    """Every region of every scheme and the nation: of these something is said, if only that there are no data."""
    smallest_base: int
    weight: int
    """How many records each record of a cohort stands for."""

    def path_numbers(self) -> list[int]:
        """Return the paths that were delivered; without any, those that outcomes were registered for."""
        names = {name for one in self.referrals for name in one.names}
        found = [number for number, path in self.care_paths.items() if f"referral_{path}" in names]
        return sorted(found or {one.path_number for one in self.registered})

    def referral(self, path_number: int) -> str:
        """Return the name of the series of referrals on a path."""
        return f"referral_{self.care_paths.get(path_number, '')}"

    def controls_of(self, outcome: Outcome) -> list[Outcome]:
        """Return the negative controls of an outcome; a control has none."""
        if outcome.outcome_type != "harm":
            return []
        same = [one for one in self.registered if one.path_number == outcome.path_number]
        return [one for one in same if one.outcome_type == "negative_control"]

    def followed_waves(self, *, months: int, kinds: Sequence[str]) -> list[str]:
        """Return the waves of which so many months after the end were delivered in every kind of extract."""
        last = min((self.last_dates.get(kind, date.min) for kind in kinds), default=date.min)
        return [code for code, (_, end) in self.waves.items() if _later(end, months) <= last]

    def of(self, scheme: str, period_type: str) -> Series | None:
        """Return the series of outcomes of a scheme, of weeks or of months."""
        found = [one for one in self.outcomes if one.scheme == scheme and one.period_type == period_type]
        return found[0] if found else None


def _later(day: date, months: int) -> date:
    return date.fromordinal(day.toordinal() + round(months * DAYS_IN_MONTH))


def registered(frame: pl.DataFrame) -> tuple[Outcome, ...]:
    """Return the rows of ref_outcomes."""
    names = list(Outcome.__dataclass_fields__)
    return tuple(Outcome(**row) for row in frame.select(names).sort("path_number", "outcome").iter_rows(named=True))
