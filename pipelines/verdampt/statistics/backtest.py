"""How well the model foretold a year without a pandemic: the card that stands beside every figure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from verdampt.statistics.irls import Floats
from verdampt.statistics.placebo import Evidence, Placebo, learn_shocks
from verdampt.statistics.uncertainty import PARTS, Shocks, Sums, interval

ENOUGH_WINDOWS = 20
"""With fewer windows of its own, coverage is that of all care types at that level together."""
GREEN_BIAS, AMBER_BIAS = 0.02, 0.05
GREEN_COVERAGE, AMBER_COVERAGE = (0.90, 0.99), 0.85


@dataclass(frozen=True, kw_only=True)
class Card:
    """The back-test of one care type at one level (region or nation) for windows of one length."""

    care_number: int
    level: str
    length: int
    windows: int
    bias: float
    """Expected over observed, minus one, over all windows."""
    mape: float
    """Mean absolute error of a window as a share of what was seen in it."""
    coverage_80: float
    coverage_95: float
    width: float
    """Width of the 95 % interval as a share of expected, mean."""
    is_pooled: bool
    verdict: str
    """green, amber or red; red forbids claims about recovery."""


def verdict(*, bias: float, coverage: float) -> str:
    """Return green, amber or red by bias and by the coverage of the 95 % interval (methods.md 1.5)."""
    if not np.isfinite(bias) or abs(bias) > AMBER_BIAS or coverage < AMBER_COVERAGE:
        return "red"
    low, high = GREEN_COVERAGE
    return "green" if abs(bias) <= GREEN_BIAS and low <= coverage <= high else "amber"


def _inside(
    observed: Floats, sums: Sums, *, variance: Floats, level: float, is_count: bool, freedom: float
) -> tuple[Floats, Floats]:
    """Return whether each window was held (NaN where nothing was seen), and the relative width of its interval."""
    mean = np.maximum(sums.expected, 1e-9)
    lower, upper = interval(mean, variance=variance, level=level, degrees_of_freedom=freedom, is_count=is_count)
    held = ((observed >= lower) & (observed <= upper)).astype(float)
    return np.where(np.isfinite(observed), held, np.nan), (upper - lower) / mean


def back_test(
    found: Sequence[Placebo], collected: Sequence[Evidence], *, is_count: bool, degrees_of_freedom: float
) -> list[Card]:
    """Return a card for every care type, level and window length.

    Intervals of a care type use shocks learned from the other care types, so that it does not judge itself.
    Source: methods.md 1.5.
    """
    cards = []
    kinds = len(found[0].observed) if found else 0
    shocks = [learn_shocks(collected, without=kind) for kind in range(kinds)]
    for level in ("region", "nation"):
        for length in sorted({one.length for one in found}):
            judged = [
                _judge(
                    [one for one in found if one.length == length],
                    level=level,
                    shocks=shocks[kind],
                    is_count=is_count,
                    freedom=degrees_of_freedom,
                    kind=kind,
                )
                for kind in range(kinds)
            ]
            cards += _cards(judged, level=level, length=length)
    return cards


@dataclass(frozen=True, kw_only=True)
class _Judged:
    observed: Floats
    expected: Floats
    held_80: Floats
    held_95: Floats
    width: Floats


def _judge(
    found: Sequence[Placebo], *, level: str, shocks: Shocks, is_count: bool, freedom: float, kind: int
) -> _Judged:
    parts = []
    for one in found:
        sums = one.regions if level == "region" else one.nation
        observed = one.observed[kind] if level == "region" else one.nation_observed[kind][None]
        own = Sums(**{name: getattr(sums, name)[kind] for name in PARTS})
        variance = own.variance(shocks, length=one.length)
        held_80, _ = _inside(observed, own, variance=variance, level=0.80, is_count=is_count, freedom=freedom)
        held_95, width = _inside(observed, own, variance=variance, level=0.95, is_count=is_count, freedom=freedom)
        parts.append([array.ravel() for array in (observed, own.expected, held_80, held_95, width)])
    observed, expected, held_80, held_95, width = (np.concatenate(part) for part in zip(*parts, strict=True))
    seen = np.isfinite(observed)
    return _Judged(
        observed=observed[seen],
        expected=expected[seen],
        held_80=held_80[seen],
        held_95=held_95[seen],
        width=width[seen],
    )


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _cards(judged: Sequence[_Judged], *, level: str, length: int) -> list[Card]:
    everything = [np.concatenate([getattr(one, name) for one in judged]) for name in ("held_80", "held_95")]
    cards = []
    for kind, one in enumerate(judged):
        is_pooled = len(one.observed) < ENOUGH_WINDOWS
        held_80, held_95 = everything if is_pooled else (one.held_80, one.held_95)
        total = one.observed.sum()
        bias = float(one.expected.sum() / total - 1) if total > 0 else float("nan")
        seen = one.observed > 0
        cards.append(
            Card(
                care_number=kind,
                level=level,
                length=length,
                windows=len(one.observed),
                bias=bias,
                mape=_mean(np.abs(one.expected[seen] / one.observed[seen] - 1)),
                coverage_80=_mean(held_80),
                coverage_95=_mean(held_95),
                width=_mean(one.width),
                is_pooled=is_pooled,
                verdict=verdict(bias=bias, coverage=_mean(held_95)),
            )
        )
    return cards
