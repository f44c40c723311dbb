"""A PostgreSQL server of the tests' own: Debian's, on a free port of this machine, in a folder that goes."""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from tests.conftest import IN_CI

ACCOUNT = "postgres"
PASSWORD = "p4ss.of-the:tests"
NUMBERS = itertools.count()


def server_binary(name: str) -> str | None:
    """Debian keeps the server's programs off the path, in a folder per version."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return shutil.which(name) or (str(found[-1]) if found else None)


def unprivileged() -> dict:
    """PostgreSQL refuses to run as root; its package brings an account to run as."""
    return {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if os.getuid() == 0 else {}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def initialise(folder: Path, initdb: str) -> Path:
    data, password = folder / "data", folder / "password"
    password.write_text(PASSWORD)
    if os.getuid() == 0:
        for path in (folder, password):
            shutil.chown(path, ACCOUNT, ACCOUNT)
    words = [initdb, "-D", data, "-U", "verdampt", "-A", "scram-sha-256", f"--pwfile={password}"]
    words += ["--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, **unprivileged())
    assert done.returncode == 0, done.stderr
    return data


def wait_until_it_answers(server: subprocess.Popen, options: dict, log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            psycopg.connect(**options).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"PostgreSQL does not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def postgresql():
    """Connection options of a running server; it stops at the end."""
    initdb, postgres = server_binary("initdb"), server_binary("postgres")
    if initdb is None or postgres is None:
        (pytest.fail if IN_CI else pytest.skip)("PostgreSQL is missing; install Debian's package postgresql")
    # Not pytest's own folder: only root may enter that, and the server is somebody else.
    with tempfile.TemporaryDirectory(prefix="verdampt-pg-") as name:
        folder = Path(name)
        data, port, log = initialise(folder, initdb), free_port(), folder / "log"
        words = [postgres, "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1"]
        words += ["-c", "unix_socket_directories=", "-c", "fsync=off"]
        with log.open("w") as output:
            server = subprocess.Popen(words, cwd=folder, stdout=output, stderr=output, **unprivileged())
        try:
            options = {"host": "127.0.0.1", "port": port, "user": "verdampt", "password": PASSWORD}
            wait_until_it_answers(server, options | {"dbname": "postgres"}, log)
            yield options
        finally:
            server.send_signal(signal.SIGINT)  # stop now, without waiting for who is still connected
            server.wait(30)


@pytest.fixture
def postgresql_url(postgresql) -> str:
    """The address of an empty database, as somebody would write it in the configuration."""
    name = f"links_{next(NUMBERS)}"
    with psycopg.connect(**postgresql, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return f"postgresql://verdampt:{PASSWORD}@127.0.0.1:{postgresql['port']}/{name}"
