"""What the repository may not hold."""

import ast
import re
import subprocess

from tests.conftest import ROOT


def tracked() -> list[str]:
    return subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_the_lock_file_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()

    assert "://" not in lock
    pinned = re.findall(r"^[a-z0-9._-]+==", lock, re.MULTILINE)
    assert len(pinned) > 40
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_no_path_of_a_machine_is_written_down() -> None:
    home = re.compile(r"/(?:home|root|Users|work|tmp|opt)/[a-z]")
    for name in tracked():
        if name.endswith((".png", ".lock", ".csv", ".gz")) or name.startswith("tests/architecture"):
            continue
        assert not home.search((ROOT / name).read_text(encoding="utf-8")), name


def test_modules_functions_and_pages_stay_small() -> None:
    for name in (name for name in tracked() if not name.startswith("tests/")):
        lines = len((ROOT / name).read_text().splitlines()) if name.endswith(".py") else 0
        assert lines <= (60 if "app_pages" in name else 330), name


def test_every_public_function_of_the_statistics_names_the_source_of_its_formula() -> None:
    for name in tracked():
        if "/statistics/" in name or "/disclosure/" in name:
            for node in ast.parse((ROOT / name).read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    assert "methods.md" in (ast.get_docstring(node) or ""), f"{name}: {node.name}"
