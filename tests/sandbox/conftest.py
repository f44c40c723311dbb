"""The small world that attacks aim at, and the worker's limits without its guard and settings."""

from pathlib import Path

import pytest

from tests.sandbox import corpus
from verdampt.sandbox import run


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> corpus.World:
    return corpus.make_world(tmp_path_factory.mktemp("attacked"))


@pytest.fixture
def limits_alone(monkeypatch) -> None:
    monkeypatch.setattr(run, "_WORKER", ("-I", "-B", str(Path(__file__).parent / "bare_worker.py")))
    monkeypatch.setattr(run, "check_text", lambda _: None)


@pytest.fixture(autouse=True)
def _patient(monkeypatch) -> None:
    """Other tests on the same machine may be slow; only the tests of impatience are impatient."""
    monkeypatch.setattr(run, "PATIENCE_SECONDS", 120.0)
