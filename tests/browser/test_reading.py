"""Every page as a reader uses it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from verdampt_dashboard.addresses import PAGES

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


PATHS = list(PAGES.values())


@pytest.fixture(scope="module")
def vektis(vektis_snapshot, dashboard) -> str:
    return dashboard(vektis_snapshot.folder.parents[1])


@pytest.fixture(scope="module")
def samples(sample_snapshot, dashboard) -> str:
    return dashboard(sample_snapshot.folder.parents[1])


def test_another_region_stays_chosen_when_the_address_is_opened_again(vektis, visitor) -> None:
    visitor.open(vektis)
    assert visitor.title().startswith("Nederland: in 2020 duidelijk lagere kosten voor medisch-specialistische zorg")

    visitor.choose("Regio", "Zeeland", then="Zeeland")
    seen, address = visitor.title(), visitor.page.url
    visitor.photograph("zeeland")
    visitor.page.reload()
    visitor.page.wait_for_selector("h1")
    visitor.settle()

    assert "regio=GG5006" in address
    assert visitor.title() == seen
    assert visitor.outside == []


def test_the_second_page_keeps_the_choice_and_shows_every_region(vektis, visitor) -> None:
    visitor.open(f"{vektis}/?regio=GG1106&zorg=dental")
    visitor.page.get_by_role("link", name="Regio's vergelijken").click()
    visitor.page.get_by_role("heading", level=1).filter(has_text="Mondzorg: terugval en herstel").wait_for()
    visitor.settle()

    tiles = visitor.page.locator("button.tile")
    tiles.first.wait_for()
    assert tiles.count() == 25
    assert visitor.page.locator("button.tile[aria-pressed='true']").inner_text().startswith("Twente")
    assert "regio=GG1106" in visitor.page.url
    assert visitor.outside == []


def test_a_region_is_chosen_by_keyboard_alone_on_the_tile_map(samples, visitor) -> None:
    visitor.open(f"{samples}/regios?zorg=planned_surgery")
    tiles = visitor.page.locator("button.tile")
    tiles.first.wait_for()

    tiles.first.focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("ArrowRight")
    name = visitor.page.evaluate(
        "document.activeElement.shadowRoot?.activeElement?.dataset.code ?? document.activeElement.dataset.code"
    )
    visitor.page.keyboard.press("Enter")
    visitor.page.locator(f"button.tile[data-code='{name}'][aria-pressed='true']").wait_for()
    visitor.settle()

    assert f"regio={name}" in visitor.page.url


def test_a_region_is_chosen_on_the_map(vektis, visitor) -> None:
    visitor.open(vektis)
    regions = visitor.page.locator(".choroplethlayer path")
    box = max((regions.nth(place).bounding_box() for place in range(25)), key=lambda b: b["width"] * b["height"])

    visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.wait_for_url("**regio=GG**")
    visitor.settle()

    assert not visitor.title().startswith("Nederland")
    assert visitor.outside == []


def test_back_and_forward_bring_back_the_choices(samples, visitor) -> None:
    visitor.open(samples)
    visitor.choose("Regio", "Drenthe", then="Drenthe")
    visitor.choose("Zorgsoort", "Planbare operaties", then="planbare operaties")

    visitor.page.go_back()
    visitor.page.get_by_role("heading", level=1).filter(has_text="huisartscontacten").wait_for()
    assert visitor.title().startswith("Drenthe")
    visitor.page.go_forward()
    visitor.page.get_by_role("heading", level=1).filter(has_text="planbare operaties").wait_for()
    assert visitor.title().startswith("Drenthe")


def test_an_unknown_code_in_the_address_is_named_and_no_error(samples, visitor) -> None:
    visitor.open(f"{samples}/?regio=GG9999&zorg=planned_surgery")

    assert visitor.page.get_by_text("Deze link noemt een keuze die hier niet bestaat (regio)").is_visible()
    assert visitor.title().startswith("Nederland")


def test_a_break_is_said_in_words(vektis, visitor) -> None:
    visitor.open(f"{vektis}/?zorg=mental_health&periode=2021")

    assert "is niets te zeggen, de registratie is veranderd" in visitor.title()
    assert visitor.page.get_by_text("Breuk in de registratie: Andere bekostiging").is_visible()


@pytest.mark.parametrize("page", PATHS)
@pytest.mark.parametrize(
    ("data", "asked"),
    [
        ("samples", "zorg=planned_surgery&regio=GG1106"),
        ("samples", "zorg=chain_contacts&taal=en"),
        ("vektis", "zorg=hospital"),
    ],
)
def test_every_chart_has_a_text_and_a_table_and_axe_finds_nothing(request, visitor, data, asked, page) -> None:
    visitor.open(f"{request.getfixturevalue(data)}/{page}?{asked}")
    visitor.photograph(f"{page or 'overzicht'}-{data}-{'en' if 'taal' in asked else 'nl'}")

    charts = visitor.page.locator('[data-testid="stPlotlyChart"]').count()
    figures = visitor.page.get_by_role("figure")
    assert figures.count() >= charts
    assert charts > 0 or page in ("gegevens", "uitleg", "onderzoeksvragen") or (page, data) == ("keten", "vektis")
    assert all(len(figures.nth(place).get_attribute("aria-label") or "") > 60 for place in range(charts))
    table = "View as a table" if "taal" in asked else "Bekijk als tabel"
    assert visitor.page.get_by_text(table).count() == charts
    assert visitor.page.locator("html").get_attribute("lang") == ("en" if "taal" in asked else "nl")
    found = Axe().run(visitor.page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    assert visitor.outside == []
    assert visitor.faults == []


@pytest.mark.parametrize("page", PATHS)
def test_a_phone_needs_no_sideways_scroll(samples, phone, page: str) -> None:
    phone.open(f"{samples}/{page}")
    phone.photograph(f"mobiel-{page or 'overzicht'}")

    width = phone.page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert width <= 390


def test_the_table_of_a_chart_opens_by_keyboard_and_has_its_numbers(samples, visitor) -> None:
    visitor.open(f"{samples}/?regio=GG1106&zorg=planned_surgery")
    opener = visitor.page.locator("summary", has_text="Bekijk als tabel").first

    opener.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("table").first.wait_for()

    assert "week 12, 2020" in visitor.page.get_by_role("table").first.inner_text()


def test_the_chain_follows_its_own_choices_and_keeps_them_in_the_address(samples, visitor) -> None:
    visitor.open(f"{samples}/keten")
    assert "alle specialismen samen" in visitor.title()

    visitor.choose("Zorgpad", "Cardiologie", then="cardiologie")
    visitor.page.get_by_role("radio", name="2e golf").click()
    visitor.page.get_by_role("heading", level=1).filter(has_text="2e golf").wait_for()
    visitor.settle()

    assert "zorgpad=cardiology" in visitor.page.url
    assert "golf=G2" in visitor.page.url
    title = visitor.title()
    visitor.open(visitor.page.url)
    assert visitor.title() == title
