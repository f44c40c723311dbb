"""Notes of doctors, in a file of SQLite and in PostgreSQL alike: pinned, signed by no person, three recommendations."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect

from verdampt.errors import LinksError, NoteError
from verdampt.publishing.databases import in_parts
from verdampt.publishing.links import Links, links_url
from verdampt.publishing.notes import NOTES, RECOMMENDATIONS, ROLES, Draft, Note, Notes, readable
from verdampt.publishing.personal import kinds_in, passes_eleven_test, plain

DRAFT = Draft(
    page="regions",
    address="/regios?regio=GG0111&zorg=gp_contacts",
    snapshot="0123456789abcdef",
    fingerprint="a" * 64,
    topic="course",
    text="De daling viel samen met het sluiten van de poli.",
    recommendations=("Bel wie niet kwam.",),
    specialism="general_practice",
    region_code="GG0111",
)
WRITER = """
import sys
from verdampt.errors import NoteError
from verdampt.publishing.notes import Draft, Notes
draft = dict(page="regions", address="/regios", snapshot="id1", fingerprint="a" * 64, topic="course")
draft |= dict(specialism="geriatrics", region_code="GG0111")
with Notes(sys.argv[1]) as notes:
    for number in range(6):
        words = f"Advies {number} van {sys.argv[2]}"
        try:
            notes.write(Draft(**draft, text=words, recommendations=(words,)))
        except NoteError as error:
            assert error.reason == "fourth", error
        else:
            print(words, flush=True)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """An address where nothing is yet."""
    if request.param == "sqlite":
        return links_url("", store=tmp_path)
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def notes(url):
    with Notes(url) as opened:
        yield opened


def test_a_note_comes_back_as_it_was_written_with_its_day(notes) -> None:
    written = notes.write(DRAFT)

    assert notes.of_role("everyone") == (written,)
    assert {name: getattr(written, name) for name in vars(DRAFT)} == vars(DRAFT)
    assert datetime.now(UTC).date() - written.written_on <= timedelta(days=1)


def test_the_same_words_on_the_same_figures_are_one_note(notes, url) -> None:
    first = notes.write(DRAFT)

    assert notes.write(replace(DRAFT, text=f"  {DRAFT.text}\u200b ")) == first
    with Notes(url) as others:
        assert others.write(DRAFT) == first
    assert len(notes.of_role("board")) == 1
    assert len(notes.write(replace(DRAFT, snapshot="id2")).id) == 32
    assert len(notes.of_role("board")) == 2


def test_nothing_is_found_and_nothing_is_made_where_nobody_wrote(notes, tmp_path) -> None:
    assert notes.of_role("board") == ()
    notes.withdraw("0" * 32)
    assert list(tmp_path.iterdir()) == []


def test_who_reads_sees_what_is_for_them_and_for_those_before(notes) -> None:
    for role in ROLES:
        notes.write(replace(DRAFT, text=f"Voor {role}.", visible_to=role, recommendations=()))

    seen = {role: {note.visible_to for note in notes.of_role(role)} for role in (*ROLES, "admin", "")}

    everyone = {"everyone"}
    assert seen == {
        "everyone": everyone,
        "district": {"everyone", "district"},
        "board": set(ROLES),
        "admin": everyone,
        "": everyone,
    }
    assert readable("Board") == ("everyone",)


def test_no_column_is_for_a_person(notes, url) -> None:
    notes.write(DRAFT)
    engine = create_engine(in_parts(url))
    found = {
        table.name: {one["name"] for one in inspect(engine).get_columns(table.name)}
        for table in (NOTES, RECOMMENDATIONS)
    }
    engine.dispose()

    of_note = {"id", "page", "address", "snapshot", "fingerprint", "topic", "text", "specialism", "region_code"}
    assert found["verdampt_notes"] == of_note | {"visible_to", "written_on"}
    assert found["verdampt_recommendations"] == {"topic", "region_code", "place", "note", "text"}
    assert {one.name for one in fields(Note)} == found["verdampt_notes"] | {"recommendations"}


def test_a_region_makes_three_recommendations_on_a_topic_and_no_fourth(notes) -> None:
    first = notes.write(replace(DRAFT, recommendations=("Een.", "Twee.")))
    notes.write(replace(DRAFT, text="Ook dit.", recommendations=("Drie.",)))

    with pytest.raises(NoteError, match="at most 3 recommendations on one topic") as raised:
        notes.write(replace(DRAFT, text="En dit.", recommendations=("Vier.",)))

    assert raised.value.reason == "fourth"
    assert "En dit." not in [note.text for note in notes.of_role("board")]
    for other in ({"topic": "chain"}, {"region_code": "GG1106"}):
        notes.write(replace(DRAFT, text="En dit.", recommendations=("Vier.",), **other))
    notes.write(replace(DRAFT, text="En dit.", recommendations=()))
    notes.withdraw(first.id)
    notes.write(replace(DRAFT, text="En dit, met raad.", recommendations=("Vier.", "Vijf.")))
    of_topic = [note for note in notes.of_role("board") if (note.topic, note.region_code) == ("course", "GG0111")]
    said = [one for note in of_topic for one in note.recommendations]
    assert sorted(said) == ["Drie.", "Vier.", "Vijf."]


def test_a_note_with_four_recommendations_is_refused_as_a_whole(notes) -> None:
    with pytest.raises(NoteError, match="at most 3"):
        notes.write(replace(DRAFT, recommendations=("a", "b", "c", "d")))

    assert notes.of_role("board") == ()


def test_processes_that_write_at_once_make_three_recommendations_together(notes, url) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", WRITER, url, name], stdout=subprocess.PIPE, text=True)
        for name in ("a", "b", "c")
    ]

    answers = [writer.communicate(timeout=180)[0].splitlines() for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0, 0]
    kept = sorted(line for answer in answers for line in answer)
    assert len(kept) == 3
    assert sorted(one for note in notes.of_role("everyone") for one in note.recommendations) == kept
    assert len(notes.of_role("everyone")) == 3


def test_threads_share_one_place(notes) -> None:
    texts = [f"Opmerking {number % 20}." for number in range(100)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: notes.write(replace(DRAFT, text=text, recommendations=())), texts))

    assert sorted(note.text for note in notes.of_role("everyone")) == sorted(set(texts))


WRONG = {
    "empty": {"text": " \n\u200b "},
    "long": {"text": "a" * 1_001},
    "long advice": {"recommendations": ("a" * 301,)},
    "code topic": {"topic": "gossip"},
    "code specialism": {"specialism": "wizard"},
    "code reader": {"visible_to": "press"},
    "code region": {"region_code": "Twente; drop table"},
    "view": {"address": "https://elsewhere.nl/"},
    "view snapshot": {"address": "/regios?stand=0123456789abcdef"},
    "view print": {"fingerprint": "abc"},
    "email": {"text": "Mail naar j.jansen@huisarts.nl."},
    "email advice": {"recommendations": ("Vraag het aan jan＠zorg.nl",)},
    "phone": {"text": "Bel 06-12345678."},
    "bsn": {"text": "Patiënt 111222333 kwam niet."},
    "agb": {"text": "Praktijk 01012345 nam over."},
    "name": {"text": "Volgens dr. Jansen klopt dit."},
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_belong_in_a_note_is_refused_in_one_sentence(notes, case) -> None:
    with pytest.raises(NoteError) as raised:
        notes.write(replace(DRAFT, **WRONG[case]))

    assert raised.value.reason == case.split()[0]
    assert "\n" not in str(raised.value)
    for secret in ("jansen", "12345678", "111222333", "01012345"):
        assert secret not in str(raised.value).lower()
    assert notes.of_role("board") == ()


PERSONAL = {
    "email": ["a@b.nl", "Jan.de-Boer@zorg.example.org", "a @ b.nl"],
    "phone": ["06 12 34 56 78", "0612345678", "(020) 123 45 67", "+31 6 12345678", "0031612345678", "+31(0)612345678"],
    "bsn": ["111222333", "1112.22.333", "111 222 333", "(123456782)"],
    "agb": ["01012345", "AGB 01-012345", "agb-code 03 123456"],
    "name": [
        "dr. Jansen",
        "Dr Jansen",
        "drs. P. de Vries",
        "prof. Van den Berg",
        "mevrouw El Amrani",
        "A.B. de Wit",
        "J. van Dijk",
    ],
}
FIGURES = [
    "12.345.678 contacten in 2020, 1.234.567 in 2021",
    "tussen 01-02-2020 en 03-04-2021",
    "van 2020-03-16 tot 2021-07-01",
    "123.456.789 euro, 20 % minder (95 %: 18 tot 22 %)",
    "12345678,90 euro en 123456,7",
    "In week 12 van 2020; zie figuur 3. Daarna herstel.",
    "Dokters zagen minder mensen. De huisarts belde. Drie regio's deden mee.",
    "Vitamine D. Daarna niets. Hepatitis B en C.",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PERSONAL.items() for text in texts])
def test_what_may_point_at_a_person_is_recognised(kind, text) -> None:
    assert kind in kinds_in(plain(f"Volgens {text}, in 2020."))
    assert kind in kinds_in(plain(text))


@pytest.mark.parametrize("text", FIGURES)
def test_figures_and_days_point_at_nobody(text) -> None:
    assert list(kinds_in(plain(text))) == []


@given(st.integers(10_000_000, 999_999_999))
def test_every_number_that_passes_the_eleven_test_is_recognised(number) -> None:
    digits = f"{number:09d}"

    assert ("bsn" in kinds_in(f"nr {digits}")) == passes_eleven_test(digits)


@settings(max_examples=200)
@given(st.text())
def test_any_text_can_be_cleaned_and_looked_at(text) -> None:
    cleaned = plain(text)

    assert plain(cleaned) == cleaned
    list(kinds_in(cleaned))


def test_links_and_notes_share_a_database_and_leave_each_other_alone(notes, url) -> None:
    note = notes.write(DRAFT)
    with Links(url) as links:
        link = links.shorten("/", snapshot="id1")
        notes.withdraw(note.id)

        assert links.find(link.code) == link
        assert links.pins() == {"id1": 1}
    assert notes.of_role("board") == ()


def test_a_database_that_does_not_work_is_one_sentence_without_the_password() -> None:
    with Notes("postgresql://reader:h0nd@127.0.0.1:1/links") as notes:
        for use in (lambda: notes.of_role("board"), lambda: notes.write(DRAFT), lambda: notes.withdraw("x")):
            with pytest.raises(LinksError) as raised:
                use()
            assert "h0nd" not in str(raised.value)
            assert "\n" not in str(raised.value)
