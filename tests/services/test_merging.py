"""Golden merges: small files in three versions, what comes of them, and the same with the sides swapped."""

import pytest
from golden import FIELDS, HEADERS, ITEMS, LIST_PATH, ROWS, TEXT

from tasklist_tui.domain.conflicts import Answer, Choice
from tasklist_tui.services.merging import Three, merge_files
from tasklist_tui.storage.kindfiles import builtin_kinds
from tasklist_tui.storage.reader import read_list

KINDS = builtin_kinds()


def merge(versions, answers=lambda _conflict: None):
    """Merge files told as (base, ours, theirs) in text or bytes; gives what our side then holds, and the questions."""
    three = {
        path: Three(*(side.encode() if isinstance(side, str) else side for side in sides))
        for path, sides in versions.items()
    }
    merged = merge_files(three, KINDS, answers=answers)
    held = {path: merged.files.get(path, sides.ours) for path, sides in three.items()}
    return {path: data for path, data in held.items() if data is not None}, merged.conflicts


def places(conflicts):
    return sorted(
        (c.path if c.path and not c.field else ".".join(part for part in (c.item_id, c.field) if part))
        + (f".{c.row_key}.{c.column}" if c.row_key else "")
        for c in conflicts
    )


def ids(cases):
    return [case.name for case in cases]


ALL = [*FIELDS, *ITEMS, *ROWS, *TEXT, *HEADERS]


def check(case, ours, theirs, expected):
    held, conflicts = merge({case.path: (case.base, ours, theirs)})
    if case.asks:
        assert places(conflicts) == sorted(case.asks)
        settled, left = merge({case.path: (case.base, ours, theirs)}, lambda _c: Answer(Choice.THEIRS))
        assert not left
        assert settled[case.path]
        return conflicts
    assert not conflicts, [(c.item_id, c.field, c.base, c.ours, c.theirs) for c in conflicts]
    text = held[case.path].decode()
    if case.rows is None:
        assert text == expected
    else:
        item_id, name, titles = case.rows
        item = read_list("x", LIST_PATH, text.encode(), KINDS)[0].item(item_id)
        assert sorted(row["title"] for row in item.rows(name)) == sorted(titles)
    return conflicts


@pytest.mark.parametrize("case", ALL, ids=ids(ALL))
def test_golden(case):
    ours, theirs, expected = case.text(case.ours), case.text(case.theirs), case.text(case.expected)
    here = check(case, ours, theirs, expected)
    there = check(case, theirs, ours, expected if case.swapped is None else case.text(case.swapped))
    assert sorted(c.key for c in here) == sorted(c.key for c in there)
