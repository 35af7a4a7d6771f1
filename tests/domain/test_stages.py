"""The clock of a state: since when it runs, until when, by which rule (domain.md §2, 民法典 200–203)."""

from datetime import date, datetime, timedelta, timezone

import pytest

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label, Limit, Stage, State, Transition
from tasklist_tui.domain.lightrules import Colour, LightRule, LightRules, When
from tasklist_tui.domain.lights import Judge
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.periods import Period, Roll, Unit
from tasklist_tui.domain.stages import stage_clock

CALENDAR = Calendar()
KIND = Kind(
    "suggestion",
    fields=(Field("assigned_on", FieldType.DATE), Field("log", FieldType.ROWS)),
    states=(
        State("collected", Label("已收集"), Stage.PLANNED, limit=Limit(Period(5, Unit.WORKDAYS))),
        State(
            "assigned", Label("已交办"), limit=Limit(Period(3, Unit.MONTHS), "assigned_on"), source="代表法 第五十一条"
        ),
        State("replied", Label("已答复")),
        State("closed", Label("办结"), Stage.DONE, final=True),
    ),
    transitions=(
        Transition("assign", ("collected",), "assigned"),
        Transition("reply", ("assigned",), "replied"),
        Transition("redo", ("replied",), "assigned", limit=Limit(Period(1, Unit.MONTHS)), source="办理规定 第二十四条"),
    ),
)


def at(day, state, **more):
    moment = datetime.fromisoformat(day + "T09:00").replace(tzinfo=timezone(timedelta(hours=8)))
    return {"at": moment, "state": state, **more}


def clock(status, *log, **values):
    found = stage_clock(Item("a", {"status": status, "log": list(log), **values}), KIND, CALENDAR)
    return found and (found.since.isoformat(), found.due.isoformat(), found.source)


def test_workdays_run_from_the_day_after_the_item_entered_the_state():
    # 2025-09-26 is a Friday; Sunday 09-28 is worked, 10-01 to 10-08 are not.
    assert clock("collected", at("2025-09-26", "collected")) == ("2025-09-26", "2025-10-10", "")


def test_months_run_from_the_day_in_a_field_and_roll_off_rest_days():
    found = clock("assigned", assigned_on=date(2025, 8, 31))
    # 11-31 does not exist: 11-30, a Sunday, hence the next workday (民法典 202, 203).
    assert found == ("2025-08-31", "2025-12-01", "代表法 第五十一条")


def test_a_step_may_set_a_limit_of_its_own():
    log = [at("2025-09-01", "assigned"), at("2025-10-09", "replied"), at("2025-10-20", "assigned", step="redo")]
    assert clock("assigned", *log, assigned_on=date(2025, 9, 1)) == ("2025-10-20", "2025-11-20", "办理规定 第二十四条")


@pytest.mark.parametrize(
    ("status", "log", "values"),
    [
        ("replied", [at("2025-10-09", "replied")], {}),
        ("collected", [], {}),
        ("assigned", [at("2025-10-09", "assigned")], {}),
        ("collected", [at("2025-10-09", "assigned")], {}),
        ("nowhere", [at("2025-10-09", "nowhere")], {}),
        ("assigned", [], {"assigned_on": date(9999, 12, 1)}),
    ],
)
def test_no_clock_without_a_limit_or_a_day_it_began(status, log, values):
    assert clock(status, *log, **values) is None


def test_an_end_may_stay_on_a_rest_day_or_go_back():
    for roll, expected in ((Roll.NONE, "2025-11-30"), (Roll.BACK, "2025-11-28"), (Roll.FORWARD, "2025-12-01")):
        kind = Kind("k", states=(State("s", limit=Limit(Period(30), roll=roll)),))
        item = Item("a", {"status": "s", "log": [at("2025-10-31", "s")]})
        assert stage_clock(item, kind, CALENDAR).due.isoformat() == expected


def light(day, *log, rules=None, **values):
    judge = Judge(date.fromisoformat(day), CALENDAR, rules or LightRules())
    found = judge.light(Item("a", {"log": list(log), **values}), KIND, TaskList("l", kind="suggestion"))
    return f"{found.colour}: {found.reason}"


def test_an_open_limit_lights_the_item():
    entered = at("2025-11-03", "collected")
    assert light("2025-11-04", entered, status="collected") == "yellow: Time limit of “已收集”: 4 workdays left"
    assert light("2025-11-11", entered, status="collected") == "red: Time limit of “已收集”: Overdue by 1 days"
    assert light("2025-12-11", at("2025-11-03", "closed"), status="closed") == "blue: Done"


def test_a_limit_runs_on_while_an_item_awaits_its_close_out():
    limit = Limit(Period(5, Unit.WORKDAYS))
    kind = Kind("k", states=(State("sent", Label("已报送"), Stage.SUBMITTED, limit=limit),))
    values = {"status": "sent", "due": date(2025, 11, 4), "submitted_on": date(2025, 11, 3)}
    item = Item("a", {**values, "log": [at("2025-11-03", "sent")]})
    judge = Judge(date(2025, 11, 12), CALENDAR)
    found = judge.light(item, kind, TaskList("l"))
    assert f"{found.colour}: {found.reason}" == "red: Time limit of “已报送”: Overdue by 2 days"
    assert judge.light(item.with_values({"log": []}), kind, TaskList("l")).colour is Colour.GREEN


def rule(colour, when, number=None):
    return LightRule(colour, when, number)


def test_the_rules_of_an_office_decide_in_their_order():
    # 银川: green on schedule, yellow 10 to 30 points behind, red beyond.
    rules = LightRules(own=(rule(Colour.RED, When.BEHIND, 31), rule(Colour.YELLOW, When.BEHIND, 10)))
    window = {"start": date(2025, 11, 1), "due": date(2025, 11, 11), "status": "assigned"}
    assert light("2025-11-06", rules=rules, progress=10, **window).startswith("red: Progress 40 points behind")
    assert light("2025-11-06", rules=rules, progress=20, **window).startswith("yellow: Progress 30 points behind")
    assert light("2025-11-06", rules=rules, progress=45, **window) == "green: 3 workdays left"


@pytest.mark.parametrize(
    ("tried", "values", "expected"),
    [
        (rule(Colour.YELLOW, When.SILENT, 30), {"status": "replied"}, None),
        (
            rule(Colour.YELLOW, When.SILENT, 30),
            {"status": "replied", "log": [at("2025-10-01", "replied")]},
            "yellow: No note for 40 days",
        ),
        (rule(Colour.YELLOW, When.SILENT, 30), {"status": "replied", "log": [at("2025-10-31", "replied")]}, None),
        (
            rule(Colour.RED, When.NOT_BEGUN, 30),
            {"status": "collected", "start": date(2025, 9, 1)},
            "red: Should have begun 70 days ago",
        ),
        (rule(Colour.RED, When.NOT_BEGUN, 30), {"status": "replied", "start": date(2025, 9, 1)}, None),
        (rule(Colour.RED, When.PROGRESS_BELOW, 30), {"status": "replied", "progress": 20}, "red: Progress 20 %"),
        (rule(Colour.RED, When.PROGRESS_BELOW, 30), {"status": "replied", "progress": 30}, None),
        (
            rule(Colour.YELLOW, When.UNANSWERED, 1),
            {"status": "replied", "urges": [{"answer_due": date(2025, 11, 7)}]},
            "yellow: Urging unanswered for 3 days",
        ),
        (
            rule(Colour.YELLOW, When.UNANSWERED, 1),
            {"status": "replied", "urges": [{"answer_due": date(2025, 11, 7), "answered": date(2025, 11, 8)}]},
            None,
        ),
        (
            rule(Colour.BLUE, When.DONE_LATE),
            {"status": "closed", "due": date(2025, 11, 1), "done_on": date(2025, 11, 3)},
            "blue: Done 2 days late",
        ),
        (rule(Colour.BLUE, When.DONE_LATE), {"status": "closed", "due": date(2025, 11, 1)}, None),
    ],
)
def test_each_condition(tried, values, expected):
    item = Item("a", {"log": [], **values})
    judge = Judge(date(2025, 11, 10), CALENDAR, LightRules(own=(tried,)))
    verdict = judge.verdicts(item, KIND, TaskList("l", kind="suggestion"))[0]
    assert verdict.rule == tried
    assert (f"{verdict.light.colour}: {verdict.light.reason}" if verdict.light else None) == expected
