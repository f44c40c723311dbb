"""What the documentation tells an analyst to do is done here to the letter."""

import json
import os
import re
import shutil
import subprocess
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.conftest import ROOT
from verdampt.publishing.snapshot import open_marts, open_snapshot
from verdampt.serving import PUBLISHED_VARIABLE
from verdampt_dashboard import files, published
from verdampt_dashboard.addresses import of_page
from verdampt_dashboard.api.document import describe
from verdampt_dashboard.reader import Reader, reading
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.view import choices

BLOCK = re.compile(r"^```(sh|toml|sql|csv) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = "ind_urgent_80_plus"


@pytest.fixture(scope="module")
def followed(tmp_path_factory, sample_snapshot, sample_settings):
    """Do what the page says, in a folder as it is after a first `make run`; return that folder."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("data_samples", "sql"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "verdampt.toml", folder)
    shutil.copytree(sample_settings.build.out, folder / "published")
    shutil.copytree(sample_settings.build.work, folder / "work")
    around = {**os.environ, "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}"}
    for kind, place, text in BLOCK.findall((ROOT / "docs" / "add-an-indicator.md").read_text()):
        if kind == "sh":
            subprocess.run(["sh", "-eu", "-c", text], cwd=folder, env=around, check=True)
        elif kind == "toml" and not place:
            (folder / "verdampt.toml").write_text((folder / "verdampt.toml").read_text() + "\n" + text)
        elif place != "example":
            assert (folder / place).is_file(), f"{place} is no file that the steps before made"
            (folder / place).write_text(text)
    return folder


def test_the_indicator_of_the_page_has_everything_an_indicator_has(followed, monkeypatch) -> None:
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(followed / "published"))
    with open_marts(open_snapshot(followed / "published")) as connection:
        series = connection.sql(f"select * from pub_deficits where care_type = '{NAME}'").pl()
        tested = connection.sql(f"select * from pub_backtest where care_type = '{NAME}'").pl()

    assert series.height > 1_000
    assert series["expected"].null_count() == 0
    assert tested.height > 0
    with reading(Reader(language="en", snapshot=published.newest_id())):
        view = choices().change(choices().default, "indicator", NAME)
        sheet = SHEETS["analyses"](view)
        link = of_page("analyses", view)
        exported = files.of_exhibit(sheet.exhibits[0], sheet=sheet, format="csv", link=link)
        dictionary = SHEETS["uitleg"](view).get("dictionary")
        api = json.dumps(describe(root="/api/v1", media_types={"json": "application/json"}))
        titles = " ".join([sheet.title, sheet.about, *(one.text for one in sheet.statements)])
        assert choices().read(dict(parse_qsl(urlsplit(link).query))) == (view, [])

    assert "people aged 80 and over" in titles
    assert exported.count(b"\n") > 1
    assert dictionary is not None
    assert NAME in dictionary.table.frame["care_type"].to_list()
    assert f'"{NAME}"' in api
