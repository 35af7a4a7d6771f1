"""A line for a day, with what it means beside it: the date, the weekday, the workdays left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.i18n import _
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor


def weekday(day: date) -> str:
    """Give the name of the weekday."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def echo(day: date, today: date, calendar: Calendar) -> str:
    """Give in words how `day` lies to today: weekday, rest day, workdays left or days past."""
    parts = [weekday(day)]
    if not calendar.is_workday(day):
        parts.append(_("rest day"))
    left = (day - today).days
    if left == 0:
        parts.append(_("today"))
    elif left < 0:
        parts.append(_("{days} days ago", days=-left))
    else:
        parts.append(_("{days} workdays left", days=calendar.workdays_after(today, day)))
    return " · ".join(parts)


class DayEditor(Horizontal):
    """Takes a day as people type it (`domain.dates.parse_day`); up and down shift it by a day."""

    DEFAULT_CSS = """
    DayEditor { height: 1; width: 100%; }
    DayEditor LineEditor { width: 18; }
    DayEditor .echo {
        width: 1fr; height: 1; padding: 0 0 0 1; color: $text-muted; text-overflow: ellipsis; text-wrap: nowrap;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "shift(1)", show=False),
        Binding("down", "shift(-1)", show=False),
        Binding("shift+up", "shift(7)", show=False),
        Binding("shift+down", "shift(-7)", show=False),
    ]

    def __init__(self, value: date | None, today: date, calendar: Calendar, year: int | None = None) -> None:
        """Start with `value`; a day typed without a year is in `year`, else in the year of `today`."""
        super().__init__()
        self.today, self.calendar, self.year = today, calendar, year
        self.editor = LineEditor(_iso(value))
        self._echo = Static(self._meaning(), classes="echo", markup=False)

    def compose(self) -> ComposeResult:
        """Put the line and its echo side by side."""
        yield self.editor
        yield self._echo

    def read(self) -> date | None:
        """Give the day; raises `FieldError` when what is typed is none."""
        return parse_day(self.editor.value, self.today, self.year)

    def put(self, value: date | str | None) -> None:
        """Show a day, or text as it was typed."""
        self.editor.value = value if isinstance(value, str) else _iso(value)
        self.editor.cursor_position = len(self.editor.value)

    def on_input_changed(self) -> None:
        """Echo what is typed."""
        self._echo.update(self._meaning(), layout=False)

    def action_shift(self, days: int) -> None:
        """Move the day; from an empty line it starts at today."""
        try:
            day = self.read()
        except FieldError:
            return
        try:
            self.put(self.today if day is None else day + timedelta(days=days))
        except OverflowError:
            return

    def _meaning(self) -> Content:
        text = ""
        try:
            day = self.read()
        except (FieldError, OverflowError):
            day = None
        if day is not None:
            iso = "" if self.editor.value.strip() == _iso(day) else f"{_iso(day)} "
            text = iso + echo(day, self.today, self.calendar)
        return content(text)


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""
