"""A corpus of ledgers in the shapes that offices use, made with openpyxl and python-docx; all content is invented.

`python -m tests.exchange.ledgers FOLDER` writes them; `--twins` also converts each with LibreOffice to the small files
in `twins/` that the tests read, so that nobody needs LibreOffice to run them.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

#: The committees that the ledgers speak of, as in the workspace of the tests.
COMMITTEES = {
    "bgs": ("办公室", "office"),
    "ysgw": ("预算工委", "working_committee"),
    "fzgw": ("法制工委", "working_committee"),
    "jkww": ("教科文卫工委", "working_committee"),
    "xs": ("下沙街道人大工委", "street_committee"),
    "by": ("白杨街道人大工委", "street_committee"),
}

LEDGERS: dict[str, Callable[[], bytes]] = {}


def ledger(make: Callable[[], bytes]) -> Callable[[], bytes]:
    LEDGERS[make.__name__] = make
    return make


def book(fill: Callable[[Worksheet], Any], name: str = "Sheet1") -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = name
    fill(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rows(sheet: Worksheet, *lines: list[Any]) -> None:
    for line in lines:
        sheet.append(line)


@ledger
def plain() -> bytes:
    """Header in the first row, one row for each task."""
    return book(
        lambda s: rows(
            s,
            ["序号", "工作任务", "牵头单位", "配合单位", "完成时限", "备注"],
            [1, "审查年度预算", "预算工委", "办公室", "9月底前", "重点"],
            [2, "开展执法检查", "法制工委", "预算工委、办公室", "10月中旬", None],
        )
    )


@ledger
def titled() -> bytes:
    """A merged title and a line with the date above the header; 举措 merged over its tasks."""

    def fill(s: Worksheet) -> None:
        rows(
            s,
            ["2025年重点工作任务清单"],
            ["单位：区人大常委会办公室", None, None, None, None, "2025年8月"],
            ["序号", "工作举措", "具体任务", "责任单位", "完成时间", "完成状态"],
            [1, "一、助推规划编制", "听取规划报告", "预算工委（办公室）", "12月底前", "进行中"],
            [2, None, "征集代表意见", "办公室", "9月底前", "已完成"],
            [3, "二、强化司法保护", "走访科技企业", "法制工委", "第四季度", "未启动"],
        )
        s.merge_cells("A1:F1")
        s.merge_cells("B4:B5")

    return book(fill, "清单")


@ledger
def bands() -> bytes:
    """Band rows 「(一)×××牵头重点工作」 in the body."""

    def fill(s: Worksheet) -> None:
        rows(
            s,
            ["编号", "任务内容", "配合单位", "时间节点"],
            ["(一)预算工委牵头重点工作"],
            [1, "审查决算", "办公室", "6月"],
            ["2*", "监督债务", "法制工委配合落实", "每季度末"],
            ["(二)法制工委牵头重点工作"],
            [3, "备案审查", "办公室", "11月15日前"],
        )
        s.merge_cells("A2:D2")
        s.merge_cells("A5:D5")

    return book(fill)


@ledger
def several_units() -> bytes:
    """Several units in one cell, brackets, 牵头 and 配合 in words, 各工委 and 各街道工委."""
    return book(
        lambda s: rows(
            s,
            ["序号", "主要内容", "责任单位", "完成时限"],
            [1, "甲项工作", "预算工委、办公室", "9月"],
            [2, "乙项工作", "预算工委（办公室、法制工委）", "9月"],
            [3, "丙项工作", "预算工委牵头，办公室、法制工委配合落实", "9月"],
            [4, "丁项工作", "各街道工委", "9月"],
            [5, "戊项工作", "牵头：办公室；配合：各工委", "9月"],
            [6, "己项工作", "预算工委\n法制工委（配合）", "9月"],
            [7, "庚项工作", "预算工作委员会", "9月"],
        )
    )


@ledger
def dates() -> bytes:
    """Dates as dates, as text, as numbers."""

    def fill(s: Worksheet) -> None:
        rows(
            s,
            ["序号", "工作任务", "牵头单位", "完成时限"],
            [1, "日期格式", "办公室", datetime(2025, 9, 30)],  # noqa: DTZ001
            [2, "文字日期", "办公室", "2025年10月15日"],
            [3, "数字年月", "办公室", 2025.1],
            [4, "两位小数", "办公室", 2025.1],
            [5, "八位数字", "办公室", 20251120],
            [6, "序列数字", "办公室", 45945],
            [7, "月份数字", "办公室", 11],
            [8, "没有日期", "办公室", "条件成熟时"],
            [9, "全角数字", "办公室", "９月底前"],
        )
        s["D5"].number_format = "0.00"
        s["D7"].number_format = "General"

    return book(fill)


@ledger
def two_header_rows() -> bytes:
    """A header two rows high: 责任单位 over 牵头 and 配合."""

    def fill(s: Worksheet) -> None:
        rows(
            s,
            ["任务清单"],
            ["序号", "具体任务", "责任单位", None, "完成时限", "进度"],
            [None, None, "牵头", "配合", None, None],
            [1, "甲项工作", "预算工委", "办公室", "9月底前", 0.6],
            [2, "乙项工作", "法制工委", None, "10月底前", "80%"],
        )
        for area in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3"):
            s.merge_cells(area)

    return book(fill)


@ledger
def supervision() -> bytes:
    """A 督办 export: 事项编号, 拟办结时间, 推进状态, 频次, 最近反馈时间."""
    return book(
        lambda s: rows(
            s,
            ["事项编号", "事项名称", "主办", "会办", "拟办结时间", "成果形式", "工作计划", "最近反馈时间", "推进状态",
             "进展情况", "频次"],
            ["D-01", "甲项督办", "预算工委", "办公室", "2025-11-30", "报告", "先调研", date(2025, 10, 8), "欠进度",
             "已走访3家企业", "每月"],
            ["D-02", "乙项督办", "法制工委", None, "年底前", "清单", None, None, "已完成", "已办结", None],
        ),
        "督办事项",
    )  # fmt: skip


@ledger
def merged_task() -> bytes:
    """A task merged over several rows with its own steps in them."""

    def fill(s: Worksheet) -> None:
        rows(
            s,
            ["序号", "工作任务", "牵头单位", "配合单位", "完成时限", "备注"],
            [1, "甲项工作", "预算工委", "办公室", "9月底前", "第一步"],
            [None, None, None, "法制工委", None, "第二步"],
            [2, "乙项工作", "办公室", None, "10月底前", None],
        )
        for area in ("A2:A3", "B2:B3", "C2:C3", "E2:E3"):
            s.merge_cells(area)

    return book(fill)


@ledger
def trailing() -> bytes:
    """Remarks, a total and the header printed again are no tasks."""
    return book(
        lambda s: rows(
            s,
            ["序号", "工作任务", "牵头单位", "完成时限"],
            [1, "甲项工作", "预算工委", "9月底前"],
            ["序号", "工作任务", "牵头单位", "完成时限"],
            [2, "乙项工作", "办公室", "10月底前"],
            ["合计", "2项"],
            ["注：带*的为重点任务"],
            ["填表人：某某", None, None, "审核人：某某"],
        )
    )


@ledger
def unknown_units() -> bytes:
    """Names that are no committee: one nearly, one a government unit."""
    return book(
        lambda s: rows(
            s,
            ["序号", "工作任务", "牵头单位", "配合单位"],
            [1, "甲项工作", "教科工委", "区发改局"],
            [2, "乙项工作", "区人大常委会预算工委", "办公室"],
        )
    )


@ledger
def extra_columns() -> bytes:
    """Columns without a field of ours: problems, next steps, the contact."""
    return book(
        lambda s: rows(
            s,
            ["序号", "重点工作", "工作目标", "责任委室", "责任人", "时间进度", "存在问题", "下步打算", "预算金额"],
            [1, "甲项工作", "形成报告", "预算工委", "某联络员", "第三季度", "数据不全", "补充调研", 12.5],
        )
    )


@ledger
def hidden() -> bytes:
    """A hidden row, a hidden column, a hidden sheet."""

    def fill(s: Worksheet) -> None:
        rows(
            s,
            ["序号", "工作任务", "牵头单位", "完成时限"],
            [1, "甲项工作", "预算工委", "9月底前"],
            [2, "乙项工作", "办公室", "10月底前"],
        )
        s.row_dimensions[3].hidden = True
        s.column_dimensions["D"].hidden = True
        other = s.parent.create_sheet("旧表") if s.parent is not None else None
        if other is not None:
            rows(other, ["序号", "工作任务", "牵头单位"], [1, "旧任务", "办公室"])
            other.sheet_state = "hidden"

    return book(fill)


@ledger
def formulas() -> bytes:
    """Formulas that nobody has calculated yet."""
    return book(
        lambda s: rows(
            s,
            ["序号", "工作任务", "牵头单位", "完成时限"],
            [1, "甲项工作", "预算工委", "9月底前"],
            ["=A2+1", "乙项工作", "办公室", '="10月"&"底前"'],
        )
    )


@ledger
def two_sheets() -> bytes:
    """A sheet for each committee."""

    def fill(s: Worksheet) -> None:
        rows(s, ["序号", "工作任务", "牵头单位"], [1, "甲项工作", "预算工委"])
        other = s.parent.create_sheet("法制工委") if s.parent is not None else None
        if other is not None:
            rows(other, ["法制工委任务"], ["序号", "工作任务", "牵头单位"], [1, "乙项工作", "法制工委"])

    return book(fill, "预算工委")


@ledger
def no_header() -> bytes:
    """No row that names columns."""
    return book(lambda s: rows(s, ["甲项工作", "预算工委", "9月底前"], ["乙项工作", "办公室", "10月底前"]))


@ledger
def merged_everything() -> bytes:
    """Every column merged over two rows, as after a careless copy."""

    def fill(s: Worksheet) -> None:
        rows(s, ["序号", "工作任务", "牵头单位", "完成时限"], [], [1, "甲项工作", "预算工委", "9月底前"], [],
             [2, "乙项工作", "办公室", "10月底前"], [])  # fmt: skip
        for top in (1, 3, 5):
            for column in "ABCD":
                s.merge_cells(f"{column}{top}:{column}{top + 1}")

    return book(fill)


def as_csv(encoding: str) -> bytes:
    """The plain ledger as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [
            ["序号", "工作任务", "牵头单位", "配合单位", "完成时限", "备注"],
            ["1", "审查年度预算", "预算工委", "办公室", "9月底前", "重点"],
            ["2", "开展执法检查", "法制工委", "预算工委、办公室", "10月中旬", ""],
        ]
    )
    return out.getvalue().encode(encoding)


def as_docx() -> bytes:
    """The titled ledger as a table of a Word document, 举措 merged downwards."""
    from docx import Document

    document = Document()
    document.add_paragraph("2025年重点工作任务清单")
    table = document.add_table(rows=4, cols=5)
    lines = [
        ["序号", "工作举措", "具体任务", "责任单位", "完成时间"],
        ["1", "一、助推规划编制", "听取规划报告", "预算工委（办公室）", "12月底前"],
        ["2", "", "征集代表意见", "办公室", "9月底前"],
        ["3", "二、强化司法保护", "走访科技企业", "法制工委", "第四季度"],
    ]
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            table.cell(number, place).text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(1, 1).text = "一、助推规划编制"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def main(folder: Path, *, twins: bool) -> None:
    """Write the corpus, and its twins as LibreOffice saves them."""
    import subprocess

    folder.mkdir(parents=True, exist_ok=True)
    for name, make in LEDGERS.items():
        (folder / f"{name}.xlsx").write_bytes(make())
    if twins:
        target = Path(__file__).parent / "twins"
        words = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target)]
        subprocess.run([*words, *map(str, sorted(folder.glob("*.xlsx")))], check=True, capture_output=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), twins="--twins" in sys.argv)
