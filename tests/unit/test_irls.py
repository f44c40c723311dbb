"""The batched regression against statsmodels and against simple truths."""

from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm

from verdampt.statistics.calendar import design, parameters
from verdampt.statistics.irls import fit_quasi_poisson


def weekly_design(weeks: int):
    starts = [date(2017, 1, 2) + timedelta(days=7 * week) for week in range(weeks)]
    return design(starts, period_type="week", origin=starts[-1])


def test_coefficients_and_errors_equal_statsmodels_on_50_series() -> None:
    random = np.random.default_rng(1)
    covariates, penalty = weekly_design(156)
    counts = random.poisson(np.exp(random.uniform(2, 6, (50, 1)) + 0.1 * covariates[:, 2])).astype(float)

    fit = fit_quasi_poisson(counts, design=covariates, penalty=np.zeros_like(penalty))

    for row in range(50):
        oracle = sm.GLM(counts[row], covariates, family=sm.families.Poisson()).fit(tol=1e-12, scale="X2")
        assert np.abs(fit.coefficients[row] - oracle.params).max() < 1e-6
        assert fit.dispersion[row] == pytest.approx(oracle.scale, rel=1e-6)
        assert np.abs(np.diag(fit.covariance()[row]) / np.diag(oracle.cov_params()) - 1).max() < 1e-5


def test_periods_without_a_delivery_are_left_out_not_counted_as_zero() -> None:
    random = np.random.default_rng(2)
    covariates, penalty = weekly_design(156)
    counts = random.poisson(100, (3, 156)).astype(float)
    with_gaps = counts.copy()
    with_gaps[:, 20:30] = np.nan

    fit = fit_quasi_poisson(with_gaps, design=covariates, penalty=penalty)
    shorter = fit_quasi_poisson(
        np.delete(counts, np.s_[20:30], axis=1), design=np.delete(covariates, np.s_[20:30], axis=0), penalty=penalty
    )

    assert np.allclose(fit.coefficients, shorter.coefficients, atol=1e-8)


def test_a_series_of_zeros_gives_a_mean_near_zero_and_no_error() -> None:
    covariates, penalty = weekly_design(110)

    fit = fit_quasi_poisson(np.zeros((2, 110)), design=covariates, penalty=penalty)

    assert np.isfinite(fit.mean).all()
    assert fit.mean.max() < 0.01


@pytest.mark.parametrize("level", [0.0, 1.0, 400.0])
def test_a_short_season_without_noise_is_not_singular(level: float) -> None:
    covariates, penalty = weekly_design(12)

    fit = fit_quasi_poisson(np.full((2, 12), level), design=covariates, penalty=penalty)

    assert np.isfinite(fit.mean).all()
    assert np.isfinite(fit.covariance()).all()
    assert covariates.shape[1] == parameters("week")


def test_shapes_that_do_not_fit_are_refused() -> None:
    covariates, penalty = weekly_design(110)

    with pytest.raises(ValueError, match="do not fit"):
        fit_quasi_poisson(np.zeros((2, 90)), design=covariates, penalty=penalty)
