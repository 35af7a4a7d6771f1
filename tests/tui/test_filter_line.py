"""The filter line: what can be typed, in Chinese and English, and how the last word could go on."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasklist_tui.domain.kinds import Kind, Label, State
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.model import Committee, Item, Settings, TaskList, Workspace
from tasklist_tui.domain.query import Query
from tasklist_tui.tui.filter_line import completed, parse_filter, read_state, suggestions
from tasklist_tui.tui.state import ViewState

TODAY = date(2025, 11, 10)
WORKSPACE = Workspace(
    Settings(
        committees=(
            Committee("ysgw", "预算工委", "Budget Committee"),
            Committee("fzgw", "法制工委", "Legislative Affairs"),
            Committee("jd", "下沙街道人大工委", "Xiasha"),
        )
    ),
    kinds={
        "task": Kind(
            "task",
            states=(State("doing", Label("推进中", "In progress")), State("done", Label("已销号", "Done"))),
        )
    },
    lists=(TaskList("a", items=(Item("x1", {"title": "甲", "tags": ["调研", "立法"]}),)),),
)


def read(line):
    return parse_filter(line, WORKSPACE, TODAY)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("", Query()),
        ("预算  报告", Query(text="预算 报告")),
        ("@预算工委", Query(committees=frozenset({"ysgw"}))),
        ("＠预算", Query(committees=frozenset({"ysgw"}))),
        ("@fzgw @ysgw", Query(committees=frozenset({"fzgw", "ysgw"}))),
        ("@街道", Query(committees=frozenset({"jd"}))),
        ("@budget", Query(committees=frozenset({"ysgw"}))),
        ("lead:法制", Query(committees=frozenset({"fzgw"}), lead_only=True)),
        ("牵头：法制", Query(committees=frozenset({"fzgw"}), lead_only=True)),
        ("light:red", Query(lights=frozenset({Colour.RED}))),
        ("灯：红 灯：黄", Query(lights=frozenset({Colour.RED, Colour.YELLOW}))),
        ("亮灯:红灯", Query(lights=frozenset({Colour.RED}))),
        ("state:doing", Query(states=frozenset({"doing"}))),
        ("状态：推进中", Query(states=frozenset({"doing"}))),
        ("#调研", Query(tags=frozenset({"调研"}))),
        ("due:..11-30", Query(due_to=date(2025, 11, 30))),
        ("due:11-1..11-30", Query(due_from=date(2025, 11, 1), due_to=date(2025, 11, 30))),
        ("时限：11月30日", Query(due_from=date(2025, 11, 30), due_to=date(2025, 11, 30))),
        ("due:..+7d", Query(due_to=date(2025, 11, 17))),
        ("due:today..", Query(due_from=TODAY)),
        ("报告 light:red @ysgw", Query("报告", committees=frozenset({"ysgw"}), lights=frozenset({Colour.RED}))),
    ],
)
def test_what_is_typed_becomes_a_query(line, wanted):
    assert read(line) == type(read(""))(wanted)


@pytest.mark.parametrize("line", ["@", "#", "light:", "灯：", "state:", "due:", "lead:"])
def test_a_word_just_begun_narrows_nothing_and_is_no_mistake(line):
    assert read(line) == type(read(""))(Query())


@pytest.mark.parametrize("line", ["@nobody", "light:pink", "state:xyz", "due:13-45", "due:soon", "#nothing"])
def test_what_matches_nothing_is_named_and_narrows_nothing(line):
    parsed = read(line)
    assert parsed.query == Query()
    assert line in str(parsed.unknown[0])


@given(st.text(max_size=40))
@example("\x85")
@example("\u3000")
def test_any_text_can_be_typed(line):
    read(line)
    for suggestion in suggestions(line, WORKSPACE, "zh"):
        read(completed(line, suggestion.word))


def words(line, language="zh"):
    return [suggestion.word for suggestion in suggestions(line, WORKSPACE, language)]


def test_the_last_word_is_completed():
    assert words("@预") == ["@预算工委"]
    assert words("报告 @法") == ["@法制工委"]
    assert words("灯:") == ["灯:红", "灯:黄", "灯:绿", "灯:灰", "灯:蓝"]
    assert words("状态:推") == ["状态:推进中"]
    assert words("#") == ["#立法", "#调研"]
    assert words("state:", "en") == ["state:Inprogress", "state:Done"]


def test_signs_are_offered_where_a_word_begins_in_the_language_of_the_interface():
    assert words("")[:2] == ["@", "灯:"]
    assert words("", "en")[:2] == ["@", "light:"]


def test_a_completion_replaces_the_last_word_and_is_understood():
    line = completed("报告 @预", "@预算工委")
    assert line == "报告 @预算工委 "
    assert read(line).query.committees == {"ysgw"}
    assert completed("报告 ", "灯:") == "报告 灯:"


def test_the_sidebar_narrows_what_was_typed():
    state = ViewState(list_id="a", committee="fzgw", filter_line="@预算工委 报告")
    query = read_state(state, WORKSPACE, TODAY).query
    assert query.lists == {"a"}
    assert query.committees == {"fzgw"}
    assert query.text == "报告"
