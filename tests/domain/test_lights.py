"""Lights by the default rules (DESIGN §5), one case a rule."""

from datetime import date

import pytest

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Stage, State
from tasklist_tui.domain.lightrules import LightRules
from tasklist_tui.domain.lights import Judge, Lights, light_counts
from tasklist_tui.domain.model import Item, TaskList

KIND = Kind("task", states=tuple(State(s.value, stage=s) for s in Stage))
TODAY = date(2025, 11, 10)
JUDGE = Judge(TODAY, Calendar())
ISSUED = date(2025, 8, 25)


def light(judge=JUDGE, **values):
    found = judge.light(Item("a", values), KIND, TaskList("a", issued=ISSUED))
    return f"{found.colour}: {found.reason}"


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": "active", "due": day("2025-10-29")}, "red: Overdue by 12 days"),
        ({"status": "active", "due": day("2025-11-10"), "progress": 90}, "yellow: Due today"),
        ({"status": "active", "due": day("2025-11-13"), "progress": 90}, "yellow: 3 workdays left"),
        ({"status": "active", "due": day("2025-11-17"), "progress": 90}, "yellow: 5 workdays left"),
        ({"status": "active", "due": day("2025-11-18"), "progress": 90}, "green: 6 workdays left"),
        ({"status": "active", "due": day("2025-11-30"), "progress": 30}, "yellow: Progress 49 points behind"),
        ({"status": "active", "due": day("2025-11-30"), "progress": 50}, "green: 14 workdays left"),
        ({"status": "active"}, "green: Under way, no fixed date"),
        ({"status": "planned"}, "grey: No date yet"),
        ({"status": "planned", "start": day("2026-01-01"), "due": day("2026-03-31")}, "grey: Starts on 2026-01-01"),
        ({"status": "active", "start": day("2025-11-21"), "due": day("2025-11-30")}, "green: 14 workdays left"),
        ({"status": "done", "due": day("2025-10-20"), "done_on": day("2025-10-20")}, "blue: Done"),
        ({"status": "done", "due": day("2025-10-20"), "done_on": day("2025-10-22")}, "blue: Done 2 days late"),
        (
            {"status": "submitted", "due": day("2025-10-31"), "submitted_on": day("2025-10-31")},
            "green: Awaiting close-out",
        ),
        (
            {"status": "submitted", "due": day("2025-10-31"), "submitted_on": day("2025-11-03")},
            "red: Submitted 3 days late",
        ),
        ({"status": "paused", "due": day("2025-10-31")}, "grey: Paused"),
        ({"status": "dropped", "due": day("2025-10-31")}, "grey: Cancelled"),
        ({}, "grey: No date yet"),
    ],
)
def test_the_rule_that_decides(values, expected):
    assert light(**values) == expected


def test_an_open_milestone_counts():
    row = {"id": "a", "title": "方案", "due": day("2025-11-01")}
    assert light(status="active", milestones=[row]) == "red: Milestone “方案”: Overdue by 9 days"
    assert light(status="active", milestones=[{**row, "done": day("2025-11-02")}]) == "green: Under way, no fixed date"


def test_an_open_assignment_counts_until_it_is_finished():
    row = {"committee": "fzgw", "due": day("2025-11-11")}
    assert light(status="active", assignments=[row]) == "yellow: Assignment of fzgw: 1 workdays left"
    assert light(status="active", assignments=[{**row, "progress": 100}]) == "green: Under way, no fixed date"


def test_a_past_occurrence_counts_and_the_next_one_is_named():
    past, coming = {"due": day("2025-09-30")}, {"due": day("2025-12-31")}
    assert light(status="active", occurrences=[past]) == "red: Occurrence of 2025-09-30: Overdue by 41 days"
    assert light(status="active", occurrences=[{**past, "done": TODAY}, coming]) == "green: Next on 2025-12-31"


def test_a_future_assignment_does_not_light_a_task_that_has_not_begun():
    values = {"status": "planned", "start": day("2026-01-01"), "due": day("2026-01-31")}
    assert light(**values, assignments=[{"committee": "x", "due": day("2026-01-20")}]).startswith("grey")


def test_thresholds_are_rules():
    judge = Judge(TODAY, Calendar(), LightRules(soon_workdays=1, lag_points=97))
    assert light(judge, status="active", due=day("2025-11-13"), progress=0) == "green: 3 workdays left"


def test_lights_of_a_snapshot_follow_the_item():
    lights = Lights(JUDGE, {"task": KIND})
    task_list = TaskList("t", issued=ISSUED)
    late = Item("a", {"status": "active", "due": day("2025-10-29")})
    assert lights.of(task_list, late).colour == "red"
    assert lights.of(task_list, late.with_values({"status": "done"})).colour == "blue"
    assert light_counts(iter([lights.of(task_list, late)]))["red"] == 1


def test_what_keeps_no_progress_is_never_behind():
    values = {"status": "active", "due": day("2025-11-30")}
    measured = Kind(KIND.kind, states=KIND.states, fields=(Field("progress", FieldType.PERCENT),))
    said = [JUDGE.light(Item("a", values), kind, TaskList("a", issued=ISSUED)) for kind in (KIND, measured)]
    assert [found.colour for found in said] == ["green", "yellow"]
