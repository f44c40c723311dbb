"""Pilots of practices that begin in different quarters: did it change how often people are referred (methods.md 5)."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from verdampt.statistics.pilotcourses import Course, avoided_by, course_of, goes_apart, pretrend
from verdampt.statistics.piloteffects import Effect, bounded, followed, left_out, overall
from verdampt.statistics.pilotpanels import ANTICIPATION, Design, PracticeQuarters, comparable, compared
from verdampt.statistics.pilotpower import PLACEBO_DRAWS, detectable_effect
from verdampt.statistics.pilotregions import RegionalEffect, effects_by_region
from verdampt.statistics.pilottrend import trend_continued
from verdampt.statistics.secondopinions import callaway_santanna, poisson_change

Status = Literal["shown", "failed_pretrend", "too_few", "no_data"]


@dataclass(frozen=True, kw_only=True)
class PilotResult:
    """What a pilot did; without effects where the status is `too_few` or `no_data`."""

    status: Status
    practices: int
    """Practices that took part and could be followed."""
    quarters: int
    """Quarters seen since the first start."""
    effects: dict[str, Effect] = field(default_factory=dict)
    """By estimator: did2s; with checks callaway_santanna, ppml and trend_continued; without_covid where that is."""
    course: Course | None = None
    pretrend_p: float = float("nan")
    detectable: float = float("nan")
    """Smallest relative change found with 80 % power, from practices that did not take part; nan where unknown."""
    avoided: Course | None = None
    """Events that did not happen by enrolled person, added up since the start."""
    left_out: tuple[float, float] = (float("nan"), float("nan"))
    """Lowest and highest effect when one practice is left out."""
    regions: tuple[RegionalEffect, ...] = ()
    """With checks: the effect in every region that is large enough."""
    alike_p: float = float("nan")
    """Chance of such differences between regions where the effect is the same; nan where not known."""


def quarter_number(year: int, quarter: int) -> int:
    """Return the running number of a quarter (1 to 4) of a year: the unit of methods.md 5."""
    return 4 * year + quarter - 1


def _second_opinions(panel: PracticeQuarters, design: Design) -> dict[str, Effect]:
    """Return the effect by the other estimators."""
    whole = compared(panel)
    change, error = callaway_santanna(
        whole.cells,
        quarter=whole.panel.quarter,
        adopted=np.where(np.isfinite(whole.since), whole.panel.adopted, np.nan),
        region=whole.panel.region,
        anticipation=ANTICIPATION,
    )
    log_ratio, log_error = poisson_change(design.cells)
    ratio = float(np.expm1(log_ratio))
    effects = {
        "callaway_santanna": bounded(change, error),
        "ppml": bounded(ratio, log_error * (1 + ratio)),
    }
    line = trend_continued(design)
    return {**effects, "trend_continued": line} if line else effects


def _without_waves(design: Design, covid_quarters: tuple[int, ...], *, base: int) -> dict[str, Effect]:
    """Return the effect without the quarters of the waves; nothing where too little is left."""
    rest = design.keep(~np.isin(design.panel.quarter, covid_quarters))
    return {"without_covid": overall(rest)} if covid_quarters and followed(rest).is_enough(base=base) else {}


def evaluate_pilot(
    panel: PracticeQuarters,
    *,
    base: int = 1,
    covid_quarters: tuple[int, ...] = (),
    with_checks: bool = True,
    seed: int = 1,
    draws: int = PLACEBO_DRAWS,
) -> PilotResult:
    """Return what a pilot did to the outcome, by two-stage differences-in-differences (methods.md 5).

    Controls are practices of the same regions that never take part or not yet. Effects come with the status
    `failed_pretrend` where participants already went another way before. `base` is how many events a record stands for
    where they were selected: chance is that of the records. `covid_quarters` are left out in one of the
    sensitivities; `with_checks` adds the other estimators and the regions, which take most of the time; `draws` is how
    many placebos tell what can be detected.
    """
    if len(panel.practice) == 0:
        return PilotResult(status="no_data", practices=0, quarters=0)
    design = comparable(panel)
    seen = followed(design)
    quarters = len(np.unique(design.panel.quarter[design.since >= 0]))
    if not seen.is_enough(base=base):
        return PilotResult(status="too_few", practices=seen.practices, quarters=quarters)
    pretrend_p = pretrend(design)
    checks = _second_opinions(panel, design) if with_checks else {}
    regions, alike_p = effects_by_region(design, base=base, seed=seed, draws=draws) if with_checks else ([], np.nan)
    return PilotResult(
        status="failed_pretrend" if goes_apart(pretrend_p) else "shown",
        practices=seen.practices,
        quarters=quarters,
        effects={"did2s": overall(design), **checks, **_without_waves(design, covid_quarters, base=base)},
        course=course_of(design, base=base),
        pretrend_p=pretrend_p,
        detectable=detectable_effect(panel, seed=seed, draws=draws),
        avoided=avoided_by(design),
        left_out=left_out(design),
        regions=tuple(regions),
        alike_p=alike_p,
    )
