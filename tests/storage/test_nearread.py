"""A text that is nearly one read before is read by its likeness, and gives what reading the whole gives."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasklist_tui.domain.message import UserError
from tasklist_tui.storage.nearread import near_of, read_near
from tasklist_tui.storage.reader import read_list

from .odd_files import KINDS

HEAD = "title: 清单  # 名\nyear: 2025\nitems:\n# 第一\n"
ENTRIES = [
    "- id: aa2222\n  title: 听取\n  due: 2025-10-31\n  co: [bgs, fzgw]\n",
    "- id: bb2222\n  title: '二'\n  goal: |+\n    一\n\n    二\n\n\n# 注\n",
    "- id: cc2222\n  title: ~\n  own: no\n  log:\n  - {at: 2025-09-28T10:30:00+08:00, by: 工委, text: 印发}\n",
    "- id: 007\n  title: 听取\n  own: {a: 1:30}\n\n# 尾注\n\n",
    "- title: 听取\n",
    "-   id: ee2222\n    title: 听取\n",
    '-\n  id: ff2222\n  title: "a\n    b"\n',
]
PLAIN = "- id: pp%s222\n  title: 事项%s\n  progress: 30\n"
TAIL = "# 完\nown: [1, no]\n"
#: What hands and other programs do to a file; most of it is no list any more, or one with something wrong in it.
MISCHIEF = [
    "- id: gg2222\n  title: 新\n",
    "- title: 听取\n",
    "- id: aa2222\n  title: 又\n",
    "- just text\n",
    "- id: hh2222\n  due: soon\n",
    '- id: ii2222\n  title: "open\n',
    "- id: jj2222\n  goal: |\n      一\n     二\n",
    "- [a, b]\n",
    "- {id: kk2222, title: 三,\n  due: 2025-10-31}\n",
    "  - id: ll2222\n",
    "items:\n",
    "...\n",
    "---\n",
    "own: 1\n",
    "\n",
    "# 又注\n",
    "<<<<<<< HEAD\n",
    "\ttitle: x\n",
    "  title: again\n",
    "- &a id: mm2222\n",
    "- id: null\n  title: null\n",
    "- id: nn2222\r\n  title: 一\r\n",
    "\x07",
    "- id: oo2222\n  goal: >-\n    # 无\n   b\n",
]
SLIPS = [("听", "问"), (": ", ":"), ("  ", " "), ("2", "3"), ("\n", "")]


def whole(text):
    try:
        return read_list("x", "lists/x.yaml", text.encode(), KINDS)
    except UserError:
        return None, ()


def near(known, text):
    task_list, problems = whole(known)
    assert task_list is not None
    assert not problems
    before = near_of(known.encode(), task_list)
    return before and read_near("x", "lists/x.yaml", text.encode(), before, KINDS)


def changed(rng, text):
    """Give the text with lines put in, taken out, repeated and moved."""
    rows = text.splitlines(keepends=True)
    for _ in range(rng.randrange(1, 3)):
        at = rng.randrange(len(rows) + 1)
        match rng.randrange(5):
            case 0 | 1:
                rows.insert(at, rng.choice(MISCHIEF + ENTRIES))
            case 2:
                del rows[at : at + rng.randrange(1, 3)]
            case 3:
                rows[at:at] = rows[(start := rng.randrange(len(rows))) : start + 4]
            case 4 if at < len(rows):
                rows[at] = rows[at].replace(
                    *rng.choice([("听", "问"), (": ", ":"), ("  ", " "), ("2", "3"), ("\n", "")])
                )
        rows = rows or ["items:\n"]
    return "".join(rows)


def check(seed, plain):
    rng = random.Random(seed)
    chosen = [*rng.sample(ENTRIES, rng.randrange(1, 7)), *(PLAIN % (n, n) for n in range(plain))]
    rng.shuffle(chosen)
    known = HEAD + "".join(chosen) + rng.choice(["", TAIL])
    text = changed(rng, known)
    found = near(known, text)
    if found is None:
        return False
    task_list, problems = whole(text)
    assert not problems
    assert found[0] == task_list
    # What was read so serves for the next version as well as what was read as a whole.
    again = changed(rng, text)
    further = read_near("x", "lists/x.yaml", again.encode(), found[1], KINDS)
    assert further is None or (further[0], ()) == whole(again)
    return True


FAST = settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@FAST
@given(st.integers(0, 1 << 32), st.integers(0, 8))
def test_reading_by_likeness_gives_what_reading_the_whole_gives(seed, plain):
    check(seed, plain)


@pytest.mark.slow
@settings(FAST, max_examples=100_000)
@given(st.integers(0, 1 << 32), st.integers(0, 8))
def test_reading_by_likeness_gives_what_reading_the_whole_gives_at_length(seed, plain):
    check(seed, plain)


def test_what_is_in_order_is_read_by_likeness():
    assert sum(check(seed, plain=8) for seed in range(200)) > 30


def test_entries_that_did_not_change_are_the_same_items():
    known = HEAD + "".join(ENTRIES[:4])
    text = known.replace("title: '二'", "title: '三'")
    before, _ = whole(known)
    found = read_near("x", "lists/x.yaml", text.encode(), near_of(known.encode(), before), KINDS)
    assert [one is other for one, other in zip(before.items, found[0].items, strict=True)] == [True, False, True, True]
    assert found[0].items[1].title == "三"


@pytest.mark.parametrize("piece", MISCHIEF)
def test_what_is_wrong_is_left_to_reading_the_whole(piece):
    known = HEAD + "".join(ENTRIES[:4])
    for text in (known + piece, known.replace("- id: cc2222", piece + "- id: cc2222"), piece + known):
        found = near(known, text)
        assert found is None or (found[0], ()) == whole(text)
