"""Titles of nodes: the words before and after each time, as they were typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasklist_tui.domain.phrases.expression import Expression
from tasklist_tui.domain.phrases.normalise import Text
from tasklist_tui.domain.phrases.words import CONNECTOR, FILLER, GONE

_STRONG = re.compile(r"[;\n。]")
_WEAK = re.compile(r"[,、/]")
_JOINT = re.compile(r"(?:并于|并在|并且|并|再于|然后|随后|后于|再|以及|及|和|与)$")
_EDGES = " ;,、。:\n()/-~.\t" + GONE


def titles(text: Text, clean: str, found: Sequence[Expression]) -> list[tuple[str, str]]:
    """Give for each expression the words before and after it, as (before, after), both cleaned and as typed."""
    gaps = _gaps(clean, found)
    before_style = bool(_plain(clean, *gaps[0])) and not _plain(clean, *gaps[-1])
    befores, afters = [gaps[0]], []
    for begin, end in gaps[1:-1]:
        cut, resume = _cut(clean, begin, end, before_style=before_style)
        afters.append((begin, cut))
        befores.append((resume, end))
    afters.append(gaps[-1])
    return [
        (_typed(text, clean, *before), _typed(text, clean, *after))
        for before, after in zip(befores, afters, strict=True)
    ]


def _gaps(clean: str, found: Sequence[Expression]) -> list[tuple[int, int]]:
    places = [0]
    for one in found:
        places += [one.begin, one.close]
    places.append(len(clean))
    return list(zip(places[::2], places[1::2], strict=True))


def _cut(clean: str, begin: int, end: int, *, before_style: bool) -> tuple[int, int]:
    """Say where the words between two times stop belonging to the first and begin belonging to the second."""
    gap = clean[begin:end]
    if match := _STRONG.search(gap):
        return begin + match.start(), begin + match.end()
    if marks := list(_WEAK.finditer(gap)):
        mark = marks[0] if before_style else marks[-1]
        return begin + mark.start(), begin + mark.end()
    if match := _JOINT.search(gap):
        return begin + match.start(), end
    filler = FILLER.match(gap)
    if before_style:
        return (begin + filler.end(), begin + filler.end()) if filler else (begin, begin)
    return end, end


def _plain(clean: str, begin: int, end: int) -> str:
    first, last = _trimmed(clean, begin, end)
    return "" if FILLER.fullmatch(clean, first, last) else clean[first:last]


def _typed(text: Text, clean: str, begin: int, end: int) -> str:
    """Give the words as typed, "" for filler; what was set aside inside them is left out."""
    first, last = _trimmed(clean, begin, end)
    if first >= last or FILLER.fullmatch(clean, first, last):
        return ""
    if GONE in clean[first:last]:
        return " ".join(
            text.typed(first + m.start(), first + m.end()) for m in re.finditer(f"[^{GONE}]+", clean[first:last])
        )
    return text.typed(first, last)


def _trimmed(clean: str, begin: int, end: int) -> tuple[int, int]:
    """Cut punctuation and connecting words off both ends."""
    while True:
        before = (begin, end)
        while begin < end and clean[begin] in _EDGES:
            begin += 1
        while begin < end and clean[end - 1] in _EDGES:
            end -= 1
        for match in CONNECTOR.finditer(clean[begin:end]):
            if match.start() == 0 and match.end() > 0:
                begin += match.end()
            elif match.end() == end - begin:
                end = begin + match.start()
            break
        if (begin, end) == before:
            return begin, end
