"""How complete recent months are, when records come in for months afterwards."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from verdampt.statistics.irls import Floats

RECENT_ORIGINS = 6
"""Months of origin from which development factors are learned; delays change, so older ones mislead."""
REVISIONS = 9
"""Own past revisions from which the interval is learned."""
SETTLED_AFTER = 3
"""A nowcast is judged by what is known this many months later."""
COMPLETE, SHOWN = 0.98, 0.85
ALARM_AT = 3.0


@dataclass(frozen=True, kw_only=True)
class RunOff:
    """Completeness (O,), total to be expected (O,), its bounds (O,), and whether the newest month fits the past.

    Bounds are NaN where too few own nowcasts are settled to know how far off the next is.
    """

    completeness: Floats
    total: Floats
    lower: Floats
    upper: Floats
    has_alarm: bool


def _cumulative(increments: Floats, *, last: int) -> Floats:
    """Return what was known of each month (O, D) at the end of month `last`, NaN where that still had to come."""
    months, delays = increments.shape
    known = np.arange(months)[:, None] + np.arange(delays)[None, :] <= last
    return np.where(known, np.cumsum(increments, axis=1), np.nan)


def development_factors(cumulative: Floats, *, recent: int = RECENT_ORIGINS) -> Floats:
    """Return the chain-ladder factors (D - 1,) from each delay to the next, of the most recent months that know both.

    Source: Mack 1993, ASTIN Bulletin 23; methods.md 3.3. A delay that no month has reached grows no more.
    """
    factors = np.ones(cumulative.shape[1] - 1)
    for delay in range(len(factors)):
        both = np.flatnonzero(np.isfinite(cumulative[:, delay + 1]))[-recent:]
        base = cumulative[both, delay].sum()
        if base > 0:
            factors[delay] = cumulative[both, delay + 1].sum() / base
    return factors


def _nowcast(increments: Floats, *, last: int, recent: int) -> tuple[Floats, Floats]:
    """Return completeness and total (O,) as seen at the end of month `last`; NaN for months after it."""
    cumulative = _cumulative(increments, last=last)
    factors = development_factors(cumulative, recent=recent)
    still_to_grow = np.append(np.cumprod(factors[::-1])[::-1], 1.0)
    age = last - np.arange(len(increments))
    reached = np.clip(age, 0, increments.shape[1] - 1)
    completeness = np.where(age >= 0, 1 / still_to_grow[reached], np.nan)
    return completeness, cumulative[np.arange(len(increments)), reached] / completeness


def _revisions(increments: Floats, total: Floats, *, last: int, age: int, recent: int) -> Floats:
    """Return how far (log) own nowcasts at this age were off, for the months that are settled now."""
    origins = [origin for origin in range(last - age - SETTLED_AFTER + 1) if total[origin] > 0]
    errors = []
    for origin in origins[-REVISIONS:]:
        then = _nowcast(increments, last=origin + age, recent=recent)[1][origin]
        if then > 0:
            errors.append(np.log(then / total[origin]))
    return np.array(errors)


def _has_alarm(increments: Floats, *, last: int, recent: int) -> bool:
    """Return whether a factor of the newest month of coming in lies more than three standard errors off the others."""
    now, before = _cumulative(increments, last=last), _cumulative(increments, last=last - 1)
    factors = development_factors(before, recent=recent)
    for delay in range(min(len(factors), last)):
        origin = last - delay - 1
        others = np.flatnonzero(np.isfinite(before[:, delay + 1]))[-recent:]
        base = before[others, delay]
        if len(others) < recent or base.min() <= 0 or now[origin, delay] <= 0:
            continue
        residual = base * (before[others, delay + 1] / base - factors[delay]) ** 2
        spread = max(residual.sum() / (len(others) - 1), factors[delay] - 1)
        error = np.sqrt(spread / now[origin, delay] + spread / base.sum())
        if error > 0 and abs(now[origin, delay + 1] / now[origin, delay] - factors[delay]) > ALARM_AT * error:
            return True
    return False


def run_off(increments: Floats, *, recent: int = RECENT_ORIGINS, level: float = 0.95) -> RunOff:
    """Return how complete each month is and what it will come to, with the interval of own past revisions.

    Shapes: increments (O, D), records of month o that came in d months later; the last month of coming in is the last
    month of origin. The expected volume is never a prior: in months of a drop that would fill the drop up.
    Source: methods.md 3.3.
    """
    last = len(increments) - 1
    completeness, total = _nowcast(increments, last=last, recent=recent)
    half = np.zeros(len(increments))
    for origin in range(len(increments)):
        age = last - origin
        if completeness[origin] >= 1 - 1e-9 or age >= increments.shape[1]:
            continue
        seen = max(total[origin] * completeness[origin], 1e-9)
        binomial = student.ppf((1 + level) / 2, 1_000) * np.sqrt((1 - completeness[origin]) / seen)
        errors = _revisions(increments, total, last=last, age=age, recent=recent)
        # Few revisions say little of how far off the next one is.
        own = student.ppf((1 + level) / 2, len(errors)) * np.sqrt(np.mean(errors**2)) if len(errors) > 1 else np.nan
        half[origin] = np.maximum(binomial, own)
    return RunOff(
        completeness=completeness,
        total=total,
        lower=total * np.exp(-half),
        upper=total * np.exp(half),
        has_alarm=_has_alarm(increments, last=last, recent=recent),
    )


def status(completeness: Floats) -> list[str]:
    """Return for each month: complete, provisional (shown as such), or hidden (methods.md 3.3)."""
    return [
        "complete" if share >= COMPLETE else "provisional" if share >= SHOWN else "hidden" for share in completeness
    ]
