"""The three-way merge by item and field (DESIGN §7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import edits_for, task_lists

from tasklist_tui.domain.changes import diff_lists, edits_between
from tasklist_tui.domain.conflicts import Answer, Choice, Clash
from tasklist_tui.domain.edits import apply_all
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.merge import merge_lists
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
            if isinstance(change.new or change.old, list):
                assert set(change.new or []) - set(change.old or []) <= set(now or [])
                assert not set(now or []) & (set(change.old or []) - set(change.new or []))
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
    assert after.items[0].co == ["b", "d", "c"]


def test_logs_are_united():
    x, y, z = ({"by": "b", "text": t} for t in "xyz")
    after, conflicts = merged(one(log=[x]), one(log=[x, y]), one(log=[x, z]))
    assert not conflicts
    assert after.items[0].rows("log") == [x, z, y]


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


def test_long_text_merges_by_line_and_collides_only_where_a_line_does():
    after, conflicts = merged(one(goal="一\n二\n三"), one(goal="一改\n二\n三"), one(goal="一\n二\n三改\n四"))
    assert not conflicts
    assert after.items[0].get("goal") == "一改\n二\n三改\n四"
    assert merged(one(goal="一\n二"), one(goal="甲\n二"), one(goal="乙\n二"))[1]


def test_new_items_of_one_id_are_both_kept():
    ours = TaskList("tasks", items=(Item("n", {"title": "ours", "goal": "g"}),))
    theirs = TaskList("tasks", items=(Item("n", {"title": "theirs"}),))
    after, conflicts = merged(TaskList("tasks"), ours, theirs)
    assert not conflicts
    assert after.items[0] == Item("n", {"title": "theirs"})
    assert after.items[1].values == ours.items[0].values
    assert after.items[1].id not in {"n", ""}


def test_rows_that_only_they_put_in_another_order():
    a, b, c = ({"id": name, "title": name} for name in "abc")
    after, conflicts = merged(one(milestones=[a, b]), one(milestones=[a, b, c]), one(milestones=[b, a]))
    assert not conflicts
    assert [row["id"] for row in after.items[0].rows("milestones")] == ["b", "a", "c"]


def test_a_row_changed_here_and_taken_out_there_is_asked():
    row = {"id": "a1", "title": "方案"}
    after, conflicts = merged(one(milestones=[row]), one(milestones=[{**row, "due": 1}]), one())
    assert after.items[0].rows("milestones") == [{**row, "due": 1}]
    assert [(c.clash, c.row) for c in conflicts] == [(Clash.THEY_REMOVED, "方案")]
    _, swapped = merged(one(milestones=[row]), one(), one(milestones=[{**row, "due": 1}]))
    assert [(c.clash, c.row) for c in swapped] == [(Clash.WE_REMOVED, "方案")]
    assert [c.key for c in swapped] == [c.key for c in conflicts]


def answered(base, ours, theirs, choice, value=None):
    result = merge_lists(KIND, base, ours, theirs, lambda _conflict: Answer(choice, value))
    assert not result.conflicts
    (after,) = apply_all([ours], result.edits)
    return after


@pytest.mark.parametrize(
    ("choice", "expected"),
    [(Choice.OURS, "甲"), (Choice.THEIRS, "乙"), (Choice.BASE, "g"), (Choice.BOTH, "乙\n甲"), (Choice.CUSTOM, "丙")],
)
def test_an_answer_decides(choice, expected):
    after = answered(one(goal="g"), one(goal="甲"), one(goal="乙"), choice, "丙")
    assert after.items[0].get("goal") == expected
    swapped = {Choice.OURS: Choice.THEIRS, Choice.THEIRS: Choice.OURS}.get(choice, choice)
    assert answered(one(goal="g"), one(goal="乙"), one(goal="甲"), swapped, "丙").items[0].get("goal") == expected


@pytest.mark.parametrize("choice", [Choice.OURS, Choice.THEIRS])
def test_an_answer_to_edit_against_delete(choice):
    base, edited, gone = one(), one(goal="new"), TaskList("tasks")
    assert answered(base, edited, gone, choice) == (edited if choice is Choice.OURS else gone)
    assert answered(base, gone, edited, choice) == (gone if choice is Choice.OURS else edited)


@given(st.data(), task_lists)
def test_both_sides_are_asked_the_same(data, base):
    (ours,) = apply_all([base], data.draw(edits_for(base)))
    (theirs,) = apply_all([base], data.draw(edits_for(base)))
    here = merge_lists(KIND, base, ours, theirs).conflicts
    there = merge_lists(KIND, base, theirs, ours).conflicts
    assert sorted(c.key for c in here) == sorted(c.key for c in there)


@given(st.data(), task_lists)
def test_once_everything_is_answered_nothing_is_asked_and_both_ends_agree(data, base):
    """Whoever merges, after the same answers the items say the same."""
    (ours,) = apply_all([base], data.draw(edits_for(base)))
    (theirs,) = apply_all([base], data.draw(edits_for(base)))
    here = merge_lists(KIND, base, ours, theirs, lambda _c: Answer(Choice.OURS))
    there = merge_lists(KIND, base, theirs, ours, lambda _c: Answer(Choice.THEIRS))
    assert not here.conflicts
    assert not there.conflicts
    one_end, other_end = apply_all([ours], here.edits)[0], apply_all([theirs], there.edits)[0]
    added = {item.id for item in ours.items} & {item.id for item in theirs.items} - base.index.keys()
    for item in one_end.items:
        if item.id in theirs.index and item.id in ours.index and item.id not in added:
            assert settled(item) == settled(other_end.item(item.id))


def settled(item):
    """The values without the order of sets, rows and columns, which each end keeps as it had it."""

    def entry(one):
        return repr(sorted(one.items()) if isinstance(one, dict) else one)

    return {
        name: sorted(map(entry, value)) if isinstance(value, list) else value for name, value in item.values.items()
    }
