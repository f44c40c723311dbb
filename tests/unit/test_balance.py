"""The balance of a deficit: parts that add up exactly, bounds that hold, and nothing hidden."""

from dataclasses import replace

import numpy as np
import pytest

from verdampt.statistics.balance import PARTS, Bounded, absent_part, balance_of, unknown_part
from verdampt.statistics.parts import (
    Share,
    caught_up_draws,
    combine_shares,
    deficit_draws,
    harm_draws,
    need_fell_draws,
    substituted_draws,
)

DRAWS = 500


def flat(value: float, *, slices: int = 1) -> np.ndarray:
    return np.full((DRAWS, slices), value)


def exact(lower: float, upper: float) -> Bounded:
    return Bounded(lower=flat(lower), upper=flat(upper))


def test_amounts_that_are_known_exactly_give_the_shares_computed_by_hand() -> None:
    found = balance_of(
        flat(100.0),
        need_fell=exact(10, 30),
        caught_up=exact(20, 25),
        substituted=exact(0, 5),
        harm=exact(2, 4),
    )

    assert found.share[:, 0] == pytest.approx([0.10, 0.20, 0.0, 0.02, 0.36, 0.32], abs=1e-9)
    assert found.lower[:, 0] == pytest.approx([0.10, 0.20, 0.0, 0.02, 0.36, 0.0], abs=1e-9)
    assert found.upper[:, 0] == pytest.approx([0.30, 0.25, 0.05, 0.04, 0.68, 0.32], abs=1e-9)
    assert found.amount[:, 0] == pytest.approx(100 * found.share[:, 0])
    assert found.amount_lower[4, 0] == pytest.approx(36)
    assert found.amount_upper[4, 0] == pytest.approx(68)


def random_balance(seed: int, *, slices: int = 40) -> tuple[dict[str, Bounded], np.ndarray]:
    chance = np.random.default_rng(seed)
    deficit = chance.normal(chance.uniform(-50, 400, slices), chance.uniform(1, 60, slices), (DRAWS, slices))
    parts = {}
    for name in PARTS[:4]:
        lower = chance.normal(chance.uniform(-20, 150, slices), 10, (DRAWS, slices))
        parts[name] = Bounded(lower=lower, upper=lower + chance.exponential(40, (DRAWS, slices)))
    return parts, deficit


@pytest.mark.parametrize("seed", range(8))
def test_the_six_shares_of_any_slice_add_up_to_one_exactly_and_none_is_negative_or_out_of_bounds(seed: int) -> None:
    parts, deficit = random_balance(seed)

    found = balance_of(deficit, **parts)

    shown = found.status == "shown"
    assert shown.any()
    shares = found.share[:, shown]
    for order in (range(6), range(5, -1, -1), (3, 1, 5, 0, 4, 2)):
        assert set(sum(shares[place] for place in order)) == {1.0}
    assert (shares >= 0).all()
    assert (found.lower[:, shown] >= 0).all()
    assert (found.upper[:, shown] <= 1).all()
    assert (found.lower[:, shown] <= shares).all()
    assert (shares <= found.upper[:, shown]).all()
    assert np.isnan(found.share[:, ~shown]).all()


def test_what_is_evaporated_has_the_bounds_of_the_methods_page() -> None:
    parts, deficit = random_balance(3, slices=5)

    found = balance_of(deficit, **parts)

    least = sum(part.lower for part in parts.values())
    most = sum(np.maximum(part.upper, part.lower) for part in parts.values())
    lower = np.maximum(0, np.quantile(deficit, 0.025, axis=0) - np.quantile(most, 0.975, axis=0))
    upper = np.maximum(0, np.quantile(deficit, 0.975, axis=0) - np.quantile(least, 0.025, axis=0))
    assert found.amount_lower[4] == pytest.approx(lower)
    assert found.amount_upper[4] == pytest.approx(upper)


def test_a_deficit_that_may_be_nothing_has_no_shares_and_missing_data_have_no_amounts() -> None:
    chance = np.random.default_rng(2)
    deficit = np.column_stack(
        [chance.normal(100, 5, DRAWS), chance.normal(2, 5, DRAWS), chance.normal(-90, 5, DRAWS), flat(np.nan)[:, 0]]
    )
    nothing = absent_part(deficit)

    found = balance_of(deficit, need_fell=nothing, caught_up=nothing, substituted=nothing, harm=nothing)

    assert found.status.tolist() == ["shown", "no_deficit", "no_deficit", "no_data"]
    assert np.isfinite(found.amount_upper[:, :3]).all()
    assert np.isnan(found.amount_lower[:, 3]).all()


def test_where_nothing_is_known_everything_is_unexplained() -> None:
    deficit = np.random.default_rng(3).normal(100, 3, (DRAWS, 1))
    unknown = unknown_part(deficit)

    found = balance_of(deficit, need_fell=unknown, caught_up=unknown, substituted=unknown, harm=unknown)

    assert found.share[:, 0].tolist() == [0, 0, 0, 0, 0, 1]
    assert found.upper[:, 0] == pytest.approx(1.0)


def test_parts_that_exceed_the_deficit_are_shrunk_to_fit() -> None:
    found = balance_of(
        flat(10.0), need_fell=exact(10, 12), caught_up=exact(30, 40), substituted=exact(0, 5), harm=exact(0, 0)
    )

    assert found.share[:, 0] == pytest.approx([0.25, 0.75, 0, 0, 0, 0], abs=1e-8)


def test_draws_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        balance_of(
            flat(1.0, slices=2), need_fell=exact(0, 0), caught_up=exact(0, 0), substituted=exact(0, 0), harm=exact(0, 0)
        )


def test_draws_of_a_deficit_have_the_mean_and_variance_asked_for_and_the_seed_decides_them() -> None:
    expected, variance, observed = np.array([500.0, 0.0]), np.array([2500.0, 0.0]), np.array([450.0, 0.0])

    drawn = deficit_draws(observed, expected=expected, variance=variance, draws=40_000)

    assert drawn[:, 0].mean() == pytest.approx(50, abs=1.5)
    assert drawn[:, 0].std() == pytest.approx(50, rel=0.03)
    assert (drawn[:, 1] == 0).all()
    assert np.array_equal(drawn, deficit_draws(observed, expected=expected, variance=variance, draws=40_000))


def share(value: float, error: float = 0.0) -> Share:
    return Share(value=np.array([value]), error=np.array([error]))


def test_need_that_fell_lies_between_the_fall_beyond_others_and_the_whole_fall() -> None:
    found = need_fell_draws(flat(200.0), referred=share(0.1), shared_fall=flat(50.0))

    assert np.unique(found.lower).tolist() == pytest.approx([15])
    assert np.unique(found.upper).tolist() == pytest.approx([20])


def test_who_came_back_late_is_counted_among_those_in_contact_at_least_and_among_all_at_most() -> None:
    arguments = {"missing": share(0.10, 0.001), "remaining": share(0.06), "in_contact": flat(50.0)}

    found = caught_up_draws(flat(100.0), **arguments)
    seen = caught_up_draws(flat(100.0), **arguments, overshoot=flat(60.0))
    unclear = caught_up_draws(flat(100.0), **{**arguments, "missing": share(0.01, 0.02)})

    assert found.lower.mean() == pytest.approx(20, abs=0.2)
    assert found.upper.mean() == pytest.approx(40, abs=0.4)
    assert (seen.lower == 60).all()
    assert (unclear.lower == 0).all()
    assert (unclear.upper == 100).all()


def test_a_substitute_is_an_upper_bound_and_usual_substitutes_do_not_count() -> None:
    found = substituted_draws(flat(100.0), episodes=np.array([500.0]), wave=share(0.19), before=share(0.10))

    assert (found.lower == 0).all()
    assert np.unique(found.upper) == pytest.approx([50])


def test_harm_counts_as_certain_only_where_it_is_above_chance() -> None:
    sure, unsure = harm_draws(flat(100.0), share=share(0.1, 0.01)), harm_draws(flat(100.0), share=share(0.1, 0.2))

    assert sure.lower.mean() == pytest.approx(10, abs=0.2)
    assert (unsure.lower == 0).all()
    assert (unsure.upper <= 100).all()


def test_estimates_of_one_share_are_weighted_by_precision() -> None:
    found = combine_shares([share(0.1, 0.1), share(0.4, 0.2), share(np.nan, 0.1)])

    assert found.value[0] == pytest.approx(0.16)
    assert found.error[0] == pytest.approx(1 / np.sqrt(125))


def test_a_balance_can_be_cut_to_slices() -> None:
    parts, deficit = random_balance(5)

    whole = balance_of(deficit, **parts)
    cut = balance_of(
        deficit[:, 3:7], **{name: replace(p, lower=p.lower[:, 3:7], upper=p.upper[:, 3:7]) for name, p in parts.items()}
    )

    assert np.array_equal(whole.share[:, 3:7], cut.share, equal_nan=True)
