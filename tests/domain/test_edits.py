"""Edits are values: they apply, they have inverses, and the difference of two lists is edits again."""

from functools import reduce

import msgspec
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


def by_hand(order, edit):
    """Do an edit on a plain list of ids and what they hold, as the words of each edit say."""
    order = list(order)
    place = next((number for number, item in enumerate(order) if item.id == edit.item_id), None)
    if isinstance(edit, SetFields):
        order[place] = order[place].with_values(edit.values)
        return order
    if isinstance(edit, MoveItem) and edit.after == edit.item_id:
        return order
    item = edit.item if isinstance(edit, AddItem) else order.pop(place)
    if not isinstance(edit, RemoveItem):
        known = [one.id for one in order]
        behind = 0 if edit.after == "" else known.index(edit.after) + 1 if edit.after in known else len(order)
        order.insert(behind, item)
    return order


@given(st.data(), task_lists)
def test_edits_made_all_at_once_are_those_made_one_by_one(data, task_list):
    edits = data.draw(edits_for(task_list, most=8))
    one_by_one = reduce(by_hand, edits, task_list.items)
    assert apply_all([task_list], edits) == (msgspec.structs.replace(task_list, items=tuple(one_by_one)),)


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
