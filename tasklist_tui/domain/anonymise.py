"""A workspace without the people in it: for what is handed to those who need not know who did what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import msgspec

from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.model import Item, Row, Value, Workspace

#: What stands where a name, a number or an address stood.
GONE = "○○"
#: Fields that name people in the kinds that come with the program, beside those a workflow signs (`$me`).
_NAMES = frozenset(
    """leader by confirmed_by asked_by decided_by answered_by from group deputies deputy attendees supervisors
    supervisor informant editor contact person people experts members officer head signed_by speaker host owner_person
    """.split()  # noqa: SIM905  a table is easier to read so
)
#: Kinds whose items are people.
_PEOPLE = frozenset({"person", "people", "deputy"})
_TEXTS = frozenset({FieldType.TEXT, FieldType.LONGTEXT, FieldType.TEXTS})
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Mobile numbers of China, telephone numbers with an area code, and 18 digits of an identity card.
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{17}[\dXx])(?!\d)")


def anonymised(workspace: Workspace) -> Workspace:
    """Give the workspace without people: fields that name them are emptied, names known are taken out of all texts.

    Names of committees stay, also where they stand for a person.
    """
    offices = {name for c in workspace.settings.committees for name in (c.id, c.name, c.name_en)}
    offices |= {workspace.settings.organisation, workspace.settings.title, ""}
    # One character is a word more often than a name.
    names = sorted({name for name in _names(workspace) if len(name) > 1} - offices, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, names))) if names else None
    lists = []
    for task_list in workspace.lists:
        if task_list.kind in _PEOPLE:
            continue
        kind = workspace.kind_of(task_list)
        cleaner = partial(_clean, known)
        signed = _signed(kind)
        items = tuple(
            Item(item.id, dict(_values(item.values, kind.field, signed.get("", ()), signed, offices, cleaner)))
            for item in task_list.items
        )
        lists.append(msgspec.structs.replace(task_list, items=items, extra={}))
    settings = msgspec.structs.replace(workspace.settings, people=())
    return msgspec.structs.replace(workspace, lists=tuple(lists), settings=settings)


def _names(workspace: Workspace) -> Iterator[str]:
    for person in workspace.settings.people:
        yield person.name
        yield person.email
    for task_list in workspace.lists:
        if task_list.kind in _PEOPLE:
            yield from (item.title for item in task_list.items)


def _signed(kind: Kind) -> dict[str, set[str]]:
    """Give the columns that the workflow fills with who acts, by their rows field; "" for fields of the item."""
    found: dict[str, set[str]] = {}
    for step in kind.transitions:
        found.setdefault("", set()).update(name for name, value in step.sets.items() if value == "$me")
        if step.row is not None:
            signed = {name for name, value in step.row.fills.items() if value == "$me"}
            found.setdefault(step.row.of, set()).update(signed)
    for field in kind.fields:
        found.setdefault(field.id, set()).update(column.id for column in field.fields if column.default == "$me")
    return found


def _values(
    values: Row,
    fields: Mapping[str, Field],
    signed: Iterable[str],
    of_rows: Mapping[str, set[str]],
    offices: set[str],
    clean: Callable[[Value], Value],
) -> Iterator[tuple[str, Value]]:
    signed = {*signed, *_NAMES}
    for name, value in values.items():
        field = fields.get(name, Field(name))
        if field.type is FieldType.ROWS and isinstance(value, list):
            inner = of_rows.get(name, set())
            rows = [
                dict(_values(row, field.column, inner, {}, offices, clean)) for row in value if isinstance(row, Mapping)
            ]
            yield name, rows
        elif name in signed and field.type in _TEXTS:
            if isinstance(value, str) and value in offices:
                yield name, value
        else:
            yield name, clean(value)


def _clean(known: re.Pattern[str] | None, value: Value) -> Value:
    """Give a value with the names, numbers and addresses of people taken out of its texts."""
    if isinstance(value, str):
        if known is not None:
            value = known.sub(GONE, value)
        return _NUMBER.sub(GONE, _ADDRESS.sub(GONE, value))
    if isinstance(value, list):
        return [_clean(known, one) for one in value]
    if isinstance(value, Mapping):
        return {name: _clean(known, one) for name, one in value.items()}
    return value
