"""The order that both sides' moves and additions make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.merge_order import merged_order

orders = st.lists(st.sampled_from("abcdefg"), unique=True)


@given(orders, orders)
def test_one_sided_changes_arrive(base, changed):
    kept = [name for name in changed if name in base]
    assert [name for name in merged_order(base, base, changed) if name in changed] == changed
    assert [name for name in merged_order(base, changed, base) if name in changed] == changed
    assert merged_order(base, changed, changed) == changed
    assert merged_order(base, kept, kept) == kept


@given(orders, orders, orders)
def test_every_name_is_there_once(base, ours, theirs):
    order = merged_order(base, ours, theirs)
    assert sorted(order) == sorted({*ours, *theirs})


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("abc", "cab", "abc", "cab"),
        ("abcde", "bacde", "abced", "baced"),
        ("abc", "anbc", "abcm", "anbcm"),
        ("ab", "abn", "abm", "abmn"),
        ("ab", "nab", "mab", "mnab"),
        ("abc", "bc", "abnc", "abnc"),
        ("abc", "cab", "acb", "acb"),
        ("", "n", "m", "mn"),
    ],
)
def test_examples(base, ours, theirs, expected):
    assert "".join(merged_order(list(base), list(ours), list(theirs))) == expected
