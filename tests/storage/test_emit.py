"""Values as YAML text: plain where every reader gives back the text, else quoted; never folded."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tasklist_tui.storage import emit
from tasklist_tui.storage.parse import parse

characters = st.one_of(
    st.sampled_from(list("abZ019 :#-,[]{}&*!|>'\"%@`\\?~=<\t\n\r.　“中！\u2028\x85\x1b😀\u202e\ufeff")),
    st.characters(exclude_categories=["Cs"]),
)
words = st.sampled_from(
    [
        "no",
        "y",
        "007",
        "1:30",
        "2025-10",
        "~",
        "null",
        "1e5",
        "0x1F",
        "0o7",
        ".5",
        "-.inf",
        "1_000",
        "2001-12-14",
        "12:30:45",
        "+",
        "-",
        "--",
        "---",
        "...",
        "yes",
        "true",
        "=",
        "<<",
    ]
)
texts = st.text(characters, max_size=12) | words


@settings(max_examples=400, deadline=None, database=None)
@given(texts)
def test_any_text_reads_back_as_it_was(text):
    assert parse(f"- {emit.text(text)}\n- [{emit.text(text, flow=True)}]\n") == [text, [text]]
    block = "\n".join(emit.field_lines("a", text, 2)) + "\n  b: 1\n"
    assert (parse(block)["a"] or "") == text


@settings(max_examples=150, deadline=None, database=None)
@given(texts)
def test_readers_of_yaml_1_1_and_1_2_see_the_same_text(text):
    for version in ((1, 1), (1, 2)):
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        assert yaml.load(f"- {emit.text(text)}\n- [{emit.text(text, flow=True)}]\n") == [text, [text]]


@pytest.mark.parametrize(
    "text", ["9月底前", "50%", "C:\\路径", "10月31日10:30开始", "a-b", "x: y"[0], "it's", "2025年", "（一）"]
)
def test_ordinary_text_stands_plain(text):
    assert emit.text(text) == text


def test_dates_stand_bare_and_texts_that_look_like_them_in_quotes():
    assert emit.field_lines("due", date(2025, 10, 31), 2) == ["  due: 2025-10-31"]
    assert emit.field_lines("due_text", "2025-10-31", 2) == ["  due_text: '2025-10-31'"]


def test_long_text_stays_on_its_line():
    long = "形成审议意见并交办，" * 60
    assert emit.field_lines("goal", long, 0) == [f"goal: {long}"]


def test_text_of_several_lines_is_a_literal_block():
    assert emit.field_lines("note", "一\n\n# 二\n", 2) == ["  note: |", "    一", "", "    # 二"]
    assert emit.field_lines("note", "一\n二", 0) == ["note: |-", "  一", "  二"]


def test_short_rows_stand_in_brackets_and_long_ones_below_each_other():
    assert emit.entry_lines({"id": "a", "title": "x, y"}, 2) == ["  - {id: a, title: 'x, y'}"]
    long = "走访" * 60
    assert emit.entry_lines({"id": "a", "title": long}, 2) == ["  - id: a", f"    title: {long}"]
