"""What tests share: where the real files are, what may be skipped and where, and small builds."""

import os
from pathlib import Path

import pytest

from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "real"
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
