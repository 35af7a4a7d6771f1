"""A program in a pseudo-terminal, timed from outside: when what appeared on its screen.

Output is kept with the time it arrived and interpreted only when the program is quiet, so that watching does not slow
it down.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

_QUERY = re.compile(rb"\x1b\[(?:0?c|>0?c|[56]n|\?(\d+)\$p|>0?q|\?u)|\x1b\]1[01];\?(?:\x07|\x1b\\)")
_ODD = re.compile(
    rb"\x1b\[[<>=?][0-9;:]*[a-zA-Z]|\x1b\[[0-9;?]*\$[a-z]|"
    rb"\x1b[P_^X].*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.DOTALL,
)
KEYS = {
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
}


class Terminal:
    """One run of a program; use as a context manager."""

    def __init__(
        self, argv: Sequence[str], *, columns: int = 120, rows: int = 40, env: Mapping[str, str] | None = None
    ):
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._kept: list[tuple[float, bytes]] = []
        self._tail = b""
        settings = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        for name in ("LINES", "COLUMNS", "TMUX", "NO_COLOR"):
            settings.pop(name, None)
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(argv[0], list(argv), settings)  # noqa: S606  the program measured

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        self._kept.append((time.perf_counter(), data))
        for query in _QUERY.finditer(data):
            self._answer(query)
        return bool(data)

    def _answer(self, query: re.Match[bytes]) -> None:
        """Answer like an ordinary xterm, so that no program waits for a time-out."""
        text = query[0]
        if query[1]:
            answer = b"\x1b[?%s;%d$y" % (query[1], 2 if query[1] == b"2026" else 0)
        elif text.endswith(b"n"):
            answer = b"\x1b[0n" if text == b"\x1b[5n" else b"\x1b[1;1R"
        elif text.startswith(b"\x1b]1"):
            answer = b"\x1b]1" + text[3:4] + b";rgb:0000/0000/0000\x1b\\"
        elif text.endswith(b"c"):
            answer = b"\x1b[?62;22c"
        else:
            return
        os.write(self._fd, answer)

    def _display(self) -> str:
        """The screen as text; pyte's own `display` stumbles over the empty cell behind a wide character."""
        buffer, columns = self.screen.buffer, self.screen.columns
        rows = range(self.screen.lines)
        return "\n".join("".join(buffer[row][column].data for column in range(columns)) for row in rows)

    def _cells(self) -> list[tuple[pyte.screens.Char, ...]]:
        """Every cell with its colours: a cursor line may change nothing else."""
        buffer, columns = self.screen.buffer, range(self.screen.columns)
        return [tuple(buffer[row][column] for column in columns) for row in range(self.screen.lines)]

    def _feed(self, data: bytes) -> None:
        data = self._tail + data
        cut = data.rfind(b"\x1b")
        unfinished = cut >= 0 and not re.match(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[^\[\]])", data[cut:])
        self._tail, data = (data[cut:], data[:cut]) if unfinished else (b"", data)
        self._stream.feed(_ODD.sub(b"", data))

    def settle(self, quiet: float, limit: float = 20.0) -> None:
        """Read until nothing has come for `quiet` seconds."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end and self._read(quiet):
            pass

    def replay(self, seen: Callable[[str], bool] | None = None) -> tuple[float | None, float | None, float | None]:
        """Interpret what was kept: when `seen(screen text)` first held, and when the first and last changes came."""
        hit = first = last = None
        before = self._cells()
        for at, data in self._kept:
            self._feed(data)
            after = self._cells()
            if after != before:
                first = first or at
                last = at
            if seen is not None and hit is None and seen(self._display()):
                hit = at
            before = after
        self._kept.clear()
        return hit, first, last

    def first_paint(self, seen: Callable[[str], bool], limit: float = 60.0) -> float:
        """Seconds from the start until the screen shows what is wanted."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            self.settle(0.3, 2.0)
            hit, _, _ = self.replay(seen)
            if hit is not None:
                return hit - self.started
        raise TimeoutError(self._display())

    def key(self, name: str, quiet: float = 0.15) -> tuple[float, float] | None:
        """Seconds from pressing a key until the first and the last change it made; None when it made none."""
        self.settle(quiet)
        self.replay()
        pressed = time.perf_counter()
        os.write(self._fd, KEYS.get(name, name).encode())
        self.settle(quiet)
        _, first, last = self.replay()
        return None if first is None or last is None else (first - pressed, last - pressed)

    def peak_memory(self) -> float:
        """Peak resident memory of the program in MiB (Linux)."""
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text("ascii", "replace"))
        return int(found[1]) / 1024 if found else float("nan")

    def text(self) -> str:
        """The screen as text."""
        return "\n".join(line.rstrip() for line in self._display().split("\n"))


if __name__ == "__main__":
    with Terminal(sys.argv[1:]) as terminal:
        terminal.settle(1.5)
        terminal.replay()
        print(terminal.text())
