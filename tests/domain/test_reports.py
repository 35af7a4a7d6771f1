"""Periods of reports, what is counted in them, and the numbers of issues."""

from datetime import date

import pytest

from tasklist_tui.domain.counts import Counts
from tasklist_tui.domain.kinds import Choice, Field, FieldType, Kind, Label
from tasklist_tui.domain.lights import Colour, Light
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Committee, Item, Settings, TaskList, Workspace
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.report_facts import facts_of, open_urgings, rate
from tasklist_tui.domain.reports import Period, ReportKind, period_after, period_of
from tasklist_tui.services.reports.asked import headed, numeral
from tasklist_tui.services.reports.bulletin import next_numbers

TODAY = date(2025, 11, 12)


@pytest.mark.parametrize(
    ("kind", "since", "after"),
    [
        (ReportKind.WEEKLY, date(2025, 11, 10), (date(2025, 11, 13), date(2025, 11, 19))),
        (ReportKind.MONTHLY, date(2025, 11, 1), (date(2025, 11, 13), date(2025, 11, 30))),
        (ReportKind.QUARTERLY, date(2025, 10, 1), (date(2025, 11, 13), date(2025, 12, 31))),
        (ReportKind.HALF_YEAR, date(2025, 7, 1), (date(2025, 11, 13), date(2025, 12, 31))),
        (ReportKind.YEAR_END, date(2025, 1, 1), (date(2025, 11, 13), date(2025, 12, 31))),
    ],
)
def test_a_period_goes_from_its_beginning_to_today(kind, since, after):
    period = period_of(kind, TODAY)
    assert period == Period(since, TODAY)
    assert period_after(kind, period) == Period(*after)


def test_after_a_whole_month_comes_the_next_one():
    period = period_of(ReportKind.MONTHLY, TODAY, until=date(2025, 10, 31))
    assert period == Period(date(2025, 10, 1), date(2025, 10, 31))
    assert period_after(ReportKind.MONTHLY, period) == Period(date(2025, 11, 1), date(2025, 11, 30))


@pytest.mark.parametrize("days", [(date(2025, 11, 20), date(2025, 11, 1)), (None, date(2025, 12, 1))])
def test_days_out_of_order_or_ahead_are_refused(days):
    since, until = days
    with pytest.raises(UserError):
        period_of(ReportKind.MONTHLY, TODAY, since, until)


def test_periods_at_the_ends_of_the_calendar_hold():
    for kind in ReportKind:
        for today in (date.min, date.max):
            period_after(kind, period_of(kind, today))


def test_the_rate_leaves_out_what_was_dropped():
    assert rate(Counts(items=10, done=4, dropped=2)) == "50.0%"
    assert rate(Counts(items=2, dropped=2)) == "–"


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_headings_count_in_chinese(number, text):
    assert numeral(number) == text
    assert headed(number, "总体", "zh").text == f"{text}、总体"
    assert headed(number, "总体", "zh", 2).text == f"（{text}）总体"
    assert headed(number, "总体", "zh", 3).text == f"{number}. 总体"


URGES = Field(
    "urges",
    FieldType.ROWS,
    key="id",
    fields=(
        Field("level", FieldType.CHOICE, choices=(Choice("remind", Label("提醒")), Choice("report", Label("通报")))),
    ),
)


def test_open_urgings_come_gravest_first():
    rows = [
        {"id": "u1", "level": "remind", "answer_due": date(2025, 11, 1)},
        {"id": "u2", "level": "report", "answer_due": date(2025, 11, 9)},
        {"id": "u3", "level": "report", "answered": date(2025, 11, 2)},
        {"id": "u4", "level": "remind", "answer_due": date(2025, 10, 1)},
    ]
    task_list = TaskList("tasks", items=(Item("aa", {"urges": rows}), Item("bb", {"urges": rows})))
    workspace = Workspace(kinds={"task": Kind("task", fields=(URGES,))}, lists=(task_list,))
    entries = [Entry(task_list, item) for item in task_list.items]
    found = open_urgings(workspace, entries, lambda entry: entry.item.id == "aa")
    assert [(one.row["id"], one.rank) for one in found] == [("u2", 1), ("u4", 0), ("u1", 0)]


def test_facts_count_each_committee_and_name_what_is_due_next():
    items = (
        Item("aa", {"title": "甲", "lead": "b", "due": date(2025, 11, 20)}),
        Item(
            "bb",
            {
                "title": "乙",
                "lead": "a",
                "due": date(2026, 1, 1),
                "milestones": [
                    {"id": "m", "title": "节点", "due": date(2025, 11, 15)},
                    {"id": "n", "due": date(2025, 11, 16), "done": date(2025, 11, 1)},
                ],
            },
        ),
        Item("cc", {"title": "丙", "lead": "a", "due": date(2025, 11, 21)}),
    )
    task_list = TaskList("tasks", items=items)
    settings = Settings(committees=(Committee("a", "甲委"), Committee("b", "乙委")))
    lights = {"aa": Colour.RED, "bb": Colour.GREEN, "cc": Colour.BLUE}

    def light_of(_list, item):
        return Light(lights[item.id], msg("x"), 0)

    workspace = Workspace(settings, {"task": Kind("task")}, (task_list,))
    period = Period(date(2025, 11, 1), TODAY)
    coming = Period(date(2025, 11, 13), date(2025, 11, 30))
    facts = facts_of(workspace, [Entry(task_list, item) for item in items], light_of, period, coming)
    assert list(facts.committees) == ["a", "b"]
    assert facts.whole.items == 3
    assert [entry.item.id for entry, _light in facts.red] == ["aa"]
    assert [(due.day.day, due.entry.item.id, due.label) for due in facts.due] == [(15, "bb", "节点"), (20, "aa", "")]


def test_issue_numbers_count_on_in_their_year_and_in_all():
    items = (
        Item("aa", {"issue_no": 12, "total_no": 712, "date": date(2024, 12, 1)}),
        Item("bb", {"issue_no": 6, "total_no": 718, "date": date(2025, 9, 1)}),
        Item("cc", {"title": "下一期", "date": date(2025, 10, 1)}),
    )
    task_list = TaskList("bulletins", kind="bulletin", items=items)
    assert next_numbers(task_list, items[2], 2025) == {"issue_no": 7, "total_no": 719}
    assert next_numbers(task_list, items[2], 2026) == {"issue_no": 1, "total_no": 719}
    assert next_numbers(task_list, items[1], 2025) == {}
