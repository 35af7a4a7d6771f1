"""A date and the words it was written in merge as one thing, in an item and in its rows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.conflicts import Answer, Choice, Words
from tasklist_tui.domain.edits import apply_all
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.merge import merge_lists
from tasklist_tui.domain.model import Item, TaskList

DUE = (Field("due_text"), Field("due", FieldType.DATE, phrase="due_text"))
ROWS = (Field("id"), Field("title"), *DUE)
KIND = Kind(
    "task", fields=(Field("title"), *DUE, Field("steps", FieldType.ROWS, fields=ROWS, key="id"), Field("status"))
)

BASE = (date(2025, 11, 14), "11月中旬")
OURS = (date(2025, 12, 31), "12月底前")
THEIRS = (date(2025, 11, 30), "11月底前")
NOTHING = (None, None)


def in_item(due):
    return TaskList("x", items=(Item("a", {"title": "t", **_cells(due)}),))


def in_row(due):
    return TaskList("x", items=(Item("a", {"title": "t", "steps": [{"id": "s1", "title": "一", **_cells(due)}]}),))


def _cells(due):
    return {name: value for name, value in zip(("due", "due_text"), due, strict=True) if value is not None}


def read(task_list):
    item = task_list.items[0]
    cells = item.rows("steps")[0] if item.get("steps") else item.values
    return cells.get("due"), cells.get("due_text")


def merged(place, base, ours, theirs, answer=None):
    lists = [place(due) for due in (base, ours, theirs)]
    result = merge_lists(KIND, *lists, lambda _conflict: answer)
    return read(apply_all([lists[1]], result.edits)[0]), result


PLACES = pytest.mark.parametrize("place", [in_item, in_row], ids=["field", "column"])
#: Pairs that share the day, the words, or neither with the others.
PAIRS = [BASE, OURS, THEIRS, NOTHING, (BASE[0], None), (OURS[0], BASE[1]), (BASE[0], THEIRS[1]), (None, "条件成熟时")]


@PLACES
def test_what_both_changed_is_one_question_with_the_words(place):
    _due, result = merged(place, BASE, OURS, THEIRS)
    (conflict,) = result.conflicts
    assert conflict.column or conflict.field == "due"
    assert (conflict.base, conflict.ours, conflict.theirs) == (BASE[0], OURS[0], THEIRS[0])
    assert conflict.words == Words(BASE[1], OURS[1], THEIRS[1])


@PLACES
@pytest.mark.parametrize(
    ("answer", "due"),
    [
        (Answer(Choice.OURS), OURS),
        (Answer(Choice.THEIRS), THEIRS),
        (Answer(Choice.BASE), BASE),
        (Answer(Choice.CUSTOM, date(2026, 1, 31), "明年1月底前"), (date(2026, 1, 31), "明年1月底前")),
        (Answer(Choice.CUSTOM, date(2026, 1, 31)), (date(2026, 1, 31), None)),
    ],
)
def test_an_answer_decides_the_day_and_the_words(place, answer, due):
    assert merged(place, BASE, OURS, THEIRS, answer)[0] == due


@PLACES
@pytest.mark.parametrize(
    ("ours", "theirs"), [((OURS[0], BASE[1]), (BASE[0], THEIRS[1])), ((BASE[0], OURS[1]), THEIRS), (OURS, NOTHING)]
)
def test_the_day_of_one_side_and_the_words_of_the_other_are_asked_about(place, ours, theirs):
    due, result = merged(place, BASE, ours, theirs)
    assert len(result.conflicts) == 1
    assert due == ours


@PLACES
@given(st.sampled_from(PAIRS), st.sampled_from(PAIRS), st.sampled_from(PAIRS), st.sampled_from(Choice))
def test_what_comes_out_is_what_one_version_says(place, base, ours, theirs, choice):
    if choice in {Choice.BOTH, Choice.CUSTOM}:
        choice = Choice.THEIRS
    due, result = merged(place, base, ours, theirs, Answer(choice))
    expected = {Choice.OURS: ours, Choice.THEIRS: theirs, Choice.BASE: base}[choice]
    assert due == (expected if result.answered else theirs if ours == base else ours)
    swapped = {Choice.OURS: Choice.THEIRS, Choice.THEIRS: Choice.OURS}.get(choice, choice)
    there, other = merged(place, base, theirs, ours, Answer(swapped))
    assert there == due
    assert [c.key for c, _ in result.answered] == [c.key for c, _ in other.answered]


def test_other_wording_is_another_question():
    asked = [merged(in_item, BASE, OURS, (THEIRS[0], words))[1] for words in ("11月底前", "月底前", None)]
    assert len({result.conflicts[0].key for result in asked}) == 3
