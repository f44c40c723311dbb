"""The nginx configuration as it is shipped, before two processes; only addresses and the certificate are others."""

import gzip
import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from pathlib import Path

import pytest

from tests.conftest import IN_CI, ROOT, free_port, wait_until_it_answers
from tests.serving.conftest import NAME, Server, run_script
from tests.serving.test_server import HEADERS, SCRIPT
from verdampt.serving import HOSTS_VARIABLE, LINKS_VARIABLE, PUBLISHED_VARIABLE, SECRET_VARIABLE, UVICORN_OPTIONS
from verdampt_dashboard.server_pages import STATIC

DEPLOY = ROOT / "deploy"
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    log_format who '$cookie__streamlit_xsrf $uri $upstream_addr $status';
    include verdampt.conf;
}}
"""


def rendered(*, port: int, processes: list[int]) -> str:
    """Return the shipped file for ports of loopback, without certificate and with a log of who was sent where."""
    text = (DEPLOY / "nginx.conf").read_text()
    text = re.sub(r"\n +listen \[::\].*", "", text)
    text = re.sub(r"listen 443 ssl http2", f"listen 127.0.0.1:{port}", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    for shipped, used in zip(("8601", "8602"), processes, strict=True):
        text = text.replace(f"127.0.0.1:{shipped}", f"127.0.0.1:{used}")
    text = text.replace(f'"https://{NAME}"', f'"http://{NAME}:{port}"')
    return text.replace("access_log off;", "access_log who.log who;")


@pytest.fixture(scope="module")
def proxy(store, links, start_server, tmp_path_factory):
    """nginx before two processes of the dashboard."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        (pytest.fail if IN_CI else pytest.skip)("nginx is missing; install Debian's package nginx-light")
    shared = {HOSTS_VARIABLE: NAME, SECRET_VARIABLE: "s3cret-of-the-tests-0123456789-abcdefghij"}
    servers = [start_server(store, links=links, **shared) for _ in range(2)]
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    (folder / "verdampt.conf").write_text(rendered(port=port, processes=[one.port for one in servers]))
    (folder / "verdampt-tls.conf").write_text("")
    words = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = subprocess.Popen(words, cwd=folder, stderr=subprocess.DEVNULL)
    wait_until_it_answers(f"http://127.0.0.1:{port}", process, host=NAME)
    yield Server(port, [process]), folder / "who.log"
    process.terminate()
    process.wait(timeout=30)


def sent_to(log: Path, *, uri: str, cookie: str) -> set[str]:
    """Return the processes that got requests of one reader; waits until the log has any."""
    for _ in range(300):
        lines = [line.split() for line in log.read_text().splitlines()]
        if found := {line[2] for line in lines if line[:2] == [cookie, uri]}:
            return found
        time.sleep(0.1)
    pytest.fail(f"{log} tells of no {uri}")


def cookie_of(since: int, mask: int = 0) -> str:
    """Return Streamlit's cookie of a reader who came at a second; the mask is another on every load."""
    return f"2|{mask:08x}|{'0' * 32}|{since}"


def test_scripts_are_compressed(proxy) -> None:
    server, _ = proxy
    plain = max(STATIC.glob("static/js/*.js"), key=lambda path: path.stat().st_size)

    answer = server.get(f"/{plain.relative_to(STATIC).as_posix()}", Host=NAME, Accept_Encoding="gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert gzip.decompress(answer.body) == plain.read_bytes()
    assert len(answer.body) < plain.stat().st_size / 2


def test_pages_are_not_kept_and_have_each_header_once(proxy) -> None:
    server, _ = proxy

    answer = server.get("/regios", Host=NAME)

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert [name for name in HEADERS if len(answer.headers.get_all(name, [])) != 1] == []


def test_a_reader_stays_with_one_process_and_readers_are_spread(proxy) -> None:
    server, log = proxy
    went = defaultdict(set)

    for reader in range(1_795_000_000, 1_795_000_020):
        for mask in range(5):
            cookie = cookie_of(reader, mask)
            assert server.get("/_stcore/health", Host=NAME, Cookie=f"_streamlit_xsrf={cookie}").status == 200
            went[reader] |= sent_to(log, uri="/_stcore/health", cookie=cookie)

    assert {len(processes) for processes in went.values()} == {1}
    assert len(set.union(*went.values())) == 2


def test_a_session_runs_where_the_cookie_leads(proxy) -> None:
    server, log = proxy
    own = f"{NAME}:{server.port}"
    answer = server.get("/_stcore/health", Host=own)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    value = cookie.removeprefix("_streamlit_xsrf=")
    server.get("/gezond", Host=own, Cookie=cookie)

    with server.visit(host=own, origin=f"http://{own}", cookie=cookie) as session:
        messages = run_script(session)

    assert len(messages) > 10
    places = sent_to(log, uri="/_stcore/stream", cookie=value) | sent_to(log, uri="/gezond", cookie=value)
    assert len(places) == 1


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        (f"{NAME}:{{port}}", f"http://{NAME}:{{port}}", 101),
        (f"{NAME}:{{port}}", "https://evil.example", 403),
        (f"{NAME}:{{port}}", None, 403),
        ("evil.example", f"http://{NAME}:{{port}}", 403),
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 403),
    ],
)
def test_a_foreign_page_or_host_opens_no_websocket(proxy, host, origin, status) -> None:
    server, _ = proxy
    own = origin.format(port=server.port) if origin else None

    assert server.handshake(host=host.format(port=server.port), origin=own) == status


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost", f"{NAME}.evil.example"])
def test_a_foreign_host_is_refused(proxy, host) -> None:
    assert proxy[0].get("/", Host=host).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics?families=x",
        "/%5fstcore/metrics",
        "//_stcore//metrics",
        "/x/../_stcore/metrics",
    ],
)
def test_what_operators_look_at_is_not_for_visitors(proxy, path) -> None:
    assert proxy[0].get(path, Host=NAME).status == 404


def test_the_agent_and_uploads_are_shut(proxy) -> None:
    server, _ = proxy

    assert server.get("/_stcore/agent/openapi.json", Host=NAME).status == 404
    assert server.get("/_stcore/agent/interact", method="POST", body=b"{}", Host=NAME).status == 404
    assert server.get("/_stcore/upload_file/a/b", method="PUT", body=b"x", Host=NAME).status == 404


def test_what_nginx_says_itself_has_headers_too(proxy) -> None:
    answer = proxy[0].get("/_stcore/metrics", Host=NAME)

    names = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
    assert [name for name in names if len(answer.headers.get_all(name, [])) != 1] == []
    assert answer.headers["Server"] == "nginx"


def test_a_large_body_is_refused(proxy) -> None:
    assert proxy[0].get("/", method="POST", body=b"x" * 100_000, Host=NAME).status == 413


def test_a_first_visit_is_not_held_up_and_guessing_links_is(proxy) -> None:
    server, _ = proxy

    visits = {server.get(path, Host=NAME).status for path in ["/", "/gezond", f"/{SCRIPT}"] * 40}
    guesses = [server.get(f"/k/{guess:08d}", Host=NAME).status for guess in range(300)]

    assert visits == {200}
    assert set(guesses) == {404, 429}


def test_the_unit_starts_the_server_as_we_do() -> None:
    unit = (DEPLOY / "verdampt@.service").read_text().replace("\\\n", " ")
    start = next(line for line in unit.splitlines() if line.startswith("ExecStart="))

    assert start.split()[1:] == ["-m", "uvicorn", "verdampt_dashboard.server:app", "--port", "%i", *UVICORN_OPTIONS]


def test_the_example_of_the_environment_names_what_the_server_reads() -> None:
    lines = (DEPLOY / "verdampt.env.example").read_text().splitlines()
    names = {line.partition("=")[0] for line in lines if "=" in line and not line.startswith("#")}

    assert names == {PUBLISHED_VARIABLE, LINKS_VARIABLE, HOSTS_VARIABLE, SECRET_VARIABLE}
