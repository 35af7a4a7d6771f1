"""The agenda of a snapshot, and its lines in words, for the command line, the screens and calendar files."""

from __future__ import annotations

from datetime import date

from tasklist_tui.domain.agenda import Agenda, AgendaLine, Mark, agenda
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.domain.overview import Coming
from tasklist_tui.i18n import language, translate
from tasklist_tui.services.snapshot import Snapshot

_MARKS = {
    Mark.DUE: msg("due"),
    Mark.START: msg("starts"),
    Mark.MILESTONE: msg("milestone"),
    Mark.ASSIGNMENT: msg("assignment"),
    Mark.OCCURRENCE: msg("recurs"),
    Mark.STAGE: msg("time limit"),
    Mark.URGING: msg("answer due"),
    Mark.EXTENSION: msg("to be decided"),
    Mark.MEETING: msg("meeting"),
}


def agenda_of(snapshot: Snapshot, first: date, last: date, *, committee: str = "") -> Agenda:
    """Give the agenda from `first` to `last`; what is overdue stands first when today is among these days."""
    with_overdue = first <= snapshot.today <= last
    return agenda(snapshot.workspace, snapshot.lights, first, last, committee=committee, with_overdue=with_overdue)


def mark_word(mark: Mark) -> str:
    """Give the word for what falls on a day."""
    return translate(_MARKS[mark])


def day_kind_word(day: date, calendar: Calendar) -> str:
    """Give the name of a rest day, or say that a day is a make-up workday; "" for an ordinary workday."""
    name = calendar.rest_name(day)
    if name is None:
        return translate(msg("make-up workday")) if calendar.is_make_up(day) else ""
    return translate(name)


def line_text(workspace: Workspace, line: AgendaLine | Coming) -> str:
    """Give what a line is about: the part and the title of its item, or the name of the meeting."""
    if line.entry is None:
        return str(line.label)
    text = _about(workspace, line, line.entry.item.title)
    if isinstance(text, Message):
        text = translate(text)
    return translate(msg("{text} (and {count} more open)", text=text, count=line.more)) if line.more else text


def _about(workspace: Workspace, line: AgendaLine | Coming, title: str) -> Message | str:
    label = line.label
    match line.mark:
        case Mark.START:
            return msg("starts: {title}", title=title)
        case Mark.MILESTONE | Mark.OCCURRENCE if label:
            return f"{label} · {title}"
        case Mark.ASSIGNMENT if label:
            return f"{workspace.committee_name(str(label), language())} · {title}"
        case Mark.STAGE:
            return msg("Time limit of “{state}”: {reason}", state=label, reason=title)
        case Mark.URGING:
            return msg("answer the urging: {title}", title=title)
        case Mark.EXTENSION if label:
            return msg("decide on the extension to {day}: {title}", day=label, title=title)
        case Mark.EXTENSION:
            return msg("decide on the extension: {title}", title=title)
        case _:
            return title
