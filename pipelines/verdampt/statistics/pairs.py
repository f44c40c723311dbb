"""Low-value care beside comparable high-value care: which came back further (V5)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """The care of a window after the pandemic: what was given, expected, and the variance of a new count."""

    observed: float
    expected: float
    variance: float


@dataclass(frozen=True, kw_only=True)
class RecoveryRatio:
    """How far each came back, and one over the other; below 1 the low-value care came back less."""

    low_recovery: float
    high_recovery: float
    ratio: float
    lower: float
    upper: float


def recovery_ratio(low: Recovered, high: Recovered, *, correlation: float = 0.0, level: float = 0.95) -> RecoveryRatio:
    """Return the recovery (observed over expected) of both and their ratio with its interval on the log scale.

    `correlation` is that of the two expected values' errors (national shocks that both share make the ratio surer);
    0 is the safe side. NaN where nothing was expected or observed. Source: methods.md 4.4, after S34.
    """
    raise NotImplementedError
