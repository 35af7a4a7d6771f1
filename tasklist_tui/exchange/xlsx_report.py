"""A report as an Excel workbook: headings and paragraphs across the page, a cell for each value of a table, A4 upright.

A sheet holds tables of one shape, so that every table has columns of its own: tables of another begin another sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import NamedTuple
from xml.sax.saxutils import escape

from tasklist_tui.domain.dates import iso_day
from tasklist_tui.domain.ledger.sheet import column_letter
from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.reports import ArticleTitle, Block, Heading, PageBreak, Paragraph, Report, Table
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.exchange.plaintext import one_line, plain
from tasklist_tui.exchange.xlsx_package import EPOCH, Texts, Worksheet, lines_of, pack, sheet_names
from tasklist_tui.exchange.xlsx_styles import (
    BODY,
    BODY_POINTS,
    CENTRED,
    DATE,
    HEAD,
    HEADING,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    LIGHTS,
    MAIN,
    MIDDLE,
    NOTE,
    NUMBER,
    OFFICE,
    RED_HEAD,
    RIGHT,
    SHEETS,
    TENTHS,
    TEXT,
    TITLE,
)

#: Characters across the page, as tables have them (10 points).
_WIDTH = 90
#: Points of a row: Excel shows no more than 409 of one.
_LONGEST_ROW = 400
#: Lines of a paragraph in one row; a longer paragraph goes on in the next.
_MOST_LINES = 20
_LEVELS = {1: LEVEL_1, 2: LEVEL_2, 3: LEVEL_3}
_PARAGRAPHS = {"body": BODY, "note": NOTE, "flush": BODY, "signed": RIGHT}
_INDENT = "　　"
_ENDS = "。；！？，.;!?, "
_NUMBERED = re.compile(r"(?:[〇一二三四五六七八九十]+、|\d+\. )")
_DAY = re.compile(r"(?:19[1-9]\d|[2-9]\d{3})-\d\d-\d\d", re.ASCII)
_COUNT = re.compile(r"0|[1-9]\d{0,14}", re.ASCII)
_RATE = re.compile(r"\d{1,6}\.\d%", re.ASCII)
#: A column whose texts are no longer than this stands in the middle.
_SHORT = 8


def xlsx_report(report: Report, stamp: datetime, footer: str, tell: Teller = SILENT) -> bytes:
    """Give the workbook of a report; `footer` is what stands at the foot of printed pages."""
    texts = Texts()
    groups = _grouped(report.blocks)
    names = sheet_names([_name(report, group) for group in groups])
    sheets = []
    for number, (part, (name, group)) in enumerate(tell.parts(list(zip(names, groups, strict=True)))):
        sheet = _Sheet(texts, [block for block in group if isinstance(block, Table)])
        _begin(sheet, report, first=number == 0)
        for share, block in part.parts(group):
            sheet.paint(block, share)
        repeated = sheet.repeated
        if number == len(groups) - 1:
            _end(sheet, report)
        sheets.append(Worksheet(name, sheet.xml(footer), repeated))
    return pack(sheets, texts, one_line(report.title), stamp)


def _grouped(blocks: Sequence[Block]) -> list[list[Block]]:
    """Give the blocks of each sheet: a section whose table has another shape than those before begins a new one."""
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            sections.append([])
        sections[-1].append(block)
    groups: list[list[Block]] = [[]]
    shape: tuple[int, ...] = ()
    for section in sections:
        shapes = [block.widths for block in section if isinstance(block, Table)]
        if shapes and shape and shapes[0] != shape:
            groups.append([])
        groups[-1] += section
        shape = shapes[-1] if shapes else shape
    return groups


def _name(report: Report, group: Sequence[Block]) -> str:
    """Give what a sheet is called: the first heading in it without its number, else the report."""
    heading = next((block.text for block in group if isinstance(block, Heading)), "")
    return _NUMBERED.sub("", one_line(heading), count=1) or one_line(report.title)


def _begin(sheet: _Sheet, report: Report, *, first: bool) -> None:
    """Put at the top what stands above the body: all of it on the first sheet, title and days on the others."""
    fields = report.fields
    if first and report.has_red_head:
        sheet.across(fields.get("head", ""), RED_HEAD, points=26)
    if not (report.is_bulletin or report.signs_itself) and report.title:
        sheet.across(report.title, TITLE, points=16)
    above = " · ".join(report.above()) if first else fields.get("subtitle", "")
    if above.strip():
        sheet.across(above, MIDDLE)
    if first and (recipients := fields.get("recipients")):
        sheet.across(recipients, BODY)


def _end(sheet: _Sheet, report: Report) -> None:
    """Put at the end who signs, and what stands below the body."""
    if not report.signs_itself:
        for name in ("organisation", "date"):
            if text := report.fields.get(name):
                sheet.across(text, RIGHT)
    for text in report.below():
        sheet.across(text, BODY)


class _Kind(NamedTuple):
    """How a column of a table is shown: its format, and what makes the number of a text, None where it stays one."""

    style: int
    number: Callable[[str], str] | None = None


def _kind(cells: Sequence[str]) -> _Kind:
    """Give the kind of a column by all of its cells: days, counts and rates can be reckoned with, the rest is text."""
    filled = [cell for cell in cells if cell not in {"", "–"}]
    if filled and all(_DAY.fullmatch(cell) and iso_day(cell) for cell in filled):
        return _Kind(DATE, lambda cell: str((date.fromisoformat(cell) - EPOCH).days))
    if filled and all(map(_COUNT.fullmatch, filled)):
        return _Kind(NUMBER, str)
    if filled and all(map(_RATE.fullmatch, filled)):
        return _Kind(TENTHS, lambda cell: f"{float(cell[:-1]) / 100:.3f}")
    return _Kind(CENTRED if all(len(cell) <= _SHORT for cell in cells) else TEXT)


class _Sheet:
    """One sheet in the making; `repeated` is the head of its table while nothing stands below that."""

    def __init__(self, texts: Texts, tables: Sequence[Table]) -> None:
        """Make it as wide as the widest of its tables; without any it has one column."""
        shares = max((table.widths for table in tables), key=len, default=(1,))
        self._widths = [max(_WIDTH * share // sum(shares), 4) for share in shares]
        self._letters = [column_letter(n) for n in range(len(shares))]
        self._texts = texts
        self._rows: list[str] = []
        self._merged: list[str] = []
        self._breaks: list[int] = []
        self.repeated = ""

    def paint(self, block: Block, tell: Teller) -> None:
        """Add one block."""
        match block:
            case Heading():
                self.across(block.text, _LEVELS.get(block.level, LEVEL_3))
            case ArticleTitle():
                self.across(block.text, SHEETS.get(block.colour, TITLE), points=16)
            case PageBreak():
                self._breaks.append(len(self._rows))
            case Table():
                self._table(block, tell)
            case Paragraph():
                for line in plain(block.text).split("\n"):
                    if text := line.strip():
                        self._paragraph(text, block.style)

    def across(self, text: str, style: int, points: int = BODY_POINTS) -> None:
        """Add a row with one text in letters of `points` from the first column to the last."""
        self._row(one_line(text), style, points)

    def _paragraph(self, text: str, style: str) -> None:
        room = sum(self._widths) * 10 // BODY_POINTS
        for chunk in _chunks(f"{_INDENT}{text}" if style in {"body", "note"} else text, room * _MOST_LINES):
            self._row(chunk, _PARAGRAPHS[style], BODY_POINTS)

    def _row(self, text: str, style: int, points: int) -> None:
        lines = max(lines_of(text, sum(self._widths) * 10 / points), 1)
        first, *others = self._letters
        self.repeated = ""
        place = len(self._rows) + 1
        cells = [
            self._texts.cell(f"{first}{place}", style, text),
            *(f'<c r="{other}{place}" s="{style}"/>' for other in others),
        ]
        if others:
            self._merged.append(f"{first}{place}:{others[-1]}{place}")
        self._add(cells, lines * (points * 1.4) + 4)

    def _table(self, table: Table, tell: Teller) -> None:
        if table.head:
            place = len(self._rows) + 1
            head = [self._texts.cell(f"{a}{place}", HEADING, one_line(t)) for a, t in self._placed(table.head)]
            self._add(head, self._height(table.head))
            self.repeated = f"${place}:${place}"
        rows = [tuple(plain(cell).strip() for cell in row) for row in table.rows]
        kinds = [_kind(column) for column in zip(*rows, strict=True)]
        for number, row in enumerate(tell.each(rows)):
            colour = table.lights[number] if table.lights else None
            place = len(self._rows) + 1
            cells = []
            for column, ((letter, text), kind) in enumerate(zip(self._placed(row), kinds, strict=True)):
                lit = LIGHTS[colour.value] if isinstance(colour, Colour) and column == table.light_column else 0
                label = HEADING if not table.head and column == 0 else 0
                cells.append(self._cell(f"{letter}{place}", text, kind, lit or label))
            self._add(cells, self._height(table.rows[number]))

    def _placed(self, row: Sequence[str]) -> Iterator[tuple[str, str]]:
        return zip(self._letters[: len(row)], row, strict=True)

    def _cell(self, ref: str, text: str, kind: _Kind, style: int) -> str:
        if style or kind.number is None or text in {"", "–"}:
            return self._texts.cell(ref, style or (CENTRED if kind.number else kind.style), text)
        return f'<c r="{ref}" s="{kind.style}"><v>{kind.number(text)}</v></c>'

    def _height(self, row: Sequence[str]) -> float:
        pairs = zip_longest(row, self._widths[: len(row)], fillvalue=1)
        return max(lines_of(plain(str(text)), int(width)) for text, width in pairs) * 14 + 6

    def _add(self, cells: Sequence[str], height: float) -> None:
        place = len(self._rows) + 1
        points = min(max(round(height), 20), _LONGEST_ROW)
        self._rows.append(f'<row r="{place}" ht="{points}" customHeight="1">{"".join(cells)}</row>')

    def xml(self, footer: str) -> str:
        """Give the part of this sheet."""
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width}.7" customWidth="1"/>' for n, width in enumerate(self._widths, 1)
        )
        merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in self._merged)
        breaks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in self._breaks)
        count = len(self._breaks)
        return "".join(
            [
                f'{HEAD}<worksheet {MAIN} xmlns:r="{OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
                f'<dimension ref="A1:{self._letters[-1]}{max(len(self._rows), 1)}"/>',
                '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>',
                f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>',
                f"<sheetData>{''.join(self._rows)}</sheetData>",
                f'<mergeCells count="{len(self._merged)}">{merged}</mergeCells>' if merged else "",
                '<printOptions horizontalCentered="1"/>',
                '<pageMargins left="0.7" right="0.7" top="0.8" bottom="0.8" header="0.4" footer="0.4"/>',
                '<pageSetup paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="0"/>',
                f"<headerFooter><oddFooter>&amp;C{escape(footer)}</oddFooter></headerFooter>",
                f'<rowBreaks count="{count}" manualBreakCount="{count}">{breaks}</rowBreaks>' if breaks else "",
                "</worksheet>",
            ]
        )


def _chunks(text: str, width: int) -> Iterator[str]:
    """Yield a text in pieces no wider than `width` characters, broken behind a mark where one is near the end."""
    while lines_of(text, width) > 1:
        end = taken = 0
        while taken <= 2 * width - 2:
            taken += 1 + len(text[end].encode())
            end += 1
        near = max((place for place in range(end - end // 4, end) if text[place - 1] in _ENDS), default=end)
        yield text[:near]
        text = text[near:]
    yield text
