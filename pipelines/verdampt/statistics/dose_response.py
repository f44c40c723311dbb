"""Whether regions with a deeper deficit saw more of an outcome: weighted slope, corrected for what blunts it (V4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from verdampt.statistics.harm import Effect, make_effect
from verdampt.statistics.irls import Floats

SMALLEST_RELIABILITY = 0.3
"""Below this so much of the spread is noise that a correction would be a guess."""
SMALLEST_RATIO = 1e-6


@dataclass(frozen=True, kw_only=True)
class DoseResponse:
    """The slope of an outcome on the deficit over regions."""

    effect: Effect
    """'slope': outcome per unit of deficit, the negative control's slope taken off."""
    uncorrected: Effect
    """The same without correction for the noise in the deficit."""
    is_corrected: bool
    """False where the noise in the deficit is not known, or leaves too little to correct by; then a lower bound."""
    reliability: float
    """Part of the deficit's spread over regions that is not noise; NaN where the noise is not known."""
    regions: int

    def at(self, dose: float, *, usual: float = 1.0) -> Effect:
        """Return the rate ratio of a place with this much deficit against one without, for a usual outcome rate.

        With outcomes relative to what was expected `usual` is 1. Source: methods.md 4.3 (E-value on the ratio scale).
        """
        limits = [1 + slope * dose / usual for slope in (self.effect.estimate, self.effect.lower, self.effect.upper)]
        if dose < 0:
            limits = [limits[0], limits[2], limits[1]]
        ratio, lower, upper = (max(limit, SMALLEST_RATIO) for limit in limits)
        freedom = self.effect.degrees_of_freedom
        reach = 2 * float(stats.t.ppf(0.975, freedom))
        return Effect(
            measure="rate_ratio",
            estimate=ratio,
            lower=lower,
            upper=upper,
            standard_error=float(np.log(upper / lower)) / reach,
            degrees_of_freedom=freedom,
        )


def dose_response(
    outcome: Floats,
    dose: Floats,
    *,
    variance: Floats,
    dose_variance: Floats | None = None,
    covariates: Floats | None = None,
    clusters: NDArray[np.int64] | None = None,
    control: Floats | None = None,
    control_variance: Floats | None = None,
) -> DoseResponse:
    """Return the slope of `outcome` (R,) on `dose` (R,) over regions (or regions by periods).

    Shapes (R,): excess outcome relative to expected (or per 1,000) and its `variance`, the weights being 1/V; the
    deficit on the same footing and its `dose_variance` (then regression calibration with that known V); covariates
    (R, p) such as COVID admissions per head, excess deaths, period dummies; `clusters` (R,) where regions return, else
    HC3; `control` and `control_variance` (R,): a negative-control outcome on the same scale, whose slope is taken off.
    Rows with NaN are left out. Raises ValueError when fewer than p + 5 rows are left. Source: methods.md 4.3,
    estimator 2.
    """
    rows = len(outcome)
    values = outcome if control is None else outcome - control
    spread = variance if control_variance is None or control is None else variance + control_variance
    others = np.ones((rows, 1)) if covariates is None else np.column_stack([np.ones(rows), covariates])
    noise = np.zeros(rows) if dose_variance is None else dose_variance
    columns = np.column_stack([values, dose, spread, noise, others])
    seen = np.isfinite(columns).all(1) & (spread > 0)
    if seen.sum() < others.shape[1] + 5:
        raise ValueError(f"{int(seen.sum())} regions are too few for a slope with {others.shape[1]} other terms")
    values, dose, spread, noise, others = values[seen], dose[seen], spread[seen], noise[seen], others[seen]
    groups = None if clusters is None else clusters[seen]
    raw = weighted_slope(values, dose, others=others, weights=1 / spread, clusters=groups)
    reliability, calibrated = np.nan, dose
    if dose_variance is not None:
        reliability, calibrated = calibrate(dose, noise=noise, others=others)
    is_corrected = bool(reliability >= SMALLEST_RELIABILITY)
    effect = raw
    if is_corrected:
        effect = weighted_slope(values, calibrated, others=others, weights=1 / spread, clusters=groups)
        effect = _widened(effect, reliability=reliability)
    return DoseResponse(
        effect=effect,
        uncorrected=raw,
        is_corrected=is_corrected,
        reliability=float(reliability),
        regions=int(seen.sum()),
    )


def weighted_slope(
    outcome: Floats, dose: Floats, *, others: Floats, weights: Floats, clusters: NDArray[np.int64] | None = None
) -> Effect:
    """Return the weighted least-squares slope on `dose` (R,) beside `others` (R, p, constant included).

    Margins by HC3, or by CR1 over `clusters` with one less than their number as degrees of freedom.
    Source: methods.md 4.3, estimator 2; MacKinnon and White 1985.
    """
    root = np.sqrt(weights)
    design = np.column_stack([dose, others]) * root[:, None]
    bread = np.linalg.inv(design.T @ design)
    fitted = bread @ (design.T @ (outcome * root))
    residual = outcome * root - design @ fitted
    rows, width = design.shape
    if clusters is None:
        leverage = np.einsum("rp,pq,rq->r", design, bread, design)
        scores = design * (residual / np.maximum(1 - leverage, 1e-9))[:, None]
        correction, freedom = 1.0, float(rows - width)
    else:
        names, place = np.unique(clusters, return_inverse=True)
        scores = np.zeros((len(names), width))
        np.add.at(scores, place, design * residual[:, None])
        correction = len(names) / (len(names) - 1) * (rows - 1) / (rows - width)
        freedom = float(len(names) - 1)
    covariance = correction * bread @ (scores.T @ scores) @ bread
    return make_effect(
        "slope", float(fitted[0]), standard_error=float(np.sqrt(covariance[0, 0])), degrees_of_freedom=freedom
    )


def calibrate(dose: Floats, *, noise: Floats, others: Floats) -> tuple[float, Floats]:
    """Return the reliability of doses with known noise, and the doses drawn towards what `others` expect of them.

    Shapes (R,), others (R, p) with the constant. The true spread is by moments: what is left of the residual squares
    after the noise. Source: methods.md 4.3, estimator 2; Carroll et al. 2006, chapter 4 (regression calibration).
    """
    hat = others @ np.linalg.pinv(others)
    fitted = hat @ dose
    seen = float(np.square(dose - fitted).sum())
    chance = float(((1 - np.diag(hat)) * noise).sum())
    spread = max(0.0, seen - chance) / max(len(dose) - others.shape[1], 1)
    if spread == 0.0:
        return 0.0, dose
    return 1 - chance / seen, fitted + spread / (spread + noise) * (dose - fitted)


def _widened(effect: Effect, *, reliability: float) -> Effect:
    """Return the effect with the uncertainty of the reliability, itself learned from the doses' spread, added."""
    relative = (1 - reliability) / reliability * np.sqrt(2 / effect.degrees_of_freedom)
    return make_effect(
        effect.measure,
        effect.estimate,
        standard_error=float(np.hypot(effect.standard_error, effect.estimate * relative)),
        degrees_of_freedom=effect.degrees_of_freedom,
    )
