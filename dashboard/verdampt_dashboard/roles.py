"""Who reads, and who may write notes: said by the proxy in a header, and believed only where the server is told so."""

import os
import re
from collections.abc import Mapping, Sequence

import streamlit as st

from verdampt.errors import SettingsError
from verdampt.publishing.notes import ROLES
from verdampt.serving import HOSTS_VARIABLE, OWN_MACHINE, ROLE_VARIABLE, WRITERS_VARIABLE

EVERYONE, HIGHEST = ROLES[0], ROLES[-1]
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")


def _set(variable: str) -> str:
    return os.environ.get(variable, "").strip()


def of_values(values: Sequence[str]) -> str:
    """Return the role that the values of the header mean: everyone, unless there is exactly one that is known."""
    given = values[0].strip().lower() if len(values) == 1 else ""
    return given if given in ROLES else EVERYONE


def header() -> str:
    """Return the name of the header that is believed; blank where none is."""
    return _set(ROLE_VARIABLE)


def of_headers(headers: Mapping[str, str], *, all_of: Sequence[str] | None = None) -> str:
    """Return who asks for a file by the headers of the request; `all_of` are the values where there may be more."""
    if is_own():
        return HIGHEST
    if not header():
        return EVERYONE
    found = all_of if all_of is not None else [value for name, value in headers.items() if name == header()]
    return of_values(found)


def of_session() -> str:
    """Return who looks at the page, by the headers of the session's own connection."""
    if is_own():
        return HIGHEST
    return of_values(st.context.headers.get_all(header())) if header() else EVERYONE


def is_own() -> bool:
    """Return whether this is somebody's own machine: one reader, who reads and writes all."""
    return _set(WRITERS_VARIABLE).lower() == OWN_MACHINE and not _set(HOSTS_VARIABLE)


def may_write(role: str) -> bool:
    """Return whether a role may write notes and withdraw them."""
    least = _set(WRITERS_VARIABLE).lower()
    if is_own():
        return True
    return least in ROLES[1:] and bool(header()) and ROLES.index(role) >= ROLES.index(least)


def check(environment: Mapping[str, str]) -> None:
    """Raise SettingsError where the settings of roles are wrong or not safe."""
    name, writers = (environment.get(variable, "").strip() for variable in (ROLE_VARIABLE, WRITERS_VARIABLE))
    if name and not HEADER.fullmatch(name):
        raise SettingsError(f"{ROLE_VARIABLE}: {name!r} is no name of a header; write such as Verdampt-Role")
    if writers.lower() not in ("", OWN_MACHINE, *ROLES[1:]):
        raise SettingsError(f"{WRITERS_VARIABLE}: {writers!r} is not known; write district, board or own, or nothing")
    if writers.lower() == OWN_MACHINE and (name or environment.get(HOSTS_VARIABLE, "").strip()):
        raise SettingsError(f"{WRITERS_VARIABLE}: own is for one's own machine only; write district or board")
    if writers.lower() in ROLES[1:] and not name:
        raise SettingsError(f"{ROLE_VARIABLE} is missing; name the header in which the proxy says who reads")
