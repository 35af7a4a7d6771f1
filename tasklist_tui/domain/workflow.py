"""Workflow: which transitions an item can take, and the edit that takes one (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.kinds import Kind, Label, Transition
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Item, Value


class Way(msgspec.Struct, frozen=True):
    """A transition an item could take now; `missing` names the fields to fill in first."""

    transition: Transition
    missing: tuple[str, ...] = ()


def current_state(item: Item, kind: Kind) -> str:
    """Give the item's state; the first one of the workflow when it has none."""
    return item.status or (kind.states[0].id if kind.states else "")


def ways(item: Item, kind: Kind) -> tuple[Way, ...]:
    """Give the transitions out of the item's state, the main one first."""
    return tuple(
        Way(transition, tuple(name for name in transition.asks if item.get(name) in {None, ""}))
        for transition in kind.transitions_from(current_state(item, kind))
    )


def find_way(item: Item, kind: Kind, wanted: str = "") -> Way:
    """Give the way named `wanted` (a transition or a state id), the main one when it is "".

    Raises `UserError` when the item cannot go there, with the ways it can go.
    """
    possible = ways(item, kind)
    for way in possible:
        if not wanted or wanted in {way.transition.id, way.transition.to}:
            return way
    state = state_label(kind, current_state(item, kind))
    if not possible:
        raise UserError(msg("“{title}” is {state}; nothing follows from there", title=item.title, state=state))
    raise UserError(
        msg("“{title}” is {state} and cannot become {wanted}", title=item.title, state=state, wanted=wanted),
        msg("possible: {ways}", ways=tuple(way.transition.id for way in possible)),
    )


def state_label(kind: Kind, state: str) -> Label:
    """Give the label of a state; the id as written when the kind does not know it."""
    return kind.state[state].title if state in kind.state else Label(state, state)


def field_label(kind: Kind, field: str) -> Label:
    """Give the label of a field; the id as written when the kind does not know it."""
    known = kind.field.get(field)
    return known.title if known and (known.title.zh or known.title.en) else Label(field, field)


def advance(
    list_id: str,
    item: Item,
    kind: Kind,
    way: Way,
    *,
    today: date,
    now: datetime,
    by: str,
    text: str = "",
    answers: Mapping[str, Value] | None = None,
) -> SetFields:
    """Give the edit that takes `way`: the new state, stamps, and a log entry with time and person.

    `answers` fills the fields that the transition asks for.  Raises `UserError` while one of them is empty.
    """
    answered = item.with_values(answers or {})
    transition = way.transition
    missing = [name for name in transition.asks if answered.get(name) in {None, ""}]
    if missing:
        raise UserError(_missing(kind, transition, missing))
    values: dict[str, Value] = dict(answers or {})
    values["status"] = transition.to
    values.update(dict.fromkeys(transition.clears))
    values.update({name: today for name in transition.stamps if name in kind.field})
    values.update({n: fields.parse(kind.field[n], plain) for n, plain in transition.sets.items() if n in kind.field})
    if "log" in kind.field:
        entry: dict[str, Value] = {"at": now, "by": by, "state": transition.to}
        if text:
            entry["text"] = text
        values["log"] = [*item.rows("log"), entry]
    return SetFields(list_id, item.id, values)


def _missing(kind: Kind, transition: Transition, missing: list[str]) -> Message:
    names = tuple(field_label(kind, name) for name in missing)
    return msg("“{transition}” needs these fields first: {fields}", transition=transition.title, fields=names)


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
