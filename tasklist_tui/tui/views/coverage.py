"""The coverage: who carries out the measures of a document; holes are named, Enter goes to the tasks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from tasklist_tui.i18n import _, language
from tasklist_tui.services.rollup import Rollup
from tasklist_tui.services.sheets.coverage import coverage_sheet
from tasklist_tui.services.sheets.sheet import Sheet
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.actions import suited
from tasklist_tui.tui.messages import Wanted
from tasklist_tui.tui.state import ViewState
from tasklist_tui.tui.views.rollup import MembersView


class CoverageView(MembersView):
    """A row for each measure, a column for each document that implements it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "document", show=False, id="coverage.document")]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin with the first document."""
        super().__init__(id=id)
        self._document = ""

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint the coverage of the chosen document."""
        self._document = state.covered
        super().show(snapshot, state)

    def basis(self) -> tuple[object, ...]:
        """Give what the sheet rests on: the document too."""
        return (*super().basis(), self._document)

    def maker(self, snapshot: Snapshot, rollup: Rollup) -> Callable[[], Sheet]:
        """Make the sheet of the document."""
        return partial(coverage_sheet, snapshot, rollup.snapshots, language(), self._document)

    def keys_said(self) -> str:
        """Name the keys."""
        return _("Enter opens  d document  f fetches")

    def action_document(self) -> None:
        """Choose the document."""
        members = self.rollup.snapshots if self.rollup is not None else {}
        self.post_message(Wanted(partial(suited.choose_document, members=members)))
