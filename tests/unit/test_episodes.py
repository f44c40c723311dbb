"""Episodes of the wave against those before: the logit of statsmodels, two chances to be right, margins that hold."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from verdampt.statistics.episodes import Cells, fit_logistic, risk_difference


def logistic(value: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-value)))


def cohorts(seed: int, *, effect: float = 0.0, people: int = 20_000) -> Cells:
    """Return cells of two covariates; the wave's patients are older, and age raises the risk beyond a straight line."""
    chance = np.random.default_rng(seed)
    age, sex = chance.integers(0, 5, people), chance.integers(0, 2, people)
    is_wave = chance.uniform(size=people) < logistic(-1 + 0.5 * age + 0.3 * sex)
    risk = logistic(-4 + 0.15 * age**2 + 0.4 * sex) + effect * is_wave
    happened = chance.uniform(size=people) < risk
    rows = []
    for a, s, wave in np.ndindex(5, 2, 2):
        those = (age == a) & (sex == s) & (is_wave == bool(wave))
        dummies = [float(a == level) for level in range(1, 5)]
        rows.append([*dummies, float(s), float(a), wave, those.sum(), happened[those].sum()])
    table = np.array(rows, dtype=float)
    return Cells(covariates=table[:, :5], is_wave=table[:, 6] == 1, records=table[:, 7], events=table[:, 8])


def test_the_logistic_regression_agrees_with_statsmodels() -> None:
    cells = cohorts(1)
    design = np.column_stack([np.ones(20), cells.covariates])
    counts = np.column_stack([cells.events, cells.records - cells.events])
    oracle = sm.GLM(counts, design, family=sm.families.Binomial()).fit()

    found = fit_logistic(design, trials=cells.records, successes=cells.events)

    assert found == pytest.approx(oracle.params, abs=1e-4)


def test_a_cell_in_which_it_never_happens_does_not_break_the_fit() -> None:
    design = np.array([[1.0, 0.0], [1.0, 1.0]])

    found = fit_logistic(design, trials=np.array([50.0, 50.0]), successes=np.array([10.0, 0.0]))

    assert np.isfinite(found).all()
    assert logistic(design @ found)[1] < 0.001


def test_margins_hold_and_the_planted_difference_is_found() -> None:
    found = [risk_difference(cohorts(seed, effect=0.01, people=4000)) for seed in range(300)]

    assert np.mean([one.effect.estimate for one in found]) == pytest.approx(0.01, abs=0.0015)
    assert np.mean([one.effect.lower <= 0.01 <= one.effect.upper for one in found]) > 0.92
    assert np.std([one.effect.estimate for one in found]) == pytest.approx(
        np.mean([one.effect.standard_error for one in found]), rel=0.1
    )
    assert np.std([one.ratio.value() for one in found]) == pytest.approx(
        np.mean([one.ratio.standard_error for one in found]), rel=0.12
    )


def test_people_who_differ_are_not_taken_for_harm() -> None:
    cells = cohorts(3, people=200_000)
    naive = cells.events[cells.is_wave].sum() / cells.records[cells.is_wave].sum()
    naive -= cells.events[~cells.is_wave].sum() / cells.records[~cells.is_wave].sum()

    found = risk_difference(cells)

    assert naive > 0.03
    assert abs(found.effect.estimate) < 0.004
    assert found.risk - found.usual == pytest.approx(found.effect.estimate)
    assert found.overlap == 1.0


@pytest.mark.parametrize("model", ["propensity", "outcome"])
def test_one_model_may_be_wrong(model: str) -> None:
    chance = np.random.default_rng(9)
    place = np.linspace(-1, 1, 21)
    chances = logistic(place) if model == "propensity" else logistic(3 * place**2 - 1.5)
    risks = logistic(3 * place**2 - 3) if model == "propensity" else logistic(place - 2)
    people = np.full(21, 40_000.0)
    waves = chance.binomial(people.astype(int), chances)
    events = [chance.binomial(waves, risks), chance.binomial(people.astype(int) - waves, risks)]
    cells = Cells(
        covariates=np.concatenate([place, place])[:, None],
        is_wave=np.repeat([True, False], 21),
        records=np.concatenate([waves, people - waves]),
        events=np.concatenate(events).astype(float),
    )

    found = risk_difference(cells)

    assert found.effect.lower < 0 < found.effect.upper


def test_a_record_that_stands_for_ten_tells_no_more_than_one() -> None:
    cells = cohorts(5)

    plain, weighted = risk_difference(cells), risk_difference(replace(cells, weight=np.full(20, 10.0)))

    assert weighted.effect.estimate == pytest.approx(plain.effect.estimate, abs=1e-6)
    assert weighted.effect.standard_error == pytest.approx(plain.effect.standard_error, rel=1e-4)


def test_two_periods_are_needed() -> None:
    cells = cohorts(5)

    with pytest.raises(ValueError, match="both needed"):
        risk_difference(replace(cells, is_wave=np.ones(20, dtype=bool)))
