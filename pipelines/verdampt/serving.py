"""Starts the dashboard on this machine; it gets the place of the snapshots and of the links, and nothing else."""

import os
import secrets
import sys
from pathlib import Path
from typing import NoReturn

PUBLISHED_VARIABLE = "VERDAMPT_PUBLISHED"
LINKS_VARIABLE = "VERDAMPT_LINKS"
HOSTS_VARIABLE = "VERDAMPT_HOSTS"
"""Names under which others reach the server, with commas between; blank: this machine only."""
WORKBENCH_VARIABLE = "VERDAMPT_WORKBENCH"
"""`off` takes the workbench away; anything else leaves it."""
ROLE_VARIABLE = "VERDAMPT_ROLE_HEADER"
"""Name of the header in which the proxy says who reads: everyone, district or board; blank: everyone does."""
WRITERS_VARIABLE = "VERDAMPT_NOTES"
"""Who writes notes: district, board, or own, the one reader of this machine; blank: nobody."""
OWN_MACHINE = "own"
SECRET_VARIABLE = "STREAMLIT_SERVER_COOKIE_SECRET"

STREAMLIT_OPTIONS: dict[str, bool | int | str | list[str]] = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.allowRunOnSave": False,
    "server.maxUploadSize": 1,
    "server.maxMessageSize": 50,
    "server.maxWidgetStateSize": 1,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.showEmailPrompt": False,
    "logger.level": "warning",
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "127.0.0.1",
    "client.allowedOrigins": [],
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "theme.base": "light",
    "theme.primaryColor": "#14557B",
    "theme.backgroundColor": "#FFFFFF",
    "theme.secondaryBackgroundColor": "#F4F2EC",
    "theme.textColor": "#1D2733",
    "theme.linkColor": "#14557B",
    "theme.borderColor": "#D9D5CA",
    "theme.font": "sans-serif",
    "theme.headingFont": "serif",
    "theme.baseRadius": "4px",
}
"""What the server sets by itself: under uvicorn Streamlit reads none of these from the environment.

Its level of logging is also that of uvicorn, whose log of addresses would otherwise come back.
"""

UVICORN_OPTIONS = (
    *("--host", "127.0.0.1"),
    *("--lifespan", "on"),
    *("--ws", "websockets-sansio"),
    *("--ws-max-size", "1048576"),
    *("--ws-ping-interval", "30"),
    *("--ws-ping-timeout", "30"),
    *("--ws-per-message-deflate", "false"),
    *("--timeout-graceful-shutdown", "3"),
    *("--log-level", "warning"),
    "--no-access-log",
    "--no-server-header",
)


def command(*, port: int) -> list[str]:
    """Return the command that starts the dashboard."""
    return [sys.executable, "-m", "uvicorn", "verdampt_dashboard.server:app", "--port", str(port), *UVICORN_OPTIONS]


def environment(published: Path, *, links: str = "", has_workbench: bool = True) -> dict[str, str]:
    """Return the environment that the dashboard starts in: ours, and a secret for this run where there is none.

    Where only this machine reaches it, its reader writes notes; a setting of one's own goes first.
    """
    places = {PUBLISHED_VARIABLE: str(published.resolve()), LINKS_VARIABLE: links}
    switches = {} if has_workbench else {WORKBENCH_VARIABLE: "off"}
    is_alone = not any(os.environ.get(name, "").strip() for name in (HOSTS_VARIABLE, ROLE_VARIABLE))
    own = {WRITERS_VARIABLE: OWN_MACHINE} if is_alone else {}
    return {SECRET_VARIABLE: secrets.token_hex(), **own, **os.environ, **places, **switches}


def serve(published: Path, *, port: int, links: str = "", has_workbench: bool = True) -> NoReturn:
    """Become the dashboard, so that stopping this process stops it."""
    print(f"Verdampte Zorg: http://127.0.0.1:{port}", flush=True)
    words = command(port=port)
    os.execve(words[0], words, environment(published, links=links, has_workbench=has_workbench))


def report(published: Path, arguments: list[str], *, links: str = "") -> NoReturn:
    """Become the maker of reports, which knows the pages; `arguments` are those of its own command line."""
    words = [sys.executable, "-m", "verdampt_dashboard.reporting", *arguments]
    os.execve(words[0], words, environment(published, links=links))
