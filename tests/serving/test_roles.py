"""Who reads what, over the real protocol: by the header that the proxy writes, on files and on the session alike."""

import socket

import pytest
from websockets.sync.client import connect

from tests.serving.conftest import SECONDS, run_script
from verdampt.publishing.notes import Draft, Notes
from verdampt.serving import HOSTS_VARIABLE, ROLE_VARIABLE, WRITERS_VARIABLE
from verdampt_dashboard.addresses import REPORT_FORMATS

NAME = "zorg.example"
TEXTS = {"everyone": "Voor iedereen leesbaar.", "board": "Alleen voor het bestuur."}
VIEW = "/?indeling=ggd&regio=NL&zorg=gp_contacts&periode=2020&groep=all"


@pytest.fixture(scope="module")
def noted(tmp_path_factory) -> str:
    """A database with a note for everyone and one for the board, on the first page."""
    url = f"sqlite:///{tmp_path_factory.mktemp('notes')}/links.sqlite"
    view = {"page": "overview", "address": VIEW, "snapshot": "id1", "fingerprint": "a" * 64}
    signed = {"topic": "course", "specialism": "geriatrics", "region_code": "NL"}
    with Notes(url) as notes:
        for role, text in TEXTS.items():
            notes.write(Draft(**view, **signed, text=text, visible_to=role))
    return url


@pytest.fixture(scope="module")
def server(store, noted, start_server):
    variables = {HOSTS_VARIABLE: NAME, ROLE_VARIABLE: "Verdampt-Role", WRITERS_VARIABLE: "board"}
    return start_server(store, links=noted, **variables)


def seen(text: str) -> list[str]:
    return [role for role, words in TEXTS.items() if words in text]


def page_of(server, **headers: str) -> str:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS)
    with connect(
        f"ws://{NAME}/_stcore/stream",
        sock=line,
        origin=f"https://{NAME}",
        subprotocols=["streamlit"],
        additional_headers=headers,
        max_size=None,
    ) as session:
        return b"".join(run_script(session)).decode(errors="replace")


def test_files_and_pages_hold_what_the_role_may_read(server) -> None:
    for role, expected in {"board": ["everyone", "board"], "everyone": ["everyone"], "boss": ["everyone"]}.items():
        headers = {"Host": NAME, "Verdampt-Role": role}
        for path in ("/rapport/overview.html", "/rapport/regio/NL.html"):
            answer = server.get(path, **headers)
            assert answer.status == 200
            assert seen(answer.text) == expected, (role, path)
            assert answer.headers["Cache-Control"] == ("no-store" if role == "board" else "no-cache")
        shown = page_of(server, **{"Verdampt-Role": role})
        assert seen(shown) == expected, role
        assert ("Schrijf een duiding" in shown) == (role == "board")
    assert seen(server.get("/rapport/overview.html", Host=NAME).text) == ["everyone"]


def test_reports_come_in_every_format(server) -> None:
    for ending, begins in zip(REPORT_FORMATS, (b"%PDF", b"", b"PK"), strict=True):
        answer = server.get(f"/rapport/regio/GG0111.{ending}", Host=NAME)

        assert answer.status == 200
        assert answer.body.startswith(begins)
        assert f"GG0111.{ending}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/rapport/regio/XX.pdf", "/rapport/land.exe", "/rapport/regio/ggd.pdf"])
def test_a_report_that_is_not_there_is_told(server, path) -> None:
    assert server.get(path, Host=NAME).status == 404
