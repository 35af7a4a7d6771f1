"""Ledgers in the shapes of real offices are read right, as openpyxl writes them and as LibreOffice saves them."""

from datetime import date
from pathlib import Path

import ledgers
import moulds
import pytest

from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.message import UserError
from tasklist_tui.exchange import table_child
from tasklist_tui.services import setup
from tasklist_tui.services.importing import apply_draft, make_draft, read_source
from tasklist_tui.services.imports.draft import Source
from tasklist_tui.services.imports.mapfile import ImportMap, understood
from tasklist_tui.services.session import Session

TODAY = date(2025, 9, 1)
TWINS = Path(__file__).parent / "twins"


@pytest.fixture(scope="module")
def office():
    """A workspace with an empty list, made once and copied by every test."""
    root = setup.init(
        moulds.empty(),
        organisation="区人大常委会",
        committees=[f"{name}={title}" for name, (title, _kind) in ledgers.COMMITTEES.items()],
        name="办公室联络员",
        committee="bgs",
    )
    settings = root / "tasklist.yaml"
    text = settings.read_text(encoding="utf-8")
    for name, (title, kind) in ledgers.COMMITTEES.items():
        assert f"- id: {name}\n  name: {title}\n" in text
        text = text.replace(f"- id: {name}\n  name: {title}\n", f"- id: {name}\n  name: {title}\n  kind: {kind}\n")
    settings.write_text(text, encoding="utf-8")
    tasks = root / "lists" / "tasks.yaml"
    tasks.write_text("title: 任务清单\nkind: task\nyear: 2025\nitems: []\n", encoding="utf-8")
    moulds.opened(root)
    return root


@pytest.fixture
def session(office, tmp_path):
    opened = Session.open(moulds.cast(office, tmp_path / "office"), today=TODAY)
    yield opened
    opened.close()


def given(session, path, chosen=None, into="tasks"):
    """Draft an import; the file is read in this process, tests of the child are below."""
    return make_draft(session, Source(path.name, table_child.read(path.read_bytes(), path.name)), into, chosen)


def items(draft):
    return [edit.item for edit in draft.edits]


@pytest.fixture(params=["openpyxl", "libreoffice"])
def corpus(request, tmp_path):
    def path(name):
        target = tmp_path / f"{name}.xlsx"
        made = ledgers.LEDGERS[name]() if request.param == "openpyxl" else (TWINS / f"{name}.xlsx").read_bytes()
        target.write_bytes(made)
        return target

    return path


def values(draft, *names):
    return [tuple(item.get(name) for name in names) for item in items(draft)]


def test_plain_rows_become_items(session, corpus):
    draft = given(session, corpus("plain"))
    assert values(draft, "title", "lead", "co", "due_text", "due", "note") == [
        ("审查年度预算", "ysgw", ["bgs"], "9月底前", date(2025, 9, 30), "重点"),
        ("开展执法检查", "fzgw", ["ysgw", "bgs"], "10月中旬", date(2025, 10, 20), None),
    ]
    assert draft.doubts == 0


def test_a_header_is_found_below_a_title_and_merged_measures_are_filled_down(session, corpus):
    draft = given(session, corpus("titled"))
    assert values(draft, "title", "lead", "co", "due", "status") == [
        ("听取规划报告", "ysgw", ["bgs"], date(2025, 12, 31), "doing"),
        ("征集代表意见", "bgs", None, date(2025, 9, 30), "done"),
        ("走访科技企业", "fzgw", None, date(2025, 12, 31), "issued"),
    ]
    # The list has no document: the measures' titles are kept where nobody loses them.
    assert [item.text("note").split("\n")[0] for item in items(draft)] == [
        "工作举措：一、助推规划编制",
        "工作举措：一、助推规划编制",
        "工作举措：二、强化司法保护",
    ]


def test_the_lead_is_taken_from_a_band_and_said(session, corpus):
    draft = given(session, corpus("bands"))
    assert values(draft, "title", "lead", "co", "due_text") == [
        ("审查决算", "ysgw", ["bgs"], "6月"),
        ("监督债务", "ysgw", ["fzgw"], "每季度末"),
        ("备案审查", "fzgw", ["bgs"], "11月15日前"),
    ]
    assert items(draft)[1].text("note") == "编号：2*"
    assert all(any("牵头重点工作" in str(d.message) for d in m.read.doubts) for m in draft.parts[0].matches)


def test_several_units_in_a_cell_are_told_apart(session, corpus):
    draft = given(session, corpus("several_units"))
    assert values(draft, "lead", "co") == [
        ("ysgw", ["bgs"]),
        ("ysgw", ["bgs", "fzgw"]),
        ("ysgw", ["bgs", "fzgw"]),
        ("xs", ["by"]),
        ("bgs", ["ysgw", "fzgw", "jkww"]),
        ("ysgw", ["fzgw"]),
        ("ysgw", None),
    ]
    assert not draft.unknown
    last = draft.parts[0].matches[-1].read
    assert [str(doubt.message) for doubt in last.doubts] == ["“预算工作委员会” is read as 预算工委"]


def test_dates_are_read_as_what_they_are_and_doubted_where_they_are_numbers(session, corpus):
    draft = given(session, corpus("dates"))
    assert values(draft, "title", "due", "due_text") == [
        ("日期格式", date(2025, 9, 30), None),
        ("文字日期", date(2025, 10, 15), None),
        ("数字年月", date(2025, 1, 31), "2025年1月"),
        ("两位小数", date(2025, 10, 31), "2025.10"),
        ("八位数字", date(2025, 11, 20), None),
        ("序列数字", date(2025, 10, 15), None),
        ("月份数字", date(2025, 11, 30), "11月"),
        ("没有日期", None, "条件成熟时"),
        ("全角数字", date(2025, 9, 30), "９月底前"),
    ]
    doubts = {m.read.title: [str(d.message) for d in m.read.doubts] for m in draft.parts[0].matches}
    assert "2025.1 may be 2025年1月 or 2025年10月; it is read as 2025年1月" in doubts["数字年月"]
    assert any("45945" in text for text in doubts["序列数字"])
    assert doubts["日期格式"] == []


def test_a_header_two_rows_high_names_lead_and_supporting(session, corpus):
    draft = given(session, corpus("two_header_rows"))
    assert values(draft, "title", "lead", "co", "due_text", "progress") == [
        ("甲项工作", "ysgw", ["bgs"], "9月底前", 60),
        ("乙项工作", "fzgw", None, "10月底前", 80),
    ]


def test_columns_of_a_supervision_ledger_have_their_place(session, corpus):
    draft = given(session, corpus("supervision"))
    assert values(draft, "title", "lead", "co", "due", "deliverable", "status") == [
        ("甲项督办", "ysgw", ["bgs"], date(2025, 11, 30), "报告", "doing"),
        ("乙项督办", "fzgw", None, date(2025, 12, 31), "清单", "done"),
    ]
    first = items(draft)[0]
    assert [row["text"] for row in first.rows("log")] == ["已走访3家企业"]
    assert first.text("note").split("\n") == [
        "事项编号：D-01",
        "工作计划：先调研",
        "最近反馈时间：2025-10-08",
        "推进状态：欠进度",
    ]
    assert [item.text("rrule") for item in items(draft)] == ["FREQ=MONTHLY", ""]


def written(tmp_path, *lines):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def doubts(draft):
    return [str(doubt.message) for match in draft.parts[0].matches for doubt in match.read.doubts]


def test_several_days_in_one_cell_become_milestones_once(session, tmp_path):
    lines = ("序号,工作任务,完成时限", "1,报送进展,6月、9月、12月各报一次", "2,推进改革,9月底前形成方案，12月底前完成")
    path = written(tmp_path, lines[0], lines[1], lines[2].replace("，", "；"))
    draft = given(session, path)
    first, second = items(draft)
    days = [date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
    assert [row["due"] for row in first.rows("milestones")] == days
    assert (first.due, first.text("due_text")) == (days[-1], "6月、9月、12月各报一次")
    assert second.rows("milestones")[0]["title"] == "形成方案"
    assert any("become milestones" in text for text in doubts(draft))
    apply_draft(session, draft)
    done = [{**row, "done": date(2025, 7, 1)} for row in first.rows("milestones")]
    session.apply([SetFields("tasks", first.id, {"milestones": done})])
    assert given(session, path).edits == ()
    again = given(session, written(tmp_path, lines[0], lines[1].replace("12月", "11月")))
    (edit,) = again.edits
    assert [row.get("done") for row in edit.values["milestones"]] == [date(2025, 7, 1)] * 3 + [None]
    assert edit.values["milestones"][-1]["due"] == date(2025, 11, 30)


def test_what_returns_again_and_again_becomes_a_rule_that_is_doubted(session, tmp_path):
    head = "序号,工作任务,完成时限,频次"
    path = written(tmp_path, head, "1,甲,每季度末,", "2,乙,12月底前,每月两次", "3,丙,,不定期", "4,丁,自10月起每月,")
    draft = given(session, path)
    assert values(draft, "due_text", "due", "rrule", "note") == [
        ("每季度末", None, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", None),
        ("12月底前", date(2025, 12, 31), "FREQ=MONTHLY", "频次：每月两次"),
        (None, None, None, "频次：不定期"),
        ("自10月起每月", date(2025, 10, 31), None, None),
    ]
    told = doubts(draft)
    assert sum("recurrence from 2025-01-01 on" in text for text in told) == 2
    assert any("不定期" in text for text in told)
    assert any("give the item a rule" in text for text in told)
    apply_draft(session, draft)
    first = session.snapshot.workspace.lists[0].items[0]
    session.apply([SetFields("tasks", first.id, {"rrule": "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"})])
    assert given(session, path).edits == ()


def test_how_often_is_kept_in_the_note_where_the_kind_has_no_rule(session, tmp_path):
    (session.root / "lists" / "tasks.yaml").write_text("title: 建议\nkind: suggestion\nitems: []\n", "utf-8")
    session.refresh()
    (item,) = items(given(session, written(tmp_path, "序号,事项名称,频次", "1,甲项建议,每月")))
    assert item.text("note") == "频次：每月"


def test_a_kept_map_reads_every_ledger_of_the_corpus_as_before(session):
    for name, make in ledgers.LEDGERS.items():
        if name == "no_header":
            continue
        source = Source(f"{name}.xlsx", table_child.read(make(), f"{name}.xlsx"))
        first = make_draft(session, source, "tasks", ImportMap())
        kept = understood(first, ImportMap())
        again = make_draft(session, source, "tasks", kept)
        assert [[(c.place, c.target) for c in header.columns] for _sheet, header in again.parts[0].headers] == [
            [(c.place, c.target) for c in header.columns] for _sheet, header in first.parts[0].headers
        ], name
        assert [match.read.values for match in again.parts[0].matches if not first.unknown] == [
            match.read.values for match in first.parts[0].matches if not first.unknown
        ], name


def test_what_a_person_says_of_a_column_under_a_group_counts(session, corpus):
    draft = given(session, corpus("two_header_rows"), ImportMap(columns={"配合 责任单位": "leader"}))
    assert values(draft, "title", "lead", "co", "leader") == [
        ("甲项工作", "ysgw", None, "办公室"),
        ("乙项工作", "fzgw", None, None),
    ]


def test_a_task_merged_over_rows_is_one_item(session, corpus):
    draft = given(session, corpus("merged_task"))
    assert values(draft, "title", "lead", "co", "note") == [
        ("甲项工作", "ysgw", ["bgs", "fzgw"], "第一步\n第二步"),
        ("乙项工作", "bgs", None, None),
    ]


def test_remarks_totals_and_repeated_headers_are_no_tasks_and_are_said(session, corpus):
    draft = given(session, corpus("trailing"))
    assert [item.title for item in items(draft)] == ["甲项工作", "乙项工作"]
    assert [left.row for left in draft.parts[0].left] == [5, 6, 7]


def test_unknown_names_are_asked_about_and_nothing_is_written_before(session, corpus):
    draft = given(session, corpus("unknown_units"))
    assert {one.name: one.alike[:1] for one in draft.unknown} == {"教科工委": ("jkww",), "区发改局": ()}
    with pytest.raises(UserError, match="教科工委"):
        apply_draft(session, draft)
    answered = given(session, corpus("unknown_units"), ImportMap(units={"教科工委": "jkww", "区发改局": "gov"}))
    assert values(answered, "lead", "co", "gov_units") == [("jkww", None, ["区发改局"]), ("ysgw", ["bgs"], None)]


def test_names_can_become_committees_in_the_same_commit(session, corpus):
    chosen = ImportMap(units={"教科工委": "+", "区发改局": "note"})
    draft = given(session, corpus("unknown_units"), chosen)
    assert [committee.name for committee in draft.committees] == ["教科工委"]
    apply_draft(session, draft)
    workspace = session.snapshot.workspace
    item = workspace.lists[0].items[0]
    assert workspace.committee_name(item.lead) == "教科工委"
    assert item.text("note") == "配合单位：区发改局"
    assert not workspace.problems
    session.undo()  # the committee stays: others may have begun to use it
    assert session.snapshot.workspace.lists[0].items == ()


def test_what_has_no_column_of_ours_goes_to_the_note(session, corpus):
    (item,) = items(given(session, corpus("extra_columns")))
    assert (item.title, item.lead, item.due, item.get("goal")) == ("甲项工作", "ysgw", date(2025, 9, 30), "形成报告")
    assert item.text("note").split("\n") == [
        "责任人：某联络员",
        "存在问题：数据不全",
        "下步打算：补充调研",
        "预算金额：12.5",
    ]


def test_hidden_rows_and_columns_are_read_and_said(session, corpus):
    draft = given(session, corpus("hidden"))
    assert values(draft, "title", "due_text") == [("甲项工作", "9月底前"), ("乙项工作", "10月底前")]
    said = [str(message) for _sheet, message in draft.parts[0].doubts]
    assert said == ["1 hidden rows are read too", "hidden columns are read too: 完成时限"]
    assert any("旧表" in str(note) for note in draft.notes)


def test_formulas_without_a_value_are_said(session, tmp_path):
    path = tmp_path / "f.xlsx"
    path.write_bytes(ledgers.LEDGERS["formulas"]())
    draft = given(session, path)
    assert any("A3" in str(note) and "D3" in str(note) for note in draft.notes)
    assert [item.title for item in items(draft)] == ["甲项工作", "乙项工作"]
    path.write_bytes((TWINS / "formulas.xlsx").read_bytes())  # LibreOffice has calculated them
    assert values(given(session, path), "due_text")[1] == ("10月底前",)


def test_every_sheet_with_a_header_is_read(session, corpus):
    draft = given(session, corpus("two_sheets"))
    assert values(draft, "title", "lead") == [("甲项工作", "ysgw"), ("乙项工作", "fzgw")]


def test_without_a_header_the_map_file_names_the_columns(session, corpus):
    with pytest.raises(UserError, match="no row names the columns"):
        given(session, corpus("no_header"))
    chosen = ImportMap(columns={"A": "title", "B": "lead", "C": "due"})
    draft = given(session, corpus("no_header"), chosen)
    assert values(draft, "title", "lead", "due_text") == [
        ("甲项工作", "ysgw", "9月底前"),
        ("乙项工作", "bgs", "10月底前"),
    ]


def test_everything_merged_is_read_once(session, corpus):
    draft = given(session, corpus("merged_everything"))
    assert values(draft, "title", "lead", "due_text") == [
        ("甲项工作", "ysgw", "9月底前"),
        ("乙项工作", "bgs", "10月底前"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_office_programs(session, tmp_path, encoding):
    path = tmp_path / "plain.csv"
    path.write_bytes(ledgers.as_csv(encoding))
    draft = given(session, path)
    assert values(draft, "title", "lead", "due") == [
        ("审查年度预算", "ysgw", date(2025, 9, 30)),
        ("开展执法检查", "fzgw", date(2025, 10, 20)),
    ]
    assert bool(draft.notes) is (encoding == "gb18030")


def test_a_table_of_a_word_file_is_read(session, tmp_path):
    path = tmp_path / "清单.docx"
    path.write_bytes(ledgers.as_docx())
    draft = given(session, path)
    assert values(draft, "title", "lead", "co") == [
        ("听取规划报告", "ysgw", ["bgs"]),
        ("征集代表意见", "bgs", None),
        ("走访科技企业", "fzgw", None),
    ]
    assert items(draft)[1].text("note") == "工作举措：一、助推规划编制"


def test_the_same_files_again_change_nothing(session, corpus):
    names = ("plain", "titled", "bands", "dates", "supervision")
    for name in names:
        apply_draft(session, given(session, corpus(name)))
    assert not session.snapshot.workspace.problems
    assert len(session.snapshot.workspace.lists[0].items) == 19
    for name in names:
        assert given(session, corpus(name)).edits == ()


def test_a_changed_file_shows_the_difference_and_one_undo_takes_it_back(session, tmp_path):
    path = tmp_path / "plain.csv"
    path.write_bytes(ledgers.as_csv("utf-8"))
    apply_draft(session, given(session, path))
    before = session.snapshot.workspace.lists
    path.write_bytes(ledgers.as_csv("utf-8").replace("9月底前".encode(), "10月底前".encode()))
    draft = given(session, path)
    assert [(change.field, change.new) for change in draft.parts[0].changes] == [
        ("due_text", "10月底前"),
        ("due", date(2025, 10, 31)),
    ]
    apply_draft(session, draft)
    session.undo()
    assert session.snapshot.workspace.lists == before


def test_the_corpus_is_what_its_script_makes():
    assert len(ledgers.LEDGERS) >= 15
    assert {path.stem for path in TWINS.glob("*.xlsx")} == set(ledgers.LEDGERS)


def test_the_child_reads_nothing_from_the_folder_it_is_started_in(tmp_path, monkeypatch):
    (tmp_path / "openpyxl.py").write_text("raise SystemExit('taken in')", encoding="utf-8")
    (tmp_path / "plain.xlsx").write_bytes(ledgers.LEDGERS["plain"]())
    monkeypatch.chdir(tmp_path)
    assert read_source(tmp_path / "plain.xlsx").book.sheets[0].rows[0].number == 1
