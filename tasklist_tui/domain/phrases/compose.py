"""From the expressions of a phrase to what the phrase says as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import msgspec
from dateutil.relativedelta import relativedelta

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.phrases.expression import Expression
from tasklist_tui.domain.phrases.reading import Reading, Unreadable
from tasklist_tui.domain.phrases.result import Milestone, Phrase, PhraseKind, Rule
from tasklist_tui.domain.phrases.stretch import Grain
from tasklist_tui.domain.phrases.words import END_VERB, ONGOING, START_VERB, VAGUE

#: A node: what it says, the words before and after it.
Node = tuple[Expression, str, str]

_SOURCE = re.compile(r"按照?|根据|依据|依照|对照|贯彻|关于|围绕|参照|落实")
_FIRM = {PhraseKind.DATE, PhraseKind.WINDOW, PhraseKind.DEADLINE, PhraseKind.RELATIVE, PhraseKind.EVENT}


def composed(raw: str, nodes: Sequence[Node], reading: Reading) -> Phrase:
    """Give the phrase of one or more nodes."""
    if extended := _extended(raw, nodes):
        return extended
    if span := _begin_to_end(raw, nodes, reading):
        return span
    if rhythm := _recurring(raw, nodes, reading):
        return rhythm
    if len(nodes) == 1:
        return _single(raw, *nodes[0], reading)
    return _several(raw, nodes, reading)


def _title(before: str, after: str) -> str:
    return before + after if not (before and after) else f"{before} {after}"


def _single(raw: str, one: Expression, before: str, after: str, reading: Reading) -> Phrase:
    kind, start, end, title = one.kind, one.start, one.end, _title(before, after)
    if one.kind in {PhraseKind.WINDOW, PhraseKind.DATE} and one.bare and not (one.stretch and one.stretch.is_range):
        if START_VERB.match(after) and not END_VERB.search(after):
            kind, end = PhraseKind.FROM, None
            reading.warn(msg("only a begin is named, no end"))
        elif _names_a_source(one, before, after):
            raise Unreadable(msg("“{text}” could not be read", text=raw))
        elif ONGOING.search(title):
            pass
        elif VAGUE.search(title):
            reading.warn(msg("the date is not firm: “{text}”", text=title))
        elif (before and after) or (title and one.stretch and one.stretch.grain is Grain.YEAR):
            reading.warn(msg("the time stands inside a sentence: “{text}”", text=title))
    if kind is PhraseKind.FROM and ONGOING.search(title):
        kind = PhraseKind.ONGOING
    return Phrase(kind, raw, start, end, anchor=one.anchor, rolled=one.rolled, title=title)


def _names_a_source(one: Expression, before: str, after: str) -> bool:
    """Say whether the time belongs to a paper that is named: 按照2025年第3号文件要求."""
    whole_year = one.stretch is not None and one.stretch.grain is Grain.YEAR
    return bool(before and after and (whole_year or _SOURCE.match(before)))


def _extended(raw: str, nodes: Sequence[Node]) -> Phrase | None:
    """Read 原定10月底，延至11月底: the last new date counts, the first date is the original."""
    last = nodes[-1][0]
    if not last.moved or last.kind not in _FIRM:
        return None
    original = nodes[0][0].end if len(nodes) > 1 else None
    words = [word for word in (nodes[0][1].removeprefix("原定").removeprefix("原"), nodes[-1][2]) if word]
    kind = PhraseKind.DEADLINE if last.kind in {PhraseKind.DATE, PhraseKind.WINDOW} else last.kind
    start = None if kind is PhraseKind.DEADLINE else last.start
    return Phrase(
        kind, raw, start, last.end, anchor=last.anchor, rolled=last.rolled, original=original, title=" ".join(words),
        statuses=("延期",),
    )  # fmt: skip


def _begin_to_end(raw: str, nodes: Sequence[Node], reading: Reading) -> Phrase | None:
    """Read 9月启动，次年3月完成 and 自9月1日起，至10月31日 as one window."""
    if len(nodes) != 2:
        return None
    (first, before, between), (last, lead, after) = nodes
    if (
        last.end is None
        or first.start is None
        or last.kind not in {PhraseKind.WINDOW, PhraseKind.DATE, PhraseKind.DEADLINE}
    ):
        return None
    if first.kind is PhraseKind.FROM:
        joined = last.lead == "until" and not between and not lead
    else:
        joined = bool(
            first.bare and START_VERB.fullmatch(between) and (not after or END_VERB.fullmatch(after)) and not lead
        )
    if not joined:
        return None
    end = last.end
    if end < first.start and last.stretch is not None and not last.stretch.dated:
        end += relativedelta(years=1)
        reading.warn(msg("the range ends in the next year, {year}", year=end.year))
    if end < first.start:
        return None
    return Phrase(
        PhraseKind.WINDOW,
        raw,
        first.start,
        end,
        title=_title(before, "" if after and END_VERB.fullmatch(after) else after),
    )


def _recurring(raw: str, nodes: Sequence[Node], reading: Reading) -> Phrase | None:
    """Read what recurs; a begin or a window beside it bounds the rule."""
    rules = [(one, before, after) for one, before, after in nodes if one.rule is not None]
    others = [one for one, _, _ in nodes if one.rule is None]
    if not rules or len(others) > 1 or any(one.kind not in {PhraseKind.FROM, PhraseKind.WINDOW} for one in others):
        return None
    if others and others[0].kind is PhraseKind.WINDOW and (nodes[0][0] is not others[0] or nodes[0][2]):
        return None
    until = f";UNTIL={others[0].end:%Y%m%d}" if others and others[0].end else ""
    found = []
    for one, before, after in rules:
        rule = one.rule or Rule("")
        title = rule.title or _title(before, after)
        found.append(msgspec.structs.replace(rule, rrule=rule.rrule + until, title=title))
    if len(found) > 1:
        reading.warn(msg("{count} rules; the first one is given", count=len(found)))
    title = "" if len(found) > 1 else found[0].title
    return Phrase(PhraseKind.RECURRING, raw, found[0].start, found[0].end, rules=tuple(found), title=title)


def _several(raw: str, nodes: Sequence[Node], reading: Reading) -> Phrase:
    """Give the nodes as milestones; raises `Unreadable` when two times run into each other."""
    for (one, _, _), (after, _, _) in pairwise(nodes):
        if one.close == after.begin:
            raise Unreadable(msg("“{text}” could not be read", text=raw))
    milestones = tuple(
        Milestone((one.rule.title if one.rule else "") or _title(before, after), one.start, one.end)
        for one, before, after in nodes
    )
    ends = [one.end for one, _, _ in nodes if one.end]
    if ends != sorted(ends):
        reading.warn(msg("the dates are not in order"))
    if any(one.end is None for one, _, _ in nodes):
        reading.warn(msg("not every node has a date"))
    rules = tuple(one.rule for one, _, _ in nodes if one.rule)
    end = max(ends) if ends else None
    start = nodes[0][0].start
    if start is not None and end is not None and start > end:
        start = None
    return Phrase(PhraseKind.MULTI, raw, start, end, rules=rules, milestones=milestones)


def checked(phrase: Phrase, reading: Reading) -> Phrase:
    """Add what the calendar says about the dates: past, on rest days, wholly within a break."""
    start, end, calendar = phrase.start, phrase.end, reading.calendar
    if phrase.kind in {PhraseKind.VAGUE, PhraseKind.NONE}:
        return phrase
    from_reference = phrase.anchor is not None and phrase.anchor.day == reading.reference
    if end is not None and end < reading.reference and phrase.kind is not PhraseKind.RECURRING and not from_reference:
        reading.remark(msg("{day} is already past", day=end))
    workday = None
    if end is not None and not calendar.is_workday(end):
        workday = calendar.previous_workday(end)
        if start is not None and workday < start and phrase.kind in {PhraseKind.WINDOW, PhraseKind.DATE}:
            reading.warn(msg("no workday lies in it: {name}", name=calendar.rest_name(start) or ""))
        elif phrase.kind is PhraseKind.DEADLINE:
            reading.remark(_rest(end, workday, reading))
    return msgspec.structs.replace(phrase, workday=workday)


def _rest(end: date, workday: date, reading: Reading) -> Message:
    name = reading.calendar.rest_name(end) or ""
    return msg(
        "{day} is a rest day ({name}); the last workday before it is {workday}", day=end, name=name, workday=workday
    )
