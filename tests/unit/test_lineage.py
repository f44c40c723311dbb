"""Where a figure comes from, what changed between snapshots, pins, and how long snapshots stay."""

import pytest
from typer.testing import CliRunner

from tests.conftest import ROOT
from verdampt.benchmarks.crash import small_extract
from verdampt.benchmarks.faults import leftovers
from verdampt.build import build, build_if_needed
from verdampt.cli import app
from verdampt.errors import SnapshotError
from verdampt.intake import SilentProgress
from verdampt.manifest import fingerprint
from verdampt.publishing.lineage import differences, explain, rows_where
from verdampt.publishing.links import Links, links_url
from verdampt.publishing.snapshot import all_snapshots, current_id, open_snapshot, remove_old
from verdampt.settings import LinksSettings, load_settings


def made(folder, *, batch: int):
    return build(small_extract(folder, batch=batch), progress=SilentProgress())


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two snapshots in one store: the second from a corrected file."""
    folder = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder, made(folder, batch=1), made(folder, batch=2)


def test_a_figure_is_traced_to_its_models_inputs_settings_and_code(two) -> None:
    _, _, snapshot = two

    text = "\n".join(explain(snapshot, "pub_deficits"))

    for part in (snapshot.id, "calc_expected", "stg_volumes__counts", "raw_volumes (as read)", "crash/volumes.csv"):
        assert part in text
    file = next(one for one in snapshot.manifest["inputs"] if one["kind"] == "volumes")
    assert file["sha256"][:16] in text
    assert "baseline: 2017-01-01 to 2019-12-29" in text
    rows = rows_where(snapshot, "pub_deficits", {"region_code": "GG0111", "period_start": "2020-03-16"})
    assert rows.height == 1


@pytest.mark.parametrize(("table", "column"), [("pub_nothing", "region_code"), ("pub_deficits", "no_column")])
def test_what_is_not_there_is_said_in_one_sentence(two, table, column) -> None:
    with pytest.raises(SnapshotError, match=r"no such published table|has no column"):
        rows_where(two[2], table, {column: "x"})


def test_changed_figures_come_with_their_reason(two) -> None:
    _, before, after = two

    changes = {change.table: change for change in differences(before, after)}

    assert changes["pub_volumes"].changed > 300
    assert changes["pub_volumes"].added == changes["pub_volumes"].removed == 0
    assert changes["pub_volumes"].reasons == ("correction: crash/volumes.csv",)
    assert "pub_events" not in changes
    assert differences(after, after) == []


def test_other_settings_are_a_reason_too(two, tmp_path) -> None:
    _, before, _ = two
    settings = small_extract(tmp_path, batch=1)
    baseline = settings.baseline.model_copy(update={"first": settings.baseline.first.replace(year=2018)})

    after = build(settings.model_copy(update={"baseline": baseline}), progress=SilentProgress())

    reasons = {reason for change in differences(before, after) for reason in change.reasons}
    assert reasons == {"settings: baseline"}


def test_the_same_inputs_in_another_order_give_the_same_snapshot(two, tmp_path) -> None:
    _, first, _ = two
    settings = small_extract(tmp_path, batch=1)
    path = tmp_path / "volumes.csv"
    header, *lines = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(lines)]) + "\n")

    again = build(settings, progress=SilentProgress())

    assert again.id == first.id
    assert again.manifest["contents"] == first.manifest["contents"]


def test_nothing_is_built_when_nothing_changed_and_something_is_when_it_did(tmp_path) -> None:
    settings = small_extract(tmp_path, batch=1)
    first = build_if_needed(settings, progress=SilentProgress())
    before = first.marts.stat().st_mtime_ns

    assert build_if_needed(settings, progress=SilentProgress()).marts.stat().st_mtime_ns == before
    old = fingerprint(settings)
    small_extract(tmp_path, batch=2)
    assert fingerprint(settings) != old
    assert build_if_needed(settings, progress=SilentProgress()).id != first.id


def test_pinned_snapshots_and_the_current_one_stay_others_go_by_age(two) -> None:
    folder, first, second = two
    store = folder / "published"
    third = made(folder, batch=3)

    gone = remove_old(store, keep=1, pinned={first.id})

    assert gone == [second.id]
    assert {one["id"] for one in all_snapshots(store)} == {first.id, third.id}
    assert current_id(store) == third.id
    assert open_snapshot(store, first.id).id == first.id


def frozen(folder, *, url: str = "", keep: int = 1):
    """Settings of a store that keeps one snapshot, and where its links are."""
    settings = small_extract(folder, batch=2)
    build_settings = settings.build.model_copy(update={"keep": keep})
    return settings.model_copy(update={"build": build_settings, "links": LinksSettings(url=url)})


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_build_keeps_what_a_link_is_frozen_to(tmp_path, request, database) -> None:
    url = request.getfixturevalue("postgresql_url") if database == "postgresql" else ""
    first, store = made(tmp_path, batch=1), tmp_path / "published"
    with Links(links_url(url, store=store)) as links:
        links.shorten("/regios", snapshot=first.id)
        links.shorten("/keten", snapshot=first.id)

    second = build(frozen(tmp_path, url=url), progress=SilentProgress())

    assert {one["id"] for one in all_snapshots(store)} == {first.id, second.id}
    assert leftovers(store) == []


def test_a_build_without_links_makes_no_registry_and_lets_the_old_go(tmp_path) -> None:
    made(tmp_path, batch=1)

    second = build(frozen(tmp_path), progress=SilentProgress())

    assert [one["id"] for one in all_snapshots(tmp_path / "published")] == [second.id]
    assert not list(tmp_path.rglob("links*"))


@pytest.mark.parametrize("url", ["", "postgresql://reader:h0nd@127.0.0.1:1/links"])
def test_nothing_is_removed_when_the_links_cannot_be_read(tmp_path, url, caplog) -> None:
    first, store = made(tmp_path, batch=1), tmp_path / "published"
    (store / "links.sqlite").write_text(
        "this is no database, whatever its name says; it is long enough to be looked at"
    )

    second = build(frozen(tmp_path, url=url), progress=SilentProgress())

    assert {one["id"] for one in all_snapshots(store)} == {first.id, second.id}
    assert current_id(store) == second.id
    assert [record.getMessage().startswith("Old snapshots stay") for record in caplog.records] == [True]
    assert "h0nd" not in caplog.text + (second.folder / "manifest.json").read_text()


def test_where_links_live_is_no_reason_to_build_anew(tmp_path) -> None:
    assert fingerprint(frozen(tmp_path)) == fingerprint(frozen(tmp_path, url="postgresql://reader@127.0.0.1:1/links"))


def test_the_list_of_snapshots_says_how_many_links_pin_each(two, tmp_path, monkeypatch) -> None:
    folder, first, _ = two
    config = tmp_path / "verdampt.toml"
    config.write_text(
        f'[build]\nout = "{folder}/published"\n[links]\nurl = "sqlite:///{tmp_path}/links.sqlite"\n'
        '[[extracts]]\nkind = "volumes"\nsource = "a"\npath = "a.csv"\n'
    )
    with Links(load_settings(config).links.url) as links:
        for number in range(37):
            links.shorten(f"/?n={number}", snapshot=first.id)
    monkeypatch.setenv("COLUMNS", "200")

    done = CliRunner().invoke(app, ["snapshots", "--config", str(config)])

    lines = [line for line in done.output.splitlines() if "37" in line.split()[-2:]]
    assert [first.id in line for line in lines] == [True], done.output
