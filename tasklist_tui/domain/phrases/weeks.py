"""Weeks and weekdays: 本周五, 下周三, 周一, 9月第一周, 最后一个工作日, 第37周."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.numerals import NUMBER, NUMERALS, number
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.stretch import Grain, Stretch, single, week_of

_DAY = timedelta(days=1)
WEEK = r"(?:周|星期|礼拜)"
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_WEEK = re.compile(
    rf"(?:(?P<word>[本这当该]|下下|[下上次]|[这下上]一?个){WEEK}|(?<![\d{NUMERALS}个每逢双单隔逐按])(?:(?={WEEK}[一二三四五六日天末])|(?={WEEK}之?内)){WEEK})"
    r"(?P<day>[一二三四五六日天](?!次|报|会|调)|末)?(?!年|边|期报)"
)
_MORE_DAYS = re.compile(r"[、和,][一二三四五六日天](?![一-鿿]*[月日周季])")
_WEEK_WORDS = {"下": 7, "次": 7, "下个": 7, "下一个": 7, "下下": 14, "上": -7, "上个": -7, "上一个": -7}
_NTH = re.compile(
    rf"的?(?:第(?P<n>[一二三四五1-5]|{NUMBER})|(?P<last>最后|末)(?:一)?|(?P<first>首))个?"
    rf"(?P<what>工作日|{WEEK}[一二三四五六日天]|{WEEK}|天|日)"
)
_WEEK_NUMBER = re.compile(rf"第(?P<n>{NUMBER})周(?!年)")


def week_led(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take a week or a day of it, counted from the week of the reference day."""
    match = cursor.take(_WEEK)
    if match is None:
        return numbered_week(cursor, reading)
    week = week_of(reading.reference + _WEEK_WORDS.get(match["word"] or "", 0) * _DAY)
    if match["day"] == "末":
        return Stretch(week.start + 5 * _DAY, week.end, Grain.WEEK, dated=True)
    if match["day"] and cursor.sees(_MORE_DAYS):
        raise Unreadable(msg("“{text}” names several days", text=match[0]))
    if match["day"]:
        return single(week.start + WEEKDAYS[match["day"]] * _DAY, dated=True)
    return week


def numbered_week(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take 第37周: the ISO week of the year."""
    match = cursor.take(_WEEK_NUMBER)
    if match is None:
        return None
    try:
        monday = date.fromisocalendar(reading.year, number(match["n"]) or 0, 1)
    except ValueError:
        raise Unreadable(msg("{year} has no week {text}", year=reading.year, text=match["n"])) from None
    reading.warn(msg("read as a calendar week of the year (ISO 8601)"))
    return week_of(monday)


def nth_of_month(cursor: Cursor, reading: Reading, whole: Stretch) -> Stretch | None:
    """Take 第一周, 第二个周五, 最后一个工作日, 最后一天 of the month `whole`."""
    match = cursor.take(_NTH)
    if match is None:
        return None
    place = -1 if match["last"] else (1 if match["first"] else number(match["n"]) or 0)
    days = [whole.start + n * _DAY for n in range((whole.end - whole.start).days + 1)]
    if match["what"] == "工作日":
        days = [day for day in days if reading.calendar.is_workday(day)]
    elif match["what"][-1] in WEEKDAYS and match["what"] not in {"天", "日"}:
        days = [day for day in days if day.weekday() == WEEKDAYS[match["what"][-1]]]
    elif match["what"] in {"周", "星期", "礼拜"}:
        reading.warn(msg("weeks of a month are counted from its first Monday"))
        days = [day for day in days if day.weekday() == 0]
        monday = _nth(days, place, match[0])
        return Stretch(monday, monday + 6 * _DAY, Grain.WEEK, dated=whole.dated)
    return single(_nth(days, place, match[0]), dated=whole.dated)


def _nth(days: list[date], place: int, text: str) -> date:
    if place == 0 or not -len(days) <= place <= len(days):
        raise Unreadable(msg("the month has no “{text}”", text=text))
    return days[place - 1 if place > 0 else place]
