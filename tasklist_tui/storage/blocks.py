"""Where the items of a list stand in its text, found by their lines; a comment belongs to the block that follows it.

The text has passed the gate and the parser, so a line at or left of an item's dash never belongs to a value.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

import msgspec

from tasklist_tui.storage.gate import BOM
from tasklist_tui.storage.outline import Outline

_SKIPPED = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n|---[ \t]*(?:#[^\n]*)?\r?\n)*")
_MAYBE_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)


class Header(msgspec.Struct, frozen=True):
    """A top-level key: where its line begins, where its value may begin (behind the colon), where its line ends."""

    start: int
    after: int
    line_end: int


def top_column(text: str) -> int:
    """Give the column of the top-level keys, -1 when the text is empty or not a mapping in block style."""
    start = len(BOM) if text.startswith(BOM) else 0
    found = _SKIPPED.match(text, start)
    position = found.end() if found else start
    line = text[position : position + 200]
    column = len(line) - len(line.lstrip(" "))
    return (
        -1
        if line[column : column + 1] in {"", "{", "[", "#", "\n", "\r"} or line[column : column + 2] == "- "
        else column
    )


def top_level(text: str, key: str) -> Header | None:
    """Find a top-level key of a mapping in block style."""
    column = top_column(text)
    if column < 0:
        return None
    name = re.escape(key)
    pattern = rf"(?:^|(?<=\A{BOM})){' ' * column}(?:{name}|\"{name}\"|'{name}')[ \t]*:(?=[ \t\r\n]|\Z)"
    found = re.compile(pattern, re.MULTILINE).search(text)
    if found is None:
        return None
    return Header(found.start(), found.end(), end_of_line(text, found.end()))


def end_of_line(text: str, offset: int) -> int:
    """Give the offset behind the line end that follows `offset`."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def next_top_level(text: str, offset: int, column: int, *, dashes: bool) -> int:
    """Give the offset of the next line at or left of `column` that is neither blank nor a comment.

    `dashes` says that list entries at `column` still belong to what is above.
    """
    entry = r"-(?![ \t\r\n])|[^ \t#\r\n-]" if dashes else r"[^ \t#\r\n]"
    # Beginning with the line feed, not with `^`: that is a literal the search can leap to, six times as fast.
    found = re.compile(rf"\n {{0,{column}}}(?:{entry})").search(text, max(0, offset - 1))
    return len(text) if found is None else found.start() + 1


class Sequence:
    """The entries of a top-level list in block style; built by `find_sequence`.

    `starts` are the offsets of the lines with a dash; `begins` adds the comments and blank lines in front.
    """

    def __init__(self, text: str, column: int, starts: list[int], head: int, region_end: int) -> None:
        """Take what `find_sequence` found; `head` is the offset behind the key's line."""
        self.text = text
        self.column = column
        self.starts = starts
        self._head = head
        self._region_end = region_end
        self._begins: dict[int, int] = {}

    def __len__(self) -> int:
        """Give the number of entries."""
        return len(self.starts)

    @property
    def end(self) -> int:
        """Offset at which what is below the list begins, comments behind the last entry left above it."""
        return self._region_end

    def begin(self, number: int) -> int:
        """Give the offset at which entry `number` begins, comments in front included; one past the last is the end."""
        if number == 0:
            return self._head
        if number not in self._begins:
            self._begins[number] = self._content_end(number - 1)
        return self._begins[number]

    def raw(self, number: int) -> str:
        """Give the text of an entry without the comments in front."""
        return self.text[self.starts[number] : self.begin(number + 1)]

    def line(self, number: int) -> int:
        """Give the line of an entry, counted from 1."""
        return self.text.count("\n", 0, self.starts[number]) + 1

    def _content_end(self, number: int) -> int:
        """Give the offset behind the last line of an entry that is neither blank nor a comment outside of values."""
        text = self.text
        stop = self.starts[number + 1] if number + 1 < len(self.starts) else self._region_end
        start = self.starts[number]
        end = stop
        while end > start:
            line_start = text.rfind("\n", start, end - 1) + 1 or start
            line = text[line_start:end].strip(" \t\r\n")
            if line and line[0] != "#":
                break
            end = line_start
        if end != stop and _MAYBE_BLOCK_SCALAR.search(text, start, end):
            return start + Outline(text[start:stop]).content_end
        return end


class Found(msgspec.Struct, frozen=True):
    """What `find_sequence` met: the key, the kind of value and, when it is in block style, its entries."""

    header: Header
    style: str
    sequence: Sequence | None = None
    value_end: int = 0


@lru_cache(maxsize=6)
def find_sequence(text: str, key: str = "items") -> Found | None:
    """Find a top-level list; None when the key is missing.  Texts met last are remembered: a merge asks several times.

    `style` is `block`, `empty` (nothing behind the key), `flow` or `other`.
    """
    header = top_level(text, key)
    if header is None:
        return None
    top = top_column(text)
    inline = text[header.after : header.line_end].strip(" \t\r\n")
    if inline and inline[0] != "#":
        end = next_top_level(text, header.line_end, top, dashes=False)
        return Found(header, "flow" if inline[0] == "[" else "other", value_end=end)
    first = re.compile(r"^( *)([^ \t#\r\n])([ \t\r\n]|\Z)?", re.MULTILINE).search(text, header.line_end)
    if first is None or len(first[1]) < top or (first[2] != "-" and len(first[1]) <= top):
        return Found(header, "empty", value_end=header.line_end)
    if first[2] != "-" or first[3] is None:
        at_top = len(first[1]) <= top
        end = header.line_end if at_top else next_top_level(text, header.line_end, top, dashes=False)
        return Found(header, "empty" if at_top else "other", value_end=end)
    column = len(first[1])
    region_end = next_top_level(text, header.line_end, column, dashes=True)
    pattern = re.compile(rf"\n{' ' * column}-(?=[ \t\r\n]|\Z)")
    starts = [found.start() + 1 for found in pattern.finditer(text, header.line_end - 1, region_end)]
    return Found(header, "block", Sequence(text, column, starts, header.line_end, region_end), region_end)


class Style(msgspec.Struct, frozen=True, dict=True):
    """How a file is written: its line ends and the columns of its lists."""

    newline: str = "\n"
    item_column: int = 0
    field_gap: int = 2
    row_gap: int = 0

    @cached_property
    def field_column(self) -> int:
        """Column of the fields of an item."""
        return self.item_column + self.field_gap


_ROWS = re.compile(r"^( +)[^\s#:]+:[ \t]*\r?\n( +)- ", re.MULTILINE)


def style_of(text: str, sequence: Sequence | None) -> Style:
    """Read off how the file is written, to write new items alike."""
    first = text.find("\n")
    newline = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
    if sequence is None or not sequence.starts:
        return Style(newline)
    line = text[sequence.starts[0] + sequence.column + 1 :][:40]
    gap = len(line) - len(line.lstrip(" "))
    rows = _ROWS.search(text, sequence.starts[0])
    row_gap = max(0, min(4, len(rows[2]) - len(rows[1]))) if rows else 0
    return Style(newline, sequence.column, 1 + gap if 1 <= gap <= 7 else 2, row_gap)
