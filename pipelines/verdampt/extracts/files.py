"""The bytes of a file before anything is loaded: one pass that finds what no reader may guess.

The route is that of reliability.md 4.2. Nothing here looks at values, and no message holds one.
"""

import codecs
import glob
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from verdampt.errors import ExtractError
from verdampt.extracts.archives import CHUNK, copy_plain
from verdampt.extracts.contracts import Contract, Field

LONGEST_LINE = 1_000_000
OTHER_DELIMITERS = (";", ",", "\t", "|")
MOST_COLUMNS = 500
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MAGIC = {
    b"PK\x03\x04": "a zip or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"\x1f\x8b": "a gzip file",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"SQLite": "a database",
}
NOTE_SUFFIX = ".note.json"


@dataclass(frozen=True, kw_only=True)
class Format:
    """How a deliverer writes its files; said in the configuration, never guessed."""

    delimiter: str = ";"
    encoding: str = "utf-8"
    decimal: str = "."
    dates: str = "yyyy-mm-dd"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A file whose bytes and header keep its contract: which of its columns holds each field."""

    path: Path
    readable: Path
    """UTF-8 text or Parquet: the file itself, or an unpacked or recoded copy in the work folder."""
    names: tuple[str, ...]
    columns: dict[str, str]
    file_year: int | None
    sha256: str
    size: int
    lines: int
    has_quotes: bool
    is_parquet: bool


@dataclass(kw_only=True)
class _Seen:
    """What one pass over the bytes found."""

    size: int = 0
    newlines: int = 0
    returns: bool = False
    quotes: bool = False
    first: bytes = b""
    last: bytes = b""


def matching_files(pattern: str) -> list[Path]:
    """Return the files a path or glob names, sorted; raises ExtractError when there are none."""
    found = [Path(name) for suffix in ("", NOTE_SUFFIX) for name in glob.glob(pattern + suffix, recursive=True)]
    notes = {path for path in found if path.name.endswith(NOTE_SUFFIX)}
    paths = sorted({path for path in found if path.is_file()} - notes)
    for note in sorted(notes):
        if note.with_name(note.name.removesuffix(NOTE_SUFFIX)) not in paths:
            raise ExtractError(f"{note}: this delivery note has no file beside it; deliver the file, or take it away")
    if not paths:
        raise ExtractError(f"{pattern}: no such file; check `path` in the configuration")
    return paths


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; raises ExtractError when it is absent."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        raise ExtractError(f"{path}: no such file; check its path in the configuration") from None


def _refuse_other_files(path: Path, start: bytes) -> None:
    for magic, what in _MAGIC.items():
        if start.startswith(magic):
            raise ExtractError(
                f"{path}: line 1: this is {what}, not text; deliver CSV in UTF-8, or name it by what it is"
            )
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (start.count(b"\0") > len(start) // 4 > 0):
        raise ExtractError(f"{path}: line 1: this is UTF-16; save it as UTF-8, or set `encoding` to utf-16")
    if start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise ExtractError(f"{path}: line 1: this is a web page, not a CSV file; deliver the file itself")


def _scan(path: Path, readable: Path) -> _Seen:
    """Look at every byte once: encoding, NUL, quotes, ends of lines, length of lines."""
    seen = _Seen()
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    since_newline = 0
    with readable.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if not seen.first:
                seen.first = chunk[: max(4096, chunk.find(b"\n") + 1)]
                _refuse_other_files(path, seen.first)
            line = seen.newlines + 1
            if b"\0" in chunk:
                at = line + chunk[: chunk.index(b"\0")].count(b"\n")
                raise ExtractError(f"{path}: line {at}: there is a NUL byte; deliver the file again")
            _decode(path, chunk, decoder, line=line)
            since_newline = _longest_line(path, chunk, since_newline, line=line)
            seen.size += len(chunk)
            seen.newlines += chunk.count(b"\n")
            seen.returns = seen.returns or (not seen.newlines and b"\r" in chunk)
            seen.quotes = seen.quotes or b'"' in chunk
            seen.last = chunk[-1:]
    if decoder.getstate()[0]:
        raise ExtractError(f"{path}: line {seen.newlines + 1}: the file is cut off in a character; deliver it again")
    return seen


def _decode(path: Path, chunk: bytes, decoder: codecs.IncrementalDecoder, *, line: int) -> None:
    if chunk.isascii() and not decoder.getstate()[0]:
        return
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as error:
        at = line + chunk[: error.start].count(b"\n")
        raise ExtractError(
            f"{path}: line {at}: this is not UTF-8 but probably Windows-1252; save it as UTF-8, "
            "or set `encoding` to windows-1252"
        ) from None


def _longest_line(path: Path, chunk: bytes, before: int, *, line: int) -> int:
    """Refuse a line that is too long; return how long the unfinished last line is."""
    first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
    if before + (first if first >= 0 else len(chunk)) > LONGEST_LINE:
        raise ExtractError(f"{path}: line {line}: the line is longer than {LONGEST_LINE:,} bytes; mend the file")
    position = first
    while 0 <= position < last:
        following = chunk.rfind(b"\n", position + 1, position + 1 + LONGEST_LINE)
        if following < 0:
            at = line + chunk[: position + 1].count(b"\n")
            raise ExtractError(f"{path}: line {at}: the line is longer than {LONGEST_LINE:,} bytes; mend the file")
        position = following
    return len(chunk) - last - 1 if last >= 0 else before + len(chunk)


def _header(path: Path, seen: _Seen) -> str:
    if not seen.size or not seen.first.strip():
        raise ExtractError(f"{path}: line 1: the file is empty; deliver the file again")
    if seen.returns and not seen.newlines:
        raise ExtractError(f"{path}: line 1: lines end in CR only; save the file with the line ends LF or CRLF")
    text = seen.first.decode("utf-8", errors="ignore").removeprefix("\ufeff")
    header, newline, _ = text.partition("\n")
    rows = seen.newlines + (seen.last != b"\n") - 1
    if not newline or rows < 1:
        raise ExtractError(f"{path}: line 2: there are no rows under the header; deliver the file again")
    return header.rstrip("\r")


def _split(path: Path, header: str, delimiter: str) -> list[str]:
    names = header.split(delimiter)
    if len(names) > MOST_COLUMNS:
        raise ExtractError(f"{path}: line 1: there are {len(names)} columns; deliver the columns of the contract")
    if len(names) > 1:
        return [name.strip().strip('"').lower() for name in names]
    found = max(OTHER_DELIMITERS, key=header.count)
    hint = f"the columns seem to be separated by {found!r}" if header.count(found) else "there is one column only"
    raise ExtractError(f"{path}: line 1: {hint}, expected {delimiter!r}; save the file with that delimiter")


def _find(field: Field, wanted: str, names: list[str]) -> str | None:
    if wanted in names:
        return wanted
    cut = wanted[: field.cut_at] if field.cut_at else None
    return cut if cut in names else None


def _match(path: Path, names: list[str], *, contract: Contract, renamed: dict[str, str]) -> dict[str, str]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ExtractError(f"{path}: line 1: column {twice[0]!r} occurs twice; remove one of them")
    columns = {}
    for field in contract.fields:
        found = _find(field, renamed.get(field.name, field.name).lower(), names)
        if found is not None:
            columns[field.name] = found
        elif field.required:
            raise ExtractError(
                f"{path}: line 1: column {field.name!r} is missing; "
                "add it or name the deliverer's column under `columns`"
            )
    return columns


def _file_year(path: Path, contract: Contract) -> int | None:
    if not contract.year_in_name:
        return None
    years = set(_YEAR.findall(path.name))
    if len(years) != 1:
        raise ExtractError(f"{path}: the file's name must hold its year once; rename it, as in vektis_2020.csv")
    return int(years.pop())


def inspect(
    path: Path, *, digest: str, contract: Contract, renamed: dict[str, str], format: Format, work: Path
) -> Layout:
    """Look at the bytes and the header of one file and find the column of every field of the contract.

    `digest` is the file's SHA-256; `renamed` maps fields to the deliverer's column names.
    Raises ExtractError with file, line and column.
    """
    if path.suffix == ".parquet":
        return _inspect_parquet(path, contract=contract, renamed=renamed, digest=digest)
    readable = path
    if path.suffix in (".gz", ".zip") or format.encoding != "utf-8":
        readable = work / f"{digest[:16]}.csv"
        copy_plain(path, readable, encoding=format.encoding)
    seen = _scan(path, readable)
    header = _header(path, seen)
    if contract.fixed_width:
        names = [field.name for field in contract.fields]
    else:
        names = _split(path, header, format.delimiter)
    return Layout(
        path=path,
        readable=readable,
        names=tuple(names),
        columns=_match(path, names, contract=contract, renamed=renamed),
        file_year=_file_year(path, contract),
        sha256=digest,
        size=path.stat().st_size,
        lines=seen.newlines + (seen.last != b"\n"),
        has_quotes=seen.quotes,
        is_parquet=False,
    )


def _inspect_parquet(path: Path, *, contract: Contract, renamed: dict[str, str], digest: str) -> Layout:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError):
        raise ExtractError(f"{path}: this is no whole Parquet file; deliver the file again") from None
    names = [name.lower() for name in file.schema_arrow.names]
    if file.metadata.num_rows == 0:
        raise ExtractError(f"{path}: there are no rows; deliver the file again")
    return Layout(
        path=path,
        readable=path,
        names=tuple(names),
        columns=_match(path, names, contract=contract, renamed=renamed),
        file_year=_file_year(path, contract),
        sha256=digest,
        size=path.stat().st_size,
        lines=file.metadata.num_rows + 1,
        has_quotes=False,
        is_parquet=True,
    )
