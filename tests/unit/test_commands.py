"""Commands as a user types them."""

import pytest
from typer.testing import CliRunner

from verdampt.cli import app
from verdampt.errors import InputError
from verdampt.extracts.kinds import EXTRACT_CONTRACTS


@pytest.mark.parametrize("kind", EXTRACT_CONTRACTS)
def test_every_kind_is_described(kind: str) -> None:
    done = CliRunner().invoke(app, ["describe", kind])

    assert done.exit_code == 0
    assert EXTRACT_CONTRACTS[kind].fields[0].name[:12] in done.output


def test_an_unknown_kind_and_benchmark_are_refused() -> None:
    assert isinstance(CliRunner().invoke(app, ["describe", "magic"]).exception, InputError)
    assert isinstance(CliRunner().invoke(app, ["benchmark", "magic"]).exception, InputError)


def test_a_folder_that_holds_something_is_not_written_into(tmp_path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    done = CliRunner().invoke(app, ["synthesise", "--people", "1000", "--out", str(tmp_path)])

    assert isinstance(done.exception, InputError)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_small_ingest_benchmark_counts_every_row(tmp_path) -> None:
    done = CliRunner().invoke(app, ["benchmark", "ingest", "--rows", "20000", "--json", str(tmp_path / "f.json")])

    assert done.exit_code == 0, done.output
    assert "ingest: CPU against pandas" in done.output
    assert (tmp_path / "f.json").exists()


def test_the_small_link_benchmark_agrees_with_its_peers(tmp_path) -> None:
    done = CliRunner().invoke(app, ["benchmark", "link", "--rows", "20000", "--json", str(tmp_path / "f.json")])

    assert done.exit_code == 0, done.output
    assert "link: seconds for the whole job" in done.output


def test_the_small_linkage_benchmark_finds_what_was_planted() -> None:
    done = CliRunner().invoke(app, ["benchmark", "linkage", "--rows", "5000"])

    assert done.exit_code == 0, done.output
    assert "NL" in done.output
    assert "linkage: lowest precision" in done.output


def test_the_committed_extracts_come_from_the_committed_generator(tmp_path) -> None:
    import gzip

    from tests.conftest import ROOT
    from verdampt.synthesis.generate import synthesise

    synthesise(20_000, out=tmp_path / "made", seed=1)

    committed = ROOT / "data_samples" / "extracts"
    assert {path.name for path in committed.iterdir()} == {path.name for path in (tmp_path / "made").iterdir()}
    for path in sorted(committed.glob("*.csv")):
        assert path.read_bytes() == (tmp_path / "made" / path.name).read_bytes()
    for path in sorted(committed.glob("*.gz")):
        assert gzip.decompress(path.read_bytes()) == gzip.decompress((tmp_path / "made" / path.name).read_bytes())
    assert (committed / "truth.json").read_text() == (tmp_path / "made" / "truth.json").read_text()
