"""Measure Excel ledgers beside openpyxl alone in the same run: `python tests/benchmarks/ledger.py [--rows 5000]`.

Reading: `tasklist import` in full (child process, header, units, deadlines, matching, edits) and with its save, beside
openpyxl reading the same file in both of its modes.  Writing: the export beside openpyxl writing the
same cells with the same formats.
"""

from __future__ import annotations

import argparse
import gc
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
from tasklist_tui.services.imports.draft import Draft
from tasklist_tui.services.session import Session

TODAY = date(2025, 9, 1)
UNITS = ["办公室", "预算工委", "法制工委", "教科文卫工委"]
DUES = ["9月底前", "10月中旬", "第四季度", "12月底前", "11月15日前"]


class Taken(NamedTuple):
    """Seconds by the clock, and of the processor, processes that were started included."""

    clock: float
    processor: float


def timed(work: Callable[[], object]) -> Taken:
    clock, before = time.perf_counter(), os.times()
    work()
    after = os.times()
    return Taken(time.perf_counter() - clock, sum(after[:4]) - sum(before[:4]))


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
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        ledger(path, asked.rows)
        root = setup.init(Path(folder) / "office", organisation="办公室", committees=UNITS, name="联络员")
        session = Session.open(root, today=TODAY)
        rounds = [once(session, path) for _ in range(asked.rounds)]
        session.close()
    print(f"{asked.rows} rows; seconds by the clock and of the processor, medians of {asked.rounds} rounds")
    for name in rounds[0]:
        clock, processor = (
            statistics.median(figures) for figures in zip(*(each[name] for each in rounds), strict=True)
        )
        line = f"{name:32} {clock:6.2f} {processor:6.2f}"
        if floors := FLOORS.get(name):
            ratios = [
                [one / min(each[floor][place] for floor in floors) for place, one in enumerate(each[name])]
                for each in rounds
            ]
            by_clock, by_processor = (statistics.median(figures) for figures in zip(*ratios, strict=True))
            line += f"  {by_clock:.2f} and {by_processor:.2f} times openpyxl"
        print(line)


#: What is measured beside what: the faster one of them.
FLOORS = {
    "import drafted": ("openpyxl reads, large-file mode", "openpyxl reads, usual mode"),
    "import with its save": ("openpyxl reads, large-file mode", "openpyxl reads, usual mode"),
    "export": ("openpyxl writes",),
}


def once(session: Session, path: Path) -> dict[str, Taken]:
    """Measure everything once, one behind the other: a machine's pace changes from minute to minute."""
    list_id = session.snapshot.workspace.lists[0].id
    found: dict[str, Taken] = {}
    found["openpyxl reads, large-file mode"] = timed(lambda: read_plain(path, read_only=True))
    found["openpyxl reads, usual mode"] = timed(lambda: read_plain(path, read_only=False))
    drafts: list[Draft] = []
    gc.disable()  # as every command of ours does
    found["import drafted"] = timed(lambda: drafts.append(make_draft(session, read_source(path), list_id)))
    saved = timed(lambda: apply_draft(session, drafts[0]))
    found["import with its save"] = Taken(*map(sum, zip(found["import drafted"], saved, strict=True)))
    scope, options = scope_of(session.snapshot, Query()), Options(stamp_of(session), "zh")
    made: list[bytes] = []
    export_time = timed(lambda: made.append(export(session.snapshot, FORMATS["xlsx"], scope, options)))
    gc.enable()
    found["openpyxl writes"] = timed(write_again(made[0]))
    found["export"] = export_time
    again = path.with_name("again.xlsx")
    again.write_bytes(made[0])
    assert not make_draft(session, read_source(again), list_id).edits
    session.undo()
    return found


if __name__ == "__main__":
    main()
