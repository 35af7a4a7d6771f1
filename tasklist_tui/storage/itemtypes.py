"""Plain mappings to typed values, field by field; what does not fit is reported and kept as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple, cast

from tasklist_tui.domain.fields import FieldError, Plain, parse, unknown
from tasklist_tui.domain.kinds import TEXT_TYPES, Field, FieldType
from tasklist_tui.domain.message import Message
from tasklist_tui.domain.model import Row, Value
from tasklist_tui.storage.parse import NULLS

#: Types whose value is the text itself when the parser gives text.
_PLAIN_TEXT = TEXT_TYPES - {FieldType.COMMITTEES, FieldType.TEXTS}


class Misfit(NamedTuple):
    """A value that does not fit its field: the path (`milestones`, row number from 1, column) and why."""

    path: tuple[str, ...]
    message: Message


def type_values(
    plain: Mapping[str, Plain], fields: Mapping[str, Field], *, exact: bool
) -> tuple[dict[str, Value], list[Misfit]]:
    """Type the entries of a mapping; empty ones are left out.

    `exact` says that scalars are text as written: `~` and `null` are then nothing where the field is not text.
    Raises `InexactText` when a text field got a resolved scalar.
    """
    values: dict[str, Value] = {}
    misfits: list[Misfit] = []
    for name, raw in plain.items():
        if raw is None or raw == "":
            continue
        field = fields.get(name)
        if field is None:
            values[name if isinstance(name, str) else _exact_key(name)] = unknown(raw)
            continue
        if type(raw) is str and field.type in _PLAIN_TEXT:
            values[name] = raw
            continue
        value = _settle(field, raw) if exact else raw
        try:
            typed = parse(field, value)
        except FieldError as error:
            typed, found = _rescue(field, value, error)
            misfits.extend(found)
        if typed is not None and typed != []:
            values[name] = typed
    return values, misfits


def _exact_key(name: object) -> str:
    from tasklist_tui.domain.fields import InexactText

    raise InexactText(name)


def _settle(field: Field, raw: Plain) -> Plain:
    """Turn the words for nothing into nothing where the type is not text."""
    if field.type is FieldType.ROWS:
        if not isinstance(raw, list):
            return None if raw in NULLS else raw
        columns = field.column
        return [
            {name: _settle(columns[name], cell) if name in columns else cell for name, cell in row.items()}
            if isinstance(row, dict)
            else row
            for row in raw
        ]
    if field.type not in TEXT_TYPES and isinstance(raw, str) and raw in NULLS:
        return None
    return raw


def _rescue(field: Field, raw: Plain, error: FieldError) -> tuple[Value, list[Misfit]]:
    """Keep what does not fit as text: a cell of a row where the rest of the rows is sound, else the whole field."""
    misfits = [Misfit((field.id, *error.path), error.message)]
    if field.type is not FieldType.ROWS or not isinstance(raw, list):
        return as_text(raw), misfits
    rows = [dict(row) if isinstance(row, dict) else row for row in raw]
    aside: list[tuple[int, str, Plain]] = []
    while True:
        if len(error.path) != 2 or not isinstance(rows[int(error.path[0]) - 1], dict):
            return as_text(raw), misfits
        position, column = int(error.path[0]) - 1, error.path[1]
        aside.append((position, column, rows[position].pop(column)))
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
