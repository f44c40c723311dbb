"""The slices of which a balance is made: the waves of one care path in every region, and what is known of them."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from verdampt.questions.cases import BASELINE, SINCE, Case
from verdampt.questions.series import Series, Span, Totals
from verdampt.statistics.irls import Floats
from verdampt.statistics.parts import Share, deficit_draws

DRAWS = 1_000
CAUGHT_UP_WEEKS = 52
"""What comes later than this after a wave is not told from drift (methods.md 2.3)."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A wave, or all of them, as places on the time axis of the referrals."""

    code: str
    waves: tuple[str, ...]
    inside: list[int]
    after: list[int]
    """Weeks outside all waves, up to a year after: in these what was missed may come back and be seen."""
    hidden: float
    """By how much to multiply what came back in these, were it to go on unseen during other waves."""


def windows_of(series: Series, case: Case) -> list[Window]:
    """Return the waves of which referrals are known, and all of them together as the last."""
    spans = list(case.waves.values())
    wanted = {code: (code,) for code in case.waves} | {SINCE: tuple(case.waves)}
    found = []
    for code, waves in wanted.items():
        own = [case.waves[wave] for wave in waves]
        inside = series.places(own)
        later: list[Span] = [(first, last + timedelta(weeks=CAUGHT_UP_WEEKS)) for first, last in own]
        after = series.places(later, without=spans)
        weeks = len(set(series.places(later)) - (set(inside) if code != SINCE else set()))
        if inside:
            hidden = weeks / len(after) if after else np.inf
            found.append(Window(code=code, waves=waves, inside=inside, after=after, hidden=hidden))
    return found


@dataclass(frozen=True, kw_only=True)
class Slices:
    """The windows of one care path in the regions of one scheme: N = windows x (regions + 1), windows first."""

    series: Series
    path_number: int
    name: str
    windows: list[Window]
    case: Case

    def stacked(self, of: Series | None, name: str, *, is_after: bool = False) -> Totals | None:
        """Return totals of a weekly series over all slices; None where it was not delivered."""
        if of is None or not of.has(name):
            return None
        order = [of.regions.index(region) if region in of.regions else -1 for region in self.series.regions]
        days = [self.series.starts[place] for place in range(len(self.series.starts))]
        place_of = {day: place for place, day in enumerate(of.starts)}
        totals = []
        for window in self.windows:
            wanted = [days[place] for place in (window.after if is_after else window.inside)]
            found = of.total(name, [place_of[day] for day in wanted if day in place_of])
            totals.append({field: in_order(value, order) for field, value in vars(found).items()})
        return Totals(**{field: np.concatenate([one[field] for one in totals]) for field in totals[0]})

    def repeated(self, values: Floats) -> Floats:
        """Return values of regions (R + 1,) for every window."""
        return np.tile(values, len(self.windows))

    def cohort(self, column: str) -> Floats:
        """Return how many contacts for the complaints of this path there were (N,), 0 where none."""
        rows = self.case.complaint_cohorts.filter(path_number=self.path_number)
        counts = {(row["region_code"], row["window_code"]): row[column] for row in rows.iter_rows(named=True)}
        return np.array(
            [
                sum(counts.get((region, wave), 0.0) for wave in window.waves)
                for window in self.windows
                for region in self.series.regions
            ]
        )

    def shares(self, part: str, whole: str, *, days: int) -> tuple[Share, Share]:
        """Return the share of the nation's contacts in the years before and in each window, for all slices."""
        months = int(np.ceil(days / 30))
        followed = set(self.case.followed_waves(months=months, kinds=("gp_contacts", "gp_referrals")))
        rows = self.case.complaint_cohorts.filter(path_number=self.path_number, region_scheme="land")
        usual = self._share(rows.filter(window_code=BASELINE), part, whole)
        chosen = [followed & set(window.waves) for window in self.windows]
        waves = [self._share(rows.filter(pl.col("window_code").is_in(codes)), part, whole) for codes in chosen]
        size, regions = len(self.windows) * len(self.series.regions), len(self.series.regions)
        before = Share(value=np.full(size, usual[0]), error=np.full(size, usual[1]))
        now = np.repeat(np.array(waves), regions, axis=0)
        return before, Share(value=now[:, 0], error=now[:, 1])

    def _share(self, rows: pl.DataFrame, part: str, whole: str) -> tuple[float, float]:
        """Return a share and its standard error; NaN of fewer contacts than a share is given of.

        Contacts of one person are taken to be followed by the same.
        """
        contacts = float(rows[whole].sum())
        if contacts < self.case.smallest_base:
            return np.nan, np.nan
        share = float(rows[part].sum()) / contacts
        # A share of none or all would seem sure: one record is added to either side.
        often = float(rows["repeats"].sum()) / float(rows["contacts"].sum())
        records = contacts / self.case.weight / often
        even = (share * records + 1) / (records + 2)
        return share, float(np.sqrt(even * (1 - even) / records))


def in_order(values: Floats, order: list[int]) -> Floats:
    """Return values (R,) at these places; NaN where the place is below 0."""
    return np.array([values[place] if place >= 0 else np.nan for place in order])


def centred(totals: Totals, *, seed: int) -> Floats:
    """Return draws of what is missing (D, N) of which the mean is expected minus observed: what is published."""
    draws = deficit_draws(totals.observed, expected=totals.expected, variance=totals.variance, draws=DRAWS, seed=seed)
    return np.asarray(draws + (totals.expected - totals.observed) - draws.mean(0))
