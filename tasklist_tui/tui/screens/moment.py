"""Asking for a moment of the past: a meeting, a version, or a day typed as one says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from textual.widgets import Input

from tasklist_tui.i18n import _
from tasklist_tui.services import phrasing
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.gateway import apart
from tasklist_tui.tui.moments import day_label, day_meant, moment_options
from tasklist_tui.tui.screens.choices import ChoiceDialog, Option
from tasklist_tui.tui.screens.entries import label
from tasklist_tui.tui.state import Past


class MomentDialog(ChoiceDialog):
    """Offers moments; what is typed filters them, and where it is a day, that day is offered first."""

    def __init__(
        self, title: str, snapshot: Snapshot, versions: Sequence[Past], *, current: str = "", with_now: bool = False
    ) -> None:
        """Offer the moments that `snapshot` and `versions` know, the cursor on `current`."""
        super().__init__(title, moment_options(snapshot, versions, with_now=with_now), current=current, digits=False)
        self._snapshot = snapshot

    def parts(self) -> Iterable[Widget]:
        """Say what can be typed."""
        yield label(_("Type a day like 10-29, -7d, 上周五, or a part of a name"))
        yield from super().parts()

    def begin(self) -> None:
        """Make ready what reads phrases."""
        super().begin()
        if not phrasing.is_prepared():
            self.run_worker(apart(self.app, phrasing.prepare, name="phrases"), group="phrases", exit_on_error=False)

    def typed(self, line: Input, text: str) -> None:
        """Offer the day that is typed too, before all that is not called so."""
        super().typed(line, text)
        day = day_meant(text, self._snapshot)
        if day is not None:
            named = [option for option in self.shown if text.strip() in option.label]
            others = [option for option in self.shown if option not in named]
            self.shown = [*named, Option(day.isoformat(), day_label(day)), *others]
            self._fill()
