"""Lights are told apart without colour, and are readable with it."""

import unicodedata

import pytest
from textual.color import Color

from tasklist_tui import i18n
from tasklist_tui.domain.lights import Colour
from tasklist_tui.safetext import cell_width
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.tui import palette

TEXT_VARIABLES = ("text-error", "text-warning", "text-success", "text-muted", "text-accent")


def test_every_light_has_its_own_shape_and_word_one_cell_wide_everywhere():
    shapes = [palette.symbol(colour) for colour in Colour]
    assert len(set(shapes)) == len(shapes)
    assert len({light_word(colour) for colour in Colour}) == len(shapes)
    assert all(cell_width(shape) == 1 and unicodedata.east_asian_width(shape) in {"N", "Na"} for shape in shapes)


def test_colours_are_named_by_their_text_too():
    assert palette.symbol("red") == palette.symbol(Colour.RED)
    assert palette.light_class("grey") == "light--grey"


def test_words_follow_the_language(monkeypatch):
    monkeypatch.setattr(i18n._Current, "language", "en")
    assert light_word("red") == "Red"


@pytest.mark.parametrize("theme", palette.THEMES, ids=lambda theme: theme.name)
def test_lights_and_cursor_are_readable_in_every_theme(theme):
    needed = 7.0 if theme is palette.HIGH_CONTRAST else 4.5
    for ground in (theme.background, theme.surface, theme.panel):
        for name in TEXT_VARIABLES:
            assert contrast(theme.variables[name], ground) >= needed, (name, ground)
        assert contrast(theme.foreground, ground) >= 7.0
    for state in ("block-cursor", "block-cursor-blurred"):
        assert contrast(theme.variables[f"{state}-foreground"], theme.variables[f"{state}-background"]) >= needed


def contrast(front, back):
    """WCAG 2 contrast ratio, 1 to 21."""
    high, low = sorted((luminance(front), luminance(back)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    parts = [part / 255 for part in Color.parse(colour).rgb]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
