"""The items that a cell stands for, in a frame: one of ours is gone to, one of a member is shown to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tasklist_tui.i18n import _
from tasklist_tui.services.sheets.sheet import Cell, Sheet, Spot
from tasklist_tui.services.sheets.spots import find_spot
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.item_lines import item_lines
from tasklist_tui.tui.screens.page_dialog import PageDialog
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.sheet_view import SheetView


class SpotsSheet(SheetView):
    """The items, one in each row."""

    def __init__(self, choose: Callable[[Spot], None]) -> None:
        """Call `choose` with the item that is opened."""
        super().__init__()
        self._choose = choose

    def opened(self, cell: Cell, title: str) -> None:
        """Give the item of the row."""
        spots = cell.spots or self.sheet.rows[self.row].heading.spots
        if spots:
            self._choose(spots[0])


class SpotsDialog(ModalScreen[Spot | None]):
    """Lists items; gives the one of ours that is chosen."""

    DEFAULT_CSS = """
    SpotsDialog { align: center middle; }
    SpotsDialog > Vertical {
        width: 110; max-width: 100%; height: 90%; background: $surface; border: round $primary; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", show=False)]

    def __init__(self, title: str, listed: Sheet, snapshots: Mapping[str, Snapshot]) -> None:
        """Show the items `listed` under `title`; `snapshots` are the workspaces they are in, ours under ""."""
        super().__init__()
        self._title = title
        self._listed = listed
        self._snapshots = snapshots

    def compose(self) -> ComposeResult:
        """Hold the sheet."""
        with Vertical() as frame:
            frame.border_title = content(self._title)
            frame.border_subtitle = _("Enter opens · Esc closes")
            yield SpotsSheet(self._open)

    def on_mount(self) -> None:
        """Fill it."""
        sheet = self.query_one(SpotsSheet)
        sheet.set_sheet(self._listed)
        sheet.focus()

    def _open(self, spot: Spot) -> None:
        if not spot.member:
            self.dismiss(spot)
            return
        found = find_spot(spot, self._snapshots)
        if found is not None:
            self.app.push_screen(
                PageDialog(_("{member} (to be read only)", member=spot.member), lambda width: item_lines(*found, width))
            )
