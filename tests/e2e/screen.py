"""The program in a real terminal: tmux runs it, `send-keys` types, `capture-pane` reads the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Self

TMUX = shutil.which("tmux")
#: How long something may take to appear before the test gives up, in seconds; machines are slow and shared.
PATIENCE = 40.0


class Screen:
    """One run of `tasklist` in a tmux of its own; use as a context manager."""

    def __init__(self, *arguments: str, home: Path, columns: int = 120, rows: int = 40) -> None:
        self._server = f"tasklist-{uuid.uuid4().hex[:8]}"
        settings = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "GIT_CONFIG_NOSYSTEM": "1",
            "TMUX_TMPDIR": str(home),
        }
        self._env = settings
        command = [sys.executable, "-m", "tasklist_tui", *arguments]
        self._tmux(
            "new-session", "-d", "-s", "main", "-x", str(columns), "-y", str(rows), "-E", "--", *self._plain(command)
        )

    @staticmethod
    def _plain(command: list[str]) -> list[str]:
        """Keep the last screen readable after the program has ended."""
        return ["sh", "-c", '"$@"; echo "exit code $?"; exec sleep 1000', "sh", *command]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run([str(TMUX), "-L", self._server, "kill-server"], env=self._env, capture_output=True, check=False)

    def _tmux(self, *arguments: str) -> str:
        argv = [str(TMUX), "-u", "-L", self._server, "-f", os.devnull, *arguments]
        return subprocess.run(argv, env=self._env, capture_output=True, check=True).stdout.decode()

    def text(self) -> str:
        """What is on the screen."""
        return self._tmux("capture-pane", "-p", "-t", "main")

    def ansi(self) -> str:
        """What is on the screen, with its colours."""
        return self._tmux("capture-pane", "-p", "-e", "-N", "-t", "main")

    def press(self, *keys: str) -> Self:
        """Press keys by tmux's names: `Enter`, `Escape`, `Down`, `C-s`."""
        self._tmux("send-keys", "-t", "main", *keys)
        return self

    def type(self, text: str) -> Self:
        """Type text, Chinese too."""
        self._tmux("send-keys", "-t", "main", "-l", "--", text)
        return self

    def settle(self, quiet: float = 0.8) -> str:
        """Wait until the screen has stayed the same for `quiet` seconds; gives it."""
        pause = threading.Event()
        text, since = self.text(), time.monotonic()
        while time.monotonic() - since < quiet:
            pause.wait(0.1)
            if (now := self.text()) != text:
                text, since = now, time.monotonic()
        return text

    def wait(self, wanted: str | Callable[[str], bool], *, gone: bool = False) -> str:
        """Wait until the screen shows `wanted` (no longer shows it, with `gone`); gives the screen."""
        holds = wanted if callable(wanted) else lambda text: (str(wanted) in text) is not gone
        end = time.monotonic() + PATIENCE
        pause = threading.Event()
        while True:
            text = self.text()
            if holds(text):
                return text
            if time.monotonic() > end:
                raise AssertionError(f"{wanted!r} {'stayed' if gone else 'did not appear'}:\n{text}")
            pause.wait(0.05)
