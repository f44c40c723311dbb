"""Episodes of the wave against those of the years before, doubly robust, from grouped cells (V4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from verdampt.statistics.harm import Effect, make_effect
from verdampt.statistics.irls import Floats

LARGEST_ODDS = 50.0
"""An episode of the years before stands for at most so many of the wave."""
STEPS, LARGEST_STEP, TOLERANCE = 50, 4.0, 1e-10


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Episodes grouped by everything that is adjusted for; K cells."""

    covariates: Floats
    """(K, p), without the constant: dummies of age, sex, complaint, history, deprivation."""
    is_wave: NDArray[np.bool_]
    """(K,), whether the episodes began in the wave."""
    records: Floats
    """(K,), number of episodes (of selected records, where records are selected)."""
    events: Floats
    """(K,), how many of those had the outcome within the window."""
    weight: Floats | None = None
    """(K,), how many episodes each record stands for; 1 when left out."""
    repeats: Floats | None = None
    """(K,), mean number of records of the person of a record, itself included; 1 when left out."""

    def repeated(self) -> Floats:
        """Return by how much people who come more than once widen a variance, were all of theirs alike (K,)."""
        return np.ones_like(self.records) if self.repeats is None else self.repeats


@dataclass(frozen=True, kw_only=True)
class CohortResult:
    """The risk of the wave's episodes against what they would have had before."""

    effect: Effect
    """'risk_difference', among episodes of the wave."""
    ratio: Effect
    """'rate_ratio' of the same two risks."""
    risk: float
    """In the wave."""
    usual: float
    """Of the same people before."""
    overlap: float
    """Part of the wave's episodes with a propensity within 0.02 and 0.98."""


def risk_difference(cells: Cells) -> CohortResult:
    """Return the doubly robust risk difference and ratio of the wave's episodes (AIPW, effect on the treated).

    Logistic propensity of being in the wave, logistic outcome model among episodes before; right when one of the two
    is. Margins by the influence function, per record and its weight. Raises ValueError when one of the two periods
    is empty. Source: methods.md 4.3, estimator 3; Robins, Rotnitzky and Zhao 1994.
    """
    weight = np.ones_like(cells.records) if cells.weight is None else cells.weight
    is_wave, people = cells.is_wave, cells.records * weight
    happened = cells.events * weight
    treated, earlier = float(people[is_wave].sum()), float(people[~is_wave].sum())
    if min(treated, earlier) <= 0:
        raise ValueError("episodes of the wave and of the years before are both needed")
    design = np.column_stack([np.ones(len(people)), cells.covariates])
    propensity = _chance(design, fit_logistic(design, trials=people, successes=np.where(is_wave, people, 0.0)))
    usual_model = fit_logistic(design[~is_wave], trials=people[~is_wave], successes=happened[~is_wave])
    expected = _chance(design, usual_model)
    odds = np.clip(propensity / (1 - propensity), 0.0, LARGEST_ODDS)
    risk = float(happened[is_wave].sum()) / treated
    corrected = np.where(is_wave, people * expected, odds * (happened - people * expected))
    usual = float(corrected.sum()) / treated
    difference_error, ratio_error = _errors(cells, weight, expected, odds, risk=risk, usual=usual)
    safe = max(risk, 0.5 / treated) / max(usual, 0.5 / treated)
    inside = is_wave & (propensity > 0.02) & (propensity < 0.98)
    return CohortResult(
        effect=make_effect("risk_difference", risk - usual, standard_error=difference_error),
        ratio=make_effect("rate_ratio", float(np.log(safe)), standard_error=ratio_error),
        risk=risk,
        usual=usual,
        overlap=float(people[inside].sum()) / treated,
    )


def _errors(
    cells: Cells, weight: Floats, expected: Floats, odds: Floats, *, risk: float, usual: float
) -> tuple[float, float]:
    """Return the standard errors of the difference and of the log ratio, by influence per person."""
    treated = float((cells.records * weight)[cells.is_wave].sum())
    squares = np.zeros(2)
    for outcome, records in ((1.0, cells.events), (0.0, cells.records - cells.events)):
        now = np.where(cells.is_wave, outcome - risk, 0.0)
        before = np.where(cells.is_wave, expected - usual, odds * (outcome - expected))
        of_ratio = now / max(risk, 0.5 / treated) - before / max(usual, 0.5 / treated)
        for place, influence in enumerate((now - before, of_ratio)):
            squares[place] += float((records * cells.repeated() * np.square(weight * influence)).sum())
    return float(np.sqrt(squares[0])) / treated, float(np.sqrt(squares[1])) / treated


def fit_logistic(covariates: Floats, *, trials: Floats, successes: Floats, ridge: float = 1e-9) -> Floats:
    """Return coefficients (p,) of a logistic regression on grouped counts (K,), constant included by the caller.

    A tiny ridge keeps cells that separate perfectly finite. Source: methods.md 4.3, estimator 3.
    """
    coefficients = np.zeros(covariates.shape[1])
    penalty = ridge * np.eye(covariates.shape[1]) * max(float(trials.sum()), 1.0)
    for _ in range(STEPS):
        chance = _chance(covariates, coefficients)
        weight = trials * chance * (1 - chance)
        information = covariates.T @ (covariates * weight[:, None]) + penalty
        gradient = covariates.T @ (successes - trials * chance) - penalty @ coefficients
        step = np.linalg.solve(information, gradient)
        coefficients = coefficients + step * min(1.0, LARGEST_STEP / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < TOLERANCE:
            break
    return coefficients


def _chance(design: Floats, coefficients: Floats) -> Floats:
    return np.asarray(special.expit(design @ coefficients))
