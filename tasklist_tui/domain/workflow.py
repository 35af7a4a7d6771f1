"""Workflow: which transitions an item can take, and the edit that takes one (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import Field, Kind, Label, RowStep, Transition
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Item, Row, Value


class Way(msgspec.Struct, frozen=True):
    """A transition an item could take now.

    `missing` names the fields to fill in first, `columns` those of the row it adds or changes; `hindrance` says in
    words why it cannot be taken today.
    """

    transition: Transition
    missing: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    hindrance: Message | None = None

    @property
    def asks(self) -> bool:
        """Whether a person has to enter something before it can be taken."""
        return bool(self.missing or self.columns or self.transition.explain)


class Entered(msgspec.Struct, frozen=True):
    """Who takes a step, when, and what they entered: fields of the item, columns of the row, and the reason."""

    today: date
    now: datetime
    by: str
    text: str = ""
    answers: Mapping[str, Value] = {}
    row: Mapping[str, Value] = {}


def current_state(item: Item, kind: Kind) -> str:
    """Give the item's state; the first one of the workflow when it has none."""
    return item.status or (kind.states[0].id if kind.states else "")


def ways(item: Item, kind: Kind, today: date) -> tuple[Way, ...]:
    """Give the transitions out of the item's state, the main one first; those whose `when` does not hold are left out.

    A transition that cannot be taken for another reason is given with its `hindrance`.
    """
    return tuple(
        Way(
            transition,
            tuple(name for name in transition.asks if item.get(name) in {None, ""}),
            transition.row.asks + transition.row.optional if transition.row else (),
            _hindrance(item, kind, transition, today),
        )
        for transition in kind.transitions_from(current_state(item, kind))
        if all(_says(item.get(name), text) for name, text in transition.when.items())
    )


def find_way(item: Item, kind: Kind, today: date, wanted: str = "") -> Way:
    """Give the way named `wanted` (a transition or a state id), the main one when it is "".

    Raises `UserError` when the item cannot go there, with the ways it can go.
    """
    possible = ways(item, kind, today)
    for way in possible:
        named = wanted in {way.transition.id, way.transition.to} if wanted else bool(way.transition.to)
        if named:
            if way.hindrance is not None:
                raise UserError(way.hindrance)
            return way
    state = state_label(kind, current_state(item, kind))
    if not possible:
        raise UserError(msg("“{title}” is {state}; nothing follows from there", title=item.title, state=state))
    ids = tuple(way.transition.id for way in possible)
    raise UserError(
        msg("“{title}” is {state} and cannot become {wanted}", title=item.title, state=state, wanted=wanted),
        msg("possible: {ways}", ways=ids),
    )


def _hindrance(item: Item, kind: Kind, transition: Transition, today: date) -> Message | None:
    """Say why a transition cannot be taken today, None when it can."""
    last = item.day(transition.before) if transition.before else None
    if last is not None and today > last:
        name = transition.title
        return msg("“{transition}” had to be asked for by {day}", transition=name, day=last)
    step = transition.row
    if step is None or step.of not in kind.field:
        return None
    rows = item.rows(step.of)
    if not step.adds:
        if _newest(rows, step.where) is None:
            return msg("“{transition}” has nothing to answer", transition=transition.title)
        return None
    counted = sum(1 for row in rows if all(_says(row.get(name), text) for name, text in step.counted.items()))
    if step.at_most is not None and counted >= step.at_most:
        return msg(
            "“{transition}” is allowed {count} times; it has been used", transition=transition.title, count=counted
        )
    return None


def _says(value: Value, text: str) -> bool:
    return text == "" if value is None else str(fields.to_plain(value)) == text


def _newest(rows: Sequence[Row], where: Mapping[str, str]) -> int | None:
    """Give the position of the last row whose columns have the values of `where`, None when there is none."""
    for place in range(len(rows) - 1, -1, -1):
        if all(_says(rows[place].get(name), text) for name, text in where.items()):
            return place
    return None


def state_label(kind: Kind, state: str) -> Label:
    """Give the label of a state; the id as written when the kind does not know it."""
    return kind.state[state].title if state in kind.state else Label(state, state)


def transition_label(kind: Kind, transition: str) -> Label:
    """Give the label of a transition; the id as written when the kind does not know it."""
    known = kind.transition.get(transition)
    return known.title if known else Label(transition, transition)


def field_label(kind: Kind, field: str) -> Label:
    """Give the label of a field; the id as written when the kind does not know it."""
    known = kind.field.get(field)
    return known.title if known and (known.title.zh or known.title.en) else Label(field, field)


def advance(list_id: str, item: Item, kind: Kind, way: Way, entered: Entered) -> SetFields:
    """Give the edit that takes `way`: the new state, stamps, the row, and a log entry with time, person and step.

    Raises `UserError` while something that the transition asks for is empty, or when it cannot be taken.
    """
    transition = way.transition
    if way.hindrance is not None:
        raise UserError(way.hindrance)
    answered = item.with_values(entered.answers)
    missing = [field_label(kind, name) for name in transition.asks if answered.get(name) in {None, ""}]
    values: dict[str, Value] = dict(entered.answers)
    words = _Words(answered, entered)
    if (step := transition.row) is not None and step.of in kind.field:
        rows, row = _take_row(kind.field[step.of], answered, step, words)
        missing += [_column_label(kind.field[step.of], name) for name in step.asks if row.get(name) in {None, ""}]
        values[step.of] = rows
        words = msgspec.structs.replace(words, row=row)
    if transition.explain and not entered.text.strip():
        missing.append(_REASON)
    if missing:
        raise UserError(_missing(transition, missing))
    if transition.to:
        values["status"] = transition.to
    values.update(dict.fromkeys(transition.clears))
    values.update({name: entered.today for name in transition.stamps if name in kind.field})
    values.update({n: words.value(kind.field[n], text) for n, text in transition.sets.items() if n in kind.field})
    if "log" in kind.field:
        values["log"] = [*item.rows("log"), _log_row(kind, transition, entered)]
    return SetFields(list_id, item.id, values)


_REASON = Label("理由", "reason")


class _Words(msgspec.Struct, frozen=True):
    """What the words of `fills` and `sets` stand for: `$today`, `$now`, `$me`, `$why`, a column of the row, a field."""

    item: Item
    entered: Entered
    row: Row = {}

    def value(self, field: Field, text: str) -> Value:
        """Give the typed value of `text` for `field`."""
        match text:
            case "$today":
                return self.entered.today
            case "$now":
                return self.entered.now
            case "$me":
                return self.entered.by
            case "$why":
                return self.entered.text.strip() or None
            case _ if text.startswith("$"):
                name = text[1:]
                return self.row[name] if name in self.row else self.item.get(name)
        return fields.parse(field, text)


def _take_row(field: Field, item: Item, step: RowStep, words: _Words) -> tuple[list[Row], Row]:
    """Give the rows as the step leaves them, and the row it added or changed."""
    rows = list(item.rows(field.id))
    place = None if step.adds else _newest(rows, step.where)
    row: dict[str, Value] = dict(rows[place]) if place is not None else {}
    if place is None and field.key == "id":
        row["id"] = derived_id(words.entered.now.isoformat(), words.entered.by, str(len(rows)))
    known = field.column
    row.update({name: words.value(known[name], text) for name, text in step.fills.items() if name in known})
    row.update(words.entered.row)
    row = {name: value for name, value in row.items() if value is not None and value != ""}
    if place is None:
        rows.append(row)
    else:
        rows[place] = row
    return rows, row


def _log_row(kind: Kind, transition: Transition, entered: Entered) -> Row:
    """Give the log entry of a step; the step itself is named where the new state does not tell it."""
    row: dict[str, Value] = {"at": entered.now, "by": entered.by}
    if transition.to:
        row["state"] = transition.to
    if "step" in kind.field["log"].column and not _tells_step(kind, transition):
        row["step"] = transition.id
    if entered.text.strip():
        row["text"] = entered.text.strip()
    return row


def _tells_step(kind: Kind, transition: Transition) -> bool:
    """Say whether the state reached tells which transition led to it, as `stages.py` needs to know for a limit."""
    return bool(transition.to) and sum(1 for other in kind.transitions if other.to == transition.to) == 1


def _column_label(field: Field, column: str) -> Label:
    known = field.column.get(column)
    return known.title if known and (known.title.zh or known.title.en) else Label(column, column)


def _missing(transition: Transition, missing: Sequence[Label]) -> Message:
    return msg("“{transition}” needs these fields first: {fields}", transition=transition.title, fields=tuple(missing))


def log_entry(list_id: str, item: Item, *, now: datetime, by: str, text: str) -> SetFields:
    """Give the edit that appends a progress note."""
    return SetFields(list_id, item.id, {"log": [*item.rows("log"), {"at": now, "by": by, "text": text}]})


def set_row(list_id: str, item: Item, field: str, key_column: str, key: str, values: Mapping[str, Value]) -> SetFields:
    """Give the edit that changes columns of one row, found by its key; None empties a column."""
    rows = [
        {k: v for k, v in {**row, **values}.items() if v is not None} if str(row.get(key_column)) == key else row
        for row in item.rows(field)
    ]
    return SetFields(list_id, item.id, {field: rows})
