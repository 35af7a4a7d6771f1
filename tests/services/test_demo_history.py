"""A list as of an earlier moment, worked out from the dates in it."""

from datetime import date, datetime

import pytest

from tasklist_tui.domain.model import Committee, Item, Settings, TaskList, Workspace
from tasklist_tui.services.demo_history import CHINA, Journal, as_of, steps
from tasklist_tui.storage.kindfiles import builtin_kinds


def at(month, day, hour=10):
    return datetime(2025, month, day, hour, tzinfo=CHINA)


FINISHED = Item(
    "aa1111",
    {
        "title": "调研",
        "lead": "ysgw",
        "due": date(2025, 11, 15),
        "progress": 100,
        "status": "done",
        "submitted_on": date(2025, 10, 30),
        "done_on": date(2025, 10, 31),
        "milestones": [{"id": "a1", "title": "方案", "done": date(2025, 9, 5)}, {"id": "a2", "title": "报告"}],
        "occurrences": [{"due": date(2025, 9, 30), "done": date(2025, 10, 1)}],
        "extensions": [{"asked_on": date(2025, 10, 20), "from_due": date(2025, 10, 31), "to_due": date(2025, 11, 15)}],
        "log": [
            {"at": at(9, 1), "by": "预算工委", "text": "开始", "state": "doing"},
            {"at": at(9, 10), "by": "预算工委", "text": "方案已印发"},
            {"at": at(10, 30), "by": "预算工委", "text": "申请销号", "state": "submitted"},
            {"at": at(10, 31), "by": "办公室", "text": "同意", "state": "done"},
        ],
    },
)
SETTINGS = Settings(committees=(Committee("bgs", "办公室"), Committee("ysgw", "预算工委")))


@pytest.fixture(scope="module")
def journal():
    task_list = TaskList("t", items=(FINISHED,), issued=date(2025, 8, 25))
    return Journal(Workspace(SETTINGS, builtin_kinds(), (task_list,)))


def item_at(journal, moment):
    (item,) = as_of(journal, journal.workspace.lists[0], moment).items
    return item


def test_before_anything_was_entered_the_item_is_issued_and_empty(journal):
    item = item_at(journal, at(8, 26))
    assert item.status == "issued"
    assert not {"progress", "log", "submitted_on", "done_on", "extensions"} & set(item.values)
    assert item.due == date(2025, 10, 31)
    assert [row.get("done") for row in item.rows("milestones")] == [None, None]


def test_what_was_done_is_entered_with_the_next_log_entry_of_the_committee(journal):
    assert "done" not in item_at(journal, at(9, 9)).rows("milestones")[0]
    assert item_at(journal, at(9, 10)).rows("milestones")[0]["done"] == date(2025, 9, 5)


def test_what_has_no_log_entry_near_it_is_entered_on_the_next_workday(journal):
    assert "done" not in item_at(journal, at(10, 8, 23)).rows("occurrences")[0]
    assert "done" in item_at(journal, at(10, 9, 17)).rows("occurrences")[0]


def test_state_and_progress_follow_the_log(journal):
    assert [item_at(journal, day).status for day in (at(9, 1), at(10, 30), at(10, 31))] == [
        "doing",
        "submitted",
        "done",
    ]
    assert [item_at(journal, day).progress for day in (at(9, 1), at(9, 10), at(10, 30))] == [25, 50, 100]


def test_stamps_appear_with_the_state_that_sets_them(journal):
    submitted = item_at(journal, at(10, 30))
    assert submitted.day("submitted_on") == date(2025, 10, 30)
    assert submitted.day("done_on") is None


def test_an_extension_changes_the_due_date_on_the_day_it_was_asked_for(journal):
    assert item_at(journal, at(10, 20, 9)).due == date(2025, 10, 31)
    assert item_at(journal, at(10, 20, 17)).due == date(2025, 11, 15)


def test_in_the_end_it_is_what_it_is(journal):
    assert item_at(journal, at(12, 1)) == FINISHED


def test_the_steps_begin_with_the_issue_and_name_who_entered_what(journal):
    found = steps(journal, "办公室")
    assert (found[0].by, found[0].issues) == ("办公室", "t")
    assert [step.when for step in found] == sorted(step.when for step in found)
    assert found[-1].by == "办公室"
    assert {step.by for step in found} == {"办公室", "预算工委"}
