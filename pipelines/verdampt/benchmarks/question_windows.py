"""What a made-up world was expected to do, window by window, and how its episodes differ from those before."""

from dataclasses import dataclass

import numpy as np

from verdampt.statistics.episodes import Cells, risk_difference
from verdampt.statistics.expected import PRIMARY, baseline_mask, fit_baseline
from verdampt.statistics.harm import Effect
from verdampt.statistics.irls import Floats
from verdampt.statistics.placebo import evidence, learn_shocks, placebos
from verdampt.statistics.uncertainty import Shocks, Sums, horizon_factor, nation_sums, region_sums
from verdampt.synthesis import question_people as worlds
from verdampt.synthesis.question_people import Counts, QuestionWorld, Told


@dataclass(frozen=True, kw_only=True)
class Window:
    """What was expected of every series in one window; arrays (series, R + 1), the nation last."""

    months: range
    expected: Floats
    variance: Floats
    apart: Floats
    """Variance when regions are compared, without the shock they share."""

    def seen(self, told: Told) -> Floats:
        """Return what was observed, (series, R + 1)."""
        sums = told.observed[:, :, list(self.months)].sum(2)
        return np.column_stack([sums, sums.sum(1)])


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The fitted baseline of a world."""

    wave: Window
    after: Window
    outcomes: Window
    mean: Floats
    """(series, R, months)."""


def expect(world: QuestionWorld) -> Expected:
    """Fit the baseline of a world and sum it over the windows that are used."""
    panel = world.panel
    inside = baseline_mask(panel, first=panel.starts[worlds.BURN_IN])
    shocks = learn_shocks(evidence(placebos(panel, inside=inside, scenario=PRIMARY, shortest=2.0)))
    baseline = fit_baseline(panel, inside=inside)

    def window(months: range) -> Window:
        regions = region_sums(baseline, list(months))
        nation = nation_sums(baseline, list(months), regions)
        both = Sums(
            **{
                name: np.hstack([getattr(regions, name), getattr(nation, name)])
                for name in ("expected", "noise", "parameters", "squares")
            }
        )
        horizon = float(horizon_factor(panel.times()[list(months)]).mean())
        return Window(
            months=months,
            expected=both.expected,
            variance=_variance(both, shocks, len(months), horizon, is_shared=True),
            apart=_variance(both, shocks, len(months), horizon, is_shared=False),
        )

    return Expected(
        wave=window(worlds.WAVE),
        after=window(worlds.AFTER),
        outcomes=window(worlds.OUTCOME_WINDOW),
        mean=baseline.mean,
    )


def _variance(sums: Sums, shocks: Shocks, length: int, horizon: float, *, is_shared: bool) -> Floats:
    return sums.variance(shocks, length=length, horizon=horizon, is_shared=is_shared)


def _dummies() -> Floats:
    """Return the covariates (cells, p) of month, kind and age, and of kinds by age."""
    rows = [
        [float(month == m) for m in range(1, 4)]
        + [float(age == a) for a in range(1, worlds.AGES)]
        + [float(kind), *(float(kind and age == a) for a in range(1, worlds.AGES))]
        for month, kind, age in np.ndindex(4, worlds.KINDS, worlds.AGES)
    ]
    return np.array(rows)


DUMMIES = _dummies()


def _cells(*, events: tuple[Counts, Counts], sizes: tuple[Counts, Counts]) -> Cells:
    """Return cells of cohorts (regions, kinds, months, ages), months taken together by calendar month."""

    def folded(people: Counts) -> Floats:
        months = np.arange(people.shape[2]) % 4
        sums = [people[:, :, months == month].sum((0, 2)) for month in range(4)]
        return np.stack(sums).astype(float).ravel()

    return Cells(
        covariates=np.concatenate([DUMMIES, DUMMIES]),
        is_wave=np.repeat([True, False], len(DUMMIES)),
        records=np.concatenate([folded(people) for people in sizes]),
        events=np.concatenate([folded(people) for people in events]),
    )


def compared(world: QuestionWorld, told: Told, name: str, regions: slice, *, control: int | None = None) -> Effect:
    """Return the doubly robust effect on one count of the cohort; its complement of unreferred for substitutes."""
    counts, sizes = [], []
    for cohort in (told.cohort, world.before):
        people = cohort.episodes - cohort.by_end if name == "substitutes" else cohort.episodes
        happened = cohort.controls[control] if control is not None else getattr(cohort, name)
        counts.append(happened[regions])
        sizes.append(people[regions])
    found = risk_difference(_cells(events=(counts[0], counts[1]), sizes=(sizes[0], sizes[1])))
    return found.effect if name != "acute" and control is None else found.ratio
