"""What the server answers, what it keeps shut, and when it does not start."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT, free_port
from tests.serving.conftest import NAME, run_script
from verdampt.serving import HOSTS_VARIABLE, SECRET_VARIABLE, command, environment
from verdampt_dashboard.server_pages import STATIC

HEADERS = (
    "Content-Security-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
SCRIPT = next((STATIC / "static" / "js").glob("index.*.js")).relative_to(STATIC).as_posix()


def example_of(kind: str, code: str) -> tuple[str, dict[str, str], int]:
    return {
        "page": ("/regios?regio=GG5006", {}, 200),
        "first page": ("/", {}, 200),
        "static file": (f"/{SCRIPT}", {}, 200),
        "static file that is not there": ("/static/js/gone.js", {}, 404),
        "no page": ("/regios/zeeland.php", {}, 404),
        "slash too many": ("/regios/", {}, 308),
        "health": ("/gezond", {}, 200),
        "Streamlit's health": ("/_stcore/health", {}, 200),
        "short link": (f"/k/{code}", {}, 302),
        "unknown short link": ("/k/00000000", {}, 404),
        "no download": ("/media/gone.csv", {}, 404),
        "method": ("/", {"method": "POST"}, 405),
        "foreign host": ("/", {"Host": "evil.example"}, 403),
        "bad path": ("/media/../../app.py", {}, 400),
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "page",
        "first page",
        "static file",
        "static file that is not there",
        "no page",
        "slash too many",
        "health",
        "Streamlit's health",
        "short link",
        "unknown short link",
        "no download",
        "method",
        "foreign host",
        "bad path",
    ],
)
def test_every_kind_of_answer_has_the_headers(server, made_link, kind) -> None:
    path, options, status = example_of(kind, made_link.code)

    answer = server.get(path, **options)

    assert answer.status == status
    assert [name for name in HEADERS if answer.headers.get_all(name, []) == []] == []
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"]
    assert "server" not in answer.headers
    assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]


def test_a_websocket_has_the_headers_too(server) -> None:
    with server.visit(host=NAME, origin=f"https://{NAME}") as session:
        headers = session.response.headers

    assert [name for name in HEADERS if name not in headers] == []


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize(
    ("query", "language"), [("", "nl"), ("?taal=nl", "nl"), ("?taal=en", "en"), ("?taal=de", "nl")]
)
def test_the_empty_page_says_its_language_and_name(server, query, language, encoding) -> None:
    answer = server.get(f"/keten{query}", Accept_Encoding=encoding)

    assert f'<html lang="{language}">' in answer.text
    assert "<title>Verdampte Zorg</title>" in answer.text
    assert "_stcore/agent" not in answer.text
    assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_health_names_the_snapshot(server, sample_snapshot) -> None:
    answer = server.get("/gezond")

    assert json.loads(answer.body) == {"status": "ok", "snapshot": sample_snapshot.id}


def test_a_short_link_leads_to_its_page(server, made_link) -> None:
    answer = server.get(f"/k/{made_link.code}")

    assert (answer.status, answer.headers["Location"]) == (302, made_link.target)


def test_an_unknown_short_link_is_told_in_two_languages(server, made_link) -> None:
    answer = server.get("/k/00000000")

    assert answer.status == 404
    assert answer.text.index("Deze korte link bestaat niet") < answer.text.index("This short link does not exist")
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("code", ["%00", "..%2f..%2fetc", "'%20or%201=1", "%3Cscript%3E", "a" * 3000])
def test_a_garbled_short_link_is_no_page(server, made_link, code) -> None:
    answer = server.get(f"/k/{code}")

    assert answer.status == 404
    assert "Deze pagina bestaat niet" in answer.text


def test_without_snapshot_and_without_links_it_says_so(tmp_path, start_server) -> None:
    bare = start_server(tmp_path / "nothing", links=f"sqlite:///{tmp_path}/away/links.sqlite")

    health, link = bare.get("/gezond"), bare.get("/k/00000000")

    assert (health.status, json.loads(health.body)) == (503, {"status": "nothing to show"})
    assert link.status == 503
    assert "Korte links werken nu even niet" in link.text
    assert str(tmp_path) not in health.text + link.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/_stcore/metrics", 404),
        ("GET", "/_stcore/metrics/", 404),
        ("GET", "/_stcore//metrics", 404),
        ("GET", "/%5fstcore/metrics", 404),
        ("GET", "/_stcore/agent/openapi.json", 404),
        ("GET", "/_stcore/agent/mcp", 404),
        ("POST", "/_stcore/agent/interact", 405),
        ("PUT", "/_stcore/upload_file/session/file", 405),
        ("GET", "/_stcore/upload_file/session/file", 404),
        ("GET", "/_stcore/script-health-check", 404),
        ("GET", "/component/x/index.html", 404),
        ("GET", "/app/static/app.py", 404),
        ("GET", "/auth/login", 404),
    ],
)
def test_what_streamlit_offers_and_nobody_needs_is_shut(server, method, path, status) -> None:
    assert server.get(path, method=method).status == status


def test_no_other_site_may_send_messages_to_the_page(server) -> None:
    assert json.loads(server.get("/_stcore/host-config").body)["allowedOrigins"] == []


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 101),
        ("127.0.0.1:{port}", "http://127.0.0.1:9999", 101),
        ("localhost:{port}", "http://localhost:9999", 101),
        ("[::1]:{port}", "http://[::1]:{port}", 101),
        ("127.0.0.1:{port}", None, 101),
        (NAME, f"https://{NAME}", 101),
        (f"{NAME}:8443", f"https://{NAME}:8443", 101),
        (NAME, f"https://{NAME}:8443", 403),
        (NAME, None, 403),
        (NAME, "null", 403),
        (NAME, "http://127.0.0.1:{port}", 403),
        ("127.0.0.1:{port}", "null", 403),
        ("127.0.0.1:{port}", f"https://{NAME}", 403),
        ("evil.example", "https://evil.example", 403),
    ],
)
def test_only_a_page_of_this_server_opens_a_websocket(server, host, origin, status) -> None:
    own = origin.format(port=server.port) if origin else None

    assert server.handshake(host=host.format(port=server.port), origin=own) == status


def test_there_is_one_websocket(server) -> None:
    own = f"127.0.0.1:{server.port}"

    assert server.handshake(host=own, origin=f"http://{own}", path="/regios/_stcore/stream") == 404


def test_a_session_runs_and_its_messages_tell_nothing_of_the_machine(server) -> None:
    with server.visit(host=NAME, origin=f"https://{NAME}") as session:
        messages = run_script(session)

    assert len(messages) > 10
    assert [text for text in messages if str(ROOT).encode() in text or b"site-packages" in text] == []


def test_streamlit_neither_asks_its_address_nor_does_what_a_visitor_may_not_ask(outside) -> None:
    code = """
import streamlit
from streamlit.runtime.app_session import AppSession
asks = streamlit.net_util.get_external_ip
if {closed}:
    import verdampt_dashboard.server
print(streamlit.net_util.get_external_ip())
if {closed}:
    print(AppSession._handle_clear_cache_request(None), AppSession._handle_git_information_request(None))
"""
    around = {**environment(ROOT / "published"), **outside.variables()}
    ran, calls = {}, {}
    for closed in (True, False):
        before = outside.calls
        words = [sys.executable, "-c", code.format(closed=closed)]
        ran[closed] = subprocess.run(words, env=around, capture_output=True, text=True, check=True, timeout=120).stdout
        calls[closed] = outside.calls - before

    assert ran[True].split() == ["None"] * 3
    assert calls[True] == 0
    assert calls[False] > 0, "this test would not notice a question to the outside"


@pytest.mark.parametrize("secret", ["", "short", "replace-this-by-the-output-of-openssl-rand-hex-32"])
def test_a_server_for_others_does_not_start_without_a_secret_of_its_own(tmp_path, secret) -> None:
    around = {**environment(tmp_path), HOSTS_VARIABLE: NAME, SECRET_VARIABLE: secret}

    ended = subprocess.run(command(port=free_port()), env=around, capture_output=True, text=True, timeout=120)

    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith(f"verdampt: {SECRET_VARIABLE} is missing, short or the example's")
    assert "Traceback" not in ended.stderr


def test_the_name_of_a_host_that_is_none_is_refused(tmp_path) -> None:
    around = {**environment(tmp_path), HOSTS_VARIABLE: "https://zorg.example/"}

    ended = subprocess.run(command(port=free_port()), env=around, capture_output=True, text=True, timeout=120)

    assert ended.returncode == 2
    assert "is no name of a host" in ended.stderr


def test_it_stops_within_seconds_also_with_a_reader(store, start_server) -> None:
    started = start_server(store)
    own = f"127.0.0.1:{started.port}"
    with started.visit(host=own, origin=f"http://{own}") as session:
        run_script(session)

        started.processes[0].terminate()

        assert started.processes[0].wait(timeout=15) is not None
