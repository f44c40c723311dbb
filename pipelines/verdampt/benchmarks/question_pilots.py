"""Pilots in made-up worlds: a planted effect, none, and practices that went another way before they began."""

from typing import Any

import numpy as np

from verdampt.benchmarks.measure import Target
from verdampt.statistics.pilots import evaluate_pilot
from verdampt.synthesis.pilotworlds import PilotWorld, made_up_practices

WORLDS = {
    "planted": PilotWorld(effect=-0.11, first_effect=-0.05),
    "null": PilotWorld(effect=0.0),
    "pretrend": PilotWorld(effect=0.0, drift=-0.01),
}
"""An effect that grows; none; none either, but the participants fell by 1 % a quarter from long before."""
DRAWS = 2
"""What could be detected is not judged here, and takes most of the time."""


def pilots(number: int) -> dict[str, Any]:
    """Return by kind of world how often the interval holds the truth, and how often the pre-trend test fails."""
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
    return found


def pilot_targets(found: dict[str, Any]) -> list[Target]:
    """Return what must hold of the answers of `pilots`."""
    return [
        Target(name="planted pilot effect held", figure=found["planted"]["held"], limit=0.93, at_least=True),
        Target(name="null pilot holds zero", figure=found["null"]["held"], limit=0.93, at_least=True),
        Target(name="planted pre-trend fails the test", figure=found["pretrend"]["failed"], limit=0.93, at_least=True),
        Target(
            name="pre-trend test failed without one",
            figure=max(found[kind]["failed"] for kind in ("planted", "null")),
            limit=0.08,
        ),
    ]
