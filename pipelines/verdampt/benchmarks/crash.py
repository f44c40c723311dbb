"""Builds that are killed at random moments, and faults at every file call of publishing: what readers see of it."""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from verdampt.benchmarks.faults import (
    FORK,
    SEED,
    Report,
    asked,
    control_in_place,
    fault_publishing,
    flip_bits,
    in_child,
    leftovers,
    read,
)
from verdampt.benchmarks.measure import Measured, Target
from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.publishing.snapshot import current_id
from verdampt.settings import Settings

FLIPS = 1_000


def small_extract(folder: Path, *, batch: int) -> Settings:
    """Write a small extract, another for each batch, and return the settings that build it."""
    chance = random.Random(batch)
    lines = ["region_code;care_type;period_type;period_start;volume"]
    for week in range(52 * 4):
        start = date(2017, 1, 2) + timedelta(weeks=week)
        lines += [f"{region};gp_contacts;week;{start};{chance.randint(80, 120)}" for region in ("GG0111", "GG0706")]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "volumes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Settings.model_validate(
        {
            "build": {"out": folder / "published", "work": folder / "work"},
            "indicators": {"folders": []},
            "extracts": [
                {
                    "kind": "volumes",
                    "source": "crash",
                    "path": str(folder / "volumes.csv"),
                    "already_public": True,
                    "extracted_on": "2023-01-01",
                }
            ],
        }
    )


def _build(settings: Settings) -> None:
    build(settings, progress=SilentProgress())


def _keep_reading(store: Path, stop: Any, torn: Any, reads: Any) -> None:
    while not stop.is_set():
        name, is_whole = _asked_here(store)
        with reads.get_lock():
            reads.value += 1
        if not is_whole:
            with torn.get_lock():
                torn.value += 1
            print(f"torn read: {name}", flush=True)


def _asked_here(store: Path) -> tuple[str, bool]:
    answer = FORK.SimpleQueue()
    read(store, answer)
    found: tuple[str, bool] = answer.get()
    return found


@contextmanager
def _readers(store: Path, report: Report) -> Iterator[None]:
    stop, torn, reads = FORK.Event(), FORK.Value("i", 0), FORK.Value("i", 0)
    child = in_child(_keep_reading, store, stop, torn, reads)
    try:
        yield
    finally:
        stop.set()
        child.join(60)
        report.reads, report.torn = reads.value, torn.value


def kill_builds(folder: Path, *, kills: int, report: Report) -> None:
    """Kill so many builds at random moments; after each a snapshot must be whole, and the next build succeed."""
    chance = random.Random(SEED)
    settings = [small_extract(folder / f"batch{batch}", batch=batch) for batch in range(2)]
    shared = folder / "published"
    settings = [
        one.model_copy(update={"build": one.build.model_copy(update={"out": shared, "work": folder / "work"})})
        for one in settings
    ]
    wanted = []
    started = time.perf_counter()
    for one in settings:
        child = in_child(_build, one)
        child.join(120)
        wanted.append(str(current_id(shared)))
    usual = (time.perf_counter() - started) / 2
    with _readers(shared, report):
        for number in range(kills):
            batch = number % 2
            child = in_child(_build, settings[batch])
            time.sleep(chance.uniform(0, usual))
            report.in_time += child.is_alive()
            child.kill()
            child.join(60)
            report.kills += 1
            name, is_whole = asked(shared)
            report.not_whole += not (is_whole and name in wanted)
            after = in_child(_build, settings[batch])
            after.join(120)
            report.failed_after += after.exitcode != 0
            report.other_content += current_id(shared) != wanted[batch]
            report.left_behind += bool(leftovers(shared))


def crash(kills: int, *, flips: int = FLIPS) -> Report:
    """Try everything in a folder of its own and return the report."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="verdampt-crash-") as name:
        folder = Path(name)
        kill_builds(folder, kills=kills, report=report)
        fault_publishing(folder, report=report)
        flip_bits(folder, flips=flips, report=report)
        control_in_place(folder, report=report)
    return report


def targets(report: Report) -> list[Target]:
    """Return what must hold of a report."""
    zero = {
        "reads torn": report.torn,
        "snapshots not whole after a kill": report.not_whole,
        "builds that failed after a kill": report.failed_after,
        "snapshots with other content after a kill": report.other_content,
        "stores with something left behind": report.left_behind,
        "faults after which the store was not whole": report.faults_not_whole,
        "flipped bits that were not refused": report.flips - report.flips_refused,
    }
    return [
        *(Target(name=name, figure=figure, limit=0) for name, figure in zero.items()),
        Target(name="faults that fired", figure=report.faults, limit=20, at_least=True),
        Target(name="control: torn when published in place", figure=report.control_torn, limit=1, at_least=True),
    ]


def run(kills: int) -> tuple[list[Measured], list[Target]]:
    """Print what was tried, and hold what went wrong against the targets."""
    started, before = time.perf_counter(), time.process_time()
    report = crash(kills)
    print(
        f"{report.kills} builds killed, {report.in_time} before they were done; {report.reads} reads beside them; "
        f"{report.faults} faults fired in publishing; {report.flips} bits flipped"
    )
    measured = Measured(
        name=f"{kills} kills",
        wall_seconds=time.perf_counter() - started,
        cpu_seconds=time.process_time() - before,
        peak_gib=0.0,
        answer=None,
    )
    return [measured], targets(report)
