"""Packed or recoded files as plain UTF-8, within caps: an archive may hold far more than its size says."""

import codecs
import gzip
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from verdampt.errors import ExtractError

CHUNK = 1 << 24
LARGEST_UNPACKED = 200 * (1 << 30)
LARGEST_RATIO = 200
SMALL_ENOUGH_FOR_ANY_RATIO = 1 << 24


@contextmanager
def _unpacked(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rb") as stream:
            yield cast(BinaryIO, stream)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
            if len(members) != 1:
                raise ExtractError(f"{path}: the archive holds {len(members)} files; deliver one file per archive")
            with archive.open(members[0]) as stream:
                yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def copy_plain(path: Path, target: Path, *, encoding: str) -> None:
    """Write the file as plain UTF-8, never more than the caps allow."""
    recode = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("strict")
    packed, written = path.stat().st_size, 0
    allowed = min(LARGEST_UNPACKED, max(packed * LARGEST_RATIO, SMALL_ENOUGH_FOR_ANY_RATIO))
    try:
        with _unpacked(path) as stream, target.open("wb") as copy:
            while chunk := stream.read(CHUNK):
                text = chunk if recode is None else recode.decode(chunk).encode()
                written += len(text)
                if written > allowed:
                    raise ExtractError(
                        f"{path}: unpacks to more than {LARGEST_RATIO} times its size; deliver it unpacked"
                    )
                copy.write(text)
            if recode is not None:
                copy.write(recode.decode(b"", final=True).encode())
    except UnicodeDecodeError:
        raise ExtractError(f"{path}: this is not {encoding}; set `encoding` to what the deliverer writes") from None
    # zipfile raises the last two for a method of packing it does not know and for a password.
    except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise ExtractError(
            f"{path}: the archive is damaged or cut off, or no archive at all; deliver the file again"
        ) from None
