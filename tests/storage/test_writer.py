"""Edits in the text of a list: what a person would have typed, and nothing else."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tasklist_tui.domain.edits import AddItem, EditError, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.storage.reader import read_list
from tasklist_tui.storage.writer import WriteError, render, rewrite

from .odd_files import KIND, KINDS

TESTS = Path(__file__).parent.parent


def read(text):
    return read_list("x", "lists/x.yaml", text.encode(), KINDS)[0]


def edited(text, *edits):
    written, after = rewrite(text, read(text), edits, KIND)
    assert read(written).items == after.items
    return written


def put(text, item_id="a", **values):
    return edited(text, SetFields("x", item_id, values))


ITEM = """\
# 清单
items:
# 第一件
- id: a
  # 名称
  title:   听取  # 尾注
  co: [ bgs , 'fzgw' ]   # 配合
  own: "keep \\u4e2d"
  due: '2025-10-31'
  milestones:
  # 节点
  - {id: m1,title: "方案" }  # 已定
  - id: m2
    title: 调研 # 走访
    done: 2025-09-30
  status: doing
# 第二件
- id: b
"""


def changes(before, after):
    """The lines gone and the lines new."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_new_value_takes_the_place_of_the_old_one_and_keeps_comment_and_spaces():
    assert changes(ITEM, put(ITEM, title="审议: 二", co=["yjs"])) == (
        ["  title:   听取  # 尾注", "  co: [ bgs , 'fzgw' ]   # 配合"],
        ["  title:   '审议: 二'  # 尾注", "  co: [yjs]   # 配合"],
    )


def test_a_new_field_goes_where_the_kind_puts_it():
    text = put(ITEM, lead="ysgw", note="一\n二")
    lines = text.splitlines()
    assert lines[lines.index("  lead: ysgw") - 1].startswith("  title:")
    assert lines[lines.index("  note: |-") - 1] == "  status: doing"


def test_an_emptied_field_goes_with_its_lines_and_the_comment_in_front_stays():
    assert changes(ITEM, put(ITEM, title=None, milestones=None)) == (
        [
            "  title:   听取  # 尾注",
            "  milestones:",
            "  # 节点",
            '  - {id: m1,title: "方案" }  # 已定',
            "  - id: m2",
            "    title: 调研 # 走访",
            "    done: 2025-09-30",
        ],
        [],
    )


def test_setting_what_is_already_there_changes_no_byte():
    assert put(ITEM, title="听取", co=["bgs", "fzgw"], due=date(2025, 10, 31), goal=None) == ITEM


def rows(*rows):
    return [dict(row) for row in rows]


M1 = {"id": "m1", "title": "方案"}
M2 = {"id": "m2", "title": "调研", "done": date(2025, 9, 30)}


def test_only_the_row_that_differs_is_written():
    assert changes(ITEM, put(ITEM, milestones=rows({**M1, "done": date(2025, 9, 1)}, M2))) == (
        ['  - {id: m1,title: "方案" }  # 已定'],
        ['  - {id: m1, title: "方案", done: 2025-09-01 }  # 已定'],
    )
    assert changes(ITEM, put(ITEM, milestones=rows(M1, {**M2, "done": None, "title": "走访"}))) == (
        ["    title: 调研 # 走访", "    done: 2025-09-30"],
        ["    title: 走访 # 走访"],
    )


def test_rows_come_go_and_change_places_with_their_comments():
    assert changes(ITEM, put(ITEM, milestones=rows(M1, M2, {"id": "m3", "title": "报告"}))) == (
        [],
        ["  - id: m3", "    title: 报告"],
    )
    assert changes(ITEM, put(ITEM, milestones=rows(M2))) == (
        ["  # 节点", '  - {id: m1,title: "方案" }  # 已定'],
        [],
    )
    swapped = put(ITEM, milestones=rows(M2, M1))
    assert "done: 2025-09-30\n  # 节点\n  - {id: m1" in swapped
    assert sorted(swapped) == sorted(ITEM)


def test_a_row_without_id_gets_it_when_it_is_changed():
    text = "items:\n- id: a\n  milestones:\n  - {title: 一}\n  - {title: 一}\n"
    first, second = read(text).items[0].rows("milestones")
    assert put(text, milestones=[first, {**second, "title": "二"}]).splitlines()[3:] == [
        "  - {title: 一}",
        f"  - {{id: {second['id']}, title: 二}}",
    ]


def test_a_comment_between_the_lines_of_a_value_survives_its_change():
    text = "items:\n- id: a\n  co: [bgs, # 一\n    fzgw] # 二\n  title: 'x\n\n    y' # 三\n"
    assert put(text, co=["yjs"], title="z") == "items:\n- id: a\n  # 一\n  # 二\n  co: [yjs]\n  title: z  # 三\n"


def test_an_item_in_brackets_stays_in_brackets():
    text = "items:\n- {id: a,title: 'x', own: [1, {b: c}], due: }  # c\n- {id: b}\n"
    assert put(text, title="a, b", due=date(2025, 1, 1), lead="bgs").splitlines()[1] == (
        "- {id: a, title: 'a, b', lead: bgs, own: [1, {b: c}], due: 2025-01-01}  # c"
    )


def test_a_missing_id_is_written_by_the_first_save_of_its_item_only():
    text = "items:\n- title: x\n- title: y\n  due: 2025-01-01\n"
    second = derived_id("x", "y", "1")
    assert put(text, second, due=date(2025, 1, 2)) == (
        f"items:\n- title: x\n- id: {second}\n  title: y\n  due: 2025-01-02\n"
    )


def test_an_id_that_would_become_another_by_the_edit_is_written_too():
    text = "items:\n- title: x\n- title: x\n"
    first, second = (item.id for item in read(text).items)
    assert edited(text, RemoveItem("x", first)) == f"items:\n- id: {second}\n  title: x\n"


def test_the_second_of_two_items_with_one_id_gets_its_own_when_it_is_saved():
    text = "items:\n- id: a\n  title: x\n- id: a # twice\n  title: y\n"
    second = read(text).items[1].id
    assert put(text, second, title="z") == f"items:\n- id: a\n  title: x\n- id: {second} # twice\n  title: z\n"


def test_items_move_and_go_with_the_comments_in_front_of_them():
    assert edited(ITEM, MoveItem("x", "b", "")).startswith("# 清单\nitems:\n# 第二件\n- id: b\n# 第一件\n- id: a\n")
    assert edited(ITEM, RemoveItem("x", "a")) == "# 清单\nitems:\n# 第二件\n- id: b\n"


def test_the_comments_behind_the_last_item_stay_there():
    text = "items:\n- id: a\n# end\nafter: x\n"
    assert edited(text, AddItem("x", Item("new", {"title": "z"}))) == (
        "items:\n- id: a\n- id: new\n  title: z\n# end\nafter: x\n"
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", "items:\n- id: new\n  title: z\n"),
        ("title: x", "title: x\nitems:\n- id: new\n  title: z\n"),
        ("title: x\nitems: []\nafter: 1\n", "title: x\nitems:\n- id: new\n  title: z\nafter: 1\n"),
        ("items: [] # c\r\n", "items:  # c\r\n- id: new\r\n  title: z\r\n"),
        ("\ufeffitems:\n", "\ufeffitems:\n- id: new\n  title: z\n"),
        ("items:\n  -   id: a", "items:\n  -   id: a\n  -   id: new\n      title: z"),
        ("# c\n{kind: task, items: []}\n", None),
        ("{kind: task, items: [{id: a}]}\n", "kind: task\nitems:\n- id: a\n- id: new\n  title: z\n"),
        ("items: [{id: a, own: x}]\n", "items:\n- id: a\n  own: x\n- id: new\n  title: z\n"),
    ],
)
def test_an_item_can_be_added_to_any_file(text, result):
    edit = AddItem("x", Item("new", {"title": "z"}))
    if result is None:
        with pytest.raises(WriteError):
            edited(text, edit)
    else:
        assert edited(text, edit) == result


def test_a_list_without_its_last_item_is_empty_and_can_be_filled_again():
    text = edited("items: # c\n- id: a\nafter: x\n", RemoveItem("x", "a"))
    assert read(text).items == ()
    assert "after: x" in text
    assert "# c" in text
    assert edited(text, AddItem("x", Item("a", {}))) == "items:  # c\n- id: a\nafter: x\n"


def test_crlf_bom_and_a_missing_last_line_end_are_kept():
    text = "\ufeffitems:\r\n- id: a\r\n  title: x\r\n- id: b"
    assert put(text, note="一\n二", title="z") == (
        "\ufeffitems:\r\n- id: a\r\n  title: z\r\n  note: |-\r\n    一\r\n    二\r\n- id: b"
    )


def test_entries_that_are_no_items_stay_where_they_are():
    text = "items:\n- 说明\n- id: a\n- 附注\n- id: b\n"
    assert edited(text, RemoveItem("x", "a")) == "items:\n- 说明\n- 附注\n- id: b\n"
    assert put(text, "b", title="z") == text + "  title: z\n"


def test_an_edit_that_does_not_fit_the_list_is_refused():
    with pytest.raises(EditError):
        put(ITEM, "gone", title="x")


def test_a_text_that_no_longer_holds_the_list_is_refused():
    with pytest.raises(WriteError):
        rewrite(ITEM.replace("听取", "审议"), read(ITEM), [SetFields("x", "a", {"lead": "bgs"})], KIND)


def test_a_new_file_holds_the_header_and_the_items_in_the_order_of_the_kind():
    items = (Item("a", {"note": "m", "title": "t", "own": ["x"], "due": date(2025, 1, 1)}),)
    task_list = TaskList("x", title="清单", document="007", year=2025, items=items, extra={"own": {"a": "b"}})
    assert render(task_list, KIND) == (
        "title: 清单\nkind: task\ndocument: '007'\nyear: 2025\nown: {a: b}\nitems:\n"
        "- id: a\n  title: t\n  due: 2025-01-01\n  note: m\n  own: [x]\n"
    )
    assert read(render(task_list, KIND)) == task_list
    assert render(TaskList("x"), KIND) == "kind: task\nitems: []\n"


def test_an_ordinary_edit_needs_no_round_trip_parser():
    code = (
        "import sys; from storage.test_writer import ITEM, put; put(ITEM, title='y', milestones=[]);"
        "loaded = sorted(name for name in sys.modules if name.startswith('ruamel')); print(loaded)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=TESTS)
    assert done.stdout.strip() == "[]"
