"""Workdays by the statutory calendar, the office's own years, and the estimate (domain notes §6)."""

from datetime import date, timedelta

import holidays
import pytest
from chinese_calendar import get_solar_terms
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.calendar import Calendar, Grade
from tasklist_tui.domain.lunar_days import LUNAR_DAYS
from tasklist_tui.domain.model import YearCalendar
from tasklist_tui.domain.statutory import Festival, festival_day

CALENDAR = Calendar()
some_days = st.dates(date(2003, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_its_248_workdays(year):
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    assert sum(map(CALENDAR.is_workday, days)) == 248


@pytest.mark.parametrize("day", ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-10-10"])
def test_make_up_days_are_workdays(day):
    assert CALENDAR.is_workday(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2025-10-01", "2025-10-08", "2025-11-08", "2026-02-17"])
def test_holidays_and_weekends_are_not(day):
    assert not CALENDAR.is_workday(date.fromisoformat(day))


def test_the_first_workday_after_the_first_of_october_is_the_ninth():
    assert CALENDAR.add_workdays(date(2025, 10, 1), 1) == date(2025, 10, 9)


def test_an_end_on_a_rest_day_rolls_forward_and_backward():
    assert CALENDAR.next_workday(date(2025, 10, 5)) == date(2025, 10, 9)
    assert CALENDAR.previous_workday(date(2025, 10, 8)) == date(2025, 9, 30)


@given(some_days, some_days)
def test_workdays_between_are_the_days_counted_one_by_one(first, last):
    if last < first:
        first, last = last, first
    last = min(last, first + timedelta(days=800))
    counted = sum(CALENDAR.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert CALENDAR.workdays_after(first, last) == counted
    assert CALENDAR.workdays_after(last, first) == -counted


def test_a_year_nobody_has_data_for_is_an_estimate():
    assert CALENDAR.grade(2026) is Grade.OFFICIAL
    assert CALENDAR.grade(2044) is Grade.ESTIMATE
    assert not CALENDAR.is_workday(date(2044, 10, 3))
    assert CALENDAR.workdays_after(date(2026, 12, 28), date(2027, 1, 15)) > 10


def test_the_office_writes_its_own_year():
    own = Calendar({2027: YearCalendar(rest_days=(date(2027, 2, 8),), work_days=(date(2027, 2, 6),))})
    assert own.grade(2027) is Grade.OFFICE
    assert not own.is_workday(date(2027, 2, 8))
    assert own.is_workday(date(2027, 2, 6))


def test_the_office_adds_to_an_official_year_without_replacing_it():
    own = Calendar({2025: YearCalendar(rest_days=(date(2025, 11, 10),), work_days=(date(2025, 11, 8),))})
    assert own.grade(2025) is Grade.OFFICIAL
    assert not own.is_workday(date(2025, 11, 10))
    assert own.is_workday(date(2025, 11, 8))
    assert not own.is_workday(date(2025, 10, 1))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2027-01-01", "2027-01-01"),  # 元旦
        ("2027-02-05", "2027-02-08"),  # 除夕 to 初三
        ("2027-04-05", "2027-04-05"),  # 清明
        ("2027-05-01", "2027-05-02"),
        ("2027-06-09", "2027-06-09"),  # 端午
        ("2027-09-15", "2027-09-15"),  # 中秋
        ("2027-10-01", "2027-10-03"),
    ],
)
def test_an_estimated_year_rests_on_the_days_of_the_law(first, last):
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        assert not CALENDAR.is_workday(day)
        assert str(CALENDAR.rest_name(day)) not in {"None", "Weekend"}
        day += timedelta(days=1)


def test_an_estimated_year_has_no_make_up_days():
    days = (date(2027, 1, 1) + timedelta(days=n) for n in range(365))
    assert not any(map(CALENDAR.is_make_up, days))


def test_an_estimate_says_which_rest_days_it_knows():
    assert str(CALENDAR.rest_name(date(2027, 2, 8))) == "Spring Festival"
    assert str(CALENDAR.rest_name(date(2027, 2, 13))) == "Weekend"
    assert CALENDAR.rest_name(date(2027, 2, 9)) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2025-10-01", "National Day"),
        ("2025-10-04", "National Day"),
        ("2025-10-06", "Mid-Autumn Festival"),
        ("2025-01-28", "Spring Festival"),
        ("2025-04-04", "Tomb-Sweeping Day"),
        ("2025-05-31", "Dragon Boat Festival"),
        ("2026-01-02", "New Year's Day"),
        ("2026-05-01", "Labour Day"),
        ("2025-11-08", "Weekend"),
    ],
)
def test_a_rest_day_has_a_name(day, name):
    assert str(CALENDAR.rest_name(date.fromisoformat(day))) == name


def test_a_workday_has_none_and_a_make_up_day_is_one():
    assert CALENDAR.rest_name(date(2025, 9, 28)) is None
    assert CALENDAR.is_make_up(date(2025, 9, 28))
    assert not CALENDAR.is_make_up(date(2025, 9, 29))


def test_a_rest_day_the_office_gave_itself_is_named_so():
    own = Calendar({2028: YearCalendar(rest_days=(date(2028, 3, 15), date(2028, 10, 2)))})
    assert str(own.rest_name(date(2028, 3, 15))) == "Rest day of the office's calendar"
    assert str(own.rest_name(date(2028, 10, 2))) == "National Day"


@given(some_days, st.integers(-300, 300))
def test_adding_workdays_is_stepping_over_them(day, count):
    expected, left = day, abs(count)
    while left:
        expected += timedelta(days=1 if count > 0 else -1)
        left -= CALENDAR.is_workday(expected)
    assert CALENDAR.add_workdays(day, count) == expected


def test_a_century_of_workdays_is_one_step_a_year():
    assert CALENDAR.add_workdays(date(2025, 1, 1), 25_000).year == 2123


def test_the_table_of_lunar_festivals_agrees_with_two_libraries():
    wanted = ("Chinese New Year (Spring Festival)", "Tomb-Sweeping Day", "Dragon Boat Festival", "Mid-Autumn Festival")
    for year, days in LUNAR_DAYS.items():
        public = holidays.country_holidays("CN", years=year, language="en_US", observed=False)
        found = [min(day for day, names in public.items() if name in names.split("; ")) for name in wanted]
        assert [(day.month * 100 + day.day) for day in found] == list(days), year
        april = get_solar_terms(date(year, 4, 1), date(year, 4, 9))
        assert [day for day, term in april if term == "清明"] == [found[1]], year


@pytest.mark.parametrize("year", range(2008, 2027))
def test_every_official_year_rests_on_the_days_of_its_festivals(year):
    """On the festival itself nobody has ever worked, whatever the yearly notice moves around it."""
    for festival in Festival:
        assert not CALENDAR.is_workday(festival_day(festival, year)), festival
