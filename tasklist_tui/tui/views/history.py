"""The history of the workspace or of one item: the newest page at once, more as one scrolls, nothing waits for it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.timer import Timer

from tasklist_tui.domain.history_filter import HistoryFilter
from tasklist_tui.i18n import _
from tasklist_tui.services.history import Cursor, Page, Revision
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.actions import records
from tasklist_tui.tui.history_filter_line import parse_history
from tasklist_tui.tui.history_lines import Painter, Part, Place, places
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.messages import ChangeReached, Wanted
from tasklist_tui.tui.state import ChangeAt, ItemKey, Tone, View, ViewState, find
from tasklist_tui.tui.widgets.row_view import RowView

if TYPE_CHECKING:
    from tasklist_tui.tui.stage import Stage

#: Revisions read at once.
PAGE = 50
#: Typing a filter rests this long, in seconds, before the history is asked.
_REST = 0.15


class HistoryView(RowView):
    """Days, revisions and changes; what is read stays until the workspace has a new revision."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False, id="history.leave")]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._snapshot: Snapshot | None = None
        self._item: ItemKey | None = None
        self._wanted = HistoryFilter()
        self._revisions: list[Revision] = []
        self._places: list[Place] = []
        self._painter: Painter | None = None
        self._basis: tuple[object, ...] = ()
        self._next: Cursor | None = None
        self._reading = False
        self._is_read = False
        self._indexing: tuple[int, int] | None = None
        self._resting: Timer | None = None
        self._past: date | None = None

    # --- data

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint a snapshot; another revision, item or filter is read anew, as far as it was read before."""
        self._snapshot, self._past = snapshot, state.past.day if state.past else None
        wanted = _wanted(snapshot, state)
        basis = (snapshot.revision, snapshot.root, state.history_of, wanted)
        if basis != self._basis:
            same = bool(self._basis) and (state.history_of, wanted) == self._basis[2:]
            typing = bool(self._basis) and state.history_of == self._item and not same
            self._item, self._wanted, self._basis = state.history_of, wanted, basis
            limit = max(PAGE, len(self._revisions)) if same else PAGE
            if not same:
                self._is_read, self.cursor = False, 0
            if self._resting is not None:
                self._resting.stop()
            begin = partial(self._read, limit, None)
            if typing:
                self._resting = self.set_timer(_REST, begin)
            else:
                begin()
        self._lay_out()

    def _read(self, limit: int, after: Cursor | None) -> None:
        self._reading = True
        give = partial(self._receive, self._basis, after)
        act = partial(records.page, wanted=self._wanted, after=after, limit=limit, give=give, fail=self._failed)
        self.post_message(Wanted(act, quiet=True))

    def _receive(self, basis: tuple[object, ...], after: Cursor | None, found: Page) -> None:
        """Take what was read; what was asked about an earlier state of affairs is let go."""
        if basis != self._basis:
            return
        self._reading, self._is_read, self._next = False, True, found.next
        known = self._revisions if after is not None else []
        self._lay_out([*known, *found.revisions])
        if not found.indexed and self._indexing is None:
            self._indexing = (0, 0)
            self.post_message(Wanted(partial(records.build_index, tell=self._tell), quiet=True))
        self.call_after_refresh(self.cursor_changed)

    def _failed(self) -> None:
        self._reading, self._is_read, self._next = False, True, None
        self._lay_out()

    def _tell(self, done: int, total: int) -> bool:
        """Hear how far the index has come; say whether it is still worth while."""
        self._indexing = (done, total) if done < total else None
        self._lay_out()
        return self.is_attached

    def _lay_out(self, revisions: list[Revision] | None = None) -> None:
        """Number the lines anew, of other `revisions` where they are given; the cursor stays with its change."""
        if self._snapshot is None:
            return
        stood = self._standing()
        self._revisions = self._revisions if revisions is None else revisions
        self._painter = Painter(self._snapshot, self._revisions, self._item)
        shown = self._snapshot if self._past is None else msgspec.structs.replace(self._snapshot, uncommitted=())
        is_more = self._next is not None
        self._places = places(self._revisions, shown, self._item, is_more=is_more, is_read=self._is_read)
        if self._indexing is not None:
            self._places.insert(0, Place(Part.INDEX))
        self.line_count = len(self._places)
        self.cursor = next((n for n in range(len(self._places)) if stood and self._standing(n) == stood), self.cursor)
        self._say_where()
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

    @property
    def at(self) -> ChangeAt | None:
        """What the cursor stands on."""
        place = self._place(self.cursor)
        if place is None or place.part not in {Part.REVISION, Part.CHANGE} or place.revision >= len(self._revisions):
            return None
        revision = self._revisions[place.revision]
        return ChangeAt(revision, revision.changes[place.number] if place.part is Part.CHANGE else None)

    def _say_where(self) -> None:
        if self.display and self.is_attached:
            self.post_message(ChangeReached(self.at))

    # --- painting

    def pieces(self, line: int, width: int) -> Line:
        """Give the pieces of a line."""
        place = self._place(line)
        if place is None or self._painter is None:
            return []
        return self._painter.pieces(place, width, self._index() if place.part is Part.INDEX else self._end())

    def _index(self) -> str:
        done, total = self._indexing or (0, 0)
        share = f" {100 * done // total}%" if total else " …"
        return _("Making the index of the history, which finds everything faster") + share

    def _end(self) -> str:
        if not self._is_read or self._reading:
            return _("Reading the history …")
        if not self._revisions:
            return self._nothing()
        return _("Older changes: Enter looks further back") if self._next is not None else ""

    def _nothing(self) -> str:
        if self._wanted.is_empty:
            return _("Nothing has been changed yet")
        alone = self._item is not None and self._wanted == HistoryFilter(item_id=self._item.item_id)
        return _("Nothing of this item has been recorded yet") if alone else _("No change is like that")

    def stands(self, line: int) -> bool:
        """Stand on revisions and changes, and on the end where there is more."""
        place = self._place(line)
        if place is None:
            return False
        is_end = place.part is Part.END and self._next is not None
        return place.part in {Part.REVISION, Part.CHANGE, Part.OTHER} or is_end

    # --- keys

    def cursor_changed(self) -> None:
        """Read on when the end comes into sight; tell which change the cursor stands on."""
        self._say_where()
        if self.cursor >= self.line_count - 2 * self.page_lines:
            self._read_on()

    def action_open(self) -> None:
        """Go to the item of the change; at the end look further back."""
        place, at = self._place(self.cursor), self.at
        if place is not None and place.part is Part.END:
            self._read_on()
        elif at is not None:
            keys = [ItemKey(change.list_id, change.item_id) for change in at.changes]
            self.post_message(Wanted(partial(go_to_first, keys=keys)))

    def _read_on(self) -> None:
        if self._next is not None and not self._reading:
            self._read(PAGE, self._next)
            self.refresh()

    def action_leave(self) -> None:
        """Go back from one item's history to the item, from everybody's to the list."""
        self.post_message(Wanted(partial(leave, item=self._item)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the way back from the past, unless it is one item's history that is left."""
        if action == "leave" and self._past is not None:
            return self._item is not None
        return super().check_action(action, parameters)


def _wanted(snapshot: Snapshot, state: ViewState) -> HistoryFilter:
    """Give what is looked for: what the filter says, of one item, and up to the moment shown."""
    wanted = parse_history(state.history_line, snapshot.workspace, snapshot.today).wanted
    if state.history_of is not None:
        wanted = msgspec.structs.replace(wanted, item_id=state.history_of.item_id)
    if state.past is not None:
        until = min(wanted.until or state.past.day, state.past.day)
        wanted = msgspec.structs.replace(wanted, until=until)
    return wanted


def go_to_first(stage: Stage, keys: list[ItemKey]) -> None:
    """Go to the first of these items that still exists."""
    found = next((key for key in keys if find(stage.snapshot, key)), None)
    if found is not None:
        stage.go_to(found)
    elif keys:
        stage.say(_("The item has been deleted since (H on that change brings it back)"), Tone.REFUSED)
    else:
        stage.say(_("This change touched no item"), Tone.REFUSED)


def leave(stage: Stage, item: ItemKey | None) -> None:
    """Go back to where one came from."""
    if item is not None and find(stage.snapshot, item):
        stage.go_to(item)
    else:
        stage.show_view(View.LIST)


__all__ = ["PAGE", "HistoryView", "go_to_first", "leave"]
