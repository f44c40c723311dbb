"""Starts the dashboard on this machine; it gets the place of the published snapshots and nothing else."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from verdampt.resources import project_root

PUBLISHED_VARIABLE = "VERDAMPT_PUBLISHED"

STREAMLIT_OPTIONS = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "1",
    "server.showEmailPrompt": "false",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "127.0.0.1",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "runner.postScriptGC": "false",
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


def command(*, port: int) -> list[str]:
    """Return the command that starts the dashboard."""
    options = [f"--{key}={value}" for key, value in STREAMLIT_OPTIONS.items()]
    app = project_root() / "dashboard" / "app.py"
    return [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}", *options]


def serve(published: Path, *, port: int) -> NoReturn:
    """Become the dashboard, so that stopping this process stops it."""
    print(f"Verdampte Zorg: http://127.0.0.1:{port}", flush=True)
    environment = {**os.environ, PUBLISHED_VARIABLE: str(published.resolve())}
    # Streamlit's own greeting would print the address again, in English.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    words = command(port=port)
    os.execve(words[0], words, environment)
