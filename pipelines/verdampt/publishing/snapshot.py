"""Published snapshots: one immutable folder each, made current in one move.

The order of writing and syncing is that of reliability.md 3.1.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from verdampt.errors import InputError, SnapshotError

MARTS = "marts.duckdb"
MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"
CURRENT = "CURRENT"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A published snapshot that has been found whole."""

    id: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def marts(self) -> Path:
        """Return the file with the published tables."""
        return self.folder / MARTS


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_synced(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _sync(path)


@contextmanager
def only_writer(store: Path, *, private: bool = False) -> Iterator[None]:
    """Hold a folder for one build; raises InputError when another build has it. A private one is its owner's only."""
    store.mkdir(parents=True, exist_ok=True)
    if private:
        store.chmod(0o700)
    with (store / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"{store}: another build is writing here; wait until it is done") from None
        yield


@contextmanager
def new_folder(store: Path) -> Iterator[Path]:
    """Give an empty folder beside the snapshots; nothing of it stays unless it is published."""
    drafts = store / "tmp"
    shutil.rmtree(drafts, ignore_errors=True)
    folder = drafts / secrets.token_hex(8)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def publish(store: Path, *, draft: Path, manifest: dict[str, Any]) -> Snapshot:
    """Verify and sync a draft, move it to its place and make it current in one atomic rename.

    `manifest` must hold the snapshot's `id`; hash and size of the tables are added here.
    """
    marts = draft / MARTS
    _sync(marts)
    whole = {**manifest, "outputs": {MARTS: {"sha256": sha256_of(marts), "bytes": marts.stat().st_size}}}
    text = json.dumps(whole, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    _write_synced(draft / MANIFEST, text)
    _write_synced(draft / MANIFEST_HASH, sha256_of(draft / MANIFEST) + "\n")
    _sync(draft)
    snapshots = store / "snapshots"
    snapshots.mkdir(exist_ok=True)
    place = snapshots / str(manifest["id"])
    if not place.exists():
        draft.rename(place)
        _sync(snapshots)
    _make_current(store, snapshot_id=str(manifest["id"]), fingerprint=manifest.get("fingerprint"))
    return open_snapshot(store)


def _make_current(store: Path, *, snapshot_id: str, fingerprint: str | None) -> None:
    pointer = {
        "id": snapshot_id,
        "manifest_sha256": sha256_of(store / "snapshots" / snapshot_id / MANIFEST),
        "fingerprint": fingerprint,
    }
    beside = store / f"{CURRENT}.tmp"
    _write_synced(beside, json.dumps(pointer) + "\n")
    beside.replace(store / CURRENT)
    _sync(store)


def _pointer(store: Path) -> dict[str, Any] | None:
    """Return what says which snapshot is current, or None when nothing was published yet."""
    try:
        found = json.loads((store / CURRENT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        found = None
    if not isinstance(found, dict) or not {"id", "manifest_sha256"} <= found.keys():
        raise SnapshotError(f"{store / CURRENT}: the file is damaged; build again")
    return found


def current_id(store: Path) -> str | None:
    """Return the id of the current snapshot, or None when nothing was published yet."""
    pointer = _pointer(store)
    return str(pointer["id"]) if pointer else None


def current_fingerprint(store: Path) -> str | None:
    """Return the hash of what the current snapshot was made from, or None when nothing was published yet."""
    pointer = _pointer(store)
    return pointer.get("fingerprint") if pointer else None


def remove_old(store: Path, *, keep: int, pinned: Collection[str]) -> list[str]:
    """Remove all but the newest `keep` snapshots, the current one and the pinned; return the ids of what went.

    A snapshot leaves its place in one rename before its files go, so that nobody opens half of it.
    """
    newest_last = [str(manifest["id"]) for manifest in all_snapshots(store)]
    current = current_id(store)
    old = [one for one in newest_last[:-keep] if one != current and one not in pinned]
    for snapshot_id in old:
        leaving = store / "tmp" / f"old-{snapshot_id}"
        leaving.parent.mkdir(exist_ok=True)
        (store / "snapshots" / snapshot_id).rename(leaving)
        shutil.rmtree(leaving)
    return old


def open_snapshot(store: Path, snapshot_id: str | None = None) -> Snapshot:
    """Return a snapshot, the current one by default, after checking its hashes.

    Raises SnapshotError when it is absent or a file is not what the manifest says.
    """
    # Read once: another build may make another snapshot current between two reads.
    pointer = None if snapshot_id else _pointer(store)
    wanted = snapshot_id or (str(pointer["id"]) if pointer else None)
    if wanted is None:
        raise SnapshotError(f"{store}: nothing is published here yet; run `verdampt build` first")
    folder = store / "snapshots" / wanted
    try:
        content = (folder / MANIFEST).read_bytes()
        written = (folder / MANIFEST_HASH).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise SnapshotError(f"{store}: there is no snapshot {wanted}; see `verdampt snapshots`") from None
    except UnicodeDecodeError:
        written = ""
    found = hashlib.sha256(content).hexdigest()
    if found != written or (pointer and found != pointer["manifest_sha256"]):
        raise SnapshotError(f"{folder / MANIFEST}: the file is damaged; build again")
    manifest = json.loads(content)
    for name, output in manifest["outputs"].items():
        if sha256_of(folder / name) != output["sha256"]:
            raise SnapshotError(f"{folder / name}: the file is damaged; build again")
    return Snapshot(id=wanted, folder=folder, manifest=manifest)


def open_marts(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """Return a connection that can read the published tables and nothing else."""
    closed: dict[str, Any] = {"enable_external_access": "false", "lock_configuration": "true"}
    return duckdb.connect(str(snapshot.marts), read_only=True, config=closed)


def all_snapshots(store: Path) -> list[dict[str, Any]]:
    """Return the manifests of all snapshots, oldest first."""
    manifests = [json.loads(path.read_text(encoding="utf-8")) for path in (store / "snapshots").glob(f"*/{MANIFEST}")]
    return sorted(manifests, key=lambda manifest: str(manifest["built_at"]))
