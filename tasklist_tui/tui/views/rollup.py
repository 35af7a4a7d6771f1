"""The roll-up: how each member stands; Enter goes to its items, f brings the members up to date."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.rollup import Rollup
from tasklist_tui.services.sheets.rollup import rollup_sheet
from tasklist_tui.services.sheets.sheet import Cell, Sheet
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.actions import members, records, suited
from tasklist_tui.tui.messages import Wanted
from tasklist_tui.tui.state import ViewState
from tasklist_tui.tui.widgets.sheet_view import SheetView


class MembersView(SheetView):
    """A view of what members keep: they are read whenever it comes to the front, and when this workspace changes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f", "fetch", show=False, id="members.fetch")]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self.rollup: Rollup | None = None
        self.snapshot: Snapshot | None = None
        self._painted: tuple[object, ...] = ()

    def basis(self) -> tuple[object, ...]:
        """Give what the sheet rests on."""
        return (self.rollup, self.snapshot, language())

    def maker(self, snapshot: Snapshot, rollup: Rollup) -> Callable[[], Sheet]:
        """Give what makes the sheet of what was read, in a thread: 13,000 items take a while."""
        raise NotImplementedError

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint what was read, and read again what may have changed."""
        before, self.snapshot = self.snapshot, snapshot
        if before is not snapshot:
            self._read()
        self._paint()

    def on_show(self) -> None:
        """Read anew when the view comes to the front: others may have worked meanwhile."""
        self._read()

    def _read(self) -> None:
        if self.rollup is None:
            self.wait(_("Reading the members"))
        self.post_message(Wanted(partial(members.read, give=self._receive)))

    def _receive(self, rollup: Rollup) -> None:
        if rollup != self.rollup:
            self.rollup = rollup
        self._paint()

    def _paint(self) -> None:
        basis = self.basis()
        if self.rollup is None or self.snapshot is None:
            return
        if self._painted and all(a is b or a == b for a, b in zip(basis, self._painted, strict=True)):
            return
        self._painted = basis
        make = self.maker(self.snapshot, self.rollup)
        self.post_message(Wanted(partial(records.work_out, work=make, give=partial(self._made, basis))))

    def _made(self, basis: tuple[object, ...], sheet: Sheet) -> None:
        if basis is self._painted:
            self.set_sheet(sheet)

    def opened(self, cell: Cell, title: str) -> None:
        """Go to the items of a cell; where there are none, say what stands there."""
        snapshots = self.rollup.snapshots if self.rollup is not None else {}
        member = self.rollup.member(cell.key) if self.rollup is not None else None
        if member is not None and member.problem is not None:
            hint = f"（{translate(member.hint)}）" if member.hint else ""
            text = f"{member.name}: {translate(member.problem)}{hint}"
            self.post_message(Wanted(partial(suited.say_problem, text=text)))
            return
        self.post_message(Wanted(partial(suited.drill, title=title, spots=cell.spots, members=snapshots)))

    def action_fetch(self) -> None:
        """Ask the servers of the members what is new."""
        self.post_message(Wanted(partial(members.fetch, give=self._receive)))


class RollupView(MembersView):
    """A row for each member."""

    def maker(self, snapshot: Snapshot, rollup: Rollup) -> Callable[[], Sheet]:
        """Make the sheet of the members."""
        return partial(rollup_sheet, rollup, language())

    def keys_said(self) -> str:
        """Name the keys."""
        return _("Enter opens  f fetches")
