"""Legal periods as the Civil Code counts them (民法典 第二百条至第二百零三条), forward and back from a meeting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.legal import day_before, due_after, due_before, last_day, rolled
from tasklist_tui.domain.periods import Period, Roll, Unit

CALENDAR = Calendar()
DAYS, WORKDAYS, WEEKS, MONTHS, YEARS, HOURS = (
    Unit.DAYS,
    Unit.WORKDAYS,
    Unit.WEEKS,
    Unit.MONTHS,
    Unit.YEARS,
    Unit.HOURS,
)
days = st.dates(date(2008, 1, 1), date(2040, 12, 31))


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("what", "first", "period", "end", "due"),
    [
        ("代表法 51: reply within 3 months of 交办", "2025-09-03", Period(3, MONTHS), "2025-12-03", "2025-12-03"),
        ("代表法 51: 6 months where it is wide", "2025-09-03", Period(6, MONTHS), "2026-03-03", "2026-03-03"),
        ("浙江 14: wrong unit returns within 10 days", "2025-09-03", Period(10), "2025-09-13", "2025-09-15"),
        ("浙江 18: 会办 opinion within 2 months", "2025-09-03", Period(2, MONTHS), "2025-11-03", "2025-11-03"),
        ("浙江 24: new reply within 1 month", "2025-08-31", Period(1, MONTHS), "2025-09-30", "2025-09-30"),
        ("浙江 10: notify within 7 days, over the break", "2025-09-28", Period(7), "2025-10-05", "2025-10-09"),
        ("监督法 27: audit rectification, 6 months", "2025-08-31", Period(6, MONTHS), "2026-02-28", "2026-02-28"),
        ("a leap February has 29 days", "2024-01-31", Period(1, MONTHS), "2024-02-29", "2024-02-29"),
        ("a year after a leap day", "2024-02-29", Period(1, YEARS), "2025-02-28", "2025-02-28"),
        ("a year", "2025-09-03", Period(1, YEARS), "2026-09-03", "2026-09-03"),
        ("two weeks", "2025-09-03", Period(2, WEEKS), "2025-09-17", "2025-09-17"),
        ("10 workdays", "2025-09-03", Period(10, WORKDAYS), "2025-09-17", "2025-09-17"),
        ("the first workday after 10-01", "2025-10-01", Period(1, WORKDAYS), "2025-10-09", "2025-10-09"),
        ("a make-up Sunday is a workday", "2025-09-26", Period(1, WORKDAYS), "2025-09-28", "2025-09-28"),
        ("workdays into a year that is an estimate", "2026-12-28", Period(10, WORKDAYS), "2027-01-12", "2027-01-12"),
        ("24 hours", "2025-09-03", Period(24, HOURS), "2025-09-04", "2025-09-04"),
        ("25 hours are two days", "2025-09-03", Period(25, HOURS), "2025-09-05", "2025-09-05"),
        ("a month and a half", "2025-09-03", Period(1, MONTHS, and_days=15), "2025-10-18", "2025-10-20"),
    ],
)
def test_a_period_from_an_event(what, first, period, end, due):
    assert last_day(day(first), period, CALENDAR) == day(end), what
    assert due_after(day(first), period, CALENDAR) == day(due), what


@pytest.mark.parametrize(
    ("what", "meeting", "period", "counted", "due"),
    [
        ("监督法 15: D−20 falls into the break", "2025-10-28", Period(20), "2025-10-08", "2025-09-30"),
        ("监督法 15: D−10 falls on a Saturday", "2025-10-28", Period(10), "2025-10-18", "2025-10-17"),
        ("监督法 15: D−7", "2025-10-28", Period(7), "2025-10-21", "2025-10-21"),
        ("监督法 29: a month ahead", "2025-03-31", Period(1, MONTHS), "2025-02-28", "2025-02-28"),
        ("5 workdays ahead", "2025-10-13", Period(5, WORKDAYS), "2025-09-29", "2025-09-29"),
    ],
)
def test_a_period_back_from_a_meeting(what, meeting, period, counted, due):
    assert day_before(day(meeting), period, CALENDAR) == day(counted), what
    assert due_before(day(meeting), period, CALENDAR) == day(due), what


def test_the_roll_is_a_choice():
    end = date(2025, 10, 5)
    assert rolled(end, Roll.NONE, CALENDAR) == end
    assert rolled(end, Roll.FORWARD, CALENDAR) == date(2025, 10, 9)
    assert rolled(end, Roll.BACK, CALENDAR) == date(2025, 9, 30)


@given(days, st.integers(0, 400))
def test_the_first_day_is_not_counted(first, count):
    assert last_day(first, Period(count), CALENDAR) - first == timedelta(days=count)


@given(days, st.integers(1, 200))
def test_workdays_there_and_back_meet_on_a_workday(first, count):
    start = CALENDAR.next_workday(first)
    there = last_day(start, Period(count, WORKDAYS), CALENDAR)
    assert CALENDAR.workdays_after(start, there) == count
    assert day_before(there, Period(count, WORKDAYS), CALENDAR) == start


@given(days, st.integers(1, 60))
def test_months_end_on_the_same_day_or_the_last_of_the_month(first, count):
    end = last_day(first, Period(count, MONTHS), CALENDAR)
    assert (end.year * 12 + end.month) - (first.year * 12 + first.month) == count
    assert end.day == first.day or (end.day < first.day and (end + timedelta(days=1)).day == 1)


@given(days, st.sampled_from([DAYS, WORKDAYS, WEEKS, MONTHS, YEARS]), st.integers(1, 24))
def test_a_rolled_end_is_a_workday_and_never_on_the_wrong_side(first, unit, count):
    period = Period(count, unit)
    assert CALENDAR.is_workday(due_after(first, period, CALENDAR))
    assert due_after(first, period, CALENDAR) >= last_day(first, period, CALENDAR)
    assert CALENDAR.is_workday(due_before(first, period, CALENDAR))
    assert due_before(first, period, CALENDAR) <= day_before(first, period, CALENDAR)


@pytest.mark.parametrize("unit", list(Unit))
def test_beyond_the_last_year_there_is_one_error(unit):
    with pytest.raises(OverflowError):
        last_day(date.max, Period(1000, unit), CALENDAR)
