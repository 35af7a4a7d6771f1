"""Locks of a workspace: one saves at a time, and every open window can be counted.

A lock of the operating system dies with its process.  A small one of our own, because importing `filelock` takes
50 ms, as long as a whole save; that library serves disks that know no locks.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Self

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.storage import files

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_TAKEN = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL})
_POLL = 0.02
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)


def _take(path: Path) -> int | None:
    """Give the descriptor that holds the lock on `path` until it is closed, None when somebody else holds it."""
    descriptor = os.open(path, _OPEN, 0o666)
    try:
        _lock(descriptor)
    except OSError as error:
        os.close(descriptor)
        if error.errno in _TAKEN:
            return None
        raise
    return descriptor


@contextlib.contextmanager
def saving_lock(state_dir: Path, timeout: float = 10.0) -> Iterator[None]:
    """Hold the lock of the workspace; saves of all processes and threads follow one another.

    Waits up to `timeout` seconds.  Raises `UserError` when another window is still saving then, or when the lock
    cannot be made.
    """
    path = state_dir / "lock"
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
        descriptor = _wait(path, timeout)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            with _soft(path, timeout):
                yield
            return
        message = msg("{path} cannot be written: {reason}", path=str(path), reason=files.reason(error))
        raise files.explain(error, message) from error
    try:
        yield
    finally:
        os.close(descriptor)


def _wait(path: Path, timeout: float) -> int:
    from threading import Event

    end = monotonic() + timeout
    while (descriptor := _take(path)) is None:
        if monotonic() >= end:
            raise _busy()
        Event().wait(_POLL)
    return descriptor


def _busy() -> UserError:
    return UserError(
        msg("another window is saving to this workspace"), msg("wait a moment and do it again; nothing was changed")
    )


@contextlib.contextmanager
def _soft(path: Path, timeout: float) -> Iterator[None]:
    """Hold a lock that is a mere file, for network disks without locks."""
    from filelock import SoftFileLock, Timeout

    lock = SoftFileLock(path.with_name("lock.soft"), timeout=timeout)
    try:
        lock.acquire()
    except Timeout:
        raise _busy() from None
    try:
        yield
    finally:
        lock.release()


class Instance:
    """This process among those that have the workspace open; `close` signs off, and so does dying."""

    def __init__(self, state_dir: Path) -> None:
        """Sign on; a place that cannot be written is no error, the others then do not see this one."""
        self._folder = state_dir / "instances"
        self._path = self._folder / f"{os.getpid()}-{os.urandom(4).hex()}"
        self._descriptor: int | None = None
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._descriptor = _take(self._path)

    def others(self) -> int:
        """Count the other living processes that have the workspace open; what dead ones left is removed."""
        alive = 0
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path == self._path:
                    continue
                with contextlib.suppress(OSError):
                    descriptor = _take(path)
                    if descriptor is None:
                        alive += 1
                    else:
                        os.close(descriptor)
                        path.unlink(missing_ok=True)
        return alive

    def close(self) -> None:
        """Sign off."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Give the instance itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Sign off."""
        self.close()
