"""The cells of a mapping in brackets on one line, so that one can be changed and the others stay as written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from tasklist_tui.domain.model import Value
from tasklist_tui.storage import emit
from tasklist_tui.storage.scanrules import unquote

_QUOTED = re.compile(r'"(?:[^"\\]++|\\.)*+"|\'(?:[^\']++|\'\')*+\'')
_KEY_END = re.compile(r"[ \t]*:(?=[ \t,}]|$)")
_STOP = re.compile(r"[,\[\]{}]|:(?=[ \t,\[\]{}]|$)|(?<=[ \t])#")


class Unusual(Exception):
    """The text is in a style that is not changed piece by piece."""


class Cell(msgspec.Struct, frozen=True):
    """One `key: value`: its name, where it begins, and where its value begins and ends."""

    name: str
    start: int
    value: int
    end: int


def rewritten(line: str, start: int, end: int, wanted: Mapping[str, Value], order: Sequence[str]) -> str:
    """Give `line[start:end]`, a mapping in brackets, with the values of `wanted` set; None takes a cell out."""
    found = cells(line, start, end)
    kept: list[tuple[str, str]] = []
    for cell in found:
        if cell.name not in wanted:
            kept.append((cell.name, line[cell.start : cell.end]))
        elif wanted[cell.name] is not None:
            key = line[cell.start : cell.value].rstrip(" \t")
            kept.append((cell.name, f"{key} {emit.flow(wanted[cell.name])}"))
    present = {cell.name for cell in found}
    for name in sorted((name for name in wanted if name not in present), key=place_in(order)):
        if wanted[name] is not None:
            made = f"{emit.text(name, flow=True)}: {emit.flow(wanted[name])}"
            kept.insert(slot([name for name, _ in kept], name, order), (name, made))
    opening = line[start : found[0].start] if found else "{"
    closing = line[found[-1].end : end].replace(",", "") if found else "}"
    return opening + ", ".join(text for _, text in kept) + closing


def place_in(order: Sequence[str]) -> emit.SortKey:
    """Give a sort key: the place of a name in `order`, unknown names last."""
    places = {name: number for number, name in enumerate(order)}
    return lambda name: places.get(name, len(places))


def slot(present: Sequence[str], name: str, order: Sequence[str]) -> int:
    """Give the position in `present` at which `name` goes in: behind the last one that `order` puts before it."""
    place = place_in(order)
    wanted = place(name)
    position = 0
    for number, other in enumerate(present, start=1):
        if place(other) <= wanted:
            position = number
    return position


def cells(line: str, start: int, end: int) -> list[Cell]:
    """Give the cells of `line[start:end]`; raises `Unusual` for keys without value and the like."""
    found: list[Cell] = []
    position = start + 1
    while True:
        position = _blank(line, position)
        if position == end - 1:
            return found
        begin = position
        if quoted := _QUOTED.match(line, position):
            name, position = unquote(quoted[0]), quoted.end()
            colon = re.compile(r"[ \t]*:").match(line, position)
        else:
            stop = _STOP.search(line, position)
            position = stop.start() if stop else end
            name = line[begin:position].rstrip(" \t")
            colon = _KEY_END.match(line, position)
        if colon is None or colon.end() >= end:
            raise Unusual
        value = _blank(line, colon.end())
        position = _value_end(line, value, end)
        found.append(Cell(name, begin, value, max(value, value + len(line[value:position].rstrip(" \t")))))
        if line[position] == ",":
            position += 1
        elif position != end - 1:
            raise Unusual


def _value_end(line: str, position: int, end: int) -> int:
    """Give the place of the comma or bracket that ends the value at `position`."""
    depth = 0
    while position < end:
        if line[position] in "\"'" and (quoted := _QUOTED.match(line, position)):
            position = _blank(line, quoted.end())
            continue
        character = line[position]
        if character in "[{":
            depth += 1
        elif character in "]}":
            if depth == 0:
                return position
            depth -= 1
        elif character == "," and depth == 0:
            return position
        elif character not in " \t,:" or line[position + 1 : position + 2] not in {" ", ","}:
            stop = re.compile(r"[,\[\]{}]|:(?=[ \t])").search(line, position + 1)
            position = stop.start() if stop else end
            continue
        position += 1
    raise Unusual


def _blank(line: str, position: int) -> int:
    while position < len(line) and line[position] in " \t":
        position += 1
    return position
