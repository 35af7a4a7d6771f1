"""The keys of a dialog, at its foot; a click does what the key does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from tasklist_tui.tui.text import one_line, safe


class Hint(NamedTuple):
    """A key as people know it, what it does, and the action of the screen behind it."""

    key: str
    label: str
    action: str = ""


class KeyHints(Static):
    """One line of hints, wrapped when it is too long."""

    DEFAULT_CSS = """
    KeyHints {
        height: auto; width: 100%; color: $text-muted;
        link-style: none; link-color: $text-muted; link-background: transparent;
        link-style-hover: underline; link-color-hover: $foreground; link-background-hover: transparent;
    }
    """

    def __init__(self, hints: Sequence[Hint]) -> None:
        """Show `hints` in their order."""
        super().__init__(hints_content(hints), markup=False)


def hints_content(hints: Sequence[Hint], width: int = 0) -> Content:
    """Give the hints as content; each that has an action can be clicked.

    With a `width` in cells they are broken between hints: textual breaks Chinese text, and at no-break spaces too.
    """
    parts: list[Content] = []
    for hint in hints:
        style = Style.from_meta({"@click": f"screen.{hint.action}"}) if hint.action else Style()
        # No-break spaces keep a key and its label on one line.
        key = Content.styled(safe(hint.key).replace(" ", "\xa0"), Style(bold=True) + style)
        parts.append(Content.assemble(key, Content.styled("\xa0" + one_line(hint.label).replace(" ", "\xa0"), style)))
    rows: list[list[Content]] = [[]]
    used = 0
    for part in parts:
        if width and rows[-1] and used + part.cell_length > width:
            rows.append([])
            used = 0
        rows[-1].append(part)
        used += part.cell_length + 2
    return Content("\n").join(Content("  ").join(row) for row in rows)
