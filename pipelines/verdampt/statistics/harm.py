"""An effect with its margin, how much hidden confounding would explain it, and several outcomes at once (V4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from verdampt.statistics.irls import Floats

FEWEST_CONTROLS = 3
"""Of fewer controls nothing is learned of how far they stray."""
LARGEST_LOG = 30.0
"""Keeps a ratio within what a number can hold."""


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
        away = self.value() / max(self.standard_error, 1e-300) * (1 if more else -1)
        return float(stats.t.sf(away, self.degrees_of_freedom))

    def value(self) -> float:
        """Return the estimate on the scale of its standard error: the log of a rate ratio."""
        return float(np.log(self.estimate)) if self.measure == "rate_ratio" else self.estimate


def make_effect(
    measure: str, value: float, *, standard_error: float, degrees_of_freedom: float = float("inf"), level: float = 0.95
) -> Effect:
    """Return the effect with its Student t interval; `value` is the log for a rate ratio. Source: methods.md 4.3."""
    chance = (1 + level) / 2
    is_normal = np.isinf(degrees_of_freedom)
    half = float(special.ndtri(chance) if is_normal else special.stdtrit(degrees_of_freedom, chance)) * standard_error
    bounds = np.array([value, value - half, value + half])
    if measure == "rate_ratio":
        bounds = np.exp(np.clip(bounds, -LARGEST_LOG, LARGEST_LOG))
    return Effect(
        measure=measure,
        estimate=float(bounds[0]),
        lower=float(bounds[1]),
        upper=float(bounds[2]),
        standard_error=standard_error,
        degrees_of_freedom=degrees_of_freedom,
    )


def excess_ratio(observed: float, *, expected: float, variance: float) -> Effect:
    """Return observed over expected count of an outcome as a rate ratio with its prediction interval.

    `variance` is that of a new count around `expected` (methods.md 1.3: noise, parameters and shocks); the interval
    is that of the log ratio by the delta method, with half a count added where nothing was observed.
    Source: methods.md 4.3, estimator 1.
    """
    if not expected > 0:
        return make_effect("rate_ratio", np.nan, standard_error=np.nan)
    value = float(np.log(max(observed, 0.5) / expected))
    return make_effect("rate_ratio", value, standard_error=float(np.sqrt(variance)) / expected)


def subtract_controls(effect: Effect, controls: Sequence[Effect]) -> Effect:
    """Return the effect minus the mean of the negative controls' effects (log scale for ratios), with both margins.

    The spread between three controls or more beyond their own margins is added, as it says how far an outcome without
    any effect strays; of fewer that cannot be known. Without controls the effect is returned as it is. Source:
    methods.md 4.3, estimator 2.
    """
    if not controls:
        return effect
    values = np.array([one.value() for one in controls])
    errors = np.square([one.standard_error for one in controls])
    spread = float(np.var(values, ddof=1)) if len(values) >= FEWEST_CONTROLS else 0.0
    astray = max(0.0, spread - float(errors.mean()))
    variance = effect.standard_error**2 + float(errors.sum()) / len(values) ** 2 + astray * (1 + 1 / len(values))
    # Few controls say little of how far an outcome strays (Satterthwaite).
    learned = spread * (1 + 1 / len(values)) if astray > 0 else 0.0
    freedom = (len(values) - 1) * max(variance / learned, 1.0) ** 2 if learned > 0 else float("inf")
    return make_effect(
        effect.measure,
        effect.value() - float(values.mean()),
        standard_error=float(np.sqrt(variance)),
        degrees_of_freedom=min(effect.degrees_of_freedom, freedom),
    )


def combine(effects: Sequence[Effect]) -> Effect:
    """Return several estimators' rate ratios of one outcome as one: their mean if the signs agree, else the worst.

    The mean is weighted by precision; as all saw the same people its error is not taken to be smaller than the
    weighted mean of theirs. The worst has its error widened for having been picked. Raises ValueError without
    effects. Source: methods.md 4.4.
    """
    if not effects:
        raise ValueError("there is no effect to combine")
    values = np.array([one.value() for one in effects])
    errors = np.array([one.standard_error for one in effects])
    freedom = min(one.degrees_of_freedom for one in effects)
    if (values > 0).all() or (values < 0).all():
        weight = 1 / np.square(errors)
        weight = weight / weight.sum()
        return make_effect(
            effects[0].measure,
            float(weight @ values),
            standard_error=float(weight @ errors),
            degrees_of_freedom=freedom,
        )
    worst = int(values.argmax())
    picked = float(stats.norm.ppf(1 - 0.025 / len(effects)) / stats.norm.ppf(0.975))
    return make_effect(
        effects[0].measure,
        float(values[worst]),
        standard_error=float(errors[worst]) * picked,
        degrees_of_freedom=freedom,
    )


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
    if effect.measure != "rate_ratio":
        raise ValueError(f"an E-value belongs to a rate ratio, not to a {effect.measure}")
    if effect.lower <= 1 <= effect.upper:
        return e_value(effect.estimate), 1.0
    return e_value(effect.estimate), e_value(effect.lower if effect.lower > 1 else effect.upper)


def holm(p_values: Floats) -> Floats:
    """Return Holm's adjusted p-values (K,), same order; NaN stays NaN. Source: Holm 1979; methods.md 4.4."""
    known = np.flatnonzero(np.isfinite(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    steps = p_values[order] * np.arange(len(order), 0, -1)
    adjusted = np.full(len(p_values), np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return adjusted
