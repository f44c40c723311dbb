"""The API: what its document promises holds for whatever is asked, and its figures are those of the screen."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from tests.serving.conftest import Server
from verdampt.publishing.snapshot import open_marts
from verdampt_dashboard.numbers import SPARE

TABLES = "/api/v1/tables"
COLUMN = {"regio": "region_code", "zorg": "care_type", "periode": "window_code", "spoed": "urgency"}
"""Parameters that choose by one column that holds their very code."""
MANY = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="session")
def document(server) -> dict:
    return json.loads(server.get("/api/v1/openapi.json").body)


@pytest.fixture(scope="session")
def marts(sample_snapshot):
    with open_marts(sample_snapshot) as connection:
        yield connection


def codes(document: dict, path: str) -> dict[str, list[str]]:
    """Return the codes the document names, by parameter of a path."""
    parameters = document["paths"][path]["get"]["parameters"]
    return {one["name"]: one["schema"]["enum"] for one in parameters if "enum" in one["schema"]}


def rows(server: Server, path: str, **asked: object) -> list[dict]:
    answer = server.get(f"{path}?{urlencode(asked)}")
    assert answer.status == 200, answer.text
    return json.loads(answer.body)["rows"]


def test_whatever_is_asked_the_answer_is_as_described(server, tmp_path) -> None:
    """Schemathesis in a process of its own: it changes Hypothesis for every test that runs beside it."""
    program, document = Path(sys.executable).with_name("schemathesis"), "api/v1/openapi.json"
    asked = ("--phases", "fuzzing", "--max-examples", "6", "--no-color", "--workers", "2")
    command = [program, "run", f"http://127.0.0.1:{server.port}/{document}", *asked]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-4_000:]
    assert "passed" in done.stdout


def test_no_answer_has_a_code_that_the_lists_do_not_have(server, document) -> None:
    paths = [path for path in document["paths"] if path.endswith(".json") and codes(document, path).keys() & COLUMN]
    paths.remove(f"{TABLES}/pub_breaks.json")  # a register that may name care nobody delivered; it holds no figures

    @MANY
    @given(data=st.data())
    def ask(data) -> None:
        path = data.draw(st.sampled_from(paths))
        known = {name: values for name, values in codes(document, path).items() if name in COLUMN}
        chosen = data.draw(st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in known.items()}))
        for row in rows(server, path, **chosen, aantal=300):
            for name, values in known.items():
                assert row[COLUMN[name]] in ([chosen[name]] if name in chosen else [*values, "", None])

    ask()


@pytest.mark.parametrize(
    "query",
    [
        "regio=XX99",
        "regio=nl",
        "regio=NL%27%20or%201=1--",
        "regio=NL&regio=GG0111",
        "regios=",
        "regios=NL.XX99",
        "zorg=",
        "van=2020-3-16",
        "van=20200316",
        "tot=2020-02-30",
        "periode=2020%00",
        "stand=../../etc",
        "stand=0000000000000000",
        "taal=fr",
        "aantal=0",
        "aantal=1e3",
        "aantal=-1",
        "aantal=100001",
        "vanaf=99999999999999999999",
        "vanaf=%D9%A3",
        "onbekend=1",
        "region_code=NL",
    ],
)
def test_what_the_pages_do_not_know_is_refused_in_a_sentence(server, query) -> None:
    answer = server.get(f"{TABLES}/pub_window_deficits.json?{query}")

    assert answer.status == 400
    said = json.loads(answer.body)["error"]
    assert said.endswith(".")
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["pub_x.csv", "fct_care_volumes.csv", "pub_series.exe", "pub_series", "..", "%2e%2e"])
def test_what_is_no_published_table_is_not_found(server, name) -> None:
    assert server.get(f"{TABLES}/{name}").status in (400, 404)


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_each_form_holds_the_published_rows(server, marts, ending) -> None:
    answer = server.get(f"{TABLES}/pub_window_deficits.{ending}?regio=NL&periode=2020")
    expected = marts.sql(
        "select * from pub_window_deficits where region_code = 'NL' and window_code = '2020' order by all"
    ).pl()
    read = {
        "csv": lambda body: pl.read_csv(body, schema_overrides=expected.schema),
        "json": lambda body: pl.DataFrame(json.loads(body.read())["rows"], schema=expected.schema),
        "parquet": pl.read_parquet,
    }[ending]

    assert_frame_equal(read(io.BytesIO(answer.body)), expected, check_row_order=False)
    assert int(answer.headers["Verdampt-Total-Rows"]) == expected.height > 0


def test_pages_of_an_answer_join_into_the_whole(server, marts) -> None:
    address, parts = f"{TABLES}/pub_deficits.json?regio=NL&van=2020-01-01&tot=2020-06-30&aantal=37", []
    while address:
        answer = server.get(address)
        parts += json.loads(answer.body)["rows"]
        following = answer.headers.get("Link", "")
        address = following.partition(">")[0].removeprefix("<")
    whole = marts.sql(
        "select * from pub_deficits where region_code = 'NL' and period_start between '2020-01-01' and '2020-06-30'"
    ).pl()

    assert len(parts) == whole.height > 37
    keys = ["region_code", "care_type", "period_type", "period_start"]
    assert {tuple(str(row[key]) for key in keys) for row in parts} == {
        tuple(map(str, row)) for row in whole.select(keys).iter_rows()
    }


def test_the_screen_s_figure_is_the_one_of_the_api(server) -> None:
    """The overview's own file of an exhibit, and the same region, care and period from the API."""
    query = "regio=NL&zorg=chain_contacts"
    shown = pl.read_csv(io.BytesIO(server.get(f"/bestand/overview/curve.csv?{query}").body), try_parse_dates=True)
    table = pl.DataFrame(rows(server, f"{TABLES}/pub_deficits.json", regio="NL", zorg="chain_contacts"))
    table = table.filter(pl.col("period_type") == "week").with_columns(pl.col("period_start").str.to_date())
    both = shown.join(table, on="period_start", suffix="_api")

    assert both.height == shown.height > 100
    for name in ("observed", "expected"):
        assert_series_equal(both[name], both[f"{name}_api"].round(SPARE), check_names=False, abs_tol=1e-9)


def test_a_fixed_snapshot_stays_after_another_is_published(server, sample_snapshot) -> None:
    answer = server.get(f"{TABLES}/pub_regions.csv?stand={sample_snapshot.id}")

    assert answer.status == 200
    assert answer.headers["Verdampt-Snapshot"] == sample_snapshot.id
    assert date.fromisoformat(json.loads(server.get(TABLES).body)["built_at"])


def test_every_published_table_is_there_with_all_its_columns(server, marts, sample_snapshot) -> None:
    listed = {one["name"]: one for one in json.loads(server.get(TABLES).body)["tables"]}

    assert set(listed) == set(sample_snapshot.manifest["tables"])
    for name, one in listed.items():
        assert [column["name"] for column in one["columns"]] == marts.sql(f"from {name} limit 0").columns
        assert all(column["description"] for column in one["columns"]), name
