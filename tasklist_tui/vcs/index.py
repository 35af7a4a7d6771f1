"""Git's index (its list of staged files) brought up to date for some paths, so that plain `git status` stays right."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

from tasklist_tui.domain.message import UserError
from tasklist_tui.vcs.git import GitError, run
from tasklist_tui.vcs.layout import Layout
from tasklist_tui.vcs.refusals import locked
from tasklist_tui.vcs.trees import Entry

_TRIES = 4
_PAUSE_SECONDS = 0.05

_NOTE = "index-behind"

_abandoned: dict[Path, tuple[int, int]] = {}


def update_index(layout: Layout, entries: Mapping[str, Entry | None]) -> bool:
    """Put `entries` (None: take out) into the index; False when somebody holds its lock longer than a moment.

    Other entries, staged ones included, stay as they are.

    Raises:
        GitError: git refuses for another reason.
    """
    if not entries:
        return True
    lock = layout.git_dir / "index.lock"
    zero = "0" * (64 if layout.sha256 else 40)
    data = b"".join(_record(path, entry, zero) for path, entry in entries.items())
    # A lock known to be left behind is not waited for again on every save.
    tries = 1 if _signature(lock) is not None and _signature(lock) == _abandoned.get(lock) else _TRIES
    for attempt in range(tries):
        if attempt:
            threading.Event().wait(_PAUSE_SECONDS * 2**attempt)
        try:
            run("update-index", "--add", "--replace", "-z", "--index-info", root=layout.root, data=data, writes=True)
        except GitError as problem:
            if "index.lock" not in problem.stderr or "File exists" not in problem.stderr:
                raise
        else:
            _abandoned.pop(lock, None)
            _caught_up(layout, entries)
            return True
    found = _signature(lock)
    if found is not None:
        _abandoned[lock] = found
    return False


def note_behind(layout: Layout, paths: Iterable[str]) -> None:
    """Write down that the index has to follow for `paths`, before the branch moves: whoever comes next makes it up."""
    with suppress(OSError):
        _note(layout).parent.mkdir(exist_ok=True)
        with _note(layout).open("ab") as note:
            note.write(b"".join(path.encode() + b"\0" for path in paths))


def behind(layout: Layout) -> set[str]:
    """Give the files whose entry in the index has not followed a commit yet, as far as is known."""
    try:
        return {path for path in _note(layout).read_bytes().decode("utf-8", "replace").split("\0") if path}
    except OSError:
        return set()


def _caught_up(layout: Layout, paths: Iterable[str]) -> None:
    if behind(layout) <= set(paths):
        with suppress(OSError):
            _note(layout).unlink(missing_ok=True)


def _note(layout: Layout) -> Path:
    return layout.git_dir / "tasklist" / _NOTE


class IndexUpdate:
    """The index brought up to date in a thread of its own, after a commit that stands already."""

    def __init__(self, layout: Layout, entries: Mapping[str, Entry | None]) -> None:
        """Begin."""
        self._updated = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(layout, entries), name="index")
        self._thread.start()

    def _run(self, layout: Layout, entries: Mapping[str, Entry | None]) -> None:
        try:
            self._updated = update_index(layout, entries)
        except GitError:
            # The commit stands; a damaged or unwritable index is no reason to call it failed.
            self._updated = False
        except BaseException as error:  # noqa: BLE001  raised again where it is waited for
            self._error = error

    def result(self) -> bool:
        """Wait for the end; False when the index could not be updated."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._updated


def refuse_locked_index(layout: Layout, seconds: float = 2.0) -> None:
    """Wait until nobody holds the lock on the index; what others bring in would else look taken back to plain git.

    Raises:
        UserError: it is still there after `seconds`: another program is at work, or was ended in the middle.
    """
    lock = layout.git_dir / "index.lock"
    end = monotonic() + seconds
    while lock.exists():
        if monotonic() >= end:
            raise UserError(*locked(str(lock)))
        threading.Event().wait(_PAUSE_SECONDS)


def _record(path: str, entry: Entry | None, zero: str) -> bytes:
    mode, sha = ("0", zero) if entry is None else (entry.mode, entry.sha)
    return f"{mode} {sha}\t{path}\0".encode()


def _signature(lock: Path) -> tuple[int, int] | None:
    try:
        found = lock.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ino)
