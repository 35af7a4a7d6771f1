"""Paragraphs behind a mark, and what went wrong as such: what happened and what to do next."""

from __future__ import annotations

from tasklist_tui.domain.message import UserError
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.wrap import wrap


def trouble_lines(error: Exception, width: int) -> list[Line]:
    """Give what stood in the way and what to do next."""
    if not isinstance(error, UserError):
        said = _("The program made a mistake: {error}", error=f"{type(error).__name__}: {error}")
        return paragraph(said, width, "✗ ", "light--red")
    lines = paragraph(translate(error.message), width, "✗ ", "light--red")
    if error.hint:
        lines += [[], *paragraph(translate(error.hint), width, "→ ", "")]
    return lines


def trouble_text(error: UserError) -> str:
    """Give what stood in the way and what to do next in one line."""
    parts = [translate(error.message), translate(error.hint) if error.hint else ""]
    return ("。" if language() == "zh" else ". ").join(filter(None, parts))


def paragraph(text: str, width: int, mark: str, role: str) -> list[Line]:
    """Give a paragraph behind a mark, which has `role`; the text of one with a role is strong."""
    indent = " " * len(mark)
    rows = enumerate(wrap(text, width - len(mark)))
    return [[(indent if number else mark, role), (row, "strong" if role else "")] for number, row in rows]
