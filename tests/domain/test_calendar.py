"""Workdays by the statutory calendar, the office's own years, and the estimate (domain notes §6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.calendar import Calendar, Grade
from tasklist_tui.domain.model import YearCalendar

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
