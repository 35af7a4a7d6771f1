"""The structure of YAML text, line by line: levels, keys and where values stand.

A careful scanner that never recurses.  The gate runs it over the lines that are out of the ordinary, the writer over
the lines of one item.  Only space, tab and line ends are blank here: U+3000 and its like are text in YAML.
"""

from __future__ import annotations

import re

import msgspec

from tasklist_tui.domain.message import Message, msg

#: Levels of lists and mappings inside each other that a file may have.
MAX_DEPTH = 32

BLANK = " \t\r\n"
_QUOTED = {'"': re.compile(r'"(?:[^"\\]++|\\.)*+"'), "'": re.compile(r"'(?:[^']++|'')*+'")}
_QUOTE_END = {'"': re.compile(r'(?:[^"\\]++|\\.)*+"'), "'": re.compile(r"(?:[^']++|'')*+'")}
_GAP = re.compile(r"[ \t]*")
_COLON = re.compile(r"[ \t]*:(?=[ \t]|$)")
_FLOW_COLON = re.compile(r"[ \t]*:")
_STOP = re.compile(r":(?=[ \t]|$)|[ \t]#")
_FLOW_STOP = re.compile(r"[,\[\]{}]|:(?=[ \t,\[\]{}]|$)|(?<=[ \t])#")
_HEADER = re.compile(r"[|>](?:([1-9])?([+-])?|([+-])([1-9]))(?=[ \t]|$)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?=[ \t]|$)")
_ENDS = frozenset({"", " ", "\t"})
_CLOSER = {"[": "]", "{": "}"}


class ScanError(Exception):
    """Text that the gate refuses: `line` counts from 1."""

    def __init__(self, line: int, message: Message, hint: Message | None = None) -> None:
        """Carry what is wrong, where, and what to do."""
        super().__init__(str(message))
        self.line = line
        self.message = message
        self.hint = hint


class Mark(msgspec.Struct):
    """A key, or the dash of a list entry (`name` None), with the place of its value.  Lines count from 0.

    `level` is the depth of the collection it stands in, `after` the column behind the colon or dash; `start` and `end`
    are the columns of the value on that line, -1 where the value begins on a later line or goes on there.
    `style` is the first character of the value: a quote, `|`, `>`, `[`, `{`, `p` for plain text, "" for nothing.
    """

    level: int
    line: int
    column: int
    name: str | None
    after: int
    start: int = -1
    end: int = -1
    style: str = ""


class Level:
    """One open list or mapping in block style, with the keys met so far."""

    __slots__ = ("indent", "keys", "sequence")

    def __init__(self, indent: int, *, sequence: bool) -> None:
        """Open it at the column `indent`."""
        self.indent = indent
        self.sequence = sequence
        self.keys: set[str] = set()


class _Flow:
    """One open `[` or `{`; `entry` is the first scalar of the current entry, or "" with `valued` after a colon."""

    __slots__ = ("closer", "entry", "keys", "valued")

    def __init__(self, opener: str) -> None:
        self.closer = _CLOSER[opener]
        self.keys: set[str] | None = set() if opener == "{" else None
        self.entry: str | None = None
        self.valued = False


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
        self.comments: set[int] = set()
        self._record = record
        self._block_parent = -1
        self._block_keeps = False
        self._quote = ""
        self._flow: list[_Flow] = []
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
            self._comment()
            return
        self._note(content=True)
        if self._ended:
            self._refuse_second()
        if self.plain_open and column > self.indent:
            if re.search(r"[ \t]#", text):
                self.plain_open = False
                self._comment()
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
        self._check_key(stack[-1].keys, name)
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
        if text[0] == "-" and not self._begun and text[3:].strip(BLANK)[:1] in {"", "#"}:
            self._begun = True
            self._note(content=True)
            return
        if text[0] == "." and not (self._quote or self._flow):
            self._note(content=True)
            self._ended = True
            return
        self._refuse_second()

    def _refuse_second(self) -> None:
        raise ScanError(
            self.number + 1,
            msg("a second document (---) begins here"),
            msg("One file holds one list: delete the line, or put what follows into a file of its own."),
        )

    def _push(self, level: Level) -> None:
        self.stack.append(level)
        self._check_depth()

    def _check_depth(self) -> None:
        if len(self.stack) + len(self._flow) > MAX_DEPTH:
            raise ScanError(
                self.number + 1,
                msg("more than {limit} levels inside each other", limit=MAX_DEPTH),
                msg("Check the indentation and the brackets of this line."),
            )

    def _check_key(self, keys: set[str], name: str) -> None:
        if name == "<<":
            raise ScanError(
                self.number + 1, msg("merge keys (<<) are not allowed"), msg("Write the fields out instead.")
            )
        if name in keys:
            raise ScanError(
                self.number + 1,
                msg("the key “{key}” stands here a second time", key=name),
                msg("Keep one of the two lines."),
            )
        keys.add(name)

    def _refuse_indicator(self, character: str) -> None:
        if character == "!":
            raise ScanError(
                self.number + 1, msg("tags (!) are not allowed"), msg("Put the text in quotes if it begins with “!”.")
            )
        raise ScanError(
            self.number + 1,
            msg("anchors and aliases (& and *) are not allowed"),
            msg("Put the text in quotes if it begins with “{character}”.", character=character),
        )

    def _refuse_key(self) -> None:
        raise ScanError(
            self.number + 1,
            msg("the key before the colon is missing or is not a simple text"),
            msg("Write “key: value”; put the text in quotes if it begins with “?” or “:”."),
        )

    def _node(self, text: str, position: int) -> None:
        """Scan a line in block style from `position`: dashes, keys, then the beginning of a value."""
        while True:
            position = _gap(text, position)
            if position >= len(text):
                return
            character = text[position]
            if character == "#":
                self._comment()
                return
            follows = text[position + 1 : position + 2]
            if character == "-" and follows in _ENDS:
                self.entry(position)
                self._mark(position, None, position + 1)
                position += 1
            elif character in "?:" and follows in _ENDS:
                self._refuse_key()
            elif character in "&*!":
                self._refuse_indicator(character)
            elif character in "|>":
                self._open_block_scalar(text, position)
                return
            elif character in "[{":
                self._value(position, -1, character)
                self._since = self.number
                self._scan_flow(text, position)
                return
            elif character in "\"'":
                found = _QUOTED[character].match(text, position)
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
                        self._comment()
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
            raise ScanError(
                self.number + 1,
                msg("the quote or bracket opened in line {line} is not closed", line=self._since + 1),
                msg("Close it, or indent the lines that still belong to it further."),
            )
        self._note(content=True)
        position = column
        if self._quote:
            found = _QUOTE_END[self._quote].match(text)
            if found is None:
                return
            quoted, self._quote = self._quote, ""
            position = found.end()
            if not self._flow:
                if _COLON.match(text, position):
                    self._refuse_key()
                self._tail(text, position)
                return
            self._flow_scalar(quoted)
        self._scan_flow(text, position)

    def _scan_flow(self, text: str, position: int) -> None:
        """Scan from `position` until the outermost bracket closes or the line ends."""
        flow = self._flow
        while True:
            position = _gap(text, position)
            if position >= len(text):
                return
            character = text[position]
            if character in "[{":
                flow.append(_Flow(character))
                self._check_depth()
                position += 1
            elif character in "]}":
                self._flow_entry_ends()
                flow.pop()
                position += 1
                if not flow:
                    self._flow_closed(text, position)
                    return
            elif character == ",":
                self._flow_entry_ends()
                position += 1
            elif character == "#":
                self._comment()
                return
            elif character in "&*!":
                self._refuse_indicator(character)
            elif character == ":" and text[position + 1 : position + 2] in {*_ENDS, ",", "]", "}", "[", "{"}:
                if flow[-1].entry is None and not flow[-1].valued:
                    self._refuse_key()
                self._flow_key()
                position += 1
            elif character == "?" and text[position + 1 : position + 2] in _ENDS:
                self._refuse_key()
            elif character in "\"'":
                found = _QUOTED[character].match(text, position)
                if found is None:
                    self._quote = character
                    return
                self._flow_scalar(unquote(found[0]))
                position = found.end()
                if not flow[-1].valued and (colon := _FLOW_COLON.match(text, position)):
                    self._flow_key()
                    position = colon.end()
            else:
                # A colon is the first character of plain text where a bracket or a letter follows it.
                stop = _FLOW_STOP.search(text, position + 1)
                end = stop.start() if stop else len(text)
                self._flow_scalar(text[position:end].rstrip(BLANK))
                position = end

    def _flow_scalar(self, text: str) -> None:
        if self._flow[-1].entry is None:
            self._flow[-1].entry = text

    def _flow_key(self) -> None:
        level = self._flow[-1]
        if not level.valued and level.entry is not None:
            self._check_key(level.keys if level.keys is not None else set(), level.entry)
        level.valued = True

    def _flow_entry_ends(self) -> None:
        level = self._flow[-1]
        if level.keys is not None and level.entry is not None and not level.valued:
            self._check_key(level.keys, level.entry)
        level.entry, level.valued = None, False

    def _flow_closed(self, text: str, position: int) -> None:
        if _COLON.match(text, position):
            self._refuse_key()
        if self._since == self.number and self.marks and self.marks[-1].line == self.number:
            self.marks[-1].end = position
        self._tail(text, position)

    def _tail(self, text: str, position: int) -> None:
        if "#" in text[position:]:
            self._comment()

    def _comment(self) -> None:
        if self._record:
            self.comments.add(self.number)

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


def unquote(text: str) -> str:
    """Give the text between the quotes of a key; escapes are resolved by the YAML parser."""
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    if "\\" not in text:
        return text[1:-1]
    import yaml12

    try:
        return str(yaml12.parse_yaml(text))
    except ValueError:
        return text[1:-1]


def _gap(text: str, position: int) -> int:
    found = _GAP.match(text, position)
    return found.end() if found else position
