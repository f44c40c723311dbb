"""A browser, and the dashboard on a port of its own."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.conftest import IN_CI, ROOT, free_port, wait_until_it_answers
from verdampt.serving import command, environment

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


@pytest.fixture(scope="session")
def dashboard():
    """Start the dashboard on a store; all are stopped at the end."""
    processes: list[subprocess.Popen] = []

    def start(store: Path) -> str:
        port = free_port()
        process = subprocess.Popen(
            command(port=port), env=environment(store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
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
        self.faults: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", lambda said: self.faults.append(said.text) if "Policy" in said.text else None)
        self.page.on("request", lambda sent: None if sent.url.startswith(INSIDE) else self.outside.append(sent.url))

    def settle(self) -> None:
        self.page.wait_for_selector(
            '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]',
            timeout=60_000,
        )
        expect(self.page.locator('[data-stale="true"], [data-testid="stSkeleton"]')).to_have_count(0, timeout=60_000)
        for chart in self.page.locator('[data-testid="stPlotlyChart"]').all():
            chart.locator(".main-svg").first.wait_for(timeout=60_000)

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
