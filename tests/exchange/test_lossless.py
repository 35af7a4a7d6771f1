"""JSON and CSV exports give back exactly what was exported; what a person changed in them comes back as edits."""

import csv
import io
import json
from datetime import date, datetime

import msgspec
import pytest
from exports import STAMP, TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import task_lists

from tasklist_tui.domain.edits import AddItem, SetFields, apply_all
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.domain.query import Query
from tasklist_tui.exchange import csv_cells
from tasklist_tui.services.demo import samples
from tasklist_tui.services.exporting import FORMATS, Options, export, scope_of
from tasklist_tui.services.exports.back import is_lossless, read_back
from tasklist_tui.services.snapshot import make_snapshot
from tasklist_tui.storage import layout

LOSSLESS = ("json", "csv")
QIANTANG = layout.load(next(sample.path for sample in samples() if sample.name == "qiantang")).workspace


def snapshot_of(*lists):
    return make_snapshot(Workspace(QIANTANG.settings, QIANTANG.kinds, lists), TODAY)


def file_of(snapshot, name, language="zh"):
    return export(snapshot, FORMATS[name], scope_of(snapshot, Query()), Options(STAMP, language))


def emptied(snapshot):
    """The same workspace with its lists empty."""
    lists = tuple(msgspec.structs.replace(task_list, items=()) for task_list in snapshot.workspace.lists)
    return make_snapshot(msgspec.structs.replace(snapshot.workspace, lists=lists), snapshot.today)


def comes_back(snapshot, data):
    """Say whether a file read into empty lists gives the items, and read into the full ones asks for nothing."""
    assert is_lossless(data)
    blank = emptied(snapshot)
    back = read_back(blank, data)
    rebuilt = apply_all(blank.workspace.lists, back.edits)
    assert [made.items for made in rebuilt] == [known.items for known in snapshot.workspace.lists]
    assert read_back(snapshot, data).edits == ()
    return True


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", LOSSLESS)
def test_every_sample_comes_back_whole(snapshots, name, language):
    for snapshot in snapshots.values():
        assert comes_back(snapshot, file_of(snapshot, name, language))


@pytest.mark.parametrize("name", LOSSLESS)
@settings(max_examples=25, deadline=None)
@given(made=task_lists)
def test_any_list_comes_back_whole(name, made):
    snapshot = snapshot_of(made)
    assert comes_back(snapshot, file_of(snapshot, name))


@pytest.mark.slow
@pytest.mark.parametrize("name", LOSSLESS)
@settings(max_examples=5000, deadline=None)
@given(made=task_lists)
def test_any_of_many_lists_comes_back_whole(name, made):
    snapshot = snapshot_of(made)
    assert comes_back(snapshot, file_of(snapshot, name))


AWKWARD = {
    "title": '=HYPERLINK("http://x")',
    "goal": "'=1+1\r\n第二行\r第三行",
    "note": "'''@x",
    "lead": "预算工委",  # the name of a committee where its id should stand: another value than the id
    "co": ["ysgw", "含、顿号"],
    "tags": ["[1]", " 空格 ", '"'],
    "method": "[不是 JSON",
    "due": "2025-02-30",
    "progress": "八成",
    "status": "推进中",
    "own": "[还是文字]",
    "shape": {"a": ["1", "2"], "b": {"c": "否"}},
    "numbers": ["007", "no", "1:30"],
    "milestones": [{"id": "a1", "title": "节点", "due": "下月", "extra": ["x"]}],
    "log": [{"at": datetime(2025, 9, 28, 10, 30), "by": "办公室", "text": "a\nb"}],  # noqa: DTZ001
    "done_on": date(2025, 9, 28),
}


@pytest.mark.parametrize("name", LOSSLESS)
def test_awkward_values_come_back_whole(name):
    snapshot = snapshot_of(TaskList("tasks", items=(Item("aa2222", AWKWARD), Item("bb3333", {"title": "−5"}))))
    assert comes_back(snapshot, file_of(snapshot, name))


@pytest.mark.parametrize("name", LOSSLESS)
def test_lists_of_several_kinds_come_back_from_one_file(name):
    tasks = TaskList("tasks", items=(Item("aa2222", {"title": "听取报告", "status": "doing"}),))
    rhythm = TaskList("rhythm", kind="cadence", items=(Item("bb3333", {"title": "周收集", "status": "running"}),))
    snapshot = snapshot_of(tasks, rhythm)
    assert comes_back(snapshot, file_of(snapshot, name))


def test_csv_shows_names_to_people_and_formulas_as_text():
    snapshot = snapshot_of(
        TaskList("tasks", items=(Item("aa2222", {"title": "=1+1", "lead": "ysgw", "co": ["bgs"], "status": "doing"}),))
    )
    data = file_of(snapshot, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    cells = dict(zip(header, row, strict=True))
    assert cells["牵头单位"] == "预算工委"
    assert cells["配合单位"] == "办公室"
    assert cells["状态"] == "推进中"
    assert cells["工作任务"] == "'=1+1"


@given(st.text())
def test_guarded_cells_are_no_formula_and_come_back(text):
    guarded = csv_cells.guarded(text)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠"))
    assert csv_cells.unguarded(guarded) == text


def test_what_a_person_changed_in_the_table_comes_back_as_edits():
    items = (Item("aa2222", {"title": "听取报告", "lead": "ysgw"}), Item("bb3333", {"title": "调研"}))
    snapshot = snapshot_of(TaskList("tasks", items=items))
    rows = list(csv.reader(io.StringIO(file_of(snapshot, "csv").decode("utf-8-sig"), newline="")))
    rows[1][rows[0].index("牵头单位")] = "办公室"
    rows.insert(2, ["", "tasks", "新任务", *[""] * (len(rows[0]) - 3)])
    rows[2][rows[0].index("完成时限")] = "2025-12-31"
    del rows[3]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    changed, added = read_back(snapshot, out.getvalue().encode()).edits
    assert changed == SetFields("tasks", "aa2222", {"lead": "bgs"})
    assert isinstance(added, AddItem)
    assert (added.after, added.item.title, added.item.due) == ("aa2222", "新任务", date(2025, 12, 31))


def test_what_does_not_fit_is_told_and_kept_as_text():
    snapshot = snapshot_of(TaskList("tasks", items=(Item("aa2222", {"title": "听取报告"}),)))
    shape = json.loads(file_of(snapshot, "json"))
    shape["lists"][0]["items"][0]["values"]["due"] = "月底"
    shape["lists"].append({"id": "gone", "items": []})
    back = read_back(snapshot, json.dumps(shape).encode())
    assert back.edits == (SetFields("tasks", "aa2222", {"due": "月底"}),)
    assert [(problem.item, problem.field) for problem in back.problems] == [("aa2222", "due"), ("", "")]


@pytest.mark.parametrize("data", [b'{"tasklist": 1, "lists": [', b'{"tasklist": 9}', b'{"tasklist": 1, "lists": 3}'])
def test_a_damaged_file_is_refused(snapshot, data):
    assert is_lossless(data)
    with pytest.raises(UserError):
        read_back(snapshot, data)
