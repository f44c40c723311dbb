"""Duiding on the page and in its files: written, read by role, marked when the figures moved, three recommendations."""

from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.datastructures import Headers

from tests.dashboard.test_files import squeezed
from tests.dashboard.test_pages import on, opened
from verdampt.errors import SettingsError
from verdampt.publishing.notes import Draft
from verdampt.serving import HOSTS_VARIABLE, LINKS_VARIABLE, ROLE_VARIABLE, WRITERS_VARIABLE, environment
from verdampt_dashboard import downloads, remarks, report, roles
from verdampt_dashboard.addresses import PAGES
from verdampt_dashboard.reader import Reader, reading
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.texts import say

LINK = "http://127.0.0.1/regios?stand=abc"
HEADER = "Verdampt-Role"
TEXT = "De daling viel samen met het sluiten van de poli."


@pytest.fixture(autouse=True)
def _fresh():
    remarks._read.cache_clear()
    remarks._registry.cache_clear()
    downloads._made.cache_clear()


@pytest.fixture
def own(monkeypatch):
    monkeypatch.setenv(WRITERS_VARIABLE, "own")


@pytest.fixture
def visit(monkeypatch):
    """A visit by somebody of whom the proxy says the role."""
    monkeypatch.setenv(ROLE_VARIABLE, HEADER)
    monkeypatch.setenv(WRITERS_VARIABLE, "district")

    def become(*values: str) -> None:
        headers = SimpleNamespace(get_all=lambda name: list(values) if name == HEADER else [])
        monkeypatch.setattr(roles, "st", SimpleNamespace(context=SimpleNamespace(headers=headers)))

    return become


def draft(domain, *, page: str = "regions", **changes) -> Draft:
    view = domain.change(domain.default, "region_code", "GG0111")
    given = {
        "page": page,
        "address": remarks.address(page, view),
        "snapshot": "0123456789abcdef",
        "fingerprint": remarks.fingerprint(SHEETS[PAGES[page]](view)),
        "topic": "course",
        "text": TEXT,
        "specialism": "general_practice",
        "region_code": "GG0111",
    }
    return Draft(**{**given, **changes})


def field(app, name: str):
    return next(
        one for kind in (app.text_area, app.text_input, app.selectbox) for one in kind if f"_{name}_" in one.key
    )


def form_of(app):
    """The page with its form open."""
    app.session_state["duiding_open"] = True
    return app.run()


def filled(app, *, text: str, advice: tuple[str, ...] = (), **choices: str):
    field(app, "text").set_value(text)
    for place, words in enumerate(advice, start=1):
        field(app, f"advice_{place}").set_value(words)
    for name, code in choices.items():
        field(app, name).set_value(code)
    return next(one for one in app.button if one.label == say("duiding.keep")).click().run()


def html_of(app) -> str:
    """What the page shows as HTML of our own."""
    return "".join(one.proto.body for one in app.main if hasattr(one.proto, "body"))


def test_a_note_that_is_written_stands_under_the_figures_of_its_view_only(own, domain) -> None:
    app = form_of(on(opened(regio="GG0111"), "regions"))
    app = filled(app, text=TEXT, advice=("Bel wie niet kwam.",), specialism="geriatrics", topic="follow_up")

    assert not app.exception
    assert say("duiding.kept") in [one.value for one in app.info]
    (note,) = remarks.of_role("everyone")
    assert (note.page, note.specialism, note.region_code, note.topic) == (
        "regions",
        "geriatrics",
        "GG0111",
        "follow_up",
    )
    assert "stand" not in note.address
    assert field(app, "text").value == ""
    for page, region, is_there in (("regions", "GG0111", 1), ("regions", "GG1106", 0), ("chain", "GG0111", 0)):
        app = on(opened(regio=region), page)
        assert (TEXT in html_of(app)) == bool(is_there), (page, region)
    english = on(opened(regio="GG0111", taal="en"), "regions")
    assert TEXT in html_of(english)
    assert "The figures have changed" not in html_of(english)


def test_a_view_means_the_same_whatever_was_chosen_on_other_pages(domain) -> None:
    view = domain.change(domain.default, "region_code", "GG0111")
    other = replace(view, wave=list(domain.waves)[-1], language="en", snapshot="x", indicator="ind_x")

    assert remarks.address("regions", view) == remarks.address("regions", other)
    assert remarks.address("chain", view) != remarks.address("chain", other)
    for page in PAGES:
        assert "stand" not in remarks.address(page, other)
        assert "taal" not in remarks.address(page, other)


def test_a_refused_note_says_why_and_stays_in_the_form(own) -> None:
    app = form_of(on(opened(regio="GG0111"), "regions"))
    app = filled(app, text="Volgens dr. Jansen viel het mee.")

    assert say("duiding.refused.name") in [one.value for one in app.info]
    assert field(app, "text").value == "Volgens dr. Jansen viel het mee."
    assert remarks.of_role("board") == ()


def test_the_fourth_recommendation_is_refused_with_a_sentence(own, domain) -> None:
    remarks.write(draft(domain, recommendations=("Een.", "Twee.", "Drie.")))
    app = form_of(on(opened(regio="GG0111"), "regions"))
    app = filled(app, text="Nog iets.", advice=("Vier.",), topic="course")

    assert say("duiding.refused.fourth") in [one.value for one in app.info]
    assert len(remarks.of_role("board")) == 1

    app = next(one for one in app.button if one.label == say("duiding.withdraw")).click().run()
    app = next(one for one in app.button if one.label == say("duiding.keep")).click().run()
    assert [note.recommendations for note in remarks.of_role("board")] == [("Vier.",)]


def test_who_reads_sees_what_is_for_them_and_who_may_not_write_has_no_form(visit, domain) -> None:
    for role in ("everyone", "district", "board"):
        remarks.write(draft(domain, text=f"Voor {role} geschreven.", visible_to=role))

    seen = {}
    for role in ("everyone", "district", "board", "admin"):
        visit(role)
        app = form_of(on(opened(regio="GG0111"), "regions"))
        seen[role] = [one for one in ("everyone", "district", "board") if f"Voor {one} geschreven." in html_of(app)]
        has_form = any(one.label == say("duiding.keep") for one in app.button)
        assert has_form == (role in ("district", "board")), role
        if has_form:
            assert list(field(app, "visible_to").options)[-1] == say(f"duiding.readers.{role}")
    assert seen == {
        "everyone": ["everyone"],
        "district": ["everyone", "district"],
        "board": ["everyone", "district", "board"],
        "admin": ["everyone"],
    }


def test_a_public_server_shows_no_form_and_without_notes_no_section() -> None:
    app = form_of(on(opened(regio="GG0111"), "regions"))

    assert not any(one.label == say("duiding.keep") for one in app.button)
    assert say("duiding.title") not in [one.value for one in app.header]


def test_a_role_is_believed_from_one_header_that_was_configured(monkeypatch) -> None:
    def asked(*values: str, name: str = "verdampt-role") -> str:
        return roles.of_request(Headers(raw=[(name.encode(), value.encode()) for value in values]).getlist)

    assert asked("board") == "everyone"
    monkeypatch.setenv(ROLE_VARIABLE, HEADER)
    assert [asked("board"), asked(" District "), asked("boss"), asked()] == [
        "board",
        "district",
        "everyone",
        "everyone",
    ]
    assert asked("board", "everyone") == "everyone"
    assert asked("board", name="role") == "everyone"
    assert not any(map(roles.may_write, ("everyone", "district", "board")))
    monkeypatch.setenv(WRITERS_VARIABLE, "board")
    assert [roles.may_write(role) for role in ("everyone", "district", "board")] == [False, False, True]


@pytest.mark.parametrize(
    "wrong",
    [
        {ROLE_VARIABLE: "a b"},
        {WRITERS_VARIABLE: "everyone"},
        {WRITERS_VARIABLE: "board"},
    ],
)
def test_settings_of_roles_that_are_not_safe_are_refused(wrong) -> None:
    with pytest.raises(SettingsError):
        roles.check(wrong)


def test_one_writes_on_ones_own_machine_and_nowhere_else(monkeypatch, tmp_path) -> None:
    assert environment(tmp_path)[WRITERS_VARIABLE] == "own"
    monkeypatch.setenv(HOSTS_VARIABLE, "zorg.example")
    assert WRITERS_VARIABLE not in environment(tmp_path)
    monkeypatch.setenv(WRITERS_VARIABLE, "own")
    assert not roles.may_write("board")
    assert roles.of_request(lambda name: ["board"]) == "everyone"


def test_a_note_is_marked_when_the_figures_moved(own, domain) -> None:
    remarks.write(draft(domain))
    remarks.write(draft(domain, text="Over andere cijfers.", fingerprint="a" * 64))

    moved = {note.text: remarks.has_moved(note) for note in remarks.of_role("everyone")}
    page = html_of(on(opened(regio="GG0111"), "regions"))

    assert moved == {TEXT: False, "Over andere cijfers.": True}
    assert page.count("De cijfers zijn sinds deze duiding veranderd") == 1


def test_figures_have_one_print_in_every_language_and_another_when_one_moves(domain) -> None:
    view = domain.change(domain.default, "region_code", "GG0111")
    for page, path in PAGES.items():
        prints = set()
        for language in ("nl", "en"):
            with reading(Reader(language=language)):
                prints.add(remarks.fingerprint(SHEETS[path](view)))
        assert len(prints) == 1, page
    sheet = SHEETS["regios"](view)
    first = sheet.exhibits[0]
    frame = first.table.frame
    other = replace(
        first, figure=None, table=replace(first.table, frame=frame.with_columns(ratio=frame["ratio"] + 0.01))
    )
    assert remarks.fingerprint(replace(sheet, exhibits=[other, *sheet.exhibits[1:]])) != remarks.fingerprint(sheet)


def test_notes_go_along_in_every_file_of_the_page(own, domain) -> None:
    remarks.write(draft(domain, recommendations=("=Bel wie niet kwam.",)))
    remarks.write(draft(domain, text="Oud.\n\nMet #teken en *ster* en <b>.", fingerprint="a" * 64))
    view = domain.change(domain.default, "region_code", "GG0111")
    notes = remarks.of_view(remarks.of_role("everyone"), page="regions", view=view)
    sheet = remarks.with_remarks(SHEETS["regios"](view), notes)

    html = report.of_sheet(sheet, format="html", link=LINK).decode()
    document = PdfReader(BytesIO(report.of_sheet(sheet, format="pdf", link=LINK)))
    text = squeezed("".join(page.extract_text() for page in document.pages))
    book = load_workbook(BytesIO(report.of_sheet(sheet, format="xlsx", link=LINK)))

    rows = [[cell.value or "" for cell in row] for row in book[say("duiding.short")].iter_rows(min_row=2)]
    assert [row[2] for row in rows if row[0] == say("duiding.advice")] == ["'=Bel wie niet kwam."]
    assert sum(say("duiding.moved", snapshot="0123456789abcdef") in row for row in rows) == 1
    for words in (TEXT, "=Bel wie niet kwam.", "Met #teken en *ster*", "Huisarts, Groningen"):
        assert words in html
        assert squeezed(words) in text
    assert html.count("De cijfers zijn sinds deze duiding veranderd") == 1
    assert "<b>." not in html


def test_files_of_one_address_differ_by_role_and_are_kept_by_nobody_on_the_way(visit, domain) -> None:
    remarks.write(draft(domain, text="Alleen voor het bestuur.", visible_to="board"))

    def asked(role: str):
        headers = Headers({HEADER: role, "host": "127.0.0.1"})
        query = {"regio": "GG0111"}
        request = SimpleNamespace(
            query_params=query, base_url="http://127.0.0.1/", headers=headers, path_params={"name": "regios.html"}
        )
        return downloads._answer(request, page="regions", key="", format="html")

    answers = {role: asked(role) for role in ("board", "everyone", "district")}

    assert {role: "Alleen voor het bestuur." in one.body.decode() for role, one in answers.items()} == {
        "board": True,
        "everyone": False,
        "district": False,
    }
    assert {role: one.headers.get("cache-control") for role, one in answers.items()} == {
        "board": "no-store",
        "everyone": None,
        "district": "no-store",
    }


def test_a_database_that_is_away_takes_no_page_with_it(own, monkeypatch) -> None:
    monkeypatch.setenv(LINKS_VARIABLE, "sqlite:////no-such-folder/links.sqlite")
    app = form_of(on(opened(regio="GG0111"), "regions"))

    assert not app.exception
    assert say("duiding.away") in [one.value for one in app.info]
    app = filled(app, text=TEXT)
    assert not app.exception
    assert say("duiding.away") in [one.value for one in app.info]
