"""The one door through which text reaches a widget (DESIGN §9): safe, measured in cells, never markup.

The gate itself is `tasklist_tui.safetext`; here it meets textual.
"""

from __future__ import annotations

from textual.content import Content

from tasklist_tui.safetext import Align, cell_width, clip, fit, lines, multi_line, one_line, safe

__all__ = [
    "Align",
    "cell_width",
    "clip",
    "content",
    "content_lines",
    "fit",
    "lines",
    "multi_line",
    "one_line",
    "safe",
]


def content(text: str, style: str = "") -> Content:
    """Give `text` on one line as content for a widget; brackets in it are brackets, not markup."""
    return Content.styled(one_line(text), style) if style else Content(one_line(text))


def content_lines(text: str, style: str = "") -> Content:
    """Give a longer text as content for a widget, its lines kept."""
    return Content.styled(multi_line(text), style) if style else Content(multi_line(text))
