"""The form of an item: every field of its kind, checked as it is typed, given back as edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from tasklist_tui.domain.defaults import Begun, starting
from tasklist_tui.domain.edits import AddItem, Edit, SetFields
from tasklist_tui.domain.milestones import milestone_rows, titled
from tasklist_tui.domain.model import Item, TaskList, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.domain.validate import check_values
from tasklist_tui.i18n import _, language
from tasklist_tui.services import clock
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.screens.form_screen import FormScreen
from tasklist_tui.tui.screens.rebase import combine
from tasklist_tui.tui.screens.row_form import open_row
from tasklist_tui.tui.widgets.fields.control import Context, Control, same
from tasklist_tui.tui.widgets.fields.day_control import DayControl
from tasklist_tui.tui.widgets.fields.rows import RowsControl
from tasklist_tui.tui.widgets.fields.sections import sections

Edits = tuple[Edit, ...]


class ItemForm(FormScreen[Edits]):
    """Edits an item of a list, or makes one; gives the edits that do it, None when it was left.

    Only fields that a person changed are in the edits.  `update_snapshot` may be called at any time: what others
    changed is shown, what was typed stays.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        list_id: str,
        item: Item | None,
        *,
        after: str | None = None,
        new_id: str = "",
        defaults: Mapping[str, Value] | None = None,
        draft: Mapping[str, Value] | None = None,
        on_draft: Callable[[Mapping[str, Value]], None] | None = None,
        draft_seconds: float = 1.0,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        """Edit `item`; None makes one with the id `new_id` behind the item `after`, starting from `defaults`.

        `on_draft` gets the changed fields, at most every `draft_seconds`, for a journal; `draft` brings such fields
        back as if they had just been typed.
        """
        task_list = snapshot.workspace.task_list(list_id) or TaskList(list_id)
        kind = snapshot.workspace.kind_of(task_list)
        begun = Begun(snapshot.today, snapshot.by)
        self.base = Item(new_id, starting(kind, task_list, defaults or {}, begun)) if item is None else item
        self._after, self._draft, self._on_draft, self._now = after, draft or {}, on_draft, now
        self._draft_seconds, self._draft_waits, self._gone = draft_seconds, False, False
        self._begun = False
        self._newer: Snapshot | None = None
        context = Context(snapshot, task_list, kind, is_new=item is None)
        unknown = [name for name in self.base.values if name not in kind.field]
        super().__init__(_heading(context, self.base), sections(kind.fields, unknown), context, self.base.values)

    def begin(self) -> None:
        """Bring a draft back."""
        for row in self.body.rows.values():
            row.control.restore(self._draft)
        super().begin()
        self._begun = True
        if self._newer is not None:
            self.update_snapshot(self._newer)

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Check the item as it would be."""
        return check_values(self.context.snapshot.workspace, self.context.task_list, self._made(values))

    def result(self) -> Edits:
        """Give the edits: the new item, or the fields that changed; nothing changed is no edit."""
        list_id = self.context.task_list.id
        if self.context.is_new or self._gone:
            return (AddItem(list_id, self._made(self.body.values()), self._after),)
        changes = self.body.changes()
        return (SetFields(list_id, self.base.id, changes),) if changes else ()

    def open_for(self, control: Control, event: Control.Wanted) -> None:
        """Open the form of a row too."""
        if isinstance(control, RowsControl):
            open_row(self, control, event.place, self._now(), self._made(self.body.values()).values)
        elif isinstance(control, DayControl):
            self._add_milestones(control)
        else:
            super().open_for(control, event)

    def _add_milestones(self, control: DayControl) -> None:
        """Put what the words of a date name into the milestones, without those that are there already."""
        rows = self.body.control("milestones") if "milestones" in self.body.rows else None
        if not isinstance(rows, RowsControl):
            return
        nodes = titled(control.day_editor.nodes(), _("Milestone {number}", number="{number}"))
        added = milestone_rows(nodes, rows.rows)
        if added:
            rows.put([*rows.rows, *added])
        self.announce(_("{count} milestones added; they are saved with the item", count=len(added)))

    def noted(self) -> None:
        """Hand out what is typed, now and then."""
        super().noted()
        if self._on_draft is not None and not self._draft_waits:
            self._draft_waits = True
            self.set_timer(self._draft_seconds, self._hand_out_draft)

    def update_snapshot(self, snapshot: Snapshot) -> None:
        """Take note of a changed workspace: untouched fields follow it, touched ones keep what was typed."""
        if not self._begun:
            self._newer = snapshot
            return
        list_id = self.context.task_list.id
        task_list = snapshot.workspace.task_list(list_id)
        outside = task_list.item(self.base.id) if task_list and not self.context.is_new else None
        if task_list is not None:
            self.context = msgspec.structs.replace(self.context, snapshot=snapshot, task_list=task_list)
            before, self.base = self.base, outside or self.base
            mine = {name: _held(row.control) for name, row in self.body.rows.items()}
            self.body.rebase(msgspec.structs.replace(self.context, values=self.base.values))
            for name, row in self.body.rows.items():
                self._follow(row.control, before, mine[name])
        self._gone = outside is None and not self.context.is_new
        if not self.context.is_new:
            gone = _("Others have deleted this item meanwhile; saving brings it back.")
            self.announce(gone if self._gone else "")
        self.check()

    def _follow(self, control: Control, before: Item, mine: Mapping[str, Value] | None) -> None:
        """Bring what others made of the fields of a control into it; `mine` is what it holds, None when that is odd."""
        names, theirs = list(control.stored()), self.base
        if all(same(before.get(name), theirs.get(name)) for name in names):
            return
        value = theirs.get(control.field.id)
        if not control.edited:
            control.show(value)
            return
        together = None if mine is None else self._together(before, mine)
        if together is None:
            control.rebase(value)
            self.tell(names[0], _("changed meanwhile by others: {value}", value=self._theirs(control, names)))
            return
        control.show(value)
        if not all(same(together[name], theirs.get(name)) for name in names):
            control.restore(together)

    def _theirs(self, control: Control, names: Sequence[str]) -> str:
        """Say what others made of the fields of a control, words before their date."""
        column = self.context.kind.field
        told = [self.context.text(column.get(name, control.field), self.base.get(name)) for name in reversed(names)]
        return " ".join(filter(None, told)) or _("(empty)")

    def _together(self, before: Item, mine: Mapping[str, Value]) -> Mapping[str, Value] | None:
        """Give what holds both changes of the fields of a control, None when they collide.

        A date and its words are one thing: of two different ones there is no merge.
        """
        if len(mine) > 1:
            return mine if all(same(value, self.base.get(name)) for name, value in mine.items()) else None
        ((name, value),) = mine.items()
        both, collides = combine(self.context.kind, name, before.get(name), value, self.base.get(name))
        return None if collides else {name: both}

    def _made(self, values: Mapping[str, Value]) -> Item:
        return self.base.with_values(values)

    def _hand_out_draft(self) -> None:
        self._draft_waits = False
        if self._on_draft is not None:
            self._on_draft(self.body.changes())


def _held(control: Control) -> Mapping[str, Value] | None:
    """Give the fields of a control as they would be saved, None while they cannot be read."""
    if not control.fits():
        return None
    changes = control.changes()
    return {name: changes.get(name, value) for name, value in control.stored().items()}


def _heading(context: Context, item: Item) -> str:
    where = context.task_list.title or context.task_list.id
    what = context.kind.title.in_language(language()) or context.kind.kind
    if context.is_new:
        return _("New: {kind} · {list}", kind=what, list=where)
    number = context.snapshot.workspace.number_of(context.task_list, item)
    return _("Edit: {kind} {number} · {list}", kind=what, number=number, list=where)
