"""The gate for text: nothing a colleague wrote is obeyed by a terminal, and every width is exact."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasklist_tui.safetext import cell_width, clip, fit, lines, multi_line, one_line, safe

HOSTILE = [
    "[red]x[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b31m",
    "a\x00b",
    "\u202etxt.exe",
    "\u2066a\u2069",
    "👨\u200d👩\u200d👧",
    "👍🏽",
    "❤\ufe0f",
    "a" + "\u0301" * 1000,
    "x\u200dy",
    "\ud800",
    "\ue000",
    "\U000e0001",
    "\u3164",
    "a\r\nb\u2028c\td",
    "",
    "名" * 5000,
]
anything = (
    st.text()
    | st.text(st.sampled_from("ab 名…\u0301\u200d\ufe0f👨👩🏽❤1\u20e3\u202e\x1b\n\t\r\u3164\ue000"))
    | st.sampled_from(HOSTILE)
)


def is_harmless(character):
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return False
    return unicodedata.category(character) != "Cn" or 0x20000 <= ord(character) < 0x3FFFE


@given(anything)
def test_safe_text_holds_nothing_a_terminal_obeys(text):
    for shown in (safe(text), one_line(text), *lines(text), clip(text, 20), fit(text, 20)):
        assert all(map(is_harmless, shown))
        shown.encode()


@given(anything)
def test_safe_text_stays_as_it_is(text):
    assert safe(safe(text)) == safe(text)
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x2FF)))
def test_ordinary_text_is_not_touched(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("听取和审议“十五五”规划\u3000报告", "听取和审议“十五五”规划\u3000报告"),
        ("[red]x[/]", "[red]x[/]"),
        ("\x1b[31m", "␛[31m"),
        ("\x9b31m", "‹U+009B›31m"),
        ("a\x7f\n", "a␡␊"),
        ("\u202eabc", "‹U+202E›abc"),
        ("a\u200bb", "a‹U+200B›b"),
        ("\ud800", "‹U+D800›"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("👩🏽\u200d🚀", "👩🚀"),
        ("x\u200dy", "x‹U+200D›y"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("𮯰", "𮯰"),
        ("e\u0301", "e\u0301"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 4 + "‹+5›"),
    ],
)
def test_marks(text, shown):
    assert safe(text) == shown


def test_line_ends_become_marks_on_one_line_and_stay_in_longer_text():
    assert one_line("一\r\n\n 二\t三\n") == "一 ⏎ 二 三"
    assert multi_line("一\r\n\n二\t三\n") == "一\n\n二    三"
    assert lines("a\x1b\nb") == ["a␛", "b"]


@given(anything, st.integers(0, 60), st.sampled_from(["left", "right", "center"]))
@example("一二三", 4, "left")
@example("❤\ufe0f❤\ufe0f", 2, "left")
@example("\u0301" * 2000, 5, "right")
def test_fitted_text_has_exactly_the_width_asked_for(text, width, align):
    assert cell_width(fit(text, width, align)) == width


@given(anything, st.integers(0, 60))
def test_clipped_text_is_never_too_wide_and_says_that_it_was_cut(text, width):
    shown = clip(text, width)
    assert cell_width(shown) <= width
    whole = one_line(text)
    if len(text) < 60 and width > 0:
        assert (shown == whole) == (cell_width(whole) <= width)
        assert shown == whole or shown.endswith("…")


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("一二三", 6, "一二三"),
        ("一二三", 5, "一二…"),
        ("一二三", 4, "一…"),
        ("一二三", 1, "…"),
        ("一二三", 0, ""),
        ("abc", 2, "a…"),
    ],
)
def test_a_wide_character_is_never_split(text, width, shown):
    assert clip(text, width) == shown


def test_text_is_aligned_by_cells():
    assert fit("一", 5) == "一   "
    assert fit("一", 5, "right") == "   一"
    assert fit("一", 5, "center") == " 一  "


def test_content_is_never_markup():
    from tasklist_tui.tui.text import content, content_lines

    assert content("[red]x[/] [[").plain == "[red]x[/] [["
    assert content("a\nb").plain == "a ⏎ b"
    assert content_lines("[b]a\n\x1bb").plain == "[b]a\n␛b"
    assert not content("[red]x[/]").spans


def test_the_gate_needs_neither_textual_nor_rich():
    use = "import sys, tasklist_tui.safetext as s; s.safe('\\x1b名'); s.one_line('a\\nb')"
    code = f"{use}; sys.exit(any(m in sys.modules for m in ('textual', 'rich')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
