"""What an editor paints for text that is being edited: one visible character for each character of the text."""

from __future__ import annotations

import unicodedata

from tasklist_tui.tui.text import safe

#: Stands for a character that has no single visible sign of its own.
HIDDEN = "\ufffd"
_MARKS_PER_LETTER = 4


def mask(text: str) -> str:
    """Give `text` with every character that is not plainly visible replaced by one that is.

    The result is as long as `text`, so that a cursor position means the same in both.
    """
    if safe(text) == text:
        return text
    shown: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        sign = safe(character) if marks <= _MARKS_PER_LETTER else HIDDEN
        shown.append(sign if len(sign) == 1 else HIDDEN)
    return "".join(shown)
