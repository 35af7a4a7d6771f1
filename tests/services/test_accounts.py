"""The account of a merge finds what a merge may not do, so that it proves something when it finds nothing."""

import pytest
from accounts import Account, State

LIST = "title: 清单\nitems:\n- id: aa2222\n  title: 听取\n"
ROW = "  milestones:\n  - {{id: m1, title: 初稿, due: {}}}\n"
OLD, NEW = LIST + ROW.format("2025-12-01"), LIST + ROW.format("2025-12-29")


def check(base, ours, theirs, merged, message="合入他人的修改\n"):
    Account(*(State({"lists/a.yaml": text}) for text in (base, ours, theirs, merged)), message).check()


@pytest.mark.parametrize("sides", [(LIST, OLD), (OLD, LIST)])
def test_a_deleted_row_stays_deleted(sides):
    check(OLD, *sides, LIST)
    with pytest.raises(AssertionError, match="was deleted, and is here again"):
        check(OLD, *sides, OLD)


@pytest.mark.parametrize("sides", [(LIST, NEW), (NEW, LIST)])
def test_a_row_deleted_here_and_changed_there_is_asked_about(sides):
    for answer in (LIST, NEW):
        check(OLD, *sides, answer, "合入他人的修改\n\n- 听取 时间节点\n")
        with pytest.raises(AssertionError, match="nobody answered"):
            check(OLD, *sides, answer)
    with pytest.raises(AssertionError, match="neither gone nor as it was changed"):
        check(OLD, *sides, OLD, "合入他人的修改\n\n- 听取 时间节点\n")


def test_a_change_of_one_side_is_in_the_merge():
    check(OLD, NEW, OLD, NEW)
    with pytest.raises(AssertionError, match="'due'"):
        check(OLD, NEW, OLD, OLD)
