"""The balance of the deficit by region, care path and wave (V3): how each part is identified in the extracts.

What is missing are referrals; people stand in them by region of residence. All waves together are the sum of the
waves, so that what came back between them is a part of the balance and not taken off it beforehand.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from verdampt.questions.cases import ALL_PATHS, SINCE, Case, Outcome
from verdampt.questions.series import Series
from verdampt.questions.slices import Slices, centred, in_order, windows_of
from verdampt.statistics.balance import PARTS, Balance, Bounded, balance_of, unknown_part
from verdampt.statistics.irls import Floats
from verdampt.statistics.parts import (
    Share,
    caught_up_draws,
    harm_draws,
    need_fell_draws,
    substituted_draws,
)

SCHEMA = {
    "region_code": pl.String,
    "path_number": pl.Int64,
    "window_code": pl.String,
    "part": pl.String,
    "part_number": pl.Int64,
    **dict.fromkeys(("share", "lower", "upper", "referrals", "referrals_lower", "referrals_upper"), pl.Float64),
    "status": pl.String,
}


def _need_fell(slices: Slices, deficit: Floats) -> Bounded:
    """Return the need that fell, from contacts for complaints that lead to this path.

    No more fell than contacts did. Of paths that follow injuries and infections at least as much fell as their
    complaints fell deeper than the complaints of other paths; of others nothing is certain.
    """
    case, weeks = slices.case, slices.case.of(slices.series.scheme, "week")
    complaints = slices.stacked(weeks, f"complaint_{slices.path_number}")
    referred, _ = slices.shares("referred_30", "contacts", days=30)
    if complaints is None or weeks is None or not np.isfinite(referred.value).all():
        return unknown_part(deficit)
    fall = centred(complaints, seed=11)
    shared = np.full(fall.shape, np.inf)
    if slices.path_number in case.driven:
        driven = {f"complaint_{number}" for number in (*case.driven, ALL_PATHS)}
        names = [name for name in weeks.names if name.startswith("complaint_") and name not in driven]
        others = [slices.stacked(weeks, name) for name in names]
        known = [one for one in others if one is not None]
        if known:
            missing = np.sum([one.expected - one.observed for one in known], axis=0)
            usual = np.maximum(np.sum([one.expected for one in known], axis=0), 1e-9)
            shared = np.broadcast_to(missing / usual * complaints.expected, fall.shape)
    part = need_fell_draws(fall, referred=referred, shared_fall=shared)
    return _within(part, deficit)


def _caught_up(slices: Slices, deficit: Floats) -> Bounded:
    """Return what came back: late referrals of those who saw their GP, and referrals above expected between waves.

    Each wave gets its part of what came back after it; unseen during other waves it may have gone on.
    """
    before, early = slices.shares("referred_30", "contacts", days=365)
    usual, late = slices.shares("referred_365", "contacts", days=365)
    missing = _difference(before, early)
    in_contact = missing.value + missing.error * np.random.default_rng(12).standard_normal(deficit.shape)
    back = slices.stacked(slices.series, slices.name, is_after=True)
    assert back is not None
    overshoot = -centred(replace(back, variance=np.maximum(back.variance, 1e-9)), seed=13)
    whole = np.maximum(deficit.mean(0), 1e-9)
    regions = len(slices.series.regions)
    all_waves = np.tile(np.maximum(whole[-regions:], whole.reshape(-1, regions).max(0)), len(slices.windows))
    part = caught_up_draws(
        deficit,
        missing=missing,
        remaining=_difference(usual, late),
        in_contact=np.nan_to_num(in_contact * slices.cohort("contacts")),
        overshoot=overshoot * (whole / all_waves),
    )
    hidden = np.repeat([window.hidden for window in slices.windows], regions)
    most = np.where(np.isfinite(hidden), np.maximum(overshoot, 0) * np.where(np.isfinite(hidden), hidden, 1), np.inf)
    return _within(Bounded(lower=part.lower, upper=np.maximum(part.upper, most)), deficit)


def _difference(first: Share, second: Share) -> Share:
    return Share(value=first.value - second.value, error=np.hypot(first.error, second.error))


def _substituted(slices: Slices, deficit: Floats) -> Bounded:
    """Return what was replaced: contacts without referral that had an e-consult or first-line care, beyond usual."""
    before, wave = slices.shares("substituted", "not_referred", days=90)
    if not (np.isfinite(before.value).all() and np.isfinite(wave.value).any()):
        return unknown_part(deficit)
    part = substituted_draws(deficit, episodes=slices.cohort("not_referred"), wave=wave, before=before)
    unknown = ~np.isfinite(wave.value)
    return Bounded(lower=part.lower, upper=np.where(unknown, np.maximum(deficit, 0), part.upper))


def _harm(slices: Slices, deficit: Floats) -> Bounded:
    """Return what came back as an emergency: first contacts by emergency above expected, in the months registered.

    Months after one wave lie in the next: every wave has the share of all together. The least is what stands beyond
    doubt after the negative controls are taken off; where several paths end in the emergencies of one specialism none
    of them is certain to be the cause, and it is nothing.
    """
    case = slices.case
    found = [one for one in case.registered if one.path_number == slices.path_number and one.event == "emergency"]
    found = [one for one in found if one.outcome_type == "harm"]
    months = case.of(slices.series.scheme, "month")
    if not found or months is None or not months.has(found[0].series):
        return unknown_part(deficit)
    outcome = found[0]
    places = months.places(outcome.spans(list(case.waves.values())))
    if not places:
        return unknown_part(deficit)
    total = months.total(outcome.series, places)
    order = [months.regions.index(region) if region in months.regions else -1 for region in slices.series.regions]
    missed = np.asarray(deficit.mean(0))[-len(order) :]
    astray, doubt = _controls(case, outcome, months)
    known = (missed > 0) & np.isfinite(in_order(total.observed, order))
    scale = np.where(known, missed, 1.0)
    shares = []
    for off, spread in ((0.0, 0.0), (astray, doubt)):
        excess = in_order(total.observed - total.expected * (1 + off), order)
        error = np.sqrt(in_order(total.variance + np.square(total.expected * spread), order))
        value, sd = np.where(known, excess / scale, 0.0), np.where(known, error / scale, 1.0)
        shares.append(Share(value=slices.repeated(value), error=slices.repeated(sd)))
    part = Bounded(
        lower=harm_draws(deficit, share=shares[1]).lower,
        upper=np.maximum(*(harm_draws(deficit, share=share).upper for share in shares)),
    )
    claims = [
        one.path_number
        for one in case.registered
        if one.series == outcome.series and one.outcome_type == "harm" and one.path_number != ALL_PATHS
    ]
    lower = part.lower if len(claims) <= 1 else np.zeros_like(part.lower)
    unknown = ~slices.repeated(known.astype(float)).astype(bool)
    return _within(Bounded(lower=lower, upper=np.where(unknown, np.maximum(deficit, 0), part.upper)), deficit)


def _controls(case: Case, outcome: Outcome, months: Series) -> tuple[float, float]:
    """Return how far outcomes that should not move did in the nation, as a part of expected, and its error."""
    values, variances = [], []
    for one in case.controls_of(outcome):
        places = months.places(one.spans(list(case.waves.values())))
        if places and months.has(one.series):
            total = months.total(one.series, places)
            expected = max(float(total.expected[-1]), 1e-9)
            values.append(float(total.observed[-1]) / expected - 1)
            variances.append(float(total.variance[-1]) / expected**2)
    if not values:
        return 0.0, 0.0
    return float(np.mean(values)), float(np.sqrt(np.sum(variances))) / len(values)


def _within(part: Bounded, deficit: Floats) -> Bounded:
    """Return a part that is never more than the whole deficit."""
    whole = np.maximum(deficit, 0.0)
    return Bounded(lower=np.minimum(part.lower, whole), upper=np.minimum(part.upper, whole))


def _rows(slices: Slices) -> pl.DataFrame:
    """Return the six parts of every slice of one care path."""
    totals = slices.stacked(slices.series, slices.name)
    assert totals is not None
    deficit = centred(totals, seed=1)
    found = balance_of(
        deficit,
        need_fell=_need_fell(slices, deficit),
        caught_up=_caught_up(slices, deficit),
        substituted=_substituted(slices, deficit),
        harm=_harm(slices, deficit),
    )
    has_data = np.isfinite(totals.observed) & np.isfinite(totals.expected)
    is_small = has_data & (totals.expected < slices.case.smallest_base)
    status = np.where(~has_data, "no_data", np.where(is_small, "too_few", found.status))
    # Delivered, but a part of it rests on too little to be computed.
    status = np.where(has_data & (status == "no_data"), "too_few", status)
    return _table(slices, found, status, amounts=totals.expected - totals.observed)


def _table(slices: Slices, found: Balance, status: Floats, *, amounts: Floats) -> pl.DataFrame:
    shown = status == "shown"
    figures = {
        "share": found.share,
        "lower": found.lower,
        "upper": found.upper,
        "referrals": found.share * amounts,
        "referrals_lower": found.amount_lower,
        "referrals_upper": found.amount_upper,
    }
    codes = [window.code for window in slices.windows]
    regions = slices.series.regions
    frame = pl.DataFrame(
        {
            "region_code": list(regions) * (len(PARTS) * len(codes)),
            "window_code": [code for code in codes for _ in regions] * len(PARTS),
            "part": np.repeat(PARTS, len(amounts)),
            "part_number": np.repeat(np.arange(1, len(PARTS) + 1), len(amounts)),
            **{name: np.where(shown, values, np.nan).ravel() for name, values in figures.items()},
            "status": list(status) * len(PARTS),
        }
    )
    return (
        frame.with_columns(path_number=pl.lit(slices.path_number, pl.Int64))
        .select(list(SCHEMA))
        .cast(pl.Schema(SCHEMA))
    )


def _known(case: Case) -> Iterator[pl.DataFrame]:
    for number, series in enumerate(case.referrals):
        windows = windows_of(series, case)
        for path_number in case.path_numbers():
            name = case.referral(path_number)
            if series.has(name) and windows:
                slices = Slices(series=series, path_number=path_number, name=name, windows=windows, case=case)
                rows = _rows(slices)
                yield rows if number == 0 else rows.filter(pl.col("region_code") != series.regions[-1])


def balance_table(case: Case) -> pl.DataFrame:
    """Return the rows of calc_balance; regions, paths and waves without data are there with the status no_data.

    Source: methods.md 4.2.
    """
    found = pl.concat([pl.DataFrame(schema=SCHEMA), *_known(case)])
    windows = pl.DataFrame({"window_code": [*case.waves, SINCE]})
    grid = (
        pl.DataFrame({"region_code": case.regions}, schema={"region_code": pl.String})
        .join(pl.DataFrame({"path_number": case.path_numbers()}, schema={"path_number": pl.Int64}), how="cross")
        .join(windows if not found.is_empty() else windows.filter(window_code=SINCE), how="cross")
        .join(pl.DataFrame({"part": PARTS, "part_number": range(1, len(PARTS) + 1)}), how="cross")
    )
    keys = ["region_code", "path_number", "window_code", "part"]
    missing = grid.join(found, on=keys, how="anti").with_columns(status=pl.lit("no_data"))
    return (
        pl.concat([found, missing.cast({"part_number": pl.Int64})], how="diagonal").select(list(SCHEMA)).fill_nan(None)
    )
