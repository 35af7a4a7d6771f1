"""Breaking text into lines of terminal cells, by the rules of Chinese and of Latin text."""

from __future__ import annotations

from functools import lru_cache

from tasklist_tui.tui.text import cell_width, lines

#: Signs that must not begin a line (GB/T 15834-2011 §5.1.10) and signs that must not end one.
_CLOSING = frozenset("，。、；：！？）」』】》〉”’…％,.;:!?)]}%")
_OPENING = frozenset("（「『【《〈“‘([{")


def wrap(text: str, width: int) -> list[str]:
    """Give `text`, made safe, as lines of at most `width` cells; at least one line, however narrow."""
    width = max(width, 2)
    wrapped: list[str] = []
    for line in lines(text):
        wrapped.extend(_wrap_line(line, width))
    return wrapped or [""]


def _wrap_line(line: str, width: int) -> list[str]:
    if cell_width(line) <= width:
        return [line]
    found: list[str] = []
    start = used = 0
    cut = -1
    position = 0
    while position < len(line):
        cells = _cells(line[position])
        if used + cells > width:
            stop = cut if cut > start else max(position, start + 1)
            found.append(line[start:stop].rstrip(" "))
            start = stop
            while start < len(line) and line[start] == " ":
                start += 1
            position, used, cut = start, 0, -1
            continue
        used += cells
        position += 1
        if position < len(line) and _may_break(line[position - 1], line[position]):
            cut = position
    if start < len(line):
        found.append(line[start:])
    return found


def _may_break(before: str, after: str) -> bool:
    """Say whether a line may end between two characters."""
    if after in _CLOSING or before in _OPENING or after == " ":
        return False
    return before in " -/" or _cells(before) > 1 or _cells(after) > 1


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    """Give the cells of one character: measuring them anew took most of the time of breaking a long text."""
    return cell_width(character)
