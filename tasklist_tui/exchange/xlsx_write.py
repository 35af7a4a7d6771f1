"""Ledgers as Excel workbooks: a title, a line below it, and one table to a sheet.

Measured: a fifth of openpyxl's time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

import msgspec

from tasklist_tui.domain.ledger.sheet import Cell, Day, column_letter
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.exchange.xlsx_package import EPOCH, Texts, Worksheet, lines_of, pack
from tasklist_tui.exchange.xlsx_read import ORIGIN_SHEET
from tasklist_tui.exchange.xlsx_styles import (
    CENTRED,
    DATE,
    HEAD,
    HEADING,
    LIGHTS,
    MAIN,
    NUMBER,
    OFFICE,
    PERCENT,
    SUBTITLE,
    TEXT,
    TITLE,
)

_VIEW = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" '
    'state="frozen"/><selection pane="bottomLeft" activeCell="A4" sqref="A4"/></sheetView></sheetViews>'
)


class Percent(msgspec.Struct, frozen=True):
    """A cell that shows a percentage."""

    value: int


class Heading(msgspec.Struct, frozen=True):
    """A column: what stands above it, its width in characters, the format of its cells; hidden ones serve programs."""

    text: str
    width: int = 12
    style: int = TEXT
    hidden: bool = False
    choices: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True):
    """One sheet: title, a line below it, the columns and the rows.

    Cells of the column `merged` that say the same one below the other become one; `lights` gives rows the colour of
    their cell in the column `light`.
    """

    name: str
    title: str
    subtitle: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[Cell | Percent]]
    merged: int | None = None
    light: int | None = None
    lights: Sequence[str] = ()


def write_workbook(
    pages: Sequence[Page], origin: Mapping[str, str], stamp: datetime, footer: str = "&P / &N", tell: Teller = SILENT
) -> bytes:
    """Give a workbook; `origin` goes into a sheet that nobody sees, `stamp` is the moment it is said to be made."""
    texts = Texts()
    sheets = [Worksheet(page.name, _sheet(page, texts, footer, part), "$3:$3") for part, page in tell.parts(pages)]
    sheets.append(Worksheet(ORIGIN_SHEET, _origin(origin, texts), hidden=True))
    return pack(sheets, texts, pages[0].title if pages else "", stamp)


def _sheet(page: Page, texts: Texts, footer: str, tell: Teller) -> str:
    width = len(page.headings)
    last = max((n for n, heading in enumerate(page.headings) if not heading.hidden), default=0)
    end = column_letter(last)
    lines = [
        HEAD,
        f'<worksheet {MAIN} xmlns:r="{OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        f'<dimension ref="A1:{column_letter(width - 1)}{len(page.rows) + 3}"/>',
        _VIEW,
        '<sheetFormatPr defaultRowHeight="15"/><cols>',
        *(
            f'<col min="{n}" max="{n}" width="{heading.width}.7" customWidth="1"{_hidden(heading)}/>'
            for n, heading in enumerate(page.headings, start=1)
        ),
        "</cols><sheetData>",
        f'<row r="1" ht="30" customHeight="1">{texts.cell("A1", TITLE, page.title)}</row>',
        f'<row r="2" ht="18" customHeight="1">{texts.cell("A2", SUBTITLE, page.subtitle)}</row>',
        '<row r="3" ht="30" customHeight="1">',
        *(
            texts.cell(f"{column_letter(n)}3", HEADING, heading.text)
            for n, heading in enumerate(page.headings)
        ),
        "</row>",
    ]  # fmt: skip
    letters = [column_letter(n) for n in range(width)]
    groups = _groups(page)
    for number, row in enumerate(tell.each(page.rows)):
        lines.append(_row(page, number, row, letters, texts))
    lines.append("</sheetData>")
    merges = [f"A1:{end}1", f"A2:{end}2"] if last else []
    merges += [f"{letters[page.merged or 0]}{top + 4}:{letters[page.merged or 0]}{low + 4}" for top, low in groups]
    if merges:
        lines.append(f'<mergeCells count="{len(merges)}">' + "".join(f'<mergeCell ref="{ref}"/>' for ref in merges))
        lines.append("</mergeCells>")
    lines.append(_validations(page, letters))
    lines.append(
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>&amp;C{escape(footer)}</oddFooter></headerFooter></worksheet>"
    )
    return "".join(lines)


def _hidden(heading: Heading) -> str:
    return ' hidden="1"' if heading.hidden else ""


def _row(
    page: Page, number: int, row: Sequence[Cell | Percent], letters: list[str], texts: Texts
) -> str:  # fmt: skip
    place = number + 4
    cells: list[str] = []
    high = 1
    for column, (heading, value) in enumerate(zip(page.headings, row, strict=True)):
        ref, style = f"{letters[column]}{place}", heading.style
        if column == page.light and page.lights:
            style = LIGHTS.get(page.lights[number], CENTRED)
        if value is None or value == "":
            cells.append(f'<c r="{ref}" s="{style}"/>')
        elif isinstance(value, str):
            cells.append(f'<c r="{ref}" s="{style}" t="s"><v>{texts.place(value)}</v></c>')
            if column != page.merged and not heading.hidden:
                high = max(high, lines_of(value, heading.width))
        elif isinstance(value, Day):
            cells.append(f'<c r="{ref}" s="{DATE}"><v>{(value.day - EPOCH).days}</v></c>')
        elif isinstance(value, Percent):
            cells.append(f'<c r="{ref}" s="{PERCENT}"><v>{value.value / 100:g}</v></c>')
        else:
            cells.append(f'<c r="{ref}" s="{NUMBER}"><v>{value}</v></c>')
    height = min(max(18, high * 14 + 4), 400)
    return f'<row r="{place}" ht="{height}" customHeight="1">{"".join(cells)}</row>'


def _groups(page: Page) -> list[tuple[int, int]]:
    """Give first and last row of the cells of the merged column that say the same."""
    if page.merged is None:
        return []
    found: list[tuple[int, int]] = []
    top = 0
    for number in range(1, len(page.rows) + 1):
        if number == len(page.rows) or page.rows[number][page.merged] != page.rows[top][page.merged]:
            if number - top > 1 and page.rows[top][page.merged]:
                found.append((top, number - 1))
            top = number
    return found


def _validations(page: Page, letters: list[str]) -> str:
    """Offer the words of a column as a list to choose from, where they are short enough for one."""
    made = []
    for column, heading in enumerate(page.headings):
        words = ",".join(heading.choices)
        if (
            page.rows
            and heading.choices
            and len(words) <= 250
            and not any(c in words for c in '"\n')
            and (sum(word.count(",") for word in heading.choices) == 0)
        ):
            area = f"{letters[column]}4:{letters[column]}{len(page.rows) + 203}"
            made.append(
                f'<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="{area}">'
                f"<formula1>{escape(chr(34) + words + chr(34))}</formula1></dataValidation>"
            )
    return f'<dataValidations count="{len(made)}">{"".join(made)}</dataValidations>' if made else ""


def _origin(origin: Mapping[str, str], texts: Texts) -> str:
    rows = "".join(
        f'<row r="{n}">{texts.cell(f"A{n}", TEXT, name)}{texts.cell(f"B{n}", TEXT, value)}</row>'
        for n, (name, value) in enumerate(origin.items(), start=1)
    )
    return f"{HEAD}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
