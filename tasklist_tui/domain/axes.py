"""Axes of a matrix: the values a field can have, those an item has, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label
from tasklist_tui.domain.kindviews import ITEMS, TOGETHER
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Item, Row, TaskList, Value, Workspace
from tasklist_tui.domain.workflow import current_state

#: The value of what has none.
NOTHING = ""
_NONE = Label("（未填）", "(empty)")
_ITEM = Label("事项", "Item")
#: Joins the values of one place on an axis of several fields.
_BETWEEN = "\x1f"
#: Types that are no axis: each value would be alone, or is no value at all.
_NO_AXIS = frozenset({FieldType.ROWS, FieldType.LONGTEXT, FieldType.MOMENT, FieldType.TRANSITION})


class Unit(msgspec.Struct, frozen=True):
    """What a matrix counts: an item, or one row of a field of rows of it (`number` is its place among them)."""

    item: Item
    number: int | None = None
    row: Row = {}


class AxisValue(msgspec.Struct, frozen=True):
    """One value of an axis."""

    id: str
    label: Label


class Axis(msgspec.Struct, frozen=True):
    """A field, or several together, as one side of a matrix.

    `values` are those it can have by what the kind and the workspace say; `read` gives those of a unit, and
    `called` the label of a value that is none of the known ones.
    """

    name: str
    label: Label
    values: tuple[AxisValue, ...]
    read: Callable[[Unit], Sequence[str]]
    called: Callable[[str], Label]


def units(items: Iterable[Item], of: str) -> Iterator[Unit]:
    """Yield what is counted: the items, or with `of` the rows of that field."""
    for item in items:
        if not of:
            yield Unit(item)
            continue
        for number, row in enumerate(item.rows(of)):
            yield Unit(item, number, row)


def possible_axes(kind: Kind, of: str = "") -> tuple[Field, ...]:
    """Give the fields (with `of` the columns) that may be an axis."""
    known = kind.field[of].fields if of in kind.field else () if of else kind.fields
    return tuple(field for field in known if field.type not in _NO_AXIS and field.id not in {"id", "title"})


def axis(name: str, workspace: Workspace, task_list: TaskList, of: str = "") -> Axis:
    """Give the axis called `name`: a field, `$item`, with `of` a column, or several of them joined by a plus.

    Raises `UserError` when the kind of the list has no such field, or one that is no axis.
    """
    parts = [part.strip() for part in name.split(TOGETHER)]
    if len(parts) == 1:
        return _Maker(workspace, task_list, of).one(name)
    return _together(name, [_Maker(workspace, task_list, of).one(part) for part in parts])


def _together(name: str, parts: Sequence[Axis]) -> Axis:
    """Give several axes as one: its values are the combinations that occur."""

    def read(unit: Unit) -> list[str]:
        found = [""]
        for number, part in enumerate(parts):
            values = part.read(unit) or [NOTHING]
            found = [f"{left}{_BETWEEN}{value}" if number else value for left in found for value in values]
        return found

    def called(value: str) -> Label:
        labels = [part.called(one) for part, one in zip(parts, value.split(_BETWEEN), strict=True)]
        return _joined(labels)

    return Axis(name, _joined([part.label for part in parts]), (), read, called)


def _joined(labels: Sequence[Label]) -> Label:
    return Label(*(" · ".join(label.in_language(language) for label in labels) for language in ("zh", "en")))


class _Maker:
    """Makes axes of the fields of one list."""

    def __init__(self, workspace: Workspace, task_list: TaskList, of: str) -> None:
        self.workspace = workspace
        self.task_list = task_list
        self.kind = workspace.kind_of(task_list)
        self.of = of

    def one(self, name: str) -> Axis:
        if name == ITEMS:
            return self._made(name, _ITEM, [(item.id, self._item(item)) for item in self.task_list.items], _id)
        field, in_row = self._field(name)
        label = field.title if field.title.given else Label(field.id, field.id)
        if field.type is FieldType.STATE and not in_row:
            return self._made(name, label, self._known(field), lambda unit: [current_state(unit.item, self.kind)])

        def read(unit: Unit) -> list[str]:
            value = unit.row.get(field.id) if in_row else unit.item.get(field.id)
            return self._values(field, value, unit.item)

        return self._made(name, label, self._known(field), read)

    def _field(self, name: str) -> tuple[Field, bool]:
        """Give the column of `of`, else the field of the item, and whether it is a column."""
        rows = self.kind.field.get(self.of)
        if self.of and (rows is None or rows.type is not FieldType.ROWS):
            raise UserError(msg("“{field}” is no field of rows", field=self.of), self._ways())
        field = (rows.column.get(name) if rows else None) or self.kind.field.get(name)
        if field is None or field.type in _NO_AXIS:
            raise UserError(msg("a matrix cannot be laid out by “{field}”", field=name), self._ways())
        return field, rows is not None and name in rows.column

    def _ways(self) -> Message:
        known = possible_axes(self.kind, self.of if self.of in self.kind.field else "")
        return msg("possible: {ways}", ways=(ITEMS, *(field.id for field in known)))

    def _made(
        self,
        name: str,
        label: Label,
        known: Sequence[tuple[str, Label]],
        read: Callable[[Unit], Sequence[str]],
    ) -> Axis:
        labels = dict(known)

        def called(value: str) -> Label:
            return _NONE if value == NOTHING else labels.get(value) or Label(value, value)

        return Axis(name, label, tuple(AxisValue(*pair) for pair in labels.items()), read, called)

    def _item(self, item: Item) -> Label:
        text = " ".join(filter(None, (self.workspace.number_of(self.task_list, item), item.title or item.id)))
        return Label(text, text)

    def _known(self, field: Field) -> list[tuple[str, Label]]:
        """Give the values a field can have, as far as that is known beforehand."""
        match field.type:
            case FieldType.CHOICE | FieldType.CHOICES:
                return [(c.id, c.title if c.title.given else Label(c.id, c.id)) for c in field.choices]
            case FieldType.STATE:
                return [(s.id, s.title if s.title.given else Label(s.id, s.id)) for s in self.kind.states]
            case FieldType.COMMITTEE | FieldType.COMMITTEES:
                return [(c.id, Label(c.name, c.in_language("en"))) for c in self.workspace.settings.committees]
            case FieldType.MEASURE:
                document = self.workspace.document.get(self.task_list.document)
                return [
                    (str(m.number), _text(f"{m.number} {m.title}")) for m in (document.measures if document else ())
                ]
            case FieldType.DOCUMENT:
                return [(d.id, _text(d.title or d.id)) for d in self.workspace.documents]
            case FieldType.LINK | FieldType.LINKS:
                lists = [found for found in self.workspace.lists if found.kind in field.to]
                return [(item.id, _text(item.title or item.id)) for found in lists for item in found.items]
            case FieldType.ROWLINK if (linked := self.kind.field.get(field.of)) is not None:
                rows = [row for item in self.task_list.items for row in item.rows(linked.id)]
                return [(name, _text(name)) for name in dict.fromkeys(_row_name(linked, row) for row in rows)]
            case FieldType.FLAG:
                return [("yes", Label("是", "yes")), ("no", Label("否", "no"))]
            case _:
                return []

    def _values(self, field: Field, value: Value, item: Item) -> list[str]:
        """Give the values of a field of one unit as ids of the axis, each once."""
        if value is None or value == "" or value == []:
            return []
        if field.type is FieldType.ROWLINK and (linked := self.kind.field.get(field.of)) is not None:
            named = {fields.row_key(linked, row): _row_name(linked, row) for row in item.rows(linked.id)}
            return [named.get(str(value), str(value))]
        if isinstance(value, list):
            return list(dict.fromkeys(str(part) for part in value))
        if isinstance(value, bool):
            return ["yes" if value else "no"]
        if isinstance(value, date):
            return [f"{value:%Y-%m}"]
        return [str(value)]


def _row_name(field: Field, row: Row) -> str:
    """Give what tells rows of several items apart: the same words are the same value."""
    return fields.row_label(field, row) or fields.row_key(field, row)


def _text(text: str) -> Label:
    return Label(text, text)


def _id(unit: Unit) -> list[str]:
    return [unit.item.id]
