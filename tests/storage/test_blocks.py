"""Where items stand in a text: by lines, a comment with the block that follows it."""

import pytest

from tasklist_tui.storage.blocks import find_sequence, style_of, top_level


def entries(text, key="items"):
    found = find_sequence(text, key)
    sequence = found.sequence
    return [text[sequence.begin(number) : sequence.begin(number + 1)] for number in range(len(sequence))]


def rest(text):
    sequence = find_sequence(text).sequence
    return text[: sequence.begin(0)], text[sequence.begin(len(sequence)) :]


@pytest.mark.parametrize("pad", ["", "  ", "    "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_items_are_found_at_any_indentation(pad, end, bom):
    lines = ["title: x", "items: # c", pad + "- id: a", pad + "  title: b", pad + "-", pad + "  id: c", "after:", "- 1"]
    text = bom + end.join(lines) + end
    assert entries(text) == [f"{pad}- id: a{end}{pad}  title: b{end}", f"{pad}-{end}{pad}  id: c{end}"]
    assert rest(text) == (f"{bom}title: x{end}items: # c{end}", f"after:{end}- 1{end}")


def test_comments_and_blank_lines_belong_to_the_item_behind_them():
    text = "items:\n# one\n- id: a\n\n  # two\n# two\n- id: b\n  # end\n\n# end\n"
    assert entries(text) == ["# one\n- id: a\n", "\n  # two\n# two\n- id: b\n"]
    assert rest(text)[1] == "  # end\n\n# end\n"


def test_what_looks_like_an_item_or_a_comment_inside_a_text_is_none():
    first = "- note: |\n    - id: x\n\n    # no comment\n"
    second = "- note: 'a\n\n    # no comment\n    - b'\n  x: plain\n    - c\n"
    third = "- note: |+\n    kept\n\n\n"
    fourth = "- co: [a,\n    # comment\n    b]\n"
    text = "items:\n" + first + second + third + fourth
    assert entries(text) == [first, second, third, fourth]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("title: x\n", None),
        ("items:\n", "empty"),
        ("items: # c\nafter: x\n", "empty"),
        ("items:", "empty"),
        ("items: []\n", "flow"),
        ("items: [{id: a},\n  {id: b}]\nx: 1\n", "flow"),
        ("items: ~\n", "other"),
        ("{items: []}\n", None),
        ("note: |\n  items:\n  - a\n", None),
    ],
)
def test_a_list_that_is_missing_empty_or_in_brackets_is_told_apart(text, style):
    found = find_sequence(text)
    assert (found.style if found else None) == style
    assert found is None or found.sequence is None


def test_a_key_is_found_with_quotes_and_with_an_indented_top_level():
    assert top_level("  a: 1\n  'items':\n  - x\n", "items") is not None
    assert entries("  a: 1\n  'items':\n  - x\n  - y\n") == ["  - x\n", "  - y\n"]


def test_the_last_item_may_lack_its_line_end():
    assert entries("items:\n- id: a\n- id: b") == ["- id: a\n", "- id: b"]


def test_the_style_of_the_file_is_read_off():
    text = "items:\r\n  -   id: a\r\n      rows:\r\n        - x: 1\r\n"
    style = style_of(text, find_sequence(text).sequence)
    assert (style.newline, style.item_column, style.field_column, style.row_gap) == ("\r\n", 2, 6, 2)
