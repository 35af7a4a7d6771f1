"""The agenda: which open things fall on which days, for whom, and with which light."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.agenda import Mark, Span, agenda, bounds
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Kind, Label, Limit, Stage, State
from tasklist_tui.domain.lights import Colour, Judge, Lights
from tasklist_tui.domain.model import Event, Item, TaskList, Workspace
from tasklist_tui.domain.periods import Period, Unit

MONDAY = TODAY = date(2025, 11, 10)
FRIDAY = date(2025, 11, 14)
KIND = Kind(
    "task",
    states=(
        State("issued", stage=Stage.PLANNED),
        State("doing"),
        State("asked", Label("征求意见", "Asked"), limit=Limit(Period(5, Unit.WORKDAYS))),
        State("paused", stage=Stage.PAUSED),
        State("submitted", stage=Stage.SUBMITTED),
        State("done", stage=Stage.DONE),
        State("cancelled", stage=Stage.DROPPED),
    ),
)


def item(item_id="a", **values):
    return Item(item_id, {"title": item_id, "lead": "ysgw", "status": "doing", **values})


def made(*items, first=TODAY, last=FRIDAY, events=(), today=TODAY, **more):
    workspace = Workspace(kinds={"task": KIND}, lists=(TaskList("tasks", items=items),), events=tuple(events))
    return agenda(workspace, Lights(Judge(today, Calendar()), workspace.kinds), first, last, **more)


def told(found):
    return [(line.day, line.mark, line.entry and line.entry.item.id, line.label) for line in found.lines()]


@pytest.mark.parametrize(
    ("span", "today", "first", "last"),
    [
        (Span.TODAY, TODAY, TODAY, TODAY),
        (Span.WEEK, date(2025, 11, 12), date(2025, 11, 10), date(2025, 11, 16)),
        (Span.WEEK, date(2025, 11, 16), date(2025, 11, 10), date(2025, 11, 16)),
        (Span.FORTNIGHT, TODAY, TODAY, date(2025, 11, 24)),
        (Span.MONTH, date(2024, 2, 10), date(2024, 2, 1), date(2024, 2, 29)),
        (Span.WEEK, date.max, date(9999, 12, 27), date.max),
        (Span.WEEK, date.min, date.min, date(1, 1, 7)),
        (Span.FORTNIGHT, date.max, date.max, date.max),
    ],
)
def test_spans_are_weeks_from_monday_and_months_of_the_calendar(span, today, first, last):
    assert bounds(span, today) == (first, last)


@given(st.sampled_from(Span), st.dates())
def test_today_lies_in_every_span(span, today):
    first, last = bounds(span, today)
    assert first <= today <= last


def test_everything_open_that_falls_on_a_day():
    found = made(
        item("a", due=FRIDAY, start=TODAY),
        item(
            "b", milestones=[{"id": "m", "title": "方案", "due": FRIDAY}, {"title": "做", "due": FRIDAY, "done": TODAY}]
        ),
        item(
            "c", assignments=[{"committee": "bgs", "due": FRIDAY}, {"committee": "fgw", "due": FRIDAY, "progress": 100}]
        ),
        item("d", rrule="FREQ=WEEKLY;BYDAY=WE", start=TODAY),
        item(
            "e", urges=[{"id": "u", "level": "remind", "answer_due": FRIDAY}, {"answer_due": FRIDAY, "answered": TODAY}]
        ),
        item(
            "f",
            extensions=[{"id": "x", "asked_on": date(2025, 11, 7), "to_due": date(2025, 12, 1), "decision": "asked"}],
        ),
        item("g", status="asked", log=[{"at": moment(FRIDAY - timedelta(7)), "state": "asked"}]),
        events=[Event("cwh", "常委会会议", FRIDAY), Event("next", "下次会议")],
    )
    assert not found.overdue
    assert sorted(told(found), key=lambda line: (line[0], line[2] or "")) == [
        (TODAY, Mark.START, "a", ""),
        (TODAY, Mark.EXTENSION, "f", date(2025, 12, 1)),
        (date(2025, 11, 12), Mark.OCCURRENCE, "d", ""),
        (FRIDAY, Mark.MEETING, None, "常委会会议"),
        (FRIDAY, Mark.DUE, "a", ""),
        (FRIDAY, Mark.MILESTONE, "b", "方案"),
        (FRIDAY, Mark.ASSIGNMENT, "c", "bgs"),
        (FRIDAY, Mark.URGING, "e", "remind"),
        (FRIDAY, Mark.STAGE, "g", Label("征求意见", "Asked")),
    ]


def moment(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_what_is_closed_gives_nothing(status):
    rows = [{"id": "m", "due": TODAY}]
    assert not made(
        item(status=status, due=TODAY, start=TODAY, milestones=rows, urges=[{"answer_due": TODAY}], rrule="FREQ=DAILY")
    )


def test_what_is_overdue_stands_before_the_days_the_oldest_first():
    found = made(
        item("a", due=date(2025, 11, 7)),
        item("b", milestones=[{"id": "m", "title": "方案", "due": date(2025, 9, 30)}]),
        item("c", due=FRIDAY),
    )
    assert [(line.entry.item.id, line.late) for line in found.overdue] == [("b", 41), ("a", 3)]
    assert [(day, [line.entry.item.id for line in lines]) for day, lines in found.days] == [(FRIDAY, ["c"])]


def test_a_past_day_of_the_span_is_told_once():
    wednesday = date(2025, 11, 12)
    found = made(item(due=TODAY), item("b", start=TODAY), today=wednesday, events=[Event("cwh", "会议", TODAY)])
    assert [line.entry.item.id for line in found.overdue] == ["a"]
    assert [(line.mark, line.late) for _day, lines in found.days for line in lines] == [
        (Mark.MEETING, 0),
        (Mark.START, 0),
    ]


def test_without_overdue_the_past_stands_on_its_day():
    found = made(item(due=date(2025, 11, 7)), first=date(2025, 11, 3), last=date(2025, 11, 9), with_overdue=False)
    assert [(day, lines[0].late) for day, lines in found.days] == [(date(2025, 11, 7), 3)]
    assert not made(item(due=date(2025, 11, 7)), with_overdue=False)


@pytest.mark.parametrize("status", ["submitted", "paused"])
def test_dates_of_what_is_handed_in_or_paused_do_not_press(status):
    late = item(status=status, due=date(2025, 11, 7), submitted_on=date(2025, 11, 6))
    assert not made(late).overdue
    (line,) = made(item(status=status, due=FRIDAY, submitted_on=TODAY)).lines()
    assert line.light.colour is (Colour.GREEN if status == "submitted" else Colour.GREY)


def test_a_part_has_a_light_of_its_own_and_the_item_that_of_all():
    found = made(
        item(due=date(2025, 11, 28), milestones=[{"id": "m", "title": "x", "due": date(2025, 11, 3)}]),
        last=date(2025, 11, 30),
    )
    assert [(line.mark, line.light.colour) for line in found.lines()] == [
        (Mark.MILESTONE, Colour.RED),
        (Mark.DUE, Colour.RED),
    ]
    found = made(
        item(due=FRIDAY, milestones=[{"id": "m", "title": "x", "due": date(2025, 11, 30)}]), last=date(2025, 11, 30)
    )
    assert [line.light.colour for line in found.lines()] == [Colour.YELLOW, Colour.GREEN]


def test_the_worst_of_a_day_comes_first_after_the_meetings():
    found = made(item("a", start=FRIDAY), item("b", due=FRIDAY), events=[Event("e", "会议", FRIDAY)])
    ((_day, lines),) = found.days
    assert [line.mark for line in lines] == [Mark.MEETING, Mark.DUE, Mark.START]


def test_of_the_occurrences_that_were_let_pass_the_oldest_stands_for_all():
    found = made(item(rrule="FREQ=WEEKLY;BYDAY=TU", start=date(2025, 10, 1)))
    (late,) = found.overdue
    assert (late.day, late.more) == (date(2025, 10, 7), 4)
    assert told(found)[1:] == [(date(2025, 11, 11), Mark.OCCURRENCE, "a", "")]


def test_an_extension_waits_today_however_long_ago_it_was_asked_for():
    asked = item(extensions=[{"id": "x", "asked_on": date(2025, 10, 1), "decision": "asked"}])
    assert told(made(asked)) == [(TODAY, Mark.EXTENSION, "a", "")]
    assert not made(asked, first=FRIDAY)
    granted = item(extensions=[{"id": "x", "asked_on": TODAY, "decision": "approved"}])
    assert not made(granted)


def test_of_a_committee_what_it_leads_supports_or_was_assigned():
    items = (
        item("a", due=FRIDAY),
        item("b", due=FRIDAY, lead="fgw", co=["ysgw"]),
        item(
            "c",
            due=FRIDAY,
            lead="fgw",
            assignments=[{"committee": "ysgw", "due": TODAY}, {"committee": "bgs", "due": TODAY}],
        ),
        item("d", due=FRIDAY, lead="fgw"),
    )
    found = made(*items, committee="ysgw", events=[Event("e", "会议", TODAY)])
    assert told(found) == [
        (TODAY, Mark.MEETING, None, "会议"),
        (TODAY, Mark.ASSIGNMENT, "c", "ysgw"),
        (FRIDAY, Mark.DUE, "a", ""),
        (FRIDAY, Mark.DUE, "b", ""),
        (FRIDAY, Mark.DUE, "c", ""),
    ]
    assert [line.committees for line in found.lines()][1:3] == [("ysgw", "fgw"), ("ysgw",)]


def test_parts_are_told_apart_by_keys_that_stay():
    before = item(due=FRIDAY, milestones=[{"id": "m", "title": "方案", "due": TODAY}], rrule="FREQ=DAILY", start=TODAY)
    after = before.with_values({"due": TODAY, "milestones": [{"id": "m", "title": "新方案", "due": FRIDAY}]})
    keys = [{(line.mark, line.key) for line in made(one).lines()} for one in (before, after)]
    assert keys[1] < keys[0]
    assert {(Mark.DUE, ""), (Mark.MILESTONE, "m"), (Mark.OCCURRENCE, "2025-11-10")} <= keys[1]


def test_values_of_the_wrong_type_give_nothing():
    assert not made(
        item(
            due="2025-11-14",
            start=5,
            milestones=[{"due": "soon"}],
            urges=[{"answer_due": moment(TODAY)}],
            extensions="x",
        )
    )


def test_an_empty_workspace_has_an_empty_agenda():
    found = made()
    assert not found
    assert list(found.lines()) == []
