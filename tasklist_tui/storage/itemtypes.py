"""Plain mappings to typed values, field by field; what does not fit is reported and kept as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple, cast

from tasklist_tui.domain.fields import FieldError, InexactText, Plain, parse, unknown
from tasklist_tui.domain.kinds import LIST_TYPES, TEXT_TYPES, Field, FieldType
from tasklist_tui.domain.message import Message
from tasklist_tui.domain.model import Row, Value
from tasklist_tui.storage.parse import is_exact

#: Types whose value is the text itself when the parser gives text.
_PLAIN_TEXT = TEXT_TYPES - LIST_TYPES


class Misfit(NamedTuple):
    """A value that does not fit its field: the path (`milestones`, row number from 1, column) and why."""

    path: tuple[str, ...]
    message: Message


def type_values(
    plain: Mapping[str, Plain], fields: Mapping[str, Field], exact: Mapping[str, Plain] | None = None
) -> tuple[dict[str, Value], list[Misfit]]:
    """Type the entries of a mapping; empty ones are left out.

    `exact` is the same mapping with every scalar as written: text fields, unknown keys and misfits take theirs from
    it, so that `~` and `null` are text there and nothing elsewhere.
    Raises `InexactText` when it is needed and not given.
    """
    values: dict[str, Value] = {}
    misfits: list[Misfit] = []
    if exact is not None:
        if len(exact) != len(plain):
            plain = exact  # keys that differ only as text, like 1 and 0x1
        plain = {
            name: _merged(fields.get(name), raw, exact[name]) for name, raw in zip(exact, plain.values(), strict=True)
        }
    for name, raw in plain.items():
        if raw is None or raw == "":
            continue
        field = fields.get(name)
        if field is None:
            if not isinstance(name, str):
                raise InexactText
            values[name] = unknown(raw)
            continue
        if type(raw) is str and field.type in _PLAIN_TEXT:
            values[name] = raw
            continue
        try:
            typed = parse(field, raw)
        except FieldError as error:
            written = raw if exact is None else exact[name]
            if not is_exact(written):
                raise InexactText from None
            typed, found = _rescue(field, raw, written, error)
            misfits.extend(found)
        if typed is not None and typed != []:
            values[name] = typed
    return values, misfits


def _merged(field: Field | None, raw: Plain, exact: Plain) -> Plain:
    """Take a value as the parser has resolved it or as written, whichever its type asks for."""
    if field is None or field.type in TEXT_TYPES:
        return exact
    if field.type is not FieldType.ROWS or not isinstance(raw, list) or not isinstance(exact, list):
        return raw
    columns = field.column
    return [
        {
            name: _merged(columns.get(name), cell, exact_row[name])
            for name, cell in zip(exact_row, row.values(), strict=True)
        }
        if isinstance(row, dict) and isinstance(exact_row, dict) and len(row) == len(exact_row)
        else exact_row
        for row, exact_row in zip(raw, exact, strict=True)
    ]


def _rescue(field: Field, raw: Plain, written: Plain, error: FieldError) -> tuple[Value, list[Misfit]]:
    """Keep what does not fit as text: a cell of a row where the rest of the rows is sound, else the whole field."""
    misfits = [Misfit((field.id, *error.path), error.message)]
    if field.type is not FieldType.ROWS or not isinstance(raw, list):
        return as_text(written), misfits
    rows = [dict(row) if isinstance(row, dict) else row for row in raw]
    aside: list[tuple[int, str, Plain]] = []
    while True:
        if len(error.path) != 2 or not isinstance(rows[int(error.path[0]) - 1], dict):
            return as_text(written), misfits
        position, column = int(error.path[0]) - 1, error.path[1]
        del rows[position][column]
        aside.append((position, column, written[position][column]))
        try:
            typed = cast("list[Row]", parse(field, rows))
        except FieldError as another:
            error = another
            misfits.append(Misfit((field.id, *error.path), error.message))
            continue
        kept = [dict(row) for row in typed]
        for position, column, cell in aside:
            kept[position][column] = as_text(cell)
        return kept, misfits


def as_text(raw: Plain) -> str:
    """Give the text kept for a value that does not fit: as written, lists and mappings in one line."""
    if isinstance(raw, str):
        return raw
    return json.dumps(raw, ensure_ascii=False)
