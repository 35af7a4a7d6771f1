"""Two texts compared by word, Chinese by character, as runs that stayed, went or came; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from tasklist_tui.domain.merge_text import WORDS

#: Beyond so many pairs of words two stretches count as altogether different: comparing them takes longer than a look.
_MOST = 4_000_000


class Fate(StrEnum):
    """What became of a run of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Run(NamedTuple):
    """A stretch of text with one fate."""

    fate: Fate
    text: str


def word_diff(old: str, new: str) -> tuple[Run, ...]:
    """Give runs whose SAME and GONE parts are `old`, whose SAME and NEW parts are `new`.

    Lines are compared first, words only where lines differ.
    """
    runs: list[Run] = []
    for same, before, after in _stretches(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        was, now = "".join(before), "".join(after)
        if same:
            runs.append(Run(Fate.SAME, was))
        else:
            runs.extend(_by_word(WORDS.findall(was), WORDS.findall(now)))
    return tuple(
        Run(fate, text)
        for fate, group in groupby(runs, key=lambda run: run.fate)
        if (text := "".join(run.text for run in group))
    )


def _by_word(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    if len(old) * len(new) > _MOST:
        yield Run(Fate.GONE, "".join(old))
        yield Run(Fate.NEW, "".join(new))
        return
    for same, before, after in _stretches(old, new):
        if same:
            yield Run(Fate.SAME, "".join(before))
        else:
            yield Run(Fate.GONE, "".join(before))
            yield Run(Fate.NEW, "".join(after))


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield what == "equal", old[a:b], new[c:d]
