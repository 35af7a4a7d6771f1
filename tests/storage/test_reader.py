"""Reading a list: typed by the kind, the text as typed, every misfit kept and located."""

from datetime import date, datetime, timedelta, timezone

import pytest

from tasklist_tui.domain.ids import derived_id
from tasklist_tui.storage.gate import FileError
from tasklist_tui.storage.reader import assign_ids, lines_of, read_list

from .odd_files import KINDS


def read(text):
    return read_list("work", "lists/work.yaml", text.encode(), KINDS)


def item(text):
    task_list, problems = read("items:\n" + text)
    assert not problems
    return dict(task_list.items[0].values)


def test_the_header_is_typed_and_its_other_keys_are_kept():
    task_list, problems = read(
        "title: 清单\nkind: task\ndocument: 007\nyear: 2025\nissued: 2025-08-25\nown: [1, {a: no}]\n'null': ~\n"
    )
    assert not problems
    assert (task_list.title, task_list.kind, task_list.document) == ("清单", "task", "007")
    assert (task_list.year, task_list.issued) == (2025, date(2025, 8, 25))
    assert task_list.extra == {"own": ["1", {"a": "no"}], "null": "~"}
    assert task_list.items == ()


def test_an_empty_file_is_an_empty_list_of_tasks():
    task_list, problems = read("")
    assert (task_list.kind, task_list.items, problems) == ("task", (), ())


@pytest.mark.parametrize("text", ["[a, b]\n", "text\n", "items: {a: b}\n", "items: x\n"])
def test_a_file_that_is_no_list_is_refused(text):
    with pytest.raises(FileError):
        read(text)


def test_values_have_the_type_of_their_field():
    assert item(
        "- id: a\n  title: 听取\n  measure: 3\n  progress: 30%\n  urgent: 是\n  due: 2025-10-31\n  co: [bgs, fzgw]\n"
        "  log:\n  - {at: 2025-09-28T10:30:00+08:00, by: 工委, text: 印发}\n  goal: |\n    一\n    二\n"
    ) == {
        "title": "听取",
        "measure": 3,
        "progress": 30,
        "urgent": True,
        "due": date(2025, 10, 31),
        "co": ["bgs", "fzgw"],
        "log": [
            {"at": datetime(2025, 9, 28, 10, 30, tzinfo=timezone(timedelta(hours=8))), "by": "工委", "text": "印发"}
        ],
        "goal": "一\n二\n",
    }


def test_text_is_what_was_typed():
    assert item(
        "- title: 007\n  lead: no\n  due_text: 2025-10\n  co: [123, 1.0]\n  own: 1e5\n  2025: true\n"
        "  milestones:\n  - {id: 12, title: 1:30, x: 0x1F}\n"
    ) == {
        "title": "007",
        "lead": "no",
        "due_text": "2025-10",
        "co": ["123", "1.0"],
        "own": "1e5",
        "2025": "true",
        "milestones": [{"id": "12", "title": "1:30", "x": "0x1F"}],
    }


def test_tilde_and_null_are_text_where_text_belongs_and_nothing_elsewhere():
    values = item("- title: ~\n  lead: null\n  due: ~\n  measure: null\n  goal:\n  own: ~\n")
    assert values == {"title": "~", "lead": "null", "own": "~"}


def test_what_does_not_fit_is_kept_as_text_and_told_by_line_item_and_field():
    task_list, problems = read(
        "# c\nyear: 二〇二五\nitems:\n- id: a\n  title: x\n  due: 2026-02-30\n  progress: 1e5\n"
        "  milestones:\n  - {id: m, title: 一, due: 月底}\n  - id: n\n    done: 2025-13-01\n- id: b\n  log: 坏了\n"
    )
    first, second = task_list.items
    assert first.values["due"] == "2026-02-30"
    assert first.values["progress"] == "1e5"
    assert first.values["milestones"] == [{"id": "m", "title": "一", "due": "月底"}, {"id": "n", "done": "2025-13-01"}]
    assert second.values["log"] == "坏了"
    assert [(p.line, p.item, p.field) for p in problems] == [
        (2, "", "year"),
        (6, "a", "due"),
        (7, "a", "progress"),
        (9, "a", "milestones.due"),
        (11, "a", "milestones.done"),
        (13, "b", "log"),
    ]
    assert {problem.path for problem in problems} == {"lists/work.yaml"}


def test_an_entry_that_is_no_item_is_told_and_passed_over():
    task_list, problems = read("items:\n- id: a\n- 只是文字\n- id: b\n")
    assert [item.id for item in task_list.items] == ["a", "b"]
    assert [(problem.line, problem.code) for problem in problems] == [(3, "not-an-item")]


def test_a_missing_id_follows_from_the_title_and_how_often_it_came_before():
    task_list, problems = read("items:\n- title: x\n- title: x\n- title: y\n")
    assert [item.id for item in task_list.items] == [
        derived_id("work", "x", "1"),
        derived_id("work", "x", "2"),
        derived_id("work", "y", "1"),
    ]
    assert not problems


def test_an_id_used_twice_is_an_error_and_the_second_item_gets_another():
    task_list, problems = read("items:\n- {id: a, title: x}\n- id: a\n  title: x\n")
    assert [item.id for item in task_list.items] == ["a", derived_id("work", "x", "1")]
    (problem,) = problems
    assert (problem.code, problem.line, problem.field, problem.item) == ("duplicate-id", 3, "id", task_list.items[1].id)


def test_a_derived_id_stays_when_the_id_before_it_has_been_written():
    derived = assign_ids("work", [("", "x"), ("", "x")])
    assert assign_ids("work", [(derived[0], "x"), ("", "x")]) == derived
    assert assign_ids("work", [(derived[0], "new title"), ("", "x")]) == derived


def test_many_items_without_title_or_with_one_id_take_no_longer_than_others():
    ids = assign_ids("work", [("a", "x")] * 20_000 + [("", "")] * 20_000)
    assert len(set(ids)) == 40_000


def test_items_in_brackets_are_read_like_any_other():
    task_list, problems = read("{title: 清单, items: [{id: a, title: 007}, {id: b, due: 2025-01-01}]}")
    assert [item.values for item in task_list.items] == [{"title": "007"}, {"due": date(2025, 1, 1)}]
    assert not problems


def test_the_lines_of_items_fields_and_rows_are_found():
    lines = lines_of(
        "\ufefftitle: x\r\nitems:\r\n# c\r\n- id: a\r\n  note: |\r\n    id: b\r\n\r\n  milestones:\r\n"
        "  - id: m\r\n    due: x\r\n- {id: b, title: y}\r\n- title: z\r\n",
        "work",
    )
    assert lines[""] == {"title": 1, "items": 2}
    assert lines["a"] == {
        "": 4,
        "id": 4,
        "note": 5,
        "milestones": 8,
        "milestones.1": 9,
        "milestones.1.id": 9,
        "milestones.1.due": 10,
    }
    assert lines["b"][""] == 11
    assert lines[derived_id("work", "z", "1")]["title"] == 12


def test_the_lines_of_a_broken_file_are_not_known():
    assert lines_of("a: 'x\nb: 1\n") == {}
