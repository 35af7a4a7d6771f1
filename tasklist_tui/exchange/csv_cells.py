"""CSV tables: read and written so that a spreadsheet shows every cell as text, and gives it back as it was."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: What a spreadsheet takes for a formula, also in full width; and apostrophes before it, so that nothing is ambiguous.
_FORMULA = re.compile("'*[=+\\-@\t\r\x00＝＋－＠]")  # noqa: RUF100
_BOM = "\ufeff"


def guarded(text: str) -> str:
    """Give the text of a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Give the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Give a table as CSV in UTF-8 with the mark by which spreadsheets know it (RFC 4180 with CRLF)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return (_BOM + out.getvalue()).encode()


def read(text: str) -> list[list[str]]:
    """Give the rows of a CSV table; raises `csv.Error` when it is none."""
    reader = csv.reader(io.StringIO(text.removeprefix(_BOM), newline=""))
    return [[unguarded(cell) for cell in row] for row in reader]
