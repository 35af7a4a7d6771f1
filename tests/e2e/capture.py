"""Take pictures of the program in a real terminal: `python tests/e2e/capture.py` writes docs/screens/.

Each picture is what tmux shows, with its colours, as SVG and as plain text.
"""

from __future__ import annotations

import re
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.ansi import AnsiDecoder
from rich.console import Console
from rich.terminal_theme import TerminalTheme

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.e2e.screen import Screen

OUT = Path(__file__).parents[2] / "docs" / "screens"
THEME = TerminalTheme((18, 18, 18), (224, 224, 224), [(0, 0, 0)] * 8, [(128, 128, 128)] * 8)
#: name, keys to press, text to wait for
VIEWS = [
    ("main", [], "3.1"),
    ("timeline", ["2"], "今天"),
    ("overview", ["3"], "委室"),
    ("board", ["4"], "推进中"),
    ("history", ["5"], "修改 7 个事项"),
    ("form", ["1", "e"], "工作任务"),
    ("help", ["Escape", "?"], "帮助"),
    ("sync", ["Escape", "s"], "同步"),
]


def svg(ansi: str, columns: int, rows: int) -> str:
    """Give the screen as a picture without anything loaded from elsewhere."""
    console = Console(record=True, width=columns, height=rows, file=StringIO(), force_terminal=True)
    for line in AnsiDecoder().decode(ansi):
        console.print(line, no_wrap=True, crop=True, overflow="crop")
    picture = console.export_svg(title="tasklist", theme=THEME)
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    # Rich names its classes by a checksum that changes with the text; the pictures are compared by people only.
    return picture.replace("font-family: Fira Code, monospace", "font-family: 'Noto Sans Mono CJK SC', monospace")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for columns, rows in ((120, 40), (80, 24)):
        with tempfile.TemporaryDirectory() as temporary:
            home = Path(temporary)
            demo = str(home / "demo")
            with Screen(
                "demo", "--dir", demo, "--today", "2025-11-10", home=home, columns=columns, rows=rows
            ) as screen:
                screen.wait("3.1")
                for name, keys, wanted in VIEWS:
                    for key in keys:
                        screen.press(key)
                    screen.wait(wanted)
                    screen.settle()
                    base = OUT / f"{name}-{columns}x{rows}"
                    base.with_suffix(".txt").write_text(screen.text().replace(temporary, "~"), "utf-8")
                    base.with_suffix(".svg").write_text(
                        svg(screen.ansi(), columns, rows).replace(temporary, "~"), "utf-8"
                    )
                    print(base.name)


if __name__ == "__main__":
    main()
