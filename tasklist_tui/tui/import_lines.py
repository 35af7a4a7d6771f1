"""What an import would do as lines of a page, and how far the reading of a file has come; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasklist_tui.i18n import _
from tasklist_tui.services.imports.draft import COMPARING, READING, SAVING, UNDERSTANDING
from tasklist_tui.services.imports.wording import ASKED, CHANGED, DOUBT, LEFT, NEW, SAME
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.wrap import wrap

_ROLES = {
    DOUBT: "light--yellow",
    ASKED: "light--red",
    NEW: "light--green",
    CHANGED: "light--blue",
    SAME: "muted",
    LEFT: "muted",
}
#: What begins what is said of one row of the file.
_ROWS = {NEW, CHANGED, SAME}
_LOOKED_AT = {DOUBT, ASKED}


def import_lines(texts: Sequence[str], width: int) -> list[Line]:
    """Give the lines of a draft, wrapped behind their marks."""
    lines: list[Line] = []
    for text in texts:
        bare = text.lstrip()
        indent = len(text) - len(bare)
        role = _ROLES.get(_mark(text), "")
        for number, row in enumerate(wrap(bare, max(width - indent - 2, 10))):
            lines.append([(" " * (indent + 2 if number else indent), ""), (row, "" if number else role)])
    return lines


def differences(texts: Sequence[str]) -> list[str]:
    """Give everything but rows that say nothing new and nothing doubtful; they are counted at the end."""
    found: list[str] = []
    same = 0
    for block in _blocks(texts):
        if _mark(block[0]) == SAME and not any(_mark(text) in _LOOKED_AT for text in block):
            same += 1
        else:
            found.extend(block)
    if same:
        said = _("{count} rows are as they are in the list", count=same)
        found.append(f"{SAME} {said}")
    return found


def doubtful(texts: Sequence[str]) -> list[str]:
    """Give only what a person should look at: doubts, questions, rows with either, rows that are not read."""
    found: list[str] = []
    for block in _blocks(texts):
        if _mark(block[0]) in {*_LOOKED_AT, LEFT} or any(_mark(text) in _LOOKED_AT for text in block):
            found.extend(block)
    return found


def _blocks(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield each row of the file with what is said of it, and every other text for itself."""
    block: list[str] = []
    for text in texts:
        goes_on = bool(block) and _mark(block[0]) in _ROWS and text.startswith(" ")
        if block and not goes_on:
            yield block
            block = []
        block.append(text)
    if block:
        yield block


def _mark(text: str) -> str:
    bare = text.lstrip()
    return bare[:1] if bare[1:2] == " " else ""


def progress_words(done: int, total: int, what: str) -> str:
    """Say what is being done with a file, and how far it has come."""
    words = {
        READING: _("Reading the file"),
        UNDERSTANDING: _("Understanding the rows"),
        COMPARING: _("Comparing with the list"),
        SAVING: _("Saving"),
    }.get(what, what)
    if total:
        return _("{what}: {done} of {total} rows", what=words, done=done, total=total)
    return _("{what}: {done} rows so far", what=words, done=done) if done else f"{words} …"
