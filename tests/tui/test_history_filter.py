"""The filter line of the history, the life of an item in words, and changes in full (pure)."""

from datetime import date, datetime, timedelta, timezone

import pytest
from workspaces import make, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.history_filter import HistoryFilter
from tasklist_tui.i18n import translate
from tasklist_tui.safetext import cell_width
from tasklist_tui.services.history import FieldChange, Revision
from tasklist_tui.tui.change_lines import detail_lines, field_lines, old_and_new
from tasklist_tui.tui.history_filter_line import history_suggestions, parse_history, with_word
from tasklist_tui.tui.life import what_happened
from tasklist_tui.tui.state import ChangeAt

TODAY = date(2025, 11, 10)
WHEN = datetime(2025, 11, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    i18n.set_language("en")
    yield snapshot(make(tmp_path_factory.mktemp("filter") / "w"))
    i18n.set_language("zh")


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("", HistoryFilter()),
        ("印发 方案", HistoryFilter(text="印发 方案")),
        ("by:王", HistoryFilter(person="王")),
        ("人员：王", HistoryFilter(person="王")),
        ("@预算", HistoryFilter(committee="ysgw")),
        ("＠预算工委", HistoryFilter(committee="ysgw")),
        ("field:due", HistoryFilter(field="due")),
        ("字段:完成时限", HistoryFilter(field="due")),
        ("light:red", HistoryFilter(light="red")),
        ("亮灯:红", HistoryFilter(light="red")),
        ("on:10-1..10-31", HistoryFilter(since=date(2025, 10, 1), until=date(2025, 10, 31))),
        ("日期:-7d..", HistoryFilter(since=date(2025, 11, 3))),
        ("item:1.1", HistoryFilter(item_id="aa2222")),
        ("item:走访", HistoryFilter(item_id="bb3333")),
        ("by:", HistoryFilter()),
    ],
)
def test_words_narrow_the_history(shown, line, wanted):
    read = parse_history(line, shown.workspace, TODAY)
    assert read.wanted == wanted
    assert read.unknown == ()


@pytest.mark.parametrize("line", ["field:xyz", "light:pink", "on:someday", "item:nowhere", "@nobody"])
def test_what_is_unknown_narrows_nothing_and_is_named(shown, line):
    read = parse_history(line, shown.workspace, TODAY)
    assert read.wanted.is_empty
    assert line in translate(read.unknown[0])


def test_words_are_completed(shown):
    assert [s.word for s in history_suggestions("", shown.workspace, "en")][:3] == ["by:", "field:", "light:"]
    assert history_suggestions("light:r", shown.workspace, "en")[0].word == "light:red"
    assert "字段:完成时限" in [s.word for s in history_suggestions("字段:完成时", shown.workspace, "zh")]
    assert history_suggestions("item:1.", shown.workspace, "en")[0].word == "item:1.1"


def test_a_chosen_value_replaces_the_word_of_its_sort():
    assert with_word("印发 by:王", "by", "李", "en") == "印发 by:李"
    assert with_word("by:王 印发", "by", "", "en") == "印发"
    assert with_word("", "@", "ysgw", "zh") == "@ysgw"
    assert with_word("", "light", "red", "zh") == "亮灯:red"


# --- the life of an item


def words(kind, *changes):
    return [word for _sort, word in what_happened(kind, changes, "en")]


def change(field, old=None, new=None, what=What.CHANGED):
    return Change(what, "tasks", "aa2222", "听取报告", field=field, old=old, new=new)


def test_what_happened_is_said_in_words_the_most_telling_first(shown):
    kind = shown.workspace.kinds["task"]
    assert words(kind, change("", what=What.ADDED)) == ["created"]
    assert words(kind, change("log"), change("due", date(2025, 1, 1), date(2025, 2, 1))) == ["due later", "note"]
    assert words(kind, change("due", date(2025, 2, 1), date(2025, 1, 1))) == ["due earlier"]
    assert words(kind, change("status", "doing", "done")) == ["Done"]
    assert words(kind, change("status", "done", "doing")) == ["reopened"]
    assert words(kind, change("urges", what=What.ROW_ADDED)) == ["urged"]
    assert words(kind, change("extensions", what=What.ROW_ADDED)) == ["extension"]
    assert words(kind, change("lead", "bgs", "ysgw")) == ["reassigned"]
    assert words(kind, change("goal", "a", "b"), change("tags", [], ["x"])) == ["changed"]


# --- changes in full


def text(lines):
    return ["".join(piece for piece, _role in line) for line in lines]


def test_old_and_new_stand_beside_each_other_with_marks_that_need_no_colour():
    head, line = text(old_and_new("形成审议意见并交办", "形成专项审议意见", 70))
    assert head.split() == ["Before", "│", "Afterwards"]
    before, after = line.split("│")
    assert before.strip() == "形成审议意见〔-并交办-〕"
    assert after.strip() == "形成〔+专项+〕审议意见"


def test_on_a_narrow_page_they_stand_below_each_other():
    assert text(old_and_new("a", "b", 30)) == ["Before", "〔-a-〕", "Afterwards", "〔+b+〕"]


@pytest.mark.parametrize("width", [30, 60, 78, 118])
def test_no_line_is_wider_than_the_page(shown, width):
    long = "推进科技创新和产业创新深度融合，形成专项审议意见并交办区政府。" * 6
    changes = (change("goal", long, long.replace("专项", "综合")), change("", what=What.REMOVED, old={"goal": long}))
    revision = Revision("a" * 40, WHEN, "王" * 30, "w@x", "改" * 90, "因为" * 60, changes)
    lines = text(detail_lines(shown.workspace, ChangeAt(revision), width))
    assert all(cell_width(line) <= width for line in lines)
    assert any("〔-专项-〕" in line for line in lines)


def test_what_others_typed_stays_text(shown):
    revision = Revision(
        "a" * 40, WHEN, "[red]\x1b[31m\u202e", "x", "\x1b]0;x\x07", "\u202e", (change("goal", "[b]", "\x1b[2J"),)
    )
    told = "\n".join(text(detail_lines(shown.workspace, ChangeAt(revision), 80)))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "[b]" in told.replace("〔-", "").replace("-〕", "")


def test_a_field_through_time_says_when_who_from_what_to_what_and_why(shown):
    kind = shown.workspace.kinds["task"]
    told = FieldChange(WHEN, "预算工委", "a" * 40, "改", "会议推迟", date(2025, 10, 31), date(2025, 11, 15))
    lines = text(field_lines(shown.workspace, kind, "due", [told], 80))
    assert lines[:3] == ["2025-11-05 09:30  预算工委", "  2025-10-31 → 2025-11-15", "  reason: 会议推迟"]
    assert "Nobody has changed it" in text(field_lines(shown.workspace, kind, "due", [], 80))[0]
