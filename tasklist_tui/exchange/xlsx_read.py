"""Excel workbooks (.xlsx, .xlsm) as tables.  Runs in the child process of `tables.py`, behind its limits."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from xml.etree import ElementTree as ET

from tasklist_tui.domain.ledger.sheet import Book, Cell, Day, Merge, Row, Sheet, column_letter
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.exchange.tables import TICK
from tasklist_tui.exchange.xlsx_gate import Refused, open_zip

#: Rows with something in them, columns, and cells of a workbook.
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 20_000, 256, 1_000_000
#: The very hidden sheet in which a ledger of ours says where it comes from.
ORIGIN_SHEET = "_tasklist"

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d{1,7})"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_UNCOUNTED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TWO_DECIMALS = re.compile(r"#?0\.00(?:_ |;.*)?")
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_xlsx(data: bytes, tick: Callable[[], object] = lambda: None) -> Book:
    """Read a workbook: values as they were last calculated, merged ranges, what is hidden.  Raises `Refused`.

    `tick` is called after every `TICK` rows.
    """
    archive = open_zip(data)
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise Refused(msg("this is a binary workbook (.xlsb)"), msg("save it as .xlsx (“Excel workbook”)"))
    if "content.xml" in names:
        raise Refused(msg("this is an OpenDocument file"), msg("save it as .xlsx (“Excel workbook”) in LibreOffice"))
    notes: list[Message] = []
    if any(name.endswith("vbaProject.bin") for name in names):
        notes.append(msg("the workbook holds macros; they were not run and are not taken over"))
    parts = dict(_sheet_parts(archive))
    sheets: list[Sheet] = []
    origin: Mapping[str, str] = {}
    left = [MAX_CELLS]
    for name, hidden, rows in _worksheets(data):
        if name == ORIGIN_SHEET:
            origin = {str(cells[0]): str(cells[1]) for cells in _plain(rows) if len(cells) > 1 and cells[0]}
            continue
        xml = archive.read(parts[name]) if name in parts else b""
        sheet = Sheet(name, tuple(_rows(name, rows, left, notes, tick)), hidden=hidden)
        sheets.append(_with_layout(sheet, xml, notes))
    if not sheets:
        raise Refused(msg("the workbook holds no table"))
    return Book(tuple(sheets), tuple(notes), origin)


def _worksheets(data: bytes) -> Iterator[tuple[str, bool, Any]]:
    import warnings

    from openpyxl import load_workbook

    warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it leaves out
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever openpyxl trips over, the file is not one that Excel writes
        raise Refused(
            msg("the workbook cannot be read: {reason}", reason=f"{type(error).__name__}: {error}"),
            msg("open it in Excel or WPS and save it again as .xlsx"),
        ) from error
    for sheet in book.worksheets:
        reset = getattr(sheet, "reset_dimensions", None)
        if reset is not None:  # what the file says of its size may be wrong
            reset()
        yield sheet.title, sheet.sheet_state != "visible", sheet.iter_rows()


def _plain(rows: Any) -> Iterator[list[Any]]:
    for count, row in enumerate(rows):
        if count > 1000:
            return
        yield [cell.value for cell in row]


def _rows(name: str, rows: Any, left: list[int], notes: list[Message], tick: Callable[[], object]) -> Iterator[Row]:
    """Yield the rows with something in them."""
    count = beyond = 0
    for number, row in enumerate(rows, start=1):
        values: list[Cell] = [_cell(cell) if cell.value is not None else None for cell in row[:MAX_COLUMNS]]
        beyond += sum(1 for cell in row[MAX_COLUMNS:] if cell.value is not None)
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        count += 1
        if count % TICK == 0:
            tick()
        left[0] -= len(values)
        if count > MAX_ROWS or left[0] < 0:
            raise Refused(
                msg("the sheet “{sheet}” has more than {limit} rows", sheet=name, limit=MAX_ROWS)
                if count > MAX_ROWS
                else msg("the file has more than {limit} cells", limit=MAX_CELLS),
                msg("keep only the rows of the list, or import it in parts"),
            )
        yield Row(number, tuple(values))
    if beyond:
        last = column_letter(MAX_COLUMNS - 1)
        notes.append(
            msg(
                "sheet “{sheet}”: {count} cells right of column {last} were not read",
                sheet=name,
                count=beyond,
                last=last,
            )
        )


def _cell(cell: Any) -> Cell:
    """Give the value of a cell; numbers that are shown as percent or with two decimals as text."""
    value = cell.value
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        shown = cell.number_format or ""
        if "%" in shown:
            return f"{round(value * 100, 4):g}%"
        if isinstance(value, float) and _TWO_DECIMALS.fullmatch(shown):
            return f"{value:.2f}"
        return value
    if isinstance(value, datetime):
        return Day(value.date().isoformat()) if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return Day(value.isoformat())
    return str(value)


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the part that holds each sheet, by its name."""
    try:
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  no document types behind the gate
        rels = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ET.ParseError):
        return
    targets = {rel.get("Id"): rel.get("Target", "") for rel in rels}
    names = set(archive.namelist())
    for element in book.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in element.attrib.items() if name == _REL or name.endswith("}id")), None)
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if path in names:
                yield element.get("name", ""), path


def _with_layout(sheet: Sheet, xml: bytes, notes: list[Message]) -> Sheet:
    """Add what only the XML tells: merged ranges, hidden rows and columns; remark on formulas without a value."""
    merges = tuple(
        Merge(int(top), _column(left), int(bottom), _column(right)) for left, top, right, bottom in _MERGE.findall(xml)
    )
    hidden_columns: list[int] = []
    for attributes in _COLUMN.findall(xml[: xml.find(b"sheetData") + 1 or None]):
        if re.search(rb'\bhidden="(?:1|true)"', attributes):
            low, high = (int(re.search(rb'\b%s="(\d{1,5})"' % end, attributes)[1]) for end in (b"min", b"max"))  # type: ignore[index]
            hidden_columns.extend(range(low - 1, min(high, MAX_COLUMNS)))
    if b"<f" in xml or b":f" in xml:
        found = [match.decode() for match in _UNCOUNTED.findall(xml)]
        if found:
            where = "、".join(found[:5]) + ("…" if len(found) > 5 else "")
            notes.append(
                msg(
                    "sheet “{sheet}”: {count} formulas have no value ({cells}); open and save the file in Excel or WPS "
                    "so that they are calculated",
                    sheet=sheet.name,
                    count=len(found),
                    cells=where,
                )
            )
    return Sheet(
        sheet.name,
        sheet.rows,
        merges,
        sheet.hidden,
        tuple(int(number) for number in _HIDDEN_ROW.findall(xml)),
        tuple(hidden_columns),
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
