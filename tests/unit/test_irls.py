"""The batched regression against statsmodels and against simple truths."""

from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm

from verdampt.statistics.calendar import Calendar, harmonics
from verdampt.statistics.irls import fit_penalised, fit_quasi_poisson

STARTS = tuple(date(2017, 1, 2) + timedelta(days=7 * week) for week in range(156))


def weekly_design(weeks: int):
    starts = STARTS[:weeks]
    working = Calendar().features(starts, "week")["working"]
    waves = harmonics(starts, "week", count=2)
    covariates = np.column_stack([np.ones(weeks), np.arange(weeks) / 52 - 3, waves, working])
    return covariates, np.diag([0, 1e3, 1e2, 1e2, 1e2, 1e2, 4])


def test_coefficients_and_errors_equal_statsmodels_on_50_series() -> None:
    random = np.random.default_rng(1)
    covariates, penalty = weekly_design(156)
    offset = random.normal(0, 0.1, (50, 156))
    counts = random.poisson(np.exp(random.uniform(2, 6, (50, 1)) + 0.1 * covariates[:, 2] + offset)).astype(float)

    fit = fit_quasi_poisson(counts, design=covariates, penalty=np.zeros_like(penalty), offset=offset)

    for row in range(50):
        model = sm.GLM(counts[row], covariates, family=sm.families.Poisson(), offset=offset[row])
        oracle = model.fit(tol=1e-12, scale="X2")
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

    assert np.allclose(fit.coefficients, shorter.coefficients, atol=1e-7)


def test_a_penalty_of_each_series_draws_only_that_series() -> None:
    covariates, penalty = weekly_design(156)
    counts = np.random.default_rng(3).poisson(np.exp(4 + 0.5 * covariates[:, 1]), (2, 156)).astype(float)
    strong = np.stack([np.zeros_like(penalty), np.diag([0, 1e9, 0, 0, 0, 0, 0])])

    fit = fit_penalised(counts, design=covariates, penalty=strong)

    assert fit.coefficients[0, 1] == pytest.approx(0.5, abs=0.05)
    assert abs(fit.coefficients[1, 1]) < 0.001


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


def test_shapes_that_do_not_fit_are_refused() -> None:
    covariates, penalty = weekly_design(110)

    with pytest.raises(ValueError, match="do not fit"):
        fit_quasi_poisson(np.zeros((2, 90)), design=covariates, penalty=penalty)
