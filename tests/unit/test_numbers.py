"""Numbers as a Dutch reader writes them."""

from datetime import date

import pytest

from verdampt_dashboard.numbers import number, percent, rounded, week


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "text"),
    [
        (1234.5, 1, False, "1.234,5"),
        (-1234.5, 0, False, "−1.234"),
        (0.2, 0, True, "±0"),
        (-0.2, 0, False, "0"),
        (3, 0, True, "+3"),
    ],
)
def test_number(value, decimals, signed, text) -> None:
    assert number(value, decimals=decimals, signed=signed) == text


def test_percent_has_an_unbreakable_space() -> None:
    assert percent(-0.283, signed=True) == "−28\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(("value", "headline"), [(1754, 1750), (1756, 1760), (87.4, 87), (4043600, 4040000), (0, 0)])
def test_headlines_hold_three_figures(value, headline) -> None:
    assert rounded(value) == headline


@pytest.mark.parametrize(("day", "name"), [(date(2020, 12, 28), "week 53, 2020"), (date(2019, 12, 30), "week 1, 2020")])
def test_weeks_are_iso_weeks(day, name) -> None:
    assert week(day) == name
