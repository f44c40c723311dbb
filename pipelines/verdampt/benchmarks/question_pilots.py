"""Pilots in made-up worlds: a planted effect, none, and practices that went another way before they began."""

from typing import Any

import numpy as np

from verdampt.benchmarks.measure import Target
from verdampt.statistics.piloteffects import overall
from verdampt.statistics.pilotpanels import comparable
from verdampt.statistics.pilotregions import effects_by_region
from verdampt.statistics.pilots import evaluate_pilot
from verdampt.statistics.pilottrend import trend_continued
from verdampt.synthesis.pilotworlds import PilotWorld, made_up_practices

WORLDS = {
    "planted": PilotWorld(effect=-0.11, first_effect=-0.05),
    "null": PilotWorld(effect=0.0),
    "pretrend": PilotWorld(effect=0.0, drift=-0.01),
}
"""An effect that grows; none; none either, but the participants fell by 1 % a quarter from long before."""
REGIONS = {
    "regions alike": PilotWorld(practices=400, participants=80, regions=4),
    "regions apart": PilotWorld(practices=400, participants=80, regions=4, region_effects=(0.0, -0.05, -0.1, -0.15)),
}
"""Four regions with some twenty participants each: with one effect, and with one of their own."""
FEW_OTHERS = PilotWorld(practices=80, participants=56, regions=4, effect=0.0)
"""No effect, and in every region some six practices to compare fourteen with."""
SURE = 0.05
DRAWS = 2
"""What could be detected is not judged here, and takes most of the time."""


def pilots(number: int) -> dict[str, Any]:
    """Return by kind of world how often the interval holds the truth, and how often the pre-trend test fails.

    Of worlds with several regions how often those are told apart; and how often a line taken off leaves nothing.
    """
    found = {}
    for kind, world in WORLDS.items():
        rows = []
        for seed in range(number):
            panel, truth = made_up_practices(world, seed=seed)
            result = evaluate_pilot(panel, with_checks=False, draws=DRAWS)
            effect = result.effects["did2s"]
            rows.append([effect.lower <= truth <= effect.upper, result.status == "failed_pretrend"])
        held, failed = np.mean(np.array(rows, dtype=float), axis=0)
        found[kind] = {"held": float(held), "failed": float(failed)}
    return {**found, **_by_region(number), "line": _line_held(number), "few others": _few_others_held(number)}


def _by_region(number: int) -> dict[str, Any]:
    """Return by kind of world how often a region's interval holds its truth, and how often regions are told apart."""
    found = {}
    for kind, world in REGIONS.items():
        planted = world.region_effects or (world.effect,) * world.regions
        held, apart = [], []
        for seed in range(number):
            regions, chance = effects_by_region(comparable(made_up_practices(world, seed=seed)[0]), draws=DRAWS)
            held += [one.effect.lower <= planted[one.region] <= one.effect.upper for one in regions]
            apart.append(chance < SURE)
        found[kind] = {"held": float(np.mean(held)), "apart": float(np.mean(apart))}
    return found


def _line_held(number: int) -> float:
    """Return how often nothing is left of another way taken before the start, once its line is taken off."""
    panels = (made_up_practices(WORLDS["pretrend"], seed=seed)[0] for seed in range(number))
    lines = [trend_continued(comparable(panel)) for panel in panels]
    return float(np.mean([line is not None and line.lower <= 0 <= line.upper for line in lines]))


def _few_others_held(number: int) -> float:
    """Return how often the interval of a pilot with few practices to compare with holds zero."""
    panels = (made_up_practices(FEW_OTHERS, seed=seed)[0] for seed in range(number))
    effects = [overall(comparable(panel)) for panel in panels]
    return float(np.mean([effect.lower <= 0 <= effect.upper for effect in effects]))


def pilot_targets(found: dict[str, Any]) -> list[Target]:
    """Return what must hold of the answers of `pilots`."""
    targets = [
        Target(name="planted pilot effect held", figure=found["planted"]["held"], limit=0.93, at_least=True),
        Target(name="null pilot holds zero", figure=found["null"]["held"], limit=0.93, at_least=True),
        Target(name="planted pre-trend fails the test", figure=found["pretrend"]["failed"], limit=0.93, at_least=True),
        Target(
            name="pre-trend test failed without one",
            figure=max(found[kind]["failed"] for kind in ("planted", "null")),
            limit=0.08,
        ),
    ]
    for kind in REGIONS:
        name = f"planted effect of each region held, {kind}"
        targets.append(Target(name=name, figure=found[kind]["held"], limit=0.93, at_least=True))
    few = found["few others"]
    targets.append(Target(name="null pilot with few others holds zero", figure=few, limit=0.93, at_least=True))
    apart = {kind: found[kind]["apart"] for kind in REGIONS}
    return [
        *targets,
        Target(
            name="planted differences between regions seen", figure=apart["regions apart"], limit=0.9, at_least=True
        ),
        Target(name="differences between regions seen without any", figure=apart["regions alike"], limit=0.08),
        Target(
            name="null pilot with a pre-trend holds zero once its line is off",
            figure=found["line"],
            limit=0.93,
            at_least=True,
        ),
    ]
