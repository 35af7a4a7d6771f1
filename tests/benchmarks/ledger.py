"""Measure Excel ledgers beside openpyxl alone in the same run: `python tests/benchmarks/ledger.py [--rows 5000]`.

Reading: `tasklist import` in full (child process, header, units, deadlines, matching, edits) and with its save, beside
openpyxl reading the same file in both of its modes.  Writing: the export beside openpyxl writing the
same cells with the same formats.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Side

from tasklist_tui.domain.query import Query
from tasklist_tui.services import setup
from tasklist_tui.services.exporting import FORMATS, Options, export, scope_of, stamp_of
from tasklist_tui.services.importing import apply_draft, make_draft, read_source
from tasklist_tui.services.session import Session

TODAY = date(2025, 9, 1)
UNITS = ["办公室", "预算工委", "法制工委", "教科文卫工委"]
DUES = ["9月底前", "10月中旬", "第四季度", "12月底前", "11月15日前"]


class Taken(NamedTuple):
    """Seconds by the clock, and of the processor, processes that were started included."""

    clock: float
    processor: float


def timed(work: Callable[[], object], times: int = 3) -> Taken:
    clocks, processors = [], []
    for _ in range(times):
        clock, before = time.perf_counter(), os.times()
        work()
        after = os.times()
        clocks.append(time.perf_counter() - clock)
        processors.append(sum(after[:4]) - sum(before[:4]))
    return Taken(statistics.median(clocks), statistics.median(processors))


def ledger(path: Path, rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("清单")
    sheet.append(
        ["序号", "工作任务", "任务目标", "成果形式", "牵头单位", "配合单位", "完成时限", "进度", "进展情况", "备注"]
    )
    for n in range(1, rows + 1):
        sheet.append(
            [n, f"第{n}项工作任务：推进落实", f"形成第{n}份报告", "报告", UNITS[n % 4], UNITS[(n + 1) % 4], DUES[n % 5],
             f"{n % 100}%", f"第{n}项已有进展", "重点" if n % 7 == 0 else None]
        )  # fmt: skip
    book.save(path)


def read_plain(path: Path, *, read_only: bool) -> int:
    book = load_workbook(path, read_only=read_only, data_only=True)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None)


def write_again(data: bytes) -> Callable[[], object]:
    """Give the work of writing the cells of an export with openpyxl, formatted alike."""
    cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]
    side = Side(style="thin")
    border, wrapped = Border(side, side, side, side), Alignment(wrap_text=True, vertical="center")

    def work() -> object:
        book = Workbook()
        sheet = book.active
        for number, row in enumerate(cells, start=1):
            for place, value in enumerate(row, start=1):
                cell = sheet.cell(number, place, value)
                cell.border, cell.alignment = border, wrapped
        out = io.BytesIO()
        book.save(out)
        return out

    return work


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=5000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        ledger(path, rows)
        root = setup.init(Path(folder) / "office", organisation="办公室", committees=UNITS, name="联络员")
        session = Session.open(root, today=TODAY)
        list_id = session.snapshot.workspace.lists[0].id

        def draft() -> object:
            return make_draft(session, read_source(path), list_id)

        quick = timed(lambda: read_plain(path, read_only=True))
        usual = timed(lambda: read_plain(path, read_only=False))
        read = timed(draft)
        made = make_draft(session, read_source(path), list_id)
        saved = timed(lambda: apply_draft(session, made), times=1)
        scope = scope_of(session.snapshot, Query())
        options = Options(stamp_of(session), "zh")
        written = timed(lambda: export(session.snapshot, FORMATS["xlsx"], scope, options))
        data = export(session.snapshot, FORMATS["xlsx"], scope, options)
        floor = timed(write_again(data))
        (Path(folder) / "again.xlsx").write_bytes(data)
        back = make_draft(session, read_source(Path(folder) / "again.xlsx"), list_id)
        session.close()
    floor_read = Taken(*map(min, quick, usual))
    whole = Taken(*map(sum, zip(read, saved, strict=True)))
    print(f"{rows} rows; seconds by the clock and of the processor, median of 3")
    for name, taken, beside in (
        ("openpyxl reads, large-file mode", quick, None),
        ("openpyxl reads, usual mode", usual, None),
        ("import drafted", read, floor_read),
        ("import with its save", whole, floor_read),
        ("openpyxl writes", floor, None),
        ("export", written, floor),
    ):
        ratio = (
            ""
            if beside is None
            else "  {:.2f} and {:.2f} times openpyxl".format(
                *(one / other for one, other in zip(taken, beside, strict=True))
            )
        )
        print(f"{name:32} {taken.clock:6.2f} {taken.processor:6.2f}{ratio}")
    print(f"read back: {len(back.edits)} edits")


if __name__ == "__main__":
    main()
