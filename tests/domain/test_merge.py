"""The three-way merge by item and field (DESIGN §7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import edits_for, task_lists

from tasklist_tui.domain.changes import diff_lists, edits_between
from tasklist_tui.domain.edits import apply_all
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.merge import Clash, merge_lists
from tasklist_tui.domain.model import Item, TaskList

ROWS = (Field("id"), Field("title"), Field("due", FieldType.DATE), Field("done", FieldType.DATE))
KIND = Kind(
    "task",
    fields=(
        Field("title"),
        Field("goal", FieldType.LONGTEXT),
        Field("co", FieldType.COMMITTEES),
        Field("tags", FieldType.TEXTS),
        Field("milestones", FieldType.ROWS, fields=ROWS, key="id"),
        Field("log", FieldType.ROWS, fields=(Field("by"), Field("text")), append_only=True),
    ),
)


def one(**values):
    return TaskList("tasks", items=(Item("a", {"title": "t", **values}),))


def merged(base, ours, theirs):
    result = merge_lists(KIND, base, ours, theirs)
    (after,) = apply_all([ours], result.edits)
    return after, result.conflicts


@given(st.data(), task_lists)
def test_what_only_they_changed_arrives(data, base):
    (theirs,) = apply_all([base], data.draw(edits_for(base)))
    after, conflicts = merged(base, base, theirs)
    assert not conflicts
    assert after == theirs


@given(st.data(), task_lists)
def test_what_only_we_changed_stays(data, base):
    (ours,) = apply_all([base], data.draw(edits_for(base)))
    assert merged(base, ours, base) == (ours, ())


@given(st.data(), task_lists)
def test_the_same_on_both_sides_is_done_once(data, base):
    (both,) = apply_all([base], data.draw(edits_for(base)))
    after, conflicts = merged(base, both, both)
    assert (after, conflicts) == (both, ())


@given(st.data(), task_lists)
def test_no_changed_value_of_theirs_is_lost(data, base):
    """Every field they set is in the result, or named in a conflict."""
    (ours,) = apply_all([base], data.draw(edits_for(base)))
    (theirs,) = apply_all([base], data.draw(edits_for(base)))
    result = merge_lists(KIND, base, ours, theirs)
    (after,) = apply_all([ours], result.edits)
    asked = {(c.item_id, c.field) for c in result.conflicts} | {
        (c.item_id, "") for c in result.conflicts if not c.field
    }
    for change in diff_lists(KIND, base, theirs):
        if (
            change.what == "changed"
            and (change.item_id, change.field) not in asked
            and (change.item_id, "") not in asked
        ):
            now = after.item(change.item_id).get(change.field)
            if isinstance(change.new, list):
                assert set(change.new) - set(change.old or []) <= set(now or [])
            else:
                assert now == change.new


def test_different_fields_merge():
    after, conflicts = merged(one(goal="g"), one(goal="g2"), one(goal="g", tags=["x"]))
    assert not conflicts
    assert after.items[0].values == {"title": "t", "goal": "g2", "tags": ["x"]}


def test_different_values_of_one_field_are_a_conflict_and_ours_stays():
    after, conflicts = merged(one(goal="g"), one(goal="ours"), one(goal="theirs"))
    assert after.items[0].get("goal") == "ours"
    (conflict,) = conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("g", "ours", "theirs")


def test_sets_are_united_and_removals_kept():
    after, conflicts = merged(one(co=["a", "b"]), one(co=["a", "b", "c"]), one(co=["b", "d"]))
    assert not conflicts
    assert after.items[0].co == ["b", "c", "d"]


def test_logs_are_united():
    x, y, z = ({"by": "b", "text": t} for t in "xyz")
    after, conflicts = merged(one(log=[x]), one(log=[x, y]), one(log=[x, z]))
    assert not conflicts
    assert after.items[0].rows("log") == [x, y, z]


def test_milestones_merge_column_by_column():
    row = {"id": "a1", "title": "方案"}
    after, conflicts = merged(
        one(milestones=[row]), one(milestones=[{**row, "due": 1}]), one(milestones=[{**row, "done": 2}])
    )
    assert not conflicts
    assert after.items[0].rows("milestones") == [{**row, "due": 1, "done": 2}]


@pytest.mark.parametrize(
    ("ours", "theirs", "clash"),
    [
        (TaskList("tasks"), one(goal="new"), Clash.WE_REMOVED),
        (one(goal="new"), TaskList("tasks"), Clash.THEY_REMOVED),
    ],
)
def test_edit_against_delete_is_asked(ours, theirs, clash):
    after, conflicts = merged(one(), ours, theirs)
    assert after == ours
    assert [c.clash for c in conflicts] == [clash]


def test_new_items_land_behind_the_item_they_followed():
    base = TaskList("tasks", items=(Item("a"), Item("b")))
    ours = TaskList("tasks", items=(Item("a"), Item("n"), Item("b")))
    theirs = TaskList("tasks", items=(Item("a"), Item("b"), Item("m")))
    after, _ = merged(base, ours, theirs)
    assert [item.id for item in after.items] == ["a", "n", "b", "m"]


def test_replaying_the_difference_gives_the_new_version():
    before, after = one(goal="g", co=["x"]), one(goal="h", tags=["y"])
    assert apply_all([before], edits_between(before, after)) == (after,)
