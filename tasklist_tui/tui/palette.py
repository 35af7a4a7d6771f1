"""Lights on the screen: a shape, a word and a colour for each, and the themes that colour them.

The shape and the word carry the meaning; the colour only repeats it, so `NO_COLOR` and 16 colours lose nothing.
Widgets colour lights through component classes (`light--red` ...), themes through the variables those refer to.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from textual.theme import Theme

from tasklist_tui.domain.lights import Colour

#: One shape for each light.  All are narrow in Unicode's own table (no `A`), so one cell in every terminal,
#: those that draw ambiguous characters wide included.
SYMBOLS: Mapping[Colour, str] = MappingProxyType(
    {Colour.RED: "◉", Colour.YELLOW: "▴", Colour.GREEN: "◦", Colour.GREY: "-", Colour.BLUE: "✓"}
)

#: The component class of each light, for `COMPONENT_CLASSES` of a widget that paints lights.
LIGHT_CLASSES: Mapping[Colour, str] = MappingProxyType({colour: f"light--{colour.value}" for colour in Colour})

# Text colours of textual's own: they exist, readable, in every theme.
_VARIABLES: Mapping[Colour, str] = MappingProxyType(
    {
        Colour.RED: "text-error",
        Colour.YELLOW: "text-warning",
        Colour.GREEN: "text-success",
        Colour.GREY: "text-muted",
        Colour.BLUE: "text-accent",
    }
)


def symbol(colour: Colour | str) -> str:
    """Give the shape of a light, one cell wide."""
    return SYMBOLS[Colour(colour)]


def light_class(colour: Colour | str) -> str:
    """Give the component class (also usable as a CSS class) of a light."""
    return LIGHT_CLASSES[Colour(colour)]


def light_css(selector: str) -> str:
    """Give the rules that colour the lights inside `selector`, to be put into a widget's `DEFAULT_CSS`."""
    return "\n".join(
        f"{selector} .{LIGHT_CLASSES[colour]} {{ color: ${variable}; }}" for colour, variable in _VARIABLES.items()
    )


def _lights(red: str, yellow: str, green: str, grey: str, blue: str) -> dict[str, str]:
    return {
        "text-error": red,
        "text-warning": yellow,
        "text-success": green,
        "text-muted": grey,
        "text-accent": blue,
    }


DARK = Theme(
    name="tasklist-dark",
    primary="#3d7fc4",
    secondary="#4a6a8c",
    accent="#6fb1f2",
    warning="#e6b84c",
    error="#f0736a",
    success="#6cc07a",
    foreground="#e4e4e4",
    background="#16181c",
    surface="#1d2025",
    panel="#262a31",
    variables={
        **_lights("#ff8a80", "#ffd166", "#7fd38c", "#a3a9b3", "#82bdff"),
        "block-cursor-background": "#2b5f99",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#343b46",
        "block-cursor-blurred-foreground": "#e4e4e4",
    },
)

LIGHT = Theme(
    name="tasklist-light",
    dark=False,
    primary="#1f5fa8",
    secondary="#5a7896",
    accent="#0b5cad",
    warning="#8a5a00",
    error="#b3261e",
    success="#1e6b2e",
    foreground="#1c1e21",
    background="#f7f7f5",
    surface="#ffffff",
    panel="#e9ebee",
    variables={
        **_lights("#a8201a", "#754c00", "#1a6128", "#565b63", "#0b529c"),
        "block-cursor-background": "#1f5fa8",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#cfd8e3",
        "block-cursor-blurred-foreground": "#1c1e21",
    },
)

HIGH_CONTRAST = Theme(
    name="tasklist-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#00ffff",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    variables={
        **_lights("#ff9090", "#ffff00", "#40ff40", "#e0e0e0", "#60ffff"),
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#ffffff",
        "block-cursor-blurred-foreground": "#000000",
        "border": "#ffffff",
    },
)

#: The program's own themes, to be registered by the app; the first is the one to start with.
THEMES = (DARK, LIGHT, HIGH_CONTRAST)
