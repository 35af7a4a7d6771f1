"""Faults put into a child process: ended at a chosen step, at any instant, or told by the disk that it cannot.

A step is whatever reaches the disk or starts git, as Python's audit hooks see it (PEP 578): files opened for writing,
renamed and removed, folders made, processes started; and the writes and syncs of descriptors.
"""

import ctypes
import os
import random
import select
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path

_WRITES = os.O_WRONLY | os.O_RDWR
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
_GIT = "subprocess.Popen"
_SUBREAPER = 36


class Steps:
    """Counts the steps of this process below `root` from now on; at step `at` it does `fault` once, or ever after."""

    def __init__(self, root, at=0, fault=None, *, again=False, git=True):
        self.root, self.at, self.fault, self.again, self.git = str(root), at, fault, again, git
        self.count = 0
        self.on = True
        self.last = ""
        sys.addaudithook(self._hook)
        for name in ("write", "fsync"):
            setattr(os, name, self._counted(name, getattr(os, name)))

    def _hook(self, event, args):
        if not self.on:
            return
        if event == "open":
            path, _, flags = args
            if isinstance(flags, int) and flags & _WRITES:
                self._step(event, path)
        elif event in _CHANGES:
            self._step(event, args[0])
        elif event == _GIT and self.git:
            self._step(event, self.root, " ".join(map(str, args[1])))

    def _counted(self, name, real):
        def counted(descriptor, *args):
            path = ""
            with suppress(OSError):
                path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
            if self.on and path:
                self._step(name, path)
            return real(descriptor, *args)

        return counted

    def _step(self, event, path, what=""):
        if not isinstance(path, str | bytes | os.PathLike) or not os.fsdecode(path).startswith(self.root):
            return
        self.count += 1
        if self.count == self.at or (self.again and self.at and self.count > self.at):
            self.last = f"{event} {what or os.fsdecode(path)}"
            self.fault()


def killed():
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def failing(code):
    """Give a fault that is the answer `code` of the operating system."""

    def fault():
        raise OSError(code, os.strerror(code))

    return fault


def in_child(act, *, delay=None):
    """Run `act` in a process of its own and give what it returns, as text; "killed" when it was ended.

    `delay` ends it, and what it has started, after so many seconds.  Whatever outlives it is waited for.
    """
    reading, writing = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        os.close(reading)
        try:
            _keep(act, writing, delay)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    os.waitpid(keeper, 0)
    return told or "killed"


def _keep(act, writing, delay):
    """Start the child, end it when it is time, and wait until nothing that it has started is left."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    waiting, done = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.close(waiting)
        try:
            told = act() or "done"
        except BaseException:  # noqa: BLE001  told to whoever waits
            told = traceback.format_exc()
        os.write(writing, told.encode())
        os._exit(0)
    os.close(done)
    if delay is not None:
        select.select([waiting], [], [], delay)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            os.wait()


def steps_of(act, root, **options):
    """Count the steps of `act(steps)`, which switches the counting on."""
    told = in_child(lambda: _count(act, root, options))
    assert told.isdigit(), told
    return int(told)


def _count(act, root, options):
    steps = Steps(root, **options)
    steps.on = False
    act(steps)
    return str(steps.count)


def instants(seed, count, longest):
    """Give `count` random times in seconds up to `longest`."""
    rng = random.Random(seed)
    return [rng.uniform(0, longest) for _ in range(count)]
