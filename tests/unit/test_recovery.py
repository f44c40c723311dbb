"""Drops that are planted, and the claims that may be made of them."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdampt.estimates.fitting import effective_dispersion
from verdampt.statistics.claims import Detail, Known, Lasting, RecoveryClass, caught_up, detail, lasting, recovery_class
from verdampt.statistics.expected import baseline_mask, fit_baseline
from verdampt.statistics.placebo import evidence, learn_shocks, placebos
from verdampt.statistics.recovery import (
    NEVER,
    Ratios,
    first_held,
    onset,
    recovered,
    rolling_sum,
    shrunken_ratios,
    trough,
)
from verdampt.statistics.uncertainty import interval, region_sums
from verdampt.synthesis.worlds import FIRST_WEEK, WorldSize, make_world


@pytest.fixture(scope="module")
def dropped():
    """Make a world in which care fell by 40 % for twelve weeks; return where, what was expected, and what was lost."""
    panel = make_world(5, size=WorldSize(largest=2_000))
    inside = baseline_mask(panel, first=FIRST_WEEK)
    start = int(inside.sum()) + 11
    observed = panel.observed.copy()
    weeks = observed[:, :, start : start + 12].astype(int)
    observed[:, :, start : start + 12] = np.random.default_rng(1).binomial(weeks, 0.6)
    shocks = learn_shocks(evidence(placebos(panel, inside=inside, scenario="primary", shortest=2.0)))
    baseline = fit_baseline(panel, inside=inside)
    return (
        replace(panel, observed=observed),
        start,
        baseline,
        shocks,
        weeks.sum(2) - observed[:, :, start : start + 12].sum(2),
    )


def test_onset_is_found_within_a_week_and_the_deficit_within_its_interval(dropped) -> None:
    panel, start, baseline, shocks, lost = dropped
    kinds, regions, periods = panel.observed.shape
    size = baseline.mean[:, :, start - 11 : start + 41].mean(2)
    large = size >= 50

    found = onset(
        panel.observed.reshape(-1, periods),
        baseline.mean.reshape(-1, periods),
        dispersion=effective_dispersion(baseline.dispersion[:, None], size, shocks).ravel(),
        search=range(start - 5, start + 6),
    )
    window = list(range(start, start + 12))
    sums = region_sums(baseline, window)
    lower, upper = interval(
        sums.expected,
        variance=sums.variance(shocks, length=12),
        level=0.95,
        degrees_of_freedom=99,
        is_count=True,
    )
    seen = panel.observed[:, :, window].sum(2)

    near = np.abs(found.place.reshape(kinds, regions) - start) <= 1
    held = (lower - seen <= lost) & (lost <= upper - seen)
    assert large.sum() > 300
    assert near[large].mean() >= 0.8
    assert (found.first <= found.place).all()
    assert (found.place <= found.last).all()
    assert 0.90 <= held[large].mean() <= 0.995


def test_hardly_a_drop_is_found_in_a_year_without_one(dropped) -> None:
    panel, start, baseline, shocks, _ = dropped
    _, _, periods = panel.observed.shape
    size = baseline.mean[:, :, start + 41 : start + 93].mean(2)

    found = onset(
        panel.observed.reshape(-1, periods),
        baseline.mean.reshape(-1, periods),
        dispersion=effective_dispersion(baseline.dispersion[:, None], size, shocks).ravel(),
        search=range(start + 47, start + 57),
    )

    assert (found.place != NEVER).mean() < 0.10


def test_the_trough_of_small_regions_is_not_the_noise_of_their_lowest_week(dropped) -> None:
    panel, start, baseline, _, _ = dropped
    small = np.flatnonzero((baseline.mean.mean((1, 2)) > 1) & (baseline.mean.mean((1, 2)) < 8))
    raw, drawn = [], []
    for kind in small:
        observed, expected = panel.observed[kind], baseline.mean[kind]
        whole = rolling_sum(observed.sum(0), 3) / rolling_sum(expected.sum(0), 3)
        ratios = shrunken_ratios(
            observed,
            expected,
            whole,
            dispersion=float(baseline.dispersion[kind]),
            width=3,
            study=np.arange(len(whole)) >= start,
        )
        found = trough(ratios, within=range(start, start + 12), expected_sd=np.zeros(len(observed)))
        drawn += found.ratio.tolist()
        raw += (observed / expected)[:, start : start + 12].min(1).tolist()
        assert (found.lower <= found.ratio).all()
        assert (found.ratio <= found.upper).all()

    assert np.mean(drawn) == pytest.approx(0.6, abs=0.12)
    assert np.mean(raw) < 0.25


def test_recovery_is_held_for_weeks_and_has_a_range() -> None:
    value = np.concatenate([np.full(4, 0.6), [1.0, 0.7], np.linspace(0.7, 1.0, 7), np.full(10, 1.0)])[None]
    ratios = Ratios(value=value, spread=np.full_like(value, 0.02))

    found = recovered(ratios, level=0.95, after=np.array([1]), held=4)

    assert value[0, found.place[0]] >= 0.95
    assert found.first[0] <= found.place[0] <= found.last[0]
    assert found.place[0] > 6
    assert recovered(ratios, level=1.2, after=np.array([1]), held=4).place[0] == NEVER


def test_what_is_never_held_is_never() -> None:
    above = np.array([[True, True, False, True, True, True], [False] * 6])

    assert first_held(above, after=np.array([0, 0]), held=3).tolist() == [3, NEVER]
    assert first_held(above, after=np.array([NEVER, 0]), held=2).tolist() == [NEVER, NEVER]


finite = st.floats(min_value=0, max_value=3)


@given(
    has_break=st.booleans(),
    is_trusted=st.booleans(),
    wave_ratio=st.one_of(finite, st.just(float("nan"))),
    wave_is_below=st.booleans(),
    recent_ratio=st.one_of(finite, st.just(float("nan"))),
    recent_is_above=st.booleans(),
    recent_width=st.one_of(finite, st.just(float("nan"))),
    trough_ratio=st.one_of(finite, st.just(float("nan"))),
)
def test_every_series_has_one_class_and_no_claim_without_its_ground(**known) -> None:
    found = recovery_class(Known(**known))

    assert found in RecoveryClass
    assert (found is RecoveryClass.BREAK) == known["has_break"]
    if found in (RecoveryClass.RECOVERED, RecoveryClass.PARTLY, RecoveryClass.NOT_RECOVERED, RecoveryClass.ABOVE):
        assert known["is_trusted"]
        assert known["wave_is_below"]
        assert known["recent_width"] <= 0.6
    if found is RecoveryClass.RECOVERED:
        assert known["recent_ratio"] >= 0.95
    if found in (RecoveryClass.PARTLY, RecoveryClass.NOT_RECOVERED):
        assert known["recent_ratio"] < 0.95


def test_every_class_occurs_on_the_plane() -> None:
    known = {"has_break": False, "is_trusted": True, "wave_is_below": True, "recent_width": 0.2, "trough_ratio": 0.5}
    plane = itertools.product((0.5, 0.97), (0.55, 0.8, 0.97, 1.2), (True, False), (True, False))
    found = {
        recovery_class(
            Known(**{**known, "is_trusted": trusted}, wave_ratio=wave, recent_ratio=recent, recent_is_above=above)
        )
        for wave, recent, above, trusted in plane
    }

    assert found == set(RecoveryClass) - {RecoveryClass.BREAK}


@pytest.mark.parametrize(
    ("size", "expected"),
    [(50, Detail.ALL), (49.9, Detail.INHERITED_ONSET), (19, Detail.QUARTERS), (4.9, Detail.TOTALS)],
)
def test_small_series_show_less(size, expected) -> None:
    assert detail(size) is expected


def test_no_share_is_said_to_be_caught_up_where_volumes_cannot_say() -> None:
    sure = caught_up(deficit=1000, deficit_variance=50**2, overshoot=300, overshoot_variance=60**2, common=0)
    vague = caught_up(deficit=1000, deficit_variance=300**2, overshoot=300, overshoot_variance=200**2, common=0)
    nothing = caught_up(deficit=10, deficit_variance=30**2, overshoot=300, overshoot_variance=1, common=0)

    assert sure.share == pytest.approx(0.3)
    assert sure.lower < 0.3 < sure.upper
    assert np.isnan([vague.share, nothing.share]).all()


def test_lasting_needs_two_years_and_all_three_scenarios() -> None:
    bounds = [(1100.0, 1300.0), (1050.0, 1250.0), (1020.0, 1400.0)]
    known = {"observed": 1000.0, "recent_ratio": 0.97, "year": 400.0}

    assert lasting(years=3, bounds=bounds, **known) is Lasting.EVAPORATED
    assert lasting(years=1.9, bounds=bounds, **known) is Lasting.UNDECIDED
    assert lasting(years=3, bounds=[*bounds[:2], (990.0, 1400.0)], **known) is Lasting.UNDECIDED
    assert lasting(years=3, bounds=bounds, **{**known, "recent_ratio": 1.05}) is Lasting.UNDECIDED
    assert lasting(years=3, bounds=[(900.0, 1005.0)] * 3, **known) is Lasting.CAUGHT_UP
