"""Colours of painted lines, straight from the theme.

Component classes cost a pass over the whole style sheet each, at every start: sixty of them took a third of the time
to the first paint.  What is painted line by line asks here instead; the theme stays the only source of colours.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rich.style import Style
from textual.app import App
from textual.color import Color, ColorParseError
from textual.widget import Widget

#: The theme's variables by what a piece of text is.
ROLES: dict[str, str] = {
    "": "foreground",
    "title": "foreground",
    "strong": "foreground",
    "label": "text-muted",
    "muted": "text-muted",
    "heading": "text-accent",
    "bar": "text-accent",
    "key": "text-accent",
    "warn": "text-warning",
    "done": "text-success",
    "refused": "text-error",
    "light--red": "text-error",
    "light--yellow": "text-warning",
    "light--green": "text-success",
    "light--grey": "text-muted",
    "light--blue": "text-accent",
    "cursor": "block-cursor-foreground",
}
_BOLD = frozenset({"title", "strong", "key", "warn", "refused", "cursor"})


def ink(widget: Widget, role: str = "", ground: str = "surface", *, bold: bool | None = None) -> Style:
    """Give the style of text in a role on a ground (a colour variable of the theme, like `panel`)."""
    app = widget.app
    variables, made = _inks(app, app.theme)
    key = (role, ground, bold)
    style = made.get(key)
    if style is None:
        heavy = role in _BOLD if bold is None else bold
        style = made[key] = Style(
            color=_colour(variables, ROLES[role], "foreground"),
            bgcolor=_colour(variables, ground, "background"),
            bold=heavy or None,
        )
    return style


@lru_cache(maxsize=8)
def _inks(app: App[Any], theme: str) -> tuple[dict[str, str], dict[tuple[str, str, bool | None], Style]]:
    """Keep a theme's variables, which textual works out anew at every look, and the styles made of them."""
    return app.theme_variables, {}


def _colour(variables: dict[str, str], name: str, otherwise: str) -> Any:
    """Give a colour of the theme; themes of others may say `auto 60%`, which means nothing outside a style sheet."""
    try:
        return Color.parse(variables[name]).rich_color
    except (KeyError, ColorParseError):
        return Color.parse(variables[otherwise]).rich_color
