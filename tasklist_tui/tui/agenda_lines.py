"""What the agenda says, as rows: headings of days, and a row for each thing; pure, from an agenda and a span."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.agenda import Agenda, AgendaLine, Mark, Span, agenda, bounds
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.agenda import day_kind_word, line_text, mark_word
from tasklist_tui.services.daywords import weekday
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui import palette
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import cell_width, clip, fit
from tasklist_tui.tui.widgets.timeline_words import day_text

SPAN_TITLES: dict[Span, Message] = {
    Span.TODAY: msg("Today"),
    Span.WEEK: msg("This week"),
    Span.FORTNIGHT: msg("Next 14 days"),
    Span.MONTH: msg("This month"),
}
#: The mark of a meeting, which has no light; narrow in Unicode's own table.
MEETING = "▪"


#: From these widths on there is room for what falls on the day, and for whom it concerns and how late it is.
_WITH_MARK, _WITH_WHO = 40, 56
_MARK_CELLS = 11
#: What needs no more words than its mark and its committee.
_SAID_BY_COLUMNS = frozenset({Mark.START, Mark.ASSIGNMENT})


class Heading(msgspec.Struct, frozen=True):
    """A row that opens a part: the overdue (`day` is None) or a day, with how much it holds."""

    day: date | None
    count: int


#: None is an empty row.
AgendaRow = Heading | AgendaLine | None


def whole(snapshot: Snapshot) -> Agenda:
    """Work out what every span tells of at once; from it `rows` takes what one span does."""
    days = [bounds(span, snapshot.today) for span in Span]
    return agenda(snapshot.workspace, snapshot.lights, min(days)[0], max(last for _first, last in days))


def rows(found: Agenda, span: Span, today: date, lets: Callable[[AgendaLine], bool]) -> list[AgendaRow]:
    """Give the rows of a span, of what `lets` lets through: what is overdue first, then the days with something."""
    first, last = bounds(span, today)
    made: list[AgendaRow] = []
    parts: list[tuple[date | None, Sequence[AgendaLine]]] = [(None, found.overdue)]
    parts += [(day, lines) for day, lines in found.days if first <= day <= last]
    for day, lines in parts:
        shown = [line for line in lines if lets(line)]
        if shown:
            made += [*([None] if made else []), Heading(day, len(shown)), *shown]
    return made


class Layout:
    """Lays rows out for one width in the language in use."""

    def __init__(self, snapshot: Snapshot, width: int, found: Agenda) -> None:
        """Measure the columns for what was `found`."""
        self._snapshot, self._width = snapshot, width
        self._language = language()
        # What is overdue stands by day, so the first one tells whether a year has to be named.
        self._day = max((cell_width(day_text(line.day, snapshot.today)) for line in found.overdue[:1]), default=5)
        self._word = max(cell_width(light_word(colour)) for colour in Colour)
        self._mark = min(_MARK_CELLS, max(cell_width(mark_word(mark)) for mark in Mark)) if width >= _WITH_MARK else 0
        self._who = min(18, max(8, width // 6)) if width >= _WITH_WHO else 0

    def line(self, row: AgendaRow) -> Line:
        """Give a row, at most as wide as the layout."""
        if row is None:
            return []
        return self._heading(row) if isinstance(row, Heading) else self._line(row)

    def _heading(self, heading: Heading) -> Line:
        day, today = heading.day, self._snapshot.today
        if day is None:
            text = _("Overdue")
        else:
            parts = [f"{day_text(day, today)} {weekday(day)}", day_kind_word(day, self._snapshot.calendar)]
            text = " · ".join(filter(None, [*parts, _("today") if day == today else ""]))
        label = clip(f"{text}  {heading.count}", self._width - 2)
        return [(f"{label} ", "heading"), ("─" * (self._width - cell_width(label) - 1), "muted")]

    def _line(self, line: AgendaLine) -> Line:
        light = line.light
        style = palette.light_class(light.colour) if light else "heading"
        symbol = palette.symbol(light.colour) if light else MEETING
        word = light_word(light.colour) if light else ""
        head: Line = [(f"{symbol} {fit(word, self._word)} ", style)]
        if line.late:
            head.append((fit(day_text(line.day, self._snapshot.today), self._day) + " ", "label"))
        if self._mark:
            head.append((fit(mark_word(line.mark), self._mark) + " ", "label"))
        if self._who:
            head.append((fit(self._name(line), self._who) + " ", "muted"))
        late = " " + _("{days} days late", days=line.late) if line.late and self._who else ""
        room = self._width - sum(cell_width(text) for text, _role in head) - cell_width(late)
        return [*head, (fit(self._text(line), max(0, room)), ""), (late, style)]

    def _name(self, line: AgendaLine) -> str:
        if not line.committees:
            return ""
        return self._snapshot.workspace.committee_name(line.committees[0], self._language)

    def _text(self, line: AgendaLine) -> str:
        """Give what it is about, the number people see before the title; what the columns say is left out."""
        workspace = self._snapshot.workspace
        if line.entry is None:
            return line_text(workspace, line)
        title = line.entry.item.title
        text = title if line.mark in _SAID_BY_COLUMNS else line_text(workspace, line)
        before, _title, after = text.rpartition(title) if title else ("", "", text)
        numbered = f"{workspace.number_of(*line.entry)} {title or _('(no title)')}".strip()
        return f"{before}{numbered}{after}"


def span_tabs(span: Span, today: date, width: int) -> list[tuple[str, str, Span | None]]:
    """Give the line that names the spans, as (text, role, span that a click on it shows)."""
    made: list[tuple[str, str, Span | None]] = [("← ", "muted", None)]
    for one in Span:
        title = translate(SPAN_TITLES[one])
        made += [(f"[{title}]" if one is span else f" {title} ", "strong" if one is span else "label", one)]
    made.append((" →", "muted", None))
    first, last = bounds(span, today)
    days = day_text(first, today) if first == last else f"{day_text(first, today)} – {day_text(last, today)}"
    room = width - sum(cell_width(text) for text, _role, _span in made)
    return [*made, (fit(days, room, "right"), "muted", None)] if room > cell_width(days) else made
