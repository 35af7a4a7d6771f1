"""Files of tables read in a child process, which a hostile or monstrous file may slow down or kill, never this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePath
from tempfile import TemporaryFile
from time import monotonic

import msgspec

from tasklist_tui.domain.ledger.sheet import Book, Failure
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.exchange.xlsx_gate import MAX_FILE

#: Seconds a file may take, bytes of memory its reader may take.
SECONDS = 60
MEMORY = 1_200_000_000
_POLL = 0.1
#: After so many rows the child writes a byte to its standard error: the length of that tells how far it is.
TICK = 200
#: What the child runs.
_CHILD = ("-m", "tasklist_tui.exchange.table_child")


def read_book(
    data: bytes,
    name: str,
    tell: Callable[[int], None] = lambda _rows: None,
) -> Book:
    """Give the tables of a file called `name`; raises `UserError` when it cannot be read or takes too long.

    It is read by a process of its own with bounded memory and time.  `tell` hears now and then how many rows have been
    read so far, and may raise `Stopped`.
    """
    if len(data) > MAX_FILE:
        raise UserError(
            msg("{path} is larger than {limit} MB", path=PurePath(name).name, limit=MAX_FILE // 1_000_000),
            msg("keep only the rows of the list and save it again"),
        )
    answer, code = _run([sys.executable, "-P", *_CHILD, PurePath(name).name], data, tell)
    try:
        found = _decode(answer)
    except msgspec.MsgspecError as error:
        raise UserError(
            msg(
                "{path} takes more memory or time than a table may; it was not read (code {code})",
                path=PurePath(name).name,
                code=code,
            ),
            msg("keep only the rows of the list and save it again"),
        ) from error
    if isinstance(found, Failure):
        raise UserError(msg("{path}: {message}", path=PurePath(name).name, message=found.message), found.hint)
    return found


def _decode(answer: bytes) -> Book | Failure:
    if answer[:1] == b"F":
        return msgspec.msgpack.decode(answer[1:], type=Failure)
    return msgspec.msgpack.decode(answer[1:], type=Book)


def _run(words: list[str], data: bytes, tell: Callable[[int], None]) -> tuple[bytes, int]:
    """Run a process on `data` and give what it prints; kill it when it takes too long or `tell` raises."""
    here = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": paths}
    end = monotonic() + SECONDS
    # From a file: a pipe that is not read would have to be filled and waited for at once.
    with TemporaryFile() as given, TemporaryFile() as ticks:
        given.write(data)
        given.seek(0)
        with subprocess.Popen(words, stdin=given, stdout=subprocess.PIPE, stderr=ticks, env=environment) as child:
            try:
                answer = _answer(child, end, lambda: tell(os.fstat(ticks.fileno()).st_size * TICK))
                return answer, child.returncode
            finally:
                if child.poll() is None:
                    child.kill()


def _answer(child: subprocess.Popen[bytes], end: float, look: Callable[[], None]) -> bytes:
    """Wait for what a process prints; raises `UserError` when it takes too long, and what `look` raises."""
    while True:
        with suppress(subprocess.TimeoutExpired):
            return child.communicate(timeout=_POLL)[0]
        look()
        if monotonic() > end:
            raise UserError(
                msg("the file took longer than {seconds} seconds and was not read", seconds=SECONDS),
                msg("keep only the rows of the list and save it again"),
            )
