"""What refuses a file whole although every row of it can be read."""

import re

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError
from verdampt.extracts.deliveries import read_note
from verdampt.extracts.loading import Loaded, Reading
from verdampt.extracts.rules import BSN, bsn_columns, bsn_test, literal

BSN_SHARE = 0.3
"""Of arbitrary nine-digit numbers one in eleven passes the 11-test; a column in which more do holds BSNs."""


def refuse_whole(engine: Engine, read: Loaded, how: Reading, *, label: str) -> str:
    """Raise ExtractError for what refuses a file at once: a difference with its note, a BSN, another pseudonym.

    `label` is what earlier pseudonyms were labelled with; what they are labelled with from now on comes back.
    """
    note, path = read_note(read.layout.path), read.layout.path
    rows = engine.count(read.table) + len(read.unreadable)
    if note.rows is not None and note.rows != rows:
        raise ExtractError(f"{path}: there are {rows} rows, the delivery note says {note.rows}; deliver it again")
    if note.sha256 is not None and note.sha256 != read.layout.sha256:
        raise ExtractError(f"{path}: this is not the file of the delivery note (another sha256); deliver it again")
    if how.contract.confidential:
        _refuse_bsn(engine, read)
    if any(one.name == "pseudonym_label" for one in how.contract.fields):
        return _refuse_pseudonyms(engine, read, how, label=label)
    return label


def _refuse_bsn(engine: Engine, read: Loaded) -> None:
    """Raise when a column holds BSNs: in an accepted row, or in a rejected one, whose value class says so."""
    column = _column_with_bsn(engine, read)
    where = bsn_test(f'"{column}"')[1] if column else ""
    rejected = engine.rows(f"select min(fault) from {read.table} where value_class = '{BSN}'")[0][0]
    if rejected is not None:
        column = read.rules.faults()[rejected - 1].column
        where = f"value_class = '{BSN}' and fault = {rejected}"
    if column:
        raise ExtractError(
            f"{read.layout.path}: line {read.first_line(engine, where)}: column {column!r} holds a BSN; "
            "have the file pseudonymised before it is sent"
        )


def _column_with_bsn(engine: Engine, read: Loaded) -> str | None:
    tests = {name: bsn_test(f'"{name}"') for name in bsn_columns(read.rules.contract)}
    counts = ", ".join(["count(*)", *(f"count(*) filter ({has})" for has, _ in tests.values())])
    for (name, (_, bsn)), nines in zip(
        tests.items(), engine.rows(f"select {counts} from {read.table}")[0][1:], strict=True
    ):
        passing = engine.rows(f"select count(*) filter ({bsn}) from {read.table}")[0][0] if nines else 0
        if passing > BSN_SHARE * nines:
            return name
    return None


def _refuse_pseudonyms(engine: Engine, read: Loaded, how: Reading, *, label: str) -> str:
    """Raise when the pseudonyms of a file are labelled otherwise than those of the others."""
    form = how.contract.field("pseudonym_label")
    found = engine.rows(f"select distinct pseudonym_label from {read.table} limit 3")
    labels = [row[0] for row in found if row[0] is not None]
    wanted = how.pseudonym_label or label or (labels[0] if labels else "")
    if labels and not re.fullmatch(form.pattern or "", wanted):
        where = f"{read.layout.path}: line {read.first_line(engine, 'pseudonym_label is not null')}"
        raise ExtractError(f"{where}: column 'pseudonym_label' is not {form.pattern_words}; correct it")
    if any(one != wanted for one in labels):
        where = f"{read.layout.path}: line {read.first_line(engine, f'pseudonym_label <> {literal(wanted)}')}"
        raise ExtractError(
            f"{where}: column 'pseudonym_label' names another scheme, version or domain than {wanted}; "
            "have the file pseudonymised anew"
        )
    return wanted
