"""The dashboard under many readers at once, on a made-up nation: how soon a choice is answered, and what it costs."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from verdampt.benchmarks.measure import Measured, Target
from verdampt.benchmarks.nation import nation
from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.serving import command, environment

READERS = "verdampt_dashboard.load"
"""The readers know the dashboard's messages, which the pipeline does not: they are a process of their own."""
THINK = 8.0
"""Seconds that a reader looks at a page, on average."""
SECONDS = 75.0
ALONE = {"sessions": 1, "seconds": 20.0, "think": 0.5}
PEERS = {"sessions": 25, "seconds": 30.0, "think": 2.0}
"""As many choices a second as a hundred readers make."""
PASSING = 10
"""Readers who come and go, for each of those who stay."""
LONGEST = 150.0
"""Seconds after which a phase is given up."""
AS_STREAMLIT = (
    "import gc, sys; from uvicorn.main import main; from verdampt import serving; "
    "serving.STREAMLIT_OPTIONS['runner.postScriptGC'] = True; gc.freeze = gc.collect; main(sys.argv[1:])"
)
"""The same server with Streamlit's own habit: garbage is collected after every run of a page, among all there is."""
TICKS = os.sysconf("SC_CLK_TCK")
KILO, MEGA = 1_000, 1_024
"""Of bytes, and of the KiB that the system counts memory in."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that was started here, by its port and its process."""

    port: int
    process: int

    def cpu_seconds(self) -> float:
        """Return the processor time it has taken."""
        after_name = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / TICKS

    def peak_gib(self) -> float:
        """Return the most memory it has held."""
        lines = Path(f"/proc/{self.process}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**20


@dataclass(frozen=True, kw_only=True)
class Found:
    """What readers saw, and what it cost the server; times in seconds, memory of the server in KiB."""

    measured: Measured
    answers: list[dict[str, Any]]
    errors: list[str]
    resident: dict[str, int]

    def at(self, share: float, *, of: str) -> float:
        """Return a quantile of something in the answers."""
        return float(np.quantile([one[of] for one in self.answers if one[of] is not None], share))

    def line(self) -> str:
        """Return the times and the payload as one line of text."""
        title, chart = (
            " and ".join(f"{self.at(share, of=f'{one}_after') * 1_000:.0f}" for share in (0.5, 0.95))
            for one in ("title", "chart")
        )
        cpu, kilobytes = self.measured.cpu_seconds / len(self.answers), self.at(0.5, of="received") / KILO
        return (
            f"{self.measured.name}: {len(self.answers)} answers; p50 and p95 of the headline {title} ms, of the first "
            f"figure {chart} ms; {kilobytes:.0f} kB and {cpu * 1_000:.0f} ms CPU each; {len(self.errors)} errors; "
            f"MB of memory {', '.join(f'{name} {size / MEGA:.0f}' for name, size in self.resident.items())}"
        )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", *, port: int) -> None:
    address = f"http://127.0.0.1:{port}/_stcore/health"
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the dashboard did not start")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the dashboard does not answer")


@contextmanager
def serving(published: Path, *, is_tuned: bool = True) -> Iterator[Server]:
    """Run the dashboard on a port of its own, for this machine only; as Streamlit would where it is not tuned."""
    port = _free_port()
    words = command(port=port)
    if not is_tuned:
        words = [words[0], "-c", AS_STREAMLIT, *words[words.index("uvicorn") + 1 :]]
    silence = subprocess.DEVNULL
    process = subprocess.Popen(words, env=environment(published), stdout=silence, stderr=silence)
    try:
        _wait(process, port=port)
        yield Server(port=port, process=process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def readers(name: str, what: str, *, server: Server, **options: float) -> Found:
    """Send readers to a server, who change what they see or come and go, and return what they found."""
    words = [sys.executable, "-m", READERS, what, "--port", str(server.port), "--process", str(server.process)]
    words += [word for option, value in options.items() for word in (f"--{option}", str(value))]
    began, before = time.perf_counter(), server.cpu_seconds()
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=LONGEST)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.strip().splitlines()[-1]}")
    measured = Measured(
        name=name,
        wall_seconds=time.perf_counter() - began,
        cpu_seconds=server.cpu_seconds() - before,
        peak_gib=server.peak_gib(),
        answer=None,
    )
    return Found(measured=measured, **json.loads(done.stdout))


def _held(found: Found, *, sessions: int) -> float:
    """Return the MB that a session takes while it is open."""
    return (found.resident["open"] - found.resident["before"]) / sessions / MEGA


def _growth(passing: Found) -> float:
    """Return the growth of memory in percent between the first and the last look at it."""
    looks = list(passing.resident.values())
    return (looks[-1] / looks[0] - 1) * 100


def targets(crowd: Found, passing: Found, *, tuned: Found, peer: Found, sessions: int) -> list[Target]:
    """Return what must hold of what readers found."""
    wrong = sum(len(one.errors) for one in (crowd, passing, tuned, peer))
    received = f"kB sent for a change, {sessions} sessions"
    limits = {
        f"ms to the headline after a change, p50 of {sessions} sessions": (
            crowd.at(0.5, of="title_after") * 1_000,
            150,
        ),
        f"ms to the headline after a change, p95 of {sessions} sessions": (
            crowd.at(0.95, of="title_after") * 1_000,
            500,
        ),
        f"{received}, median": (crowd.at(0.5, of="received") / KILO, 300),
        f"{received}, maximum": (crowd.at(1, of="received") / KILO, 300),
        "answers that were wrong or did not come": (wrong, 0),
        "MB of memory for each open session": (_held(crowd, sessions=sessions), 1),
        f"% growth of memory over {PASSING * sessions} sessions, from a fifth of them on": (_growth(passing), 5),
        "s to the first figure of a repeat visit, server side, p95": (passing.at(0.95, of="chart_after"), 2),
        "p50 against Streamlit's own garbage collection, 25 sessions": (
            tuned.at(0.5, of="title_after") / peer.at(0.5, of="title_after"),
            1,
        ),
    }
    came = Target(
        name="sessions that came and went", figure=len(passing.answers), limit=PASSING * sessions, at_least=True
    )
    return [*(Target(name=name, figure=figure, limit=limit) for name, (figure, limit) in limits.items()), came]


def _measure(published: Path, *, sessions: int) -> tuple[list[Found], list[Target]]:
    times = {"seconds": SECONDS, "think": THINK}
    with serving(published) as server:
        alone = readers("1 session alone", "change", server=server, **ALONE)
        crowd = readers(f"{sessions} sessions", "change", server=server, sessions=sessions, **times)
    with serving(published) as server:
        count = PASSING * sessions
        passing = readers(f"{count} sessions, one after the other", "come_and_go", server=server, sessions=count)
    with serving(published) as server:
        tuned = readers("25 sessions", "change", server=server, **PEERS)
    with serving(published, is_tuned=False) as server:
        peer = readers("25 sessions, Streamlit's own garbage collection", "change", server=server, **PEERS)
    held = targets(crowd, passing, tuned=tuned, peer=peer, sessions=sessions)
    return [alone, crowd, passing, tuned, peer], held


def run(sessions: int) -> tuple[list[Measured], list[Target]]:
    """Measure the dashboard on a made-up nation with so many readers."""
    with tempfile.TemporaryDirectory(prefix="verdampt-dashboard-") as folder:
        settings = nation(Path(folder))
        build(settings, progress=SilentProgress())
        found, held = _measure(settings.build.out, sessions=sessions)
    for one in found:
        print(one.line())
    return [one.measured for one in found], held
