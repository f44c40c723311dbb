"""Episodes of the wave against those of the years before, doubly robust, from grouped cells (V4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.harm import Effect
from verdampt.statistics.irls import Floats


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Episodes grouped by everything that is adjusted for; K cells."""

    covariates: Floats
    """(K, p), without the constant: dummies of age, sex, complaint, history, deprivation."""
    is_wave: NDArray[np.bool_]
    """(K,), whether the episodes began in the wave."""
    records: Floats
    """(K,), number of episodes (of selected records, where records are selected)."""
    events: Floats
    """(K,), how many of those had the outcome within the window."""
    weight: Floats | None = None
    """(K,), how many episodes each record stands for; 1 when left out."""


@dataclass(frozen=True, kw_only=True)
class CohortResult:
    """The risk of the wave's episodes against what they would have had before."""

    effect: Effect
    """'risk_difference', among episodes of the wave."""
    ratio: Effect
    """'rate_ratio' of the same two risks."""
    risk: float
    """In the wave."""
    usual: float
    """Of the same people before."""
    overlap: float
    """Part of the wave's episodes with a propensity within 0.02 and 0.98."""


def risk_difference(cells: Cells) -> CohortResult:
    """Return the doubly robust risk difference and ratio of the wave's episodes (AIPW, effect on the treated).

    Logistic propensity of being in the wave, logistic outcome model among episodes before; right when one of the two
    is. Margins by the influence function, per record and its weight. Raises ValueError when one of the two periods
    is empty. Source: methods.md 4.3, estimator 3; Robins, Rotnitzky and Zhao 1994.
    """
    raise NotImplementedError


def fit_logistic(covariates: Floats, *, trials: Floats, successes: Floats, ridge: float = 1e-6) -> Floats:
    """Return coefficients (p,) of a logistic regression on grouped counts (K,), constant included by the caller.

    A tiny ridge keeps cells that separate perfectly finite. Source: methods.md 4.3, estimator 3.
    """
    raise NotImplementedError
