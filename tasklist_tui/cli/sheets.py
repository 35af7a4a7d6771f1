"""Printing sheets: what the screen shows of them, as a table."""

from __future__ import annotations

from tasklist_tui.cli.output import say, table
from tasklist_tui.domain.lights import Colour
from tasklist_tui.services.sheets.sheet import WARN, WRONG, Cell, Sheet, SheetRow

_INKS = {WRONG: Colour.RED, WARN: Colour.YELLOW, **{f"light--{colour.value}": colour for colour in Colour}}


def print_sheet(sheet: Sheet) -> None:
    """Print the title, what is said of it, and the rows; where there are none, why and what to do."""
    say("  ".join(filter(None, (sheet.title, sheet.note))))
    if not sheet.rows:
        for line in filter(None, sheet.empty):
            say(line)
        return
    beside = [[sheet.corner]] if sheet.corner else [[]]
    headings = [*beside[0], *(heading.text for heading in sheet.columns)]
    rows = [[*([_text(row.heading)] if sheet.corner else []), *map(_text, row.cells)] for row in sheet.rows]
    table([headings, *rows], [None, *map(_ink, sheet.rows)])


def _text(cell: Cell) -> str:
    return " ".join(text for text, _role in cell.lines)


def _ink(row: SheetRow) -> Colour | None:
    """Give the colour of a row: of a gap, else none, for a row may have cells of every light."""
    roles = {role for _text, role in row.heading.lines}
    return next((_INKS[role] for role in roles if role in _INKS), None)
