"""Writing the answer to a question by hand, with the control that its field has in every form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.conflicts import Conflict, both
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.model import Item, Row, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.domain.validate import check_values
from tasklist_tui.i18n import _
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.question_lines import heading, place
from tasklist_tui.tui.screens.form_screen import FormScreen
from tasklist_tui.tui.widgets.fields.control import Context
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.fields.sections import Section
from tasklist_tui.tui.widgets.key_hints import Hint


class OwnValue(FormScreen[Mapping[str, Value]]):
    """Asks for one value with the control of its field; gives the fields that the control answers for.

    The wording of a date is asked for too when it is a question of its own (`with_words`); elsewhere a phrase is only
    read for its day.
    """

    small = True

    def __init__(self, snapshot: Snapshot, conflict: Conflict, field: Field, *, with_words: bool) -> None:
        """Begin with our value, with both texts where both may be wanted."""
        self._field = msgspec.structs.replace(field, read_only=False, phrase=field.phrase if with_words else "")
        task_list = snapshot.workspace.task_list(conflict.list_id)
        assert task_list is not None  # noqa: S101  a conflict with a field lies in a list that is there
        kind = snapshot.workspace.kind_of(task_list)
        item = task_list.item(conflict.item_id) or Item(conflict.item_id)
        row = _row(item, kind.field.get(conflict.field), conflict) if conflict.row else None
        begun = both(conflict.ours, conflict.theirs) if field.type is FieldType.LONGTEXT else conflict.ours
        values = {**(item.values if row is None else row), field.id: begun}
        # As in a new item: the state of one that is there would only be shown.
        context = Context(snapshot, task_list, kind, is_new=True, item=None if row is None else item.values)
        super().__init__(place(snapshot.workspace, conflict), [Section(None, [self._field])], context, values)
        self.facts = heading(snapshot.workspace, conflict)
        self._in_row = row is not None

    def begin(self) -> None:
        """Let the first key replace what is there."""
        super().begin()
        if isinstance(line := self.focused, LineEditor):
            line.action_select_all()

    def hints(self) -> Sequence[Hint]:
        """Name the keys."""
        return (Hint("Ctrl+S", _("OK"), "save"), Hint("Esc", _("Cancel"), "leave"))

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Check the value by the rules of the workspace."""
        if self._in_row:
            return
        item = Item("", {name: value for name, value in values.items() if value is not None})
        for problem in check_values(self.context.snapshot.workspace, self.context.task_list, item):
            if problem.field == self._field.id and problem.code != "missing":
                yield problem

    def result(self) -> Mapping[str, Value]:
        """Give what was entered."""
        return self.body.values()


def _row(item: Item, field: Field | None, conflict: Conflict) -> Row:
    """Give the row that a question is about, as it is here."""
    if field is None:
        return {}
    rows = (row for row in item.rows(conflict.field) if fields.row_label(field, row) == conflict.row)
    return dict(next(rows, {}))
