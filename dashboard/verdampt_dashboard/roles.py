"""Who reads, and who may write notes: said by the proxy in a header, and believed only where the server is told so."""

import os
import re
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from verdampt.errors import SettingsError
from verdampt.publishing.notes import ROLES
from verdampt.serving import HOSTS_VARIABLE, OWN_MACHINE, ROLE_VARIABLE, WRITERS_VARIABLE

EVERYONE, HIGHEST = ROLES[0], ROLES[-1]
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")


def _set(variable: str, environment: Mapping[str, str] = os.environ) -> str:
    return environment.get(variable, "").strip()


def of_request(values_of: Callable[[str], Sequence[str]]) -> str:
    """Return who asks, given what returns the values of a header: everyone, unless one role is named and believed."""
    if _is_own():
        return HIGHEST
    header = _set(ROLE_VARIABLE)
    values = values_of(header) if header else ()
    given = values[0].strip().lower() if len(values) == 1 else ""
    return given if given in ROLES else EVERYONE


def of_session() -> str:
    """Return who looks at the page, by the headers of the session's own connection."""
    return of_request(st.context.headers.get_all)


def _is_own() -> bool:
    """Return whether this is one's own machine, which nobody else reaches: one reader, who reads and writes all."""
    return _set(WRITERS_VARIABLE) == OWN_MACHINE and not (_set(HOSTS_VARIABLE) or _set(ROLE_VARIABLE))


def may_write(role: str) -> bool:
    """Return whether a role may write notes and withdraw them."""
    least = _set(WRITERS_VARIABLE)
    is_high_enough = least in ROLES[1:] and ROLES.index(role) >= ROLES.index(least)
    return _is_own() or (is_high_enough and bool(_set(ROLE_VARIABLE)))


def check(environment: Mapping[str, str]) -> None:
    """Raise SettingsError where the settings of roles are wrong or not safe."""
    header, writers = (_set(variable, environment) for variable in (ROLE_VARIABLE, WRITERS_VARIABLE))
    if header and not HEADER.fullmatch(header):
        raise SettingsError(f"{ROLE_VARIABLE}: {header!r} is no name of a header; write such as Verdampt-Role")
    if writers not in ("", OWN_MACHINE, *ROLES[1:]):
        raise SettingsError(f"{WRITERS_VARIABLE}: {writers!r} is not known; write district or board, or nothing")
    if writers in ROLES[1:] and not header:
        raise SettingsError(f"{ROLE_VARIABLE} is missing; name the header in which the proxy says who reads")
