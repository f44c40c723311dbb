"""Whether regions with a deeper deficit saw more of an outcome: weighted slope, corrected for what blunts it (V4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.harm import Effect
from verdampt.statistics.irls import Floats


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
        raise NotImplementedError


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
    raise NotImplementedError
