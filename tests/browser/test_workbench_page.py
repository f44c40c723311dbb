"""The workbench as an analyst uses it: by keyboard, on a phone, and with a query that never ends."""

import re
from urllib.parse import quote_plus

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_reading import AXE

REGIONS = "select region_name, tile_row from pub_regions where tile_row is not null order by region_name"
ENDLESS = "select count(*) from pub_deficits a, pub_deficits b, pub_deficits c where a.ratio + b.ratio + c.ratio > 2"
SAVE = re.compile("Bewaar als indicator|Save as an indicator")
EDITOR, ROWS = "textarea", ".rows table"


@pytest.fixture(scope="module")
def samples(sample_snapshot, dashboard) -> str:
    return dashboard(sample_snapshot.folder.parents[1])


def run(visitor, *, until: str = ROWS) -> None:
    visitor.page.locator(EDITOR).focus()
    visitor.page.keyboard.press("Control+Enter")
    visitor.page.locator(until).first.wait_for(timeout=30_000)
    visitor.settle()


def typed(visitor) -> str:
    return visitor.page.locator(EDITOR).input_value()


def test_a_query_is_written_completed_and_run_by_keyboard_alone(samples, visitor) -> None:
    visitor.open(f"{samples}/werkbank")
    keyboard, options = visitor.page.keyboard, visitor.page.get_by_role("option")
    visitor.page.locator(EDITOR).focus()

    keyboard.type("select * from pub_re")
    options.first.wait_for()
    names = [one.split("\n")[0] for one in options.all_inner_texts()]
    assert {"pub_recovery", "pub_regions", "pub_rejects"} <= set(names)
    for _ in range(names.index("pub_regions")):
        keyboard.press("ArrowDown")
    active = visitor.page.locator(EDITOR).get_attribute("aria-activedescendant")
    assert visitor.page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    keyboard.press("Enter")
    assert typed(visitor) == "select * from pub_regions"
    assert options.count() == 0

    keyboard.type(" where pub_regions.region_n")
    options.first.wait_for()
    keyboard.press("Tab")
    keyboard.type(" = 'Twente, pub_r'")
    assert options.count() == 0
    assert typed(visitor).endswith(" where pub_regions.region_name = 'Twente, pub_r'")

    keyboard.type(" or region_name = 'Twente' ord")
    options.first.wait_for()
    keyboard.press("Escape")
    assert options.count() == 0
    keyboard.type("er by 1")
    keyboard.press("Control+Enter")
    visitor.page.locator(ROWS).wait_for()
    visitor.settle()
    assert "Twente" in visitor.page.locator(ROWS).inner_text()
    assert "q=select" in visitor.page.url
    assert visitor.outside == []
    assert visitor.faults == []


def test_tab_leaves_the_editor_when_there_is_nothing_to_fill_in(samples, visitor) -> None:
    visitor.open(f"{samples}/werkbank")
    visitor.page.locator(EDITOR).focus()
    visitor.page.keyboard.press("Tab")

    inside = "document.activeElement.shadowRoot?.activeElement ?? document.activeElement"
    assert visitor.page.evaluate(f"({inside}).tagName") == "BUTTON"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_and_the_chart_has_a_text(samples, visitor, language) -> None:
    visitor.open(f"{samples}/werkbank?q={quote_plus(REGIONS)}" + ("&taal=en" if language == "en" else ""))
    assert visitor.page.locator(ROWS).count() == 0
    run(visitor)
    visitor.page.locator("summary", has_text="pub_regions").click()
    visitor.page.locator("summary", has_text=SAVE).click()
    visitor.settle()
    visitor.photograph(f"werkbank-samples-{language}")

    assert visitor.page.locator("html").get_attribute("lang") == language
    assert len(visitor.page.get_by_role("figure").first.get_attribute("aria-label") or "") > 60
    with_rows = Axe().run(visitor.page, options=AXE)
    assert with_rows.violations_count == 0, with_rows.generate_report()
    visitor.page.locator(EDITOR).focus()
    visitor.page.keyboard.press("End")
    visitor.page.keyboard.type(" des")
    visitor.page.get_by_role("option").first.wait_for()
    found = Axe().run(visitor.page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    assert visitor.outside == []
    assert visitor.faults == []


def test_a_link_is_kept_on_reload_and_back_and_runs_nothing(samples, visitor) -> None:
    visitor.open(f"{samples}/werkbank?q={quote_plus(REGIONS)}")
    assert typed(visitor) == REGIONS
    run(visitor)
    visitor.page.locator(EDITOR).fill("select 1 as one")
    run(visitor, until="th:text-is('one')")

    visitor.page.go_back()
    visitor.page.wait_for_function("text => location.search.includes(text)", arg="tile_row")
    visitor.page.get_by_text("Er is nog niets uitgevoerd").wait_for()
    visitor.settle()
    assert typed(visitor) == REGIONS
    visitor.page.reload()
    visitor.page.locator(EDITOR).wait_for()
    visitor.settle()
    assert typed(visitor) == REGIONS
    assert visitor.page.locator(ROWS).count() == 0


def test_a_query_without_end_is_stopped_and_the_page_still_works(samples, visitor) -> None:
    visitor.open(f"{samples}/werkbank?q={quote_plus(ENDLESS)}")

    run(visitor, until="[role='alert']:has-text('te veel tijd of geheugen')")
    visitor.page.locator(EDITOR).fill(REGIONS)
    run(visitor)

    assert "Twente" in visitor.page.locator(ROWS).inner_text()
    assert visitor.page.locator("[role='alert']").count() == 0


def test_the_files_of_a_result_and_the_start_of_an_indicator_can_be_saved(samples, visitor) -> None:
    visitor.open(f"{samples}/werkbank?q={quote_plus(REGIONS)}&taal=en")
    run(visitor)

    for label, start in (("CSV (Dutch Excel)", b"\xef\xbb\xbfregion_name;tile_row"), ("XLSX", b"PK")):
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("button", name=label).click()
        assert download.value.path().read_bytes().startswith(start)
    visitor.page.locator("summary", has_text=SAVE).click()
    # A button that still moves while the panel opens is missed by a click.
    visitor.page.wait_for_timeout(1_000)
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="ind_new.sql").click()
    assert download.value.suggested_filename == "ind_new.sql"
    assert REGIONS in download.value.path().read_text()


def test_the_sql_behind_a_figure_is_one_link_away(samples, visitor) -> None:
    visitor.open(f"{samples}/regios?zorg=planned_surgery")
    visitor.page.get_by_role("link", name="De SQL hierachter").first.click()
    visitor.page.locator(EDITOR).wait_for()
    visitor.settle()
    assert "care_type = 'planned_surgery'" in typed(visitor)
    assert visitor.page.locator(ROWS).count() == 0

    run(visitor)
    assert "Twente" in visitor.page.locator(ROWS).inner_text()


def test_a_phone_needs_no_sideways_scroll(samples, phone) -> None:
    phone.open(f"{samples}/werkbank?q={quote_plus('select * from pub_deficits limit 20')}")
    run(phone)
    phone.photograph("mobiel-werkbank")

    width = phone.page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert width <= 390
