"""Three-way merge of text by line and by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.merge_text import merge_lines, merge_words

LINES = st.lists(st.sampled_from(["一\n", "二\n", "三\n", "四\n", "五\n"]), max_size=8).map("".join)


@given(LINES, LINES)
def test_one_sided_changes_arrive(base, changed):
    for merge in (merge_lines, merge_words):
        assert merge(base, base, changed) == changed
        assert merge(base, changed, base) == changed
        assert merge(base, changed, changed) == changed


@given(LINES, LINES, LINES)
def test_who_is_we_does_not_decide_what_collides(base, ours, theirs):
    first, second = merge_lines(base, ours, theirs), merge_lines(base, theirs, ours)
    assert first == second


@given(LINES, LINES, LINES)
def test_a_merge_loses_no_new_line(base, ours, theirs):
    made = merge_lines(base, ours, theirs)
    if made is not None:
        for side in (ours, theirs):
            for line in set(side.splitlines()) - set(base.splitlines()):
                assert line in made.splitlines()


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "by_line", "by_word"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\n", "A\nb\n", "a\nB\n", None, "A\nB\n"),
        ("x: 1, y: 1\n", "x: 2, y: 1\n", "x: 1, y: 2\n", None, "x: 2, y: 2\n"),
        ("x: 1\n", "x: 2\n", "x: 3\n", None, None),
        ("a\n", "a\nours\n", "a\ntheirs\n", None, "a\ntheirs\nours\n"),
        ("", "我们", "他们", None, "他们我们"),
        ("一。二。", "一改。二。", "一。二改。", None, "一改。二改。"),
        ("a\rb\n", "a\rb\n", "a\rc\n", "a\rc\n", "a\rc\n"),
    ],
)
def test_examples(base, ours, theirs, by_line, by_word):
    assert merge_lines(base, ours, theirs) == by_line
    assert merge_words(base, ours, theirs) == by_word
