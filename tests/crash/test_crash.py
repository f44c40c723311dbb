"""Forty builds killed, every fault of publishing, a thousand flipped bits: what readers see stays whole."""

import json
import subprocess
import sys

from tests.conftest import ROOT


def test_what_is_published_is_whole_after_kills_faults_and_flipped_bits(tmp_path) -> None:
    # In a process of its own: builds are forked from it, and this one has threads.
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "verdampt",
            "benchmark",
            "crash",
            "--rows",
            "40",
            "--json",
            str(tmp_path / "found.json"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    assert done.returncode == 0, done.stderr
    assert "40 builds killed" in done.stdout
    for target in json.loads((tmp_path / "found.json").read_text())["targets"]:
        held = target["figure"] >= target["limit"] if target["at_least"] else target["figure"] <= target["limit"]
        assert held, target
