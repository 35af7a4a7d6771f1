"""Taking back any one change: of a commit, an item, a field, a row; later changes stay, what collides is asked."""

import random
from datetime import date
from itertools import takewhile

import pytest
from sample_list import text_of
from test_history import by_hand, set_

from tasklist_tui.domain.changes import What
from tasklist_tui.domain.conflicts import Answer, Choice
from tasklist_tui.domain.edits import AddItem, MoveItem, RemoveItem
from tasklist_tui.domain.fields import row_key, row_label
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item
from tasklist_tui.domain.takeback import Part
from tasklist_tui.services.history import workspace_history
from tasklist_tui.services.saving import EditConflict
from tasklist_tui.services.timetravel import find_moment, snapshot_at
from tasklist_tui.services.undo import next_undo, redo, undo, undo_change, undo_commit

DUE = date(2025, 10, 31)


def item(session, item_id="aa2222"):
    return session.snapshot.workspace.task_list("tasks").item(item_id)


def newest(session):
    return workspace_history(session, limit=1)[0].sha


def test_one_field_of_a_commit_that_changed_several(session):
    session.apply([set_(due=date(2025, 11, 15), progress=40), set_("bb3333", progress=10)])
    sha = newest(session)
    session.apply([set_(goal="目标")])
    undo_change(session, sha, Part("aa2222", "due"))
    assert (item(session).due, item(session).progress, item(session).get("goal")) == (DUE, 40, "目标")
    assert item(session, "bb3333").progress == 10
    undo(session)
    assert item(session).due == date(2025, 11, 15)


def test_everything_a_commit_did_to_one_item(session):
    session.apply([set_(due=date(2025, 11, 15), progress=40), set_("bb3333", progress=10)])
    undo_change(session, newest(session), Part("aa2222"))
    assert (item(session).due, item(session).progress) == (DUE, 0)
    assert item(session, "bb3333").progress == 10


def test_a_later_change_of_the_same_field_is_a_question_that_can_be_answered(session):
    session.apply([set_(due=date(2025, 11, 15), progress=40)])
    sha = newest(session)
    session.apply([set_(due=date(2025, 11, 30))])
    before = text_of(session.root)
    with pytest.raises(EditConflict) as asked:
        undo_change(session, sha, Part("aa2222", "due"))
    (conflict,) = asked.value.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == (date(2025, 11, 15), date(2025, 11, 30), DUE)
    assert text_of(session.root) == before
    undo_change(session, sha, Part("aa2222", "due"), lambda _conflict: Answer(Choice.THEIRS))
    assert item(session).due == DUE
    undo(session)
    with pytest.raises(EditConflict):
        undo_commit(session, sha)
    undo_commit(session, sha, lambda _conflict: Answer(Choice.OURS))
    assert (item(session).due, item(session).progress) == (date(2025, 11, 30), 0)


def rows(*pairs):
    return [{"id": row, "title": title, "due": due} for row, title, due in pairs]


def test_one_row_and_one_column_of_a_commit(session):
    day = date(2025, 9, 1)
    session.apply([set_(milestones=rows(("a1", "方案", day), ("a2", "报告", day)))])
    later = date(2025, 9, 9)
    session.apply([set_(milestones=rows(("a1", "方案", later), ("a3", "审议", day)))])
    sha = newest(session)
    undo_change(session, sha, Part("aa2222", "milestones", "方案", "due"))
    assert [(row["id"], row["due"]) for row in item(session).rows("milestones")] == [("a1", day), ("a3", day)]
    undo_change(session, sha, Part("aa2222", "milestones", "报告"))
    assert {row["id"] for row in item(session).rows("milestones")} == {"a1", "a2", "a3"}
    undo_change(session, sha, Part("aa2222", "milestones", "审议"))
    assert {row["id"] for row in item(session).rows("milestones")} == {"a1", "a2"}


def test_an_item_that_was_added_and_one_that_was_moved(session):
    session.apply([AddItem("tasks", Item("cc4444", {"title": "新"}), "aa2222"), set_(progress=5)], action="add")
    undo_change(session, newest(session), Part("cc4444"))
    assert (item(session, "cc4444"), item(session).progress) == (None, 5)
    session.apply([MoveItem("tasks", "bb3333", "")], action="move")
    undo_change(session, newest(session), Part("bb3333"))
    assert [known.id for known in session.snapshot.workspace.task_list("tasks").items] == ["aa2222", "bb3333"]


def test_what_a_commit_did_not_touch_cannot_be_taken_back(session):
    session.apply([set_(progress=5)])
    with pytest.raises(UserError):
        undo_change(session, newest(session), Part("bb3333"))
    with pytest.raises(UserError):
        undo_change(session, "0" * 40, Part("aa2222"))


def test_taking_back_one_change_among_others_and_doing_it_again_changes_nothing(session):
    rng = random.Random(5)
    values = ("progress", "goal", "method", "leader", "note")
    for number in range(10):
        field = values[number % len(values)]
        value = rng.randrange(1, 100) if field == "progress" else f"第{number}次"
        session.apply([set_(rng.choice(["aa2222", "bb3333"]), **{field: value})])
    revisions = workspace_history(session, limit=10)
    undone = 0
    for revision in revisions:
        before = text_of(session.root)
        try:
            undo_commit(session, revision.sha)
        except EditConflict:
            assert text_of(session.root) == before
            continue
        assert text_of(session.root) != before
        redo(session)
        assert text_of(session.root) == before
        undone += 1
    assert undone >= 5
    assert next_undo(session) is not None


def applied(kind, items, change):
    """The values of all items after a change, from those before; what a change does not say cannot come back."""
    items = {item_id: dict(values) for item_id, values in items.items()}
    if change.what is What.ADDED:
        items[change.item_id] = dict(change.new)
    elif change.what is What.REMOVED:
        assert items.pop(change.item_id) == change.old
    elif change.what is What.CHANGED:
        values = items[change.item_id]
        assert values.pop(change.field, None) == change.old
        if change.new is not None:
            values[change.field] = change.new
    elif change.what is not What.MOVED:
        field = kind.field[change.field]
        values = items[change.item_id]
        known = [dict(row) for row in values.pop(change.field, [])]
        if change.what is What.ROW_ADDED:
            known.append(dict(change.new))
        elif change.what is What.ROW_REMOVED:
            known.remove(change.old)
        else:
            (row,) = (row for row in known if row_label(field, row) == change.row)
            row.pop(change.column, None)
            if change.new is not None:
                row[change.column] = change.new
        if known:
            values[change.field] = sorted(known, key=lambda row: row_key(field, row))
    return items


def values_of(task_list):
    def plain(value):
        rows_of_items = isinstance(value, list) and value and isinstance(value[0], dict)
        return sorted(([*map(dict, value)]), key=lambda row: row["id"]) if rows_of_items else value

    return {known.id: {name: plain(value) for name, value in known.values.items()} for known in task_list.items}


@pytest.mark.parametrize("seed", range(4))
def test_the_changes_of_the_history_make_the_last_version_out_of_the_first(root, session, seed):
    rng = random.Random(seed)
    first = find_moment(session, session.repo.head())
    for number in range(12):
        ids = [known.id for known in session.snapshot.workspace.task_list("tasks").items]
        target = rng.choice(ids)
        day = date(2025, 12, rng.randrange(1, 29))
        match rng.randrange(6):
            case 0:
                session.apply(
                    [AddItem("tasks", Item(f"n{number:05}", {"title": f"事项{number}"}), target)], action="add"
                )
            case 1 if len(ids) > 1:
                session.apply([RemoveItem("tasks", target)], action="remove")
            case 2:
                chosen = rng.sample(["a1", "a2", "a3"], rng.randrange(4))
                session.apply([set_(target, milestones=rows(*((row, f"节点{row}", day) for row in chosen)) or None)])
            case 3:
                session.apply([set_(target, due=rng.choice([day, None]), goal=rng.choice(["甲", "乙\n丙", None]))])
            case 4:
                session.repo.settle()
                by_hand(root, text_of(root).replace("title: ", "title:  ", 1) + f"# {number}\n", f"{number}")
                session.refresh()
            case _:
                session.apply([set_(target, progress=number + 1)])
    kind = session.snapshot.workspace.kinds["task"]
    items = values_of(snapshot_at(session, first).workspace.task_list("tasks"))
    since = takewhile(lambda revision: revision.sha != first.sha, workspace_history(session, limit=100))
    for revision in reversed([*since]):
        for change in revision.changes:
            items = applied(kind, items, change)
    assert items == values_of(session.snapshot.workspace.task_list("tasks"))
