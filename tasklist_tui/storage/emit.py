"""Typed values to YAML text, in the style of the format: plain where every reader gives back the same text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tasklist_tui.domain.model import Value

#: Cells of a terminal line up to which a row or a list of texts stays on one line.
MAX_WIDTH = 120

_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nil", "none", ".inf", ".nan", "~"})
#: Numbers, dates and times of YAML 1.1 and 1.2 consist of these (`0x1F`, `1:30`, `1_000`, `2001-12-14t21:59:43.1Z`).
_NUMERIC = re.compile(r"[-+.]?[0-9][0-9a-fA-FxoOtTzZ_:.,+\- ]*|[-+]?\.(?:inf|nan|[0-9][0-9eE_+.-]*)", re.IGNORECASE)
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_ESCAPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
#: Words that begin with a letter and hold neither marks of YAML nor anything unseen: most texts are of these.
_ORDINARY = re.compile(r"[^\W\d_](?:[\w（）、，。；：“”《》〔〕·—%./-]|[ ](?=[\w（）、，。；“”《》]))*")
_BREAKING = re.compile(r":(?:[ \t]|$)|[ \t]#|[\t\n]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


#: Gives the place of a name in an order.
SortKey = Callable[[str], int]


class Lines(NamedTuple):
    """A value as text: what stands behind the colon or dash, and the lines below (without line ends)."""

    inline: str
    below: Sequence[str] = ()


def text(value: str, *, flow: bool = False) -> str:
    """Give a text as a scalar on one line; `flow` means inside brackets."""
    if is_plain(value, flow=flow):
        return value
    if "\n" in value or "\t" in value or _ESCAPED.search(value) or "\r" in value:
        return double_quoted(value)
    return "'" + value.replace("'", "''") + "'" if "'" not in value else double_quoted(value)


def is_plain(value: str, *, flow: bool = False) -> bool:
    """Say whether a text may stand without quotes and is read as that text by YAML 1.1 and 1.2."""
    if _ORDINARY.fullmatch(value):
        return len(value) > 5 or value.lower() not in _WORDS
    if not value or value != value.strip() or value[0] in _FIRST or value.startswith("..."):
        return False
    if value.lower() in _WORDS or _NUMERIC.fullmatch(value):
        return False
    if _BREAKING.search(value) or _ESCAPED.search(value):
        return False
    return not flow or not any(character in value for character in ",[]{}?")


def double_quoted(value: str) -> str:
    """Give a text in double quotes with everything escaped that needs it."""
    body = "".join(_ESCAPES.get(character, character) for character in value)
    return '"' + _ESCAPED.sub(lambda found: _escape(found[0]), body) + '"'


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def scalar(value: Value, *, flow: bool = False) -> str:
    """Give a value that is neither list nor mapping on one line: dates bare, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return text(value, flow=flow) if isinstance(value, str) else str(value)


def flow(value: Value) -> str:
    """Give any value on one line, lists and mappings in brackets."""
    if isinstance(value, str):
        return text(value, flow=True)
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{text(str(key), flow=True)}: {flow(inner)}".rstrip() for key, inner in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join("''" if inner is None else flow(inner) for inner in value) + "]"
    return scalar(value, flow=True)


def lines(value: Value, column: int, row_gap: int = 0, before: int = 0) -> Lines:
    """Give the value of a key that stands at `column`; `before` is the width of what stands before it on its line."""
    if isinstance(value, str):
        block = literal(value, column) if "\n" in value else None
        return block or Lines(text(value))
    if isinstance(value, Mapping):
        line = flow(value)
        if _fits(value.values(), line, before) or not value:
            return Lines(line)
        return Lines("", mapping_lines(value, column + 2, row_gap))
    if isinstance(value, list | tuple):
        line = flow(value)
        if not value or (not any(isinstance(inner, Mapping) for inner in value) and _fits(value, line, before)):
            return Lines(line)
        below: list[str] = []
        for inner in value:
            below.extend(entry_lines(inner, column + row_gap))
        return Lines("", below)
    return Lines(scalar(value))


def literal(value: str, column: int) -> Lines | None:
    """Give a text of several lines as a literal block, None where only quotes keep it as it is."""
    rows = value.removesuffix("\n").split("\n")
    if _ESCAPED.search(value) or "\r" in value or any(row != "" and not row.strip(" \t") for row in rows):
        return None
    if not rows[-1] or not rows[0] or rows[0][0] in " \t":
        return None
    pad = " " * (column + 2)
    return Lines("|" if value.endswith("\n") else "|-", [pad + row if row else "" for row in rows])


def mapping_lines(value: Mapping[str, Value], column: int, row_gap: int = 0) -> list[str]:
    """Give a mapping in block style, its keys at `column`."""
    made: list[str] = []
    for key, inner in value.items():
        made.extend(field_lines(key, inner, column, row_gap))
    return made


@lru_cache(maxsize=512)
def _head(key: str, column: int) -> str:
    return " " * column + text(str(key)) + ":"


def field_lines(key: str, value: Value, column: int, row_gap: int = 0) -> list[str]:
    """Give `key: value` in block style."""
    head = _head(key, column)
    made = lines(value, column, row_gap, width(head) + 1)
    return [f"{head} {made.inline}".rstrip(" ") if made.inline else head, *made.below]


def entry_lines(value: Value, column: int, gap: int = 2, *, block: bool = False, row_gap: int = 0) -> list[str]:
    """Give a list entry with its dash at `column`: a mapping in brackets where it is short and simple."""
    head = " " * column + "-" + " " * (gap - 1)
    if isinstance(value, Mapping):
        line = flow(value)
        if not block and (_fits(value.values(), line, width(head)) or not value):
            return [head + line]
        made = mapping_lines(value, column + gap, row_gap)
        return [head + made[0].lstrip(" "), *made[1:]] if made else [head + "{}"]
    if isinstance(value, str) and "\n" in value and (found := literal(value, column)) is not None:
        return [head + found.inline, *found.below]
    return [(head + (flow(value) if isinstance(value, list | tuple) else scalar(value))).rstrip(" ")]


def width(value: str) -> int:
    """Give the width of a text in terminal cells."""
    if value.isascii():
        return len(value)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in value)


def _fits(values: Iterable[Value], line: str, before: int) -> bool:
    """Say whether values are simple and short enough to stand in brackets on one line."""
    simple = all(
        not isinstance(value, Mapping | list | tuple) and not (isinstance(value, str) and "\n" in value)
        for value in values
    )
    room = MAX_WIDTH - before
    return simple and len(line) <= room and (2 * len(line) <= room or width(line) <= room)
