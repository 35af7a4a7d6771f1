"""A report as lines for the screen, to be looked at before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.reports import ArticleTitle, Block, Heading, PageBreak, Paragraph, Report, Table
from tasklist_tui.tui import palette
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import cell_width, fit, one_line
from tasklist_tui.tui.wrap import wrap

_GAP = 2


def report_lines(report: Report, width: int) -> Iterator[Line]:
    """Yield the lines of a report, none wider than `width` cells."""
    fields = report.fields
    titles = [fields.get("head", "") if report.has_red_head else "", "" if report.is_bulletin else report.title]
    yield from _lines(titles, "title", width)
    yield from _lines([*report.above(), fields.get("recipients", "")], "muted", width)
    yield []
    for block in report.blocks:
        yield from _block(block, width)
    yield []
    signed = [] if report.signs_itself else [fields.get("organisation", ""), fields.get("date", "")]
    yield from _lines([*signed, *report.below()], "muted", width)


def _lines(texts: Iterable[str], style: str, width: int) -> Iterator[Line]:
    for text in texts:
        if text.strip():
            yield from ([(line, style)] for line in wrap(text.strip(), width))


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Heading():
            yield []
            yield from ([(line, "heading")] for line in wrap(one_line(block.text), width))
        case ArticleTitle():
            style = palette.light_class(Colour(block.colour)) if block.colour else "title"
            yield []
            yield from ([(line, style)] for line in wrap(one_line(block.text), width))
        case Table():
            yield from _table(block, width)
        case PageBreak():
            yield []
            yield [("─" * width, "muted")]
        case Paragraph():
            yield from ([(line, "")] for text in block.text.splitlines() for line in wrap(text, width))


def _table(block: Table, width: int) -> Iterator[Line]:
    """Yield the rows with columns under each other."""
    rows = [row for row in (block.head, *block.rows) if row]
    columns = range(len(block.widths))
    wanted = [max(cell_width(one_line(row[place].strip())) for row in rows) for place in columns]
    widths = _shared(wanted, block.widths, width - _GAP * (len(wanted) - 1))
    for number, row in enumerate(rows):
        is_head = bool(block.head) and number == 0
        colour = block.lights[number - bool(block.head)] if block.lights and not is_head else None
        line: Line = []
        for place in columns:
            style = palette.light_class(colour) if colour and place == block.light_column else ""
            line.append((fit(row[place].strip(), widths[place]), "label" if is_head else style))
            line.append((" " * _GAP, ""))
        yield line[:-1]


def _shared(wanted: Sequence[int], shares: Sequence[int], room: int) -> list[int]:
    """Give the widths of columns: as wanted where there is room, else by their shares; what one leaves others get."""
    widths = list(wanted)
    if sum(wanted) <= room:
        return widths
    open_columns = set(range(len(wanted)))
    while open_columns:
        whole = sum(shares[place] for place in open_columns)
        narrow = {place for place in open_columns if wanted[place] <= room * shares[place] // whole}
        if not narrow:
            for place in open_columns:
                widths[place] = max(room * shares[place] // whole, 1)
            break
        room -= sum(wanted[place] for place in narrow)
        open_columns -= narrow
    return widths
