"""Fitting many weekly series at once, against statsmodels one by one on the same series."""

import time

import numpy as np

from verdampt.benchmarks.measure import Measured, Target, measure
from verdampt.statistics.calendar import Calendar, harmonics
from verdampt.statistics.expected import PRIMARY, SLOPE_SDS, Panel, baseline_mask, fit_baseline
from verdampt.statistics.irls import Floats, fit_penalised
from verdampt.statistics.placebo import evidence, learn_shocks, placebos
from verdampt.statistics.uncertainty import each_period, horizon_factor, interval
from verdampt.synthesis.worlds import FIRST_WEEK, WorldSize, make_world

REGIONS = 250
BASELINE_YEARS = 4
PEERS, LARGE_ENOUGH = 200, 20
PART = 40
"""Care types that are made and fitted together, so that memory stays small."""


def _world(series: int, *, part: int) -> Panel:
    kinds = min(PART, max(1, series // REGIONS - part * PART))
    size = WorldSize(
        care_types=kinds, regions=REGIONS, baseline_years=BASELINE_YEARS, years_after=1, smallest=2, largest=400
    )
    return make_world(part, size=size)


def _fit(panel: Panel, *, scenario: str) -> tuple[float, float]:
    """Fit a panel with placebo years and intervals; return seconds, and what share of the year after was held."""
    started = time.perf_counter()
    inside = baseline_mask(panel, first=FIRST_WEEK)
    found = placebos(panel, inside=inside, scenario=scenario, shortest=3.0)
    shocks = learn_shocks(evidence(found))
    baseline = fit_baseline(panel, inside=inside, scenario=scenario)
    parts = each_period(baseline)
    after = panel.times() > 0
    variance = parts.variance(shocks, length=1, horizon=horizon_factor(panel.times()))[:, :, after]
    lower, upper = interval(
        parts.expected[:, :, after], variance=variance, level=0.95, degrees_of_freedom=100, is_count=True
    )
    seconds = time.perf_counter() - started
    observed = panel.observed[:, :, after]
    return seconds, float(((observed >= lower) & (observed <= upper)).mean())


def fit_many(series: int) -> dict[str, float]:
    """Fit so many series of 208 weeks with one placebo year and the intervals of the next; seconds, making excluded."""
    seconds, held, parts = 0.0, [], -(-series // (REGIONS * PART))
    for part in range(parts):
        spent, inside = _fit(_world(series, part=part), scenario=PRIMARY)
        seconds += spent
        held.append(inside)
    return {"seconds": seconds, "held": float(np.mean(held))}


def fit_scenarios(series: int) -> dict[str, float]:
    """Fit a tenth of the series in all three scenarios; seconds."""
    panel = _world(max(REGIONS, series // 10), part=0)
    return {"seconds": sum(_fit(panel, scenario=scenario)[0] for scenario in SLOPE_SDS)}


def _same_design(panel: Panel) -> Floats:
    """Return covariates (T, p) that statsmodels and the batched regression fit alike."""
    features = Calendar().features(panel.starts, "week")
    single = [features[name] for name in ("working", "christmas", "bridge", "good_friday")]
    waves = harmonics(panel.starts, "week", count=3)
    return np.column_stack([np.ones(len(panel.starts)), panel.times(), waves, *single])


def regress(series: int, peers: int) -> dict[str, float]:
    """Fit the same regression to the same series, batched and by statsmodels one by one; seconds a series of each."""
    import statsmodels.api as sm  # a peer, loaded only where it is measured

    panel = _world(series, part=0)
    inside = baseline_mask(panel, first=FIRST_WEEK)
    design = _same_design(panel)[inside]
    counts = panel.observed.reshape(-1, len(panel.starts))[:, inside]
    # Without a penalty a series that has no events in a kind of week has no finite answer: neither side gets those.
    counts = counts[counts.mean(1) >= LARGE_ENOUGH]
    started = time.perf_counter()
    fit = fit_penalised(counts, design=design, penalty=np.zeros((design.shape[1],) * 2))
    ours = (time.perf_counter() - started) / len(counts)
    started = time.perf_counter()
    found = [sm.GLM(count, design, family=sm.families.Poisson()).fit(scale="X2").params for count in counts[:peers]]
    theirs = (time.perf_counter() - started) / len(found)
    return {"ours": ours, "theirs": theirs, "difference": float(np.abs(fit.coefficients[:peers] - found).max())}


def run(series: int) -> tuple[list[Measured], list[Target]]:
    """Measure the fit of so many series, and statsmodels beside it."""
    ours = measure(f"verdampt, {series:,} series, placebo year and intervals", fit_many, series)
    scenarios = measure(f"verdampt, {series // 10:,} series in three scenarios", fit_scenarios, series)
    peer = measure(f"the regression alone, and statsmodels on {PEERS}", regress, series, PEERS)
    return [ours, scenarios, peer], [
        Target(name="seconds for all series", figure=ours.answer["seconds"], limit=60 * series / 100_000),
        Target(
            name="the regression alone, statsmodels one by one against ours",
            figure=peer.answer["theirs"] / peer.answer["ours"],
            limit=30,
            at_least=True,
        ),
        Target(
            name="their largest difference in a coefficient, in millionths",
            figure=peer.answer["difference"] * 1e6,
            limit=1,
        ),
        Target(name="peak GiB", figure=ours.peak_gib, limit=4),
        Target(name="region-weeks held by the 95 % interval", figure=ours.answer["held"], limit=0.93, at_least=True),
    ]
