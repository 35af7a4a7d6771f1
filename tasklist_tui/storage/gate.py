"""The gate before any YAML parser: what it lets through cannot hurt one (reliability: size, depth, anchors, tags).

Ordinary lines pass by one regular expression each, the others go to the careful scanner.
Measured: 5 MB, 150,000 lines in about 0.25 s.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import NoReturn

from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.problems import Problem
from tasklist_tui.storage.scan import Scanner
from tasklist_tui.storage.scanrules import MAX_DEPTH, Level, ScanError

#: Largest file that is read, in bytes.
MAX_BYTES = 10_000_000

#: Most lines that are read: a bound on time, far beyond what lists of 10 MB have.
MAX_LINES = 500_000

BOM = "\ufeff"

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)(?: |\r?$)", re.MULTILINE)

_KEY = r"[^\W\d]\w*"
_SAFE = r"[^ \t\r\n\"'\[\]{}&*!|>%@`#?,:~-]"
_WORD = rf"{_SAFE}[^#\r\n]*"
_CELL = r"(?:[^\W]|[+])(?:[^,\[\]{}#\"':\r\n]|:(?=[^ \t,\[\]{}\r\n]))*"
# The possessive marks keep a near miss from being tried in every way.
_FAST = re.compile(
    rf"( *+)(- )?({_KEY}):(?: ++(?:({_WORD})|\[[^\[\]{{}}\"'#&*!|>%@`:?\r\n]*+\]|\"[^\"\\\r\n]*+\"))?+[\r\n]*+\Z"
)
_ROW = re.compile(rf"( *+)- \{{({_KEY}: {_CELL}(?:, {_KEY}: {_CELL})*+)\}}[\r\n]*+\Z")
_ROW_KEY = re.compile(rf"(?:\A|, )({_KEY}): ")


class FileError(UserError):
    """A file that cannot be read as a whole; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem."""
        super().__init__(problem.message, problem.hint)
        self.problem = problem


def refuse(path: str, line: int, message: Message, hint: Message | None = None, code: str = "unreadable") -> NoReturn:
    """Raise the `FileError` for a place in a file."""
    raise FileError(Problem(path, message, hint, line=line, code=code))


def admit(data: bytes, path: str) -> str:
    """Give the text of a file that is safe to parse; a BOM stays in front as U+FEFF.

    Raises `FileError` with the line for everything a parser is not to see.
    """
    text = decode(data, path)
    if found := _CONTROL.search(text):
        refuse(
            path,
            line_of(text, found.start()),
            msg("there is an invisible control character ({code})", code=f"U+{ord(found[0]):04X}"),
            msg("Delete it; in double quotes it may be written as an escape like \\x1b."),
        )
    if found := _CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text or "|||||||" in text else None:
        refuse(
            path,
            line_of(text, found.start()),
            msg("a merge by git has left conflict marks in the file"),
            msg("Keep one of the two versions between the marks and delete the marks."),
            code="conflict-marks",
        )
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MAX_LINES:
        refuse(
            path,
            MAX_LINES,
            msg("the file has more than {limit} lines", limit=MAX_LINES),
            msg("Split it into several lists."),
            code="too-large",
        )
    try:
        scan_fast(text)
    except ScanError as error:
        refuse(path, error.line, error.message, error.hint)
    return text


def decode(data: bytes, path: str) -> str:
    """Give the text of `data`, UTF-8 to the letter; raises `FileError`."""
    if len(data) > MAX_BYTES:
        refuse(
            path,
            0,
            msg("the file is larger than {limit} MB", limit=MAX_BYTES // 1_000_000),
            msg("Split it into several lists."),
            code="too-large",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse(
            path,
            data.count(b"\n", 0, error.start) + 1,
            msg("the file is not UTF-8 text"),
            msg("Open it in an editor and save it with the encoding UTF-8."),
            code="encoding",
        )


def line_of(text: str, offset: int) -> int:
    """Give the line, counted from 1, in which the character at `offset` stands."""
    return text.count("\n", 0, offset) + 1


def split_lines(text: str) -> list[str]:
    """Split at LF, CRLF and CR, keeping them: exactly where a YAML parser sees a line end."""
    return StringIO(text, newline="").readlines()


def scan_fast(text: str) -> None:
    """Check levels, keys, anchors, tags and documents of `text`; raises `ScanError`."""
    scanner = Scanner()
    fast, fast_row, row_keys = _FAST.match, _ROW.match, _ROW_KEY.findall
    stack = scanner.stack
    top = _OUTSIDE
    ordinary = True
    plain_open = False
    for number, line in enumerate(split_lines(text.removeprefix(BOM))):
        if ordinary:
            if found := fast(line):
                lead, dash, key, word = found.groups()
                column = len(lead)
                if dash is None and column == top.indent and not top.sequence and key not in top.keys:
                    top.keys.add(key)
                    plain_open = word is not None
                    continue
                if not plain_open or column <= top.indent:
                    scanner.number = number
                    if dash is not None:
                        scanner.entry(column)
                        column += 2
                    scanner.key(column, key)
                    top = stack[-1]
                    plain_open = word is not None
                    continue
            elif not plain_open and (found := fast_row(line)):
                keys = row_keys(found[2])
                if len(keys) == len(set(keys)) and len(stack) < MAX_DEPTH - 2:
                    if not top.sequence or len(found[1]) != top.indent:
                        scanner.number = number
                        scanner.entry(len(found[1]))
                        top = stack[-1]
                    continue
        scanner.number = number - 1
        scanner.plain_open = plain_open
        scanner.feed(line)
        top = stack[-1] if stack else _OUTSIDE
        plain_open = scanner.plain_open
        ordinary = not scanner.goes_on


_OUTSIDE = Level(-1, sequence=True)
