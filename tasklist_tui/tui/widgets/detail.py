"""The selected item in full."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tasklist_tui.i18n import _, language
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.item_lines import item_lines
from tasklist_tui.tui.state import ItemKey, find
from tasklist_tui.tui.widgets.pages import Page


class Detail(Page):
    """Paints one item of a snapshot; stays where it was scrolled to while the item is the same."""

    DEFAULT_CSS = """
    Detail { background: $background; border-left: vkey $panel; padding: 0 1; }
    Detail:focus { border-left: vkey $accent; }
    """
    GROUND: ClassVar[str] = "background"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", show=False),
        Binding("escape,left", "leave", show=False),
    ]

    class EditWanted(Message):
        """The person wants to edit what they see."""

    class Left(Message):
        """The person wants to go back to the list."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make it empty."""
        super().__init__(id=id)
        self._snapshot: Snapshot | None = None
        self._key: ItemKey | None = None
        self._painted: tuple[object, ...] = ()

    def show(self, snapshot: Snapshot | None, key: ItemKey | None) -> None:
        """Paint the item `key`, or a hint when there is none."""
        same = key == self._key
        entry = find(snapshot, key)
        width = self.scrollable_content_region.width
        painted = (snapshot and snapshot.workspace.settings, snapshot and snapshot.today, entry, width, language())
        if same and painted == self._painted and snapshot is not None:
            self._snapshot = snapshot
            return
        self._snapshot, self._key, self._painted = snapshot, key, painted
        if snapshot is None or entry is None:
            self.set_lines([[(_("No item is selected"), "muted")]], keep_place=False)
            return
        self.set_lines(item_lines(snapshot, entry.task_list, entry.item, width), keep_place=same)

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew."""
        self.show(self._snapshot, self._key)

    def action_edit(self) -> None:
        """Ask for the form."""
        self.post_message(self.EditWanted())

    def action_leave(self) -> None:
        """Ask to go back."""
        self.post_message(self.Left())
