"""Counting of legal periods, forward from a day and backward from a meeting (民法典 第二百条至第二百零四条).

Every period is a number of units; the statute or rule that sets it is named where the period is declared (a kind's
`limit`), never here.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.periods import Period, Roll, Unit

_HOURS_A_DAY = 24


def last_day(first: date, period: Period, calendar: Calendar) -> date:
    """Give the last day of a period that begins with the event on `first`, before any roll.

    The day of the event is not counted (民法典 第二百零一条第一款).  A period of months or years ends on the same day
    of its last month, on the last day of that month when it has no such day (第二百零二条).  以内 includes the number
    itself (第一千二百五十九条).  Hours are rounded up to whole days.

    Raises `OverflowError` beyond the years a date can have.
    """
    return _moved(first, period, calendar, 1)


def day_before(event: date, period: Period, calendar: Calendar) -> date:
    """Give the day that lies the period before `event`, before any roll: 会议举行的二十日前 of 10-28 is 10-08.

    The mirror of `last_day`: the day of the event is not counted.  Raises `OverflowError` as it does.
    """
    return _moved(event, period, calendar, -1)


def rolled(day: date, roll: Roll, calendar: Calendar) -> date:
    """Give `day`, moved off a rest day.

    Forward: the day after the rest days is the last day (民法典 第二百零三条第一款).  Back: for a period
    counted back from a meeting, so that those who wait for the paper lose no day of theirs.
    """
    if roll is Roll.FORWARD:
        return calendar.next_workday(day)
    return calendar.previous_workday(day) if roll is Roll.BACK else day


def due_after(first: date, period: Period, calendar: Calendar, roll: Roll = Roll.FORWARD) -> date:
    """Give the day by which something is due within `period` after `first`: `last_day`, rolled (民法典 201–203)."""
    return rolled(last_day(first, period, calendar), roll, calendar)


def due_before(event: date, period: Period, calendar: Calendar, roll: Roll = Roll.BACK) -> date:
    """Give the day by which something is due `period` before `event`: `day_before`, rolled."""
    return rolled(day_before(event, period, calendar), roll, calendar)


def _moved(day: date, period: Period, calendar: Calendar, sign: int) -> date:
    count = sign * period.count
    try:
        match period.unit:
            case Unit.WORKDAYS:
                moved = calendar.add_workdays(day, count)
            case Unit.HOURS:
                moved = day + timedelta(days=sign * -(-period.count // _HOURS_A_DAY))
            case Unit.DAYS:
                moved = day + timedelta(days=count)
            case Unit.WEEKS:
                moved = day + timedelta(weeks=count)
            case Unit.MONTHS:
                moved = day + relativedelta(months=count)
            case Unit.YEARS:
                moved = day + relativedelta(years=count)
        return moved + timedelta(days=sign * period.and_days)
    except ValueError as error:
        raise OverflowError(str(error)) from error
