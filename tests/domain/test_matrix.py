"""The matrix of two fields: what is counted where, gaps, totals and transposing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.axes import axis, units
from tasklist_tui.domain.kinds import Choice, Field, FieldType, Kind, State
from tasklist_tui.domain.labels import Label
from tasklist_tui.domain.matrix import matrix, transposed
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Committee, Document, Item, Measure, Settings, TaskList, Workspace

KIND = Kind(
    "task",
    fields=(
        Field("lead", FieldType.COMMITTEE),
        Field("co", FieldType.COMMITTEES),
        Field("measure", FieldType.MEASURE),
        Field("themes", FieldType.CHOICES, choices=(Choice("a", Label("甲")), Choice("b"))),
        Field("year", FieldType.NUMBER),
        Field("held", FieldType.DATE),
        Field("status", FieldType.STATE),
        Field("problems", FieldType.ROWS, key="id", fields=(Field("id"), Field("text"))),
        Field(
            "ticks",
            FieldType.ROWS,
            fields=(Field("who"), Field("problem", FieldType.ROWLINK, of="problems"), Field("year", FieldType.NUMBER)),
        ),
        Field("goal", FieldType.LONGTEXT),
    ),
    states=(State("open"), State("done", final=True)),
)
WORKSPACE = Workspace(
    Settings(committees=(Committee("x", "办公室"), Committee("y", "预算工委", "Budget"), Committee("z", "法工委"))),
    {"task": KIND},
    documents=(Document("plan", "举措", measures=(Measure(1, "规划"), Measure(2, "产权"))),),
)


def listed(*items):
    return TaskList("tasks", kind="task", document="plan", items=tuple(Item(str(n), v) for n, v in enumerate(items)))


def made(task_list, rows, columns, of=""):
    sides = (axis(name, WORKSPACE, task_list, of) for name in (rows, columns))
    return matrix(units(task_list.items, of), *sides)


def names(values):
    return [value.id for value in values]


def test_every_value_an_axis_can_have_is_there_and_those_of_nothing_are_the_gaps():
    found = made(listed({"measure": 1, "lead": "x"}), "measure", "lead")
    assert [value.label.in_language("zh") for value in found.row_values] == ["1 规划", "2 产权"]
    assert [value.label.in_language("en") for value in found.column_values] == ["办公室", "Budget", "法工委"]
    assert names(found.empty_rows()) == ["2"]
    assert names(found.empty_columns()) == ["y", "z"]


def test_an_item_with_several_values_counts_at_each_but_once_in_the_totals():
    found = made(listed({"themes": ["a", "b"], "lead": "x"}), "themes", "lead")
    assert [len(found.cell(theme, "x")) for theme in "ab"] == [1, 1]
    assert (found.total, len(found.by_column["x"])) == (1, 1)


def test_what_has_no_value_stands_in_a_row_of_its_own_at_the_end():
    found = made(listed({"lead": "x"}, {"lead": "x", "themes": ["a"]}), "themes", "lead")
    assert names(found.row_values) == ["a", "b", ""]
    assert len(found.cell("", "x")) == 1


def test_values_nobody_knows_beforehand_are_added_numbers_in_their_order():
    found = made(listed({"year": 2026, "lead": "?"}, {"year": 2025}, {"year": 2025}), "year", "lead")
    assert names(found.row_values) == ["2025", "2026"]
    assert names(found.column_values) == ["x", "y", "z", "?", ""]


def test_days_are_counted_by_month_and_an_item_without_a_state_is_in_the_first_one():
    from datetime import date

    found = made(listed({"held": date(2025, 9, 3)}, {"held": date(2025, 9, 30)}), "held", "status")
    assert [(value.id, len(found.cell(value.id, "open"))) for value in found.row_values] == [("2025-09", 2)]


TICKED = {
    "problems": [{"id": "p1", "text": "一"}, {"id": "p2", "text": "二"}],
    "ticks": [{"who": "乙", "problem": "p1", "year": 2025}, {"who": "甲", "problem": "p1"}, {"who": "乙"}],
}


def test_rows_of_items_are_counted_by_their_columns_and_linked_rows_by_their_words():
    found = made(listed(TICKED), "problem", "who", "ticks")
    assert names(found.row_values) == ["一", "二", ""]
    assert names(found.column_values) == ["乙", "甲"]
    assert names(found.empty_rows()) == ["二"]
    assert (found.total, found.cell("一", "乙")[0].number) == (3, 0)


def test_two_fields_together_are_one_axis_of_the_combinations_that_occur():
    found = made(listed(TICKED), "who+year", "$item", "ticks")
    assert [value.label.zh for value in found.row_values] == ["乙 · 2025", "甲 · （未填）", "乙 · （未填）"]


@pytest.mark.parametrize(("rows", "of"), [("goal", ""), ("nobody", ""), ("ticks", ""), ("who", "lead"), ("who", "no")])
def test_a_field_that_is_no_axis_is_refused_with_those_that_are(rows, of):
    with pytest.raises(UserError) as refused:
        made(listed(), rows, "lead", of)
    assert "$item" in str(refused.value.hint)


ITEMS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "lead": st.sampled_from(["x", "y", "?"]),
            "themes": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True),
            "year": st.integers(2024, 2027),
            "measure": st.integers(1, 3),
        },
    ),
    max_size=12,
)
AXES = st.sampled_from(["lead", "themes", "year", "measure", "status", "$item", "lead+year"])


@given(ITEMS, AXES, AXES)
def test_every_item_is_counted_and_the_totals_are_the_cells_taken_together(items, rows, columns):
    found = made(listed(*items), rows, columns)
    assert found.total == len(items)
    for sums, place in ((found.by_row, 0), (found.by_column, 1)):
        together = {}
        for where, inside in found.cells.items():
            together.setdefault(where[place], set()).update(unit.item.id for unit in inside)
        assert {value: {unit.item.id for unit in inside} for value, inside in sums.items()} == together
        assert set().union(*together.values()) == {str(number) for number in range(len(items))}
        assert all(len(inside) == len({unit.item.id for unit in inside}) for inside in sums.values())


@given(ITEMS, AXES, AXES)
def test_transposing_swaps_the_fields_and_twice_changes_nothing(items, rows, columns):
    task_list = listed(*items)
    found, other = made(task_list, rows, columns), made(task_list, columns, rows)
    turned = transposed(found)
    assert turned.cells == other.cells
    assert (turned.row_values, turned.column_values) == (other.row_values, other.column_values)
    assert transposed(turned) == found
