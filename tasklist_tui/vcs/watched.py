"""Run a git command that talks to a server: its progress is passed on, and it can be cancelled or time out."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO

from tasklist_tui.vcs.git import NO_WINDOW, environment
from tasklist_tui.vcs.problems import RemoteError, Trouble, classify
from tasklist_tui.vcs.progress import line_reader, type_cancelled, type_progress

SILENCE_SECONDS = 60.0
_POLL_SECONDS = 0.05
_GRACE_SECONDS = 3.0
_KEPT_LINES = 200
_PROGRESS = re.compile(r"^(remote: )?[\w ]+:\s+\d+(%|, done)")


def run_watched(
    argv: Sequence[str],
    progress: type_progress,
    cancelled: type_cancelled,
    *,
    place: str,
    extra: Mapping[str, str],
    silence: float = SILENCE_SECONDS,
) -> str:
    """Run `argv`, polling `cancelled` some twenty times a second; give what it printed (without the progress).

    Raises:
        RemoteError: it failed, was cancelled, or said nothing for `silence` seconds; `place` is named in it.
    """
    read_line = line_reader(progress)
    process = subprocess.Popen(
        list(argv),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(writes=True, extra=extra),
        # A group of its own: ssh and the helpers end with it, and Ctrl+C in the terminal does not reach it.
        start_new_session=sys.platform != "win32",
        creationflags=NO_WINDOW | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    reader = threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True)
    reader.start()
    kept: list[str] = []
    try:
        while (line := _next_line(lines, cancelled, silence, place)) is not None:
            if _PROGRESS.match(line):
                read_line(line)
            else:
                kept = [*kept[-_KEPT_LINES:], line]
        code = process.wait(timeout=_GRACE_SECONDS)
    except BaseException:
        _end(process)
        raise
    finally:
        reader.join(timeout=_GRACE_SECONDS)
        if process.stdout is not None and not reader.is_alive():
            process.stdout.close()
    output = "\n".join(kept)
    if code != 0:
        raise RemoteError(classify(output), output, place=place)
    return output


def _next_line(
    lines: queue.SimpleQueue[str | None], cancelled: type_cancelled, silence: float, place: str
) -> str | None:
    """Wait for the next line, None at the end."""
    since = time.monotonic()
    while True:
        if cancelled():
            raise RemoteError(Trouble.CANCELLED, place=place)
        try:
            return lines.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            if time.monotonic() - since > silence:
                raise RemoteError(Trouble.TIMEOUT, f"fatal: no answer within {silence:g} s", place=place) from None


def _pump(pipe: IO[bytes] | None, lines: queue.SimpleQueue[str | None]) -> None:
    rest = b""
    with suppress(OSError, ValueError):
        while pipe is not None and (chunk := os.read(pipe.fileno(), 65536)):
            *whole, rest = re.split(rb"[\r\n]+", rest + chunk)
            for line in whole:
                lines.put(line.decode("utf-8", "replace"))
    if rest:
        lines.put(rest.decode("utf-8", "replace"))
    lines.put(None)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children: asked first, so that git takes away its locks and parts, then killed."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],
            capture_output=True,
            check=False,
            creationflags=NO_WINDOW,
        )
        process.wait()
        return
    # The leader has not been waited for yet: its group id cannot have gone to somebody else.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_GRACE_SECONDS)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
