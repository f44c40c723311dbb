"""How a measurement is taken: in a process of its own, so that memory and processor time are its alone."""

import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one task cost."""

    name: str
    wall_seconds: float
    cpu_seconds: float
    peak_gib: float
    answer: Any


@dataclass(frozen=True, kw_only=True)
class Target:
    """A figure, what it must not exceed (or reach, when `at_least`), and its name."""

    name: str
    figure: float
    limit: float
    at_least: bool = False

    def holds(self) -> bool:
        """Return whether the target is met."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def line(self) -> str:
        """Return the target as one line of text."""
        sign = "at least" if self.at_least else "at most"
        return f"{self.name}: {self.figure:.2f} (target: {sign} {self.limit:g}) {'ok' if self.holds() else 'MISSED'}"


def _here(module: str, function: str, arguments: str) -> None:
    """Run a task in this process and print what it cost, as JSON on the last line."""
    task = getattr(importlib.import_module(module), function)
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    answer = task(*json.loads(arguments))
    wall, used = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": used.ru_maxrss / 2**20, "answer": answer}))


def measure(name: str, task: Callable[..., Any], *arguments: str | int) -> Measured:
    """Run a module's function in a fresh process and return its cost; raises RuntimeError when it fails."""
    command = [sys.executable, "-m", __name__, task.__module__, task.__qualname__, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr.strip().splitlines()[-1]}")
    cost = json.loads(done.stdout.splitlines()[-1])
    return Measured(
        name=name, wall_seconds=cost["wall"], cpu_seconds=cost["cpu"], peak_gib=cost["peak"], answer=cost["answer"]
    )


if __name__ == "__main__":
    _here(*sys.argv[1:])
