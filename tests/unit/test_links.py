"""Short links and pins, in a file of SQLite and in PostgreSQL alike."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from tests.conftest import ROOT
from verdampt.benchmarks.faults import leftovers
from verdampt.errors import LinksError
from verdampt.publishing import links as registry
from verdampt.publishing.databases import in_parts
from verdampt.publishing.links import Links, links_url
from verdampt.settings import LinksSettings, load_settings

TARGET = "/regios?regio=GG0111&zorg=gp_contacts"
OUTSIDE = [
    "",
    "regios",
    "//elsewhere.nl",
    "/\\elsewhere.nl",
    "/\t/elsewhere.nl",
    "https://elsewhere.nl",
    "/a b",
    "/a\n",
]
OUTSIDE += ["/\x00", "/\ud800", "/é", "/" + "a" * 1000]
WRITER = """
import sys
from verdampt.publishing.links import Links
with Links(sys.argv[1]) as links:
    print(*(links.shorten(f"/?n={n}", snapshot="id1").code for n in range(40)))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """An address where nothing is yet."""
    if request.param == "sqlite":
        return links_url("", store=tmp_path)
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def links(url):
    with Links(url) as opened:
        yield opened


def test_the_same_path_gives_the_same_code_and_another_one_another(links, url) -> None:
    first = links.shorten(TARGET)

    assert links.shorten(TARGET) == first
    with Links(url) as others:
        assert others.shorten(TARGET) == first
    assert len({first.code, links.shorten(TARGET, snapshot="id1").code, links.shorten("/").code}) == 3
    assert len(first.code) == 8
    assert not set(first.code) & set("oilu")


def test_a_link_is_found_with_its_path_its_snapshot_and_its_day(links) -> None:
    made = links.shorten(TARGET, snapshot="0123456789abcdef")

    found = links.find(made.code)

    assert found == made
    assert (found.target, found.snapshot) == (TARGET, "0123456789abcdef")
    assert datetime.now(UTC).date() - found.made_on <= timedelta(days=1)


def test_a_code_may_be_typed_in_capitals_and_with_confused_letters(links) -> None:
    made = [links.shorten(f"/?n={number}") for number in range(20)]

    for link in made:
        assert links.find(link.code.upper().replace("0", "O").replace("1", "I")) == link


def test_nothing_is_found_where_nobody_made_a_link(links, tmp_path) -> None:
    assert links.find("abcdefgh") is None
    assert links.pins() == {}
    assert list(tmp_path.iterdir()) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(code=st.one_of(st.text(), st.text(registry.LETTERS + "OIL'%\x00\ud800", max_size=60)))
def test_garbage_is_no_code(links, code) -> None:
    links.shorten(TARGET)

    assert links.find(code) in (None, links.shorten(TARGET))


def test_links_that_are_frozen_to_a_snapshot_are_counted_once_each(links) -> None:
    for target, snapshot in [("/", "id1"), ("/", "id1"), ("/keten", "id1"), ("/", "id2"), ("/", None)]:
        links.shorten(target, snapshot=snapshot)

    assert links.pins() == {"id1": 2, "id2": 1}


def test_a_code_that_another_path_has_gets_longer(links, monkeypatch) -> None:
    monkeypatch.setattr(registry, "CODE_LENGTH", 1)
    targets = [f"/?n={number}" for number in range(40)]

    made = [links.shorten(target) for target in targets]

    assert len({link.code for link in made}) == 40
    assert max(len(link.code) for link in made) > 1
    assert [links.find(link.code) for link in made] == made
    assert [links.shorten(target) for target in reversed(targets)] == made[::-1]


@pytest.mark.parametrize("target", OUTSIDE)
def test_a_link_leads_nowhere_but_to_this_site(links, target) -> None:
    with pytest.raises(LinksError, match="a path on this site"):
        links.shorten(target)


def test_a_path_of_a_thousand_characters_fits_and_a_strange_snapshot_does_not(links) -> None:
    target = "/" + "a" * 999

    assert links.find(links.shorten(target).code).target == target
    for snapshot in ("", "../id1", "id 1", "x" * 65):
        with pytest.raises(LinksError, match="id of a snapshot"):
            links.shorten(target, snapshot=snapshot)


def test_only_the_link_and_its_day_are_stored(links, url) -> None:
    made = links.shorten(TARGET, snapshot="id1")
    engine = create_engine(in_parts(url))

    with engine.connect() as connection:
        rows = connection.execute(text("select * from verdampt_links")).all()
    engine.dispose()

    assert [tuple(map(str, row)) for row in rows] == [(made.code, TARGET, "id1", made.made_on.isoformat())]


def test_processes_that_begin_at_once_agree_and_lose_nothing(links, url) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    answers = [writer.communicate(timeout=120)[0].split() for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert answers[0] == answers[1] == answers[2]
    assert len(set(answers[0])) == 40
    assert links.pins() == {"id1": 40}


def test_threads_share_one_registry(links) -> None:
    targets = [f"/?n={number % 30}" for number in range(300)]

    with ThreadPoolExecutor(12) as pool:
        made = list(pool.map(lambda target: links.shorten(target, snapshot="id1"), targets))
        found = list(pool.map(lambda link: links.find(link.code), made))

    assert found == made
    assert [link.target for link in made] == targets
    assert links.pins() == {"id1": 30}


WRONG = {
    "no server": "postgresql://reader:h0nd@127.0.0.1:1/links",
    "password in the query": "postgresql://reader@127.0.0.1:1/links?password=h0nd",
    "password as an option": "postgresql://reader:h0nd@127.0.0.1:1/links?h0nd=1",
    "an @ in the password": "postgresql://reader:p@h0nd@127.0.0.1/links",
    "no port": "postgresql://reader:x@127.0.0.1:h0nd/links",
    "no address": "h0nd",
    "another database": "mysql://reader:h0nd@127.0.0.1/links",
    "no file": "sqlite://",
    "memory": "sqlite:///:memory:",
    "options of a file": "sqlite:///links.sqlite?timeout=h0nd",
    "no folder": "sqlite:///no-such-folder/links.sqlite",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_database_that_does_not_work_is_one_sentence_without_the_password(name) -> None:
    for use in (Links.pins, lambda links: links.find("abcdefgh"), lambda links: links.shorten("/")):
        with pytest.raises(LinksError) as raised, Links(WRONG[name]) as links:
            use(links)

        assert "[links] url" in str(raised.value)
        assert "h0nd" not in str(raised.value)
        assert "\n" not in str(raised.value)


def test_a_wrong_password_is_said_without_it(postgresql_url) -> None:
    with Links(postgresql_url.replace("p4ss", "h0nd")) as links, pytest.raises(LinksError) as raised:
        links.pins()

    assert "password authentication failed" in str(raised.value)
    assert "h0nd" not in str(raised.value)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path) -> None:
    path = tmp_path / "links.sqlite"
    path.write_text("no database at all, and longer than a header of SQLite would have to be to be looked at")
    before = path.read_bytes()

    with Links(links_url("", store=tmp_path)) as links, pytest.raises(LinksError, match="not a database"):
        links.shorten("/")

    assert path.read_bytes() == before


def test_links_go_on_when_the_server_has_dropped_its_connections(postgresql_url) -> None:
    with Links(postgresql_url) as links:
        made = links.shorten("/")
        with Links(postgresql_url) as other, other._engine.connect() as connection:
            connection.execute(
                text("select pg_terminate_backend(pid) from pg_stat_activity where pid != pg_backend_pid()")
            )

        assert links.find(made.code) == made


def test_a_file_of_links_belongs_in_a_store(tmp_path) -> None:
    with Links(links_url("", store=tmp_path)) as links:
        links.shorten("/")

    assert [path.name for path in tmp_path.iterdir()] == ["links.sqlite"]
    assert leftovers(tmp_path) == []


def test_the_setting_is_read_and_its_password_is_not_shown(tmp_path) -> None:
    path = tmp_path / "verdampt.toml"
    path.write_text(f'{(ROOT / "verdampt.toml").read_text()}\n[links]\nurl = "postgresql://a:h0nd@db/links"\n')

    settings = load_settings(path)

    assert links_url(settings.links.url, store=tmp_path) == "postgresql://a:h0nd@db/links"
    assert "h0nd" not in repr(settings)
    assert links_url(LinksSettings().url, store=tmp_path) == f"sqlite:///{tmp_path}/links.sqlite"
