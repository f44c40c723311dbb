"""Batched penalised quasi-Poisson regression: many series, one design."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ITERATIONS = 25
TOLERANCE = 1e-8
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


def fit_quasi_poisson(counts: Floats, *, design: Floats, penalty: Floats, offset: Floats | None = None) -> Fit:
    """Fit log E[counts] = offset + design @ coefficients to each row of counts by penalised IRLS.

    Shapes: counts and offset (S, T), counts NaN where nothing was observed, design (T, p), penalty (p, p) to be
    multiplied by the dispersion (penalised quasi-likelihood). Source: methods.md 1.2 and appendix A.
    Raises ValueError when the shapes do not fit.
    """
    first = fit_penalised(counts, design=design, penalty=penalty, offset=offset)
    dispersion = np.maximum(first.dispersion, SMALLEST_DISPERSION)
    return fit_penalised(
        counts, design=design, penalty=dispersion[:, None, None] * penalty, offset=offset, start=first.coefficients
    )


def fit_penalised(
    counts: Floats, *, design: Floats, penalty: Floats, offset: Floats | None = None, start: Floats | None = None
) -> Fit:
    """Fit as `fit_quasi_poisson` does, with a penalty (p, p) or (S, p, p) that is taken as it stands.

    `start` (S, p) are coefficients to begin from. Raises ValueError when the shapes do not fit.
    Source: methods.md 1.2.
    """
    series, width = counts.shape[0], design.shape[1]
    shapes = {(width, width), (series, width, width)}
    if counts.shape[1] != design.shape[0] or penalty.shape not in shapes:
        raise ValueError(f"counts {counts.shape}, design {design.shape} and penalty {penalty.shape} do not fit")
    observed = ~np.isnan(counts)
    is_whole = bool(observed.all())
    values = counts if is_whole else np.where(observed, counts, 0.0)
    shift: Floats = np.zeros(1) if offset is None else offset
    upper = np.triu_indices(width)
    products = (design[:, :, None] * design[:, None, :])[:, upper[0], upper[1]]
    predictor = _first_guess(values, observed, shift) if start is None else start @ design.T + shift
    coefficients: Floats = np.zeros((series, width)) if start is None else start
    information = np.empty((series, width, width))
    for _ in range(ITERATIONS):
        mean = np.exp(np.clip(predictor, -LARGEST_PREDICTOR, LARGEST_PREDICTOR))
        weight = mean if is_whole else np.where(observed, mean, 0.0)
        # Weight times working value, without dividing by a mean that may be nearly zero.
        pull = weight * (predictor - shift) + np.where(observed, values - mean, 0.0)
        normal = weight @ products
        information[:, upper[0], upper[1]] = normal
        information[:, upper[1], upper[0]] = normal
        information += penalty
        updated: Floats = np.linalg.solve(information, (pull @ design)[..., None])[..., 0].astype(np.float64)
        step = np.abs(updated - coefficients).max(initial=0.0)
        coefficients, predictor = updated, updated @ design.T + shift
        if step < TOLERANCE:
            break
    mean = np.exp(np.clip(predictor, -LARGEST_PREDICTOR, LARGEST_PREDICTOR))
    freedom = np.maximum(observed.sum(1) - width, 1).astype(float)
    pearson = np.where(observed, (values - mean) ** 2 / np.maximum(mean, 1e-6), 0.0).sum(1)
    return Fit(
        coefficients=coefficients,
        mean=mean,
        dispersion=pearson / freedom,
        information=information,
        degrees_of_freedom=freedom,
    )


def _first_guess(values: Floats, observed: NDArray[np.bool_], shift: Floats) -> Floats:
    """Return predictors (S, T) half-way between the data and their mean: a start at zero diverges."""
    weight = np.where(observed, np.exp(shift), 0.0)
    level = (values.sum(1, keepdims=True) + 0.5) / np.maximum(weight.sum(1, keepdims=True), 1e-9)
    usual = level * np.exp(shift)
    return np.asarray(np.log((np.where(observed, values, usual) + usual) / 2 + 1e-3))
