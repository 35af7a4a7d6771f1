"""report: made from the workspace and its history, in Word, HTML or Markdown."""

import io
import json

import pytest
from docx import Document
from office import DOCUMENT, LIST, SETTINGS, git, make, text_of

BULLETIN_KIND = """\
kind: bulletin
title: {zh: 简报, en: Bulletin}
fields:
- {id: title, type: text, required: true, title: {zh: 标题}}
- {id: issue_no, type: number, title: {zh: 期号}}
- {id: total_no, type: number, title: {zh: 总期号}}
- {id: editor, type: text, title: {zh: 编者}}
- {id: editor_note, type: longtext, title: {zh: 编者按}}
- {id: send_to, type: texts, title: {zh: 送}}
- {id: date, type: date, title: {zh: 日期}}
- id: articles
  type: rows
  key: id
  title: {zh: 文章}
  fields:
  - {id: id, type: text, read_only: true}
  - {id: title, type: text, title: {zh: 标题}}
  - {id: organisation, type: text, title: {zh: 供稿单位}}
  - {id: lead_text, type: text, title: {zh: 导语}}
  - {id: parts, type: longtext, title: {zh: 正文（分条）}}
"""
BULLETINS = """\
title: 示例人大信息
kind: bulletin
items:
- {id: dd2222, title: 示例人大信息, issue_no: 6, total_no: 712, date: 2025-09-03, editor_note: 旧的一期}
- id: ee3333
  title: 示例人大信息
  editor: 研究室编
  editor_note: 现将各地做法进行刊发，供交流学习。
  send_to: [省人大常委会办公厅、研究室, 市委办、市府办]
  date: 2025-11-07
  articles:
  - {id: a1, title: 甲区四聚四化, organisation: 甲区人大, lead_text: 聚焦四个方面靶向发力。, parts: 一是组织学习。}
"""
SUGGESTION_KIND = """\
kind: suggestion
title: {zh: 代表建议, en: Suggestion}
fields:
- {id: title, type: text, required: true, title: {zh: 标题}}
- {id: number, type: text, title: {zh: 编号}}
- {id: main_unit, type: text, title: {zh: 主办单位}}
- {id: deputies, type: texts, title: {zh: 提出代表}}
- {id: co_units, type: texts, title: {zh: 会办单位}}
- {id: batch, type: text, title: {zh: 交办批次}}
- {id: assigned_on, type: date, title: {zh: 交办日期}}
- {id: status, type: state, title: {zh: 状态}}
states:
- {id: assigned, title: {zh: 已交办}, limit: {months: 3, from: assigned_on}}
"""
SUGGESTIONS = """\
title: 代表建议
kind: suggestion
items:
- id: gg2222
  title: 关于人才公寓的建议
  number: '12'
  main_unit: 区住建局
  deputies: [甲, 乙]
  co_units: [区财政局]
  assigned_on: 2025-11-05
  status: assigned
- {id: hh3333, title: 关于公交的建议, main_unit: 区交通局, assigned_on: 2025-10-05, status: assigned}
- {id: jj4444, title: 关于绿道的建议, main_unit: 区住建局, assigned_on: 2025-11-06, status: assigned}
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A workspace with tasks, a bulletin and suggestions, recorded on 2025-10-20."""
    with monkeypatch.context() as then:
        for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
            then.setenv(name, "2025-10-20T08:00:00+0800")
        return _made(tmp_path)


def _made(tmp_path):
    return make(
        tmp_path / "工作区",
        {
            "tasklist.yaml": SETTINGS,
            "documents/doc.yaml": DOCUMENT,
            "lists/bulletins.yaml": BULLETINS,
            "lists/suggestions.yaml": SUGGESTIONS,
            "lists/tasks.yaml": LIST,
            "kinds/bulletin.yaml": BULLETIN_KIND,
            "kinds/suggestion.yaml": SUGGESTION_KIND,
        },
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder that the command is typed in."""
    folder = tmp_path / "报告"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def words(path):
    document = Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text] + cells


def test_a_monthly_report_counts_and_names_what_stands_badly(cli):
    text = cli("report", "monthly", "--list", "tasks", "-o", "-").out
    assert text.startswith("# 清单月报\n")
    assert "（2025年11月1日至2025年11月10日）" in text
    assert "清单共3项，已完成0项" in text
    assert "| 预算工委 | 1 | 0 | 0 | 1 | 0 | 0.0% |" in text
    assert "| 1.1 | 红 | 听取报告 | 预算工委 | 2025-10-31 | 逾期10天 |" in text
    assert "| 2025-11-14 | 调研 |  | 法制工委 |" in text


def test_what_changed_since_the_period_began_is_told(cli):
    assert cli("set", "aa2222", "due=2025-11-20", "-m", "问卷回收不足").code == 0
    text = cli("report", "weekly", "--list", "tasks", "-o", "-").out
    assert "2025年11月10日，清单变化：延期1项。" in text
    assert "听取报告，预算工委，完成时限 10-31 → 11-20。" in text


def test_word_is_the_usual_format_and_the_name_tells_what_it_is(cli, here):
    done = cli("report", "notice", "--list", "tasks")
    assert (done.code, done.err) == (0, "")
    (made,) = here.iterdir()
    assert made.name == "关于清单落实情况的通报 2025年11月10日.docx"
    assert "各工委、各街道人大工委：" in words(made)
    assert "一、总体情况" in words(made)


@pytest.mark.parametrize("suffix", ["docx", "html", "md"])
def test_the_suffix_says_the_format_and_the_bytes_are_the_same_each_time(ask, here, suffix):
    for name in ("a", "b"):
        told = ask("report", "quarterly", "-o", f"{name}.{suffix}")
        assert (told["format"], told["since"], told["until"]) == (suffix, "2025-10-01", "2025-11-10")
    assert (here / f"a.{suffix}").read_bytes() == (here / f"b.{suffix}").read_bytes()


def test_a_report_of_days_gone_by_shows_them_as_they_were(cli):
    assert cli("set", "aa2222", "progress=100", "status=done", "done_on=2025-11-08").code == 0
    text = cli("report", "monthly", "--since", "2025-10-21", "--until", "2025-10-31", "-o", "-").out
    assert "2025年10月21日至2025年10月31日，清单没有变化。" in text
    assert "已完成0项" in text
    assert "已完成1项" in cli("report", "monthly", "-o", "-").out


def test_a_bulletin_gets_the_next_numbers_and_keeps_them(cli, root, here):
    assert cli("report", "bulletin", "-o", "a.docx").code == 0
    assert "第 7 期（总第 713 期）" in words(here / "a.docx")
    assert "编者按：现将各地做法进行刊发，供交流学习。" in words(here / "a.docx")
    found = words(here / "a.docx")
    place = found.index("甲区四聚四化")
    assert found[place : place + 4] == ["甲区四聚四化", "（甲区人大）", "聚焦四个方面靶向发力。", "一是组织学习。"]
    assert any("送：省人大常委会办公厅、研究室" in text for text in words(here / "a.docx"))
    kept = (root / "lists" / "bulletins.yaml").read_text("utf-8")
    assert "issue_no: 7" in kept
    assert "total_no: 713" in kept
    assert cli("report", "bulletin", "-o", "b.docx").code == 0
    assert "第 7 期（总第 713 期）" in words(here / "b.docx")
    assert git(root, "status", "--porcelain") == ""


def test_an_older_issue_can_be_named(cli):
    assert "第 6 期（总第 712 期）" in cli("report", "bulletin", "--item", "dd2222", "-o", "-").out


def test_suggestions_are_handed_over_by_unit_with_the_day_to_answer(cli):
    text = cli("report", "handover", "-o", "-").out
    assert "本批共交办代表建议2件，涉及承办单位1家。" in text
    assert "## 一、区住建局（2）" in text
    assert "| 12 | 关于人才公寓的建议 | 甲、乙 | 区财政局 | 2025-11-05 | 2026-02-05 | 已交办 |" in text
    assert "公交" not in text


def test_batches_stand_apart(cli):
    assert cli("set", "gg2222", "batch=第一批").code == 0
    assert cli("set", "jj4444", "batch=第二批").code == 0
    text = cli("report", "handover", "-o", "-").out
    assert "## 一、第一批（1）" in text
    assert "### （一）区住建局（1）" in text
    assert "## 二、第二批（1）" in text


def test_urging_sheets_are_one_for_each_unanswered_urging(cli, here):
    assert cli("report", "urging", "-o", "a.docx").code == 1
    assert list(here.iterdir()) == []
    assert cli("advance", "aa2222", "urge", "level=督办", "answer_due=2025-11-14", "-m", "逾期").code == 0
    assert cli("report", "urging", "-o", "a.docx").code == 0
    found = words(here / "a.docx")
    assert "催办单（督办）" in found
    assert "预算工委：" in found
    assert "2025-11-14" in found


def test_an_office_changes_the_template_and_a_broken_one_is_named(cli, root, here):
    assert cli("report", "monthly", "--save-template").code == 0
    assert cli("report", "monthly", "--save-template").code == 1
    path = root / "templates" / "monthly.docx"
    document = Document(path)
    document.paragraphs[0].insert_paragraph_before("内部资料")
    document.save(path)
    assert cli("report", "monthly", "-o", "a.docx").code == 0
    assert words(here / "a.docx")[0] == "内部资料"
    path.write_bytes(b"broken")
    done = cli("report", "monthly", "-o", "b.docx")
    assert done.code == 1
    assert "templates/monthly.docx" in done.err
    assert not (here / "b.docx").exists()


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        (["yearly"], 2, "weekly"),
        (["weekly", "-o", "a.pdf"], 2, ".pdf"),
        (["weekly", "-o", "-", "--json"], 2, "--json"),
        (["weekly", "--since", "someday", "-o", "a.md"], 2, "someday"),
        (["weekly", "--until", "2025-12-01", "-o", "a.md"], 1, "2025-12-01"),
        (["weekly", "--since", "2025-11-09", "--until", "2025-11-01", "-o", "a.md"], 1, "2025-11-01"),
        (["weekly", "--list", "none", "-o", "a.md"], 3, "none"),
        (["handover", "--since", "2024-01-01", "--until", "2024-02-01", "-o", "a.md"], 1, "2024-01-01"),
        (["weekly", "-o", "no/such/a.md"], 1, "no/such"),
    ],
)
def test_what_cannot_be_reported_is_refused_and_leaves_no_file(cli, here, typed, code, told):
    done = cli("report", *typed)
    assert done.code == code
    assert told in done.err + done.out
    assert list(here.iterdir()) == []


def test_kinds_go_by_their_titles_too(cli):
    assert cli("report", "月报", "-o", "-").out.startswith("# ")


def test_reading_a_report_changes_nothing(cli, root):
    before = text_of(root)
    for kind in ("weekly", "monthly", "half-year", "year-end"):
        assert cli("report", kind, "-o", "-").code == 0
    assert text_of(root) == before
    assert git(root, "status", "--porcelain") == ""


def test_the_answer_says_what_was_written(ask, here):
    told = ask("report", "year-end", "-o", "a.md")
    assert (told["kind"], told["path"], told["bytes"]) == ("year-end", "a.md", (here / "a.md").stat().st_size)
    assert json.dumps(told)
