"""`verdampt run` as a newcomer types it."""

import subprocess
import sys

from tests.conftest import ROOT, free_port, wait_until_it_answers


def test_it_builds_prints_its_address_answers_and_stops_whole(tmp_path) -> None:
    config = (ROOT / "verdampt.toml").read_text().split("# Patient-level")[0]
    config = config.replace('out = "published"', f'out = "{tmp_path}/published"').replace(
        'work = "work"', f'work = "{tmp_path}/work"'
    )
    (tmp_path / "run.toml").write_text(config)
    port = free_port()
    command = [sys.executable, "-m", "verdampt", "run", "--config", str(tmp_path / "run.toml"), "--port", str(port)]

    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = process.stdout.readline().split()[-1]
        wait_until_it_answers(address, process)
    finally:
        process.terminate()
        rest = process.communicate(timeout=30)[0]

    assert address == f"http://127.0.0.1:{port}"
    assert rest == ""
    assert (tmp_path / "work").stat().st_mode & 0o077 == 0
