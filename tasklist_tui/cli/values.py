"""Values of fields from `FIELD=VALUE` words, read by the kind of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import count as count_up
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.cli.arguments import UsageError
from tasklist_tui.cli.common import NotFound, find_committee
from tasklist_tui.cli.references import find_document, find_link, find_row
from tasklist_tui.domain import fields
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.defaults import Begun, starting_row
from tasklist_tui.domain.dues import Where, read_due
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label, Transition
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, Row, TaskList, Value, Workspace

if TYPE_CHECKING:
    from tasklist_tui.domain.phrases import Phrase


class Reader(msgspec.Struct, frozen=True, dict=True):
    """What is needed to understand a value: the workspace, the list it is for, and the day it is."""

    workspace: Workspace
    task_list: TaskList
    today: date

    @cached_property
    def where(self) -> Where:
        """What deadline phrases are read against."""
        calendar = Calendar(self.workspace.calendars, self.workspace.settings.calendar)
        return Where.of(self.workspace, self.task_list, calendar, self.today)

    @property
    def kind(self) -> Kind:
        """The kind of the list."""
        return self.workspace.kind_of(self.task_list)

    def values(self, item: Item, pairs: Sequence[str]) -> dict[str, Value]:
        """Read pairs for an item; rows are reached as `milestones.ID.done=…`, None empties a field.

        `milestones.+.title=…` adds a row; further pairs with `+` belong to the same one, `+2` is another.

        Raises `UsageError` for a word without `=`, `NotFound` for a name, `UserError` for a value that does not fit.
        """
        values: dict[str, Value] = {}
        new: dict[str, int] = {}
        for pair in pairs:
            name, mark, text = pair.replace("＝", "=", 1).partition("=")
            if not mark:
                raise UsageError(
                    msg("expected FIELD=VALUE, found “{text}”", text=pair), msg("e.g. due=2025-11-15; see --help")
                )
            parts = [part.strip() for part in name.split(".")]
            field = _named(self.kind.fields, parts[0], self.kind)
            try:
                if field.type is FieldType.ROWS:
                    values[field.id] = self._rows(item.with_values(values), field, parts, text, new)
                elif len(parts) > 1:
                    raise UserError(
                        msg("“{field}” has no rows", field=field.title), msg("write {field}=VALUE", field=field.id)
                    )
                elif field.type is FieldType.DATE:
                    values.update(self._day(field, text, {**item.values, **values}))
                else:
                    values[field.id] = self._value(field, text, item.with_values(values))
            except fields.FieldError as error:
                raise UserError(msg("{field}: {message}", field=name, message=error.message)) from error
        return values

    def answers(
        self, item: Item, transition: Transition, pairs: Sequence[str]
    ) -> tuple[dict[str, Value], dict[str, Value]]:
        """Read pairs for a transition: a name that its row asks for is a column, any other one a field of the item.

        Raises what `values` raises.
        """
        step = transition.row
        columns = self.kind.field[step.of].column if step else {}
        asked = {*step.asks, *step.optional} if step else set()
        named = {
            word: column
            for name, column in columns.items()
            if name in asked
            for word in (name, column.title.zh, column.title.en)
        }
        row: dict[str, Value] = {}
        fields_given = []
        for pair in pairs:
            name, _mark, text = pair.replace("＝", "=", 1).partition("=")
            if (column := named.get(name.strip())) is None:
                fields_given.append(pair)
                continue
            try:
                row[column.id] = self._value(column, text, item)
            except fields.FieldError as error:
                raise UserError(msg("{field}: {message}", field=name, message=error.message)) from error
        try:
            return self.values(item, fields_given), row
        except NotFound as error:
            if step is None:
                raise
            wanted = tuple(column.title for column in dict.fromkeys(named.values()))
            hint = msg("“{transition}” takes {fields}", transition=transition.title, fields=wanted) if wanted else None
            raise NotFound(error.message, hint or error.hint) from error

    def _day(self, field: Field, text: str, known: Mapping[str, Value]) -> dict[str, Value]:
        """Read a day or a deadline phrase; a field that keeps its words gets both, and the day they count from."""
        due = read_due(text, field, known, self.where)
        if due.day is None and text.strip() and (not field.phrase or due.phrase is None or _says_nothing(due.phrase)):
            parse_day(text, self.today, self.task_list.year)  # says what was expected
        if not field.phrase:
            return {field.id: due.day}
        counted = {field.anchor: due.anchor} if due.anchor else {}
        return {field.id: due.day, field.phrase: due.words or None, **counted}

    def _value(self, field: Field, text: str, item: Item | None = None) -> Value:
        text = text if field.type is FieldType.LONGTEXT else text.strip()
        if not text.strip():
            return None
        match field.type:
            case FieldType.DATE:
                return self._day(field, text, {})[field.id]
            case FieldType.COMMITTEE:
                return find_committee(self.workspace, text)
            case FieldType.COMMITTEES:
                return list(dict.fromkeys(find_committee(self.workspace, name) for name in split(text)))
            case FieldType.TEXTS:
                return split(text)
            case FieldType.STATE:
                return _by_label(((state.id, state.title) for state in self.kind.states), text)
            case FieldType.CHOICE:
                return _by_label(((choice.id, choice.title) for choice in field.choices), text)
            case FieldType.CHOICES:
                known = [(choice.id, choice.title) for choice in field.choices]
                return list(dict.fromkeys(_by_label(known, part) for part in split(text)))
            case FieldType.LINK:
                return find_link(self.workspace, field, text)
            case FieldType.LINKS:
                return list(dict.fromkeys(find_link(self.workspace, field, part) for part in split(text)))
            case FieldType.DOCUMENT:
                return find_document(self.workspace, text)
            case FieldType.ROWLINK:
                return find_row(self.kind, field, item, text)
            case _:
                return fields.parse(field, text.replace("％", "%"))

    def _rows(self, item: Item, field: Field, parts: list[str], text: str, new: dict[str, int]) -> list[Row]:
        """Give the rows of a field with one column of one row set; a row called `+` is a new one.

        `new` keeps the places of the rows that this command adds, by what they are called: `+`, `+2`.
        """
        rows = [dict(row) for row in item.rows(field.id)]
        adds = len(parts) == 3 and parts[1].startswith("+")
        if len(parts) != 3 or (field.append_only and not adds):
            raise UserError(
                msg("“{field}” is changed row by row", field=field.title),
                msg("write {field}.ROW.COLUMN=VALUE; ROW is the row's key as tasklist show prints it", field=field.id)
                if not field.append_only
                else msg("write {field}.+.COLUMN=VALUE to add an entry", field=field.id),
            )
        column = _named(field.fields, parts[2], Kind(field.id))
        if column.read_only or (column.id == field.key and not adds):
            raise UserError(
                msg("“{field}” tells the rows apart and stays as it is", field=".".join(parts)),
                msg(
                    "possible: {ways}", ways=tuple(c.id for c in field.fields if c.id != field.key and not c.read_only)
                ),
            )
        if adds:
            place = new.setdefault(f"{field.id}.{parts[1]}", len(rows))
            if place == len(rows):
                rows.append(self._begun_row(field, item, len(rows)))
        else:
            keys = [fields.row_key(field, row) for row in rows]
            key = self._key(field, parts[1])
            if key not in keys:
                raise NotFound(
                    msg("there is no {field}", field=".".join(parts[:2])),
                    msg("possible: {ways}; + adds one", ways=tuple(keys)),
                )
            place = keys.index(key)
        row = rows[place]
        if column.type is FieldType.DATE:
            row.update(self._day(column, text, {**item.values, **row}))
        else:
            row[column.id] = self._value(column, text, item)
        return [{name: value for name, value in row.items() if value is not None} for row in rows]

    def _begun_row(self, field: Field, item: Item, place: int) -> dict[str, Value]:
        """Give a new row: its id, where rows have one, and the defaults of its columns."""
        taken = {row.get("id") for row in item.rows(field.id)}
        tries = (derived_id(item.id, field.id, str(place), str(count)) for count in count_up())
        row: dict[str, Value] = {"id": next(i for i in tries if i not in taken)} if field.key == "id" else {}
        return row | starting_row(field, item.rows(field.id), self.task_list.year, Begun(self.today))

    def _key(self, field: Field, text: str) -> str:
        """Give the key of a row as it stands in the file: a committee may be named, a day written short."""
        column = field.column.get(field.key)
        if column is not None and column.type in {FieldType.COMMITTEE, FieldType.DATE}:
            return str(fields.to_plain(self._value(column, text)))
        return text


def _says_nothing(phrase: Phrase) -> bool:
    """Say whether no date can be read in the words, though one seems to be meant."""
    return phrase.kind.value in {"vague", "none"}


def split(text: str) -> list[str]:
    """Give the parts of an enumeration, whichever comma separates them."""
    for mark in "，、;；":
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


def _named(known: Iterable[Field], name: str, kind: Kind) -> Field:
    """Give the field or column called `name` (id or label)."""
    choices = tuple(known)
    for field in choices:
        if name and name in {field.id, field.title.zh, field.title.en}:
            return field
    raise NotFound(
        msg("the kind {kind} has no field “{name}”", kind=kind.kind, name=name),
        msg("possible: {ways}", ways=tuple(field.id for field in choices)),
    )


def _by_label(known: Iterable[tuple[str, Label]], text: str) -> str:
    """Give the id that goes by a label; what is none stays, and is refused with the others that do not fit."""
    return next((name for name, title in known if text in {name, title.zh, title.en}), text)
