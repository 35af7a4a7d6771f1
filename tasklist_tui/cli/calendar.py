"""The command that prints a year: where its days come from, the rest periods, the make-up workdays, the months."""

from __future__ import annotations

import argparse
from datetime import date

from tasklist_tui import i18n
from tasklist_tui.cli import arguments
from tasklist_tui.cli.months import print_months
from tasklist_tui.cli.output import print_json, say, table
from tasklist_tui.cli.phrases import workspace_around
from tasklist_tui.domain.calendar import Calendar, Grade
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.year import DayKind, RestPeriod, day_kind, month_weeks, rest_periods, source
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.daywords import weekday

_GRADES = {
    Grade.OFFICIAL: msg("official"),
    Grade.OFFICE: msg("the office's own"),
    Grade.ESTIMATE: msg("estimate"),
}

#: Make-up workdays on one line, so that a line stays within 80 cells.
_ABREAST = 4


def calendar_command(options: argparse.Namespace) -> int:
    """Print a year or one month of it, by the calendar of the workspace where there is one, else by China's."""
    from tasklist_tui.services import clock

    workspace = workspace_around(options)
    i18n.set_language(i18n.choose(options.lang, workspace.settings.language))
    calendar = Calendar(workspace.calendars, workspace.settings.calendar)
    year = options.year or (options.today or clock.today()).year
    months = [options.month] if options.month else list(range(1, 13))
    days = [day for month in months for week in month_weeks(year, month) for day in week if day]
    kinds = {day: day_kind(calendar, day) for day in days}
    rests = rest_periods(calendar, days[0], days[-1])
    if options.json:
        print_json("calendar", {"year": year, "month": options.month, **_data(calendar, year, kinds, rests)})
        return arguments.OK
    span = f"{year}-{options.month:02d}" if options.month else str(year)
    _print_facts(calendar, year, kinds, f"{span} {calendar.choice.name}")
    _print_rests(rests)
    say("")
    print_months(year, months, kinds)
    return arguments.OK


def _data(
    calendar: Calendar, year: int, kinds: dict[date, DayKind], rests: tuple[RestPeriod, ...]
) -> dict[str, object]:
    return {
        "grade": str(calendar.grade(year)),
        "source": translate(source(calendar, year)),
        "country": calendar.choice.country,
        "subdivision": calendar.choice.subdivision,
        "workdays": _workdays(kinds),
        "rest": [
            {"start": rest.start.isoformat(), "end": rest.end.isoformat(), "name": _name(rest), "days": rest.days}
            for rest in rests
        ],
        "make_up": [day.isoformat() for day in _made_up(kinds)],
    }


def _print_facts(calendar: Calendar, year: int, kinds: dict[date, DayKind], title: str) -> None:
    days = [f"{day:%m-%d} {weekday(day)}" for day in _made_up(kinds)]
    lines = [days[start : start + _ABREAST] for start in range(0, len(days), _ABREAST)]
    table(
        [
            [_("calendar"), title],
            [_("grade"), translate(_GRADES[calendar.grade(year)])],
            [_("source"), translate(source(calendar, year))],
            [_("workdays"), str(_workdays(kinds))],
            *(
                ["" if number else _("make-up workdays"), translate(msg("{names}", names=tuple(line)))]
                for number, line in enumerate(lines)
            ),
        ]
    )


def _print_rests(rests: tuple[RestPeriod, ...]) -> None:
    if not rests:
        return
    say("")
    rows = [[_span(rest), str(rest.days), _name(rest)] for rest in rests]
    table([[_("rest period"), _("days"), _("holiday")], *rows])


def _span(rest: RestPeriod) -> str:
    return rest.start.isoformat() if rest.days == 1 else f"{rest.start} – {rest.end}"


def _name(rest: RestPeriod) -> str:
    return translate(msg("{names}", names=rest.names))


def _workdays(kinds: dict[date, DayKind]) -> int:
    return sum(kind in {DayKind.WORK, DayKind.MAKE_UP} for kind in kinds.values())


def _made_up(kinds: dict[date, DayKind]) -> list[date]:
    return [day for day, kind in kinds.items() if kind is DayKind.MAKE_UP]
