"""Occurrences: the rule gives them, rows note what became of them, a mark adds or takes back one row."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.model import Item, TaskList, YearCalendar
from tasklist_tui.domain.recurrence import (
    Occurrence,
    Shift,
    mark,
    next_open,
    occurrences,
    open_before,
    recurs,
    shift_of,
)
from tasklist_tui.domain.rules import days, parse_rule
from tasklist_tui.storage import layout

CALENDAR = Calendar()
LIST = TaskList("tasks", year=2025, issued=date(2025, 8, 25))
NO_DATES = TaskList("tasks")
LATE = date(2025, 12, 31)


def d(text):
    return date.fromisoformat(f"2025-{text}")


def item(rule="FREQ=MONTHLY;BYMONTHDAY=-1", rows=(), **values):
    return Item("aa", {"rrule": rule, "occurrences": list(rows), **values}).with_values({})


def all_of(one, task_list=LIST, until=LATE, first=None):
    return occurrences(one, task_list, until=until, first=first, calendar=CALENDAR)


def dues(one, task_list=LIST, until=LATE):
    return [found.due.strftime("%m-%d") for found in all_of(one, task_list, until)]


def marked(one, occurrence, **how):
    return one.with_values(mark("tasks", one, occurrence, **how).values)


# where a rule begins and ends


def test_the_rule_begins_after_the_day_of_issue_and_ends_with_the_lists_year():
    assert dues(item("FREQ=MONTHLY;BYMONTHDAY=25"), until=date(2027, 1, 1)) == ["09-25", "10-25", "11-25", "12-25"]


def test_the_start_of_the_item_counts_and_says_what_the_rule_leaves_open():
    assert dues(item("FREQ=MONTHLY", start=d("09-05")), until=d("11-30")) == ["09-05", "10-05", "11-05"]
    assert dues(item("FREQ=MONTHLY"), until=d("11-30")) == ["08-31", "09-30", "10-31", "11-30"]


def test_a_row_somebody_wrote_is_the_beginning_where_the_item_has_no_start():
    rows = [{"due": d("10-31"), "done": d("10-30")}]
    assert dues(item(rows=rows)) == ["10-31", "11-30", "12-31"]
    assert dues(item(rows=rows, start=d("09-01"))) == ["09-30", "10-31", "11-30", "12-31"]


def test_the_year_of_the_list_is_the_last_thing_that_says_when_it_begins():
    assert dues(item("FREQ=MONTHLY;INTERVAL=3"), TaskList("t", year=2025)) == ["03-31", "06-30", "09-30", "12-31"]
    assert dues(item(), NO_DATES) == []


def test_the_due_date_of_the_item_ends_it_before_the_year_does():
    assert dues(item(due=d("10-31"))) == ["08-31", "09-30", "10-31"]


def test_until_and_count_of_the_rule_come_before_both():
    rule = "FREQ=MONTHLY;BYMONTHDAY=-1"
    assert dues(item(f"{rule};COUNT=2", due=d("08-31"))) == ["08-31", "09-30"]
    assert dues(item(f"{rule};UNTIL=20260228", due=d("08-31")), until=date(2026, 12, 31))[-1] == "02-28"
    assert dues(item(f"{rule};UNTIL=20250131")) == []


def test_without_an_end_it_goes_on_as_far_as_was_asked_for():
    found = all_of(item(start=d("09-01")), NO_DATES, until=date(2027, 8, 31))
    assert len(found) == 24


def test_a_bad_rule_gives_none_and_leaves_the_rows():
    row = {"due": d("09-30"), "note": "x"}
    for rule in ("每月", "FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"):
        assert dues(item(rule)) == []
        assert dues(item(rule, [row])) == ["09-30"]


def test_an_item_without_a_rule_and_rows_does_not_recur():
    assert not recurs(Item("aa"))
    assert all_of(Item("aa")) == ()
    assert next_open(Item("aa"), LIST, d("11-10"), CALENDAR) is None


# rest days


@pytest.mark.parametrize(
    ("shift", "day"), [("none", "10-03"), ("previous", "09-30"), ("next", "10-09"), ("sideways", "10-03")]
)
def test_a_rest_day_is_shifted_as_the_item_says(shift, day):
    one = item("FREQ=WEEKLY;BYDAY=FR", start=d("10-03"), shift=shift)
    assert (all_of(one)[0].due, all_of(one)[0].nominal) == (d(day), d("10-03"))


def test_a_make_up_saturday_is_no_rest_day():
    assert dues(item("FREQ=WEEKLY;BYDAY=SA", start=d("10-11"), shift="next"), until=d("10-20")) == ["10-11", "10-20"]


def test_days_that_shift_to_one_stay_apart_by_the_day_of_the_rule():
    one = item("FREQ=DAILY", start=d("10-31"), shift="previous", due=d("11-02"))
    assert [(o.due, o.nominal) for o in all_of(one)] == [(d("10-31"), d(day)) for day in ("10-31", "11-01", "11-02")]
    for number, occurrence in enumerate(all_of(one)):
        one = marked(one, occurrence, done=d("10-31") + timedelta(number))
    assert [o.done for o in all_of(one)] == [d("10-31"), d("11-01"), d("11-02")]
    assert [o.due for o in all_of(one)] == [d("10-31")] * 3
    keys = [row["due"] for row in one.rows("occurrences")]
    assert len(set(keys)) == 3


def test_an_occurrence_shifted_back_over_the_end_of_the_year_is_in_time():
    one = item("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1", start=date(2026, 1, 1), shift="previous")
    assert dues(one, TaskList("t", year=2026)) == ["12-31"]
    assert dues(one, TaskList("t", year=2026), until=date(2025, 12, 30)) == []


def test_the_offices_own_calendar_decides():
    own = Calendar({2031: YearCalendar(rest_days=(date(2031, 3, 31),))})
    one = item("FREQ=MONTHLY;BYMONTHDAY=-1", start=date(2031, 3, 1), shift="previous")
    found = occurrences(one, NO_DATES, until=date(2031, 3, 31), calendar=own)
    assert found[0].due == date(2031, 3, 28)


# rows


def test_a_row_notes_the_occurrence_of_its_day():
    rows = [{"due": d("09-30"), "done": d("09-28")}, {"due": d("10-31"), "missed": True, "note": "国庆"}]
    first, second, third, _last = all_of(item(rows=rows))
    assert (first.done, first.open, first.stored) == (d("09-28"), False, True)
    assert (second.missed, second.open, second.note) == (True, False, "国庆")
    assert (third.open, third.stored, third.key) == (True, False, None)


def test_a_meeting_that_was_moved_stands_for_its_period_and_does_not_double_it():
    rows = [{"due": d("09-30"), "done": d("09-30")}, {"due": d("10-28"), "done": d("10-28")}]
    found = all_of(item(rows=rows))
    assert [(o.due, o.nominal) for o in found][1:3] == [(d("10-28"), d("10-31")), (d("11-30"), d("11-30"))]
    assert [o.moved for o in found] == [False, True, False, False]


def test_a_row_may_name_the_day_of_the_rule_it_was_moved_from():
    rows = [{"due": d("11-20"), "nominal": d("10-31"), "done": d("11-20")}]
    found = all_of(item("FREQ=MONTHLY;BYMONTHDAY=-1", rows))
    assert [(o.due, o.nominal) for o in found] == [
        (d("08-31"), d("08-31")),
        (d("09-30"), d("09-30")),
        (d("11-20"), d("10-31")),
        (d("11-30"), d("11-30")),
        (d("12-31"), d("12-31")),
    ]


def test_a_row_beside_one_that_stands_for_the_period_is_an_occurrence_of_its_own():
    rows = [{"due": d(day)} for day in ("09-30", "10-15", "10-31")]
    assert dues(item(rows=rows)) == ["09-30", "10-15", "10-31", "11-30", "12-31"]


def test_rows_before_the_beginning_and_long_after_the_end_stand_for_nothing():
    rows = [{"due": d("06-15"), "done": d("06-15")}, {"due": date(2026, 3, 20)}]
    one = item(rows=rows, start=d("10-01"), due=d("11-30"))
    assert dues(one, until=date(2026, 12, 31)) == ["06-15", "10-31", "11-30", "03-20"]


def test_when_the_rule_is_changed_what_was_done_stays_done():
    one = item("FREQ=MONTHLY;BYMONTHDAY=25", start=d("09-01"))
    for occurrence in all_of(one, until=d("10-31")):
        one = marked(one, occurrence, done=occurrence.due)
    later = one.with_values({"rrule": "FREQ=MONTHLY;BYMONTHDAY=20"})
    assert open_before(later, LIST, d("11-10"), CALENDAR) == ()
    assert next_open(later, LIST, d("11-10"), CALENDAR).due == d("11-20")


def test_rows_without_a_day_are_passed_over():
    assert dues(item(rows=[{"note": "x"}, {"due": "soon"}], start=d("11-01"))) == ["11-30", "12-31"]


# questions


def test_the_next_open_one_and_those_left_open():
    one = item(rows=[{"due": d("09-30")}, {"due": d("10-31"), "done": d("10-31")}, {"due": d("11-30"), "missed": True}])
    assert [o.due for o in open_before(one, LIST, d("11-10"), CALENDAR)] == [d("09-30")]
    assert next_open(one, LIST, d("11-10"), CALENDAR).due == d("12-31")
    assert next_open(one, LIST, date(2026, 1, 1), CALENDAR) is None


def test_what_is_due_today_is_next_and_not_left_open():
    one = item("FREQ=MONTHLY;BYMONTHDAY=10")
    assert [o.due for o in open_before(one, LIST, d("11-10"), CALENDAR)] == [d("09-10"), d("10-10")]
    assert next_open(one, LIST, d("11-10"), CALENDAR).due == d("11-10")


def test_the_next_one_may_be_years_away():
    one = item("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", start=d("01-01"))
    assert next_open(one, NO_DATES, d("11-10"), CALENDAR).due == date(2028, 2, 29)
    assert next_open(one, NO_DATES, date.max, CALENDAR) is None


def test_the_sample_gets_no_open_occurrence_in_the_past_that_no_row_tells_of():
    workspace = layout.load(Path(__file__).parents[2] / "workspace" / "qiantang", None).workspace
    task_list, today = workspace.task_list("tasks-2025"), d("11-10")
    recurring = [one for one in task_list.items if one.text("rrule")]
    assert len(recurring) == 7
    for one in recurring:
        left = open_before(one, task_list, today, CALENDAR)
        assert [o.due for o in left] == [
            row["due"] for row in one.rows("occurrences") if row["due"] < today and not row.get("done")
        ]
        coming = next_open(one, task_list, today, CALENDAR)
        assert coming.due == min(row["due"] for row in one.rows("occurrences") if row["due"] >= today)


# marks


def test_a_mark_is_one_row_that_names_the_day_of_the_rule():
    one = item("FREQ=WEEKLY;BYDAY=FR", start=d("09-26"), shift="previous")
    second = all_of(one)[1]
    assert mark("tasks", one, second, done=d("09-29"), note="会议室").values == {
        "occurrences": [{"due": d("09-30"), "nominal": d("10-03"), "done": d("09-29"), "note": "会议室"}]
    }


def test_rows_stand_in_the_order_of_their_days():
    one = item()
    found = all_of(one)
    for number in (2, 0, 4, 3, 1):
        one = marked(one, found[number], missed=True)
    assert [row["due"] for row in one.rows("occurrences")] == [o.due for o in found]


def test_done_is_not_missed():
    one = marked(item(), all_of(item())[0], done=d("08-31"), missed=True)
    assert (all_of(one)[0].done, all_of(one)[0].missed) == (d("08-31"), False)


def test_a_row_that_a_person_wrote_stays_when_its_mark_is_taken_back_because_the_rule_begins_with_it():
    one = item(rows=[{"due": d("09-30"), "done": d("09-28"), "room": "301"}])
    again = marked(one, all_of(one)[0])
    assert again.rows("occurrences") == [{"due": d("09-30"), "room": "301"}]
    assert dues(again) == dues(one)


def test_the_note_of_a_moved_meeting_goes_but_the_move_stays():
    row = {"due": d("11-03"), "nominal": d("10-31"), "note": "改期"}
    one = item(rows=[row])
    moved = next(o for o in all_of(one) if o.nominal == d("10-31"))
    assert marked(one, moved).rows("occurrences") == [{"due": d("11-03"), "nominal": d("10-31")}]


RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=FR",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=1,2,3,31",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=1,5,10;BYMONTHDAY=1,2,3",
    ]
)
STARTS = st.dates(date(2024, 12, 1), date(2025, 12, 1))
SHIFTS = st.sampled_from(list(Shift))
UNTIL = date(2026, 3, 1)


@given(RULES, STARTS, SHIFTS)
@settings(max_examples=80, deadline=None)
def test_every_day_of_the_rule_is_one_occurrence_in_order(rule, start, shift):
    found = all_of(item(rule, start=start, shift=str(shift)), NO_DATES, UNTIL)
    nominal = [o.nominal for o in found]
    assert len(set(nominal)) == len(nominal)
    assert {day for day in days(parse_rule(rule), start, 2026) if day < date(2026, 2, 1)} <= set(nominal)
    assert [(o.due, o.nominal) for o in found] == sorted((o.due, o.nominal) for o in found)
    assert all(shift is Shift.NONE or CALENDAR.is_workday(o.due) for o in found)


@given(RULES, STARTS, SHIFTS, st.data())
@settings(max_examples=80, deadline=None)
def test_marks_change_only_what_they_mark_and_can_be_taken_back(rule, start, shift, data):
    before = item(rule, start=start, shift=str(shift))
    found = all_of(before, NO_DATES, UNTIL)
    assume(found)
    chosen = data.draw(st.lists(st.sampled_from(found), unique=True, max_size=6))
    one = before
    for occurrence in chosen:
        current = next(o for o in all_of(one, NO_DATES, UNTIL) if o.nominal == occurrence.nominal)
        one = marked(one, current, done=occurrence.due, note="记")
    after = all_of(one, NO_DATES, UNTIL)
    assert [(o.due, o.nominal) for o in after] == [(o.due, o.nominal) for o in found]
    assert {o.nominal for o in after if o.done} == {o.nominal for o in chosen}
    assert not any(o.moved for o in after)
    again = one
    for occurrence in after:
        if occurrence.stored:
            again = marked(again, occurrence, done=occurrence.done, note=occurrence.note)
    assert again == one
    for occurrence in after:
        again = marked(again, occurrence)
    assert again == before


@given(
    st.sampled_from(["FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;BYDAY=FR", "x"]),
    st.lists(
        st.fixed_dictionaries({"due": STARTS}, optional={"nominal": STARTS, "done": STARTS, "missed": st.booleans()})
    ),
    SHIFTS,
    STARTS,
    STARTS,
)
@settings(max_examples=80, deadline=None)
def test_no_row_is_lost_and_none_is_shown_twice_however_far_one_looks(rule, rows, shift, early, late):
    one = item(rule, rows, shift=str(shift))
    near, far = (all_of(one, LIST, day) for day in (early, max(early, late)))
    assert near == tuple(o for o in far if o.due <= early)
    everything = all_of(one, LIST, date(2026, 12, 31))
    assert sorted(o.key for o in everything if o.stored) == sorted(row["due"] for row in rows)


@given(st.text(max_size=30), st.dates(), st.dates(), st.sampled_from(["previous", "next", "none", "?"]))
@settings(max_examples=25, deadline=None)
def test_no_text_and_no_date_raises(rule, start, until, shift):
    for text in (rule, "FREQ=DAILY;COUNT=1000000000", "FREQ=MONTHLY;BYMONTHDAY=-1"):
        one = item(text, start=start, shift=shift)
        assert shift_of(one) in Shift
        for occurrence in all_of(one, NO_DATES, until)[:3]:
            assert isinstance(occurrence, Occurrence)
        open_before(one, NO_DATES, until, CALENDAR)
        next_open(one, NO_DATES, until, CALENDAR)
