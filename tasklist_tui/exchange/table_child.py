"""The process that reads one file of tables: bytes in, a `Book` or a `Failure` out; limits are set first."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import PurePath

import msgspec

from tasklist_tui.domain.ledger.sheet import Book, Failure
from tasklist_tui.domain.message import msg
from tasklist_tui.exchange.xlsx_gate import Refused, refuse_foreign


def read(data: bytes, name: str, tick: Callable[[], object] = lambda: None) -> Book:
    """Read a file by what it is, whatever its name says; raises `Refused`.  `tick` is called now and then (`TICK`)."""
    refuse_foreign(data)
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"PK"):
        book, expected = _zipped(data, tick)
    else:
        from tasklist_tui.exchange.csv_tables import read_csv

        book, expected = read_csv(data, PurePath(name).stem), {".csv", ".tsv", ".txt"}
    if suffix not in expected:
        note = msg("the name says {suffix}, the file is {found}", suffix=suffix or "?", found=min(expected))
        book = msgspec.structs.replace(book, notes=(note, *book.notes))
    return book


def _zipped(data: bytes, tick: Callable[[], object]) -> tuple[Book, set[str]]:
    from tasklist_tui.exchange.xlsx_gate import open_zip

    with open_zip(data) as archive:
        names = archive.namelist()
    if "word/document.xml" in names:
        from tasklist_tui.exchange.docx_tables import read_docx

        return read_docx(data), {".docx", ".docm"}
    from tasklist_tui.exchange.xlsx_read import read_xlsx

    return read_xlsx(data, tick), {".xlsx", ".xlsm", ".xltx", ".xltm"}


def main() -> None:
    """Read standard input, answer on standard output."""
    _limit()
    gc.disable()  # the process ends before there is anything to collect; looking for it takes a tenth of the time
    data = sys.stdin.buffer.read()
    try:
        answer = b"B" + msgspec.msgpack.encode(read(data, sys.argv[1], lambda: os.write(2, b".")))
    except Refused as refused:
        answer = b"F" + msgspec.msgpack.encode(refused.failure)
    except (MemoryError, RecursionError):
        failure = Failure(
            msg("the file takes more memory than a table may"), msg("keep only the rows of the list and save it again")
        )
        answer = b"F" + msgspec.msgpack.encode(failure)
    sys.stdout.buffer.write(answer)


def _limit() -> None:
    """Bound memory and processor time where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent and the sizes checked before reading have to do
        return
    from tasklist_tui.exchange.tables import MEMORY, SECONDS

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))


if __name__ == "__main__":
    main()
