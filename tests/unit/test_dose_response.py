"""The slope over regions: against statsmodels, with planted truths, and blunted or mended by noise in the deficit."""

import numpy as np
import pytest
import statsmodels.api as sm

from verdampt.statistics.dose_response import calibrate, dose_response, weighted_slope


def regions(seed: int, *, count: int = 60, slope: float = 0.5, noise: float = 0.0) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(seed)
    burden, variance = chance.normal(0, 1, count), chance.uniform(0.02, 0.3, count) ** 2
    true = chance.normal(1, 0.3, count) + 0.2 * burden
    outcome = slope * true - 0.1 * burden + np.sqrt(variance) * chance.standard_normal(count)
    dose = true + noise * chance.standard_normal(count)
    return {"outcome": outcome, "dose": dose, "variance": variance, "covariates": burden[:, None]}


@pytest.mark.parametrize("seed", range(3))
def test_slope_and_hc3_margin_agree_with_statsmodels(seed: int) -> None:
    data = regions(seed)
    design = sm.add_constant(np.column_stack([data["dose"], data["covariates"]]))
    oracle = sm.WLS(data["outcome"], design, weights=1 / data["variance"]).fit(cov_type="HC3", use_t=True)

    found = dose_response(**data)

    assert found.effect.estimate == pytest.approx(oracle.params[1])
    assert found.effect.standard_error == pytest.approx(oracle.bse[1])
    assert [found.effect.lower, found.effect.upper] == pytest.approx(list(oracle.conf_int()[1]))
    assert not found.is_corrected
    assert found.regions == 60


def test_clustered_margins_agree_with_statsmodels() -> None:
    data, clusters = regions(4), np.arange(60) // 4
    design = np.column_stack([data["dose"], np.ones(60)])
    oracle = sm.WLS(data["outcome"], design, weights=1 / data["variance"]).fit(
        cov_type="cluster", cov_kwds={"groups": clusters}
    )

    found = weighted_slope(
        data["outcome"], data["dose"], others=np.ones((60, 1)), weights=1 / data["variance"], clusters=clusters
    )

    assert found.standard_error == pytest.approx(oracle.bse[0])
    assert found.degrees_of_freedom == 14


def test_known_noise_in_the_deficit_is_corrected_for_and_coverage_restored() -> None:
    held, raw, mended = [], [], []
    for seed in range(300):
        data = regions(seed, noise=0.2)
        found = dose_response(**data, dose_variance=np.full(60, 0.2**2))
        assert found.is_corrected
        raw.append(found.uncorrected.estimate)
        mended.append(found.effect.estimate)
        held.append(found.effect.lower <= 0.5 <= found.effect.upper)

    assert np.mean(raw) < 0.4
    assert np.mean(mended) == pytest.approx(0.5, abs=0.03)
    assert np.mean(held) > 0.92


def test_where_the_deficit_is_nearly_all_noise_it_is_not_corrected() -> None:
    data = regions(1, noise=2.0)

    found = dose_response(**data, dose_variance=np.full(60, 4.0))

    assert not found.is_corrected
    assert found.effect == found.uncorrected
    assert found.reliability < 0.3


def test_a_cause_that_moves_the_control_as_well_is_taken_off() -> None:
    chance = np.random.default_rng(5)
    data = regions(5, slope=0.0)
    hidden = 2.0 * data["dose"]
    control = hidden + 0.01 * chance.standard_normal(60)

    blamed = dose_response(**{**data, "outcome": data["outcome"] + hidden})
    cleared = dose_response(
        **{**data, "outcome": data["outcome"] + hidden}, control=control, control_variance=np.full(60, 0.01**2)
    )

    assert blamed.effect.lower > 1.5
    assert cleared.effect.lower < 0 < cleared.effect.upper


def test_false_signals_of_a_slope_that_is_not_there_stay_within_five_percent() -> None:
    false = []
    for seed in range(600):
        data = regions(seed, count=25, slope=0.0, noise=0.2)
        effect = dose_response(**data, dose_variance=np.full(25, 0.04)).effect
        false.append(effect.lower > 0 or effect.upper < 0)

    assert np.mean(false) < 0.07


def test_the_ratio_at_a_deficit_has_the_slopes_verdict() -> None:
    found = dose_response(**regions(6))

    ratio = found.at(0.2)

    assert ratio.estimate == pytest.approx(1 + 0.2 * found.effect.estimate)
    assert (ratio.lower > 1) == (found.effect.lower > 0)
    assert found.at(-0.2).lower < found.at(-0.2).estimate < found.at(-0.2).upper


def test_regions_without_data_are_left_out_and_too_few_are_refused() -> None:
    data = regions(7, count=12)
    missing = {**data, "dose": np.where(np.arange(12) < 2, np.nan, data["dose"])}

    assert dose_response(**missing).regions == 10
    with pytest.raises(ValueError, match="too few"):
        dose_response(**{**data, "dose": np.where(np.arange(12) < 6, np.nan, data["dose"])})


def test_doses_without_any_true_spread_have_no_reliability() -> None:
    reliability, _ = calibrate(np.array([1.0, 1.0, 1.0]), noise=np.ones(3), others=np.ones((3, 1)))

    assert reliability == 0.0
