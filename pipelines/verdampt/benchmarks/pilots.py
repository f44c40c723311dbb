"""Whether the pilots' intervals hold what was planted, and whether another way taken before the start is seen."""

import numpy as np

from verdampt.statistics.pilots import PilotResult, evaluate_pilot
from verdampt.synthesis.pilotworlds import PilotWorld, made_up_practices

WORLDS = {
    "planted": PilotWorld(effect=-0.11, first_effect=-0.05),
    "null": PilotWorld(effect=0.0),
    "few": PilotWorld(participants=12, practices=120, regions=3),
    "protected": PilotWorld(effect=-0.11, first_effect=-0.05, base=10),
    "protected_null": PilotWorld(effect=0.0, base=10),
    "drifting": PilotWorld(effect=0.0, drift=-0.01),
    "drifting_protected": PilotWorld(effect=0.0, drift=-0.01, base=10),
}
"""What is planted: an effect that grows, none, and none in practices that already went another way."""


def _figures(result: PilotResult, truth: float) -> dict[str, float]:
    figures = {
        "pretrend_failed": float(result.status == "failed_pretrend"),
        "detectable": result.detectable,
        "without_covid_held": _held(result.without_covid, truth),
    }
    for name, effect in result.effects.items():
        figures |= {
            f"{name}_error": effect.estimate - truth,
            f"{name}_held": float(effect.lower <= truth <= effect.upper),
            f"{name}_found": float(effect.upper < 0 or effect.lower > 0),
            f"{name}_width": effect.upper - effect.lower,
        }
    return figures


def _held(effect: object, truth: float) -> float:
    from verdampt.statistics.pilots import Effect

    assert isinstance(effect, Effect)
    return float(effect.lower <= truth <= effect.upper)


def pilot_worlds(kind: str, worlds: int, with_checks: bool) -> dict[str, float]:
    """Return the means over worlds of what was found in them, and the spread of each estimator's error."""
    from verdampt.synthesis.pilotworlds import COVID

    rows = []
    for seed in range(worlds):
        panel, truth = made_up_practices(WORLDS[kind], seed=seed)
        rows.append(_figures(evaluate_pilot(panel, covid_quarters=COVID, with_checks=with_checks), truth))
    means = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
    spread = {f"{name}_sd": float(np.std([row[name] for row in rows])) for name in means if name.endswith("_error")}
    return means | spread
