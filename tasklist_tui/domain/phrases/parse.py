"""Deadline phrases as offices write them, read into typed values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Event
from tasklist_tui.domain.phrases.compose import checked, composed
from tasklist_tui.domain.phrases.expression import Expression
from tasklist_tui.domain.phrases.expressions import expression
from tasklist_tui.domain.phrases.latin import latin
from tasklist_tui.domain.phrases.normalise import Text, normalise
from tasklist_tui.domain.phrases.numerals import NUMERALS
from tasklist_tui.domain.phrases.numeric import whole_number
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.result import Options, Phrase, PhraseKind
from tasklist_tui.domain.phrases.stretch import Grain
from tasklist_tui.domain.phrases.titles import titles
from tasklist_tui.domain.phrases.words import EMPTY, GONE, ONGOING, TIMEISH, VAGUE, set_aside

#: A cell longer than this is no deadline; reading it would only find dates of a report.
LONGEST = 1000
_MOST_EXPRESSIONS = 40
_DEFAULT = Options()


def parse(
    text: str,
    *,
    reference: date,
    year: int | None,
    calendar: Calendar,
    events: Sequence[Event] = (),
    options: Options = _DEFAULT,
) -> Phrase:
    """Read a deadline phrase as of `reference`, in a list of `year` (None: the reference's year).

    Never raises: what cannot be read is `vague`, with a warning that says why and the text kept as typed.
    """
    if len(text) > LONGEST:
        return Phrase(PhraseKind.VAGUE, text, warnings=(msg("too long for a deadline"),))
    reading = Reading(reference, year, calendar, events, options)
    try:
        phrase = checked(_read(normalise(text), reading), reading)
    except Unreadable as problem:
        phrase = Phrase(PhraseKind.VAGUE, text)
        reading.warn(problem.message)
    except (OverflowError, ValueError):  # arithmetic beyond the years a date can have
        phrase = Phrase(PhraseKind.VAGUE, text)
        reading.warn(msg("the date is out of range"))
    return msgspec.structs.replace(phrase, warnings=tuple(reading.warnings), remarks=tuple(reading.remarks))


def _read(text: Text, reading: Reading) -> Phrase:
    clean, hedges, states, done = set_aside(text.clean)
    if EMPTY.fullmatch(clean):
        if states or hedges:
            reading.warn(msg("no date is named"))
        kind = PhraseKind.VAGUE if states or hedges else PhraseKind.NONE
        return Phrase(kind, text.raw, hedges=hedges, statuses=states, done=done)
    phrase = latin(text.raw, clean, reading) or _whole(text, clean, reading) or _chinese(text, clean, reading)
    return msgspec.structs.replace(phrase, hedges=hedges, statuses=states + phrase.statuses, done=done)


def _whole(text: Text, clean: str, reading: Reading) -> Phrase | None:
    stretch = whole_number(clean.strip(f" \n{GONE}"), reading)
    if stretch is None:
        return None
    kind = PhraseKind.DATE if stretch.grain is Grain.DAY else PhraseKind.WINDOW
    return Phrase(kind, text.raw, stretch.start, stretch.end)


def _chinese(text: Text, clean: str, reading: Reading) -> Phrase:
    found = _expressions(clean, reading)
    if not found:
        return _without_date(text, clean, reading)
    nodes = [(one, *words) for one, words in zip(found, titles(text, clean, found), strict=True)]
    _refuse_half_read(text.raw, _OBJECT.sub(lambda match: GONE * len(match[0]), clean), found)
    return composed(text.raw, nodes, reading)


#: Where an expression can begin.
_STARTER = re.compile(
    r"[\d零一二两三四五六七八九十廿卅百千qh每按逐逢隔双单各今本当明次翌后去上下前元这该第首末全贯岁年月季周星礼旬即现目昨大半不至提自从"
    r"春国清劳端中除过妇植青儿建教宪正放假长节换届任]"
    r"|[一-鿿]{0,20}?会"
)
_REPORTING = re.compile(r"(?:报送?|上报|报告|通报|汇报|总结|公布|反馈|梳理|统计|分析|提交|形成)$")
_OBJECT = re.compile(r"(?:上一?个?|本|当|去)(?:月|季度|周|年度?|旬)|\d{4}年度?(?![\d一-龥]{0,2}[月底初末])")


def _expressions(clean: str, reading: Reading) -> list[Expression]:
    """Find the time expressions from left to right."""
    found: list[Expression] = []
    cursor, floor = Cursor(clean), 0
    while not cursor.done and len(found) < _MOST_EXPRESSIONS:
        start = _STARTER.search(clean, cursor.place)
        if start is None:
            break
        cursor.place = start.start()
        one = expression(cursor, reading, floor)
        if one is None or one.close <= start.start():
            cursor.place = start.start() + 1
            continue
        if _is_object(clean, floor, one):
            cursor.place = one.close
            continue
        found.append(one)
        if one.kind in {PhraseKind.FROM, PhraseKind.WINDOW}:
            reading.not_before = one.start
        floor = cursor.place = one.close
    if len(found) == _MOST_EXPRESSIONS:
        raise Unreadable(msg("too long for a deadline"))
    return found


def _is_object(clean: str, floor: int, one: Expression) -> bool:
    """Say whether a time is what is reported on, not when: 每月5日前报送*上月*进展."""
    reported = _REPORTING.search(clean, floor, one.begin)
    return bool(one.bare and reported and reported.end() == one.begin and _OBJECT.match(clean, one.begin))


def _refuse_half_read(raw: str, clean: str, found: Sequence[Expression]) -> None:
    """Raise `Unreadable` when something that looks like a time was left over between the expressions."""
    rest = list(clean)
    for one in found:
        if one.begin and rest[one.begin - 1] in NUMERALS + "0123456789":
            raise Unreadable(msg("“{text}” could not be read", text=raw))
        if one.bare and one.close < len(clean) and clean[one.close].isdigit():
            raise Unreadable(msg("“{text}” could not be read", text=raw))
        rest[one.begin : one.close] = GONE * (one.close - one.begin)
    left = TIMEISH.search("".join(rest))
    if left is not None:
        raise Unreadable(msg("“{text}” could not be read", text=raw))


def _without_date(text: Text, clean: str, reading: Reading) -> Phrase:
    """Tell apart: no deadline by intention, put off, and unreadable."""
    if TIMEISH.search(clean):
        reading.warn(msg("“{text}” could not be read", text=text.raw))
    elif ONGOING.search(clean):
        return Phrase(PhraseKind.ONGOING, text.raw)
    else:
        known = VAGUE.search(clean)
        reading.warn(msg("no date is named") if known else msg("“{text}” could not be read", text=text.raw))
    return Phrase(PhraseKind.VAGUE, text.raw)
