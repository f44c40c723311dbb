"""The calendar: what makes one week unlike another."""

from datetime import date, timedelta

import numpy as np
import pytest

from verdampt.statistics.calendar import Calendar, harmonics, middle, period_end, public_holidays

MONDAYS = tuple(date(2017, 1, 2) + timedelta(weeks=week) for week in range(52 * 5))


def at(day: date, name: str) -> float:
    monday = day - timedelta(days=day.weekday())
    return float(Calendar().features(MONDAYS, "week")[name][MONDAYS.index(monday)])


@pytest.mark.parametrize(
    ("day", "working_days"),
    [
        (date(2019, 4, 22), 4),  # Easter Monday; King's Day 2019 was a Saturday
        (date(2019, 5, 30), 4),  # Ascension
        (date(2019, 5, 6), 5),
        (date(2020, 5, 5), 4),  # liberation, in lustrum years only
        (date(2018, 5, 4), 5),
        (date(2019, 12, 25), 3),
        (date(2020, 12, 31), 4),  # week 53: New Year's Day
        (date(2019, 4, 19), 5),  # Good Friday: care works
    ],
)
def test_working_days_leave_out_the_days_on_which_care_rests(day: date, working_days: int) -> None:
    assert at(day, "working") == pytest.approx(np.log(working_days / 5))


def test_days_that_move_stand_in_their_week_only() -> None:
    features = Calendar().features(MONDAYS, "week")

    assert at(date(2019, 5, 31), "bridge") == at(date(2019, 4, 19), "good_friday") == 1
    assert features["bridge"].sum() == features["good_friday"].sum() == 5
    assert at(date(2018, 12, 26), "christmas") == 1
    assert at(date(2019, 11, 13), "christmas") == 0


def test_summer_holidays_of_2019_begin_in_the_south_and_end_in_the_north() -> None:
    south = Calendar(zones=("Zuid",)).features(MONDAYS, "week")["school"][0]
    north = Calendar(zones=("Noord",)).features(MONDAYS, "week")["school"][0]

    assert south[MONDAYS.index(date(2019, 7, 8))] == 1
    assert north[MONDAYS.index(date(2019, 7, 8))] == 0
    assert north[MONDAYS.index(date(2019, 8, 26))] == 0
    assert north[MONDAYS.index(date(2019, 8, 19))] == 1
    assert south[MONDAYS.index(date(2019, 8, 19))] == 0


def test_a_country_without_school_holidays_in_the_library_has_none() -> None:
    features = Calendar(country="BE", zones=("Noord",)).features(MONDAYS, "week")

    assert features["school"].sum() == 0
    assert features["working"].min() < 0
    assert public_holidays("", 2019, 2020) == frozenset()


def test_months_count_their_own_working_days() -> None:
    starts = (date(2019, 4, 1), date(2019, 5, 1), date(2019, 6, 1))

    working = Calendar().features(starts, "month")["working"]

    usual = 365.25 / 12 * 5 / 7
    assert np.allclose(np.exp(working) * usual, [21, 22, 19])


@pytest.mark.parametrize(
    ("start", "period_type", "end"),
    [
        (date(2020, 12, 28), "week", date(2021, 1, 3)),
        (date(2020, 2, 1), "month", date(2020, 2, 29)),
        (date(2020, 10, 1), "quarter", date(2020, 12, 31)),
        (date(2020, 1, 1), "year", date(2020, 12, 31)),
    ],
)
def test_periods_end_where_the_next_begins(start: date, period_type, end: date) -> None:
    assert period_end(start, period_type) == end


def test_week_53_of_2020_belongs_to_2020_and_lies_near_week_1_in_the_season() -> None:
    waves = harmonics((date(2020, 12, 28), date(2021, 1, 4)), "week", count=3)

    assert middle(date(2020, 12, 28), "week") == date(2020, 12, 31)
    assert np.abs(waves[0] - waves[1]).max() < 0.4
