"""What tests share: where the real files are, what may be skipped and where, and small builds."""

import asyncio
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.protection import KEY_VARIABLE
from verdampt.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "real"
KEY = "k3y-of-the-tests-0123456789-abcdefghij"
Result = TypeVar("Result")
IN_CI = os.environ.get("CI") == "true"
WHERE = {
    "vektis": "Vektis offers the files at www.vektis.nl/open-data (Zorgverzekeringswet, per gemeente)",
    "vektis-ei": "Vektis offers the record layouts at www.vektis.nl/standaardisatie (EI-standaarden, ZH308)",
    "sterfte": "CBS StatLine offers deaths by week (70895ned) and its expected deaths",
    "geo": "CBS and Kadaster offer the boundaries as gebiedsindelingen at www.pdok.nl",
}


def real_folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir() and IN_CI:
        pytest.fail(f"{folder} is missing; {WHERE[name]}")
    if not folder.is_dir():
        pytest.skip(f"{folder} is missing; {WHERE[name]}")
    return folder


def run_apart(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine in a thread of its own: a browser that another test opened keeps a loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, coroutine).result()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_it_answers(
    address: str, process: subprocess.Popen, *, host: str = "127.0.0.1", seconds: int = 60
) -> None:
    asked = urllib.request.Request(f"{address}/_stcore/health", headers={"Host": host})
    for _ in range(seconds * 5):
        assert process.poll() is None, "the dashboard stopped"
        try:
            urllib.request.urlopen(asked, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"{address} does not answer")


@pytest.fixture(autouse=True)
def _in_project_folder(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory) -> Settings:
    settings = load_settings(ROOT / "verdampt.toml")
    folder = tmp_path_factory.mktemp("samples")
    return settings.model_copy(
        update={"build": settings.build.model_copy(update={"out": folder / "published", "work": folder / "work"})}
    )


def _from_root(build_once):
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        return build_once()
    finally:
        os.chdir(here)


@pytest.fixture(scope="session")
def sample_snapshot(sample_settings):
    return _from_root(lambda: build(sample_settings, progress=SilentProgress()))


@pytest.fixture(scope="session")
def vektis_snapshot(tmp_path_factory):
    real_folder("vektis")
    real_folder("geo")
    settings = _from_root(lambda: load_settings(ROOT / "configs" / "vektis.toml"))
    folder = tmp_path_factory.mktemp("vektis")
    placed = settings.model_copy(
        update={"build": settings.build.model_copy(update={"out": folder / "published", "work": folder / "work"})}
    )
    return _from_root(lambda: build(placed, progress=SilentProgress()))


def confidential(folder: Path, **disclosure) -> Settings:
    """The samples as if they were confidential."""
    settings = load_settings(ROOT / "verdampt.toml")
    extracts = [one.model_copy(update={"already_public": False}) for one in settings.extracts]
    return settings.model_copy(
        update={
            "build": settings.build.model_copy(update={"out": folder / "published", "work": folder / "work"}),
            "disclosure": settings.disclosure.model_copy(update=disclosure),
            "extracts": tuple(extracts),
        }
    )


@pytest.fixture(scope="session")
def protected_build(tmp_path_factory):
    """A confidential build of the samples: its settings and its snapshot."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setenv(KEY_VARIABLE, KEY)
        settings = confidential(tmp_path_factory.mktemp("confidential"))
        return settings, build(settings, progress=SilentProgress())


@pytest.fixture(scope="session")
def protected_store(protected_build, tmp_path_factory) -> Path:
    """Only what is published of it, in a place where there is nothing else."""
    settings, _ = protected_build
    store = tmp_path_factory.mktemp("public") / "published"
    shutil.copytree(settings.build.out, store)
    return store
