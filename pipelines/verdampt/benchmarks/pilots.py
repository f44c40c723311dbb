"""Whether the pilots' intervals hold what was planted, and whether another way taken before the start is seen."""

import numpy as np

from verdampt.benchmarks.measure import Measured, Target, measure
from verdampt.statistics.piloteffects import Effect
from verdampt.statistics.pilots import PilotResult, evaluate_pilot
from verdampt.synthesis.pilotworlds import COVID, PilotWorld, made_up_practices

WORLDS = {
    "planted": PilotWorld(effect=-0.11, first_effect=-0.05),
    "null": PilotWorld(effect=0.0),
    "drifting": PilotWorld(effect=0.0, drift=-0.01),
    "detectable": PilotWorld(effect=-0.029),
    "few": PilotWorld(participants=12, practices=120, regions=3),
    "protected": PilotWorld(effect=-0.11, first_effect=-0.05, base=10),
    "protected_null": PilotWorld(effect=0.0, base=10),
    "protected_drifting": PilotWorld(effect=0.0, drift=-0.01, base=10),
    "protected_few": PilotWorld(participants=12, practices=120, regions=3, base=10),
    "protected_rare": PilotWorld(effect=0.0, base=10, events=10.0),
}
"""A growing effect; none; none in practices that went another way; one at the size that should be found in 80 %; a
constant one in few practices; and the same of protected counts, the last of a rare outcome."""


def _held(effect: Effect, truth: float) -> float:
    return float(effect.lower <= truth <= effect.upper)


def _figures(result: PilotResult, truth: float) -> dict[str, float]:
    figures = {
        "shown": float(bool(result.effects)),
        "pretrend_failed": float(result.status == "failed_pretrend"),
        "detectable": result.detectable,
    }
    for name, effect in result.effects.items():
        figures |= {
            f"{name}_error": effect.estimate - truth,
            f"{name}_held": _held(effect, truth),
            f"{name}_found": float(effect.upper < 0 or effect.lower > 0),
            f"{name}_width": effect.upper - effect.lower,
        }
    return figures


def pilot_worlds(kind: str, worlds: int, with_checks: bool) -> dict[str, float]:
    """Return the means over worlds of what was found in them, and the spread of each estimator's error."""
    rows = []
    for seed in range(worlds):
        panel, truth = made_up_practices(WORLDS[kind], seed=seed)
        found = evaluate_pilot(panel, base=WORLDS[kind].base, covid_quarters=COVID, with_checks=with_checks)
        rows.append(_figures(found, truth))
    shown = [row for row in rows if row["shown"]]
    known = {name: [row[name] for row in shown if name in row] for name in {name for row in shown for name in row}}
    means = {name: float(np.mean(values)) for name, values in sorted(known.items())}
    spread = {f"{name}_sd": float(np.std(known[name])) for name in means if name.endswith("_error")}
    return means | spread


def run(worlds: int) -> tuple[list[Measured], list[Target]]:
    """Measure so many worlds of each kind; the first target names the benchmark."""
    measured = [measure(kind, pilot_worlds, kind, worlds, int(kind == "planted")) for kind in WORLDS]
    answers = {one.name: one.answer for one in measured}
    held = ("planted", "null", "few", "protected", "protected_null", "protected_few")
    targets = [
        Target(name=f"share of worlds of which the interval holds the truth, {kind}", limit=0.93, at_least=True,
               figure=answers[kind]["did2s_held"])
        for kind in held
    ]  # fmt: skip
    seen = answers["drifting"]["pretrend_failed"]
    false = max(answers[kind]["pretrend_failed"] for kind in ("planted", "null"))
    return measured, [
        *targets,
        Target(name="share of drifting worlds where the pre-trend test fails", figure=seen, limit=0.9, at_least=True),
        Target(name="share of other worlds where it fails", figure=false, limit=0.08),
    ]
