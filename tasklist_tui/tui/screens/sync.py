"""The sync dialog: how far it has come, what it did, or why it could not and what to do next."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tasklist_tui.i18n import _
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.screens.work import Work, WorkScreen
from tasklist_tui.tui.sync_lines import Exchanged, phase_words, result_lines


class SyncScreen(WorkScreen[Exchanged]):
    """Syncs as soon as it is shown and says what came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("s", "close", show=False)]

    def __init__(self, work: Work[Exchanged]) -> None:
        """Show how `work` goes."""
        super().__init__(_("Sync"), work, phase_words)

    def lines(self, result: Exchanged, width: int) -> list[Line]:
        """Say what was exchanged, or what stands in the way."""
        return result_lines(result, width)
