"""The history of the workspace or of one item; Enter on a change goes to the item, the end of the list reads on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tasklist_tui.domain.changes import What
from tasklist_tui.i18n import _
from tasklist_tui.services.history import Revision
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.actions import records
from tasklist_tui.tui.history_lines import Painter, Part, Place, places
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.messages import Wanted
from tasklist_tui.tui.state import ItemKey, Tone, View, ViewState, find
from tasklist_tui.tui.widgets.row_view import RowView

if TYPE_CHECKING:
    from tasklist_tui.tui.stage import Stage

#: Revisions read at once; the history of an item looks so many revisions of its list back at first.
PAGE = 50
_OF_ITEM = 200


class HistoryView(RowView):
    """Days, revisions and changes; what is read stays until the workspace has a new revision."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False, id="history.leave")]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._snapshot: Snapshot | None = None
        self._item: ItemKey | None = None
        self._revisions: list[Revision] = []
        self._places: list[Place] = []
        self._painter: Painter | None = None
        self._basis: tuple[object, ...] = ()
        self._reading = False
        self._is_read = False
        self._is_more = False
        self._limit = PAGE

    # --- data

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint a snapshot; another revision or item is read anew, as far as it was read before."""
        self._snapshot = snapshot
        basis = (snapshot.revision, snapshot.root, state.history_of)
        if basis != self._basis:
            if state.history_of != self._item or not self._basis:
                self._revisions, self._is_read, self._item = [], False, state.history_of
                self._limit = _OF_ITEM if self._item else PAGE
                self.cursor = 0
            self._basis = basis
            self._read(self._limit, 0)
        self._lay_out()

    def _read(self, limit: int, skip: int) -> None:
        self._reading = True
        give = partial(self._receive, self._basis, limit, skip)
        self.post_message(
            Wanted(partial(records.history, item=self._item, limit=limit, skip=skip, give=give, fail=self._failed))
        )

    def _receive(self, basis: tuple[object, ...], limit: int, skip: int, found: list[Revision]) -> None:
        """Take what was read; what was asked about an earlier state of affairs is let go."""
        if basis != self._basis:
            return
        self._reading, self._is_read = False, True
        if self._item is None:
            self._is_more = len(found) == limit
            known = {revision.sha for revision in self._revisions[:skip]}
            found = self._revisions[:skip] + [revision for revision in found if revision.sha not in known]
        else:
            # An item begins where it was added; before that there is nothing to look for.
            begun = any(change.what is What.ADDED for revision in found[-1:] for change in revision.changes)
            self._is_more = not begun and len(found) > 0
        self._limit = max(self._limit, skip + limit)
        self._lay_out(found)

    def _failed(self) -> None:
        self._reading, self._is_read, self._is_more = False, True, False
        self._lay_out()

    def _lay_out(self, revisions: list[Revision] | None = None) -> None:
        """Number the lines anew, of other `revisions` where they are given; the cursor stays with its change."""
        if self._snapshot is None:
            return
        stood = self._standing()
        self._revisions = self._revisions if revisions is None else revisions
        self._painter = Painter(self._snapshot, self._revisions, self._item)
        self._places = places(self._revisions, self._snapshot, self._item, is_more=self._is_more, is_read=self._is_read)
        self.line_count = len(self._places)
        self.cursor = next((n for n in range(len(self._places)) if stood and self._standing(n) == stood), self.cursor)
        self.refresh()

    def _standing(self, line: int | None = None) -> tuple[str, Part, int] | None:
        place = self._place(self.cursor if line is None else line)
        if place is None or place.part not in {Part.REVISION, Part.CHANGE, Part.OTHER, Part.REASON}:
            return None
        if place.revision >= len(self._revisions):
            return None
        return self._revisions[place.revision].sha, place.part, place.number

    def _place(self, line: int) -> Place | None:
        return self._places[line] if 0 <= line < len(self._places) else None

    # --- painting

    def pieces(self, line: int, width: int) -> Line:
        """Give the pieces of a line."""
        place = self._place(line)
        if place is None or self._painter is None:
            return []
        return self._painter.pieces(place, width, self._end())

    def _end(self) -> str:
        if not self._is_read or self._reading:
            return _("Reading the history …")
        if not self._revisions:
            return _("Nothing has been changed yet")
        return _("Older changes: Enter looks further back") if self._is_more else ""

    def stands(self, line: int) -> bool:
        """Stand on revisions and changes, and on the end where there is more."""
        place = self._place(line)
        if place is None:
            return False
        return place.part in {Part.REVISION, Part.CHANGE, Part.OTHER} or (place.part is Part.END and self._is_more)

    # --- keys

    def cursor_changed(self) -> None:
        """Read on when the end comes into sight."""
        near = self.cursor >= self.line_count - self.page_lines
        if near and self._is_more and not self._reading and self._item is None:
            self._read(PAGE, len(self._revisions))

    def action_open(self) -> None:
        """Go to the item of the change; at the end look further back."""
        place = self._place(self.cursor)
        if place is None:
            return
        if place.part is Part.END:
            self._read_on()
        elif place.part in {Part.REVISION, Part.CHANGE}:
            changes = self._revisions[place.revision].changes
            keys = [ItemKey(change.list_id, change.item_id) for change in changes]
            wanted = keys[place.number : place.number + 1] if place.part is Part.CHANGE else keys
            self.post_message(Wanted(partial(go_to_first, keys=wanted)))

    def _read_on(self) -> None:
        if self._is_more and not self._reading:
            if self._item is None:
                self._read(PAGE, len(self._revisions))
            else:
                self._read(self._limit * 2, 0)
            self.refresh()

    def action_leave(self) -> None:
        """Go back from one item's history to the item, from everybody's to the list."""
        item = self._item
        self.post_message(Wanted(partial(leave, item=item)))


def go_to_first(stage: Stage, keys: list[ItemKey]) -> None:
    """Go to the first of these items that still exists."""
    found = next((key for key in keys if find(stage.snapshot, key)), None)
    if found is not None:
        stage.go_to(found)
    elif keys:
        stage.say(_("The item has been deleted since"), Tone.REFUSED)
    else:
        stage.say(_("This change touched no item"), Tone.REFUSED)


def leave(stage: Stage, item: ItemKey | None) -> None:
    """Go back to where one came from."""
    if item is not None and find(stage.snapshot, item):
        stage.go_to(item)
    else:
        stage.show_view(View.LIST)


__all__ = ["HistoryView", "go_to_first", "leave"]
