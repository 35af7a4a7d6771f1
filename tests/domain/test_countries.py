"""Calendars of other countries: their holidays, their weekends, and the years nobody has data for."""

import subprocess
import sys
from datetime import date

import pytest

from tasklist_tui.domain.calendar import Calendar, Grade
from tasklist_tui.domain.countries import close_countries, close_subdivisions, find_country, find_subdivision
from tasklist_tui.domain.model import CalendarChoice, YearCalendar
from tasklist_tui.domain.published import year_days


def of(country, subdivision="", own=None):
    return Calendar(own, CalendarChoice(country, subdivision))


def test_the_united_states_rest_on_their_holidays():
    calendar = of("US")
    assert str(calendar.rest_name(date(2026, 11, 26))) == "Thanksgiving Day"
    assert not calendar.is_workday(date(2026, 7, 3))  # the day before a Saturday
    assert calendar.is_workday(date(2026, 10, 1))
    assert calendar.grade(2026) is Grade.OFFICIAL


def test_a_state_has_holidays_of_its_own():
    day = date(2026, 3, 31)  # Cesar Chavez Day
    assert of("US").is_workday(day)
    assert not of("US", "CA").is_workday(day)


@pytest.mark.parametrize(
    ("country", "day", "rests"),
    [
        ("SA", date(2026, 11, 6), True),  # a Friday
        ("SA", date(2026, 11, 7), True),
        ("SA", date(2026, 11, 8), False),  # a Sunday
        ("IL", date(2026, 11, 6), True),
        ("IL", date(2026, 11, 8), False),
        ("AE", date(2020, 11, 6), True),  # the weekend of the Emirates moved in 2022
        ("AE", date(2020, 11, 8), False),
        ("AE", date(2026, 11, 6), False),
        ("AE", date(2026, 11, 8), True),
        ("BN", date(2026, 11, 6), True),  # Friday and Sunday
        ("BN", date(2026, 11, 7), False),
    ],
)
def test_weekends_are_those_of_the_country(country, day, rests):
    calendar = of(country)
    assert calendar.is_workday(day) is not rests
    assert str(calendar.rest_name(day)) == ("Weekend" if rests else "None")


def test_make_up_days_where_the_package_knows_them():
    calendar = of("TW")
    assert [day for day in year_days(2016) if calendar.is_make_up(day)] == [
        date(2016, 1, 30),
        date(2016, 6, 4),
        date(2016, 9, 10),
    ]


def test_a_name_is_in_the_language_of_the_interface_whatever_the_environment_says(monkeypatch):
    from tasklist_tui.i18n import translate

    monkeypatch.setenv("LANGUAGE", "th")
    new_year = of("HK").rest_name(date(2026, 1, 1))
    assert translate(new_year, "zh") == "一月一日"
    assert translate(new_year, "en") == "New Year's Day"
    assert translate(of("DE").rest_name(date(2026, 1, 1)), "en") == "New Year's Day"
    assert translate(of("US").rest_name(date(2026, 1, 1)), "zh") == "New Year's Day"


def test_the_file_of_the_office_is_laid_over_it():
    own = {2026: YearCalendar(rest_days=(date(2026, 11, 27),), work_days=(date(2026, 11, 28),))}
    calendar = of("US", own=own)
    assert not calendar.is_workday(date(2026, 11, 26))
    assert str(calendar.rest_name(date(2026, 11, 27))) == "Rest day of the office's calendar"
    assert calendar.is_make_up(date(2026, 11, 28))
    assert calendar.grade(2026) is Grade.OFFICIAL


def test_a_year_without_data_is_its_weekends():
    calendar = of("SA")
    assert calendar.grade(2500) is Grade.ESTIMATE
    assert {day.weekday() for day in year_days(2500) if not calendar.is_workday(day)} == {4, 5}
    assert calendar.grade(1) is Grade.ESTIMATE
    assert of("US", own={2500: YearCalendar()}).grade(2500) is Grade.OFFICE


def test_days_of_the_moon_not_announced_yet_make_an_estimate():
    calendar = of("SA")
    assert calendar.grade(2024) is Grade.OFFICIAL
    assert calendar.grade(2031) is Grade.ESTIMATE
    assert not calendar.is_workday(date(2031, 9, 23))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        ("usa", "US"),
        ("United States", "US"),
        ("Germany", "DE"),
        ("south korea", "KR"),
        ("uk", "GB"),
        ("cn", "CN"),
        ("中国", "CN"),
        ("", "CN"),
        ("Lummerland", None),
    ],
)
def test_a_country_goes_by_its_code_or_its_name(text, code):
    assert find_country(text) == code


def test_a_part_of_a_country_goes_by_its_code_or_its_name():
    assert find_subdivision("US", "ca") == find_subdivision("US", "California") == "CA"
    assert find_subdivision("US", "Bavaria") is None
    assert find_subdivision("CN", "ZJ") is None


def test_what_looks_alike_is_offered_first():
    assert close_countries("Germny")[0] == "DE"
    assert "CN" in close_countries("Lummerland")
    assert close_subdivisions("US", "Californa")[0] == "CA"
    assert close_subdivisions("CN", "ZJ") == ()


def test_the_package_is_imported_for_another_country_only():
    script = (
        "import sys\nfrom datetime import date\nfrom tasklist_tui.domain.calendar import Calendar\n"
        "from tasklist_tui.domain.model import CalendarChoice\n"
        "from tasklist_tui.storage.settings import read_settings\n"
        "read_settings('tasklist.yaml', b'calendar: {country: CN}')\n"
        "Calendar().workdays_after(date(2020, 1, 1), date(2040, 1, 1))\nprint('holidays' in sys.modules)\n"
        "Calendar({}, CalendarChoice('US')).is_workday(date(2026, 1, 1))\nprint('holidays' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["False", "True"]
