"""Edits are values: they apply, they have inverses, and the difference of two lists is edits again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import edits_for, task_lists

from tasklist_tui.domain.changes import edits_between
from tasklist_tui.domain.edits import AddItem, EditError, MoveItem, RemoveItem, SetFields, apply_all, inverse_all
from tasklist_tui.domain.model import Item, TaskList

ABC = TaskList("tasks", items=tuple(Item(i, {"title": i}) for i in ("a", "b", "c")))


def ids(task_list):
    return [item.id for item in task_list.items]


@given(st.data(), task_lists)
def test_inverse_takes_edits_back(data, task_list):
    edits = data.draw(edits_for(task_list))
    after = apply_all([task_list], edits)
    assert apply_all(after, inverse_all([task_list], edits)) == (task_list,)


@given(task_lists, task_lists)
def test_edits_between_turn_one_list_into_the_other(before, after):
    assert apply_all([before], edits_between(before, after)) == (after,)


def test_an_empty_value_removes_the_field():
    (changed,) = apply_all([ABC], [SetFields("tasks", "a", {"title": None, "goal": "x"})])
    assert changed.item("a").values == {"goal": "x"}


@pytest.mark.parametrize(
    ("after", "order"), [("", ["c", "a", "b"]), ("a", ["a", "c", "b"]), (None, ["a", "b", "c"]), ("c", ["a", "b", "c"])]
)
def test_an_item_moves_behind_another(after, order):
    assert ids(MoveItem("tasks", "c", after).apply(ABC)) == order


def test_an_item_is_added_behind_another():
    assert ids(AddItem("tasks", Item("n"), "a").apply(ABC)) == ["a", "n", "b", "c"]


@pytest.mark.parametrize(
    "edit",
    [SetFields("tasks", "zz", {}), RemoveItem("tasks", "zz"), MoveItem("tasks", "zz", ""), AddItem("tasks", Item("a"))],
)
def test_an_edit_that_does_not_fit_says_so(edit):
    with pytest.raises(EditError):
        edit.apply(ABC)


def test_an_edit_of_a_missing_list_says_so():
    with pytest.raises(EditError):
        apply_all([ABC], [RemoveItem("other", "a")])
