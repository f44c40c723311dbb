"""Whether intervals hold what they say, in made-up worlds without a pandemic; and whether this check can fail."""

import numpy as np

from verdampt.benchmarks.measure import Measured, Target, measure
from verdampt.statistics.expected import PRIMARY, Mask, baseline_mask, fit_baseline
from verdampt.statistics.irls import Floats
from verdampt.statistics.placebo import evidence, learn_shocks, placebos
from verdampt.statistics.uncertainty import (
    NO_SHOCKS,
    Shocks,
    Sums,
    horizon_factor,
    interval,
    nation_sums,
    region_sums,
)
from verdampt.synthesis.worlds import FIRST_WEEK, WorldSize, make_world

LENGTHS = (1, 13, 52)
LARGE = 5.0
"""Expected a week, from which regions are told apart in the table."""


def _held(sums: Sums, observed: Floats, shocks: Shocks, *, length: int, horizon: float) -> Mask:
    lower, upper = interval(
        np.maximum(sums.expected, 1e-9),
        variance=sums.variance(shocks, length=length, horizon=horizon),
        level=0.95,
        degrees_of_freedom=100,
        is_count=True,
    )
    held: Mask = (observed >= lower) & (observed <= upper)
    return held


def world_coverage(seed: int) -> list[dict[str, float]]:
    """Return for one world the share held by level, year ahead and window length; with and without shocks."""
    panel = make_world(seed, size=WorldSize())
    inside = baseline_mask(panel, first=FIRST_WEEK)
    shocks = learn_shocks(evidence(placebos(panel, inside=inside, scenario=PRIMARY, shortest=2.0)))
    baseline = fit_baseline(panel, inside=inside)
    first = int(inside.sum())
    is_large = baseline.mean[:, :, first : first + 52].mean(2) >= LARGE
    rows = []
    for year in range(1, 4):
        begin = first + 52 * (year - 1)
        for length in LENGTHS:
            large, small, nation, bare = [], [], [], []
            for start in range(begin, begin + 52 - length + 1, length):
                window = list(range(start, start + length))
                horizon = float(horizon_factor(panel.times()[window]).mean())
                regions = region_sums(baseline, window)
                whole = nation_sums(baseline, window, regions)
                observed = panel.observed[:, :, window].sum(2)
                held = _held(regions, observed, shocks, length=length, horizon=horizon)
                total = observed.sum(1, keepdims=True)
                large.append(held[is_large])
                small.append(held[~is_large])
                nation.append(_held(whole, total, shocks, length=length, horizon=horizon))
                bare.append(_held(whole, total, NO_SHOCKS, length=length, horizon=horizon))
            rows.append(
                {
                    "year": year,
                    "length": length,
                    "region_large": float(np.mean(np.concatenate(large))),
                    "region_small": float(np.mean(np.concatenate(small))),
                    "nation": float(np.mean(nation)),
                    "nation_without_shocks": float(np.mean(bare)),
                }
            )
    return rows


def coverage(worlds: int) -> list[dict[str, float]]:
    """Return the mean over worlds of every row of `world_coverage`."""
    found = [world_coverage(seed) for seed in range(worlds)]
    return [
        {name: float(np.mean([rows[place][name] for rows in found])) for name in row}
        for place, row in enumerate(found[0])
    ]


def targets(rows: list[dict[str, float]]) -> list[Target]:
    """Return what must hold of a table of coverage, the first year ahead."""
    by_length = {row["length"]: row for row in rows if row["year"] == 1}
    found = []
    for name, column, length, low, high in (
        ("national years held", "nation", 52, 0.90, 0.99),
        ("region-weeks held", "region_large", 1, 0.93, 0.99),
        ("small region-weeks held", "region_small", 1, 0.93, 0.99),
        ("region-years held", "region_large", 52, 0.93, 0.99),
        ("small region-years held", "region_small", 52, 0.93, 0.99),
    ):
        figure = by_length[length][column]
        found.append(Target(name=name, figure=figure, limit=low, at_least=True))
        found.append(Target(name=name, figure=figure, limit=high))
    without = by_length[52]["nation_without_shocks"]
    return [*found, Target(name="national years held without shocks (must fail)", figure=without, limit=0.70)]


def run(worlds: int) -> tuple[list[Measured], list[Target]]:
    """Print coverage by level, window and year ahead, and hold it against the targets."""
    measured = measure(f"{worlds} worlds", coverage, worlds)
    print("year ahead  weeks  region >= 5  region < 5  nation  nation, no shocks")
    for row in measured.answer:
        names = ("region_large", "region_small", "nation", "nation_without_shocks")
        shares = "  ".join(f"{row[name]:>10.3f}" for name in names)
        print(f"{row['year']:>10.0f}  {row['length']:>5.0f}  {shares}")
    return [measured], targets(measured.answer)
