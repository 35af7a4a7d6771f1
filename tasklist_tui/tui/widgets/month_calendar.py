"""One month as a small table of days: moved through by arrow keys, picked from by Enter or a click."""

from __future__ import annotations

import calendar as solar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tasklist_tui.domain.calendar import Calendar, Grade
from tasklist_tui.domain.year import DayKind, day_kind, month_weeks
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.daywords import weekday
from tasklist_tui.tui.text import cell_width, content, fit

_ZH_SIGNS = {DayKind.HOLIDAY: "休", DayKind.MAKE_UP: "班", DayKind.WEEKEND: "."}
_EN_SIGNS = {DayKind.HOLIDAY: "*", DayKind.MAKE_UP: "+", DayKind.WEEKEND: "."}
_COLOURS = {DayKind.HOLIDAY: "$text-error", DayKind.MAKE_UP: "$text-warning", DayKind.WEEKEND: "$text-muted"}
_HEAD_ROWS = 2
_WEEK_ROWS = 6
_MONTHS = 12
_GUTTER = 4

#: Rows of the widget, its frame included: title, names of the weekdays, weeks, the day under the cursor.
HEIGHT = _HEAD_ROWS + _WEEK_ROWS + 1 + 2


def signs() -> Mapping[DayKind, str]:
    """Give the sign behind the number of a day that is no ordinary workday, in the language in use."""
    return _ZH_SIGNS if language().startswith("zh") else _EN_SIGNS


def width() -> int:
    """Give the cells the widget is wide, its frame included."""
    return 7 * _day_cells() + _GUTTER


def _day_cells() -> int:
    """Give the cells of a day: a mark, two digits, a sign."""
    return 3 + max(map(cell_width, signs().values()))


class MonthCalendar(Widget):
    """Shows the month of the day under the cursor; `chosen` is marked, the days of `span` are shaded.

    It takes the focus only while a person moves in it, so that Tab goes past it from field to field.
    """

    DEFAULT_CSS = f"""
    MonthCalendar {{
        height: {HEIGHT}; width: auto; padding: 0 1; border: round $primary; background: $surface; color: $foreground;
    }}
    MonthCalendar:focus {{ border: round $accent; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("up", "step(-7)", show=False),
        Binding("down", "step(7)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "today", show=False),
        Binding("enter,space", "pick", show=False),
        Binding("escape", "leave", show=False),
    ]

    class Picked(Message):
        """A person picked a day."""

        def __init__(self, day: date) -> None:
            """Say which."""
            super().__init__()
            self.day = day

    class Left(Message):
        """A person went away without picking."""

    def __init__(self, calendar: Calendar, today: date) -> None:
        """Show the month of `today`."""
        super().__init__()
        self.calendar, self.today = calendar, today
        self.cursor = today
        self.chosen: date | None = None
        self.span: tuple[date, date] | None = None

    def show(self, chosen: date | None, span: tuple[date, date] | None = None) -> None:
        """Mark the day `chosen` and put the cursor on it, on today when there is none; shade the days of `span`."""
        goal = chosen or self.today
        if (self.chosen, self.span, self.cursor) != (chosen, span, goal):
            self.chosen, self.span = chosen, span
            self._go(goal)

    def enter(self) -> None:
        """Take the focus."""
        self.can_focus = True
        self.focus()

    def on_blur(self) -> None:
        """Be passed by Tab again."""
        self.can_focus = False

    def get_content_width(self, container: object, viewport: object) -> int:
        """Give the cells of a week."""
        return width() - _GUTTER

    def render(self) -> Content:
        """Paint title, names of the weekdays, six weeks, and what the day under the cursor is."""
        names = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))
        cells = _day_cells()
        month = _("{year}-{month}", year=self.cursor.year, month=self.cursor.month)
        weeks = [Content("").join(map(self._day, week)) for week in self._weeks()]
        rows = [
            content(f"‹ {fit(month, 7 * cells - 4, 'center')} ›", "bold"),
            content("".join(fit(f" {name}", cells) for name in names), "$text-muted"),
            *weeks,
            *[Content("")] * (_WEEK_ROWS - len(weeks)),
            content(fit(self.note(), 7 * cells)),
        ]
        return Content("\n").join(rows)

    def note(self) -> str:
        """Say what the day under the cursor is: its date, weekday, and why it is a rest day or worked."""
        day = self.cursor
        rest = self.calendar.rest_name(day)
        parts = [f"{day.isoformat()} {weekday(day)}"]
        if rest is not None:
            parts.append(translate(rest))
        elif self.calendar.is_make_up(day):
            parts.append(_("make-up workday"))
        if day == self.today:
            parts.append(_("today"))
        if self.calendar.grade(day.year) is Grade.ESTIMATE:
            parts.append(_("estimate"))
        return " · ".join(parts)

    def action_step(self, days: int) -> None:
        """Move the cursor by days."""
        try:
            self._go(self.cursor + timedelta(days=days))
        except OverflowError:
            return

    def action_turn(self, months: int) -> None:
        """Show another month, the cursor on the same day of it or on its last one."""
        years, month = divmod(self.cursor.month - 1 + months, _MONTHS)
        year = self.cursor.year + years
        if date.min.year <= year <= date.max.year:
            last = solar.monthrange(year, month + 1)[1]
            self._go(date(year, month + 1, min(self.cursor.day, last)))

    def action_today(self) -> None:
        """Put the cursor on today."""
        self._go(self.today)

    def action_pick(self) -> None:
        """Give the day under the cursor."""
        self.post_message(self.Picked(self.cursor))

    def action_leave(self) -> None:
        """Go away."""
        self._go(self.chosen or self.today)
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """Pick the day that was clicked; the arrows of the title turn to the month before and after."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y == 0:
            self.action_turn(-1 if offset.x < 7 * _day_cells() // 2 else 1)
            return
        weeks, row, column = self._weeks(), offset.y - _HEAD_ROWS, offset.x // _day_cells()
        if 0 <= row < len(weeks) and (day := weeks[row][column]) is not None:
            self._go(day)
            self.action_pick()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show the month before."""
        event.stop()
        self.action_turn(-1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show the month after."""
        event.stop()
        self.action_turn(1)

    def _go(self, day: date) -> None:
        self.cursor = day
        self.refresh()

    def _weeks(self) -> tuple[tuple[date | None, ...], ...]:
        return month_weeks(self.cursor.year, self.cursor.month)

    def _day(self, day: date | None) -> Content:
        """Give the cells of a day: the mark of the chosen one, the number, the sign."""
        if day is None:
            return Content(" " * _day_cells())
        kind = day_kind(self.calendar, day)
        mark = "▸" if day == self.chosen else " "
        sign = fit(signs().get(kind, ""), _day_cells() - 3)
        style = " ".join(filter(None, (self._attributes(day), _COLOURS.get(kind), self._ground(day))))
        number = content(f"{day.day:2}", style) if style else Content(f"{day.day:2}")
        tail = content(sign, _COLOURS[kind]) if kind in _COLOURS else Content(sign)
        return Content.assemble(mark, number, tail)

    def _attributes(self, day: date) -> str:
        here = self.has_focus and day == self.cursor
        words = ("reverse" if here else "", "underline" if day == self.today else "")
        return " ".join(("bold", *filter(None, words))) if any(words) or day == self.chosen else ""

    def _ground(self, day: date) -> str:
        """Give the background of a day that is chosen or in the span."""
        if day == self.chosen:
            return "on $primary 60%"
        return "on $secondary 40%" if self.span and self.span[0] <= day <= self.span[1] else ""
