"""Whether the answers to the doctors' questions hold in made-up worlds: planted parts, harm, controls, no pandemic."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from verdampt.benchmarks import question_estimates as estimates
from verdampt.benchmarks.measure import Measured, Target, measure
from verdampt.benchmarks.question_estimates import ESTIMATORS, Finding
from verdampt.benchmarks.question_pilots import REGIONS, WORLDS, pilot_targets, pilots
from verdampt.benchmarks.question_windows import Expected, expect
from verdampt.statistics.balance import PARTS, Balance
from verdampt.statistics.event_study import deeper_half
from verdampt.statistics.placement import OutcomeTest, harm_class_of
from verdampt.statistics.power import detectable_ratio, power_of
from verdampt.synthesis import question_people as worlds
from verdampt.synthesis.question_people import QuestionWorld
from verdampt.synthesis.question_worlds import make_question_world

HARMS = (0.0, 0.08, 0.0, 0.30)
"""Part of the missing care that was followed by an acute admission, world by world: none, little, much."""
HARM_CLASSES = ("signal", "equivalent", "undetermined")

World = dict[str, Any]


def world_result(seed: int) -> World:
    """Return what of one world was found: whether each interval holds the truth, and each estimator its harm."""
    harm = HARMS[seed % len(HARMS)]
    world = make_question_world(seed, harm=harm, is_tagged=seed // len(HARMS) % 2 == 0)
    expected = expect(world)
    found = {
        name: estimates.balance(world, told, expected, harm=estimates.harm_share(world, told, expected))
        for name, told in (("pandemic", world.pandemic), ("quiet", world.quiet))
    }
    outcome = estimates.findings(world, world.pandemic, expected, worlds.OUTCOME)
    truth = _true_values(world, expected)
    controls = [
        estimates.findings(world, world.pandemic, expected, series)
        for series in range(worlds.FIRST_CONTROL, worlds.FIRST_FILLER)
    ]
    return {
        "harm": harm,
        "held": _held(found["pandemic"], world),
        "zero": _holds_zero(found["quiet"]),
        "adds_up": bool((found["pandemic"].share[:, found["pandemic"].status == "shown"].sum(0) == 1.0).all()),
        "found": {name: is_found(outcome[name]) for name in ESTIMATORS},
        "covered": {
            name: abs(outcome[name].effect.value() - truth[name]) <= _reach(outcome[name]) for name in ESTIMATORS
        },
        "announced": {
            name: power_of(
                truth[name],
                standard_error=outcome[name].design_error,
                degrees_of_freedom=outcome[name].degrees_of_freedom,
            )
            for name in ESTIMATORS
        },
        "harm_class": harm_class_of(_tests(outcome)),
        "controls": {name: float(np.mean([is_found(one[name]) for one in controls])) for name in ESTIMATORS},
    }


def is_found(finding: Finding) -> bool:
    """Return whether harm is seen: the whole interval beyond no effect."""
    return finding.effect.lower > (1.0 if finding.effect.measure == "rate_ratio" else 0.0)


def _tests(outcome: dict[str, Finding]) -> list[OutcomeTest]:
    """Return the outcome as the placement takes it: of the nation and of the episodes, each by itself."""
    return [
        OutcomeTest(
            estimate=one.effect.estimate,
            lower=one.effect.lower,
            upper=one.effect.upper,
            standard_error=one.effect.standard_error,
            degrees_of_freedom=one.effect.degrees_of_freedom,
            detectable=detectable_ratio(one.design_error, degrees_of_freedom=one.degrees_of_freedom),
        )
        for one in (outcome["excess"], outcome["cohort"])
    ]


def _reach(finding: Finding) -> float:
    effect = finding.effect
    upper = np.log(effect.upper) if effect.measure == "rate_ratio" else effect.upper
    return float(upper - effect.value())


def _held(found: Balance, world: QuestionWorld) -> dict[str, list[float]]:
    """Return by part whether the nation's interval holds the truth, and the share of regions whose does."""
    is_shown = found.status == "shown"
    held = {}
    for place, part in enumerate(PARTS):
        people = np.append(world.truth[part], world.truth[part].sum())
        whole = np.append(world.truth["deficit"], world.truth["deficit"].sum())
        inside = (found.lower[place] <= people / whole) & (people / whole <= found.upper[place])
        regions = inside[:-1][is_shown[:-1]]
        width = found.upper[place, -1] - found.lower[place, -1]
        held[part] = [float(inside[-1]), float(regions.mean()) if len(regions) else 1.0, float(width)]
    return held


def _holds_zero(found: Balance) -> dict[str, list[float]]:
    """Return by part, for the nation and for regions, how often the interval of the amount holds zero; and of all."""
    holds = (found.amount_lower <= 0) & (found.amount_upper >= 0)
    deficit = (found.deficit_lower <= 0) & (found.deficit_upper >= 0)
    rows = {part: holds[place] for place, part in enumerate(PARTS)}
    rows |= {"every part": holds.all(0), "deficit": deficit}
    return {name: [float(row[-1]), float(row[:-1].mean())] for name, row in rows.items()}


def _true_values(world: QuestionWorld, expected: Expected) -> dict[str, float]:
    """Return the planted harm as each estimator would see it without chance."""
    window = list(worlds.OUTCOME_WINDOW)
    usual = world.quiet.observed[worlds.OUTCOME][:, window].sum(1)
    logs = np.log1p(world.admitted / usual)
    missing = world.truth["deficit"] / expected.outcomes.expected[worlds.OUTCOME, :-1]
    is_high = deeper_half(missing)
    acute = float(world.pandemic.cohort.acute.sum())
    return {
        "excess": float(np.log1p(world.admitted.sum() / usual.sum())),
        "dose_response": float(world.truth["harm"].sum() / world.truth["deficit"].sum()),
        "cohort": float(np.log(acute / (acute - world.cohort_harmed))),
        "event_study": float(logs[is_high].mean() - logs[~is_high].mean()),
    }


def questions(number: int) -> dict[str, Any]:
    """Return the shares over worlds of what `world_result` says of each."""
    found = [world_result(seed) for seed in range(number)]
    return {
        "held": {part: _mean([one["held"][part] for one in found]) for part in PARTS},
        "zero": {part: _mean([one["zero"][part] for one in found]) for part in found[0]["zero"]},
        "adds_up": float(np.mean([one["adds_up"] for one in found])),
        "controls": {name: _mean([[one["controls"][name]] for one in found])[0] for name in ESTIMATORS},
        "placed": {
            str(planted): {
                name: float(np.mean([one["harm_class"] == name for one in found if one["harm"] == planted]))
                for name in HARM_CLASSES
            }
            for planted in sorted({one["harm"] for one in found})
        },
        "harm": [
            {
                "estimator": name,
                "planted": planted,
                "worlds": len(those),
                "announced": float(np.mean([one["announced"][name] for one in those])),
                "found": float(np.mean([one["found"][name] for one in those])),
                "covered": float(np.mean([one["covered"][name] for one in those])),
            }
            for name in ESTIMATORS
            for planted in sorted(set(HARMS))
            if (those := [one for one in found if one["harm"] == planted])
        ],
    }


def _mean(rows: Sequence[Sequence[float]]) -> list[float]:
    return [float(value) for value in np.mean(np.array(rows), axis=0)]


def targets(found: dict[str, Any]) -> list[Target]:
    """Return what must hold of the answers of `questions`."""
    held, zero = _least(found["held"].values(), 2), _least(found["zero"].values(), 2)
    rows = [
        Target(name="planted shares held", figure=held, limit=0.90, at_least=True),
        Target(name="parts that hold zero without a pandemic", figure=zero, limit=0.93, at_least=True),
        Target(name="balances that add up exactly", figure=found["adds_up"], limit=1.0, at_least=True),
    ]
    for row in found["harm"]:
        if row["planted"] > 0:
            announced, name = row["announced"], f"harm of {row['planted']:.0%} found, {row['estimator']}"
            error = 2 * float(np.sqrt(max(announced * (1 - announced), 0.01) / row["worlds"]))
            limit = round(max(announced - error, 0.0), 3)
            rows.append(Target(name=name, figure=row["found"], limit=limit, at_least=True))
    for planted, shares in found["placed"].items():
        if float(planted) > 0:
            name = f"harm of {float(planted):.0%} called equivalent"
            rows.append(Target(name=name, figure=shares["equivalent"], limit=0.05))
    for name, share in found["controls"].items():
        rows.append(Target(name=f"false discoveries of controls, {name}", figure=share, limit=0.05))
    return rows


def _least(rows: Iterable[Sequence[float]], columns: int) -> float:
    return min(min(row[:columns]) for row in rows)


def run(number: int) -> tuple[list[Measured], list[Target]]:
    """Print what was held and found, and hold it against the targets."""
    measured = measure(f"{number} worlds", questions, number)
    found = measured.answer
    print("part            nation held  regions held  nation's width  no pandemic: nation, regions hold zero")
    for name, zero in found["zero"].items():
        held = "  ".join(f"{value:>12.3f}" for value in found["held"].get(name, []))
        print(f"{name:<14}  {held:>42}  {zero[0]:>12.3f}  {zero[1]:>12.3f}")
    print("estimator      planted  worlds  announced  found  truth covered")
    for row in found["harm"]:
        shares = "  ".join(f"{row[name]:>9.3f}" for name in ("announced", "found", "covered"))
        print(f"{row['estimator']:<13}  {row['planted']:>7.2f}  {row['worlds']:>6.0f}  {shares}")
    for planted, shares in found["placed"].items():
        print(f"planted {planted}: " + ", ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    tried = measure(f"{number} pilots of each kind", pilots, number)
    for kind in WORLDS:
        row = tried.answer[kind]
        print(f"pilot, {kind:<14} held {row['held']:.3f}, pre-trend test failed {row['failed']:.3f}")
    for kind in REGIONS:
        row = tried.answer[kind]
        print(f"pilot, {kind:<14} held {row['held']:.3f}, regions told apart {row['apart']:.3f}")
    print(f"pilot, line taken off held {tried.answer['line']:.3f}")
    return [measured, tried], [*targets(found), *pilot_targets(tried.answer)]
