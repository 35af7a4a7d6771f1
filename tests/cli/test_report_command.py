"""report: made from the workspace and its history, in Word, Excel, HTML or Markdown; kinds are the built-in ones."""

import io
import json

import pytest
from docx import Document
from office import DOCUMENT, LIST, SETTINGS, git, make, text_of
from openpyxl import load_workbook

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.exchange.timeline_svg import INKS
from tasklist_tui.services.demo import samples

#: The next issue, without numbers yet, in the list that the city keeps of its bulletins.
NEXT_ISSUE = """\
- id: ee3333
  title: 杭州人大信息
  edition: 普刊
  editor: 研究室编
  editor_note: 现将各地做法进行刊发，供交流学习。
  send_to: [省人大常委会办公厅、研究室, 市委办、市府办]
  copies: 120余
  date: 2025-11-07
  status: collecting
  articles:
  - {id: b1, title: 甲区四聚四化, organisation: 甲区人大, lead_text: 聚焦四个方面靶向发力。, parts: 一是组织学习。}
"""


def sample(name, path):
    return next(one.path for one in samples() if one.name == name).joinpath(path).read_text("utf-8")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A workspace with three tasks and the samples' bulletins and suggestions, recorded on 2025-10-20."""
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
            "lists/bulletins.yaml": sample("hangzhou", "lists/bulletins.yaml") + NEXT_ISSUE,
            "lists/suggestions.yaml": sample("qiantang", "lists/suggestions-2025.yaml"),
            "lists/tasks.yaml": LIST,
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


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "md"])
def test_the_suffix_says_the_format_and_the_bytes_are_the_same_each_time(ask, here, suffix):
    for name in ("a", "b"):
        told = ask("report", "quarterly", "-o", f"{name}.{suffix}")
        assert (told["format"], told["since"], told["until"]) == (suffix, "2025-10-01", "2025-11-10")
    assert (here / f"a.{suffix}").read_bytes() == (here / f"b.{suffix}").read_bytes()


def test_a_report_of_days_gone_by_shows_them_as_they_were(cli):
    assert cli("set", "aa2222", "progress=100", "status=done", "done_on=2025-11-08").code == 0
    days = ("--since", "2025-10-21", "--until", "2025-10-31")
    text = cli("report", "monthly", "--list", "tasks", *days, "-o", "-").out
    assert "2025年10月21日至2025年10月31日，清单没有变化。" in text
    assert "已完成0项" in text
    assert "已完成1项" in cli("report", "monthly", "--list", "tasks", "-o", "-").out


def test_a_bulletin_gets_the_next_numbers_and_keeps_them(cli, root, here):
    assert cli("report", "bulletin", "-o", "a.docx").code == 0
    found = words(here / "a.docx")
    assert "第 8 期（总第 714 期）" in found
    assert "编者按：现将各地做法进行刊发，供交流学习。" in found
    place = found.index("甲区四聚四化")
    assert found[place : place + 4] == ["甲区四聚四化", "（甲区人大）", "聚焦四个方面靶向发力。", "一是组织学习。"]
    assert any("送：省人大常委会办公厅、研究室" in text for text in found)
    assert any("共印120余份" in text for text in found)
    kept = (root / "lists" / "bulletins.yaml").read_text("utf-8")
    assert "issue_no: 8" in kept
    assert "total_no: 714" in kept
    assert cli("report", "bulletin", "-o", "b.docx").code == 0
    assert "第 8 期（总第 714 期）" in words(here / "b.docx")
    assert git(root, "status", "--porcelain") == ""


def test_an_older_issue_can_be_named_and_keeps_its_numbers(cli, root):
    before = (root / "lists" / "bulletins.yaml").read_text("utf-8")
    text = cli("report", "bulletin", "--item", "B2025-07", "-o", "-").out
    assert "（普刊） · 第 7 期（总第 713 期） · 杭州市人大常委会研究室" in text
    titles = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert titles[0] == "列出任务清单，四个方面聚力推进"
    assert len(titles) == 6
    assert (root / "lists" / "bulletins.yaml").read_text("utf-8") == before


def test_suggestions_are_handed_over_by_batch_and_unit_with_the_day_to_answer(cli):
    """Counted in the sample by hand: seven have a day of handing over, three of them a batch, at six units."""
    text = cli("report", "handover", "--since", "2025-06-01", "-o", "-").out
    assert "本批共交办代表建议7件，涉及承办单位6家。" in text
    assert "## 一、直通车2025年第2批（3）" in text
    assert "### （一）区住建局（1）" in text
    assert "## 二、未定批次（4）" in text
    assert "| 4 | 关于跨部门涉企检查协同的建议 | 法律界代表 | 区司法局、区市场监管局 |" in text
    assert "2025-06-10 | 2025-12-10 | 办理中 |" in text


def test_only_the_suggestions_handed_over_in_these_days_are_listed(cli):
    text = cli("report", "handover", "--since", "2025-10-01", "-o", "-").out
    assert "本批共交办代表建议2件，涉及承办单位2家。" in text
    assert "## 一、区农业农村局（1）" in text
    assert "2025-10-15 | 2026-01-15 | 已交办 |" in text
    assert "汽车" not in text


def test_a_report_about_everything_leaves_out_registers_and_says_how_many_are_grey(cli, root):
    people = "title: 人员\nkind: person\nitems:\n- {id: pp1111, title: 代表甲, status: serving}\n"
    (root / "lists" / "people.yaml").write_text(people, "utf-8")
    assert "清单共15项" in cli("report", "monthly", "-o", "-").out
    assert "清单共1项" in cli("report", "monthly", "--list", "人员", "-o", "-").out
    text = cli("report", "monthly", "--list", "tasks", "-o", "-").out
    assert "未完成的3项中，红灯1项、黄灯1项、绿灯0项、灰灯1项，待销号0项。" in text


def test_what_was_added_and_finished_in_the_period_counts_as_both(cli):
    text = cli("report", "half-year", "--list", "bulletins", "-o", "-").out
    assert "清单变化：新增3项、完成2项。" in text
    assert "此前没有记录，清单中的事项均计为新增，不再逐项列出。" in text
    assert "（一）完成" in text
    assert "）新增" not in text


def test_a_report_for_excel_has_its_tables_in_cells(cli, here):
    assert cli("report", "monthly", "--list", "tasks", "-o", "a.xlsx").code == 0
    book = load_workbook(here / "a.xlsx")
    assert book.sheetnames == ["总体情况", "红灯和黄灯事项", "下期时限"]
    rows = list(book["总体情况"].iter_rows(values_only=True))
    assert ("预算工委", 1, 0, 0, 1, 0, 0) in rows
    assert "听取报告" in {cell for row in book["红灯和黄灯事项"].iter_rows(values_only=True) for cell in row}


def test_urging_sheets_are_one_for_each_unanswered_urging(cli, here):
    assert cli("report", "urging", "-o", "a.docx").code == 1
    assert list(here.iterdir()) == []
    assert cli("advance", "aa2222", "urge", "level=督办", "answer_due=2025-11-14", "-m", "逾期").code == 0
    assert cli("advance", "bc4444", "issue").code == 0
    assert cli("advance", "bc4444", "urge", "level=提醒", "answer_due=2025-11-20", "-m", "将到期").code == 0
    assert cli("advance", "bb3333", "urge", "level=通报", "answer_due=2025-11-12", "-m", "未动").code == 0
    assert cli("report", "urging", "-o", "a.docx").code == 0
    found = words(here / "a.docx")
    assert [text for text in found if text.startswith("催办单")] == [
        "催办单（通报）",
        "催办单（督办）",
        "催办单（提醒）",
    ]
    assert "预算工委：" in found
    assert "2025-11-14" in found
    titles = [line for line in Document(here / "a.docx").paragraphs if line.text.startswith("催办单")]
    inks = [str(line.runs[0].font.color.rgb) for line in titles]
    assert inks == [INKS[colour].removeprefix("#").upper() for colour in (Colour.RED, Colour.YELLOW, Colour.BLUE)]


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
