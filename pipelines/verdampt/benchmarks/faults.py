"""Faults of publishing and damage to what is published: what readers see of it, and a control that must fail."""

import errno
import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verdampt.errors import VerdamptError
from verdampt.publishing.links import LINKS_FILE
from verdampt.publishing.snapshot import (
    MANIFEST,
    MARTS,
    current_id,
    new_folder,
    open_marts,
    open_snapshot,
    publish,
)

SEED, CONTROLS = 3, 60
CALLS = ("fsync", "rename", "replace", "mkdir", "open")
"""What publishing asks of the file system, as it stands in `os`."""
BELONGS = ("CURRENT", "snapshots", ".lock", "tmp", LINKS_FILE, f"{LINKS_FILE}-journal")
"""What may lie in a store."""
FORK = multiprocessing.get_context("fork")


def in_child(task: Callable[..., Any], *arguments: Any) -> "multiprocessing.process.BaseProcess":
    """Start a task in a process of its own that has everything loaded already."""
    child = FORK.Process(target=task, args=arguments, daemon=True)
    child.start()
    return child


def read(store: Path, answer: Any) -> None:
    """Put in `answer` whether the current snapshot is whole, and what it holds: one line of text."""
    try:
        snapshot = open_snapshot(store)
        with open_marts(snapshot) as connection:
            counts = [
                connection.sql(f"select count(*) from {table}").fetchall()[0][0]
                for table in snapshot.manifest["tables"]
            ]
        is_whole = counts == list(snapshot.manifest["tables"].values())
        answer.put((snapshot.id, is_whole))
    except Exception as error:  # anything a reader may meet counts as torn
        answer.put((f"{type(error).__name__}: {error}", False))


def asked(store: Path) -> tuple[str, bool]:
    """Return the id of the current snapshot, or what went wrong, and whether a new reader finds it whole."""
    answer = FORK.SimpleQueue()
    child = in_child(read, store, answer)
    child.join(60)
    found: tuple[str, bool] = answer.get() if child.exitcode == 0 else ("the reader died", False)
    return found


@dataclass(kw_only=True)
class Report:
    """What was tried and what went wrong."""

    kills: int = 0
    in_time: int = 0
    """Kills that hit before the build was done."""
    reads: int = 0
    torn: int = 0
    not_whole: int = 0
    failed_after: int = 0
    other_content: int = 0
    left_behind: int = 0
    faults: int = 0
    faults_not_whole: int = 0
    flips: int = 0
    flips_refused: int = 0
    control_torn: int = 0


def leftovers(store: Path) -> list[str]:
    """Return the names of what lies in a store besides what is published."""
    return [path.name for path in store.iterdir() if path.name not in BELONGS] + [
        path.name for path in (store / "tmp").glob("*")
    ]


class _Faulty:
    """Calls of `os` of which the n-th fails, or kills the process."""

    def __init__(self, at: int, how: str) -> None:
        self.at, self.how, self.count = at, how, 0

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self.at:
                if self.how == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(getattr(errno, self.how), self.how)
            return call(*arguments, **options)

        return counted


def _publish_faulty(store: Path, source: Path, number: int, at: int, how: str, fired: Any) -> None:
    """Publish a draft with one fault; exit 0 when it was published, 3 when it failed in a way it can tell."""
    faulty = _Faulty(at, how)

    def note() -> None:
        with fired.get_lock():
            fired.value = 1

    originals = {name: getattr(os, name) for name in CALLS}
    for name, call in originals.items():
        wrapped = faulty.wrap(call)

        def guarded(*arguments: Any, _wrapped: Callable[..., Any] = wrapped, **options: Any) -> Any:
            if faulty.count + 1 == faulty.at:
                note()
            return _wrapped(*arguments, **options)

        setattr(os, name, guarded)
    try:
        with new_folder(store) as draft:
            shutil.copyfile(source, draft / MARTS)
            publish(store, draft=draft, manifest=_manifest(number))
    except (OSError, VerdamptError):
        os._exit(3)
    os._exit(0)


def _manifest(number: int) -> dict[str, Any]:
    return {"id": f"id{number}", "built_at": f"2026-01-01T00:00:{number % 60:02}", "tables": {}, "fingerprint": "x"}


def fault_publishing(folder: Path, *, report: Report) -> None:
    """Let every file call of publishing fail in turn, or die there; after each the store is whole and can go on."""
    marts = next((folder / "published" / "snapshots").glob(f"*/{MARTS}"))
    for how in ("kill", "ENOSPC", "EIO"):
        for at in range(1, 200):
            store = folder / f"faulty-{how}-{at}"
            with new_folder(store) as draft:
                shutil.copyfile(marts, draft / MARTS)
                publish(store, draft=draft, manifest=_manifest(0))
            fired = FORK.Value("i", 0)
            child = in_child(_publish_faulty, store, marts, 1, at, how, fired)
            child.join(60)
            if not fired.value:
                shutil.rmtree(store)
                break
            report.faults += 1
            name, is_whole = asked(store)
            with new_folder(store) as draft:
                shutil.copyfile(marts, draft / MARTS)
                publish(store, draft=draft, manifest=_manifest(1))
            is_right = is_whole and name in ("id0", "id1") and asked(store) == ("id1", True) and not leftovers(store)
            report.faults_not_whole += not is_right
            shutil.rmtree(store)


def flip_bits(folder: Path, *, flips: int, report: Report) -> None:
    """Flip single bits in published files; every one must be refused."""
    store, chance = folder / "published", random.Random(SEED)
    snapshot = store / "snapshots" / str(current_id(store))
    for _ in range(flips):
        path = snapshot / chance.choice([MARTS, MANIFEST])
        with path.open("r+b") as file:
            place = chance.randrange(path.stat().st_size)
            file.seek(place)
            byte = file.read(1)[0]
            flipped = bytes([byte ^ (1 << chance.randrange(8))])
            file.seek(place)
            file.write(flipped)
            file.flush()
            report.flips += 1
            try:
                open_snapshot(store)
            except VerdamptError:
                report.flips_refused += 1
            file.seek(place)
            file.write(bytes([byte]))


def _publish_in_place(place: Path, source: Path) -> None:
    """Write over the published file as a publisher would that knows no better; the negative control."""
    with source.open("rb") as read, place.open("wb") as write:
        while chunk := read.read(4096):
            write.write(chunk)
            write.flush()


def control_in_place(folder: Path, *, report: Report) -> None:
    """Kill publishing in place at random moments; this check must see torn snapshots here, or it sees nothing."""
    store, chance = folder / "published", random.Random(SEED)
    snapshot = store / "snapshots" / str(current_id(store))
    whole = folder / "whole.duckdb"
    shutil.copyfile(snapshot / MARTS, whole)
    for _ in range(CONTROLS):
        child = in_child(_publish_in_place, snapshot / MARTS, whole)
        time.sleep(chance.uniform(0, 0.02))
        child.kill()
        child.join(60)
        report.control_torn += not asked(store)[1]
        shutil.copyfile(whole, snapshot / MARTS)
