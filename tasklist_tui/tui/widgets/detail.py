"""The selected item in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tasklist_tui.domain.links import links_of
from tasklist_tui.i18n import _, language
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.item_lines import item_page
from tasklist_tui.tui.state import ItemKey, find
from tasklist_tui.tui.widgets.pages import ItemPage


class Detail(ItemPage):
    """Paints one item of a snapshot; stays where it was scrolled to while the item is the same.

    The lines of its links lead to other items.
    """

    DEFAULT_CSS = """
    Detail { background: $background; border-left: vkey $panel; padding: 0 1; }
    Detail:focus { border-left: vkey $accent; }
    """
    GROUND: ClassVar[str] = "background"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", show=False),
        Binding("escape,left", "leave", show=False),
        Binding("backspace", "back", show=False),
    ]
    RESTS: ClassVar[bool] = False
    CLICKS: ClassVar[int] = 1

    class EditWanted(Message):
        """The person wants to edit what they see."""

    class BackWanted(Message):
        """The person wants to see the item they followed a link from."""

    class Left(Message):
        """The person wants to go back to the list."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make it empty."""
        super().__init__(id=id)
        self._snapshot: Snapshot | None = None
        self._key: ItemKey | None = None
        self._signed: Mapping[str, str] = {}
        self._painted: tuple[object, ...] = ()

    def show(self, snapshot: Snapshot | None, key: ItemKey | None, signed: Mapping[str, str] | None = None) -> None:
        """Paint the item `key`, or a hint when there is none; `signed` says who set each field."""
        self._signed = signed or {}
        same = key == self._key
        entry = find(snapshot, key)
        width = self.line_width
        ends = links_of(snapshot.workspace).ends(entry.item.id) if snapshot is not None and entry is not None else ()
        settings, today = (snapshot.workspace.settings, snapshot.today) if snapshot is not None else (None, None)
        painted = (settings, today, entry, ends, width, language(), self._signed)
        if same and painted == self._painted and snapshot is not None:
            self._snapshot = snapshot
            return
        self._snapshot, self._key, self._painted = snapshot, key, painted
        if snapshot is None or entry is None:
            self.set_lines([[(_("No item is selected"), "muted")]], keep_place=False)
            self.set_targets([])
            return
        lines, targets = item_page(snapshot, entry.task_list, entry.item, width, self._signed)
        if not same:
            self.set_targets([])
        self.set_lines(lines, keep_place=same)
        self.set_targets(targets)

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew."""
        self.show(self._snapshot, self._key, self._signed)

    def action_edit(self) -> None:
        """Follow the link under the cursor; where there is none, ask for the form."""
        if self.cursor is not None:
            self.action_open()
        else:
            self.post_message(self.EditWanted())

    def action_back(self) -> None:
        """Ask to go back where a link was followed from."""
        self.post_message(self.BackWanted())

    def action_leave(self) -> None:
        """Ask to go back."""
        self.post_message(self.Left())
