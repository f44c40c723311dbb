"""The dashboard as a server, closed to all it does not need: `uvicorn verdampt_dashboard.server:app`."""

import gc
import logging
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from typing import Any

import streamlit as st
from anyio import CapacityLimiter, to_thread
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit import config, net_util
from streamlit.runtime.app_session import AppSession

from verdampt.errors import LinksError, SettingsError, SnapshotError
from verdampt.publishing.links import TARGET, Link, Links, links_url
from verdampt.resources import project_root
from verdampt.serving import HOSTS_VARIABLE, LINKS_VARIABLE, SECRET_VARIABLE, STREAMLIT_OPTIONS
from verdampt_dashboard import addresses, downloads, published, report_files, roles
from verdampt_dashboard.api import answers
from verdampt_dashboard.door import LOOPBACK, Door, name_of
from verdampt_dashboard.server_pages import STATIC, index, script_hashes, sorry
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.view import choices

LOGGER = logging.getLogger(__name__)
SHORTEST_SECRET = 32
EXAMPLE_SECRET = "replace-this-by-the-output-of-openssl-rand-hex-32"
FIRST_RUN_NEEDS = ("pandas", "plotly.graph_objects", "polars", "duckdb", "verdampt_dashboard.components")
BIDI = "/_stcore/bidi-components"
OPEN = frozenset({"/", "/gezond", "/_stcore/health", "/_stcore/host-config"})
OPEN_BELOW = (
    f"/{addresses.FILES}/",
    f"/{addresses.REPORTS}/",
    "/media/",
    "/_stcore/bidi-components/",
    f"{answers.ROOT}/",
)
PAGE_NAME = "[A-Za-z0-9_-]+"
PAGE_OR_LINK = re.compile(f"/{PAGE_NAME}/?|/k/[A-Za-z0-9]{{1,64}}")
LOOK_UPS = CapacityLimiter(4)
"""Threads of their own: a database that does not answer must not keep pages waiting."""
FAULTS = {404: "not_found", 500: "failed"}


class _PageName(StringConvertor):
    regex = PAGE_NAME


def page(request: Request) -> Response:
    """Return the empty page, which asks for the rest by itself."""
    return HTMLResponse(index("en" if request.query_params.get("taal") == "en" else "nl"))


def without_slash(request: Request) -> Response:
    """Send a reader who typed a slash too many to the page."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{request.path_params['name']}{query}", status_code=308)


async def health(_: Request) -> Response:
    """Say whether there is something to show."""
    try:
        return JSONResponse({"status": "ok", "snapshot": published.newest_id()})
    except SnapshotError:
        return JSONResponse({"status": "nothing to show"}, status_code=503)


@cache
def _links() -> Links:
    return Links(links_url(os.environ.get(LINKS_VARIABLE, ""), store=published.store()))


def _find(code: str) -> Link | None:
    return _links().find(code)


async def short_link(request: Request) -> Response:
    """Send a reader to where a short link points."""
    try:
        link = await to_thread.run_sync(_find, request.path_params["code"], limiter=LOOK_UPS)
    except LinksError as error:
        LOGGER.warning("%s", error)
        return sorry("links_away", status=503)
    if link is None or not TARGET.fullmatch(link.target):
        return sorry("no_link", status=404)
    return RedirectResponse(link.target, status_code=302)


@cache
def _shipped() -> frozenset[str]:
    """Return the paths of Streamlit's own files; asking for anything else never reaches the disk."""
    files = (path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())
    return frozenset(f"/{name}" for name in files if name != "index.html")


def opens(path: str) -> bool:
    """Return whether there is anything behind a path."""
    return path in OPEN or path in _shipped() or path.startswith(OPEN_BELOW) or bool(PAGE_OR_LINK.fullmatch(path))


def headers() -> dict[str, str]:
    """Return the headers of every answer; the inline scripts allowed are those of the empty page, by hash."""
    policy = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *script_hashes()]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
    }


def hosts(environment: Mapping[str, str]) -> frozenset[str]:
    """Return the names this server answers to besides loopback; raises SettingsError where others are not safe."""
    names = [name.strip().lower() for name in environment.get(HOSTS_VARIABLE, "").split(",") if name.strip()]
    for name in names:
        if name_of(name) != name:
            raise SettingsError(f"{HOSTS_VARIABLE}: {name!r} is no name of a host; write such as zorg.example")
    secret = environment.get(SECRET_VARIABLE, "")
    if names and (len(secret) < SHORTEST_SECRET or secret == EXAMPLE_SECRET):
        raise SettingsError(
            f"{SECRET_VARIABLE} is missing, short or the example's; write at least {SHORTEST_SECRET} random characters"
        )
    return frozenset(names)


def _no_address() -> None:
    """Stand in for Streamlit's question to the outside which address it has: that froze everybody for 20 seconds."""


def _ignored(_: AppSession) -> None:
    """Stand in for what any visitor could ask of a session: to empty everybody's cache, to describe the repository."""


def close_streamlit() -> None:
    """Take out of Streamlit what has no option to turn it off."""
    asks = net_util.get_external_ip
    for module in [module for name, module in sys.modules.items() if name.startswith("streamlit")]:
        if vars(module).get("get_external_ip") is asks:
            vars(module)["get_external_ip"] = _no_address
    AppSession._handle_clear_cache_request = _ignored  # type: ignore[method-assign, assignment]
    AppSession._handle_git_information_request = _ignored  # type: ignore[method-assign, assignment]
    begin = AppSession._create_new_session_message

    def without_path(session: AppSession, *given: Any, **named: Any) -> Any:
        message = begin(session, *given, **named)
        message.new_session.main_script_path = "app.py"
        return message

    AppSession._create_new_session_message = without_path  # type: ignore[method-assign, assignment]


def warm_up() -> None:
    """Load and draw what the first visitor would wait for, and spare the garbage collector from looking at it."""
    for name in FIRST_RUN_NEEDS:
        import_module(name)
    try:
        view, _ = choices().read({})
        for make in SHEETS.values():
            list(make(view).exhibits)
    except SnapshotError:
        LOGGER.warning("there is nothing to show yet")
    except Exception:  # a page that fails says so to who opens it; the others must be served
        LOGGER.exception("a page failed before anybody asked for it")
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[dict[str, Any] | None]:
    warm_up()
    yield None


def start(environment: Mapping[str, str]) -> st.App:
    """Return the application; raises SettingsError when it would not be safe."""
    names = hosts(environment)
    roles.check(environment)
    allowed = sorted(name.strip("[]") for name in {*LOOPBACK, *names})
    config.get_config_options(
        force_reparse=True, options_from_flags={**STREAMLIT_OPTIONS, "server.allowedHosts": allowed}
    )
    close_streamlit()
    register_url_convertor("page", _PageName())
    routes = [
        Route("/gezond", health),
        Route("/k/{code}", short_link),
        *report_files.ROUTES,
        *downloads.ROUTES,
        *answers.ROUTES,
        Route("/", page),
        Route("/{name:page}", page),
        Route("/{name:page}/", without_slash),
    ]
    faults = {status: sorry(reason, status=status) for status, reason in FAULTS.items()}
    door = Middleware(Door, hosts=names, opens=opens, sorry=faults.__getitem__, headers=headers())
    return st.App(project_root() / "dashboard" / "app.py", routes=routes, middleware=[door], lifespan=_lifespan)


try:
    app = start(os.environ)
except SettingsError as error:
    print(f"verdampt: {error}", file=sys.stderr)
    sys.exit(error.exit_code)
