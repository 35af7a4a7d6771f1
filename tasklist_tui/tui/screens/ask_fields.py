"""Asks for what a step of the workflow needs, with the same controls as the form of an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tasklist_tui.domain import rowsteps
from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.kinds import Field, FieldType, Label
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, Row, TaskList, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.domain.validate import check_values
from tasklist_tui.domain.workflow import REASON, Way
from tasklist_tui.i18n import _
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.screens.form_screen import FormScreen
from tasklist_tui.tui.widgets.fields.control import Context
from tasklist_tui.tui.widgets.fields.sections import Section
from tasklist_tui.tui.widgets.key_hints import Hint

#: Ids of the controls of a form must differ: the reason has one that no field of a kind can have.
_WHY = "?"
_TEXTS = frozenset({FieldType.TEXT, FieldType.LONGTEXT})


class Answers(NamedTuple):
    """What a person entered: fields of the item, columns of the row, and the reason or note ("" for none)."""

    values: Mapping[str, Value]
    row: Mapping[str, Value] = {}
    text: str = ""


class StepDialog(FormScreen[Answers]):
    """Asks for the fields an item lacks for a step, for the columns of its row, and for the reason.

    Gives what is filled, None when it was left.  Only what the step calls optional may stay empty; a step that asks
    for no text has room for a note.
    """

    small = True

    def __init__(
        self,
        snapshot: Snapshot,
        list_id: str,
        item: Item,
        way: Way,
        title: str,
        facts: str = "",
        missing: Iterable[str] = (),
    ) -> None:
        """Ask under `title`, with what the person has to know (`facts`) below it.

        `missing` are fields asked for besides those that `item` lacks: others that take the same step lack them.
        """
        task_list = snapshot.workspace.task_list(list_id) or TaskList(list_id)
        context = Context(snapshot, task_list, snapshot.workspace.kind_of(task_list))
        self._item, self._way, self.facts = item, way, facts
        kind = context.kind
        names = dict.fromkeys([*way.missing, *missing])
        self._fields = [msgspec.structs.replace(kind.field[n], required=True) for n in names if n in kind.field]
        step = way.transition.row
        self._rows = kind.field.get(step.of) if step else None
        self._columns = self._asked_columns({field.id for field in self._fields})
        begun: dict[str, Value] = {}
        if step is not None and self._rows is not None:
            where = Where.of(snapshot.workspace, task_list, snapshot.calendar, snapshot.today)
            begun = rowsteps.suggested(self._rows, step, item, where)
        values = {**item.values, **{shown.id: begun.get(name) for name, shown in self._columns.items()}}
        sections = [Section(None, [*self._fields, *self._columns.values(), *self._why()])]
        super().__init__(title, sections, context, values)

    def _asked_columns(self, taken: set[str]) -> dict[str, Field]:
        """Give the columns to ask for as they are shown; one that is called as a field of the item has another id."""
        step = self._way.transition.row
        if step is None or self._rows is None:
            return {}
        known = self._rows.column
        return {
            name: msgspec.structs.replace(
                known[name],
                id=f"{step.of}:{name}" if name in taken else name,
                required=name in step.asks,
                read_only=False,
            )
            for name in self._way.columns
            if name in known
        }

    def _why(self) -> list[Field]:
        """Give the line for the reason, or for a note where nothing else takes a text."""
        if self._way.transition.explain:
            return [Field(_WHY, title=REASON, required=True)]
        written = any(column.type in _TEXTS for column in self._columns.values())
        return [] if written else [Field(_WHY, title=note_label())]

    def hints(self) -> Sequence[Hint]:
        """Name the keys."""
        return (Hint("Ctrl+S", _("OK"), "save"), Hint("Tab", _("next field")), Hint("Esc", _("Cancel"), "leave"))

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Check that what must be filled is, and the item and the row as they would be."""
        required = [*self._fields, *self._columns.values(), *self._why()]
        for field in required:
            if field.required and rowsteps.is_empty(values.get(field.id)):
                yield Problem("", msg("“{field}” is missing", field=field.title), field=field.id)
        answers = self._answers(values)
        item = self._item.with_values(answers.values)
        row = dict(answers.row)
        if self._rows is not None:
            item = item.with_values({self._rows.id: [row]})
        places = {f"{self._rows.id}.{name}": field.id for name, field in self._columns.items()} if self._rows else {}
        places |= {field.id: field.id for field in self._fields}
        for problem in check_values(self.context.snapshot.workspace, self.context.task_list, item, partial=True):
            if problem.field in places and problem.code != "missing":
                yield msgspec.structs.replace(problem, field=places[problem.field])
        if (step := self._way.transition.row) is not None and self._rows is not None:
            for name, message in rowsteps.too_early(self.context.kind, step, self._item, row):
                yield Problem("", message, field=self._columns[name].id if name in self._columns else name)

    def result(self) -> Answers:
        """Give what was asked for."""
        return self._answers(self.body.values())

    def _answers(self, values: Mapping[str, Value]) -> Answers:
        shown = {name: values.get(field.id) for name, field in self._columns.items()}
        row: Row = {name: value for name, value in shown.items() if not rowsteps.is_empty(value)}
        apart = {_WHY, *(field.id for field in self._columns.values())}
        fields = {name: v for name, v in values.items() if name not in apart and not rowsteps.is_empty(v)}
        return Answers(fields, row, str(values.get(_WHY) or ""))


def note_label() -> Label:
    """Give the label of the note, in the language in use."""
    return Label(_("Note"), _("Note"))
