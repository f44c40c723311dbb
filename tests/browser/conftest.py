"""A browser, and the dashboard on a port of its own."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import IN_CI, ROOT
from verdampt.serving import PUBLISHED_VARIABLE, command

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = ROOT / "screenshots"
INSIDE = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium")
    if chromium is None:
        (pytest.fail if IN_CI else pytest.skip)("Chromium is missing; install Debian's package chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, headless=True, args=OPTIONS)
        yield opened
        opened.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_it_answers(address: str, process: subprocess.Popen, *, seconds: int = 60) -> None:
    for _ in range(seconds * 5):
        assert process.poll() is None, "the dashboard stopped"
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"{address} does not answer")


@pytest.fixture(scope="session")
def dashboard():
    """Start the dashboard on a store; all are stopped at the end."""
    processes: list[subprocess.Popen] = []

    def start(store: Path) -> str:
        port = free_port()
        environment = {**os.environ, PUBLISHED_VARIABLE: str(store)}
        process = subprocess.Popen(
            command(port=port), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        processes.append(process)
        address = f"http://127.0.0.1:{port}"
        wait_until_it_answers(address, process)
        return address

    yield start
    for process in processes:
        process.terminate()
        process.wait()


class Visitor:
    """One reader's page; it remembers every request that leaves the machine."""

    def __init__(self, context) -> None:
        self.page = context.new_page()
        self.outside: list[str] = []
        self.page.on("request", lambda sent: None if sent.url.startswith(INSIDE) else self.outside.append(sent.url))

    def settle(self) -> None:
        self.page.wait_for_selector(
            '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]',
            timeout=60_000,
        )
        self.page.wait_for_function(
            '!document.querySelector(\'[data-stale="true"], [data-testid="stSkeleton"]\') && '
            "[...document.querySelectorAll('[data-testid=\"stPlotlyChart\"]')].every(c => c.querySelector('.main-svg'))"
        )

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_selector("h1", timeout=60_000)
        self.settle()

    def title(self) -> str:
        return self.page.locator("h1").inner_text()

    def choose(self, label: str, option: str, *, then: str) -> None:
        self.page.get_by_role("combobox", name=label).click()
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option, exact=True).click()
        self.page.get_by_role("heading", level=1).filter(has_text=then).wait_for()
        self.settle()

    def photograph(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture
def visitor(browser):
    context = browser.new_context(
        locale="nl-NL", timezone_id="Europe/Amsterdam", viewport={"width": 1280, "height": 1500}
    )
    yield Visitor(context)
    context.close()


@pytest.fixture
def phone(browser):
    context = browser.new_context(locale="nl-NL", viewport={"width": 390, "height": 844}, has_touch=True)
    yield Visitor(context)
    context.close()
