"""Steps that add a row to an item or change one: urgings, extensions and what answers them (`kinds.RowStep`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.dues import Where, read_due
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import Creation, Field, FieldType, Kind, Label, RowStep, Transition
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, Row, Value


class Words(msgspec.Struct, frozen=True):
    """What the words of `fills` and `sets` stand for: `$today`, `$now`, `$me`, `$why`, a column of the row, a field."""

    item: Item
    today: date
    now: datetime
    by: str
    why: str = ""
    row: Row = {}

    def value(self, field: Field, text: str) -> Value:
        """Give the typed value of `text` for `field`."""
        match text:
            case "$today":
                return self.today
            case "$now":
                return self.now
            case "$me":
                return self.by
            case "$why":
                return self.why.strip() or None
            case _ if text.startswith("$"):
                name = text[1:]
                return self.row[name] if name in self.row else self.item.get(name)
        return fields.parse(field, text)


def is_empty(value: Value) -> bool:
    """Say whether nothing is in a field."""
    return value is None or value in ("", [])


def holds(values: Mapping[str, Value], wanted: Mapping[str, str]) -> bool:
    """Say whether fields have the text given for each, "" for an empty one."""
    return all(_text(values.get(name)) == text for name, text in wanted.items())


def _text(value: Value) -> str:
    return "" if value is None else str(fields.to_plain(value))


def standing_row(item: Item, step: RowStep) -> Row | None:
    """Give the row that a step would change: the newest one where `where` holds; None for a step that adds one."""
    rows = item.rows(step.of)
    place = None if step.adds else _place(rows, step.where)
    return None if place is None else rows[place]


def _place(rows: Sequence[Row], where: Mapping[str, str]) -> int | None:
    found = (place for place in range(len(rows) - 1, -1, -1) if holds(rows[place], where))
    return next(found, None)


def hindrance(item: Item, kind: Kind, transition: Transition) -> Message | None:
    """Say why the rows of an item do not allow a step, None when they do."""
    step = transition.row
    if step is None or step.of not in kind.field:
        return None
    field = kind.field[step.of].title
    if not step.adds:
        if standing_row(item, step) is None:
            return msg("nothing under “{field}” waits for it", field=field)
        return None
    rows = item.rows(step.of)
    if step.unless and any(holds(row, step.unless) for row in rows):
        return msg("one under “{field}” is still waiting", field=field)
    if step.at_most is not None and sum(holds(row, step.counted) for row in rows) >= step.at_most:
        return msg("no more than {count} of “{field}”; used up", field=field, count=step.at_most)
    return None


def rows_to_take(rows: Sequence[Row], creation: Creation) -> list[int]:
    """Give the places of the rows that a step makes items of: those it is for that have none yet."""
    return [
        place
        for place, row in enumerate(rows)
        if holds(row, creation.where) and (not creation.back or is_empty(row.get(creation.back)))
    ]


def nothing_to_create(item: Item, kind: Kind, creation: Creation) -> Message | None:
    """Say why there is nothing to make items of, None when there is."""
    field = kind.field.get(creation.each)
    if field is None or rows_to_take(item.rows(field.id), creation):
        return None
    if not item.rows(field.id):
        return msg("there is nothing under “{field}” yet", field=field.title)
    return msg("every entry under “{field}” has been taken over already", field=field.title)


def take(field: Field, step: RowStep, entered: Row, words: Words) -> tuple[list[Row], Row]:
    """Give the rows as a step leaves them, and the row it added or changed, its columns in the order declared."""
    rows = list(words.item.rows(field.id))
    place = None if step.adds else _place(rows, step.where)
    row: dict[str, Value] = dict(rows[place]) if place is not None else {}
    if place is None and field.key == "id":
        row["id"] = derived_id(words.now.isoformat(), words.by, str(len(rows)))
    known = field.column
    row.update({name: words.value(known[name], text) for name, text in step.fills.items() if name in known})
    row.update({name: value for name, value in entered.items() if not is_empty(value) or name not in step.fills})
    row = {name: row[name] for name in dict.fromkeys([*known, *row]) if not is_empty(row.get(name))}
    if place is None:
        rows.append(row)
    else:
        rows[place] = row
    return rows, row


def missing_columns(field: Field, step: RowStep, row: Row) -> list[Label]:
    """Name the columns that a step asks for and that are empty in its row."""
    return [column_label(field, name) for name in step.asks if is_empty(row.get(name))]


def column_label(field: Field, column: str) -> Label:
    """Give the label of a column; the id as written when it has none."""
    known = field.column.get(column)
    return known.title if known and (known.title.zh or known.title.en) else Label(column, column)


def too_early(kind: Kind, step: RowStep, item: Item, row: Row) -> Iterator[tuple[str, Message]]:
    """Yield the columns whose day is not later than the field of the item that `after` names, and what to say."""
    for column, name in step.after.items():
        day, bound = row.get(column), item.day(name)
        if isinstance(day, date) and bound is not None and day <= bound:
            labels = {"column": column_label(kind.field[step.of], column), "field": kind.field[name].title}
            yield column, msg("“{column}” must be later than “{field}”, which is {day}", **labels, day=bound)


def suggested(field: Field, step: RowStep, item: Item, where: Where) -> dict[str, Value]:
    """Give what the row of a step begins with in a form, by column."""
    values: dict[str, Value] = {}
    for name, text in step.suggests.items():
        if (column := field.column.get(name)) is None:
            continue
        if text == "$next":
            values[name] = _next_choice(column, item.rows(field.id))
        elif column.type is FieldType.DATE:
            values[name] = read_due(text, column, item.values, where).day
        else:
            values[name] = fields.parse(column, text)
    return {name: value for name, value in values.items() if not is_empty(value)}


def _next_choice(column: Field, rows: Sequence[Row]) -> str | None:
    """Give the choice after the one of the newest row: the first when there is none, the last when that was it."""
    choices = [choice.id for choice in column.choices]
    last = rows[-1].get(column.id) if rows else None
    if not choices:
        return None
    return choices[min(choices.index(last) + 1, len(choices) - 1)] if last in choices else choices[0]
