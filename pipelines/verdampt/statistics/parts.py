"""From cohorts and volumes to draws of the parts of a deficit, in units of care (V3)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from verdampt.statistics.balance import Bounded
from verdampt.statistics.irls import Floats

DRAWS = 2_000
SURE, LOW = 1.96, 0.025


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share with its standard error for N slices, shapes (N,)."""

    value: Floats
    error: Floats


def deficit_draws(observed: Floats, *, expected: Floats, variance: Floats, draws: int = DRAWS, seed: int = 1) -> Floats:
    """Return draws (D, N) of what is missing: a new count around `expected` with this variance, minus `observed`.

    Shapes (N,). The negative binomial of methods.md 1.3, drawn as its gamma (amounts need not be whole). The same
    seed gives the same draws. Source: methods.md 1.3 and 4.2.
    """
    rng = np.random.default_rng(seed)
    some = np.maximum(expected, 1e-9)
    spread = np.maximum(variance, some * 1e-6)
    drawn = rng.standard_gamma(some**2 / spread, size=(draws, len(expected))) * (spread / some)
    return np.asarray(np.where(expected > 0, drawn, 0.0) - observed)


def need_fell_draws(fall: Floats, *, referred: Share, shared_fall: Floats | None = None, seed: int = 2) -> Bounded:
    """Return the need that fell of care types tagged as driven by incidence; draws (D, N) in units of care.

    `fall`: draws (D, N) of contacts expected minus seen in the tagged complaints; `referred`: usual share of those
    contacts that leads to this care. The most is the whole fall; the least is the fall beyond `shared_fall`
    (D, N), what these complaints would have lost had they fallen like complaints that are not driven by incidence
    (nothing when left out): people who stayed away are no need that fell. Source: methods.md 4.2.
    """
    usual = _share_draws(referred, len(fall), seed)
    most = np.maximum(fall, 0.0) * usual
    least = np.zeros_like(most) if shared_fall is None else np.maximum(fall - np.maximum(shared_fall, 0), 0.0) * usual
    return Bounded(lower=np.minimum(least, most), upper=most)


def caught_up_draws(
    deficit: Floats,
    *,
    missing: Share,
    remaining: Share,
    in_contact: Floats,
    overshoot: Floats | None = None,
    seed: int = 3,
) -> Bounded:
    """Return what was caught up later; draws (D, N) in units of care.

    `missing` and `remaining`: share referred, before minus wave, of episode cohorts; the late share is
    1 - remaining / missing. `missing` is that by the end of the window of the deficit (30 days after the episode where
    the window is that short, else late referrals within the window count twice), `remaining` that at 365 days.
    `in_contact`: draws (D, N) of the part of the deficit (units of care) of people who did see a doctor, for whom the
    late share holds; those who never came are unknown, up to the late share of the whole deficit or the `overshoot`
    (D, N) of the time after, whichever is more, but no more than all of them. The least is never under the lower bound
    of the overshoot. Source: methods.md 2.3 and 4.2.
    """
    whole = np.maximum(deficit, 0.0)
    seen = np.clip(in_contact, 0.0, whole)
    rng = np.random.default_rng(seed)
    first = missing.value + missing.error * rng.standard_normal(deficit.shape)
    last = remaining.value + remaining.error * rng.standard_normal(deficit.shape)
    late = np.clip(1 - last / np.where(first > 0, first, np.inf), 0.0, 1.0)
    is_known = missing.value > SURE * missing.error
    least = np.where(is_known, late, 0.0) * seen
    most = np.where(is_known, late, 1.0) * whole
    if overshoot is not None:
        least = np.maximum(least, np.maximum(np.quantile(overshoot, LOW, axis=0), 0.0))
        most = np.clip(overshoot, most, np.maximum(most, np.where(is_known, late, 1.0) * seen + whole - seen))
    least = np.minimum(least, whole)
    return Bounded(lower=least, upper=np.clip(most, least, whole))


def substituted_draws(deficit: Floats, *, episodes: Floats, wave: Share, before: Share, seed: int = 4) -> Bounded:
    """Return what was replaced by other care; draws (D, N) in units of care.

    `episodes` (N,): episodes without referral in the wave; `wave` and `before`: share of those with a substitute
    within 90 days, then and in the years before, of the same people. The most is the rise among those who would have
    had no substitute anyway times the episodes, within the deficit; the least is nothing, as a substitute beside a
    missing referral need not replace it. Source: methods.md 4.2.
    """
    usual = np.clip(_normal_draws(before, len(deficit), seed + 100), 0.0, 0.9)
    rise = (_normal_draws(wave, len(deficit), seed) - usual) / (1 - usual)
    most = np.clip(rise * episodes, 0.0, np.maximum(deficit, 0.0))
    return Bounded(lower=np.zeros_like(most), upper=most)


def harm_draws(deficit: Floats, *, share: Share, seed: int = 5) -> Bounded:
    """Return the missing care that was followed by a registered harm; draws (D, N) in units of care.

    `share`: part of the missing care followed by the outcome (the dose-response slope with both in the same unit, or
    the excess of outcomes over the deficit). The least is nothing unless the share is above zero. Source: methods.md
    4.2 and 4.3.
    """
    amount = _share_draws(share, len(deficit), seed) * np.maximum(deficit, 0.0)
    is_signal = share.value > SURE * share.error
    return Bounded(lower=np.where(is_signal, amount, 0.0), upper=amount)


def _normal_draws(share: Share, draws: int, seed: int) -> Floats:
    noise = np.random.default_rng(seed).standard_normal((draws, len(share.value)))
    return np.asarray(share.value + share.error * noise)


def _share_draws(share: Share, draws: int, seed: int) -> Floats:
    return np.clip(_normal_draws(share, draws, seed), 0.0, 1.0)


def combine_shares(shares: Sequence[Share]) -> Share:
    """Return estimates of one share as one, weighted by precision; shapes (N,).

    For estimates whose errors are apart, such as the excess of the whole (national shocks) and the slope over regions
    (regional shocks). Estimates that are NaN have no weight. Source: methods.md 4.3.
    """
    values = np.stack([one.value for one in shares])
    weight = np.stack([1 / np.square(one.error) for one in shares])
    weight = np.where(np.isfinite(values) & np.isfinite(weight), weight, 0.0)
    total = weight.sum(0)
    known = np.where(total > 0, total, np.nan)
    return Share(value=(weight * np.nan_to_num(values)).sum(0) / known, error=1 / np.sqrt(known))
