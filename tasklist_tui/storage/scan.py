"""The structure of YAML text, line by line: levels, keys and where values stand.

A careful scanner that never recurses.  The gate runs it over the lines that are out of the ordinary, the writer over
the lines of one item.  Only space, tab and line ends are blank here: U+3000 and its like are text in YAML.
"""

from __future__ import annotations

import re

from tasklist_tui.domain.message import msg
from tasklist_tui.storage.flowscan import FlowScanner
from tasklist_tui.storage.scanrules import (
    BLANK,
    ENDS,
    QUOTE_END,
    QUOTED,
    Level,
    Mark,
    ScanError,
    check_depth,
    check_key,
    gap,
    refuse_indicator,
    refuse_key,
    refuse_open,
    refuse_second,
    unquote,
)

_COLON = re.compile(r"[ \t]*:(?=[ \t]|$)")
_STOP = re.compile(r":(?=[ \t]|$)|[ \t]#")
_COMMENT = re.compile(r"[ \t]#")
_HEADER = re.compile(r"[|>](?:([1-9])?([+-])?|([+-])([1-9]))(?=[ \t]|$)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?=[ \t]|$)")


class Scanner:
    """Feed it the lines of a text in order; it raises `ScanError` and, when asked, records marks."""

    def __init__(self, *, record: bool = False) -> None:
        """Start before the first line; `record` keeps marks, and which lines hold content or a comment."""
        self.number = -1
        self.stack: list[Level] = []
        self.plain_open = False
        self.block_open = False
        self.block_column = -1
        self.marks: list[Mark] = []
        self.content: list[bool] = []
        #: Lines with a comment, and the column at which it begins.
        self.comments: dict[int, int] = {}
        self._record = record
        self._block_parent = -1
        self._block_keeps = False
        self._quote = ""
        self._flow: FlowScanner | None = None
        self._since = 0
        self._begun = False
        self._ended = False

    @property
    def goes_on(self) -> bool:
        """Whether the next line cannot be taken for itself: a value goes on in it, or the document has ended."""
        return bool(self.block_open or self._quote or self._flow or self._ended)

    @property
    def indent(self) -> int:
        """Column of the innermost open list or mapping, -1 before the first."""
        return self.stack[-1].indent if self.stack else -1

    def feed(self, line: str) -> None:
        """Take the next line, with or without its line end."""
        self.number += 1
        text = line.rstrip("\r\n")
        column = len(text) - len(text.lstrip(" "))
        empty = not text.strip(BLANK)
        if self.block_open:
            if empty or self._in_block_scalar(column):
                self._note(content=not empty or self._block_keeps)
                return
            self.block_open = False
        if empty:
            self._note(content=False)
            return
        if column == 0 and _MARKER.match(text):
            self._marker(text)
            return
        if self._quote or self._flow:
            self._continue(text, column)
            return
        if text[column] == "#" or text.lstrip(" \t")[0] == "#":
            self.plain_open = False
            self._note(content=False)
            self._comment(text.index("#"))
            return
        self._note(content=True)
        if self._ended:
            refuse_second(self.number + 1)
        if self.plain_open and column > self.indent:
            if comment := _COMMENT.search(text):
                self.plain_open = False
                self._comment(comment.start() + 1)
            return
        if text[column] == "\t":
            raise ScanError(
                self.number + 1,
                msg("the line is indented with a tab"),
                msg("Indent with spaces: YAML allows no tabs there."),
            )
        if text[0] == "%":
            raise ScanError(self.number + 1, msg("directives (%) are not allowed"), msg("Delete the line."))
        self._begun = True
        self.plain_open = False
        self._node(text, column)

    def entry(self, column: int) -> None:
        """Note the dash of a list entry at `column`."""
        stack = self.stack
        while stack and stack[-1].indent > column:
            stack.pop()
        if not stack or stack[-1].indent < column or not stack[-1].sequence:
            self._push(Level(column, sequence=True))
        self.plain_open = False

    def key(self, column: int, name: str) -> None:
        """Note a key at `column`."""
        stack = self.stack
        while stack and (stack[-1].indent > column or (stack[-1].indent == column and stack[-1].sequence)):
            stack.pop()
        if not stack or stack[-1].indent < column:
            self._push(Level(column, sequence=False))
        check_key(stack[-1].keys, name, self.number + 1)
        self.plain_open = False

    def _note(self, *, content: bool) -> None:
        if self._record:
            self.content.append(content)

    def _in_block_scalar(self, column: int) -> bool:
        if self.block_column < 0:
            if column <= self._block_parent:
                return False
            self.block_column = column
        return column >= self.block_column

    def _marker(self, text: str) -> None:
        if text[0] == "-" and not self._begun and not self.stack and text[3:].strip(BLANK)[:1] in {"", "#"}:
            self._begun = True
            self._note(content=True)
            return
        if text[0] == "." and not (self._quote or self._flow):
            self._note(content=True)
            self._ended = True
            return
        refuse_second(self.number + 1)

    def _push(self, level: Level) -> None:
        self.stack.append(level)
        check_depth(len(self.stack), self.number + 1)

    def _node(self, text: str, position: int) -> None:
        """Scan a line in block style from `position`: dashes, keys, then the beginning of a value."""
        while True:
            position = gap(text, position)
            if position >= len(text):
                return
            character = text[position]
            if character == "#":
                self._comment(position)
                return
            follows = text[position + 1 : position + 2]
            if character == "-" and follows in ENDS:
                self.entry(position)
                self._mark(position, None, position + 1)
                position += 1
            elif character in "?:" and follows in ENDS:
                refuse_key(self.number + 1)
            elif character in "&*!":
                refuse_indicator(character, self.number + 1)
            elif character in "|>":
                self._open_block_scalar(text, position)
                return
            elif character in "[{":
                self._value(position, -1, character)
                self._since = self.number
                self._flow_on(FlowScanner(len(self.stack)), text, position)
                return
            elif character in "\"'":
                found = QUOTED[character].match(text, position)
                if found is None:
                    self._value(position, -1, character)
                    self._quote, self._since = character, self.number
                    return
                colon = _COLON.match(text, found.end())
                if colon is None:
                    self._value(position, found.end(), character)
                    self._tail(text, found.end())
                    return
                name = unquote(found[0])
                self.key(position, name)
                self._mark(position, name, colon.end())
                position = colon.end()
            else:
                stop = _STOP.search(text, position)
                if stop is None or text[stop.start()] != ":":
                    end = len(text.rstrip(BLANK)) if stop is None else len(text[: stop.start()].rstrip(BLANK))
                    self._value(position, end, "p")
                    self.plain_open = stop is None
                    if stop is not None:
                        self._comment(stop.start() + 1)
                    return
                name = text[position : stop.start()].rstrip(BLANK)
                self.key(position, name)
                self._mark(position, name, stop.end())
                position = stop.end()

    def _open_block_scalar(self, text: str, position: int) -> None:
        header = _HEADER.match(text, position)
        self._value(position, header.end() if header else -1, text[position])
        if header is None:
            return
        self.block_open = True
        self._block_parent = self.indent
        self._block_keeps = "+" in header[0]
        digit = header[1] or header[4]
        self.block_column = max(self.indent, 0) + int(digit) if digit else -1
        self._tail(text, header.end())

    def _continue(self, text: str, column: int) -> None:
        """Go on in a quoted text or flow collection that an earlier line has opened."""
        if column <= self.indent:
            refuse_open(self.number + 1, self._since + 1)
        self._note(content=True)
        if self._flow is not None:
            self._flow_on(self._flow, text, column)
            return
        found = QUOTE_END[self._quote].match(text)
        if found is None:
            return
        self._quote = ""
        if _COLON.match(text, found.end()):
            refuse_key(self.number + 1)
        self._tail(text, found.end())

    def _flow_on(self, flow: FlowScanner, text: str, position: int) -> None:
        """Scan on in brackets; where the last one closes the value ends."""
        end = flow.feed(text, position, self.number + 1)
        if flow.comment >= 0:
            self._comment(flow.comment)
            flow.comment = -1
        if end < 0:
            self._flow = flow
            return
        self._flow = None
        if _COLON.match(text, end):
            refuse_key(self.number + 1)
        if self._since == self.number and self.marks and self.marks[-1].line == self.number:
            self.marks[-1].end = end
        self._tail(text, end)

    def _tail(self, text: str, position: int) -> None:
        column = text.find("#", position)
        if column >= 0:
            self._comment(column)

    def _comment(self, column: int) -> None:
        if self._record:
            self.comments[self.number] = column

    def _mark(self, column: int, name: str | None, after: int) -> None:
        if self._record:
            self.marks.append(Mark(len(self.stack), self.number, column, name, after))

    def _value(self, start: int, end: int, style: str) -> None:
        """Note the value of the last mark; one on a later line leaves the columns unknown."""
        if self.marks and not self.marks[-1].style:
            mark = self.marks[-1]
            mark.style = style
            if mark.line == self.number:
                mark.start, mark.end = start, end
