"""Text tables (.csv, .tsv) in UTF-8, UTF-16 or GB18030, with whichever mark separates their cells."""

from __future__ import annotations

import codecs
import csv
import io

from tasklist_tui.domain.ledger.sheet import Book, Row, Sheet
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.exchange.csv_cells import unguarded
from tasklist_tui.exchange.xlsx_gate import Refused
from tasklist_tui.exchange.xlsx_read import MAX_CELLS, MAX_COLUMNS, MAX_ROWS

_MARKS = ",\t;|，"


def read_csv(data: bytes, name: str) -> Book:
    """Read a text table; raises `Refused` when it is none."""
    text, notes = decode(data)
    if "\x00" in text:
        raise Refused(msg("this is no text table"), msg("give an .xlsx, .csv or .docx file"))
    rows: list[Row] = []
    cells = 0
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_mark(text)), start=1):
            row: list[str | None] = [unguarded(value).strip() or None for value in values[:MAX_COLUMNS]]
            while row and row[-1] is None:
                row.pop()
            cells += len(row)
            if row:
                rows.append(Row(number, tuple(row)))
            if len(rows) > MAX_ROWS or cells > MAX_CELLS:
                raise Refused(
                    msg("the sheet “{sheet}” has more than {limit} rows", sheet=name, limit=MAX_ROWS),
                    msg("keep only the rows of the list, or import it in parts"),
                )
    except csv.Error as error:
        raise Refused(
            msg("the text table is damaged: {reason}", reason=str(error)), msg("save it again as CSV in UTF-8")
        ) from error
    return Book((Sheet(name, tuple(rows)),), notes)


def decode(data: bytes) -> tuple[str, tuple[Message, ...]]:
    """Give the text of a file, and a remark when it is not in UTF-8; raises `Refused`."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), (msg("the file is in GB18030 (GBK); its text was read so"),)
    except UnicodeDecodeError as error:
        raise Refused(
            msg("the text of the file is neither UTF-8 nor GBK"), msg("save it again as CSV in UTF-8, or as .xlsx")
        ) from error


def _mark(text: str) -> str:
    """Give the mark that separates the cells: the one that the first lines have most often."""
    head = text[:20_000]
    return max(_MARKS, key=lambda mark: (head.count(mark), -_MARKS.index(mark)))
