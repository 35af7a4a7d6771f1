"""What the scanner refuses, in words, and the small things its parts share."""

from __future__ import annotations

import re
from typing import NoReturn

import msgspec

from tasklist_tui.domain.message import Message, msg

#: Levels of lists and mappings inside each other that a file may have.
MAX_DEPTH = 32

BLANK = " \t\r\n"
#: What may follow a dash, question mark or colon that is an indicator.
ENDS = frozenset({"", " ", "\t"})
QUOTED = {'"': re.compile(r'"(?:[^"\\]++|\\.)*+"'), "'": re.compile(r"'(?:[^']++|'')*+'")}
QUOTE_END = {'"': re.compile(r'(?:[^"\\]++|\\.)*+"'), "'": re.compile(r"(?:[^']++|'')*+'")}
_GAP = re.compile(r"[ \t]*")


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


def check_depth(depth: int, line: int) -> None:
    """Refuse more levels than a file may have."""
    if depth > MAX_DEPTH:
        raise ScanError(
            line,
            msg("more than {limit} levels inside each other", limit=MAX_DEPTH),
            msg("Check the indentation and the brackets of this line."),
        )


def check_key(keys: set[str], name: str, line: int) -> None:
    """Note a key of a mapping; refuse one that is there already, and merge keys."""
    if name == "<<":
        raise ScanError(line, msg("merge keys (<<) are not allowed"), msg("Write the fields out instead."))
    if name in keys:
        raise ScanError(
            line, msg("the key “{key}” stands here a second time", key=name), msg("Keep one of the two lines.")
        )
    keys.add(name)


def refuse_indicator(character: str, line: int) -> NoReturn:
    """Refuse an anchor, an alias or a tag."""
    if character == "!":
        raise ScanError(line, msg("tags (!) are not allowed"), msg("Put the text in quotes if it begins with “!”."))
    raise ScanError(
        line,
        msg("anchors and aliases (& and *) are not allowed"),
        msg("Put the text in quotes if it begins with “{character}”.", character=character),
    )


def refuse_key(line: int) -> NoReturn:
    """Refuse a key that is empty, a collection, or marked with a question mark."""
    raise ScanError(
        line,
        msg("the key before the colon is missing or is not a simple text"),
        msg("Write “key: value”; put the text in quotes if it begins with “?” or “:”."),
    )


def refuse_second(line: int) -> NoReturn:
    """Refuse a second document."""
    raise ScanError(
        line,
        msg("a second document (---) begins here"),
        msg("One file holds one list: delete the line, or put what follows into a file of its own."),
    )


def refuse_open(line: int, since: int) -> NoReturn:
    """Refuse a line that is not indented far enough to go on with the value opened in line `since`."""
    raise ScanError(
        line,
        msg("the quote or bracket opened in line {line} is not closed", line=since),
        msg("Close it, or indent the lines that still belong to it further."),
    )


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


def gap(text: str, position: int) -> int:
    """Give the place behind the spaces and tabs at `position`."""
    found = _GAP.match(text, position)
    return found.end() if found else position
