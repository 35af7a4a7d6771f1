"""The timeline: one swimlane per committee; from here items are opened and due dates moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tasklist_tui.tui.widgets.timeline_paint import label_width
from tasklist_tui.tui.widgets.timeline_view import TimelineView
from tasklist_tui.tui.widgets.timeline_words import Move

# Columns behind a moved due date, for its text: a date with its year and the day of the week.
_ROOM_BEHIND = 17


class Timeline(TimelineView):
    """The timeline with its keys and mouse.

    News go up as the messages below.  A moved due date is only shown: the owner edits.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", show=False, id="timeline.open"),
        Binding("space", "fold", show=False, id="timeline.fold"),
        Binding("Z", "fold_all(True)", show=False, id="timeline.fold-all"),
        Binding("z", "fold_all(False)", show=False, id="timeline.unfold-all"),
        Binding("[,【", "move_due(-1)", show=False, id="timeline.due-earlier"),
        Binding("],】", "move_due(1)", show=False, id="timeline.due-later"),
        Binding("{,｛", "move_due(-7)", show=False, id="timeline.due-week-earlier"),
        Binding("},｝", "move_due(7)", show=False, id="timeline.due-week-later"),
        Binding("escape", "cancel_move", show=False, id="timeline.cancel"),
    ]

    class Opened(Message):
        """An item is to be shown in full."""

        def __init__(self, list_id: str, item_id: str) -> None:
            """Say which."""
            super().__init__()
            self.list_id, self.item_id = list_id, item_id

    class DueMoveRequested(Message):
        """A due date is to be changed; `row_key` is the committee of the assignment it belongs to, None: the item's."""

        def __init__(self, list_id: str, item_id: str, row_key: str | None, new_due: date) -> None:
            """Say whose, and the new date."""
            super().__init__()
            self.list_id, self.item_id, self.row_key, self.new_due = list_id, item_id, row_key, new_due

    # --- lanes and items

    def action_open(self) -> None:
        """Confirm a move, else open the item, else fold or unfold the lane."""
        key = self.cursor_key
        if self.move is not None and key is not None:
            new = self.move.new
            self.preview(None)
            self.post_message(self.DueMoveRequested(key.list_id, key.item_id, key.row_key, new))
        elif key is not None:
            self.post_message(self.Opened(key.list_id, key.item_id))
        else:
            self.action_fold()

    def action_fold(self) -> None:
        """Fold or unfold the lane the cursor is in."""
        if self._stood is not None:
            self.fold(self.folded ^ {self._stood.committee_id})

    def action_fold_all(self, fold: bool) -> None:
        """Fold or unfold every lane."""
        self.fold(frozenset(lane.committee_id for lane in self._rows.lanes) if fold else frozenset())

    # --- moving a due date

    def action_move_due(self, days: int) -> None:
        """Show where the due date would be `days` later; one that has none begins today."""
        bar = self._rows.bar(self.cursor)
        if bar is None:
            return
        base = self.move.new if self.move is not None else bar.due
        try:
            new = base + timedelta(days) if base is not None else self._today
        except OverflowError:
            return
        self._preview_due(new)

    def _preview_due(self, new: date) -> None:
        bar = self._rows.bar(self.cursor)
        if bar is not None:
            self.preview(Move(bar.due, new) if new != bar.due else None)
            if not self._dragging:
                self._reveal_move(new)

    def _reveal_move(self, new: date) -> None:
        """Scroll so that the new date is to be seen, with room for its text behind it."""
        behind = self.window.span(new, new)[1] + min(_ROOM_BEHIND, self.window.width // 2)
        self._show_window(self.window.revealing(self.window.day_at(behind)).revealing(new))

    def action_cancel_move(self) -> None:
        """Leave the due date as it is."""
        self.preview(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to others while nothing is being moved."""
        return self.move is not None if action == "cancel_move" else super().check_action(action, parameters)

    # --- mouse

    def _column(self, event: events.MouseEvent) -> int | None:
        """Give the column of the chart a mouse event is on, None left of the chart."""
        column = event.get_content_offset_capture(self).x - label_width(self.line_width)
        return column if column >= 0 else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the end of a bar."""
        line, column = self.line_at(event), self._column(event)
        bar = self._rows.bar(line) if line is not None else None
        if line is None or column is None or bar is None or bar.due is None:
            return
        end = self.window.span(bar.due, bar.due)[1] - 1
        if abs(column - end) <= 1:
            self.cursor = line
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show the due date under the mouse."""
        if self._dragging:
            self._preview_due(self.window.day_at(max(0, self._column(event) or 0)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go; the move stays a preview until it is confirmed."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a line; fold or unfold a lane; twice: open the item; on the line above: confirm a move."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y == 0 and self.move is not None:
            self.action_open()
            return
        line = self.line_at(event)
        if line is None:
            return
        self.cursor = line
        if self._rows.bar(line) is None or (event.chain > 1 and self.move is None):
            self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """With Shift, scroll to later days."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """With Shift, scroll to earlier days."""
        self._wheel(event, -1)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Scroll to later days."""
        self._wheel(event, 1, sideways=True)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Scroll to earlier days."""
        self._wheel(event, -1, sideways=True)

    def _wheel(self, event: events.MouseEvent, steps: int, *, sideways: bool = False) -> None:
        if sideways or event.shift or event.ctrl:
            event.prevent_default()
            event.stop()
            self.action_scroll_time(steps)
