"""What a date and its words mean, in lines for a person: how far off it is, what it counts from, what moved it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tasklist_tui.domain.calendar import Calendar, Grade
from tasklist_tui.domain.dues import Disagreement, Due, Where
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.problems import Severity
from tasklist_tui.domain.year import rest_periods
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.daywords import weekday
from tasklist_tui.tui.text import clip

if TYPE_CHECKING:
    from tasklist_tui.domain.phrases import Phrase

#: A line and, when it is to be looked at, how bad it is.
Line = tuple[Severity | None, str]

#: Workdays are not counted further than this: the calendar of every year between would be built first.
_FAR_DAYS = 3660
#: Cells of words quoted in a line.
_QUOTED = 160
_MOST_NODES = 8
#: Warnings of a phrase that the line with its day, or with none, has said already.
_SAID = frozenset({"{day} is already past", "no date is named", "“{text}” could not be read"})


def echo(day: date, today: date, calendar: Calendar) -> str:
    """Give in words how `day` lies to today: weekday, rest day, workdays left or days past, whether estimated."""
    parts = [weekday(day)]
    if not calendar.is_workday(day):
        parts.append(_("rest day"))
    left = (day - today).days
    if left == 0:
        parts.append(_("today"))
    elif left < 0:
        parts.append(_("{days} days ago", days=-left))
    elif left > _FAR_DAYS:
        parts.append(_("{days} days left", days=left))
    else:
        parts.append(_("{days} workdays left", days=calendar.workdays_after(today, day)))
    if calendar.grade(day.year) is Grade.ESTIMATE:
        parts.append(_("estimate"))
    return " · ".join(parts)


def stored_lines(day: date | None, phrase: Phrase | None, other: Disagreement | None, where: Where) -> list[Line]:
    """Say what a stored date means; `phrase` is the reading of the words beside it, `other` what they disagree on."""
    if other is None and phrase is not None and phrase.due == day:
        return lines(Due(day, phrase.text, phrase), where)
    said: list[Line] = [(None, f"{day.isoformat()} {echo(day, where.today, where.calendar)}")] if day else []
    if other is not None:
        stored = other.day.isoformat() if other.day else _("(empty)")
        said.append((Severity.WARNING, _("the words say {said}, stored is {stored}", said=other.said, stored=stored)))
    return said


def lines(due: Due, where: Where) -> list[Line]:
    """Say what was typed: the day first, then how it came about, then what needs a look."""
    phrase = due.phrase
    if phrase is None:
        return [(None, f"{due.day.isoformat()} {echo(due.day, where.today, where.calendar)}")] if due.day else []
    if not phrase.text.strip():
        return []
    said: list[Line] = [(None, text) for text in _said(due, phrase, where)]
    for warning in phrase.warnings:
        text = clip(translate(warning), _QUOTED)
        if warning.template not in _SAID and all(text != known for _severity, known in said):
            said.append((Severity.WARNING, text))
    return said


def _said(due: Due, phrase: Phrase, where: Where) -> Iterator[str]:
    kind = _kinds()[phrase.kind.value]
    if due.day is None:
        begin = _("from {day}", day=phrase.start) if phrase.start else ""
        yield " · ".join(filter(None, (kind, begin, _("the words are kept, the date stays empty"))))
    else:
        span = f"{phrase.start} – {phrase.end}" if phrase.start and phrase.start != phrase.end else ""
        head = f"{due.day.isoformat()} {echo(due.day, where.today, where.calendar)}"
        yield " · ".join(filter(None, (head, kind, span)))
    if phrase.rolled and phrase.end:
        yield moved(phrase.end, phrase.rolled, where.calendar)
    yield from _counted(due, phrase, where)
    for node in phrase.milestones[:_MOST_NODES]:
        day = f"{node.end.isoformat()} {weekday(node.end)}" if node.end else _("no date")
        yield clip(f"• {day} {node.title}", _QUOTED)
    if len(phrase.milestones) > _MOST_NODES:
        yield _("and {count} more", count=len(phrase.milestones) - _MOST_NODES)


def moved(day: date, to: date, calendar: Calendar) -> str:
    """Say where a rest day at the end of a period moved it to (民法典 第二百零三条), or back before a meeting."""
    names = rest_periods(calendar, day, day)[0].names if calendar.is_holiday(day) else (calendar.rest_name(day) or "",)
    if to > day:
        template = msg(
            "moved on: {day} is a rest day ({name}), so {to} (Civil Code art. 203)", day=day, name=names, to=to
        )
    else:
        template = msg("moved back: {day} is a rest day ({name}), so {to}", day=day, name=names, to=to)
    return translate(template)


def _counted(due: Due, phrase: Phrase, where: Where) -> Iterator[str]:
    """Say what the day is counted from."""
    if phrase.anchor is None or phrase.anchor.day is None:
        return
    name = next((event.name for event in where.events if event.id == phrase.anchor.event), phrase.anchor.name)
    day = phrase.anchor.day.isoformat()
    if due.anchor is not None:
        yield _("counted from today, {day}, which is kept with the words", day=day)
    elif name and (phrase.anchor.event or not any(map(str.isdigit, name))):
        yield _("counted from {day} ({name})", day=day, name=clip(name, _QUOTED))
    else:
        yield _("counted from {day}", day=day)


def _kinds() -> Mapping[str, str]:
    """Give the words for a kind of phrase; none for what the date alone says."""
    return {
        "date": "",
        "window": _("a period; due on its last day"),
        "deadline": _("a deadline"),
        "from": _("from a day on"),
        "recurring": _("recurring; this is the next time"),
        "relative": "",
        "event": _("counted from a meeting or holiday"),
        "ongoing": _("ongoing, no deadline"),
        "vague": _("names no day"),
        "multi": _("several milestones; due at the last"),
        "none": _("names no day"),
    }
