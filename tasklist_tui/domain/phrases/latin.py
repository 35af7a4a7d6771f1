"""Shorthand and English: +3d, next Friday, by 30 Sep 2025, end of Sep, Q3 2025, within 10 working days, monthly."""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec
from dateutil.relativedelta import relativedelta

from tasklist_tui.domain.legal import last_day, rolled
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.periods import Period, Roll, Unit
from tasklist_tui.domain.phrases.latin_points import DAYS, WEEKDAY, point
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.result import Anchor, Phrase, PhraseKind
from tasklist_tui.domain.phrases.rhythm import Per, Rhythm
from tasklist_tui.domain.phrases.stretch import Grain, Stretch, a_day

_DAY = timedelta(days=1)
_SHIFT = re.compile(r"(?P<sign>[+-])(?P<n>\d{1,4})(?P<unit>d|wd|bd|w|m|mo|y|天|日|周|个?星期|个?月|年|个?工作日)?")
_SHIFTS: dict[str | None, Unit] = {
    None: Unit.DAYS,
    **dict.fromkeys(("d", "天", "日"), Unit.DAYS),
    **dict.fromkeys(("w", "周", "星期"), Unit.WEEKS),
    **dict.fromkeys(("m", "mo", "月"), Unit.MONTHS),
    **dict.fromkeys(("y", "年"), Unit.YEARS),
    **dict.fromkeys(("wd", "bd", "工作日"), Unit.WORKDAYS),
}
_DAY_LAST = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>(?:19|20|21)\d\d)")

_LEAD = re.compile(
    r"(?:(?:to be )?(?:due|deadline|finish(?:ed)?|complete[d]?|submit(?:ted)?|done|deliver(?:ed)?)\b[: ]*)?"
    r"(?:(?P<by>by|until|till|to|no later than|not later than|at the latest)|(?P<before>before|prior to)"
    r"|(?P<after>after)|(?P<since>from|since|starting|as of|beginning(?! of))"
    r"|(?P<on>on|in|during|at)(?! \d+ (?:days|weeks|work|bus|month|year)))?(?: |(?<![a-z])|$)(?:the )?"
)
_TO = re.compile(r" ?(?:-{1,2}|~|to|until|till|through|thru) ?")

_WITHIN = re.compile(
    r"(?:(?:within|in|no more than) )?(?:the next )?(?P<n>\d{1,4}|an?|one|two|three|four|five|six|ten) "
    r"(?P<work>working |business |work)?(?P<unit>day|week|month|year|workday)s?(?: from now| from today)?"
)
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_UNITS = {"day": Unit.DAYS, "week": Unit.WEEKS, "month": Unit.MONTHS, "year": Unit.YEARS, "workday": Unit.WORKDAYS}

_EVERY = re.compile(
    r"(?:every|each) (?:(?P<n>\d{1,2}|other|two|three|six) )?"
    rf"(?:(?P<unit>workday|working day|day|week|month|quarter|half-year|half year|year)s?|{WEEKDAY})"
    r"|(?P<word>daily|weekly|fortnightly|biweekly|monthly|bimonthly|quarterly|half-yearly|semiannually|yearly|annual(?:ly)?)"
)
_RHYTHMS = {
    **dict.fromkeys(("daily", "day"), (Per.DAY, 1)),
    **dict.fromkeys(("weekly", "week"), (Per.WEEK, 1)),
    **dict.fromkeys(("fortnightly", "biweekly"), (Per.WEEK, 2)),
    **dict.fromkeys(("monthly", "month"), (Per.MONTH, 1)),
    "bimonthly": (Per.MONTH, 2),
    **dict.fromkeys(("quarterly", "quarter"), (Per.MONTH, 3)),
    **dict.fromkeys(("half-yearly", "semiannually", "half-year", "half year"), (Per.MONTH, 6)),
    **dict.fromkeys(("yearly", "annually", "annual", "year"), (Per.YEAR, 1)),
}
_CHINESE = re.compile(r"[一-鿿]")


def latin(raw: str, clean: str, reading: Reading) -> Phrase | None:
    """Read a phrase in shorthand or English; None when it is neither."""
    clean = clean.strip(" .\n")
    if match := _SHIFT.fullmatch(clean.replace(" ", "")):
        unit = _SHIFTS[match["unit"].removeprefix("个") if match["unit"] else None]
        return _date(raw, last_day(reading.reference, Period(int(match["sign"] + match["n"]), unit), reading.calendar))
    if match := _DAY_LAST.fullmatch(clean):
        return _day_last(raw, match)
    if _CHINESE.search(clean) or not re.search(r"[a-z]{2}|q ?\d|\dq|h\d", clean):
        return None
    return _recurring(raw, clean, reading) or _within(raw, clean, reading) or _pointed(raw, clean, reading)


def _date(raw: str, day: date) -> Phrase:
    return Phrase(PhraseKind.DATE, raw, day, day)


def _day_last(raw: str, match: re.Match[str]) -> Phrase:
    a, b = int(match["a"]), int(match["b"])
    if a <= 12 and b <= 12 and a != b:
        raise Unreadable(msg("“{text}” may be two days; write the year first", text=raw))
    month, day = (a, b) if a <= 12 else (b, a)
    return _date(raw, a_day(int(match["year"]), month, day).start)


def _recurring(raw: str, clean: str, reading: Reading) -> Phrase | None:
    match = _EVERY.fullmatch(clean)
    if match is None:
        return None
    counts = {None: 1, "other": 2, "two": 2, "three": 3, "six": 6}
    count = counts[match["n"]] if match["n"] in counts else int(match["n"])
    if match["weekday"]:
        rhythm = Rhythm(Per.WEEK, count, weekdays=(DAYS.index(match["weekday"]),))
    elif match["unit"] in {"workday", "working day"}:
        rhythm = Rhythm(Per.DAY, workday=True)
    else:
        per, factor = _RHYTHMS[match["word"] or match["unit"]]
        if count == 0:
            raise Unreadable(msg("“{text}” could not be read", text=raw))
        rhythm = Rhythm(per, factor * count)
    rule = rhythm.rule(reading.base, reading.calendar)
    return Phrase(PhraseKind.RECURRING, raw, rule.start, rule.end, rules=(rule,))


def _within(raw: str, clean: str, reading: Reading) -> Phrase | None:
    match = _WITHIN.fullmatch(clean)
    if match is None:
        return None
    unit = Unit.WORKDAYS if match["work"] else _UNITS[match["unit"]]
    count = _WORDS.get(match["n"]) or int(match["n"])
    end = last_day(reading.reference, Period(count, unit), reading.calendar)
    later = rolled(end, Roll.FORWARD, reading.calendar)
    return Phrase(
        PhraseKind.RELATIVE,
        raw,
        None,
        end,
        anchor=Anchor("", reading.reference),
        rolled=later if later != end else None,
    )


def _pointed(raw: str, clean: str, reading: Reading) -> Phrase | None:
    cursor = Cursor(clean)
    lead = cursor.take(_LEAD)
    left = point(cursor, reading)
    if left is None or lead is None:
        return None
    if cursor.take(_TO):
        right = point(cursor, reading)
        if right is None or not cursor.done:
            return None
        if right.end < left.start and not right.dated:
            right = msgspec.structs.replace(right, end=right.end + relativedelta(years=1))
            reading.warn(msg("the range ends in the next year, {year}", year=right.end.year))
        if right.end < left.start:
            raise Unreadable(msg("the range ends before it begins"))
        if right.dated and not left.dated:  # Sep - Nov 2026: the year stands once, at the end
            left = _shifted(left, right.end.year - left.end.year)
            if left.start > right.end:
                left = _shifted(left, -1)
        return Phrase(PhraseKind.WINDOW, raw, left.start, right.end)
    if not cursor.done:
        return None
    return _meant(raw, left, lead.lastgroup or "")


def _shifted(stretch: Stretch, years: int) -> Stretch:
    move = relativedelta(years=years)
    return msgspec.structs.replace(stretch, start=stretch.start + move, end=stretch.end + move)


def _meant(raw: str, stretch: Stretch, lead: str) -> Phrase:
    if lead == "before" and not stretch.closing:
        return Phrase(PhraseKind.DEADLINE, raw, None, stretch.start - _DAY)
    if lead in {"by", "before"} or (stretch.closing and lead not in {"after", "since"}):
        return Phrase(PhraseKind.DEADLINE, raw, None, stretch.end)
    if lead == "after":
        return Phrase(PhraseKind.FROM, raw, stretch.end + _DAY)
    if lead == "since":
        return Phrase(PhraseKind.FROM, raw, stretch.start)
    kind = PhraseKind.DATE if stretch.grain is Grain.DAY else PhraseKind.WINDOW
    return Phrase(kind, raw, stretch.start, stretch.end)
