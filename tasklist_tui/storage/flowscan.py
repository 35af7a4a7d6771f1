"""Scanning of lists and mappings in brackets, which may go on over lines."""

from __future__ import annotations

import re

from tasklist_tui.storage.scanrules import (
    BLANK,
    ENDS,
    QUOTE_END,
    QUOTED,
    check_depth,
    check_key,
    gap,
    refuse_indicator,
    refuse_key,
    unquote,
)

_COLON = re.compile(r"[ \t]*:")
_STOP = re.compile(r"[,\[\]{}]|:(?=[ \t,\[\]{}]|$)|(?<=[ \t])#")
_COLON_ENDS = ENDS | {",", "]", "}", "[", "{"}


class _Bracket:
    """One open `[` or `{`: the keys so far, the first scalar of the current entry, whether its colon has come."""

    __slots__ = ("entry", "keys", "valued")

    def __init__(self, opener: str) -> None:
        self.keys: set[str] | None = set() if opener == "{" else None
        self.entry: str | None = None
        self.valued = False


class FlowScanner:
    """Goes over one collection in brackets, line by line; `comment` is the column of a comment in the last line."""

    def __init__(self, outer: int) -> None:
        """Start before the first bracket; `outer` is the depth at which it stands."""
        self.comment = -1
        self._outer = outer
        self._open: list[_Bracket] = []
        self._quote = ""

    def feed(self, text: str, position: int, line: int) -> int:
        """Scan a line from `position`; give the place behind the last closing bracket, -1 while one is open.

        `line` counts from 1.  Raises `ScanError`.
        """
        if self._quote:
            found = QUOTE_END[self._quote].match(text)
            if found is None:
                return -1
            position, quote, self._quote = found.end(), self._quote, ""
            self._scalar(quote)
        while True:
            position = gap(text, position)
            if position >= len(text):
                return -1
            character = text[position]
            if character in "[{":
                self._open.append(_Bracket(character))
                check_depth(self._outer + len(self._open), line)
                position += 1
            elif character in "]}":
                self._entry_ends(line)
                self._open.pop()
                position += 1
                if not self._open:
                    return position
            elif character == ",":
                self._entry_ends(line)
                position += 1
            elif character == "#":
                self.comment = position
                return -1
            elif character in "&*!":
                refuse_indicator(character, line)
            elif character == ":" and text[position + 1 : position + 2] in _COLON_ENDS:
                if self._open[-1].entry is None and not self._open[-1].valued:
                    refuse_key(line)
                self._key(line)
                position += 1
            elif character == "?" and text[position + 1 : position + 2] in ENDS:
                refuse_key(line)
            elif character in "\"'":
                found = QUOTED[character].match(text, position)
                if found is None:
                    self._quote = character
                    return -1
                self._scalar(unquote(found[0]))
                position = found.end()
                if not self._open[-1].valued and (colon := _COLON.match(text, position)):
                    self._key(line)
                    position = colon.end()
            else:
                # A colon is the first character of plain text where a letter follows it.
                stop = _STOP.search(text, position + 1)
                end = stop.start() if stop else len(text)
                self._scalar(text[position:end].rstrip(BLANK))
                position = end

    def _scalar(self, text: str) -> None:
        if self._open[-1].entry is None:
            self._open[-1].entry = text

    def _key(self, line: int) -> None:
        level = self._open[-1]
        if not level.valued and level.entry is not None:
            check_key(level.keys if level.keys is not None else set(), level.entry, line)
        level.valued = True

    def _entry_ends(self, line: int) -> None:
        level = self._open[-1]
        if level.keys is not None and level.entry is not None and not level.valued:
            check_key(level.keys, level.entry, line)
        level.entry, level.valued = None, False
