"""The comments of a text, to see that a merge loses none."""

from __future__ import annotations

from collections import Counter

from tasklist_tui.storage.outline import Outline


def comments_of(text: str) -> Counter[str]:
    """Count the comments of a text by what they say; raises `ScanError`."""
    if "#" not in text:
        return Counter()
    outline = Outline(text)
    return Counter(outline.comments_in(0, len(outline.lines)))


def lost(base: str, ours: str, theirs: str, made: str) -> list[str]:
    """Give the comments that a merged text has to have and has not: new ones of either side, and those that both kept.

    Raises `ScanError`.
    """
    before, here, there, now = (comments_of(text) for text in (base, ours, theirs, made))
    needed = (here - before) | (there - before) | (before & here & there)
    return list((needed - now).elements())
