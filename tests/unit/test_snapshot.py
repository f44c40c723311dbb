"""Snapshots are whole or absent, and a damaged one is never shown."""

import json

import pytest

from verdampt.errors import InputError, SnapshotError
from verdampt.publishing import snapshot as snapshots
from verdampt.publishing.snapshot import (
    MARTS,
    all_snapshots,
    current_id,
    new_folder,
    only_writer,
    open_snapshot,
    publish,
)


def put(store, number: int):
    with new_folder(store) as draft:
        (draft / MARTS).write_bytes(b"tables" * number)
        return publish(store, draft=draft, manifest={"id": f"id{number}", "built_at": f"2026-01-0{number}"})


def test_the_newest_is_current_and_the_older_stays(tmp_path) -> None:
    put(tmp_path, 1)
    put(tmp_path, 2)

    assert current_id(tmp_path) == "id2"
    assert open_snapshot(tmp_path).marts.read_bytes() == b"tables" * 2
    assert open_snapshot(tmp_path, "id1").marts.read_bytes() == b"tables"
    assert [one["id"] for one in all_snapshots(tmp_path)] == ["id1", "id2"]
    assert not (tmp_path / "tmp").exists()


def test_publishing_the_same_again_changes_nothing_in_it(tmp_path) -> None:
    put(tmp_path, 1)
    before = (tmp_path / "snapshots" / "id1" / "manifest.json").read_bytes()

    put(tmp_path, 1)

    assert (tmp_path / "snapshots" / "id1" / "manifest.json").read_bytes() == before


def test_a_draft_that_fails_leaves_the_current_one_and_nothing_else(tmp_path) -> None:
    put(tmp_path, 1)

    def fail() -> None:
        with new_folder(tmp_path) as draft:
            (draft / MARTS).write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert current_id(tmp_path) == "id1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "snapshots"]


@pytest.mark.parametrize("name", [MARTS, "manifest.json"])
def test_one_flipped_bit_is_refused_with_the_file_named(tmp_path, name) -> None:
    snapshot = put(tmp_path, 1)
    path = snapshot.folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))

    with pytest.raises(SnapshotError, match=name):
        open_snapshot(tmp_path)


def test_a_second_writer_is_refused_in_one_sentence(tmp_path) -> None:
    with only_writer(tmp_path), pytest.raises(InputError, match="another build"), only_writer(tmp_path):
        pass


def test_a_reader_that_began_before_another_was_published_sees_one_whole_snapshot(tmp_path, monkeypatch) -> None:
    put(tmp_path, 1)
    pointer_at_first = snapshots._pointer

    def pointer_then_another_build(store):
        found = pointer_at_first(store)
        monkeypatch.setattr(snapshots, "_pointer", pointer_at_first)
        put(store, 2)
        return found

    monkeypatch.setattr(snapshots, "_pointer", pointer_then_another_build)

    assert open_snapshot(tmp_path).id == "id1"
    assert open_snapshot(tmp_path).id == "id2"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": "id1"}'])
def test_a_damaged_pointer_is_refused_with_its_name(tmp_path, text) -> None:
    put(tmp_path, 1)
    (tmp_path / "CURRENT").write_text(text)

    with pytest.raises(SnapshotError, match="CURRENT"):
        open_snapshot(tmp_path)


def test_an_empty_store_and_an_unknown_id_are_said(tmp_path) -> None:
    with pytest.raises(SnapshotError, match="nothing is published"):
        open_snapshot(tmp_path)
    put(tmp_path, 1)
    with pytest.raises(SnapshotError, match="no snapshot nope"):
        open_snapshot(tmp_path, "nope")


def test_the_manifest_of_a_build_accounts_for_every_row(sample_snapshot) -> None:
    manifest = json.loads((sample_snapshot.folder / "manifest.json").read_text())

    assert all(one["rows_in"] == one["rows_accepted"] + one["rows_rejected"] for one in manifest["inputs"])
    assert all(len(one["sha256"]) == 64 for one in manifest["inputs"])
    assert manifest["versions"]["verdampt"]
    assert manifest["tables"]["pub_deficits"] > 0
