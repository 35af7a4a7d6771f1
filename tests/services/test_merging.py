"""Golden merges: small files in three versions, what comes of them, and the same with the sides swapped."""

import pytest
from golden import FIELDS, HEADERS, ITEMS, LIST, LIST_PATH, ROWS, TEXT
from golden_files import LIST_A, LIST_AB, LIST_B, LISTS, OTHERS, X, Y, Z

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


def turned(versions):
    return {path: (base, theirs, ours) for path, (base, ours, theirs) in versions.items()}


def in_bytes(held):
    return {path: data.encode() if isinstance(data, str) else data for path, data in held.items()}


@pytest.mark.parametrize("case", [*LISTS, *OTHERS], ids=ids([*LISTS, *OTHERS]))
def test_golden_files(case):
    here, asked = merge(case.versions)
    there, asked_there = merge(turned(case.versions))
    assert places(asked) == places(asked_there) == sorted(case.asks)
    assert sorted(c.key for c in asked) == sorted(c.key for c in asked_there)
    if not case.asks:
        assert here == in_bytes(case.expected)
        assert there == in_bytes(case.expected if case.swapped is None else case.swapped)


@pytest.mark.parametrize(
    "case", [case for case in [*LISTS, *OTHERS] if len(case.versions) == 1 and case.asks], ids=lambda case: case.name
)
@pytest.mark.parametrize("choice", [Choice.OURS, Choice.THEIRS])
def test_an_answer_takes_one_version(case, choice):
    held, asked = merge(case.versions, lambda _c: Answer(choice))
    assert not asked
    there, _ = merge(turned(case.versions), lambda _c: Answer(Choice.THEIRS if choice is Choice.OURS else Choice.OURS))
    ((path, (_, ours, theirs)),) = case.versions.items()
    if list(case.asks) == [path]:
        chosen = ours if choice is Choice.OURS else theirs
        assert held == there == in_bytes({} if chosen is None else {path: chosen})
    assert held.keys() == there.keys()


@pytest.mark.parametrize(("choice", "name"), [(Choice.OURS, Y), (Choice.THEIRS, Z), (Choice.BASE, X)])
def test_a_list_renamed_twice_gets_the_name_that_is_answered_and_both_sides_edits(choice, name):
    versions = {X: (LIST, None, None), Y: (None, LIST_A, None), Z: (None, None, LIST_B)}
    held, asked = merge(versions, lambda _c: Answer(choice))
    assert not asked
    assert held == {name: LIST_AB.encode()}


def test_a_kind_that_nobody_knows_merges_by_what_is_written():
    base, ours, theirs = (LIST.replace("kind: task", "kind: other") for _ in range(3))
    held, asked = merge({X: (base, ours.replace("甲", "甲改"), theirs.replace("丙", "丙改"))})
    assert not asked
    assert held[X].decode() == base.replace("甲", "甲改").replace("丙", "丙改")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (Answer(Choice.OURS), "甲"),
        (Answer(Choice.THEIRS), "乙"),
        (Answer(Choice.BASE), "一"),
        (Answer(Choice.BOTH), "乙\n甲"),
        (Answer(Choice.CUSTOM, "丙\n丁"), "丙\n丁"),
    ],
)
def test_colliding_lines_of_a_text_are_asked_about_alone_and_what_else_either_side_changed_stays(answer, line, end):
    def text(first, second, third):
        return f"# 说明\n\n{first}\n\n{second}\n\n{third}\n".replace("\n", end).encode()

    versions = text("一", "二", "三"), text("甲", "二", "三三"), text("乙", "二二", "三")
    held, asked = merge({"README.md": versions})
    assert [(c.path, c.row, c.base, c.ours, c.theirs) for c in asked] == [("README.md", "3", "一", "甲", "乙")]
    assert merge(turned({"README.md": versions}))[1][0].key == asked[0].key
    held, asked = merge({"README.md": versions}, lambda _c: answer)
    assert not asked
    assert held == {"README.md": text(line, "二二", "三三")}


def test_lines_that_one_side_took_out_and_the_other_changed_can_go_or_stay():
    versions = {"README.md": (b"1\n2\n3\n", b"1\n3\n", b"1\n22\n3\n")}
    assert [(c.base, c.ours, c.theirs) for c in merge(versions)[1]] == [("2", None, "22")]
    for choice, left in ((Choice.OURS, b"1\n3\n"), (Choice.THEIRS, b"1\n22\n3\n")):
        assert merge(versions, lambda _c, choice=choice: Answer(choice))[0] == {"README.md": left}
