"""Lists as one CSV table that can be read back: a row for each item, a column for each field.

People see names: of committees, states and choices.  Where a name could mean something else, the id stands instead,
and where text could, it is JSON.  Rows of an item are a JSON list in one cell.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.kinds import LIST_TYPES, Choice, Field, FieldType, Kind, Label
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, TaskList, Value, Workspace
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.exchange import csv_cells
from tasklist_tui.exchange.json_lists import PlainItem, PlainList

#: By these first columns a file is known as ours.
HEADER = ("id", "list")
_JOIN = "、"
_JSON_STARTS = ("[", "{", '"')
_LANGUAGES = ("zh", "en")


def write(
    workspace: Workspace, chosen: Sequence[tuple[TaskList, Sequence[Item]]], language: str, tell: Teller = SILENT
) -> bytes:
    """Give the table of lists, each with the items chosen of it."""
    kinds = [workspace.kind_of(task_list) for task_list, _items in chosen]
    fields = _columns(kinds, (item for _list, items in chosen for item in items))
    by_label = len({kind.kind for kind in kinds}) == 1
    header = [*HEADER, *(_Labels(kinds[0]).label(name, language) if by_label else name for name in fields)]
    rows = [header]
    for part, (task_list, items) in tell.parts(chosen):
        names = _Names(workspace, workspace.kind_of(task_list), language)
        rows.extend(
            [item.id, task_list.id, *(names.cell(name, item.get(name)) for name in fields)] for item in part.each(items)
        )
    return csv_cells.write(rows)


def is_ours(data: bytes) -> bool:
    """Say whether a file is a table that `write` made."""
    return data.removeprefix(b"\xef\xbb\xbf").startswith(",".join(HEADER).encode() + b",")


def read(workspace: Workspace, data: bytes) -> tuple[PlainList, ...]:
    """Give the lists of a table that `write` made; raises `UserError` when it is damaged."""
    try:
        rows = csv_cells.read(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(
            msg("this CSV file cannot be read: {reason}", reason=str(error)), msg("save it as CSV in UTF-8")
        ) from error
    header = rows[0] if rows else []
    items: dict[str, list[PlainItem]] = {}
    for row in rows[1:]:
        if not any(row):
            continue
        item_id, list_id = (*row, "", "")[:2]
        task_list = workspace.task_list(list_id)
        kind = workspace.kind_of(task_list) if task_list else Kind("")
        names, labels = _Names(workspace, kind, ""), _Labels(kind)
        cells = zip(header[len(HEADER) :], row[len(HEADER) :], strict=False)
        values = {name: names.plain(name, cell) for label, cell in cells if cell and (name := labels.field(label))}
        items.setdefault(list_id, []).append(PlainItem(item_id, values))
    return tuple(PlainList(list_id, items=tuple(found)) for list_id, found in items.items())


def _columns(kinds: Iterable[Kind], items: Iterable[Item]) -> list[str]:
    """Give the fields of all kinds in the order declared, then the keys no kind knows."""
    return list(
        dict.fromkeys([*(name for kind in kinds for name in kind.field), *(n for i in items for n in i.values)])
    )


class _Labels:
    """The headings of the fields of one kind, both ways."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    def label(self, name: str, language: str) -> str:
        """Give the label of a field where only this field goes by it, else its id."""
        field = self._kind.field.get(name)
        label = field.title.in_language(language) if field else ""
        return label if label and self.field(label) == name else name

    def field(self, label: str) -> str:
        """Give the field that a heading names; the heading itself when no label is like it."""
        return label if label in self._kind.field else self._known.get(label, label)

    @cached_property
    def _known(self) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for field in self._kind.fields:
            for language in _LANGUAGES:
                found.setdefault(field.title.in_language(language), set()).add(field.id)
        return {label: names.pop() for label, names in found.items() if label and len(names) == 1}


class _Names:
    """The cells of the items of one kind, both ways."""

    def __init__(self, workspace: Workspace, kind: Kind, language: str) -> None:
        self._kind = kind
        self._language = language
        self._committees = tuple(Choice(c.id, Label(c.name, c.name_en)) for c in workspace.settings.committees)

    def cell(self, name: str, value: Value) -> str:
        """Give the text of a cell."""
        if value is None:
            return ""
        field = self._kind.field.get(name)
        if isinstance(value, list | Mapping):
            several = field is not None and field.type in LIST_TYPES and isinstance(value, list)
            texts = [self._shown(field, str(one)) for one in value] if several and field else []
            joined = _JOIN.join(texts)
            plain = texts and joined.split(_JOIN) == texts and all(_is_plain(text) for text in texts)
            return joined if plain else _json(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, date | int):
            return str(to_plain(value))
        if field is None:
            return _json(value) if str(value).startswith(_JSON_STARTS) else str(value)
        return self._shown(field, str(value))

    def plain(self, name: str, cell: str) -> Any:
        """Give what a cell holds, as a file of a workspace would have it."""
        field = self._kind.field.get(name)
        if field is None or field.type is FieldType.ROWS:
            return _from_json(cell) if cell.startswith(_JSON_STARTS) else cell
        if field.type in LIST_TYPES:
            if cell.startswith(_JSON_STARTS):
                return _from_json(cell)
            return [self._meant(field, text) for text in cell.split(_JOIN)]
        return self._meant(field, cell)

    def _shown(self, field: Field, value: str) -> str:
        """Give the name of a value where only it goes by it, else the value, in JSON where it reads as another."""
        choices = self._choices(field)
        if choices and (value.startswith('"') or self._meant(field, value) != value):
            return _json(value)
        for choice in choices:
            if choice.id == value:
                label = choice.title.in_language(self._language)
                return label if label and self._meant(field, label) == value else value
        return value

    def _meant(self, field: Field, text: str) -> str:
        """Give the value that a name stands for; the text itself when it is none, or that of several."""
        choices = self._choices(field)
        if not choices or any(choice.id == text for choice in choices):
            return text
        if text.startswith('"') and isinstance(meant := _from_json(text), str):
            return meant
        found = [choice.id for choice in choices if text in {choice.title.zh, choice.title.en}]
        return found[0] if len(found) == 1 else text

    def _choices(self, field: Field) -> Sequence[Choice]:
        if field.type in {FieldType.COMMITTEE, FieldType.COMMITTEES}:
            return self._committees
        if field.type is FieldType.STATE:
            return tuple(Choice(state.id, state.title) for state in self._kind.states)
        return field.choices


def _is_plain(text: str) -> bool:
    return bool(text) and text == text.strip() and not text.startswith(_JSON_STARTS)


def _json(value: Value) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False)


def _from_json(cell: str) -> Any:
    """Give what a cell of JSON holds; text that only looks like it is kept as text."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell
