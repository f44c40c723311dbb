"""Which share of referrals was followed up after so many days, where some die first and some are too recent to tell."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from verdampt.statistics.irls import Floats


@dataclass(frozen=True, kw_only=True)
class Incidence:
    """Cumulative incidence (C, D) of C cohorts up to the end of each day, and its standard error."""

    share: Floats
    standard_error: Floats
    people: Floats
    """(C, 1), in each cohort."""

    def bounds(self, *, level: float) -> tuple[Floats, Floats]:
        """Return lower and upper bounds (C, D) on the log(-log) scale, which stay within 0 and 1.

        Where nobody or everybody came the bound is that of a binomial share (Clopper and Pearson 1934).
        """
        share = np.clip(self.share, 1e-12, 1 - 1e-12)
        known = (self.standard_error > 0) & (self.share > 1e-9) & (self.share < 1 - 1e-9)
        width = np.where(known, self.standard_error / np.abs(share * np.log(share)), 0.0)
        scale = np.exp(np.minimum(norm.ppf((1 + level) / 2) * width, 50.0))
        lower, upper = share**scale, share ** (1 / scale)
        least = ((1 - level) / 2) ** (1 / np.maximum(self.people, 1.0))
        none, everybody = self.share <= 1e-9, self.share >= 1 - 1e-9
        return (
            np.where(known, lower, np.where(everybody, least, self.share)),
            np.where(known, upper, np.where(none, 1 - least, self.share)),
        )


def _until(values: Floats) -> Floats:
    """Return for each day the sum of all days before it."""
    return np.cumsum(values, axis=1) - values


def cumulative_incidence(*, contacts: Floats, competing: Floats, censored: Floats) -> Incidence:
    """Return the Aalen-Johansen estimate of first contact in the presence of competing events.

    Shapes: counts (C, D) of C cohorts on days 0 to D - 1; who is censored on a day was still at risk on it. The
    variance is that of the delta method. Sources: Aalen and Johansen 1978; Marubini and Valsecchi 1995, chapter 10;
    methods.md 3.2.
    """
    leaving = contacts + competing
    at_risk = (leaving + censored).sum(1, keepdims=True) - _until(leaving + censored)
    safe = np.maximum(at_risk, 1e-12)
    survival = np.cumprod(1 - leaving / safe, axis=1)
    before = np.concatenate([np.ones((len(survival), 1)), survival[:, :-1]], axis=1)
    step = before * contacts / safe
    share = np.cumsum(step, axis=1)

    remaining = safe - leaving
    weight = np.where(remaining > 1e-9, leaving / (safe * np.maximum(remaining, 1e-9)), 0.0)
    first = share**2 * np.cumsum(weight, 1) - 2 * share * np.cumsum(weight * share, 1) + np.cumsum(weight * share**2, 1)
    second = np.cumsum(before**2 * contacts * (safe - contacts) / safe**3, 1)
    third = share * np.cumsum(step / safe, 1) - np.cumsum(share * step / safe, 1)
    variance = np.maximum(first + second - 2 * third, 0.0)
    return Incidence(share=share, standard_error=np.sqrt(variance), people=at_risk[:, :1])
