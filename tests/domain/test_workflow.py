"""Transitions of a kind: what can be done, what is asked, what is recorded."""

from datetime import UTC, date, datetime

import pytest

from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label, Stage, State, Transition
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item
from tasklist_tui.domain.workflow import Entered, advance, find_way, set_row, ways

KIND = Kind(
    "task",
    fields=(
        Field("title"),
        Field("lead", FieldType.COMMITTEE, title=Label("牵头单位", "Lead")),
        Field("progress", FieldType.PERCENT),
        Field("done_on", FieldType.DATE),
        Field("log", FieldType.ROWS),
    ),
    states=(State("draft", stage=Stage.PLANNED), State("doing"), State("done", stage=Stage.DONE)),
    transitions=(
        Transition("begin", ("draft",), "doing", asks=("lead",)),
        Transition("drop", ("doing",), "draft"),
        Transition("finish", ("doing",), "done", main=True, stamps=("done_on",), sets={"progress": "100"}),
        Transition("reopen", ("done",), "doing", clears=("done_on",)),
    ),
)
NOW = datetime(2025, 11, 10, 9, 0, tzinfo=UTC)
TODAY = date(2025, 11, 10)


def go(item, wanted="", **more):
    edit = advance("tasks", item, KIND, find_way(item, KIND, TODAY, wanted), Entered(TODAY, NOW, "预算工委", **more))
    return item.with_values(edit.values)


def test_an_item_without_a_state_is_in_the_first_one():
    assert [way.transition.id for way in ways(Item("a"), KIND, TODAY)] == ["begin"]


def test_the_main_way_comes_first():
    assert [way.transition.id for way in ways(Item("a", {"status": "doing"}), KIND, TODAY)] == ["finish", "drop"]


def test_a_way_names_what_is_missing_and_refuses():
    item = Item("a", {"status": "draft"})
    assert ways(item, KIND, TODAY)[0].missing == ("lead",)
    with pytest.raises(UserError, match="Lead"):
        go(item)


def test_answers_fill_what_was_asked():
    assert go(Item("a"), answers={"lead": "ysgw"}).lead == "ysgw"


def test_advancing_stamps_sets_and_logs_with_time_and_person():
    done = go(Item("a", {"status": "doing"}), text="完成")
    assert done.values["done_on"] == TODAY
    assert done.progress == 100
    assert done.rows("log") == [{"at": NOW, "by": "预算工委", "state": "done", "text": "完成"}]


def test_going_back_clears_the_stamp():
    assert "done_on" not in go(Item("a", {"status": "done", "done_on": TODAY})).values


def test_a_way_can_be_named_by_its_target_state():
    assert go(Item("a", {"status": "doing"}), "draft").status == "draft"


def test_an_impossible_way_lists_the_possible_ones():
    with pytest.raises(UserError) as error:
        go(Item("a", {"status": "doing"}), "reopen")
    assert "finish, drop" in str(error.value.hint)


def test_a_row_is_changed_by_its_key():
    item = Item("a", {"milestones": [{"id": "m1", "title": "x"}, {"id": "m2", "due": TODAY}]})
    edit = set_row("tasks", item, "milestones", "id", "m2", {"done": TODAY, "due": None})
    assert edit.values["milestones"] == [{"id": "m1", "title": "x"}, {"id": "m2", "done": TODAY}]
