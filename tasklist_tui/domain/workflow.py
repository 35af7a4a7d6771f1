"""Workflow: which transitions an item can take, and the edit that takes one (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from tasklist_tui.domain import rowsteps
from tasklist_tui.domain.chains import gaps, gaps_said
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.kinds import Kind, Label, Transition
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Item, Row, Value

#: What the reason that `explain` asks for is called.
REASON = Label("理由", "Reason")


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
            tuple(name for name in transition.asks if rowsteps.is_empty(item.get(name))),
            transition.row.asks + transition.row.optional if transition.row else (),
            _hindrance(item, kind, transition, today),
        )
        for transition in kind.transitions_from(current_state(item, kind))
        if rowsteps.holds(item.values, transition.when)
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
                raise _hindered(way)
            return way
    state = state_label(kind, current_state(item, kind))
    if not possible:
        raise UserError(msg("“{title}” is {state}; nothing follows from there", title=item.title, state=state))
    ids = tuple(way.transition.id for way in possible)
    hint = msg("possible: {ways}", ways=ids)
    if (known := kind.transition.get(wanted)) is not None:
        title = known.title
        raise UserError(
            msg("“{title}” is {state}: no “{transition}” now", title=item.title, state=state, transition=title), hint
        )
    raise UserError(
        msg("“{title}” is {state} and cannot become {wanted}", title=item.title, state=state, wanted=wanted), hint
    )


def _hindered(way: Way) -> UserError:
    return UserError(msg("“{transition}”: {reason}", transition=way.transition.title, reason=way.hindrance))


def _hindrance(item: Item, kind: Kind, transition: Transition, today: date) -> Message | None:
    """Say why a transition cannot be taken today, None when it can."""
    last = item.day(transition.before) if transition.before else None
    if last is not None and today > last:
        return msg("it had to be asked for by {day}", day=last)
    chain = kind.chain.get(transition.whole)
    if chain is not None and (found := gaps(item, kind, chain)):
        return gaps_said(kind, chain, found)
    if transition.creates is not None and (nothing := rowsteps.nothing_to_create(item, kind, transition.creates)):
        return nothing
    return rowsteps.hindrance(item, kind, transition)


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
        raise _hindered(way)
    answered = item.with_values(entered.answers)
    missing = [field_label(kind, name) for name in transition.asks if rowsteps.is_empty(answered.get(name))]
    values: dict[str, Value] = dict(entered.answers)
    words = rowsteps.Words(answered, entered.today, entered.now, entered.by, entered.text)
    early: list[Message] = []
    if (step := transition.row) is not None and step.of in kind.field:
        rows, row = rowsteps.take(kind.field[step.of], step, entered.row, words)
        missing += rowsteps.missing_columns(kind.field[step.of], step, row)
        early += [message for _column, message in rowsteps.too_early(kind, step, answered, row)]
        values[step.of] = rows
        words = msgspec.structs.replace(words, row=row)
    if transition.explain and not entered.text.strip():
        missing.append(REASON)
    if missing:
        raise UserError(_missing(transition, missing))
    if early:
        raise UserError(early[0])
    if transition.to:
        values["status"] = transition.to
    values.update(dict.fromkeys(transition.clears))
    values.update({name: entered.today for name in transition.stamps if name in kind.field})
    values.update({n: words.value(kind.field[n], text) for n, text in transition.sets.items() if n in kind.field})
    if "log" in kind.field:
        values["log"] = [*item.rows("log"), _log_row(kind, transition, entered)]
    return SetFields(list_id, item.id, values)


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
