"""What attackers get out of protected counts of a made-up nation, and out of counts with small ones hidden."""

import csv
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from verdampt.benchmarks.measure import Measured, Target, measure
from verdampt.disclosure.attack import (
    Whole,
    difference_windows,
    from_rounded,
    from_suppressed,
    judge,
    totals,
)
from verdampt.disclosure.rounding import chain_start, protect
from verdampt.resources import project_root
from verdampt.statistics.expected import PRIMARY, baseline_mask, fit_baseline
from verdampt.statistics.irls import Floats
from verdampt.statistics.placebo import evidence, learn_shocks, placebos
from verdampt.statistics.uncertainty import interval, region_sums
from verdampt.synthesis.worlds import FIRST_WEEK, WorldSize, make_world

BASE, SMALLEST, RELEASES, PAIRS, SEED = 10, 10, 12, 400, 7
KEY = b"a key that is known to this benchmark only"
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Nation:
    """True counts of municipality, care type and month, and the totals that are published of them."""

    counts: Floats
    """(N,), municipalities in the order of their regions, then care types, months, and sex."""
    shape: tuple[int, ...]
    groupings: list[Whole]
    region_months: Whole
    chains: Whole
    """(N,), care type, month and sex: municipalities are rounded one after another."""


def _codes(names: list[str]) -> Whole:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def make_nation(care_types: int) -> Nation:
    """Return a made-up nation on the real division into municipalities, regions, provinces and COROP areas."""
    with (project_root() / "data_samples" / "reference" / "regions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if not row["valid_to"]]
    rows.sort(key=lambda row: (row["ggd_code"], row["gm_code"]))
    chance = np.random.default_rng(SEED)
    places = len(rows)
    size = chance.lognormal(0, 0.8, places)[:, None, None, None]
    usual = np.geomspace(24, 800, care_types)[None, :, None, None]
    season = np.exp(0.1 * np.cos(2 * np.pi * np.arange(MONTHS) / 12))[None, None, :, None]
    share = np.array([0.55, 0.45])[None, None, None, :]
    counts = chance.poisson(size * usual * season * share).astype(float)
    shape = counts.shape
    place, care, month, sex = (axis.ravel() for axis in np.indices(shape))
    schemes = [_codes([row[f"{name}_code"] for row in rows]) for name in ("ggd", "province", "corop")]
    areas = [np.arange(places), *schemes, np.zeros(places, dtype=np.int64)]
    cares = [np.arange(care_types), np.arange(care_types) % 3, np.zeros(care_types, dtype=np.int64)]
    times = [np.arange(MONTHS), np.arange(MONTHS) // 3, np.zeros(MONTHS, dtype=np.int64)]
    groupings = [
        ((area[place] * (one_care.max() + 1) + one_care[care]) * (time.max() + 1) + time[month]) * 2 + split * sex
        for area in areas
        for one_care in cares
        for time in times
        for split in (1, 0)
    ]
    region_months = (areas[1][place] * care_types + care) * MONTHS + month
    return Nation(
        counts=counts.ravel(),
        shape=shape,
        groupings=groupings[1:],
        region_months=region_months,
        chains=(care * MONTHS + month) * 2 + sex,
    )


def _protected(nation: Nation, *, release: str = "") -> Floats:
    counts = nation.counts.reshape(nation.shape[0], -1)
    found = np.empty_like(counts)
    for number in range(counts.shape[1]):
        start = chain_start(KEY, version=1, chain=f"{number}{release}", base=BASE)
        found[:, number] = protect(counts[:, number], start=start, base=BASE)
    return found.ravel()


def _averaged(nation: Nation, *, is_redrawn: bool) -> int:
    """Return how many small cells the mean over releases gives away, rounded to the nearest whole."""
    releases = [_protected(nation, release=f"/{number}" if is_redrawn else "") for number in range(RELEASES)]
    guess = np.rint(np.mean(releases, axis=0))
    small = (nation.counts > 0) & (nation.counts < SMALLEST)
    return int((small & (guess == nation.counts)).sum())


def interval_widths(seed: int) -> dict[str, list[float]]:
    """Return the mean relative width of yearly 95 % intervals of regions, by size, fitted to true and protected counts.

    Sizes: below 5 a week, 5 to 50, 50 and more.
    """
    panel = make_world(seed, size=WorldSize())
    kinds, _, weeks = panel.observed.shape
    rounded = np.empty_like(panel.observed)
    for kind in range(kinds):
        for week in range(weeks):
            start = chain_start(KEY, version=1, chain=f"{kind}/{week}", base=BASE)
            rounded[kind, :, week] = protect(panel.observed[kind, :, week], start=start, base=BASE)
    inside = baseline_mask(panel, first=FIRST_WEEK)
    year = list(range(int(inside.sum()), int(inside.sum()) + 52))
    sizes = panel.observed[:, :, year].mean(2)
    found: dict[str, list[float]] = {}
    for name, counts in (("true", panel.observed), ("protected", rounded)):
        one = replace(panel, observed=counts)
        shocks = learn_shocks(evidence(placebos(one, inside=inside, scenario=PRIMARY, shortest=2.0)))
        sums = region_sums(fit_baseline(one, inside=inside), year)
        variance = sums.variance(shocks, length=52)
        mean = np.maximum(sums.expected, 1e-9)
        lower, upper = interval(mean, variance=variance, level=0.95, degrees_of_freedom=100, is_count=True)
        width = (upper - lower) / np.maximum(panel.observed[:, :, year].sum(2), 1)
        bands = (sizes < 5, (sizes >= 5) & (sizes < 50), sizes >= 50)
        found[name] = [float(width[band].mean()) for band in bands]
    return found


def attack(care_types: int) -> dict[str, Any]:
    """Return what every attacker gets from this nation, and how accurate protected counts are."""
    nation = make_nation(care_types)
    rounded = _protected(nation)
    known = judge(from_rounded(rounded, nation.groupings, chains=nation.chains, base=BASE), nation.counts)
    control = judge(from_suppressed(nation.counts, nation.groupings), nation.counts)
    windows = rounded.reshape(nation.shape).swapaxes(2, 3).reshape(-1, MONTHS)
    truth = nation.counts.reshape(nation.shape).swapaxes(2, 3).ravel()
    differences = difference_windows(windows, chance=np.random.default_rng(SEED), pairs=PAIRS)
    # Whatever is published is computed from the rounded counts: expected minus deficit gives those back.
    expected = windows.mean(1, keepdims=True) * np.ones_like(windows)
    returned = (expected - (expected - windows)).ravel()
    true_months, shown_months = (totals(values, nation.region_months) for values in (nation.counts, rounded))
    large = true_months >= 5 * 365.25 / 12 / 7
    return {
        "tables": len(nation.groupings) + 1,
        "cells": float(len(nation.counts) + sum(int(groups.max()) + 1 for groups in nation.groupings)),
        "small": known.small,
        "intervals": known.recovered,
        "narrowest": known.narrowest,
        "windows": float((differences % BASE != 0).sum()),
        "expected_values": float(((truth > 0) & (truth < SMALLEST) & (np.rint(returned) == truth)).sum()),
        "releases": _averaged(nation, is_redrawn=False),
        "releases_redrawn": _averaged(nation, is_redrawn=True) / max(known.small, 1),
        "control": control.share(),
        "rmse": float(np.sqrt(np.mean(np.square(shown_months - true_months)))),
        "mean": float(true_months.mean()),
        "bias": float(shown_months[large].sum() / true_months[large].sum() - 1),
        "widths": interval_widths(SEED),
    }


def run(care_types: int) -> tuple[list[Measured], list[Target]]:
    """Print the report of the attackers, and hold it against the targets."""
    measured = measure(f"{care_types} care types in every municipality and month", attack, care_types)
    found = measured.answer
    print(f"published tables {found['tables']}, cells {found['cells']:,.0f}, small cells {found['small']:,}")
    print("attacker                                        small cells known")
    for name, words in (
        ("intervals", "all tables together, by intervals"),
        ("windows", f"{PAIRS} pairs of windows each (differences off the base)"),
        ("expected_values", "expected values and deficits"),
        ("releases", f"mean over {RELEASES} releases"),
    ):
        print(f"{words:<60} {found[name]:>6.0f}")
    print(f"narrowest interval left of a small cell: {found['narrowest']:.0f}")
    print(f"without a lasting key, {RELEASES} releases: {found['releases_redrawn']:.1%} known")
    print(f"region and month: RMSE {found['rmse']:.1f} on a mean of {found['mean']:.1f}")
    print("mean width of a yearly interval of a region, by size a week (true counts, protected counts)")
    for place, size in enumerate(("below 5", "5 to 50", "50 and more")):
        print(f"  {size:<12} {found['widths']['true'][place]:>6.0%} {found['widths']['protected'][place]:>6.0%}")
    return [measured], [
        Target(name="small cells known by intervals", figure=found["intervals"], limit=0),
        Target(name="narrowest interval of a small cell", figure=found["narrowest"], limit=9, at_least=True),
        Target(name="differences of windows off the base", figure=found["windows"], limit=0),
        Target(name="small cells known by expected values", figure=found["expected_values"], limit=0),
        Target(name="small cells known by averaging releases", figure=found["releases"], limit=0),
        Target(name="positive control: known if suppressed", figure=found["control"], limit=0.9, at_least=True),
        Target(name="bias of cells of 5 a week and more", figure=abs(found["bias"]), limit=0.015),
    ]
