"""The timeline as a picture: lanes of bars over a window of days, with a cursor; `timeline.py` adds what it can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tasklist_tui.domain.schedule import BarKey, Lane
from tasklist_tui.domain.timescale import Window, Zoom
from tasklist_tui.i18n import translate
from tasklist_tui.services.daywords import weekday
from tasklist_tui.tui.palette import LIGHT_CLASSES, light_css
from tasklist_tui.tui.widgets import timeline_words as words
from tasklist_tui.tui.widgets.lines import LineView
from tasklist_tui.tui.widgets.timeline_canvas import CLASSES, Inks
from tasklist_tui.tui.widgets.timeline_glyphs import FINE, Glyphs
from tasklist_tui.tui.widgets.timeline_info import paint_bar_info, paint_empty, paint_lane_info, paint_move_info
from tasklist_tui.tui.widgets.timeline_paint import Scene, label_width
from tasklist_tui.tui.widgets.timeline_rows import LaneRows, Standing
from tasklist_tui.tui.widgets.timeline_words import Move

_EPOCH = date(2000, 1, 1)
_SATURDAY = 5
# Lines painted and kept: a few screens, so that scrolling by a line paints one line.
_STRIPS_KEPT = 512


def _weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


class TimelineView(LineView):
    """Lanes of bars over a window of days, with a cursor on a bar or on the heading of a lane.

    Data goes down through `show`; only rows on the screen are built and painted.
    """

    FIXED_ROWS = 3

    COMPONENT_CLASSES: ClassVar[set[str]] = {*CLASSES, *LIGHT_CLASSES.values()}

    DEFAULT_CSS = """
    TimelineView {
        background: $surface;
        color: $foreground;
        & > .timeline--row { background: $surface; color: $foreground; }
        & > .timeline--lane { background: $panel; color: $foreground; text-style: bold; }
        & > .timeline--heading { background: $panel; color: $foreground; }
        & > .timeline--info { background: $surface; color: $foreground; }
        & > .timeline--rest { background: $foreground 9%; }
        & > .timeline--today { color: $text-primary; }
        & > .timeline--move { color: $text-warning; }
        & > .timeline--grid { color: $foreground 25%; }
        & > .timeline--muted { color: $text-muted; }
        & > .timeline--cursor-row { background: $primary 30%; color: $foreground; }
        & > .timeline--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:focus > .timeline--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """ + light_css("TimelineView >")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "scroll_time(-1)", show=False, id="timeline.earlier"),
        Binding("right", "scroll_time(1)", show=False, id="timeline.later"),
        Binding("shift+left,H", "page_time(-1)", show=False, id="timeline.page-earlier"),
        Binding("shift+right", "page_time(1)", show=False, id="timeline.page-later"),
        Binding("t", "today", show=False, id="timeline.today"),
        Binding("full_stop", "reveal_bar", show=False, id="timeline.reveal"),
        Binding("plus,equals_sign", "zoom(-1)", show=False, id="timeline.zoom-in"),
        Binding("minus", "zoom(1)", show=False, id="timeline.zoom-out"),
    ]

    class CursorMoved(Message):
        """The cursor stands on another bar; `key` is None on the heading of a lane."""

        def __init__(self, key: BarKey | None) -> None:
            """Say on which."""
            super().__init__()
            self.key = key

    def __init__(
        self,
        *,
        zoom: Zoom = Zoom.QUARTER,
        glyphs: Glyphs = FINE,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Begin empty; `glyphs` is what the chart is drawn with."""
        super().__init__(name=name, id=id, classes=classes)
        self.window = Window(zoom, _EPOCH, 0)
        self.folded: frozenset[str] = frozenset()
        self.move: Move | None = None
        self._glyphs = glyphs
        self._rows = LaneRows()
        self._today = _EPOCH
        self._is_rest: Callable[[date], bool] = _weekend
        self._language = "zh"
        self._stood: Standing | None = None
        self._dragging = False
        self._drawn: tuple[Inks, Scene] | None = None
        self._strips: dict[int, Strip] = {}

    # --- data

    def show(self, lanes: Sequence[Lane], today: date, is_rest: Callable[[date], bool], language: str) -> None:
        """Show other lanes; cursor, scroll position, window and folded lanes stay as far as what they stand on does.

        The window goes to today the first time, and whenever `today` is another day.
        """
        self._is_rest, self._language = is_rest, language
        if today != self._today:
            self._today = today
            self._go_to(today)
        self._lay_out(lanes)

    @property
    def cursor_key(self) -> BarKey | None:
        """The bar under the cursor, None on the heading of a lane."""
        return self._stood.key if self._stood else None

    @property
    def cursor_lane(self) -> str | None:
        """The committee in whose lane the cursor is, None while there are no lanes."""
        return self._stood.committee_id if self._stood else None

    def select(self, key: BarKey) -> bool:
        """Put the cursor on a bar, unfolding its lane; False when there is no such bar."""
        if self._rows.find(Standing(key.committee_id, key)) is None:
            return False
        self.fold(self.folded - {key.committee_id})
        line = self._rows.find(Standing(key.committee_id, key))
        self.cursor = line or 0
        return True

    def _lay_out(self, lanes: Sequence[Lane]) -> None:
        """Number the lines anew; the cursor follows what it stood on, on the same row of the screen."""
        line, row = self.cursor, self.cursor - self.top_line
        self._rows = LaneRows(lanes, self.folded)
        # The lines must be counted before the cursor can stand on one of the new ones.
        self.line_count = len(self._rows)
        found = self._rows.find(self._stood) if self._stood else None
        self.cursor = line if found is None else found
        self.put_on_top(self.cursor - row)
        self.reveal()
        self.cursor_changed()
        bar = self._rows.bar(self.cursor)
        if self.move is not None and (bar is None or bar.due != self.move.old):
            self.preview(None)
        self._redraw()

    def cursor_changed(self) -> None:
        """Give up the move of another bar, and tell where the cursor stands when that is something else."""
        standing = self._rows.standing(self.cursor)
        if standing != self._stood:
            self._stood = standing
            self.preview(None)
            self.post_message(self.CursorMoved(standing.key if standing else None))
        self._repaint_info()

    def fold(self, folded: frozenset[str]) -> None:
        """Fold the lanes of these committees, unfold the others."""
        if folded != self.folded:
            self.folded = folded
            self._lay_out(self._rows.lanes)

    def preview(self, move: Move | None) -> None:
        """Show where the due date under the cursor would go, None: where it is."""
        if move != self.move:
            self.move = move
            self.repaint(self.cursor)
            self._repaint_info()

    # --- window of days

    def on_resize(self, event: events.Resize) -> None:
        """Fit the window of days into the chart; the first time, go to today."""
        super().on_resize(event)
        self._fit()
        self._redraw()

    def _fit(self) -> None:
        before, chart = self.window.width, max(1, self.line_width - label_width(self.line_width))
        if chart != before:
            self.window = self.window.resized(chart)
            self._drawn = None
        if not before:
            self._go_to(self._today)

    def _go_to(self, day: date) -> None:
        self._show_window(self.window.with_day_at(day, self.window.width * 2 // 5))

    def _show_window(self, window: Window) -> None:
        if window != self.window:
            self.window = window
            self._redraw()

    def action_scroll_time(self, steps: int) -> None:
        """Scroll by steps of the zoom, to the left when negative."""
        self._show_window(self.window.moved(steps))

    def action_page_time(self, pages: int) -> None:
        """Scroll by most of the chart's width."""
        self._show_window(self.window.paged(pages))

    def action_today(self) -> None:
        """Scroll to today."""
        self._go_to(self._today)

    def action_reveal_bar(self) -> None:
        """Scroll so that the bar under the cursor is to be seen, its end above all."""
        bar = self._rows.bar(self.cursor)
        if bar is not None and bar.due is not None:
            self._show_window(self.window.revealing(bar.start or bar.due).revealing(bar.due))

    def action_zoom(self, levels: int) -> None:
        """Show more time, less when negative."""
        self.zoom_to(self.window.zoom.farther() if levels > 0 else self.window.zoom.closer())

    def zoom_to(self, zoom: Zoom) -> None:
        """Change the zoom; today stays where it is, else the middle does."""
        window = self.window
        anchor = self._today if window.shows(self._today) else window.day_at(window.width // 2)
        self._show_window(window.zoomed(zoom, anchor))

    # --- painting

    def notify_style_update(self) -> None:
        """Look the colours up again after a change of theme or focus."""
        super().notify_style_update()
        self._redraw()

    def _redraw(self) -> None:
        self._drawn = None
        self._strips.clear()
        self.refresh()

    def _repaint_info(self) -> None:
        self.refresh(Region(0, 0, self.line_width, 1))

    def _drawing(self) -> tuple[Inks, Scene]:
        """Give the colours and the empty rows, made when something is painted after a change."""
        # A scroll bar comes and goes with folded lanes, without an event.
        self._fit()
        if self._drawn is None:
            inks = Inks(self.get_component_styles, self.get_component_rich_style)
            scene = Scene(self.window, self._today, self._is_rest, self._glyphs, inks, self._language)
            self._drawn = inks, scene
        return self._drawn

    def paint_heading(self, row: int, width: int) -> Strip:
        """Paint the line about the cursor, and the two rows of the calendar."""
        inks, scene = self._drawing()
        if row > 0:
            zoom, day = translate(words.ZOOM_TITLES[self.window.zoom]), self._today
            corner = f"{day.isoformat()} {weekday(day)}" if row > 1 else f"{zoom} (+/-)"
            return scene.heading(row - 1, f" {corner}", width)
        if self.move is not None:
            return paint_move_info(self.move, self._today, self._is_rest, width, inks)
        if (bar := self._rows.bar(self.cursor)) is not None:
            return paint_bar_info(bar, self._today, width, inks)
        if not self.line_count:
            return Strip.blank(width, inks.named("timeline--info"))
        return paint_lane_info(self._rows.lane(self.cursor), self._language, width, inks)

    def paint_line(self, line: int, width: int) -> Strip:
        """Paint the heading of a lane or a bar; a line off the cursor is kept, as textual keeps what it made of it."""
        scene = self._drawing()[1]
        if line == self.cursor:
            return self._paint(line, width, scene)
        strip = self._strips.get(line)
        if strip is None or strip.cell_length != width:
            if len(self._strips) >= _STRIPS_KEPT:
                self._strips.clear()
            strip = self._strips[line] = self._paint(line, width, scene)
        return strip

    def _paint(self, line: int, width: int, scene: Scene) -> Strip:
        on_cursor = line == self.cursor
        bar = self._rows.bar(line)
        if bar is None:
            lane = self._rows.lane(line)
            return scene.lane(lane, width, folded=lane.committee_id in self.folded, cursor=on_cursor)
        return scene.bar(bar, width, cursor=on_cursor, move=self.move if on_cursor else None)

    def paint_blank(self, row: int, width: int) -> Strip:
        """Paint below the last lane: rest days and today go on to the foot."""
        inks, scene = self._drawing()
        return scene.blank(width) if self.line_count else paint_empty(row, self.size.height, width, inks)
