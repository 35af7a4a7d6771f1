"""A year as people look at it: kinds of days, weeks of a month, rest periods with their names, and the source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.model import CalendarChoice, YearCalendar
from tasklist_tui.domain.published import year_days
from tasklist_tui.domain.year import DayKind, day_kind, month_weeks, rest_periods, source

CHINA = Calendar()
NOTICE_2027 = YearCalendar(
    rest_days=tuple(date(2027, 2, day) for day in range(5, 12)),
    work_days=(date(2027, 1, 31), date(2027, 2, 13)),
    source="国办发明电〔2026〕8号",
)


def of_kind(calendar, year, kind):
    return [f"{day:%m-%d}" for day in year_days(year) if day_kind(calendar, day) is kind]


def periods(calendar, year):
    found = rest_periods(calendar, date(year, 1, 1), date(year, 12, 31))
    return [(rest.start.isoformat(), rest.end.isoformat(), ", ".join(map(str, rest.names))) for rest in found]


@pytest.mark.parametrize(
    ("year", "make_up"),
    [
        (2025, ["01-26", "02-08", "04-27", "09-28", "10-11"]),
        (2026, ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]),
        (2027, []),
    ],
)
def test_make_up_days_of_china(year, make_up):
    assert of_kind(CHINA, year, DayKind.MAKE_UP) == make_up


@pytest.mark.parametrize("year", [2025, 2026])
def test_an_official_year_has_248_workdays(year):
    assert len(of_kind(CHINA, year, DayKind.WORK) + of_kind(CHINA, year, DayKind.MAKE_UP)) == 248


def test_the_rest_periods_of_2025_as_the_notice_has_them():
    assert periods(CHINA, 2025) == [
        ("2025-01-01", "2025-01-01", "New Year's Day"),
        ("2025-01-28", "2025-02-04", "Spring Festival"),
        ("2025-04-04", "2025-04-06", "Tomb-Sweeping Day"),
        ("2025-05-01", "2025-05-05", "Labour Day"),
        ("2025-05-31", "2025-06-02", "Dragon Boat Festival"),
        ("2025-10-01", "2025-10-08", "National Day, Mid-Autumn Festival"),
    ]


def test_the_rest_periods_of_2026_as_the_notice_has_them():
    assert [(start, end) for start, end, _name in periods(CHINA, 2026)] == [
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ]


def test_an_estimated_year_rests_on_the_festivals_and_the_weekends_beside_them():
    assert periods(CHINA, 2027) == [
        ("2027-01-01", "2027-01-03", "New Year's Day"),
        ("2027-02-05", "2027-02-08", "Spring Festival"),
        ("2027-04-03", "2027-04-05", "Tomb-Sweeping Day"),
        ("2027-05-01", "2027-05-02", "Labour Day"),
        ("2027-06-09", "2027-06-09", "Dragon Boat Festival"),
        ("2027-09-15", "2027-09-15", "Mid-Autumn Festival"),
        ("2027-10-01", "2027-10-03", "National Day"),
    ]


def test_the_file_of_the_office_brings_rest_and_make_up_days_into_an_estimate():
    calendar = Calendar({2027: NOTICE_2027})
    assert of_kind(calendar, 2027, DayKind.MAKE_UP) == ["01-31", "02-13"]
    assert ("2027-02-05", "2027-02-11", "Spring Festival") in periods(calendar, 2027)
    assert ("2027-10-01", "2027-10-03", "National Day") in periods(calendar, 2027)


def test_a_period_around_new_year_is_told_in_full_by_both_years():
    across = ("2022-12-31", "2023-01-02", "New Year's Day")
    assert periods(CHINA, 2022)[-1] == periods(CHINA, 2023)[0] == across


def test_a_rest_period_counts_its_days():
    (rest,) = rest_periods(CHINA, date(2025, 10, 1), date(2025, 10, 31))
    assert rest.days == 8


@pytest.mark.parametrize("year", [1, 1583, 1999, 2101, 9999])
def test_no_year_is_too_far(year):
    assert of_kind(CHINA, year, DayKind.WORK)
    assert len(periods(CHINA, year)) >= 3
    assert str(source(CHINA, year)).startswith("estimate")


@given(st.dates(date(2003, 1, 1), date(2030, 12, 31)))
def test_a_day_is_worked_exactly_when_its_kind_says_so(day):
    assert CHINA.is_workday(day) == (day_kind(CHINA, day) in {DayKind.WORK, DayKind.MAKE_UP})


@given(st.integers(1, 9999), st.integers(1, 12))
def test_the_weeks_of_a_month_begin_on_monday_and_hold_every_day_once(year, month):
    weeks = month_weeks(year, month)
    assert {len(week) for week in weeks} == {7}
    assert all(day is None or day.weekday() == place for week in weeks for place, day in enumerate(week))
    days = [day for week in weeks for day in week if day]
    assert days == [day for day in year_days(year) if day.month == month]


@pytest.mark.parametrize(
    ("calendar", "year", "words"),
    [
        (CHINA, 2026, "notice of the State Council for 2026 (chinesecalendar)"),
        (CHINA, 2027, "estimate: weekends and the law; no make-up days are known"),
        (
            Calendar({2027: NOTICE_2027}),
            2027,
            "the office's file calendar/2027.yaml (国办发明电〔2026〕8号), over what is known of CN",
        ),
        (
            Calendar({2026: YearCalendar()}),
            2026,
            f"{source(CHINA, 2026)}; the office's file calendar/2026.yaml over it",
        ),
        (Calendar({}, CalendarChoice("US", "CA")), 2026, "the “holidays” package for US-CA"),
        (
            Calendar({}, CalendarChoice("SA")),
            2031,
            "estimate: the “holidays” package for SA; some festivals are not announced yet",
        ),
        (
            Calendar({}, CalendarChoice("US")),
            2500,
            "estimate: the weekends of US; the “holidays” package has no data for 2500",
        ),
    ],
)
def test_a_year_says_where_it_comes_from(calendar, year, words):
    assert str(source(calendar, year)) == words
