"""The door alone: what it makes of an application that fails, and of names and origins."""

import logging

import pytest
from starlette.responses import PlainTextResponse

from tests.conftest import run_apart
from verdampt_dashboard.door import Door, name_of

SECRET_PLACE = "/srv/somewhere/secret.py"


def ask(application, *, kind: str = "http", **changes) -> list[dict]:
    """Send one request through the door; return what comes out."""
    scope = {"type": kind, "method": "GET", "path": "/", "headers": [(b"host", b"localhost")], "extensions": {}}
    scope["extensions"]["websocket.http.response"] = {}
    scope = {**scope, "path": "/_stcore/stream" if kind == "websocket" else "/", **changes}
    sent = []

    async def receive():
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message):
        sent.append(message)

    def sorry(status):
        return PlainTextResponse("sorry", status_code=status)

    door = Door(
        application, hosts=frozenset({"zorg.example"}), opens=lambda _: True, sorry=sorry, headers={"X-Own": "1"}
    )
    run_apart(door(scope, receive, send))
    return sent


async def fails(scope, receive, send) -> None:
    raise RuntimeError(SECRET_PLACE)


async def fails_once_open(scope, receive, send) -> None:
    await send({"type": "websocket.accept"})
    raise RuntimeError(SECRET_PLACE)


async def refuses(scope, receive, send) -> None:
    await send({"type": "websocket.close", "code": 1008})


async def answers(scope, receive, send) -> None:
    await PlainTextResponse("fine", headers={"X-Own": "2"})(scope, receive, send)


@pytest.fixture(autouse=True)
def _quiet():
    logging.getLogger("verdampt_dashboard.door").disabled = True
    yield
    logging.getLogger("verdampt_dashboard.door").disabled = False


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_fault_tells_a_visitor_nothing(kind) -> None:
    sent = ask(fails, kind=kind)

    assert sent[0]["status"] == 500
    assert (b"x-own", b"1") in sent[0]["headers"]
    assert SECRET_PLACE not in str(sent)


def test_a_fault_in_an_open_websocket_closes_it() -> None:
    assert [message["type"] for message in ask(fails_once_open, kind="websocket")] == [
        "websocket.accept",
        "websocket.close",
    ]


def test_a_refusal_of_the_application_has_our_headers() -> None:
    sent = ask(refuses, kind="websocket")

    assert (sent[0]["type"], sent[0]["status"]) == ("websocket.http.response.start", 403)
    assert (b"x-own", b"1") in sent[0]["headers"]


def test_our_headers_replace_those_of_the_same_name() -> None:
    headers = ask(answers)[0]["headers"]

    assert [value for name, value in headers if name == b"x-own"] == [b"1"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([(b"host", b"zorg.example")], 200),
        ([(b"host", b"ZORG.example:443")], 200),
        ([(b"host", b"zorg.example"), (b"origin", b"https://zorg.example")], 200),
        ([], 403),
        ([(b"host", b"zorg.example"), (b"host", b"zorg.example")], 403),
        ([(b"host", b"zorg.example"), (b"origin", b"https://zorg.example"), (b"origin", b"https://evil.example")], 403),
        ([(b"host", b"zorg.example"), (b"origin", b"file://zorg.example")], 403),
        ([(b"host", b"zorg.example"), (b"origin", b"https://zorg.example.evil.example")], 403),
        ([(b"host", b"zorg.example"), (b"origin", b"https://zorg.example@evil.example")], 403),
        ([(b"host", b"\xff\xfe")], 403),
    ],
)
def test_names_and_origins(headers, status) -> None:
    assert ask(answers, headers=headers)[0]["status"] == status


@pytest.mark.parametrize(
    ("authority", "name"),
    [
        ("Zorg.Example", "zorg.example"),
        ("localhost:8501", "localhost"),
        ("[::1]:8501", "[::1]"),
        ("zorg.example.", ""),
        ("zorg.example:", ""),
        ("zorg.example:123456", ""),
        ("user@zorg.example", ""),
        ("zorg.example/path", ""),
        ("*", ""),
        ("", ""),
        ("a\n", ""),
    ],
)
def test_the_name_in_an_authority(authority, name) -> None:
    assert name_of(authority) == name
