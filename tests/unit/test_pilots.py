"""Pilots: what is planted is found, what is not is not, and what cannot be told is not told."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pandas as pd
import polars as pl
import pyfixest
import pytest
from statsmodels.stats.oneway import anova_oneway

from verdampt.pilots import OUTCOMES, TABLES, pilot_tables, quarters_of
from verdampt.statistics.piloteffects import Effect, overall
from verdampt.statistics.pilotpanels import PracticeQuarters, comparable
from verdampt.statistics.pilotpower import detectable_effect
from verdampt.statistics.pilotregions import alike, effects_by_region
from verdampt.statistics.pilots import PilotResult, evaluate_pilot, quarter_number
from verdampt.statistics.pilottrend import trend_continued
from verdampt.statistics.twostage import first_stage, relative_changes, untreated_mean
from verdampt.synthesis.pilotworlds import COVID, STARTS, PilotWorld, made_up_practices

GROWING = PilotWorld(effect=-0.11, first_effect=-0.05)
NULL = PilotWorld(effect=0.0)
MANY = PilotWorld(practices=400, participants=80, regions=4, region_effects=(0.0, -0.05, -0.10, -0.15))


def evaluated(world: PilotWorld, *, seed: int, with_checks: bool = False) -> tuple[PilotResult, float]:
    panel, truth = made_up_practices(world, seed=seed)
    return evaluate_pilot(panel, covid_quarters=COVID, with_checks=with_checks), truth


def rows_of(panel: PracticeQuarters, kept: np.ndarray) -> PracticeQuarters:
    return PracticeQuarters(**{one.name: getattr(panel, one.name)[kept] for one in fields(panel)})


@pytest.fixture(scope="module")
def growing() -> tuple[PilotResult, float]:
    return evaluated(GROWING, seed=3, with_checks=True)


@pytest.mark.parametrize("base", [1, 10])
def test_an_effect_that_grows_after_staggered_starts_lies_inside_its_bounds(base: int) -> None:
    for seed in (11, 12):
        found, truth = evaluated(replace(GROWING, base=base), seed=seed)

        effect = found.effects["did2s"]
        assert found.status == "shown"
        assert effect.lower <= truth <= effect.upper < 0


def test_a_pilot_without_effect_stays_without() -> None:
    for seed in (11, 12):
        found, _ = evaluated(NULL, seed=seed)

        effect = found.effects["did2s"]
        assert effect.lower <= 0 <= effect.upper


def test_practices_that_went_another_way_before_fail_the_pretrend_test() -> None:
    found, _ = evaluated(PilotWorld(effect=0.0, drift=-0.01), seed=3)

    assert found.pretrend_p < 0.05
    assert found.status == "failed_pretrend"


def test_other_estimators_agree_with_the_first_one(growing) -> None:
    found, _ = growing

    first, check, poisson = (found.effects[name] for name in ("did2s", "callaway_santanna", "ppml"))
    assert abs(first.estimate - check.estimate) < (check.upper - check.lower) / 2
    assert abs(first.estimate - poisson.estimate) < (first.upper - first.lower) / 2
    assert first.upper - first.lower < check.upper - check.lower


# pyfixest uses parts of pandas that are on their way out.
@pytest.mark.filterwarnings("ignore")
def test_the_two_stages_are_those_of_pyfixest() -> None:
    panel, _ = made_up_practices(PilotWorld(practices=60, participants=15, regions=2, effect=0.0), seed=5)
    stages, _ = first_stage(comparable(panel).cells)
    cells = stages.cells
    frame = pd.DataFrame({"unit": cells.unit, "period": cells.period, "events": cells.events, "mean": stages.mean})
    frame["treated"] = cells.is_treated
    frame["response"] = np.log(stages.mean) + cells.events / stages.mean - 1
    theirs = pyfixest.did2s(
        frame, yname="response", first_stage="~ 0 | unit + period", second_stage="~ i(treated, ref=False)",
        treatment="treated", cluster="unit", weights="mean",
    )  # fmt: skip

    plain = replace(stages, is_corrected=False)
    change, variance = relative_changes(plain, np.where(cells.is_treated, 0, -1), size=1)

    assert change[0] == pytest.approx(theirs.coef().iloc[0], abs=1e-6)
    assert np.sqrt(variance[0, 0]) == pytest.approx(theirs.se().iloc[0], rel=0.01)


@pytest.mark.filterwarnings("ignore")
def test_what_is_expected_without_a_pilot_is_a_poisson_regression() -> None:
    panel, _ = made_up_practices(PilotWorld(practices=40, participants=12, regions=2, events=8), seed=6)
    cells = comparable(panel).cells
    free = ~cells.is_treated
    frame = pd.DataFrame({"unit": cells.unit[free], "period": cells.period[free], "events": cells.events[free]})
    theirs = pyfixest.fepois("events ~ 1 | unit + period", frame, iwls_tol=1e-12)

    assert untreated_mean(cells)[free] == pytest.approx(theirs.predict(type="response"), rel=1e-5)


def test_no_single_practice_decides_and_waves_do_not_either(growing) -> None:
    found, truth = growing

    effect = found.effects["did2s"]
    assert found.left_out[0] < effect.estimate < found.left_out[1]
    assert effect.lower < found.left_out[0]
    assert found.left_out[1] < effect.upper
    without = found.effects["without_covid"]
    assert without.lower <= truth <= without.upper


def test_the_course_is_flat_before_the_start_and_leaves_one_quarter_out(growing) -> None:
    found, _ = growing

    before = found.course.quarter < 0
    assert found.course.quarter[0] == -8
    assert -1 not in found.course.quarter
    assert np.abs(found.course.estimate[before]).max() < 0.06
    assert found.course.estimate[found.course.quarter >= 6].max() < -0.05


def test_quarters_of_fewer_than_ten_practices_have_no_place_in_the_course() -> None:
    panel, _ = made_up_practices(PilotWorld(participants=12, starts=(*STARTS[:1] * 11, STARTS[-1])), seed=7)
    starts = panel.adopted[np.unique(panel.practice, return_index=True)[1]]
    late = np.nansum(starts == STARTS[-1])

    found = evaluate_pilot(panel, with_checks=False)

    assert late < 10
    assert found.course.quarter.min() >= -8
    assert found.avoided.quarter[0] == 0


def test_quarters_that_are_too_small_are_taken_together() -> None:
    panel, _ = made_up_practices(replace(GROWING, base=10, events=6.0), seed=3)

    course = evaluate_pilot(panel, base=10, with_checks=False, draws=2).course

    assert course.together in (2, 4)
    assert (course.quarter % course.together == 0).all()
    assert course.quarter.min() == -8
    assert course.quarter.max() + course.together - 1 <= 12
    assert (course.lower < course.upper).all()


def test_what_can_be_found_is_known_without_looking_at_those_who_took_part() -> None:
    panel, _ = made_up_practices(GROWING, seed=3)
    takes_part = np.isfinite(panel.adopted)
    other = replace(panel, events=np.where(takes_part, panel.events * 0.5, panel.events))

    assert detectable_effect(panel, draws=20) == detectable_effect(other, draws=20)
    assert 0.015 < detectable_effect(panel, draws=20) < 0.045


def test_avoided_events_add_up_to_the_effect() -> None:
    panel, truth = made_up_practices(PilotWorld(effect=-0.12, starts=STARTS[1:2], noise=0.0), seed=8)
    panel = replace(panel, persons=np.full(len(panel.practice), 1_000.0))

    avoided = evaluate_pilot(panel, with_checks=False).avoided

    seen = panel.events[panel.quarter >= panel.adopted].sum() / 36_000
    assert truth == pytest.approx(-0.12)
    assert avoided.lower[-1] < seen * 0.12 / 0.88 < avoided.upper[-1]
    assert (np.diff(avoided.estimate) > 0).all()


def test_few_selected_records_have_no_effect_however_many_events_they_stand_for() -> None:
    panel, _ = made_up_practices(PilotWorld(base=10, events=3.0, participants=12), seed=1)

    assert evaluate_pilot(panel, base=10, with_checks=False).status == "too_few"
    assert evaluate_pilot(panel, base=1, with_checks=False).effects


def test_too_few_practices_and_none_at_all_have_no_effect() -> None:
    nine, _ = made_up_practices(PilotWorld(participants=9), seed=1)
    none, _ = made_up_practices(PilotWorld(participants=0), seed=1)
    everybody, _ = made_up_practices(PilotWorld(practices=30, participants=30), seed=1)
    empty = rows_of(none, none.practice < 0)

    for panel, status in ((nine, "too_few"), (none, "too_few"), (everybody, "too_few"), (empty, "no_data")):
        found = evaluate_pilot(panel, with_checks=False)
        assert found.status == status
        assert not found.effects


def test_practices_known_for_too_short_before_their_start_are_left_out() -> None:
    panel, _ = made_up_practices(PilotWorld(participants=12), seed=1)
    long_known = ~np.isfinite(panel.adopted) | (panel.quarter >= panel.adopted - 7)

    assert evaluate_pilot(rows_of(panel, long_known), with_checks=False).status == "too_few"


def practice_table(panel: PracticeQuarters, *, outcome: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "practice_key": [f"H{number:04}" for number in panel.practice],
            "region_code": [f"GG{number}" for number in panel.region],
            "outcome": [outcome] * len(panel.practice),
            "quarter_number": panel.quarter,
            "events": panel.events.astype(int),
            "persons": [2_000] * len(panel.practice),
        }
    )


def test_published_tables_hold_whole_percents_and_no_practice() -> None:
    panel, truth = made_up_practices(replace(MANY, region_effects=(), effect=-0.11, base=10), seed=11)
    quarters = pl.concat([practice_table(panel, outcome=outcome) for outcome in OUTCOMES[:2]])
    first = np.unique(panel.practice, return_index=True)[1]
    takes_part = first[np.isfinite(panel.adopted[first])]
    participants = pl.DataFrame(
        {
            "pilot": ["extra"] * len(takes_part),
            "practice_key": [f"H{panel.practice[place]:04}" for place in takes_part],
            "start_quarter": panel.adopted[takes_part].astype(int),
        }
    )
    pilots = pl.DataFrame({"pilot": ["extra", "late"], "cost_eur": [1.5, 1.5], "avoided_eur": [200.0, None]})

    found = pilot_tables(quarters, pilots=pilots, participants=participants)

    effects, regions, course, costs = (found[name] for name in TABLES)
    assert {name: list(frame.columns) for name, frame in found.items()} == {name: [*TABLES[name]] for name in TABLES}
    shown = effects.row(by_predicate=(pl.col("outcome") == "referrals") & (pl.col("estimator") == "did2s")
                        & (pl.col("pilot") == "extra"), named=True)  # fmt: skip
    assert shown["lower"] <= truth <= shown["upper"]
    assert shown["size_class"] == "50+"
    assert shown["lowest_without_one"] <= shown["estimate"] <= shown["highest_without_one"]
    assert regions["region_code"].to_list() == ["GG0", "GG1", "GG2", "GG3"]
    assert set(regions["size_class"]) <= {"10-19", "20-49"}
    assert (regions["lower"] < regions["estimate"]).all()
    assert (regions["detectable"] > shown["detectable"]).all()
    assert set(effects.filter(pilot="late")["status"]) == {"too_few", "no_data"}
    assert effects.filter(pilot="late")["estimate"].is_null().all()
    for frame in (effects, regions, course):
        percents = frame["estimate"].drop_nulls() * 100
        assert ((percents - percents.round()).abs() < 1e-9).all()
    assert not any("H0" in text for text in effects.write_csv().split(","))
    assert costs["invested_eur"][-1] == pytest.approx(1.5 * costs.height)
    assert costs.filter(pilot="late").is_empty()


def test_a_line_of_before_is_taken_off() -> None:
    for seed in (3, 4):
        panel, _ = made_up_practices(PilotWorld(effect=0.0, drift=-0.01), seed=seed)
        design = comparable(panel)

        line = trend_continued(design)

        assert overall(design).upper < 0
        assert line.lower <= 0 <= line.upper


def test_a_line_takes_nothing_off_where_there_is_none_and_makes_less_sure() -> None:
    panel, truth = made_up_practices(GROWING, seed=3)
    design = comparable(panel)

    line, plain = trend_continued(design), overall(design)

    assert line.lower <= truth <= line.upper
    assert line.log_error > plain.log_error


@pytest.mark.filterwarnings("ignore")
def test_the_line_is_that_of_a_poisson_regression_with_it() -> None:
    panel, _ = made_up_practices(PilotWorld(practices=60, participants=20, regions=2, drift=-0.02, effect=0.0), seed=5)
    design = comparable(panel)
    cells, since = design.cells, np.nan_to_num(design.since)
    frame = pd.DataFrame({"unit": cells.unit, "period": cells.period, "events": cells.events, "since": since})
    theirs = pyfixest.fepois("events ~ since | unit + period", frame[~cells.is_treated], iwls_tol=1e-12)
    slope = theirs.coef()["since"]
    told = overall(replace(design, panel=replace(design.panel, persons=np.exp(slope * since))))

    assert trend_continued(design).estimate == pytest.approx(told.estimate, abs=1e-5)


def test_few_practices_to_compare_with_make_a_margin_wide_and_fewer_leave_none() -> None:
    held, shown = 0, 0
    for seed in range(20):
        panel, _ = made_up_practices(PilotWorld(practices=24, participants=12, regions=1, effect=0.0), seed=seed)
        effect = overall(comparable(panel))
        held += effect.lower <= 0 <= effect.upper
        few, _ = made_up_practices(PilotWorld(practices=21, participants=12, regions=1, effect=0.0), seed=seed)
        shown += bool(evaluate_pilot(few, with_checks=False).effects)

    assert held >= 17
    assert shown == 0


def test_what_can_be_found_is_not_known_where_half_of_the_others_leave_too_few_to_compare_with() -> None:
    panel, _ = made_up_practices(PilotWorld(practices=200, participants=60, regions=6, effect=0.0), seed=2)
    others = [np.unique(panel.practice[np.isnan(panel.adopted) & (panel.region == region)])[4:] for region in range(6)]

    found = evaluate_pilot(rows_of(panel, ~np.isin(panel.practice, np.concatenate(others))), with_checks=False)

    assert found.effects
    assert np.isnan(found.detectable)


def test_neighbours_fewer_than_three_are_none() -> None:
    panel, _ = made_up_practices(PilotWorld(practices=60, participants=20, regions=2, effect=0.0), seed=2)
    others = np.unique(panel.practice[np.isnan(panel.adopted) & (panel.region == 0)])

    design = comparable(rows_of(panel, ~np.isin(panel.practice, others[2:])))

    assert set(design.panel.region) == {1}


def test_each_region_has_its_own_effect_and_differences_between_them_are_seen() -> None:
    panel, _ = made_up_practices(MANY, seed=11)

    found, chance = effects_by_region(comparable(panel), draws=2)

    held = [one.effect.lower <= MANY.region_effects[one.region] <= one.effect.upper for one in found]
    assert len(held) == 4
    assert sum(held) >= 3
    assert chance < 0.01
    assert all(one.effect.log_error > overall(comparable(panel)).log_error for one in found)


def test_a_region_of_nine_practices_has_no_effect() -> None:
    panel, _ = made_up_practices(PilotWorld(practices=100, participants=9 + 12, regions=2), seed=1)
    firsts = np.unique(panel.practice, return_index=True)[1]
    where = np.bincount(panel.region[firsts][np.isfinite(panel.adopted[firsts])])

    found, chance = effects_by_region(comparable(panel), draws=2)

    assert {one.region for one in found} == set(np.flatnonzero(where >= 10))
    assert np.isnan(chance) == (len(found) < 2)
    assert where.min() < 10 <= where.max()


@pytest.mark.filterwarnings("ignore")
def test_regions_are_compared_by_the_test_of_welch() -> None:
    chance = np.random.default_rng(1)
    groups = [chance.normal(size=size) * scale for size, scale in ((8, 1.0), (12, 2.0), (15, 0.5))]
    effects = [
        Effect(
            estimate=float(np.expm1(group.mean())), lower=0.0, upper=0.0,
            log_error=float(group.std(ddof=1) / np.sqrt(len(group))), freedom=len(group) - 1,
        )
        for group in groups
    ]  # fmt: skip

    assert alike(effects) == pytest.approx(anova_oneway(groups, use_var="unequal").pvalue)
    assert np.isnan(alike(effects[:1]))


def test_a_quarter_belongs_to_waves_when_half_of_it_does() -> None:
    waves = [(date(2020, 3, 9), date(2020, 6, 28)), (date(2020, 9, 21), date(2021, 2, 14))]

    assert quarters_of(waves) == tuple(quarter_number(*one) for one in ((2020, 2), (2020, 4), (2021, 1)))


def test_a_practice_in_another_pilot_is_no_control() -> None:
    panel, _ = made_up_practices(PilotWorld(participants=12, effect=0.0), seed=2)
    quarters = practice_table(panel, outcome="referrals")
    first = np.unique(panel.practice, return_index=True)[1]
    takes_part = first[np.isfinite(panel.adopted[first])]
    others = first[np.isnan(panel.adopted[first])][:100]
    start = quarter_number(2021, 1)
    participants = pl.DataFrame(
        {
            "pilot": ["extra"] * len(takes_part) + ["other"] * len(others),
            "practice_key": [f"H{panel.practice[place]:04}" for place in [*takes_part, *others]],
            "start_quarter": [start] * (len(takes_part) + len(others)),
        }
    )
    disturbed = quarters.join(participants.filter(pilot="other"), on="practice_key", how="left").with_columns(
        events=pl.when(pl.col("pilot").is_not_null() & (pl.col("quarter_number") >= start))
        .then(pl.col("events") * 2)
        .otherwise("events")
    )
    pilots = pl.DataFrame({"pilot": ["extra"], "cost_eur": [None], "avoided_eur": [None]})

    def estimates(frame: pl.DataFrame) -> list[float]:
        found = pilot_tables(frame, pilots=pilots, participants=participants)
        return found["calc_pilots"].filter(outcome="referrals", estimator="did2s")["estimate"].to_list()

    assert estimates(quarters) == estimates(disturbed.select(quarters.columns))
