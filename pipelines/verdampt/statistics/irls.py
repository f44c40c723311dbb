"""Batched penalised quasi-Poisson regression: many series, one design."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ITERATIONS = 25
TOLERANCE = 1e-10
LARGEST_PREDICTOR = 30.0
SMALLEST_DISPERSION = 1e-6
"""Keeps the penalty alive for series without any noise, so that a short season cannot make the fit singular."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Log-linear fits of S series on p shared covariates over T periods."""

    coefficients: Floats
    """(S, p), on the log scale."""
    mean: Floats
    """(S, T), in the unit of the counts."""
    dispersion: Floats
    """(S,), Pearson statistic per degree of freedom."""
    information: Floats
    """(S, p, p), penalty included; the parameter covariance is dispersion times its inverse."""
    degrees_of_freedom: Floats
    """(S,), periods with an observation minus parameters, at least 1."""

    def covariance(self) -> Floats:
        """Return the (S, p, p) covariance of the coefficients."""
        return self.dispersion[:, None, None] * np.linalg.inv(self.information)


def fit_quasi_poisson(counts: Floats, *, design: Floats, penalty: Floats) -> Fit:
    """Fit log E[counts] = design @ coefficients to each row of counts by penalised IRLS.

    Shapes: counts (S, T) with NaN where nothing was observed, design (T, p), penalty (p, p) to be
    multiplied by the dispersion (penalised quasi-likelihood). Source: methods.md 1.2 and appendix A.
    Raises ValueError when the shapes do not fit.
    """
    if counts.shape[1] != design.shape[0] or penalty.shape != (design.shape[1],) * 2:
        raise ValueError(f"counts {counts.shape}, design {design.shape} and penalty {penalty.shape} do not fit")
    first = _solve(counts, design=design, penalty=np.broadcast_to(penalty, (counts.shape[0], *penalty.shape)))
    dispersion = np.maximum(first.dispersion, SMALLEST_DISPERSION)
    return _solve(counts, design=design, penalty=dispersion[:, None, None] * penalty)


def _solve(counts: Floats, *, design: Floats, penalty: Floats) -> Fit:
    observed = ~np.isnan(counts)
    values = np.where(observed, counts, 0.0)
    upper = np.triu_indices(design.shape[1])
    products = (design[:, :, None] * design[:, None, :])[:, upper[0], upper[1]]
    average = (values.sum(1, keepdims=True) + 0.5) / np.maximum(observed.sum(1, keepdims=True), 1)
    # Half-way between the data and their mean: a start at zero diverges.
    predictor = np.log((np.where(observed, values, average) + average) / 2 + 1e-3)
    coefficients = np.zeros((counts.shape[0], design.shape[1]))
    information = np.empty(penalty.shape)
    for _ in range(ITERATIONS):
        mean = np.exp(np.clip(predictor, -LARGEST_PREDICTOR, LARGEST_PREDICTOR))
        weight = np.where(observed, mean, 0.0)
        working = predictor + (values - mean) / np.maximum(mean, 1e-9)
        normal = weight @ products
        information[:, upper[0], upper[1]] = normal
        information[:, upper[1], upper[0]] = normal
        information += penalty
        updated = np.linalg.solve(information, ((weight * working) @ design)[..., None])[..., 0]
        step = np.abs(updated - coefficients).max(initial=0.0)
        coefficients, predictor = updated, updated @ design.T
        if step < TOLERANCE:
            break
    mean = np.exp(np.clip(predictor, -LARGEST_PREDICTOR, LARGEST_PREDICTOR))
    freedom = np.maximum(observed.sum(1) - design.shape[1], 1).astype(float)
    pearson = np.where(observed, (values - mean) ** 2 / np.maximum(mean, 1e-6), 0.0).sum(1)
    return Fit(
        coefficients=coefficients,
        mean=mean,
        dispersion=pearson / freedom,
        information=information,
        degrees_of_freedom=freedom,
    )
