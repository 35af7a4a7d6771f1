"""Steps that make items of another kind, with links both ways: issues of an activity become suggestions in one step."""

from __future__ import annotations

from itertools import count

from tasklist_tui.domain import fields
from tasklist_tui.domain.defaults import Begun, starting
from tasklist_tui.domain.edits import AddItem, Edit, SetFields
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import Creation, Field, FieldType, Kind, Label, Transition
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Item, Row, TaskList, Value, Workspace
from tasklist_tui.domain.rowsteps import is_empty, nothing_to_create, rows_to_take
from tasklist_tui.domain.workflow import Entered


def no_list(workspace: Workspace, creation: Creation) -> Message | None:
    """Say that the workspace has no list for the new items, None when it has."""
    if lists_for(workspace, creation):
        return None
    return msg("the workspace has no list of the kind “{kind}”", kind=_title(workspace, creation.kind))


def lists_for(workspace: Workspace, creation: Creation) -> tuple[TaskList, ...]:
    """Give the lists that the new items can go into."""
    if creation.kind not in workspace.kinds:
        return ()
    return tuple(task_list for task_list in workspace.lists if task_list.kind == creation.kind)


def created(
    workspace: Workspace, origin: SetFields, transition: Transition, target: TaskList, entered: Entered
) -> tuple[Edit, ...]:
    """Give the edits of a step that creates: `origin`, with links to the new items, and those, into `target`.

    Raises `UserError` when there is nothing to make items of, or a value does not fit.
    """
    creation = transition.creates
    found = workspace.find(origin.item_id)
    if creation is None or found is None:
        return (origin,)
    task_list, before = found
    kind = workspace.kind_of(task_list)
    item = before.with_values(origin.values)
    if reason := nothing_to_create(item, kind, creation):
        raise UserError(msg("“{transition}”: {reason}", transition=transition.title, reason=reason))
    making = _Making(workspace, item, kind, transition, target, entered)
    changes: dict[str, Value] = dict(origin.values)
    if creation.each in kind.field:
        field = kind.field[creation.each]
        rows = list(item.rows(field.id))
        for place in rows_to_take(rows, creation):
            made = making.make(rows[place], field)
            if (column := field.column.get(creation.back)) is not None:
                rows[place] = {**rows[place], column.id: _linked(column, rows[place].get(column.id), made.id)}
        changes[field.id] = rows
    else:
        made = making.make({}, None)
        if (back := kind.field.get(creation.back)) is not None:
            changes[back.id] = _linked(back, item.get(back.id), made.id)
    return (SetFields(origin.list_id, origin.item_id, changes), *making.edits)


def list_for(workspace: Workspace, transition: Transition, wanted: str = "") -> TaskList:
    """Give the list that new items go into: the one called `wanted`, else the only one of the kind.

    Raises `UserError` when there is none, or several and none is wanted.
    """
    creation = transition.creates
    if creation is None:
        raise ValueError(transition.id)
    lists = lists_for(workspace, creation)
    if not lists and (reason := no_list(workspace, creation)):
        raise UserError(
            msg("“{transition}”: {reason}", transition=transition.title, reason=reason),
            msg("make one: a file lists/NAME.yaml that says “kind: {kind}”", kind=creation.kind),
        )
    chosen = [known for known in lists if wanted in {known.id, known.title}] if wanted else list(lists)
    if len(chosen) == 1:
        return chosen[0]
    raise UserError(
        msg("“{transition}”: into which list?", transition=transition.title),
        msg("possible: {ways}", ways=tuple(known.id for known in lists)),
    )


class _Making:
    """Makes the items of one step, one after another: each counts for the number of the next."""

    def __init__(
        self,
        workspace: Workspace,
        item: Item,
        kind: Kind,
        transition: Transition,
        target: TaskList,
        entered: Entered,
    ) -> None:
        self.item, self.kind, self.transition, self.target, self.entered = item, kind, transition, target, entered
        self.new_kind = workspace.kind_of(target)
        self.taken = {known.id for task_list in workspace.lists for known in task_list.items}
        self.edits: list[AddItem] = []

    def make(self, row: Row, field: Field | None) -> Item:
        """Give the item made of a row, or of the item itself."""
        creation = self.transition.creates
        given: dict[str, Value] = {}
        for name, text in (creation.fill if creation else {}).items():
            if (wanted := self.new_kind.field.get(name)) is not None:
                given[name] = self._value(wanted, text, row)
        if "title" in self.new_kind.field and is_empty(given.get("title")):
            given["title"] = (fields.row_label(field, row) if field else "") or self.item.title
        begun = Begun(self.entered.today, self.entered.by)
        made = Item(self._id(row)).with_values(starting(self.new_kind, self.target, given, begun))
        edit = AddItem(self.target.id, made)
        self.target = edit.apply(self.target)
        self.edits.append(edit)
        return made

    def _id(self, row: Row) -> str:
        key = repr(sorted((name, str(value)) for name, value in row.items()))
        tries = (
            derived_id(self.item.id, self.transition.id, key, self.entered.now.isoformat(), str(number))
            for number in count()
        )
        made = next(made for made in tries if made not in self.taken)
        self.taken.add(made)
        return made

    def _value(self, field: Field, text: str, row: Row) -> Value:
        match text:
            case "$item":
                return [self.item.id] if field.type is FieldType.LINKS else self.item.id
            case "$today":
                return self.entered.today
            case "$now":
                return self.entered.now
            case "$me":
                return self.entered.by or None
            case _ if text.startswith("$row."):
                return self._fitted(field, row.get(text.removeprefix("$row.")))
            case _ if text.startswith("$"):
                return self._fitted(field, self.item.get(text[1:]))
        return fields.parse(field, text)

    def _fitted(self, field: Field, value: Value) -> Value:
        """Give a value of another field as one of `field`; raises `UserError` when it does not fit."""
        plain = fields.to_plain(value)
        try:
            return fields.parse(field, plain)
        except fields.InexactText:
            return fields.parse(field, str(plain))
        except fields.FieldError as error:
            raise UserError(
                msg("“{field}” of the new item: {message}", field=field.title, message=error.message),
                msg("correct the value here, or “fill” of the step in the kind"),
            ) from error


def _linked(field: Field, value: Value, item_id: str) -> Value:
    if field.type is FieldType.LINKS:
        return [*(value if isinstance(value, list) else []), item_id]
    return item_id


def _title(workspace: Workspace, kind: str) -> Label:
    known = workspace.kinds.get(kind)
    return known.title if known is not None and known.title.given else Label(kind, kind)
