"""Recurrence rules: RFC 5545 text to days, as dateutil gives them, without its endless searches; and to words."""

from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tasklist_tui.domain import rules
from tasklist_tui.domain.recurrence import Shift
from tasklist_tui.domain.rule_words import describe
from tasklist_tui.domain.rules import RuleError, aligned, completed, days, parse_rule, rule_problem

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@st.composite
def good_rules(draw):
    """Rules as RFC 5545 allows them, with what an office might combine."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 7))}")
    if draw(st.booleans()):
        parts.append("BYMONTH=" + ",".join(map(str, draw(st.sets(st.integers(1, 12), min_size=1, max_size=4)))))
    if freq != "WEEKLY" and draw(st.booleans()):
        numbers = st.integers(1, 31) | st.integers(-31, -1)
        parts.append("BYMONTHDAY=" + ",".join(map(str, draw(st.sets(numbers, min_size=1, max_size=3)))))
    elif draw(st.booleans()):
        place = st.sampled_from(["", "1", "2", "-1"]) if freq in {"MONTHLY", "YEARLY"} else st.just("")
        named = st.builds("".join, st.tuples(place, st.sampled_from(rules.WEEKDAYS)))
        parts.append("BYDAY=" + ",".join(draw(st.sets(named, min_size=1, max_size=3))))
        if draw(st.booleans()):
            parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    match draw(st.integers(0, 2)):
        case 0:
            parts.append(f"COUNT={draw(st.integers(1, 20))}")
        case 1:
            parts.append(f"UNTIL={draw(DAYS):%Y%m%d}")
    return ";".join(parts)


@given(good_rules(), DAYS)
def test_a_rule_names_the_days_that_dateutil_finds(text, begin):
    found = days(parse_rule(text), begin, 2028)
    first, last = (datetime.combine(day, time()) for day in (begin, date(2028, 12, 31)))
    with pytest.MonkeyPatch.context() as patch:
        # Where no day comes dateutil looks until here.
        patch.setattr("datetime.MAXYEAR", 2029)
        expected = rrulestr(f"{text};WKST=MO", dtstart=first).between(first, last, inc=True)
    assert [day for day in found if day.year <= 2028] == [moment.date() for moment in expected]
    assert sum(day.year > 2028 for day in found) <= 1


def test_the_month_end_of_an_office_is_the_last_day_and_short_months_have_no_31st():
    last = days(parse_rule("FREQ=MONTHLY;BYMONTHDAY=-1"), date(2024, 1, 1), 2024)[:12]
    assert [day.day for day in last] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    long = days(parse_rule("FREQ=MONTHLY;BYMONTHDAY=31"), date(2024, 1, 1), 2024)[:-1]
    assert [day.month for day in long] == [1, 3, 5, 7, 8, 10, 12]


@pytest.mark.parametrize(
    ("text", "first_three"),
    [
        ("FREQ=WEEKLY", ["2025-08-31", "2025-09-07", "2025-09-14"]),
        ("FREQ=MONTHLY", ["2025-08-31", "2025-09-30", "2025-10-31"]),
        ("FREQ=MONTHLY;INTERVAL=3", ["2025-09-30", "2025-12-31", "2026-03-31"]),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1", ["2025-12-31", "2026-06-30", "2026-12-31"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", ["2025-09-10", "2025-12-10", "2026-03-10"]),
        ("FREQ=YEARLY", ["2025-12-31", "2026-12-31", "2027-12-31"]),
        ("FREQ=YEARLY;BYMONTH=6", ["2026-06-30", "2027-06-30", "2028-06-30"]),
    ],
)
def test_without_a_first_day_periods_are_those_of_the_calendar_and_end_on_their_last_day(text, first_three):
    rule = completed(parse_rule(text))
    found = days(rule, aligned(rule, date(2025, 8, 26)), 2028)
    assert [day.isoformat() for day in found[:3]] == first_three


@pytest.mark.parametrize(
    "text",
    [
        "RRULE:FREQ=WEEKLY;BYDAY=FR",
        "freq=weekly;byday=fr;",
        "ＦＲＥＱ＝ＷＥＥＫＬＹ；ＢＹＤＡＹ＝ＦＲ",
        " FREQ = WEEKLY ; BYDAY = FR ",
    ],
)
def test_a_rule_is_read_as_people_write_it(text):
    assert parse_rule(text) == parse_rule("FREQ=WEEKLY;BYDAY=FR")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("每月25日", "no part of a recurrence rule"),
        ("", "no part of a recurrence rule"),
        ("INTERVAL=2", "FREQ must be one of YEARLY, MONTHLY, WEEKLY, DAILY"),
        ("FREQ=FORTNIGHTLY", "FREQ must be one of"),
        ("FREQ=SECONDLY", "SECONDLY: a rule here counts in days"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR: a rule here counts in days"),
        ("DTSTART:20250901\nRRULE:FREQ=DAILY", "the first day goes into the field “start”"),
        ("FREQ=DAILY;FREQ=DAILY", "stands twice"),
        ("FREQ=DAILY;BYEASTER=1", "no part of a recurrence rule"),
        ("FREQ=DAILY;COUNT=0", "COUNT: “0” is not a number from 1"),
        ("FREQ=DAILY;INTERVAL=1000000", "INTERVAL goes from 1 to 1000"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY: “32” is not one of its numbers"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY: there is no weekday “0MO”"),
        ("FREQ=MONTHLY;BYDAY=FREITAG", "BYDAY: there is no weekday “FREITAG”"),
        ("FREQ=DAILY;UNTIL=20250231", "UNTIL: “20250231” is not a day"),
        ("FREQ=DAILY;UNTIL=20250201;COUNT=3", "COUNT + UNTIL cannot stand like this"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY + WEEKLY cannot stand like this"),
        ("FREQ=DAILY;BYSETPOS=3", "BYSETPOS cannot stand like this"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "the rule names no day that exists"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "the rule names no day that exists"),
    ],
)
def test_what_is_no_rule_is_told_why(text, said):
    assert said in str(rule_problem(text))


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20251231",
        "FREQ=MONTHLY;UNTIL=20251231T235959Z",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    ],
)
def test_an_unusual_rule_is_no_problem(text):
    assert rule_problem(text) is None


@pytest.mark.parametrize("begin", [date.min, date(1900, 1, 1), date(2399, 6, 1), date(9999, 12, 1), date.max])
@pytest.mark.parametrize("text", ["FREQ=DAILY;COUNT=1000000000", "FREQ=YEARLY;UNTIL=99991231", "FREQ=MONTHLY"])
def test_huge_ranges_are_cut(text, begin):
    found = days(parse_rule(text), begin, 9999)
    assert len(found) <= rules.MOST
    assert found[0] == begin


ALPHABET = st.sampled_from("FREQ=DAILYWKMONTH;BYSETPOS,-+0123456789UNTIL 每月底：")


@given(
    st.text(ALPHABET, max_size=40) | st.text(max_size=20) | good_rules().map(lambda text: text.replace("=", "=-", 2))
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_rule_or_told_why_it_is_none(text):
    try:
        told = None if parse_rule(text) else ""
    except RuleError as error:
        told = error.message
    assert told is None or rule_problem(text) == told
    assert str(describe(text)) or not text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every day from Monday to Friday"),
        ("FREQ=WEEKLY;BYDAY=FR", "every Friday"),
        ("FREQ=WEEKLY;BYDAY=TH,TU", "every Tuesday, Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every 2 weeks on Friday"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "every month on day 25"),
        ("FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "every month on day 10, day 20, the last day"),
        ("FREQ=MONTHLY;BYDAY=1MO", "every month on Monday number 1"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "every month on Monday number 1"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "every month on the last weekday from Monday to Friday",
        ),
        ("FREQ=MONTHLY;INTERVAL=3", "every quarter"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "the last month of every quarter on the last day"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "the last month of every quarter on the last day"),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10", "the first month of every quarter on day 10"),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1", "the last month of every half-year on the last day"),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", "every year in September on day 1"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20251231", "every month on the last day, until 2025-12-31"),
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=6", "every Friday, 6 times"),
        ("FREQ=YEARLY;BYYEARDAY=100", "FREQ=YEARLY;BYYEARDAY=100"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_rule_is_said_in_words(text, words):
    assert str(describe(text)) == words


def test_words_tell_of_rest_days_and_of_a_quarter_that_begins_elsewhere():
    assert str(describe("FREQ=WEEKLY;BYDAY=FR", Shift.PREVIOUS)) == "every Friday, earlier when that is a rest day"
    assert str(describe("FREQ=WEEKLY;BYDAY=FR", Shift.NEXT)) == "every Friday, later when that is a rest day"
    odd = describe("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", start=date(2025, 10, 1))
    assert str(odd) == "the first month of every quarter on the last day"
