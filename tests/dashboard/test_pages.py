"""Every page for every region, without a browser; and the way from a view to its address and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.dashboard.conftest import views
from verdampt.benchmarks.crash import small_extract
from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.serving import PUBLISHED_VARIABLE
from verdampt_dashboard import published, questions
from verdampt_dashboard.addresses import PAGES
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    for name, code in parameters.items():
        app.query_params[name] = code
    return app.run()


def on(app: AppTest, page: str) -> AppTest:
    return app.switch_page(f"app_pages/{page}.py").run()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_answers_for_every_region(domain, language) -> None:
    for page in PAGES:
        # The other language has the same code behind it: a fifth of the regions will do.
        for code in domain.region_codes("ggd")[:: 1 if language == "nl" else 5]:
            app = on(opened(regio=code, taal=language), page)
            assert not app.exception
            assert app.title[0].value
            assert not app.warning


def test_no_page_shows_a_text_of_the_other_language(domain) -> None:
    for page in PAGES:
        shown = {
            language: [one.value for one in on(opened(regio="GG1106", taal=language), page).header]
            for language in ("nl", "en")
        }
        assert shown["nl"] != shown["en"]
        assert not set(shown["nl"]) & set(shown["en"])


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_any_view_comes_back_from_its_address(domain, data) -> None:
    view = data.draw(views(domain))

    assert domain.read(domain.address(view)) == (view, [])


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(sorted(PARAMETERS.values())), st.text(max_size=20)))
def test_garbage_in_the_address_gives_a_view_that_exists(domain, parameters) -> None:
    view, unknown = domain.read(parameters)

    assert view.region_code in domain.region_codes(view.scheme)
    assert view.window_code in domain.window_codes(view.care_type)
    assert view.group in domain.group_codes(view)
    assert view.care_path in domain.care_paths
    assert view.wave in domain.waves
    assert set(unknown) <= set(parameters)
    assert domain.read(domain.address(view)) == (view, [])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_garbage_in_its_address_says_so_and_shows_the_usual(page) -> None:
    garbage = dict.fromkeys(PARAMETERS.values(), "'; drop table pub_deficits --")

    app = on(opened(**garbage), page)
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    for name, code in garbage.items():
        app.query_params[name] = code
    app.run()

    assert not app.exception
    said = " ".join(one.value for one in app.warning)
    assert all(name in said for name in PARAMETERS.values() if name != "stand")
    assert "vaste stand" in said


def test_every_status_and_step_that_is_published_has_a_text(domain) -> None:
    for row in questions.link_quality(domain.default).iter_rows(named=True):
        assert say(f"chain.sides.{row['side']}")
        assert say(f"chain.statuses.{row['status']}{row['link_class'].lower()}")


def test_questions_read_published_tables_only() -> None:
    for path in sorted((ROOT / "sql" / "queries").glob("*.sql")):
        text = published.query_text(path.stem)
        assert text.lstrip().startswith("/*"), path
        assert not {"raw_", "stg_", "int_", "fct_", "calc_"} & {word[:4] for word in text.split()}, path


def test_pages_answer_from_the_snapshot_alone_with_small_counts_as_such(protected_store, monkeypatch) -> None:
    """The secure side is not there to be asked; counts that are none or few are said to be below ten."""
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(protected_store))
    assert [path.name for path in protected_store.parent.iterdir()] == ["published"]
    for page in PAGES:
        for care in ("chain_contacts", "referral_cardiology"):
            app = on(opened(zorg=care, regio="GG0111"), page)
            assert not app.exception
            assert any("Aantallen zijn beschermd" in one.value for one in app.caption)
    app = opened(zorg="referral_cardiology", regio="GG0111")
    assert any("te klein om te tonen" in one.value for one in app.caption)


def test_a_reader_keeps_the_snapshot_of_the_visit_until_asking_for_the_next(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(tmp_path / "published"))
    first = build(small_extract(tmp_path, batch=1), progress=SilentProgress())
    app = opened()
    before = app.title[0].value

    second = build(small_extract(tmp_path, batch=2), progress=SilentProgress())
    app.run()

    assert app.session_state["snapshot"] == first.id
    assert app.title[0].value == before
    assert any("nieuwere stand" in one.value for one in app.info)
    next(button for button in app.button if button.label == say("notes.take_newer")).click().run()
    assert app.session_state["snapshot"] == second.id
    assert not any("nieuwere stand" in one.value for one in app.info)


def test_a_frozen_view_keeps_its_figures_says_what_changed_and_the_way_on(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(tmp_path / "published"))
    first = build(small_extract(tmp_path, batch=1), progress=SilentProgress())
    frozen = opened(stand=first.id)
    assert any("nog de nieuwste stand" in one.value for one in frozen.info)
    seen = frozen.title[0].value, [one.body for one in frozen.get("html")][2:]

    build(small_extract(tmp_path, batch=2), progress=SilentProgress())
    again = opened(stand=first.id)

    assert (again.title[0].value, [one.body for one in again.get("html")][2:]) == seen
    said = " ".join(one.value for one in again.info)
    assert f"({first.id})" in said
    assert "veranderd:" in said
    assert "→" in said
    assert opened().session_state["view"].snapshot == ""
    assert not opened().info


def test_the_way_of_a_new_physician_takes_three_actions(domain) -> None:
    """From the first page: the region, the care type; the rest is there. A third action is left for the comparison."""
    app = opened()
    app.selectbox(key="choice_region_code").select("GG1106").run()
    app.selectbox(key="choice_care_type").select("planned_surgery").run()

    assert "Twente" in app.title[0].value
    assert "planbare operaties" in app.title[0].value
    words = " ".join(one.body for one in app.get("html"))
    assert "heel Nederland" in words
    assert "ersteld" in words
    assert "normaal is" in words
    assert "Toets" in words
    app = on(app, "regions")
    assert "Planbare operaties" in app.title[0].value
