"""Painting the rows of the timeline: values, a window and colours in, a `Strip` of exactly the asked width out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from rich.segment import Segment
from textual.strip import Strip

from tasklist_tui.domain.schedule import Bar, Lane, Mark, Role
from tasklist_tui.domain.timescale import Tick, Window
from tasklist_tui.i18n import _
from tasklist_tui.services.daywords import weekday
from tasklist_tui.tui.palette import symbol
from tasklist_tui.tui.text import cell_width, clip, fit
from tasklist_tui.tui.widgets import timeline_words as words
from tasklist_tui.tui.widgets.timeline_canvas import LIGHT_INK, Canvas, Ground, Ink, Inks, code
from tasklist_tui.tui.widgets.timeline_glyphs import Glyphs
from tasklist_tui.tui.widgets.timeline_words import Move

_NARROW, _WIDE = 56, 100
_FULL = 100
_SEVERITY = {"red": 0, "yellow": 1, "green": 2, "grey": 3, "blue": 4}
_MANY = 10
# What must stay of a bar when its due date is written over its end.
_STUMP = 4


def label_width(width: int) -> int:
    """Give the cells of the label column in a widget of `width` cells, the gap before the chart included."""
    if width < _NARROW:
        return min(16, width)
    return 26 if width < _WIDE else min(30 + (width - 120) // 8, 44)


class Scene:
    """Everything rows have in common: the window, today, rest days and colours; made anew when one of them changes."""

    def __init__(
        self, window: Window, today: date, is_rest: Callable[[date], bool], glyphs: Glyphs, inks: Inks, language: str
    ) -> None:
        """Work out the empty row, which every row starts from."""
        self.window, self.today, self.is_rest = window, today, is_rest
        self.glyphs, self.inks, self.language = glyphs, inks, language
        self.upper, self.lower = window.header()
        self.today_column = window.column(today)
        self._rests = [self._all_rest(column) for column in range(window.width)]
        self._chars = [glyphs.rest_day if rest else " " for rest in self._rests]
        self._free = frozenset({" ", glyphs.rest_day, glyphs.grid})
        self._empty = {ground: [code(ground, rest=rest) for rest in self._rests] for ground in Ground}

    def _all_rest(self, column: int) -> bool:
        first, last = self.window.days_at(column)
        return all(self.is_rest(first + timedelta(days=n)) for n in range((last - first).days + 1))

    def canvas(self, ground: Ground) -> Canvas:
        """Give an empty row with its grid."""
        canvas = Canvas(self._chars, self._empty[ground])
        for tick in self.upper:
            if not tick.cut:
                canvas.put(tick.column, self.glyphs.grid, Ink.GRID)
        return canvas

    # --- header

    def heading(self, row: int, corner: str, width: int) -> Strip:
        """Paint the upper (0) or lower (1) row of the header, `corner` above the labels."""
        label = label_width(width)
        canvas = Canvas(" " * self.window.width, self._empty[Ground.HEADING])
        if row:
            head = f"{self.glyphs.today_head}{_('today')}"
            self._write_today(canvas, head if cell_width(head) <= self.window.width else self.glyphs.today_head)
        for tick in self.lower if row else self.upper:
            self._write_tick(canvas, tick, Ink.MUTED if row else Ink.STRONG)
        style = self.inks.named("timeline--heading")
        return Strip(
            [Segment(fit(corner, max(0, label - 1)) + " ", style), *canvas.segments(self.inks)]
        ).adjust_cell_length(width, style)

    def _write_today(self, canvas: Canvas, head: str) -> None:
        if 0 <= self.today_column < self.window.width:
            canvas.overwrite(min(self.today_column, self.window.width - cell_width(head)), head, Ink.TODAY)

    def _write_tick(self, canvas: Canvas, tick: Tick, ink: Ink) -> None:
        mark = "" if tick.cut or ink is Ink.MUTED else self.glyphs.tick
        for text in words.tick_texts(tick):
            # A label needs a cell between itself and the next one.
            if len(mark) + cell_width(text) < tick.width and canvas.write(tick.column, mark + text, ink, self._free):
                return

    # --- rows

    def blank(self, width: int) -> Strip:
        """Paint a row without a bar."""
        canvas = self.canvas(Ground.ROW)
        canvas.put(self.today_column, self.glyphs.today, Ink.TODAY)
        plain = self.inks.named("timeline--row")
        return Strip([Segment(" " * label_width(width), plain), *canvas.segments(self.inks)]).adjust_cell_length(
            width, plain
        )

    def lane(self, lane: Lane, width: int, *, folded: bool, cursor: bool) -> Strip:
        """Paint the heading of a lane; a folded one shows how many bars end where, in the worst one's colour."""
        glyphs, label = self.glyphs, label_width(width)
        ground = Ground.CURSOR if cursor else Ground.LANE
        name = "timeline--cursor" if cursor else "timeline--lane"
        plain = self.inks.named(name)
        counts = [(light, f" {symbol(light)}{lane.counts[light]}") for light in words.COUNTED if lane.counts.get(light)]
        amount = " " + _("{n} items", n=lane.item_count)
        used = sum(cell_width(text) for _light, text in counts)
        title = f"{glyphs.folded if folded else glyphs.unfolded} {words.lane_title(lane, self.language)}"
        if cell_width(title) + cell_width(amount) + used > label - 1:
            amount = f" {lane.item_count}"
        room = max(0, label - 1 - used - cell_width(amount))
        segments = [Segment(clip(title, room) + amount, plain)]
        for light, text in counts:
            segments.append(Segment(text, plain if cursor else self.inks.named(name, LIGHT_INK[light])))
        canvas = self.canvas(ground)
        if folded:
            self._draw_dues(canvas, lane)
        canvas.put(self.today_column, glyphs.today, Ink.TODAY)
        head = Strip(segments).adjust_cell_length(label, plain)
        return Strip([*head, *canvas.segments(self.inks)]).adjust_cell_length(width, plain)

    def _draw_dues(self, canvas: Canvas, lane: Lane) -> None:
        window, dues = self.window, lane.dues
        day, last = window.first, window.last
        cells: dict[int, tuple[int, str]] = {}
        for number in range((last - day).days + 1):
            counts = dues.get(day + timedelta(days=number))
            if counts:
                column = window.span(day, day + timedelta(days=number))[1] - 1
                count, worst = cells.get(column, (0, "blue"))
                cells[column] = count + sum(counts.values()), min(worst, *counts, key=_SEVERITY.__getitem__)
        for column, (count, light) in cells.items():
            canvas.fill(column, column + 1, str(count) if count < _MANY else "+", LIGHT_INK[light], LIGHT_INK[light])

    def bar(self, bar: Bar, width: int, *, cursor: bool, move: Move | None = None) -> Strip:
        """Paint one bar; `move` is where its due date would go."""
        label = label_width(width)
        name = "timeline--cursor" if cursor else "timeline--row"
        plain = self.inks.named(name)
        ink = Ink.NONE if cursor else LIGHT_INK[bar.light]
        number = f" {bar.number}" if bar.number else ""
        segments = [
            Segment(f"{'>' if cursor else ' '}{symbol(bar.light)}", self.inks.named(name, ink)),
            Segment(fit(f"{number} {bar.title}", max(0, label - 3)) + " ", plain),
        ]
        canvas = self.canvas(Ground.CURSOR if cursor else Ground.ROW)
        canvas.put(self.today_column, self.glyphs.today, Ink.TODAY)
        if bar.due is None:
            canvas.write(1, self.glyphs.undated, Ink.MUTED, self._free)
            self._draw_marks(canvas, bar)
        else:
            self._draw_bar(canvas, bar, bar.due)
        if move is not None:
            self._draw_move(canvas, move)
        elif bar.due is not None:
            self._write_dates(canvas, bar, bar.due)
        head = Strip(segments).adjust_cell_length(label, plain)
        return Strip([*head, *canvas.segments(self.inks)]).adjust_cell_length(width, plain)

    def _draw_bar(self, canvas: Canvas, bar: Bar, due: date) -> None:
        window, glyphs, ink = self.window, self.glyphs, LIGHT_INK[bar.light]
        start, stop = window.span(bar.start or due, due)
        thin = bar.role is Role.CO
        band = None if thin else ink
        filled, empty = _strokes(bar, glyphs)
        reached = start + round((stop - start) * bar.progress / _FULL)
        canvas.fill(start, reached, filled, ink, band)
        canvas.fill(reached, stop, empty, ink, band)
        if bar.late_until is not None:
            canvas.fill(stop, window.span(due, bar.late_until)[1], glyphs.tail, Ink.RED)
        canvas.put(self.today_column, glyphs.today, Ink.TODAY)
        self._draw_marks(canvas, bar)
        canvas.put(stop - 1, glyphs.due, ink)
        if bar.done is not None and bar.light == "blue":
            canvas.put(window.span(bar.done, bar.done)[1] - 1, glyphs.finished, ink)

    def _draw_marks(self, canvas: Canvas, bar: Bar) -> None:
        glyphs = self.glyphs
        if bar.limit is not None:
            self._draw_mark(canvas, bar.limit, glyphs.limit, glyphs.limit)
        for mark in bar.occurrences:
            self._draw_mark(canvas, mark, glyphs.occurrence, glyphs.occurred)
        for mark in bar.milestones:
            self._draw_mark(canvas, mark, glyphs.milestone, glyphs.met)

    def _draw_mark(self, canvas: Canvas, mark: Mark, still_open: str, done: str) -> None:
        column = self.window.span(mark.day, mark.day)[1] - 1
        if mark.done is not None:
            canvas.put(column, done, Ink.RED if mark.late else Ink.STRONG)
        else:
            canvas.put(column, self.glyphs.missed if mark.late else still_open, Ink.RED if mark.late else Ink.STRONG)

    def _draw_move(self, canvas: Canvas, move: Move) -> None:
        window, glyphs = self.window, self.glyphs
        end = window.span(move.new, move.new)[1]
        if move.old is not None:
            old = window.span(move.old, move.old)[1]
            canvas.fill(old, end, glyphs.later, Ink.MOVE, Ink.MOVE)
            canvas.fill(end, old, glyphs.earlier, Ink.MOVE, Ink.MOVE)
        canvas.put(end - 1, glyphs.due, Ink.MOVE)
        text = f" {words.day_text(move.new, self.today)} {weekday(move.new)} "
        column = end if end + cell_width(text) <= window.width else end - 1 - cell_width(text)
        if column >= 0 and end > 0:
            canvas.overwrite(column, text, Ink.MOVE)

    def _write_dates(self, canvas: Canvas, bar: Bar, due: date) -> None:
        """Write the due date behind the bar where there is room; at the edge when the bar ends beyond it."""
        window, glyphs, free = self.window, self.glyphs, self._free
        start, stop = window.span(bar.start or due, due)
        end = window.span(due, bar.late_until)[1] if bar.late_until is not None else stop
        text = words.day_text(due, self.today)
        if end <= 0:
            canvas.write(0, f"{glyphs.before} {text}", Ink.MUTED, free)
        elif stop > window.width:
            text = f" {text} {glyphs.after}"
            column = window.width - cell_width(text)
            if start >= column:
                canvas.write(column, text, Ink.MUTED, free)
            elif start < column - _STUMP:
                canvas.overwrite(column, text, LIGHT_INK[bar.light])
        elif stop > 0:
            ink = Ink.MUTED
            if bar.late_until is not None:
                text, ink = _("+{days}d", days=(bar.late_until - due).days), Ink.RED
            if end <= self.today_column <= end + cell_width(text):
                end = self.today_column + 1
            canvas.write(end, f" {text}", ink, free)


def _strokes(bar: Bar, glyphs: Glyphs) -> tuple[str, str]:
    """Give what the done and the open part of a bar are drawn with."""
    if bar.role is Role.CO:
        return glyphs.co_done, glyphs.co_rest
    if bar.role is Role.ASSIGNMENT:
        return glyphs.assigned_done, glyphs.assigned_rest
    return glyphs.done, glyphs.assumed if bar.open_start else glyphs.rest
