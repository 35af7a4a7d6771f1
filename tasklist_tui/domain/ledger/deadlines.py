"""What the words of a deadline name besides one day: several days, or a time that returns again and again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.dues import Where, read_due
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, TaskList, Value
from tasklist_tui.domain.phrases.result import Milestone
from tasklist_tui.domain.recurrence import first_day
from tasklist_tui.domain.rules import RuleError, parse_rule

if TYPE_CHECKING:
    from tasklist_tui.domain.phrases import Phrase


class Named(msgspec.Struct, frozen=True):
    """Days that become milestones, or a rule; and what a person should look at."""

    milestones: tuple[Milestone, ...] = ()
    rule: str = ""
    doubts: tuple[Message, ...] = ()


def named(phrase: Phrase, field: Field, task_list: TaskList, kind: Kind, values: Mapping[str, Value]) -> Named:
    """Give what the words of a date `field` name, as far as the kind has room for it; else that it is not taken."""
    if field.id == "due" and len(phrase.milestones) > 1 and not phrase.rules and "milestones" in kind.field:
        said = msg(
            "several days in “{text}” become milestones; the last one is the deadline",
            text=phrase.text,
        )
        return Named(phrase.milestones, doubts=(said,))
    if field.id == "due" and field.phrase and "rrule" in kind.field and (rule := plain_rule(phrase)):
        return Named(rule=rule, doubts=(holds(phrase.text, task_list, values),))
    return Named(doubts=_not_taken(phrase))


def holds(text: str, task_list: TaskList, values: Mapping[str, Value]) -> Message:
    """Say since when a rule holds for an item with these values: occurrences that are past are open."""
    begin = first_day(Item("", dict(values)), task_list)
    if begin is None:
        return msg("“{text}” is read as a recurrence; it needs a first day", text=text)
    return msg(
        "“{text}” is read as a recurrence from {day} on; what is past by now counts as open", text=text, day=begin
    )


def plain_rule(phrase: Phrase | None) -> str:
    """Give the rule that words name, "" when they name none, several, or one that begins or ends on a day."""
    if phrase is None or len(phrase.rules) != 1 or phrase.milestones or re.search("[自从起]", phrase.text):
        return ""
    return "" if "UNTIL" in phrase.rrule or "COUNT" in phrase.rrule else phrase.rrule


def _not_taken(phrase: Phrase) -> tuple[Message, ...]:
    """Remark on words that name several days or return again and again, where one day is kept, and all words."""
    if len(phrase.milestones) > 1:
        return (msg("several days in “{text}”; the last one is the deadline", text=phrase.text),)
    if phrase.rules:
        return (msg("“{text}” returns again and again; the words are kept, give the item a rule", text=phrase.text),)
    return ()


def read_rule(text: str, where: Where) -> tuple[str, str]:
    """Read how often something is done: the rule, "" when it is none, and what of the words the rule does not say."""
    try:
        parse_rule(text)
    except RuleError:
        phrase = read_due(text, Field("rrule"), {}, where).phrase
        rule = plain_rule(phrase)
        if phrase is None or not rule:
            return "", text
        more = phrase.title or phrase.hedges or phrase.rules[0].times not in {None, 1}
        return rule, text if more else ""
    return text, ""
