"""How a measurement is taken: in a process of its own, so that memory and processor time are its alone."""

import multiprocessing
import resource
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


def _work(task: Callable[..., Any], arguments: tuple[Any, ...], answers: Any) -> None:
    started = time.perf_counter()
    answer = task(*arguments)
    wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    answers.put((wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20, answer))


def measure(name: str, task: Callable[..., Any], *arguments: Any) -> Measured:
    """Run a task in a fresh process and return its cost; raises RuntimeError when it fails."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_work, args=(task, arguments, answers))
    process.start()
    while process.is_alive() and answers.empty():
        process.join(0.05)
    if answers.empty():
        raise RuntimeError(f"{name} failed with exit code {process.exitcode}")
    wall, cpu, peak, answer = answers.get()
    process.join()
    return Measured(name=name, wall_seconds=wall, cpu_seconds=cpu, peak_gib=peak, answer=answer)
