"""People who came with a complaint in a wave against those of the years before, followed for an outcome (V4)."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from verdampt.questions.cases import BASELINE, Case, Outcome
from verdampt.questions.harm_rows import Row, e_value_columns, figures, row_of
from verdampt.statistics.episodes import Cells, CohortResult, risk_difference
from verdampt.statistics.harm import Effect, make_effect
from verdampt.statistics.power import MARGIN, cohort_error, detectable, power_of

FEWEST_EVENTS = 10
"""Of fewer outcomes in records a margin says too little."""
KINDS = {
    "emergency": ("gp_contacts", "hospital_trajectories"),
    "planned": ("gp_contacts", "hospital_trajectories"),
    "urgent_referral": ("gp_contacts", "gp_referrals"),
    "death": ("gp_contacts",),
}
FIRST_HALF, BEFORE = "first", "before_"
"""Of a wave and, with this before its code, of the same weeks of the years before."""
GROUPS = ("age_band", "sex", "deprivation_fifth")


def _followed(case: Case, outcome: Outcome) -> list[str]:
    """Return the waves of which the outcome was seen to the end of its months."""
    return case.followed_waves(months=outcome.last_month, kinds=KINDS[outcome.event])


def _cells(
    case: Case, outcome: Outcome, *, windows: Sequence[str], among: pl.Expr, groups: Sequence[str]
) -> Cells | None:
    """Return the contacts of windows in groups, those `among` against the others; None of one side only."""
    rows = case.outcome_cohorts.filter(
        pl.col("window_code").is_in(windows), path_number=outcome.path_number, outcome=outcome.outcome
    )
    rows = (
        rows.with_columns(is_wave=among)
        .group_by("is_wave", *groups)
        .agg(pl.col("contacts", "events", "repeats").sum())
        .sort("is_wave", *groups)
    )
    if rows["is_wave"].n_unique() < 2:
        return None
    return Cells(
        covariates=rows.select(pl.col(groups).cast(pl.String)).to_dummies(drop_first=True).to_numpy().astype(float),
        is_wave=rows["is_wave"].to_numpy(),
        records=rows["contacts"].to_numpy() / case.weight,
        events=rows["events"].to_numpy() / case.weight,
        weight=np.full(rows.height, float(case.weight)),
        repeats=(rows["repeats"] / rows["contacts"]).to_numpy(),
    )


def _of_waves(case: Case, outcome: Outcome) -> Cells | None:
    """Return the contacts of waves against those of the years before."""
    windows = [BASELINE, *_followed(case, outcome)]
    return _cells(case, outcome, windows=windows, among=pl.col("window_code") != BASELINE, groups=GROUPS)


def _of_halves(case: Case, outcome: Outcome, *, prefix: str = "") -> Cells | None:
    """Return the contacts of the first half of each wave against its second; with a prefix those of years before."""
    windows = [f"{prefix}{code}" for code in _followed(case, outcome)]
    first = pl.col("phase") == FIRST_HALF
    return _cells(case, outcome, windows=windows, among=first, groups=("window_code", *GROUPS))


def cohort_result(case: Case, outcome: Outcome) -> CohortResult | None:
    """Return the risk after complaints in waves against the years before; None of too few contacts or no outcome."""
    cells = _of_waves(case, outcome)
    if cells is None or not _is_enough(case, cells):
        return None
    return risk_difference(cells)


def _is_enough(case: Case, cells: Cells) -> bool:
    """Return whether there are contacts enough for a share, and outcomes enough for a margin, in both periods."""
    contacts, before = cells.records * case.weight, ~cells.is_wave
    usual = cells.events[before].sum()
    foreseen = usual / max(cells.records[before].sum(), 1e-9) * cells.records[cells.is_wave].sum()
    is_large = min(contacts[before].sum(), contacts[cells.is_wave].sum()) >= case.smallest_base
    return bool(is_large and min(usual, foreseen) >= FEWEST_EVENTS)


def _usual_risk(cells: Cells) -> float:
    before = ~cells.is_wave
    return float(cells.events[before].sum() / cells.records[before].sum())


def _design_error(cells: Cells) -> float:
    """Return the standard error of a risk difference as it can be known beforehand."""
    sure = cells.records / cells.repeated()
    wave, before = (float(sure[side].sum()) for side in (cells.is_wave, ~cells.is_wave))
    return cohort_error(wave=wave, before=before, risk=_usual_risk(cells))


def _row(outcome: Outcome, estimator: str, difference: Effect, ratio: Effect, *, error: float, risk: float) -> Row:
    return row_of(
        outcome,
        estimator,
        "shown",
        detectable=detectable(error),
        power=power_of(MARGIN * risk, standard_error=error),
        **figures(difference),
        **e_value_columns(ratio),
    )


def by_people(case: Case, outcome: Outcome) -> Row:
    """Return the row of the risk after a complaint in waves against the years before (methods.md 4.3, estimator 3)."""
    cells = _of_waves(case, outcome)
    if cells is None:
        return row_of(outcome, "cohort", "no_data")
    risk = _usual_risk(cells)
    if not 0 < risk < 1 or not _is_enough(case, cells):
        return row_of(outcome, "cohort", "too_few")
    found = risk_difference(cells)
    return _row(outcome, "cohort", found.effect, found.ratio, error=_design_error(cells), risk=risk)


def by_weeks_since(case: Case, outcome: Outcome) -> Row:
    """Return the row of the first half of waves against the second, less the same of the years before.

    How soon after the start of a wave somebody came says much of whether they were referred, and little of how ill they
    were: a contrast like an instrument, beside the comparison with other years (methods.md 4.3, estimator 3).
    """
    waves, years = _of_halves(case, outcome), _of_halves(case, outcome, prefix=BEFORE)
    if waves is None or years is None:
        return row_of(outcome, "lockdown", "no_data")
    risk = _usual_risk(years)
    if not 0 < risk < 1 or not (_is_enough(case, waves) and _is_enough(case, years)):
        return row_of(outcome, "lockdown", "too_few")
    wave, before = risk_difference(waves), risk_difference(years)
    error = float(np.hypot(_design_error(waves), _design_error(years)))
    difference, ratio = _apart(wave.effect, before.effect), _apart(wave.ratio, before.ratio)
    return _row(outcome, "lockdown", difference, ratio, error=error, risk=risk)


def _apart(one: Effect, other: Effect) -> Effect:
    """Return how far two effects of other people are apart."""
    error = float(np.hypot(one.standard_error, other.standard_error))
    return make_effect(one.measure, one.value() - other.value(), standard_error=error)
