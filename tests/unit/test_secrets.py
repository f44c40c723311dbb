"""What a row holds is in no log, error or published file."""

import os
import subprocess
import sys

from tests.conftest import ROOT

SECRET = "SECRETVALUE7"


def test_the_value_of_a_row_is_in_nothing_that_is_written_or_said(tmp_path) -> None:
    lines = ["region_code;care_type;period_type;period_start;volume"]
    lines += [f"GG0111;gp_contacts;week;2017-01-{day:02};100" for day in (2, 9, 16, 23)]
    wrong = [
        f"GG0111;gp_contacts;week;2017-02-06;{SECRET}",
        f"{SECRET};gp_contacts;week;2017-02-06;100",
        f"GG0111;gp_contacts;week;{SECRET};100",
        f"GG0111;gp_contacts;week;2017-02-06;100;{SECRET}",
    ]
    for number, line in enumerate(wrong):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "volumes.csv").write_text("\n".join([*lines, line]) + "\n")
        (folder / "verdampt.toml").write_text(
            f'[build]\nout = "{folder}/published"\nwork = "{folder}/work"\n[quality]\nmaximum_rejected_share = 0.5\n'
            f'[[extracts]]\nkind = "volumes"\nsource = "secret"\npath = "{folder}/volumes.csv"\nalready_public = true\n'
        )
        for command in ("check", "build"):
            done = subprocess.run(
                [sys.executable, "-m", "verdampt", command, "--config", str(folder / "verdampt.toml")],
                capture_output=True,
                text=True,
                check=False,
                cwd=ROOT,
                env={**os.environ, "COLUMNS": "400"},
            )
            assert SECRET not in done.stdout + done.stderr, (command, line)
            assert "volumes.csv" in done.stdout + done.stderr or done.returncode == 0
        for path in (folder / "published").rglob("*"):
            assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
