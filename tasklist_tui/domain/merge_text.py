"""Three-way merge of text: by line, and where lines collide by word (the diff3 of Khanna, Kunal and Pierce, 2007).

What a line merge gives is not always what was meant: a caller that knows what the text says must check the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import msgspec

from tasklist_tui.domain.model import Value

#: What text is compared by where its lines differ: words and numbers of Latin letters, single characters of others.
WORDS = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)


class Piece(msgspec.Struct, frozen=True):
    """Corresponding parts of three sequences; stable where all three are the same."""

    base: Sequence[str]
    ours: Sequence[str]
    theirs: Sequence[str]

    def settled(self) -> Sequence[str] | None:
        """Give the part that both sides agree on, or the one that changed; None where they collide."""
        if self.ours == self.theirs or self.theirs == self.base:
            return self.ours
        return self.theirs if self.ours == self.base else None


def pieces(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[Piece]:
    """Cut three sequences into parts that correspond, between the lines that all three have in common."""
    to_ours, to_theirs = _matches(base, ours), _matches(base, theirs)
    found: list[Piece] = []
    at = (0, 0, 0)
    for place in range(len(base)):
        mine, other = to_ours.get(place), to_theirs.get(place)
        if mine is None or other is None:
            continue
        here = (place, mine, other)
        if here != at:
            found.append(Piece(base[at[0] : here[0]], ours[at[1] : here[1]], theirs[at[2] : here[2]]))
        line = base[place : place + 1]
        found.append(Piece(line, line, line))
        at = (place + 1, mine + 1, other + 1)
    if at != (len(base), len(ours), len(theirs)):
        found.append(Piece(base[at[0] :], ours[at[1] :], theirs[at[2] :]))
    return found


def merge_lines(base: str, ours: str, theirs: str) -> str | None:
    """Merge text by line; None where the same lines were changed in different ways.

    Whether the last line has an end does not make it another line.
    """
    made: list[str] = []
    for piece in pieces(base.split("\n"), ours.split("\n"), theirs.split("\n")):
        settled = piece.settled()
        if settled is None:
            return None
        made.extend(settled)
    return "\n".join(made)


def merge_long_text(base: Value, ours: Value, theirs: Value) -> str | None:
    """Merge the values of a long text field; None when they collide, are no text, or one side took the text out."""
    if not (isinstance(ours, str) and isinstance(theirs, str) and isinstance(base, str | None)):
        return None
    return merge_lines(base or "", ours, theirs)


def merge_comments(base: str, ours: str, theirs: str) -> str:
    """Merge lines that say nothing to the program, comments and blank lines: where they collide both sides' stay."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    made: list[str] = []
    for piece in pieces(_lines(base), _lines(ours), _lines(theirs)):
        settled = piece.settled()
        if settled is None:
            known = set(piece.theirs)
            settled = [*piece.theirs, *(line for line in piece.ours if line not in known)]
        made.extend(settled)
    return "".join(made)


def merge_words(base: str, ours: str, theirs: str) -> str | None:
    """Merge text by line, colliding lines by word, and keep what both put in at one place, theirs first.

    None where the same words were changed.  The result is a proposal: only the caller knows whether it is right.
    """

    def by_word(piece: Piece) -> Sequence[str] | None:
        if not piece.base:
            return [*piece.theirs, *piece.ours]
        if len(piece.base) == len(piece.ours) == len(piece.theirs) and len(piece.base) > 1:
            lines = [merge_words(*line) for line in zip(piece.base, piece.ours, piece.theirs, strict=True)]
            return None if None in lines else [line for line in lines if line is not None]
        base, ours, theirs = (WORDS.findall("".join(lines)) for lines in (piece.base, piece.ours, piece.theirs))
        made = _merged(base, ours, theirs, _both_put_in)
        return None if made is None else [made]

    return _merged(_lines(base), _lines(ours), _lines(theirs), by_word)


def _both_put_in(piece: Piece) -> Sequence[str] | None:
    return None if piece.base else [*piece.theirs, *piece.ours]


def _merged(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], collide: Callable[[Piece], Sequence[str] | None]
) -> str | None:
    made: list[str] = []
    for piece in pieces(base, ours, theirs):
        settled = piece.settled()
        if settled is None:
            settled = collide(piece)
        if settled is None:
            return None
        made.extend(settled)
    return "".join(made)


def _lines(text: str) -> list[str]:
    """Cut at line feeds only; other separators are characters of the text."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _matches(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Give for each place in `base` the corresponding one in `other`; what begins and ends alike is not compared."""
    head = 0
    while head < min(len(base), len(other)) and base[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(base), len(other)) - head and base[-1 - tail] == other[-1 - tail]:
        tail += 1
    found = {place: place for place in range(head)}
    inner = SequenceMatcher(None, base[head : len(base) - tail], other[head : len(other) - tail], autojunk=False)
    for first, second, size in inner.get_matching_blocks():
        found.update((head + first + step, head + second + step) for step in range(size))
    shift = len(other) - len(base)
    found.update((place, place + shift) for place in range(len(base) - tail, len(base)))
    return found
