"""What is fitted once and read by every table: baselines by scenario, the shocks, and the back-test."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from verdampt.estimates.panels import Group
from verdampt.statistics.backtest import Card, back_test
from verdampt.statistics.expected import PRIMARY, SLOPE_SDS, Baseline, fit_baseline
from verdampt.statistics.irls import Floats
from verdampt.statistics.placebo import Placebo, evidence, learn_shocks, placebo_years, placebos, together
from verdampt.statistics.recovery import DROP_FOUND, onset
from verdampt.statistics.uncertainty import PARTS, Shocks, Sums, horizon_factor, interval, nation_sums, region_sums


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A group with its baseline, regions raked to the nation, and the shocks of its source, in one scenario."""

    group: Group
    scenario: str
    baseline: Baseline
    shocks: Shocks

    def sums(self, periods: Sequence[int]) -> Sums:
        """Return the parts (C, R + 1) of the chosen periods together: every region, the whole as the last."""
        regions = region_sums(self.baseline, periods)
        whole = nation_sums(self.baseline, periods, regions)
        return Sums(**{name: np.concatenate([getattr(regions, name), getattr(whole, name)], axis=1) for name in PARTS})

    def observed(self) -> Floats:
        """Return what was observed (C, R + 1, T), the whole as the last."""
        return np.concatenate([self.group.panel.observed, self.group.nation[:, None]], axis=1)

    def expected(self) -> Floats:
        """Return what was to be expected (C, R + 1, T), the whole as the last."""
        return np.concatenate([self.baseline.mean, self.baseline.total[:, None]], axis=1)

    def horizon(self, periods: Sequence[int]) -> float:
        """Return by how much drift has grown over the chosen periods."""
        return float(horizon_factor(self.group.panel.times()[list(periods)]).mean())

    def variance(self, periods: Sequence[int], sums: Sums, *, is_shared: bool = True) -> Floats:
        """Return the variance (C, R + 1) of what was to be expected of the chosen periods together."""
        return sums.variance(self.shocks, length=len(periods), horizon=self.horizon(periods), is_shared=is_shared)

    def bounds(self, mean: Floats, variance: Floats, *, level: float) -> tuple[Floats, Floats]:
        """Return lower and upper bound; NaN where the baseline is too short to say."""
        if not self.group.has_interval:
            return np.full_like(mean, np.nan), np.full_like(mean, np.nan)
        return interval(
            np.maximum(mean, 1e-9),
            variance=variance,
            level=level,
            degrees_of_freedom=self.shocks.windows,
            is_count=self.group.panel.is_count,
        )


@dataclass(frozen=True, kw_only=True)
class Tested:
    """The back-test of a part of the care types in one scheme."""

    group: Group
    cards: list[Card]
    false_alarms: Floats
    """(C,), series of regions in which a drop was found in the placebo year."""


def _scenarios(group: Group) -> tuple[str, ...]:
    """Return the scenarios a baseline of this length allows: no trend can be told from a season in one year."""
    return tuple(SLOPE_SDS) if group.has_interval else ("flat",)


def _raked(baseline: Baseline, nation: Floats) -> Baseline:
    """Return a baseline of which the regions add up to the nation of the first scheme."""
    return replace(baseline, mean=baseline.mean * (nation / baseline.total)[:, None, :], total=nation)


def _false_alarms(group: Group, shocks: Shocks) -> Floats:
    """Return in how many regions a drop is found in the last baseline year, foretold from the years before."""
    years = placebo_years(group.panel, inside=group.inside, shortest=group.shortest_training)
    kinds, regions, _ = group.panel.observed.shape
    if not years or group.panel.period_type != "week":
        return np.full(kinds, np.nan)
    training, year = years[0]
    baseline = fit_baseline(group.panel, inside=training)
    sizes = baseline.mean[:, :, year].mean(2)
    dispersion = effective_dispersion(baseline.dispersion[:, None], sizes, shocks)
    found = onset(
        group.panel.observed[:, :, year].reshape(kinds * regions, -1),
        baseline.mean[:, :, year].reshape(kinds * regions, -1),
        dispersion=dispersion.ravel(),
        search=range(6, 16),
    )
    return np.asarray((found.evidence >= DROP_FOUND).reshape(kinds, regions).sum(1), dtype=float)


def effective_dispersion(dispersion: Floats, size: Floats, shocks: Shocks) -> Floats:
    """Return the dispersion of sums over four periods when shocks count as noise; `size` is expected a period."""
    regional, national, _ = shocks.at(4)
    return np.asarray(dispersion + 4 * size * (regional + national))


def _placebos(group: Group, scenario: str) -> list[Placebo]:
    if not group.has_interval:
        return []
    return placebos(group.panel, inside=group.inside, scenario=scenario, shortest=group.shortest_training)


def _tested(group: Group, found: list[Placebo], fitted: Fitted) -> Tested:
    cards = back_test(
        found,
        evidence(found),
        is_count=group.panel.is_count,
        degrees_of_freedom=fitted.shocks.windows,
    )
    return Tested(group=group, cards=cards, false_alarms=_false_alarms(group, fitted.shocks))


def fit_all(parts: Sequence[Sequence[Group]]) -> tuple[list[Fitted], list[Tested]]:
    """Fit every scenario of every part and scheme; shocks are learned from all parts of a scheme together.

    Regions of the second and later schemes are raked to the nation of the first, so that there is one nation.
    """
    fitted: list[Fitted] = []
    tested: list[Tested] = []
    for scenario in _scenarios(parts[0][0]):
        for one, found in _fit(parts, scenario):
            fitted.append(one)
            if scenario == PRIMARY:
                tested.append(_tested(one.group, found, one))
    return fitted, tested


def fit_main(parts: Sequence[Sequence[Group]]) -> list[Fitted]:
    """Fit the scenario that is shown and no other, without a back-test; else as `fit_all`."""
    return [one for one, _ in _fit(parts, _scenarios(parts[0][0])[0])]


def _fit(parts: Sequence[Sequence[Group]], scenario: str) -> Iterator[tuple[Fitted, list[Placebo]]]:
    """Yield every part of every scheme, fitted in one scenario, and its placebo years."""
    nations: dict[int, Floats] = {}
    for scheme in zip(*parts, strict=True):
        found = [_placebos(group, scenario) for group in scheme]
        shocks = learn_shocks(together([evidence(one) for one in found]))
        for number, group in enumerate(scheme):
            baseline = fit_baseline(group.panel, inside=group.inside, scenario=scenario)
            nation = nations.setdefault(number, baseline.total)
            if group.unit == "count":
                baseline = _raked(baseline, nation)
            yield Fitted(group=group, scenario=scenario, baseline=baseline, shocks=shocks), found[number]
