"""Take pictures of the program in a real terminal: `python tests/e2e/capture.py` writes docs/screens/.

Each picture is what tmux shows, with its colours, as SVG and as plain text.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.e2e.picture import svg
from tests.e2e.screen import Screen
from tests.exchange.ledgers import book

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

OUT = Path(__file__).parents[2] / "docs" / "screens"
SIZES = ((120, 40), (80, 24))
#: name, (key to press, text to wait for, after a minus until it has gone) one after the other; `=` types a text
VIEWS = [
    ("main", [("1", "按举措")]),
    ("timeline", [("2", "今天"), ("Down", "12.1")]),
    ("overview", [("3", "合计")]),
    ("board", [("4", "推进中")]),
    ("history", [("5", "修改 7 个事项")]),
    ("form", [("1", "按举措"), ("e", "编辑任务")]),
    ("help", [("Escape", "-编辑任务"), ("?", "帮助：")]),
    ("sync", [("Escape", "-帮助："), ("s", "已是最新")]),
    ("export", [("Escape", "-已是最新"), ("X", "导出范围")]),
    ("report", [("Escape", "-导出范围"), ("R", "Word 文档"), ("C-s", "一、总体情况")]),
]

#: name, the sample it is shown on, the same steps: the views that lists and members have beside those above.
SHARED = [
    ("members", "hangzhou", [("7", "钱塘区")]),
    ("coverage", "hangzhou", [("8", "✗ 空缺")]),
    ("matrix", "fuyang", [("V", "更多视图"), ("=人员×清单", "人员×清单"), ("Enter", "企业家代表")]),
    ("linked-lists", "qiantang", [("V", "更多视图"), ("=四张清单", "四张清单"), ("Enter", "✗ 空缺")]),
    (
        "import",
        "qiantang",
        [("C-o", "导入哪个文件"), ("=台账", "台账.xlsx"), ("Enter", "导入到哪个清单"), ("Enter", "只看疑点")],
    ),
]


def main() -> None:
    """Take all pictures, or those whose names are given."""
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])
    for columns, rows in SIZES:
        with tempfile.TemporaryDirectory() as temporary:
            home = Path(temporary)
            demo = str(home / "demo")
            with Screen(
                "demo", "--dir", demo, "--today", "2025-11-10", home=home, columns=columns, rows=rows
            ) as screen:
                screen.wait("已同步")
                if not wanted or wanted & {name for name, _steps in VIEWS}:
                    for name, steps in VIEWS:
                        take(screen, name, steps, columns, rows, temporary)
            (home / "台账.xlsx").write_bytes(ledger())
            for name, sample, steps in SHARED:
                if wanted and name not in wanted:
                    continue
                with Screen(
                    "-w", f"{demo}/{sample}", "--today", "2025-11-10", home=home, columns=columns, rows=rows
                ) as screen:
                    screen.wait("已同步")
                    take(screen, name, steps, columns, rows, temporary)


def ledger() -> bytes:
    """Give a small ledger: a title, a column of no field of ours, a name nobody knows, several days in a cell."""
    rows = [
        ["序号", "工作举措", "具体任务", "牵头单位", "配合单位", "完成时限", "完成状态", "联系方式"],
        [
            1,
            "强化知识产权司法保护",
            "走访科技企业了解知识产权维权难点",
            "监察司法工委",
            "办公室",
            "9月底前",
            "已完成",
            "",
        ],
        [
            2,
            "强化知识产权司法保护",
            "知识产权保护情况通报",
            "监察司法工委",
            "区市场监管局",
            "6月、9月、12月各报一次",
            "进行中",
            "内线",
        ],
        [3, "支持青年创新创业", "青年创业政策落实情况调研", "教科工委", "代表工委", "每季度末", "未启动", ""],
    ]

    def fill(sheet: Worksheet) -> None:
        sheet.append(["2025年补充任务清单"])
        for row in rows:
            sheet.append(row)
        sheet.merge_cells("A1:H1")

    return book(fill, "补充任务")


def take(screen: Screen, name: str, steps: list[tuple[str, str]], columns: int, rows: int, folder: str) -> None:
    """Press the keys of a picture and keep what is then on the screen."""
    for key, wanted in steps:
        screen.type(key[1:]) if key.startswith("=") else screen.press(key)
        screen.wait(wanted.removeprefix("-"), gone=wanted.startswith("-"))
    screen.settle()
    base = OUT / f"{name}-{columns}x{rows}"
    text, picture = screen.text(), svg(screen.ansi(), columns, rows)
    base.with_suffix(".txt").write_text(text.replace(folder, "~"), "utf-8")
    base.with_suffix(".svg").write_text(picture.replace(folder, "~"), "utf-8")
    print(base.name)


if __name__ == "__main__":
    main()
