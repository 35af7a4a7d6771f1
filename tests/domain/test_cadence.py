"""Cadences: 周收集 is carried to 月协调 and on to 季推进; what is settled on the way goes no further."""

from datetime import date

import msgspec
import pytest

from tasklist_tui.domain.cadence import carried, feeders, meeting
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.domain.recurrence import occurrences
from tasklist_tui.domain.recurrence_checks import cadence_problems, recurrence_problems, rule_problems
from tasklist_tui.storage.kindfiles import builtin_kinds
from tasklist_tui.storage.reader import read_list

CALENDAR = Calendar()
WEEK = "FREQ=WEEKLY;BYDAY=FR"
MONTH = "FREQ=MONTHLY;BYMONTHDAY=-1"
QUARTER = "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"


def d(text):
    return date.fromisoformat(f"2025-{text}")


def point(name, on, **more):
    return {"id": name, "text": name, "on": d(on) if on else None, **more}


def rhythms(*points, month=(), month_rows=(), quarter_to=""):
    """A workspace of the three rhythms; `points` are those the week collected, `month` those of the month."""
    items = (
        Item("quarter", {"title": "季推进", "rrule": QUARTER, "carries_to": quarter_to}),
        Item("month", {"title": "月协调", "rrule": MONTH, "carries_to": "quarter", "points": list(month)}),
        Item("week", {"title": "周收集", "rrule": WEEK, "carries_to": "month", "points": list(points)}),
    )
    items = (items[0], items[1].with_values({"occurrences": list(month_rows)}), items[2])
    task_list = TaskList("rhythms", kind="cadence", year=2025, issued=d("06-30"), items=items)
    return Workspace(kinds=builtin_kinds(), lists=(task_list,))


def carried_to(workspace, item_id, day):
    task_list, item = workspace.find(item_id)
    found = occurrences(item, task_list, until=d("12-31"), calendar=CALENDAR)
    occurrence = next(one for one in found if one.nominal == d(day))
    return carried(workspace, task_list, item, occurrence, CALENDAR)


def names(points):
    return [one.id for one in points]


def test_one_line_of_yaml_makes_a_rhythm():
    text = """\
title: 工作机制
kind: cadence
year: 2025
items:
- {id: wk0001, title: 周收集, lead: ysgw, rrule: FREQ=WEEKLY;BYDAY=FR, shift: previous, carries_to: mo0001}
"""
    task_list, problems = read_list("rhythms", "lists/rhythms.yaml", text.encode(), builtin_kinds())
    assert not problems
    found = occurrences(task_list.items[0], task_list, first=d("09-29"), until=d("10-12"), calendar=CALENDAR)
    assert [(one.due, one.nominal) for one in found] == [(d("09-30"), d("10-03")), (d("10-10"), d("10-10"))]


def test_the_month_gets_what_the_week_collected_since_the_last_month():
    workspace = rhythms(
        point("old", "09-30", settled=d("10-05")), point("new", "10-10"), point("last", "10-31"), point("next", "11-03")
    )
    assert names(carried_to(workspace, "month", "10-31")) == ["new", "last"]


def test_what_is_still_unsettled_from_before_comes_along_and_says_so():
    workspace = rhythms(point("old", "08-08"), point("new", "10-10"))
    found = carried_to(workspace, "month", "10-31")
    assert [(one.id, one.left_over) for one in found] == [("old", True), ("new", False)]


def test_a_point_settled_between_two_meetings_is_told_to_the_next_one_but_not_later():
    workspace = rhythms(point("quick", "10-10", settled=d("10-12"), result="已办"))
    told = carried_to(workspace, "month", "10-31")
    assert [(one.id, one.settled, one.result) for one in told] == [("quick", d("10-12"), "已办")]
    assert carried_to(workspace, "month", "11-30") == ()


def test_a_point_settled_at_a_meeting_stays_with_that_meeting():
    workspace = rhythms(point("old", "08-08", settled=d("10-31")))
    assert names(carried_to(workspace, "month", "10-31")) == ["old"]
    assert carried_to(workspace, "month", "11-30") == ()


def test_the_quarter_gets_from_the_week_only_what_the_months_did_not_settle():
    workspace = rhythms(
        point("settled", "07-10", settled=d("07-31")),
        point("same-day", "09-10", settled=d("09-30")),
        point("open", "08-10", **{"from": "下沙街道"}),
        month=[point("own", "07-31", settled=d("08-15"))],
    )
    found = carried_to(workspace, "quarter", "09-30")
    assert [(one.id, one.chain, one.brought_by) for one in found] == [
        ("own", ("month",), ""),
        ("open", ("week", "month"), "下沙街道"),
    ]


def test_a_meeting_that_was_missed_took_nothing_up():
    missed = [{"due": d("10-31"), "nominal": d("10-31"), "missed": True}]
    point_of_october = point("october", "10-10", settled=d("10-20"))
    assert names(carried_to(rhythms(point_of_october, month_rows=missed), "month", "11-30")) == ["october"]


def test_a_meeting_held_on_another_day_parts_the_points_by_that_day():
    late = [{"due": d("10-31"), "nominal": d("10-31"), "done": d("11-03")}]
    workspace = rhythms(point("just", "11-03"), point("after", "11-04"), month_rows=late)
    assert names(carried_to(workspace, "month", "10-31")) == ["just"]
    assert [(one.id, one.left_over) for one in carried_to(workspace, "month", "11-30")] == [
        ("just", True),
        ("after", False),
    ]


def test_a_point_without_a_day_is_carried_until_it_is_settled():
    assert names(carried_to(rhythms(point("undated", "")), "month", "10-31")) == ["undated"]
    assert carried_to(rhythms(point("undated", "", settled=d("10-01"))), "month", "10-31") == ()


def test_the_meeting_is_the_next_open_one_else_the_last():
    workspace = rhythms()
    task_list, month = workspace.find("month")
    assert meeting(task_list, month, d("11-10"), CALENDAR).due == d("11-30")
    assert meeting(task_list, month, date(2027, 1, 1), CALENDAR).due == d("12-31")
    assert meeting(task_list, Item("x"), d("11-10"), CALENDAR) is None


# chains


def test_a_loop_is_cut_and_reported_once():
    workspace = rhythms(point("open", "10-10"), month=[point("own", "10-12")], quarter_to="week")
    assert names(carried_to(workspace, "month", "10-31")) == ["open"]
    assert [feeder.chain for feeder in feeders(workspace, "month")] == [("week",), ("quarter", "week")]
    (problem,) = cadence_problems(workspace)
    assert (problem.path, problem.item, problem.field, problem.code) == (
        "lists/rhythms.yaml",
        "month",
        "carries_to",
        "loop",
    )
    assert "month, quarter, week, month" in str(problem.message)


def test_a_cadence_that_carries_to_itself_is_a_loop():
    items = (Item("aa", {"rrule": WEEK, "carries_to": "aa", "points": [point("p", "10-10")]}),)
    workspace = Workspace(kinds=builtin_kinds(), lists=(TaskList("r", kind="cadence", year=2025, items=items),))
    assert [problem.code for problem in cadence_problems(workspace)] == ["loop"]
    assert feeders(workspace, "aa") == ()


def test_carrying_to_nothing_is_a_problem():
    (problem,) = cadence_problems(rhythms(quarter_to="year"))
    assert (problem.item, problem.code) == ("quarter", "unknown-cadence")
    assert "“year”" in str(problem.message)


def test_carrying_to_a_recurring_task_is_none():
    workspace = rhythms(quarter_to="task")
    tasks = TaskList("tasks", items=(Item("task", {"title": "通报", "rrule": QUARTER}),))
    assert cadence_problems(msgspec.structs.replace(workspace, lists=(*workspace.lists, tasks))) == []


def test_sound_rhythms_have_no_problem():
    assert recurrence_problems(rhythms()) == []


@pytest.mark.parametrize(
    ("values", "header", "code"),
    [
        ({"rrule": "每周五"}, {"year": 2025}, "bad-rule"),
        ({"rrule": WEEK}, {}, "rule-without-start"),
        ({"rrule": f"{WEEK};UNTIL=20250801"}, {"issued": d("08-25")}, "rule-ends-early"),
    ],
)
def test_check_tells_of_rules_that_give_nothing(values, header, code):
    task_list = TaskList("tasks", items=(Item("aa", values), Item("bb")), **header)
    (problem,) = rule_problems(Workspace(kinds=builtin_kinds(), lists=(task_list,)))
    assert (problem.item, problem.field, problem.code) == ("aa", "rrule", code)
    assert problem.hint is not None
