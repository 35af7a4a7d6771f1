"""Asks for the fields that a transition needs, with the same controls as the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tasklist_tui.domain.kinds import Field, FieldType, Label
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, TaskList, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.domain.validate import check_values
from tasklist_tui.i18n import _
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.screens.form_screen import FormScreen
from tasklist_tui.tui.widgets.fields.control import Context
from tasklist_tui.tui.widgets.fields.sections import Section
from tasklist_tui.tui.widgets.key_hints import Hint

_NOTE = Field("", FieldType.LONGTEXT)


class Answers(NamedTuple):
    """The fields that were asked for, by id, and the note ("" when none was asked for or typed)."""

    values: Mapping[str, Value]
    note: str = ""


class AskFieldsDialog(FormScreen[Answers]):
    """Shows the fields `field_ids` of an item; gives those that are filled, None when it was left.

    None of them may stay empty.  With `with_note` there is a note besides, which may.
    """

    small = True

    def __init__(
        self,
        snapshot: Snapshot,
        list_id: str,
        item: Item,
        field_ids: Sequence[str],
        title: str,
        with_note: bool = False,
    ) -> None:
        """Ask under `title`."""
        task_list = snapshot.workspace.task_list(list_id) or TaskList(list_id)
        context = Context(snapshot, task_list, snapshot.workspace.kind_of(task_list))
        self._item = item
        asked = [context.kind.field[name] for name in field_ids if name in context.kind.field]
        self._asked = [msgspec.structs.replace(field, required=True) for field in asked]
        note = [msgspec.structs.replace(_NOTE, title=note_label())] if with_note else []
        super().__init__(title, [Section(None, [*self._asked, *note])], context, item.values)

    def hints(self) -> Sequence[Hint]:
        """Name the keys."""
        return (Hint("Ctrl+S", _("OK"), "save"), Hint("Tab", _("next field")), Hint("Esc", _("Cancel"), "leave"))

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Check the item as it would be, and that every field asked for is filled."""
        filled = {name: value for name, value in values.items() if name != _NOTE.id}
        item = self._item.with_values(filled)
        shown = {field.id for field in self._asked}
        for field in self._asked:
            if item.get(field.id) is None:
                yield Problem("", msg("“{field}” is missing", field=field.title), field=field.id)
        for problem in check_values(self.context.snapshot.workspace, self.context.task_list, item):
            if problem.field in shown and problem.code != "missing":
                yield problem

    def result(self) -> Answers:
        """Give what was asked for."""
        values = self.body.values()
        note = values.pop(_NOTE.id, None)
        return Answers({name: value for name, value in values.items() if value is not None}, str(note or ""))


def note_label() -> Label:
    """Give the label of the note, in the language in use."""
    return Label(_("Note"), _("Note"))
