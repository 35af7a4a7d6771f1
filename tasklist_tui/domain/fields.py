"""Values of fields: plain YAML to typed value and back, by the type of the field (DESIGN §3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import LIST_TYPES, TEXT_TYPES, Field, FieldType
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Row, Value

#: What the YAML reader gives: text, number, flag, nothing, list or mapping.
Plain = Any

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class FieldError(ValueError):
    """A value that does not fit its field.  `path` is the place inside the field: `("milestones", "2", "due")`."""

    def __init__(self, message: Message, path: tuple[str, ...] = ()) -> None:
        """Carry the message; outer fields put their id in front of `path`."""
        super().__init__(str(message))
        self.message = message
        self.path = path

    def inside(self, *outer: str) -> FieldError:
        """Give the same error seen from outside."""
        return FieldError(self.message, (*outer, *self.path))


class InexactText(Exception):
    """A text field got a value that the YAML reader has resolved; the reader has to fetch the text as written."""


def parse(field: Field, plain: Plain) -> Value:
    """Give the typed value of `plain` for `field`, None when it is empty.

    Raises `FieldError` when it does not fit, `InexactText` when a text field got a resolved scalar.
    """
    if plain is None or plain == "":
        return None
    return _PARSERS[field.type](field, plain)


def _text(field: Field, plain: Plain) -> str:
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list | dict):
        raise FieldError(msg("expected text, found a list or a mapping"))
    raise InexactText


def _number(field: Field, plain: Plain) -> int:
    if isinstance(plain, int) and not isinstance(plain, bool):
        return plain
    if isinstance(plain, str):
        text = plain.strip().removesuffix("%")
        if re.fullmatch(r"[+-]?\d{1,15}", text):
            return int(text)
    raise FieldError(msg("expected a whole number, found “{text}”", text=str(plain)))


def _percent(field: Field, plain: Plain) -> int:
    number = _number(field, plain)
    if not 0 <= number <= 100:
        raise FieldError(msg("expected 0 to 100, found {text}", text=str(plain)))
    return number


def _flag(field: Field, plain: Plain) -> bool:
    if isinstance(plain, bool):
        return plain
    if str(plain).strip().lower() in {"true", "yes", "是", "1"}:
        return True
    if str(plain).strip().lower() in {"false", "no", "否", "0"}:
        return False
    raise FieldError(msg("expected true or false, found “{text}”", text=str(plain)))


def _date(field: Field, plain: Plain) -> date:
    text = str(plain).strip()
    if not _ISO_DAY.fullmatch(text):
        raise FieldError(msg("expected a date like 2025-09-30, found “{text}”", text=text))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FieldError(msg("there is no such day: “{text}”", text=text)) from None


def _moment(field: Field, plain: Plain) -> datetime:
    text = str(plain).strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise FieldError(msg("expected a time like 2025-09-30T10:30:00+08:00, found “{text}”", text=text)) from None


def _texts(field: Field, plain: Plain) -> list[str]:
    values = plain if isinstance(plain, list) else [plain]
    return [_text(field, value) for value in values if value is not None]


def _rows(field: Field, plain: Plain) -> list[Row]:
    if not isinstance(plain, list):
        raise FieldError(msg("expected a list of entries"))
    rows: list[Row] = []
    taken: dict[str, int] = {}
    columns = field.column
    for number, raw in enumerate(plain, start=1):
        if not isinstance(raw, dict):
            raise FieldError(msg("expected an entry with fields, like “title: …”"), (str(number),))
        row: dict[str, Value] = {}
        for name, value in raw.items():
            column = columns.get(name)
            try:
                parsed = unknown(value) if column is None else parse(column, value)
            except FieldError as error:
                raise error.inside(str(number), str(name)) from None
            if parsed is not None:
                row[name] = parsed
        if field.key == "id" and "id" not in row:
            label = row_label(field, row)
            taken[label] = taken.get(label, 0) + 1
            row["id"] = derived_id(label, str(taken[label]))
        rows.append(row)
    return rows


_PARSERS: dict[FieldType, Callable[[Field, Plain], Value]] = {
    **dict.fromkeys(TEXT_TYPES, _text),
    FieldType.NUMBER: _number,
    FieldType.MEASURE: _number,
    FieldType.PERCENT: _percent,
    FieldType.FLAG: _flag,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    **dict.fromkeys(LIST_TYPES, _texts),
    FieldType.ROWS: _rows,
}


def unknown(plain: Plain) -> Value:
    """Keep the value of a key that the kind does not know: text as written, lists and mappings of it."""
    if isinstance(plain, dict):
        return {str(key): unknown(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [unknown(value) for value in plain]
    if plain is None or isinstance(plain, str):
        return plain
    raise InexactText


def to_plain(value: Value) -> Plain:
    """Give what is written to YAML or JSON: dates as ISO text, everything else as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: to_plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(inner) for inner in value]
    return value


def row_key(field: Field, row: Row) -> str:
    """Give what identifies a row among its like: its key column, or all of its content when the field has no key."""
    if field.key and (key := row.get(field.key)) is not None:
        return str(to_plain(key))
    return "\x1f".join(f"{name}={to_plain(row[name])}" for name in sorted(row))


def row_label(field: Field, row: Row) -> str:
    """Give the text by which a person knows the row: its long text, else the first text column filled, else its key.

    A row that is known by its day, as an occurrence is, is called by it.
    """
    key = field.column.get(field.key)
    if key is not None and key.type is FieldType.DATE and row.get(field.key) is not None:
        return str(to_plain(row[field.key]))
    for wanted in (FieldType.LONGTEXT, FieldType.TEXT):
        for column in field.fields:
            if column.id != "id" and column.type is wanted and row.get(column.id):
                return str(row[column.id])
    return str(to_plain(row.get(field.key) or "")) if field.key else ""


def rows_by_key(field: Field, rows: Sequence[Row]) -> dict[str, Row]:
    """Index rows by `row_key`; rows that are alike to the letter count as one."""
    return {row_key(field, row): row for row in rows}
