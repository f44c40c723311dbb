"""An effect with its margin, how much hidden confounding would explain it, and several outcomes at once (V4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from verdampt.statistics.irls import Floats


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One estimate with its margin.

    A 'rate_ratio' is 1 where nothing happened, a 'slope' and a 'risk_difference' are 0; `standard_error` is on the
    log scale for a rate ratio, else in the unit of the estimate.
    """

    measure: str
    """One of 'rate_ratio', 'slope', 'risk_difference'."""
    estimate: float
    lower: float
    upper: float
    standard_error: float
    degrees_of_freedom: float = float("inf")

    def p_value(self, *, more: bool = True) -> float:
        """Return the one-sided chance of a value this far in the direction of harm if there was no effect."""
        raise NotImplementedError


def make_effect(
    measure: str, value: float, *, standard_error: float, degrees_of_freedom: float = float("inf"), level: float = 0.95
) -> Effect:
    """Return the effect with its Student t interval; `value` is the log for a rate ratio. Source: methods.md 4.3."""
    raise NotImplementedError


def excess_ratio(observed: float, *, expected: float, variance: float) -> Effect:
    """Return observed over expected count of an outcome as a rate ratio with its prediction interval.

    `variance` is that of a new count around `expected` (methods.md 1.3: noise, parameters and shocks); the interval
    is that of the log ratio by the delta method, with half a count added where nothing was observed.
    Source: methods.md 4.3, estimator 1.
    """
    raise NotImplementedError


def subtract_controls(effect: Effect, controls: Sequence[Effect]) -> Effect:
    """Return the effect minus the mean of the negative controls' effects (log scale for ratios), with both margins.

    The spread between the controls beyond their own margins is added, as it says how far an outcome without any
    effect strays. Without controls the effect is returned as it is. Source: methods.md 4.3, estimator 2.
    """
    raise NotImplementedError


def e_value(ratio: float) -> float:
    """Return how strongly a hidden cause must be tied to both sides to explain a rate ratio: RR + sqrt(RR (RR - 1)).

    Ratios below 1 are turned around. Source: VanderWeele and Ding 2017; methods.md 4.3.
    """
    turned = max(ratio, 1 / ratio)
    return turned + float(np.sqrt(turned * (turned - 1)))


def e_values(effect: Effect) -> tuple[float, float]:
    """Return the E-value of a rate ratio and of its limit nearest to 1 (1 when the interval holds 1).

    Raises ValueError for another measure. Source: methods.md 4.3.
    """
    raise NotImplementedError


def holm(p_values: Floats) -> Floats:
    """Return Holm's adjusted p-values (K,), same order; NaN stays NaN. Source: Holm 1979; methods.md 4.4."""
    raise NotImplementedError
