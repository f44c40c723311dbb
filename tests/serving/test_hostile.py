"""Requests that nobody sends by mistake: none gets anything out, none stops the server."""

import itertools
import socket

import pytest
from websockets.exceptions import ConnectionClosed

from tests.conftest import ROOT
from tests.serving.conftest import HANDSHAKE, KEY, NAME, SECONDS, run_script

LEAKS = [str(ROOT).encode(), b"site-packages", b"Traceback", b"root:x:", b'File "', b".py", b"/usr/", b"evil"]

PATHS = [
    *("/../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/....//....//etc/passwd"),
    *("/%252e%252e%252fetc/passwd", "/..%5c..%5cetc/passwd", "/..\\..\\etc/passwd", "/%c0%ae%c0%ae/etc/passwd"),
    *("/..;/etc/passwd", "//etc/passwd", "///etc/passwd", "/\\\\host\\share", "/%5c%5chost%5cshare", "/C:/boot.ini"),
    *("/static/../../../../etc/passwd", "/static/..%2f..%2fconfig.py", "/static/%2e%2e/%2e%2e/config.py"),
    *("/static/js/../../../config.py", "/static/%00", "/static/js/index.js%00.css", "/static//etc/passwd"),
    *("/media/../../etc/passwd", "/media/%2e%2e%2fetc%2fpasswd", "/media//etc/passwd", "/media/%00", "/media/"),
    *("/_stcore/bidi-components/../../config.py", "/_stcore/bidi-components/x/..%2f..%2fconfig.py"),
    *("/_stcore/bidi-components/verdampt_tiles/../../../config.py", "/_stcore/bidi-components//etc/passwd"),
    *("/component/../../config.py", "/app/static/../app.py", "/app/static/app.py", "/k/../../etc/passwd"),
    *("/k/..%2f..%2fetc%2fpasswd", "/k/%00", "/k/%0d%0aSet-Cookie:%20a=b", "/k/' or 1=1 --".replace(" ", "%20")),
    *("/bestand/../../etc/passwd", "/bestand/overview/..%2f..%2fetc.csv", "/bestand/overview/%00.csv", "/bestand/"),
    *("/bestand/evil/evil.evil?regio=evil", "/rapport/..%2fapp.pdf", "/rapport/evil.pdf", "/rapport/overview.evil"),
    *(
        "/rapport/overview.pdf?regio=evil",
        "/rapport/overview.html?evil=%3Cscript%3E",
        "/rapport/overview.pdf?versie=..",
    ),
    *("/.git/config", "/.env", "/.streamlit/secrets.toml", "/verdampt.toml", "/published/CURRENT", "/marts.duckdb"),
    *("/app.py", "/server.py", "/wp-login.php", "/cgi-bin/test.cgi", "/index.html", "/regios/../../app.py"),
    *("/?taal=%3Cscript%3Eevil%3C/script%3E", "/?regio=../../etc/passwd", "/%3Cscript%3Eevil%3C/script%3E"),
    *("/%0d%0aX-Evil:%20evil", "/regios/%0d%0aX-Evil:%20evil/", "/~root/", "/_stcore/", "/_stcore/..", "/*"),
    *("/" + "a" * 9_000, "/" + "../" * 2_000 + "etc/passwd", "/?" + "a=b&" * 2_000, "/" + "%2e" * 3_000),
]
METHODS = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "MOVE", "CONNECT", "EVIL", "get"]
HOSTS = [
    *("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8501", "zorg.example.evil"),
    *("evil@127.0.0.1", "127.0.0.1@evil", "127.1", "2130706433", "0.0.0.0", "0x7f000001", "[::ffff:127.0.0.1]", "[::"),
    *("localhost:evil", "localhost:999999", "localhost/evil", "localhost evil", "*", "", "xn--evil", "evil" * 200),
]
ORIGINS = [
    *("http://evil.example", "https://evil.example", "null", "file://", "about:blank", "javascript:evil", "evil"),
    *("http://127.0.0.1.evil.example", "http://evil@127.0.0.1", "http://127.0.0.1@evil", "http://[::1", "http://"),
    *("https://zorg.example.evil", "http://localhost.evil", "ws://127.0.0.1", "ftp://127.0.0.1", "http://0.0.0.0"),
    *("http://127.1", "http://2130706433", "https://evil.streamlit.app", "http:// 127.0.0.1", "", "evil" * 500),
]
JUNK = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"GET /\r\n\r\n",
    b"GET / evil HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nEvil\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nE vil: 1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + b"X: 1\r\n" * 20_000 + b"\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nevil\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-1,5-9,-1\r\nConnection: close\r\n\r\n",
    b"GET /favicon.png HTTP/1.1\r\nHost: localhost\r\nRange: bytes=99999999-\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: _streamlit_xsrf=2|zz|zz|zz\r\nConnection: close\r\n\r\n",
    b"GET /_stcore/health HTTP/1.1\r\nHost: localhost\r\nCookie: _streamlit_xsrf=\xff|;=\r\nConnection: close\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"EVIL\r\n\r\n",
]
"""Bytes that are no request, or more than one."""
UNFINISHED = [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\r\n" * 1_000, b"GET / HTTP/1.1\r\nHost: loc", b"G"]
"""Bytes after which a server may wait for more."""


def request(method: str, path: str, *, host: str = "localhost", origin: str | None = None) -> bytes:
    said = f"Origin: {origin}\r\n" if origin is not None else ""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{said}Connection: close\r\n\r\n".encode("latin-1")


PAGES = ["/", "/regios", "/_stcore/health", "/media/x", "/k/00000000"]
ASKED = [
    *(request("GET", path) for path in PATHS),
    *(request(method, path) for method, path in itertools.product(METHODS, PAGES)),
    *(request("GET", "/", host=host) for host in HOSTS),
    *(request("GET", "/", origin=origin) for origin in ORIGINS),
    *JUNK,
]
HARMLESS = {200, 302, 308, 400, 403, 404, 405, 416, 431, 501, 505}


def status_of(answer: bytes) -> int | None:
    return int(answer.split(maxsplit=2)[1]) if answer.startswith(b"HTTP/1.1 ") else None


@pytest.mark.parametrize("asked", ASKED, ids=range(len(ASKED)))
def test_a_hostile_request_gets_nothing_out(server, asked) -> None:
    answer = server.raw(asked)

    assert status_of(answer) in HARMLESS
    assert [leak for leak in LEAKS if leak in answer] == []
    assert server.get("/gezond").status == 200


@pytest.mark.parametrize("asked", UNFINISHED)
def test_who_stops_halfway_holds_nobody_up(server, asked) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(asked)

        assert server.get("/gezond").status == 200


def test_the_harness_tries_at_least_a_hundred() -> None:
    assert len(set(ASKED)) >= 100


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_is_refused(server, host) -> None:
    assert status_of(server.raw(request("GET", "/", host=host))) in {400, 403}


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_foreign_page_is_refused(server, origin) -> None:
    assert status_of(server.raw(request("GET", "/", origin=origin))) == 403


def test_no_websocket_of_a_foreign_page_opens_and_none_makes_the_server_ask_outside(server, outside) -> None:
    before = outside.calls
    own = [f"127.0.0.1:{server.port}", "localhost", NAME]
    tried = [(host, origin) for host in own for origin in ORIGINS] + [
        (host, f"http://{host}") for host in HOSTS if host
    ]

    answers = [server.handshake(host=host, origin=origin) for host, origin in tried]

    assert len(tried) >= 80
    assert set(answers) <= {400, 403}
    assert server.get("/gezond").status == 200
    assert outside.calls == before


@pytest.mark.parametrize(
    "said",
    [
        "Upgrade: websocket\r\nConnection: Upgrade\r\n",
        HANDSHAKE.format(key="garbled"),
        HANDSHAKE.format(key=KEY).replace("13", "99"),
        HANDSHAKE.format(key=KEY) + f"Sec-WebSocket-Key: {KEY}\r\n",
    ],
)
def test_a_handshake_that_is_none_is_refused(server, said) -> None:
    asked = f"GET /_stcore/stream HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n{said}\r\n"

    answer = server.raw(asked.encode())

    assert status_of(answer) in {400, 426}
    assert [leak for leak in LEAKS if leak in answer] == []


def send_and_listen(session, frame) -> None:
    session.send(frame)
    while True:
        session.recv(timeout=SECONDS)


@pytest.mark.parametrize("frame", ["text", b"evil", b"\xff" * 1_000, b"\x00" * 2_000_000])
def test_garbage_in_a_session_ends_that_session_only(server, frame) -> None:
    own = f"127.0.0.1:{server.port}"
    with server.visit(host=own, origin=f"http://{own}") as other, server.visit(host=own, origin=f"http://{own}") as one:
        with pytest.raises(ConnectionClosed) as closed:
            send_and_listen(one, frame)

        assert [leak for leak in LEAKS if leak.decode() in str(closed.value)] == []
        assert run_script(other)
