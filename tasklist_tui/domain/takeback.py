"""A list with one change of it taken back: what undoing that change alone is merged from."""

from __future__ import annotations

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.model import Item, Row, TaskList, Value


class Part(msgspec.Struct, frozen=True):
    """What is to be taken back: an item, a field of it, a row of that field (by its label), or a column of the row."""

    item_id: str
    field: str = ""
    row: str = ""
    column: str = ""


def without_change(kind: Kind, before: TaskList, after: TaskList, part: Part) -> TaskList:
    """Give `after` with the part as it was in `before`, everything else left."""
    was, now = before.item(part.item_id), after.item(part.item_id)
    if part.field and was is not None and now is not None:
        value = _value(kind.field.get(part.field), was, now, part)
        changed = now.with_values({part.field: value})
        items = tuple(changed if item.id == part.item_id else item for item in after.items)
    else:
        items = _with_item(before, after, part.item_id)
    return msgspec.structs.replace(after, items=items)


def _with_item(before: TaskList, after: TaskList, item_id: str) -> tuple[Item, ...]:
    """Give the items of `after` with one as it was, behind the item it stood behind."""
    others = [item for item in after.items if item.id != item_id]
    was = before.item(item_id)
    if was is None:
        return tuple(others)
    place = {item.id: number for number, item in enumerate(others)}
    above = before.items[: before.index[item_id]]
    number = next((place[item.id] + 1 for item in reversed(above) if item.id in place), 0)
    return (*others[:number], was, *others[number:])


def _value(field: Field | None, was: Item, now: Item, part: Part) -> Value:
    if field is None or not part.row:
        return was.get(part.field)
    old, new = ([*item.rows(part.field)] for item in (was, now))
    keys = {fields.row_key(field, row) for row in (*old, *new) if fields.row_label(field, row) == part.row}
    rows: list[Row] = []
    by_key = fields.rows_by_key(field, old)
    for row in new:
        key = fields.row_key(field, row)
        if key not in keys:
            rows.append(row)
        elif key in by_key:
            rows.append({**row, part.column: by_key[key].get(part.column)} if part.column else by_key[key])
    known = fields.rows_by_key(field, new)
    rows += [row for key, row in by_key.items() if key in keys and key not in known]
    return [{name: value for name, value in row.items() if value is not None} for row in rows]
