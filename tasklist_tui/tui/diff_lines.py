"""A text as it differs from another, by line and within a line by word; pure, from a width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice

from tasklist_tui.domain.worddiff import Fate, word_diff
from tasklist_tui.i18n import _
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import lines
from tasklist_tui.tui.wrap import wrap

#: What changed stands behind a sign, and in its own weight besides.
ADDED, GONE, SAME = "+ ", "− ", "  "
#: Lines of an extract; nobody decides by more.
_EXTRACT = 200


def diff_lines(before: str, after: str, width: int) -> Iterator[Line]:
    """Yield a text by line as it differs from another: lines put in and taken out behind signs, words in weight."""
    old, new = lines(before), lines(after)
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            for line in new[c:d]:
                yield from _marked(SAME, line, [False] * len(line), width, "")
            continue
        for line in old[a:b]:
            yield from _marked(GONE, line, [False] * len(line), width, "label")
        for number, line in enumerate(new[c:d]):
            former = old[a + number] if a + number < b else ""
            yield from _marked(ADDED, line, _differing(former, line), width, "")


def extract_lines(before: str, after: str, width: int) -> Iterator[Line]:
    """Yield what differs of a long text: changed lines with one on either side, "⋯" for what is left out."""
    made = _extract(lines(before), lines(after), width)
    yield from islice(made, _EXTRACT)
    if left := sum(1 for _line in made):
        yield [(SAME, ""), (_("… and {count} more", count=left), "muted")]


def _extract(old: Sequence[str], new: Sequence[str], width: int) -> Iterator[Line]:
    head = next(
        (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    start = max(0, head - 1)
    end = 0
    while end < min(len(old), len(new)) - head and old[-1 - end] == new[-1 - end]:
        end += 1
    end = max(0, end - 1)
    inner = (old[start : len(old) - end], new[start : len(new) - end])
    for number, group in enumerate(SequenceMatcher(None, *inner, autojunk=False).get_grouped_opcodes(1)):
        if number or start or group[0][3]:
            yield [(SAME, ""), ("⋯", "muted")]
        a, b, c, d = group[0][1], group[-1][2], group[0][3], group[-1][4]
        yield from diff_lines("\n".join(inner[0][a:b]), "\n".join(inner[1][c:d]), width)
    if end:
        yield [(SAME, ""), ("⋯", "muted")]


def _differing(before: str, after: str) -> list[bool]:
    """Say of each character whether its word differs; Chinese is compared character by character."""
    runs = (run for run in word_diff(before, after) if run.fate is not Fate.GONE)
    return [run.fate is Fate.NEW for run in runs for _character in run.text]


def _marked(sign: str, line: str, strong: Sequence[bool], width: int, role: str) -> Iterator[Line]:
    """Yield one line, broken to the width, behind its sign."""
    at = 0
    for number, row in enumerate(wrap(line, width - 2)):
        at = line.index(row, at)
        yield [(sign if not number else SAME, role), *_pieces(row, strong[at : at + len(row)], role)]
        at += len(row)


def _pieces(text: str, strong: Sequence[bool], role: str) -> Iterator[tuple[str, str]]:
    """Yield runs of characters that are shown alike."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or strong[end] != strong[start]:
            yield text[start:end], "strong" if strong[start] else role
            start = end
