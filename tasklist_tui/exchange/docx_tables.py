"""Tables of Word documents.  Runs in the child process of `tables.py`, behind its limits."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from tasklist_tui.domain.ledger.sheet import Book, Merge, Row, Sheet
from tasklist_tui.domain.message import msg
from tasklist_tui.exchange.xlsx_gate import Refused, open_zip
from tasklist_tui.exchange.xlsx_read import MAX_CELLS, MAX_COLUMNS, MAX_ROWS


def read_docx(data: bytes) -> Book:
    """Read every table of a document, numbered as they stand; raises `Refused` when there is none."""
    open_zip(data).close()
    from docx import Document

    try:
        body = Document(BytesIO(data)).element.body
    except Exception as error:  # whatever python-docx trips over, the file is not one that Word writes
        raise Refused(
            msg("the document cannot be read: {reason}", reason=f"{type(error).__name__}: {error}"),
            msg("open it in Word or WPS and save it again as .docx"),
        ) from error
    sheets: list[Sheet] = []
    left = MAX_CELLS
    for number, table in enumerate(_tables(body), start=1):
        sheet = _sheet(f"表 {number}", table)
        left -= sum(len(row.cells) for row in sheet.rows)
        if len(sheet.rows) > MAX_ROWS or left < 0:
            raise Refused(
                msg("the sheet “{sheet}” has more than {limit} rows", sheet=sheet.name, limit=MAX_ROWS),
                msg("keep only the rows of the list, or import it in parts"),
            )
        if sheet.rows:
            sheets.append(sheet)
    if not sheets:
        raise Refused(msg("the document holds no table"), msg("only tables are read; copy the text into one"))
    return Book(tuple(sheets))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _tables(body: Any) -> Iterator[Any]:
    """Yield the tables in the text, not those inside a table."""
    for element in body.iter():
        if _name(element) == "tbl" and not any(_name(outer) == "tbl" for outer in element.iterancestors()):
            yield element


def _sheet(name: str, table: Any) -> Sheet:
    rows: list[Row] = []
    merges: list[Merge] = []
    open_merges: dict[int, Merge] = {}
    for number, line in enumerate((e for e in table if _name(e) == "tr"), start=1):
        cells: list[str | None] = []
        seen: dict[int, Merge] = {}
        for cell in (e for e in line.iter() if _name(e) == "tc" and _row_of(e) is line):
            span, down = _layout(cell)
            left = len(cells)
            if left + span > MAX_COLUMNS:
                break
            above = open_merges.get(left)
            if down == "continue" and above is not None and above.right == left + span - 1:
                seen[left] = Merge(above.top, left, number, above.right)
                cells.extend([None] * span)
                continue
            seen[left] = Merge(number, left, number, left + span - 1)
            cells.extend([_text(cell) or None, *([None] * (span - 1))])
        for left, merge in open_merges.items():
            if seen.get(left) is None or seen[left].top != merge.top:
                merges.append(merge)
        open_merges = seen
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows.append(Row(number, tuple(cells)))
    merges.extend(open_merges.values())
    return Sheet(name, tuple(rows), tuple(m for m in merges if (m.top, m.left) != (m.bottom, m.right)))


def _row_of(cell: Any) -> Any:
    return next((outer for outer in cell.iterancestors() if _name(outer) == "tr"), None)


def _layout(cell: Any) -> tuple[int, str]:
    """Give how many columns a cell spans, and how it is merged downwards: "restart", "continue" or ""."""
    span, down = 1, ""
    for properties in (e for e in cell if _name(e) == "tcPr"):
        for element in properties:
            value = next((v for key, v in element.attrib.items() if key.endswith("}val")), "")
            if _name(element) == "gridSpan" and value.isdecimal():
                span = min(max(int(value), 1), MAX_COLUMNS)
            elif _name(element) == "vMerge":
                down = value or "continue"
    return span, down


def _text(cell: Any) -> str:
    """Give the text of a cell, one line for each paragraph."""
    lines = []
    for paragraph in (e for e in cell.iter() if _name(e) == "p"):
        parts = []
        for element in paragraph.iter():
            if _name(element) == "t":
                parts.append(element.text or "")
            elif _name(element) in {"br", "cr"}:
                parts.append("\n")
            elif _name(element) == "tab":
                parts.append(" ")
        lines.append("".join(parts))
    return "\n".join(lines).strip()
