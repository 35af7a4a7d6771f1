"""A line for a date and its words, what they mean beneath it, and a month to pick from while it has the focus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Region
from textual.widget import Widget
from textual.widgets import Static

from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.dues import Disagreement, Due, Where, disagreements, read_due, said
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.model import Item, Value
from tasklist_tui.i18n import _
from tasklist_tui.services import phrasing
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets import month_calendar
from tasklist_tui.tui.widgets.fields.day_words import Line, lines, stored_lines
from tasklist_tui.tui.widgets.fields.field_row import SIGNS
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.month_calendar import MonthCalendar

if TYPE_CHECKING:
    from tasklist_tui.domain.phrases import Milestone

#: Cells that the line and its meaning need beside the month; where there are fewer, the month drops down over the form.
_LINE_CELLS = 36
#: Rows at the foot of a form that say what the keys do; the month leaves them free where it can.
_FOOT_ROWS = 2


class DayEditor(Widget):
    """Takes a day or a deadline phrase (`domain.dues.read_due`) for the date `field`.

    What was given and not edited is shown as it is stored, with a warning where date and words disagree.
    """

    DEFAULT_CSS = """
    DayEditor { height: auto; width: 100%; layout: vertical; }
    DayEditor .meaning { height: auto; width: 100%; padding: 0 1; color: $text-muted; text-style: none; }
    DayEditor MonthCalendar { overlay: screen; constrain: inside inside; display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,alt+down,f4", "calendar", show=False),
        Binding("ctrl+up", "shift(1)", show=False),
        Binding("ctrl+down", "shift(-1)", show=False),
        Binding("shift+up", "shift(7)", show=False),
        Binding("shift+down", "shift(-7)", show=False),
    ]

    def __init__(
        self, field: Field, where: Where, day: date | None, words: str = "", values: Mapping[str, Value] | None = None
    ) -> None:
        """Start with `day` and the `words` beside it; `values` are the fields of the item, as they are now."""
        super().__init__()
        self.field, self.where, self.day, self.words = field, where, day, words
        self.values: Mapping[str, Value] = values or {}
        self.editor = LineEditor(shown(day, words))
        self._calendar: MonthCalendar | None = None
        self._read: tuple[object, Due] | None = None
        #: Whether the form can make milestones of words with several.
        self.offers_milestones = False
        self._lines: list[Line] = []
        self._scrolled = False
        self._known: object = None
        self._meaning = Static("", classes="meaning", markup=False)
        self._meaning.display = False
        self.tell()

    def compose(self) -> ComposeResult:
        """Put the meaning beneath the line."""
        yield self.editor
        yield self._meaning

    @property
    def edited(self) -> bool:
        """Whether the line says something else than what was given."""
        return self.editor.value != shown(self.day, self.words)

    def due(self) -> Due:
        """Give what is typed; raises `FieldError` when it names no day and there is no field to keep words in."""
        text = self.editor.value
        key = (text, self.where, tuple(self.values.get(name) for name in (self.field.anchor, self.field.meeting)))
        if self._read is None or self._read[0] != key:
            self._read = (key, read_due(text, self.field, self.values, self.where))
        due = self._read[1]
        typed = text.strip()
        if due.day is None and typed and not (self.field.phrase and any(map(str.isalpha, typed))):
            parse_day(typed, self.where.today, self.where.year)  # raises, and says what is wrong
        return due

    def nodes(self) -> Sequence[Milestone]:
        """Give the milestones that the words name, none when they name one day."""
        text = self.editor.value if self.edited else self.words
        if not text or not (self.edited or phrasing.is_prepared()):
            return ()
        try:
            phrase = self.due().phrase
        except FieldError:
            return ()
        return phrase.milestones if phrase else ()

    def put(self, text: str) -> None:
        """Hold text as if a person had typed it."""
        self.editor.value = text
        self.editor.cursor_position = len(text)
        self.tell()

    def show(self, day: date | None, words: str = "") -> None:
        """Show another date with its words as the ones given."""
        self.day, self.words = day, words
        self.put(shown(day, words))

    def rebase(self, day: date | None, words: str = "") -> None:
        """Take another date with its words as the ones given, and keep what is typed."""
        self.day, self.words = day, words
        self.tell()

    def regard(self, values: Mapping[str, Value], where: Where) -> None:
        """Take note of the other fields of the item as they are now, and of what words are read against."""
        names = (self.field.anchor, self.field.meeting, "extensions")
        known = (where, phrasing.is_prepared(), [values.get(name) for name in names])
        self.values, self.where = values, where
        if known != self._known:  # reading words takes a millisecond, and every key in the form comes by
            self._known = known
            self.tell()

    def on_input_changed(self) -> None:
        """Say what is typed now."""
        self.tell()

    def action_shift(self, days: int) -> None:
        """Move the day; from an empty line it starts at today."""
        try:
            day = self.due().day if self.edited else self.day
            moved = self.where.today if day is None else day + timedelta(days=days)
        except (FieldError, OverflowError):
            return
        self.put(moved.isoformat())

    def action_calendar(self) -> None:
        """Put the cursor into the month; where there is no room for one, the key means what it means elsewhere."""
        if self._calendar is None or not self._calendar.display or self._calendar.has_focus:
            raise SkipAction
        self._calendar.enter()

    def on_month_calendar_picked(self, event: MonthCalendar.Picked) -> None:
        """Fill the line with the day."""
        event.stop()
        self.put(event.day.isoformat())
        self.editor.focus()

    def on_month_calendar_left(self, event: MonthCalendar.Left) -> None:
        """Go back to the line."""
        event.stop()
        self.editor.focus()

    def on_descendant_focus(self) -> None:
        """Show the month."""
        if self._calendar is None:
            self._calendar = MonthCalendar(self.where.calendar, self.where.today)
            self._mark()
            self.mount(self._calendar, before=0)  # at the top, whatever stands beneath the line
        self._reserve()
        self._place()
        self.call_after_refresh(self._follow)  # the form scrolls to the field meanwhile

    def on_descendant_blur(self) -> None:
        """Hide the month unless the cursor only goes from the line into it."""
        self._reserve()
        self._place()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the month beside the line where there is enough; keep in view what has become more."""
        room = event.size.width - month_calendar.width() - 1
        width = room if room >= _LINE_CELLS else None
        for part in (self.editor, self._meaning):
            part.styles.max_width = width
        if self.has_focus_within:
            self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        """Keep what the line means in view, and the month beside it."""
        if self.is_attached and self.has_focus_within:
            self.scroll_visible(animate=False, immediate=True)
            self.call_after_refresh(self._place)

    def _place(self) -> None:
        """Show the month beside the line, else beneath it, else above it; hide it when the cursor is elsewhere."""
        month = self._calendar
        if month is None or not self.is_attached:
            return
        rows = self.screen.size.height
        before = (month.display, month.offset, month.region)
        month.display = self.has_focus_within and rows > month_calendar.HEIGHT
        width, height = self.size
        if width - month_calendar.width() - 1 >= _LINE_CELLS:
            offset = Offset(width - month_calendar.width(), 0)
        elif self.region.bottom + month_calendar.HEIGHT <= rows - _FOOT_ROWS:
            offset = Offset(0, height)
        elif self.region.y >= month_calendar.HEIGHT:
            offset = Offset(0, -month_calendar.HEIGHT)
        else:
            offset = Offset(0, height)
            self._make_room(month)
        month.offset = offset
        if before[0] and (month.display, month.offset) != before[:2]:
            self._repaint_rows(before[2])

    def _repaint_rows(self, region: Region) -> None:
        """Paint the rows of a region anew, once it is free: its edges may have cut wide characters in half."""
        rows = Region(0, region.y, self.screen.size.width, region.height)
        self.call_after_refresh(self.call_after_refresh, self.screen.refresh, rows)

    def _make_room(self, month: MonthCalendar) -> None:
        """Scroll the line to the top, so that the month fits beneath what it means."""
        if month.display and not self._scrolled:
            self.scroll_visible(top=True, animate=False)
        self._scrolled = bool(month.display)

    def tell(self) -> None:
        """Say beneath the line what it means, and mark it in the month."""
        said_now = self._typed() if self.edited else self._stored()
        if self.offers_milestones and self.nodes():
            said_now = [*said_now, (None, _("F6 puts them into the milestones of the item"))]
        if said_now != self._lines:
            rows = self._rows()
            self._lines = said_now
            self._meaning.update(_painted(said_now), layout=False)
            if self._reserve() or (self.is_mounted and self._rows() != rows):
                self._meaning.refresh(layout=True)
        self._mark()

    def _reserve(self) -> bool:
        """Keep a row for the meaning while the cursor is here, so that typing moves nothing; say whether it is new."""
        wanted = bool(self._lines) or (self.is_attached and self.has_focus_within)
        changed = bool(self._meaning.display) is not wanted
        self._meaning.display = wanted
        return changed

    def _rows(self) -> int:
        """Give the rows the meaning takes."""
        width = self._meaning.content_size.width
        return _painted(self._lines).get_height({}, width) if self._lines and width else 1

    def _mark(self) -> None:
        if self._calendar is None:
            return
        day, phrase = self.day, None
        if self.edited:
            try:
                due = self.due()
            except FieldError:
                due = Due(None)
            day, phrase = due.day, due.phrase
        span = (phrase.start, phrase.end) if phrase and phrase.start and phrase.end else None
        self._calendar.show(day, span)

    def _typed(self) -> list[Line]:
        try:
            return lines(self.due(), self.where)
        except FieldError:  # the form says it
            return []

    def _stored(self) -> list[Line]:
        """Say what is stored; words are read only once that can be done without a wait."""
        if not self.words or not phrasing.is_prepared():
            return stored_lines(self.day, None, None, self.where)
        reading = said(self.words, self.field, self.values, self.where)
        return stored_lines(self.day, reading, self._disagreement(), self.where)

    def _disagreement(self) -> Disagreement | None:
        values = {**self.values, self.field.id: self.day, self.field.phrase: self.words}
        return next(disagreements(Item("", values), Kind("", fields=(self.field,)), self.where), None)


def shown(day: date | None, words: str) -> str:
    """Give the text that stands for a date: its words, else the day."""
    return words or (day.isoformat() if day else "")


def _painted(said_now: list[Line]) -> Content:
    parts = []
    for severity, text in said_now:
        sign, style = SIGNS[severity] if severity else ("", "")
        parts.append(Content.assemble((sign, style), content(text, style)) if severity else content(text))
    return Content("\n").join(parts)
