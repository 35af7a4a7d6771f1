"""The outline of a small text: its keys and list entries, and which lines each takes."""

from __future__ import annotations

import msgspec

from tasklist_tui.storage.gate import split_lines
from tasklist_tui.storage.scan import Scanner
from tasklist_tui.storage.scanrules import Mark


class Part(msgspec.Struct, frozen=True):
    """A key or a list entry: its mark (number `index`) and its lines, from `first` up to but without `stop`.

    `lead` is the first line of the comments and blank lines in front of it.
    """

    index: int
    mark: Mark
    lead: int
    first: int
    stop: int


class Outline:
    """The marks of a text and the places they stand at."""

    def __init__(self, text: str) -> None:
        """Scan the text; raises `ScanError`."""
        self.text = text
        self.lines = split_lines(text)
        scanner = Scanner(record=True)
        for line in self.lines:
            scanner.feed(line)
        self.marks = scanner.marks
        self.content = scanner.content
        self.comments = scanner.comments
        self.offsets = [0]
        for line in self.lines:
            self.offsets.append(self.offsets[-1] + len(line))

    @property
    def content_end(self) -> int:
        """Offset behind the last line of content."""
        return self.offsets[self._last_content(0, len(self.lines))]

    def offset(self, line: int, column: int) -> int:
        """Give the offset of a place."""
        return self.offsets[line] + column

    def children(self, parent: int, stop_line: int | None = None) -> list[Part]:
        """Give the keys of the mapping, or the entries of the list, that stands behind mark `parent` (-1: the text)."""
        start = parent + 1
        if start >= len(self.marks):
            return []
        level = self.marks[start].level
        outer = self.marks[parent].level if parent >= 0 else 0
        if level <= outer:
            return []
        end = start
        while end < len(self.marks) and self.marks[end].level > outer:
            end += 1
        last_line = self.marks[end].line if end < len(self.marks) else len(self.lines)
        chosen = [number for number in range(start, end) if self.marks[number].level == level]
        parts: list[Part] = []
        lead = self.marks[parent].line + 1 if parent >= 0 else 0
        for position, number in enumerate(chosen):
            mark = self.marks[number]
            following = self.marks[chosen[position + 1]].line if position + 1 < len(chosen) else last_line
            stop = self._last_content(mark.line, max(following, mark.line + 1))
            parts.append(Part(number, mark, min(lead, mark.line), mark.line, stop))
            lead = stop
        return parts

    def comments_in(self, first: int, stop: int) -> list[str]:
        """Give the comments in the lines from `first` up to `stop`."""
        chosen = (line for line in range(first, stop) if line in self.comments)
        return [self.lines[line][self.comments[line] :].rstrip(" \t\r\n") for line in chosen]

    def _last_content(self, first: int, stop: int) -> int:
        """Give the line behind the last line of content in `first` up to `stop`."""
        while stop > first + 1 and not self.content[stop - 1]:
            stop -= 1
        return stop
