"""How well the linking finds what was planted, in made-up people by region."""

import tempfile
from pathlib import Path

from verdampt.benchmarks.measure import Measured, Target, measure
from verdampt.build import WORK_DATABASE, build
from verdampt.engines.duckdb import Engine
from verdampt.intake import SilentProgress
from verdampt.settings import Settings
from verdampt.synthesis.generate import EXTRACTS, synthesise
from verdampt.synthesis.judging import judge_links

SEED = 11


def find_links(folder: str, people: int) -> list[dict[str, object]]:
    """Make so many people, build, and return what was found and planted in every region."""
    extracts, place = Path(folder) / "extracts", Path(folder)
    rows = synthesise(people, out=extracts, seed=SEED)
    settings = Settings.model_validate(
        {
            "build": {"out": place / "published", "work": place / "work"},
            "extracts": [
                {
                    "kind": kind,
                    "source": f"made_up_{kind}",
                    "path": str(extracts / f"{kind}_*.csv.gz"),
                    "extracted_on": "2023-12-31",
                    "already_public": True,
                }
                for kind in EXTRACTS
                if rows[kind]
            ],
        }
    )
    build(settings, progress=SilentProgress())
    with Engine(settings.build.work / WORK_DATABASE, keep=True) as engine:
        return judge_links(engine).to_dicts()


def run(people: int) -> tuple[list[Measured], list[Target]]:
    """Print precision, recall and conversion by region, and hold the worst against the targets."""
    with tempfile.TemporaryDirectory(prefix="verdampt-linkage-") as folder:
        measured = measure(f"{people:,} people made, read and linked", find_links, folder, people)
    regions = measured.answer
    print("region   links  precision  recall  conversion  planted")
    for one in regions:
        shares = "  ".join(f"{one[name]:.4f}" for name in ("precision", "recall", "conversion", "true_conversion"))
        print(f"{one['region_code']:<8} {one['links']:>7,}  {shares}")
    off = max(abs(one["conversion"] - one["true_conversion"]) for one in regions)
    return [measured], [
        Target(name="lowest precision", figure=min(one["precision"] for one in regions), limit=0.98, at_least=True),
        Target(name="lowest recall", figure=min(one["recall"] for one in regions), limit=0.92, at_least=True),
        Target(name="largest difference in conversion", figure=off, limit=0.01),
    ]
