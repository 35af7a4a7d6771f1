"""Take pictures of the program in a real terminal: `python tests/e2e/capture.py` writes docs/screens/.

Each picture is what tmux shows, with its colours, as SVG and as plain text.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.e2e.picture import svg
from tests.e2e.screen import Screen

OUT = Path(__file__).parents[2] / "docs" / "screens"
SIZES = ((120, 40), (80, 24))
#: name, (key to press, text to wait for, after a minus until it has gone) one after the other
VIEWS = [
    ("main", [("1", "按举措")]),
    ("timeline", [("2", "今天"), ("Down", "12.1")]),
    ("overview", [("3", "合计")]),
    ("board", [("4", "推进中")]),
    ("history", [("5", "修改 7 个事项")]),
    ("form", [("1", "按举措"), ("e", "编辑任务")]),
    ("help", [("Escape", "-编辑任务"), ("?", "帮助：")]),
    ("sync", [("Escape", "-帮助："), ("s", "已是最新")]),
]


def main() -> None:
    """Take all pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    for columns, rows in SIZES:
        with tempfile.TemporaryDirectory() as temporary:
            home = Path(temporary)
            demo = str(home / "demo")
            with Screen(
                "demo", "--dir", demo, "--today", "2025-11-10", home=home, columns=columns, rows=rows
            ) as screen:
                screen.wait("已同步")
                for name, steps in VIEWS:
                    for key, wanted in steps:
                        screen.press(key)
                        screen.wait(wanted.removeprefix("-"), gone=wanted.startswith("-"))
                    screen.settle()
                    base = OUT / f"{name}-{columns}x{rows}"
                    text, picture = screen.text(), svg(screen.ansi(), columns, rows)
                    base.with_suffix(".txt").write_text(text.replace(temporary, "~"), "utf-8")
                    base.with_suffix(".svg").write_text(picture.replace(temporary, "~"), "utf-8")
                    print(base.name)


if __name__ == "__main__":
    main()
