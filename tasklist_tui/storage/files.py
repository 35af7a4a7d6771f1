"""Files: read whole, written atomically; every failure of the operating system in words a person can use."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from tasklist_tui.domain.message import Message, UserError, msg

#: Largest file that is read at all, in bytes; anything longer is no file of ours (reliability: the gate's limit).
READ_LIMIT = 10 * 1024 * 1024

_TEMP = re.compile(r"\..*\.tasklist-[0-9a-f]{8}\.tmp", re.DOTALL)
_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0)

#: Seconds between tries while another program (virus scanner, sync client) holds a file open on Windows.
_SHARING_WAITS = [0.01, 0.03, 0.1, 0.2, 0.4]
_SHARING_VIOLATIONS = frozenset({5, 32, 33})


class FileMissing(UserError, FileNotFoundError):
    """A file that is not there."""


def digest(data: bytes) -> str:
    """Give the hash by which versions of a file are told apart (32 hexadecimal digits)."""
    return blake2b(data, digest_size=16).hexdigest()


def read(path: Path, limit: int = READ_LIMIT) -> bytes:
    """Give the content of a file.

    At most `limit` + 1 bytes are read, so that whoever checks the size sees that it is over.
    Raises `UserError`, `FileMissing` when there is no such file.
    """
    try:
        return _read_all(path, limit + 1)
    except FileNotFoundError as error:
        raise FileMissing(msg("{path} is not there any more", path=str(path)), _HINTS[errno.ENOENT]) from error
    except OSError as error:
        raise explain(error, msg("{path} cannot be read: {reason}", **_facts(error, path))) from error


def _read_all(path: Path, most: int) -> bytes:
    # A pipe of that name would be waited for without O_NONBLOCK.
    descriptor = os.open(path, os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0))
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        parts: list[bytes] = []
        # One byte more than there should be: asking for all of `most` would make room for it first.
        while most > 0 and (part := os.read(descriptor, min(most, info.st_size + 1))):
            parts.append(part)
            most -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)
    finally:
        os.close(descriptor)


def write_atomic(path: Path, data: bytes, *, root: Path | None = None, durable: bool = True) -> None:
    """Replace the content of `path` so that whoever looks, at any instant, sees the old file or the new one, whole.

    A symbolic link is written through to its target, which must lie inside `root` (default: the folder of `path`).
    With `root`, missing folders below it are made.  The mode bits and, where allowed, the group of the old file are
    kept.  `durable` waits until the disk has it.  Raises `UserError`; the old file is then untouched, except when the
    disk fails in the very last step, which the message says.
    """
    try:
        target = _target(path, path.parent if root is None else root)
        if root is not None:
            root.stat()
            target.parent.mkdir(parents=True, exist_ok=True)
        temp = target.parent / f".{target.name[:36]}.tasklist-{os.urandom(4).hex()}.tmp"
        old = _old_file(target)
        try:
            _fill(temp, data, old, durable=durable)
            _replace(temp, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temp.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise explain(error, msg("{path} cannot be written: {reason}", **_facts(error, path))) from error
    if durable:
        _sync_folder(target)


def sweep(folder: Path) -> int:
    """Remove the temporary files that killed processes left in `folder` and the folders in it; give how many.

    Call it while holding the lock of the workspace: then no living process is between writing and renaming one.
    Hidden folders (`.git`) are not entered.
    """
    removed = 0
    for temp in _temps(folder, depth=2):
        with contextlib.suppress(OSError):
            os.unlink(temp)  # noqa: PTH108  the entry may be no valid text
            removed += 1
    return removed


def _temps(folder: Path, depth: int) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if depth > 1 and not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            yield from _temps(Path(entry.path), depth - 1)
        elif _TEMP.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            yield entry.path


def explain(error: OSError, message: Message) -> UserError:
    """Give `message` as a `UserError` with the hint that fits the error of the operating system."""
    return UserError(message, _HINTS.get(error.errno or 0, msg("nothing was changed; try again")))


def reason(error: OSError) -> Message:
    """Say in plain words what the operating system refused."""
    return _REASONS.get(error.errno or 0) or msg("{text}", text=error.strerror or type(error).__name__)


def _facts(error: OSError, path: Path) -> dict[str, Message | str]:
    return {"path": str(path), "reason": reason(error)}


_REASONS = {
    errno.ENOSPC: msg("the disk is full"),
    errno.EDQUOT: msg("your share of the disk is used up"),
    errno.EROFS: msg("the disk is read-only"),
    errno.EACCES: msg("you are not allowed to"),
    errno.EPERM: msg("you are not allowed to"),
    errno.EIO: msg("the disk reports an error"),
    errno.ENAMETOOLONG: msg("the name is too long"),
    errno.ENOENT: msg("there is no such file or folder"),
    errno.ENOTDIR: msg("a part of the path is no folder"),
    errno.EISDIR: msg("it is a folder"),
    errno.EINVAL: msg("it is no ordinary file"),
    errno.ELOOP: msg("its symbolic links lead in a circle"),
    errno.EXDEV: msg("it is a symbolic link that leads out of the workspace"),
}
_FREE = msg("free some space and do it again; the old file is untouched")
_RIGHTS = msg("ask for the right to write here, or copy the workspace to a folder of your own; nothing was changed")
_HINTS = {
    errno.ENOSPC: _FREE,
    errno.EDQUOT: _FREE,
    errno.EROFS: _RIGHTS,
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EIO: msg("copy the workspace to another disk now; this one may be failing"),
    errno.ENAMETOOLONG: msg("choose a shorter name"),
    errno.ENOENT: msg("check that the folder is still there and connected"),
    errno.EXDEV: msg("replace the link by the file itself"),
}


def _target(path: Path, root: Path) -> Path:
    """Give the file to replace: `path`, or what it links to; a link out of `root` is refused with EXDEV."""
    if not path.is_symlink() and not path.parent.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(os.path.realpath(root)):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
    return target


def _old_file(target: Path) -> os.stat_result | None:
    """Give the facts of the file to replace, None when there is none; one that may not be written is refused."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(old.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(target, os.W_OK):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    return old


def _fill(temp: Path, data: bytes, old: os.stat_result | None, *, durable: bool) -> None:
    descriptor = os.open(temp, _NEW, 0o666)
    try:
        if old is not None and hasattr(os, "fchmod"):
            with contextlib.suppress(OSError):
                os.fchown(descriptor, -1, old.st_gid)
            os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(temp: Path, target: Path) -> None:
    for wait in [*_SHARING_WAITS, None]:
        try:
            os.replace(temp, target)  # noqa: PTH105  one name for the syscall that the fault tests break
        except PermissionError as error:
            if wait is None or getattr(error, "winerror", None) not in _SHARING_VIOLATIONS:
                raise
            from threading import Event

            Event().wait(wait)
        else:
            return


def _sync_folder(target: Path) -> None:
    """Make the new name durable; Windows and some network disks cannot, and need not, do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        descriptor = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in {errno.EIO, errno.ENOSPC, errno.EDQUOT}:
            message = msg("{path} was written, but the disk did not confirm it: {reason}", **_facts(error, target))
            raise explain(error, message) from error
