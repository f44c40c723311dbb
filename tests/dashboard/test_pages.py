"""Every page for every region, without a browser; and the way from a view to its address and back."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from verdampt.benchmarks.crash import small_extract
from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.serving import PUBLISHED_VARIABLE
from verdampt_dashboard import findings, published, questions
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS, View, choices


@pytest.fixture(autouse=True)
def _published(sample_snapshot, monkeypatch):
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(sample_snapshot.folder.parents[1]))


@pytest.fixture(scope="module")
def domain(sample_snapshot):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PUBLISHED_VARIABLE, str(sample_snapshot.folder.parents[1]))
        yield choices()


def test_every_page_answers_for_every_region(domain) -> None:
    for page in ("app_pages/overview.py", "app_pages/regions.py", "app_pages/chain.py", "app_pages/data.py"):
        for code in domain.region_codes("ggd"):
            app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
            app.query_params["regio"] = code
            app.run()
            app.switch_page(page).run()
            assert not app.exception
            assert app.title[0].value


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_any_view_comes_back_from_its_address(domain, data) -> None:
    scheme = data.draw(st.sampled_from(domain.schemes()))
    care_type = data.draw(st.sampled_from(domain.care_types["care_type"].to_list()))
    view = View(
        scheme=scheme,
        region_code=data.draw(st.sampled_from(domain.region_codes(scheme))),
        care_type=care_type,
        window_code=data.draw(st.sampled_from(domain.window_codes(care_type))),
        care_path=data.draw(st.sampled_from(domain.path_codes())),
        wave=data.draw(st.sampled_from(domain.wave_codes())),
    )

    assert domain.read(domain.address(view)) == (view, [])


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(sorted(PARAMETERS.values())), st.text(max_size=20)))
def test_garbage_in_the_address_gives_a_view_that_exists(domain, parameters) -> None:
    view, unknown = domain.read(parameters)

    assert view.region_code in domain.region_codes(view.scheme)
    assert view.window_code in domain.window_codes(view.care_type)
    assert view.care_path in domain.path_codes()
    assert view.wave in domain.wave_codes()
    assert set(unknown) <= set(parameters)


def test_the_sentence_says_what_the_figures_say(domain) -> None:
    for code in domain.region_codes("ggd"):
        for care_type in domain.care_types["care_type"]:
            for window in domain.window_codes(care_type):
                view = View(scheme="ggd", region_code=code, care_type=care_type, window_code=window)
                row, _ = questions.window(domain, view)
                sentence = findings.finding(row)
                assert ("minder" in sentence) == row["finding"].endswith("fewer")
                assert row["observed"] < row["expected"] or "minder" not in sentence
                assert ("duidelijk" in sentence) == (not row["lower"] <= row["observed"] <= row["upper"])
                assert domain.region_name(code) in sentence


def test_the_sentence_of_the_chain_says_what_its_steps_say(domain) -> None:
    for code in ("NL", *domain.region_codes("ggd")[:3]):
        for path in domain.path_codes():
            for wave in domain.wave_codes():
                view = replace(domain.default(), region_code=code, care_path=path, wave=wave)
                steps = questions.chain(domain, view)
                name = domain.wave_name(wave)
                sentence = findings.chain_finding(steps, region=domain.region_name(code), wave=name, care="zorg")
                shown = steps.filter(status="shown")
                sure = shown.filter((pl.col("lost") == pl.col("lost").max()) & (pl.col("lower") > 0))
                assert ("te weinig gegevens" in sentence) == shown.is_empty()
                assert ("vooral doordat" in sentence) <= (sure.height == 1)
                if sure.height and shown["expected"][-1] > shown["observed"][-1]:
                    assert say(f"chain.reasons.{sure['step'][0]}") in sentence


def test_every_status_and_step_that_is_published_has_a_text(domain) -> None:
    for row in questions.link_quality(domain.default()).iter_rows(named=True):
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
    for page in ("app_pages/overview.py", "app_pages/regions.py", "app_pages/chain.py", "app_pages/data.py"):
        for care in ("chain_contacts", "referral_cardiology"):
            app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
            app.query_params["zorg"] = care
            app.query_params["regio"] = "GG0111"
            app.run()
            app.switch_page(page).run()
            assert not app.exception
            captions = " ".join(one.value for one in app.caption)
            assert "Aantallen zijn beschermd" in captions or page == "app_pages/data.py"


def test_a_reader_keeps_the_snapshot_of_the_visit_until_asking_for_the_next(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(tmp_path / "published"))
    first = build(small_extract(tmp_path, batch=1), progress=SilentProgress())
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    app.run()
    before = app.title[0].value

    second = build(small_extract(tmp_path, batch=2), progress=SilentProgress())
    app.run()

    assert app.session_state["snapshot"] == first.id
    assert app.title[0].value == before
    assert any("nieuwere stand" in one.value for one in app.info)
    next(button for button in app.button if button.label == say("notes.take_newer")).click().run()
    assert app.session_state["snapshot"] == second.id
    assert not any("nieuwere stand" in one.value for one in app.info)
