"""An exported Excel ledger comes back as nothing, or as the edits that a colleague made in it."""

import io
import shutil
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from tasklist_tui.domain.conflicts import Answer, Choice
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.query import Query
from tasklist_tui.exchange import table_child
from tasklist_tui.services import demo, setup
from tasklist_tui.services.exporting import FORMATS, Options, export, scope_of, stamp_of
from tasklist_tui.services.importing import apply_draft, make_draft
from tasklist_tui.services.imports.draft import Source
from tasklist_tui.services.session import Session

TODAY = date(2025, 11, 10)


def opened(sample, folder):
    """Open a copy of a sample workspace with one commit."""
    root = folder / sample.name
    shutil.copytree(sample.path, root)
    setup.init(root, organisation="区人大常委会", committees=[], name="办公室联络员")
    session = Session.open(root, today=TODAY)
    session.commit_outside_changes()
    return session


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A workspace with one commit, to be copied by every test."""
    session = opened(next(one for one in demo.samples() if one.name == "qiantang"), tmp_path_factory.mktemp("office"))
    session.close()
    return session.root


@pytest.fixture
def session(office, tmp_path):
    root = tmp_path / office.name
    shutil.copytree(office, root)
    session = Session.open(root, today=TODAY)
    yield session
    session.close()


def ledger(session, **more):
    options = Options(stamp_of(session), "zh", more=more)
    return export(session.snapshot, FORMATS["xlsx"], scope_of(session.snapshot, Query()), options)


def written(tmp_path, data):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(data)
    return path


def draft_of(session, path, answers=lambda _conflict: None):
    source = Source(path.name, table_child.read(path.read_bytes(), path.name))
    return make_draft(session, source, session.snapshot.workspace.lists[0].id, None, answers)


def filled_in(data, change):
    """Give the ledger as a colleague's program saves it after `change`."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(book, item_id, heading):
    """Give the cell of an item by the heading of its column."""
    for sheet in book.worksheets[:-1]:
        headings = {entry.value: entry.column for entry in sheet[3]}
        for row in sheet.iter_rows(min_row=4):
            if row[-1].value == item_id:
                return sheet.cell(row[0].row, headings[heading])
    raise AssertionError(item_id)


@pytest.mark.parametrize("sample", demo.samples(), ids=lambda sample: sample.name)
def test_every_sample_comes_back_as_nothing(sample, tmp_path, request):
    ways = [{"columns": "all", "sheets": "committee"}]
    ways += [{}, {"columns": "all"}, {"sheets": "committee"}] if request.config.getoption("--slow") else []
    session = opened(sample, tmp_path)
    try:
        for more in ways:
            draft = draft_of(session, written(tmp_path, ledger(session, **more)))
            assert draft.edits == ()
            assert draft.conflicts == ()
            assert draft.doubts == 0
            rows = sum(len(part.matches) for part in draft.parts)
            assert rows == sum(len(task_list.items) for task_list in session.snapshot.workspace.lists)
    finally:
        session.close()


def test_the_same_workspace_gives_the_same_bytes(session):
    assert ledger(session) == ledger(session)


def test_no_text_is_a_formula(session, tmp_path):
    task_list = session.snapshot.workspace.lists[0]
    item = task_list.items[0]
    nasty = '=HYPERLINK("http://example.org","x")'
    session.apply([SetFields(task_list.id, item.id, {"goal": nasty})])
    data = ledger(session)
    book = load_workbook(io.BytesIO(data))
    found = cell(book, item.id, "任务目标")
    assert (found.value, found.data_type) == (nasty, "s")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist())
    assert draft_of(session, written(tmp_path, data)).edits == ()


def test_odd_texts_come_back_as_they_were(session, tmp_path):
    task_list = session.snapshot.workspace.lists[0]
    item = task_list.items[0]
    session.apply([SetFields(task_list.id, item.id, {"goal": "_x0041_ & <b>\n第二行\x07", "note": " 前后空格 "})])
    assert draft_of(session, written(tmp_path, ledger(session))).edits == ()


def test_what_a_colleague_filled_in_becomes_edits_of_the_right_items(session, tmp_path):
    task_list = session.snapshot.workspace.lists[0]
    first, second = task_list.items[0], task_list.items[1]

    def change(book):
        cell(book, first.id, "进度").value = 0.8
        cell(book, first.id, "完成时限（原文）").value = "11月底前"
        cell(book, second.id, "进展").value = "已完成初稿"
        cell(book, second.id, "配合单位").value = None
        sheet = book.worksheets[0]
        sheet.cell(sheet.max_row + 1, 3).value = "新增的任务"

    draft = draft_of(session, written(tmp_path, filled_in(ledger(session), change)))
    assert not draft.conflicts
    apply_draft(session, draft)
    now = session.snapshot.workspace.lists[0]
    assert (now.item(first.id).progress, now.item(first.id).due) == (80, date(2025, 11, 30))
    assert now.item(first.id).text("due_text") == "11月底前"
    assert now.item(second.id).rows("log")[-1]["text"] == "已完成初稿"
    assert now.item(second.id).co == ()
    assert "新增的任务" in [item.title for item in now.items]
    assert len(now.items) == len(task_list.items) + 1
    session.undo()
    assert session.snapshot.workspace.lists == (task_list, *session.snapshot.workspace.lists[1:])


def test_the_same_filled_in_ledger_again_changes_nothing(session, tmp_path):
    task_list = session.snapshot.workspace.lists[0]
    first, second = task_list.items[0], task_list.items[3]

    def change(book):
        cell(book, first.id, "进展").value = "已完成初稿"
        cell(book, first.id, "完成时限（原文）").value = "9月底前形成方案；12月底前完成"
        cell(book, second.id, "进展").value = "已部署"
        cell(book, second.id, "状态").value = "推进中"

    path = written(tmp_path, filled_in(ledger(session), change))
    apply_draft(session, draft_of(session, path))
    now = session.snapshot.workspace.lists[0].item(first.id)
    assert [row["title"] for row in now.rows("milestones")][-2:] == ["形成方案", "节点2"]
    again = draft_of(session, path)
    assert (again.edits, again.conflicts) == ((), ())


def test_what_changed_meanwhile_stays_and_collisions_are_questions(session, tmp_path):
    task_list = session.snapshot.workspace.lists[0]
    first, second = task_list.items[0], task_list.items[1]
    data = ledger(session)
    session.apply([SetFields(task_list.id, first.id, {"goal": "会后改的目标", "progress": 70})])
    session.apply([SetFields(task_list.id, second.id, {"goal": "另一个目标"})])

    def change(book):
        cell(book, first.id, "进度").value = 0.8
        cell(book, second.id, "进度").value = 0.95

    path = written(tmp_path, filled_in(data, change))
    draft = draft_of(session, path)
    (conflict,) = draft.conflicts
    assert (conflict.item_id, conflict.field, conflict.ours, conflict.theirs) == (first.id, "progress", 70, 80)
    answered = draft_of(session, path, lambda _conflict: Answer(Choice.THEIRS))
    apply_draft(session, answered)
    now = session.snapshot.workspace.lists[0]
    assert (now.item(first.id).progress, now.item(first.id).text("goal")) == (80, "会后改的目标")
    assert (now.item(second.id).progress, now.item(second.id).text("goal")) == (95, "另一个目标")


def test_a_ledger_of_an_unknown_version_says_so(session, tmp_path):
    task_list = session.snapshot.workspace.lists[0]

    def change(book):
        sheet = book["_tasklist"]
        for row in sheet.iter_rows():
            if row[0].value == "revision":
                row[1].value = "0" * 40
        cell(book, task_list.items[0].id, "进度").value = 0.8

    draft = draft_of(session, written(tmp_path, filled_in(ledger(session), change)))
    assert any("not known here" in str(note) for note in draft.notes)
    assert [edit.item_id for edit in draft.edits] == [task_list.items[0].id]


def test_rows_taken_out_of_the_file_stay_in_the_list(session, tmp_path):
    data = filled_in(ledger(session), lambda book: book.worksheets[0].delete_rows(book.worksheets[0].max_row - 1, 2))
    draft = draft_of(session, written(tmp_path, data))
    assert draft.edits == ()
    assert draft.parts[0].missing == 2


def test_the_sheet_is_ready_for_print(session):
    book = load_workbook(io.BytesIO(ledger(session)))
    sheet = book.worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert any(area.min_col == 2 and area.max_row > area.min_row > 3 for area in sheet.merged_cells.ranges)
    assert book["_tasklist"].sheet_state == "veryHidden"
