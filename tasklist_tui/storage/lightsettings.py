"""The `lights` of `tasklist.yaml`: thresholds, rules, and what the office calls the colours."""

from __future__ import annotations

from tasklist_tui.domain.kinds import Label
from tasklist_tui.domain.lightrules import NUMBERS, Colour, ColourName, LightRule, LightRules, When
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.problems import Severity
from tasklist_tui.storage.sections import Section


def read_lights(part: Section) -> LightRules:
    """Give what the section says; what is wrong is left out and told, the usual value takes its place."""
    usual = LightRules()
    soon = _not_negative(part, "soon_workdays", usual.soon_workdays)
    lag = _not_negative(part, "lag_points", usual.lag_points)
    read = [(section.place, rule) for section in part.sections("rules") if (rule := _rule(section)) is not None]
    for place, rule in read[:-1]:
        if rule.when is When.ALWAYS:
            message = msg("the rules after “always” are never tried")
            part.notes.add(place, message, msg("put it last"), severity=Severity.WARNING)
    own = tuple(rule for _, rule in read)
    rules = LightRules(soon, lag, own, _names(part.section("names")))
    part.close()
    return rules


def _rule(part: Section) -> LightRule | None:
    if not all([part.required_text("light"), part.required_text("when")]):
        part.close()
        return None
    before = len(part.notes)
    colour, when = part.word("light", Colour, Colour.GREEN), part.word("when", When, When.ALWAYS)
    number = None
    if when in NUMBERS:
        key, usual = NUMBERS[when]
        number = _not_negative(part, key, usual)
    bad = len(part.notes) > before
    part.close()
    return None if bad else LightRule(colour, when, number)


def _names(part: Section) -> dict[Colour, ColourName]:
    names: dict[Colour, ColourName] = {}
    for colour in Colour:
        if part.has(colour.value):
            name = part.section(colour.value)
            names[colour] = ColourName(name.label("title", Label()), name.label("meaning", Label()))
            name.close()
    part.close()
    return names


def _not_negative(part: Section, key: str, usual: int) -> int:
    number = part.number(key, usual)
    if number is None or number < 0:
        part.notes.add(
            part.at(key),
            msg("expected 0 or more, found {text}", text=str(number)),
            msg("the usual value {value} is used", value=str(usual)),
        )
        return usual
    return number
