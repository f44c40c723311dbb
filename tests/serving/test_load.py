"""The readers of the benchmark on the samples: what they ask is what they get, and it is small; no times are held."""

import pytest

from tests.conftest import run_apart
from verdampt.benchmarks.dashboard import Found, readers, serving
from verdampt_dashboard.load import CARE, REGION, Browser, WrongAnswerError, visit

SESSIONS = 3
MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def measured_server(store):
    with serving(store) as running:
        yield running


@pytest.fixture(scope="module")
def found(measured_server) -> Found:
    return readers("3 sessions", "change", server=measured_server, sessions=SESSIONS, seconds=8, think=1)


def with_visitor(port: int, act):
    """Let one reader do something on the first page."""

    async def go():
        async with visit(port) as (browser, first):
            return await act(browser, first)

    return run_apart(go())


def test_every_choice_is_answered_with_what_was_chosen(found) -> None:
    assert found.errors == []
    assert len(found.answers) > SESSIONS
    assert all(one["about"].startswith(one["title"].partition(":")[0]) for one in found.answers)
    assert len({one["about"] for one in found.answers}) > SESSIONS
    assert all(one["title_after"] <= one["chart_after"] for one in found.answers)


def test_a_choice_sends_less_than_it_may(found) -> None:
    assert max(one["received"] for one in found.answers) < MOST_BYTES
    assert found.at(1, of="received") < MOST_BYTES


def test_readers_that_come_and_go_all_get_a_page_and_leave_the_server_as_it_was(measured_server) -> None:
    found = readers("come and go", "come_and_go", server=measured_server, sessions=SESSIONS)

    assert found.errors == []
    assert len(found.answers) == SESSIONS
    assert all(one["title"] and one["chart_after"] for one in found.answers)
    assert list(found.resident) == ["1", "2", "3"]
    assert found.measured.cpu_seconds > 0
    assert found.measured.peak_gib * 2**20 >= max(found.resident.values())


def test_a_choice_is_sent_as_a_browser_sends_it(measured_server) -> None:
    async def act(browser: Browser, first):
        region = browser.box(REGION).options[3]
        care = browser.box(CARE).options[2]
        there = await browser.choose(REGION, region)
        both = await browser.choose(CARE, care)
        again = await browser.ask()
        return first, region, care, there, both, again

    first, region, care, there, both, again = with_visitor(measured_server.port, act)

    assert first.title != there.title
    assert there.title.startswith(f"{region}:")
    assert both.about.startswith(f"{region} · {care} · ")
    assert again.title == both.title
    assert again.received < there.received / 2, "what the browser has kept was sent again"


def test_an_answer_about_something_else_is_an_error(measured_server) -> None:
    async def act(browser: Browser, _):
        with pytest.raises(WrongAnswerError, match="Atlantis"):
            await browser.choose(REGION, "Atlantis")

    with_visitor(measured_server.port, act)


def test_without_tuning_the_same_page_comes(store, found) -> None:
    with serving(store, is_tuned=False) as slow:
        untuned = readers("untuned", "change", server=slow, sessions=1, seconds=3, think=0.5)

    assert untuned.errors == []
    assert untuned.answers
