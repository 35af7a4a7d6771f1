"""What a new item begins with: the first state, and the defaults of its kind, `$next` numbers among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.model import Row, TaskList, Value

NEXT = "$next"


class Begun(msgspec.Struct, frozen=True):
    """When a new item is made, and who makes it, for the defaults `$today`, `$year` and `$me`."""

    today: date
    by: str = ""


def starting(kind: Kind, task_list: TaskList, given: Mapping[str, Value], begun: Begun) -> dict[str, Value]:
    """Give the values of a new item of a list: what is `given`, the first state, and defaults for the rest."""
    values = {name: value for name, value in given.items() if value is not None}
    if "status" in kind.field and kind.states:
        values.setdefault("status", kind.states[0].id)
    late = [field for field in kind.fields if field.default == NEXT]
    for field in [*(f for f in kind.fields if f.default and f.default != NEXT), *late]:
        if field.id not in values and (value := _default(field, task_list, values, begun)) is not None:
            values[field.id] = value
    return values


def starting_row(field: Field, rows: Sequence[Row], year: int | None, begun: Begun) -> dict[str, Value]:
    """Give what a new row begins with: the defaults of its columns; a `$next` number goes on from the other rows."""
    made: dict[str, Value] = {}
    for column in field.fields:
        if not column.default:
            continue
        if column.default == NEXT:
            numbers = (row.get(column.id) for row in rows)
            value: Value = max((n for n in numbers if isinstance(n, int)), default=0) + 1
        else:
            value = _plain_default(column, year, begun)
        if value is not None:
            made[column.id] = value
    return made


def _default(field: Field, task_list: TaskList, values: Mapping[str, Value], begun: Begun) -> Value:
    if field.default == NEXT:
        return next_number(field, task_list, values)
    return _plain_default(field, task_list.year, begun)


def _plain_default(field: Field, year: int | None, begun: Begun) -> Value:
    """Give a default that rests on nothing else in the list; one that does not fit its field counts as none."""
    match field.default:
        case "$today":
            return begun.today
        case "$me":
            return begun.by or None
        case "$year":
            plain: fields.Plain = year or begun.today.year
        case _:
            plain = field.default
    try:
        return fields.parse(field, plain)
    except fields.InexactText:
        return fields.parse(field, str(plain))
    except fields.FieldError:
        return None


def next_number(field: Field, task_list: TaskList, values: Mapping[str, Value]) -> int:
    """Give the highest number of a field in its list and one; only items alike in the field `per` are counted."""
    alike = (item for item in task_list.items if not field.per or item.get(field.per) == values.get(field.per))
    return max((number for item in alike if isinstance(number := item.get(field.id), int)), default=0) + 1
