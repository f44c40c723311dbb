"""Where a figure comes from, what changed between snapshots, pins, and how long snapshots stay."""

import pytest

from tests.conftest import ROOT
from verdampt.benchmarks.crash import small_extract
from verdampt.build import build, build_if_needed, fingerprint
from verdampt.errors import SnapshotError
from verdampt.intake import SilentProgress
from verdampt.publishing.lineage import differences, explain, rows_where
from verdampt.publishing.snapshot import all_snapshots, current_id, open_snapshot, pin, pins, remove_old


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
    pin(store, first.id, name="link one")
    pin(store, first.id, name="link one")
    pin(store, first.id, name="link two")

    gone = remove_old(store, keep=1)

    assert gone == [second.id]
    assert pins(store, first.id) == 2
    assert {one["id"] for one in all_snapshots(store)} == {first.id, third.id}
    assert current_id(store) == third.id
    assert open_snapshot(store, first.id).id == first.id
    with pytest.raises(SnapshotError, match="no snapshot"):
        pin(store, second.id, name="too late")
