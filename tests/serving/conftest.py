"""The real server on ports of its own, and what asks it: raw requests, WebSockets, readers."""

import gzip
import http.client
import socket
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.conftest import ROOT, free_port, wait_until_it_answers
from verdampt.publishing.links import Links
from verdampt.serving import HOSTS_VARIABLE, command, environment

NAME = "zorg.example"
HANDSHAKE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
SECONDS = 30


class Outside:
    """Stands for the world outside: every connection a process makes to it is counted, and answered by nothing."""

    def __init__(self) -> None:
        self.calls = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def variables(self) -> dict[str, str]:
        proxy = f"http://127.0.0.1:{self.port}"
        return dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy) | {
            "no_proxy": "",
            "NO_PROXY": "",
        }

    def close(self) -> None:
        self._listener.close()


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        plain = gzip.decompress(self.body) if self.headers["Content-Encoding"] == "gzip" else self.body
        return plain.decode(errors="replace")


@dataclass
class Server:
    """One running server; `port` may be that of a proxy before it."""

    port: int
    processes: list[subprocess.Popen] = field(default_factory=list)

    def get(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they are; return all that comes back until the server ends it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS) as line:
            line.sendall(request)
            parts = []
            try:
                while part := line.recv(65536):
                    parts.append(part)
            except ConnectionResetError:
                pass
            return b"".join(parts)

    def handshake(self, *, host: str, origin: str | None, path: str = "/_stcore/stream") -> int:
        """Return the status with which the server answers who wants a WebSocket."""
        said = f"Origin: {origin}\r\n" if origin is not None else ""
        request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{said}{HANDSHAKE.format(key=KEY)}\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS) as line:
            line.sendall(request.encode())
            return int(line.recv(65536).split()[1])

    def visit(self, *, host: str, origin: str, cookie: str = "") -> ClientConnection:
        """Open a session as a browser does."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)
        return connect(
            f"ws://{host}/_stcore/stream",
            sock=line,
            origin=origin,
            subprotocols=["streamlit"],
            additional_headers={"Cookie": cookie} if cookie else {},
            max_size=None,
        )


def run_script(session: ClientConnection) -> list[bytes]:
    """Ask for the first page; return all messages of the run."""
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    session.send(ask.SerializeToString())
    messages = []
    while True:
        messages.append(session.recv(timeout=60))
        message = ForwardMsg()
        message.ParseFromString(messages[-1])
        if message.WhichOneof("type") == "script_finished":
            assert message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            return messages


@pytest.fixture(scope="session")
def outside():
    world = Outside()
    yield world
    world.close()


@pytest.fixture(scope="session")
def start_server(outside):
    """Start the server on a store; all are stopped at the end. Nothing outside this machine can be reached."""
    processes: list[subprocess.Popen] = []

    def start(store: Path, *, links: str = "", **variables: str) -> Server:
        port = free_port()
        around = {**environment(store, links=links), **outside.variables(), **variables}
        process = subprocess.Popen(command(port=port), cwd=ROOT, env=around, stderr=subprocess.DEVNULL)
        processes.append(process)
        wait_until_it_answers(f"http://127.0.0.1:{port}", process)
        return Server(port, [process])

    yield start
    for process in processes:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def store(sample_snapshot) -> Path:
    return sample_snapshot.folder.parents[1]


@pytest.fixture(scope="session")
def links(tmp_path_factory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('links')}/links.sqlite"


@pytest.fixture(scope="session")
def server(store, links, start_server) -> Server:
    return start_server(store, links=links, **{HOSTS_VARIABLE: NAME})


@pytest.fixture(scope="session")
def made_link(links):
    with Links(links) as registry:
        return registry.shorten("/regios?regio=GG5006&zorg=dental")
