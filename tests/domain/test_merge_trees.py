"""Three-way merge of settings and other trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.conflicts import Answer, Choice, Clash
from tasklist_tui.domain.merge_trees import TreeMerge

entries = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "name": st.sampled_from(["一", "二"])}),
    max_size=4,
    unique_by=lambda entry: entry["id"],
)
trees = st.fixed_dictionaries(
    {"title": st.sampled_from(["x", "y", "z"])},
    optional={
        "committees": entries,
        "lights": st.dictionaries(st.sampled_from(["soon", "lag"]), st.sampled_from(["1", "2"])),
        "rest_days": st.lists(st.sampled_from(["1", "2", "3"]), unique=True),
    },
)


def merged(base, ours, theirs, answers=lambda _c: None):
    merge = TreeMerge("tasklist.yaml", answers)
    return merge.merge(base, ours, theirs), merge.conflicts


@given(trees, trees)
def test_one_side_or_the_same_on_both(base, changed):
    assert merged(base, base, changed) == (changed, [])
    assert merged(base, changed, base) == (changed, [])
    assert merged(base, changed, changed) == (changed, [])


@given(trees, trees, trees)
def test_both_sides_are_asked_the_same(base, ours, theirs):
    here, there = merged(base, ours, theirs)[1], merged(base, theirs, ours)[1]
    assert sorted(c.key for c in here) == sorted(c.key for c in there)


@given(trees, trees, trees)
def test_answers_settle_everything(base, ours, theirs):
    made, left = merged(base, ours, theirs, lambda _c: Answer(Choice.THEIRS))
    assert not left
    other, left = merged(base, theirs, ours, lambda _c: Answer(Choice.OURS))
    assert not left
    assert made["title"] == other["title"]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}),
        ({"a": {"x": 1, "y": 1}}, {"a": {"x": 2, "y": 1}}, {"a": {"x": 1, "y": 2}}, {"a": {"x": 2, "y": 2}}),
        (
            {"events": [{"id": "a", "date": "1"}]},
            {"events": [{"id": "a", "date": "2"}, {"id": "o"}]},
            {"events": [{"id": "a", "date": "1", "source": "s"}, {"id": "t"}]},
            {"events": [{"id": "a", "date": "2", "source": "s"}, {"id": "t"}, {"id": "o"}]},
        ),
        ({"d": ["1", "2"]}, {"d": ["1", "2", "3"]}, {"d": ["2", "4"]}, {"d": ["2", "4", "3"]}),
        (
            {"s": [{"id": "a"}, {"id": "b"}]},
            {"s": [{"id": "a"}, {"id": "b"}, {"id": "c"}]},
            {"s": [{"id": "b"}, {"id": "a"}]},
            {"s": [{"id": "b"}, {"id": "a"}, {"id": "c"}]},
        ),
    ],
)
def test_examples(base, ours, theirs, expected):
    assert merged(base, ours, theirs) == (expected, [])


def test_what_collides_is_named_by_its_place():
    base = {"committees": [{"id": "a", "name": "一"}]}
    ours, theirs = ({"committees": [{"id": "a", "name": name}]} for name in ("甲", "乙"))
    made, (conflict,) = merged(base, ours, theirs)
    assert made == ours
    assert (conflict.field, conflict.ours, conflict.theirs) == ("committees.a.name", "甲", "乙")
    _, (gone,) = merged(base, ours, {"committees": []})
    assert (gone.clash, gone.field) == (Clash.THEY_REMOVED, "committees.a")
