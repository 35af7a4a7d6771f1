"""The words for the lights: the interface's own, or what the office of the open workspace calls them."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain.lightrules import Colour, ColourName, LightRule, When
from tasklist_tui.domain.message import msg
from tasklist_tui.i18n import language, translate

_USUAL = {
    Colour.RED: msg("Red"),
    Colour.YELLOW: msg("Yellow"),
    Colour.GREEN: msg("Green"),
    Colour.GREY: msg("Grey"),
    Colour.BLUE: msg("Blue"),
}
#: One workspace is open at a time, like one language is in use.
_office: dict[Colour, ColourName] = {}


def use_names(names: Mapping[Colour, ColourName]) -> None:
    """Call the colours as the office does, from now on; colours it does not name keep their usual words."""
    _office.clear()
    _office.update(names)


def light_word(colour: Colour | str) -> str:
    """Give the word that stands beside a colour, in the language in use."""
    name = _office.get(Colour(colour))
    return (name.title.in_language(language()) if name else "") or translate(_USUAL[Colour(colour)])


def light_meaning(colour: Colour, rules: tuple[LightRule, ...]) -> str:
    """Give what a colour means: in the office's words, else what the rules that give it ask, joined."""
    name = _office.get(colour)
    if name and (said := name.meaning.in_language(language())):
        return said
    asked = [translate(rule.describe()) for rule in rules if rule.colour is colour and rule.when is not When.ALWAYS]
    if any(rule.colour is colour and rule.when is When.ALWAYS for rule in rules):
        asked.append(translate(msg("everything else")))
    return ("；" if language().startswith("zh") else "; ").join(asked)
