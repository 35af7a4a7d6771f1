"""The only home of threads: service calls run here, one at a time, and are never cut off half-way.

Nothing at the top of this module imports textual, so that reading the workspace starts before textual is there.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.telling import Cancelled, Progress

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message as Posted

    from tasklist_tui.domain.edits import Edit
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.services.sync import SyncState

T = TypeVar("T")

#: How long something may take before the screen says that it is under way, in seconds.
PATIENCE = 0.5

#: How often the files are looked at for changes from outside, in seconds.
WATCH_EVERY = 1.0

#: When the server is first asked in the background, and how long that may take, in seconds.
FETCH_FIRST = 2.0
FETCH_LIMIT = 120.0

Opener = Callable[[], "Session"]


class Opening:
    """A workspace being opened in a thread of its own, begun before the user interface is even imported."""

    def __init__(self, opener: Opener) -> None:
        """Start opening."""
        self._opener = opener
        self._lock = threading.Lock()
        self._told: Callable[[], None] | None = None
        self._finished = threading.Event()
        self.session: Session | None = None
        self.error: Exception | None = None
        threading.Thread(target=self._open, name="open-workspace", daemon=True).start()

    @classmethod
    def of(cls, path: Path, today: date | None) -> Opening:
        """Open the workspace at `path`."""

        def opener() -> Session:
            from tasklist_tui.services.session import Session

            return Session.open(path, today=today, sign=False)

        return cls(opener)

    def when_finished(self, tell: Callable[[], None]) -> None:
        """Call `tell` once the workspace is open or has failed to; from whichever thread comes to know it."""
        with self._lock:
            if not self._finished.is_set():
                self._told = tell
                return
        tell()

    def wait(self, seconds: float) -> bool:
        """Wait a moment for the end; say whether it came."""
        return self._finished.wait(seconds)

    def _open(self) -> None:
        try:
            self.session = self._opener()
        except Exception as error:  # noqa: BLE001  whatever it is, the screen shows it
            self.error = error
        with self._lock:
            self._finished.set()
            tell = self._told
        if tell is not None:
            tell()


class Gateway:
    """Runs what the services do in worker threads and posts what comes of it."""

    def __init__(
        self, app: App[Any], post: Callable[[Posted], object], opening: Opening, *, fetch_every: float = 0
    ) -> None:
        """Run workers of `app`; give messages to `post`, which is called from any thread.

        Every `fetch_every` seconds the server is asked in the background what is new, never when it is 0.
        """
        self._fetch_every = fetch_every
        self._app = app
        self._post = post
        self._opening = opening
        self._turn = asyncio.Lock()
        self._session_lock = threading.Lock()
        self._fetch_turn = asyncio.Lock()
        self._members_turn = asyncio.Lock()
        self._hush = threading.Event()
        self._shut_out = False
        self._trouble = ""

    @property
    def session(self) -> Session:
        """The open session; raises `UserError` while there is none."""
        if self._opening.session is None:
            raise UserError(msg("The workspace is still being read"))
        return self._opening.session

    def begin(self) -> Snapshot | None:
        """Give the first snapshot when the workspace is open already, else post it, or why there is none, later."""
        from tasklist_tui.tui.messages import OpenFailed, SnapshotChanged

        if self._opening.session is not None:
            return self._opening.session.snapshot

        def tell() -> None:
            if self._opening.session is None:
                self._post(OpenFailed(self._opening.error or RuntimeError("not opened")))
            else:
                self._post(SnapshotChanged(self._opening.session.snapshot))

        self._opening.when_finished(tell)
        return None

    async def call(self, label: Message, work: Callable[[Session], T], *, name: str = "call") -> T:
        """Run `work` with the session after whatever is under way, and give its result or raise its error.

        It runs to its end even when nobody waits for it any more.
        """
        from textual.worker import WorkerFailed

        from tasklist_tui.tui.messages import Busy

        session = self.session

        def say() -> None:
            self._post(Busy(label))

        def locked() -> T:
            with self._session_lock:
                return work(session)

        timer = self._app.set_timer(PATIENCE, say)
        try:
            async with self._turn:
                worker = self._app.run_worker(locked, thread=True, group="session", name=name, exit_on_error=False)
                return await worker.wait()
        except WorkerFailed as failure:
            raise failure.error from None
        finally:
            timer.stop()
            self._post(Busy(None))

    async def save(self, edits: Sequence[Edit], *, action: str = "edit", reason: str = "") -> Snapshot:
        """Save and commit edits as one action; raises what `Session.apply` raises."""

        def work(session: Session) -> Snapshot:
            return self._shown(session.apply(edits, action=action, reason=reason))

        return await self.call(msg("Saving"), work, name="save")

    async def take_back(self, *, again: bool = False) -> str:
        """Undo the last change (or redo it) and give its subject."""

        def work(session: Session) -> str:
            from tasklist_tui.services import undo

            undone = undo.redo(session) if again else undo.undo(session)
            self._shown(undone.snapshot)
            return undone.subject

        return await self.call(msg("Saving"), work, name="redo" if again else "undo")

    async def call_shown(self, label: Message, work: Callable[[Session], T]) -> T:
        """Run something that may change the workspace, post the snapshot there is then, and give its result."""

        def shown(session: Session) -> T:
            result = work(session)
            self._shown(session.snapshot)
            return result

        return await self.call(label, shown)

    async def fetch(self, progress: Progress, cancelled: Cancelled) -> SyncState:
        """Ask the server what is new, beside whatever else is done: a fetch changes nothing that others read or write.

        Raises `UserError` for trouble with the server.
        """
        from tasklist_tui.services import sync

        session = self.session
        self._hush.set()
        async with self._fetch_turn:
            work = partial(sync.fetch, session, progress=progress, cancelled=cancelled)
            state = await apart(self._app, work, name="fetch")
        if self._shut_out:
            self._shut_out = False
            self.keep_fetching()
        return state

    async def read_members(self, label: Message, work: Callable[[Session, Progress], T]) -> T:
        """Read what others keep elsewhere, beside whatever else is done: nothing of ours is written.

        How far it has come is told once it takes long.
        """
        from tasklist_tui.tui.messages import Busy

        session, begun = self.session, monotonic()

        def progress(done: int, total: int, _what: str) -> None:
            if monotonic() - begun > PATIENCE:
                self.report(label, done, total)

        try:
            async with self._members_turn:
                return await apart(self._app, partial(work, session, progress), name="members")
        finally:
            self._post(Busy(None))

    async def beside(self, work: Callable[[], T], *, name: str) -> T:
        """Run something that needs no session, beside whatever else is done."""
        return await apart(self._app, work, name=name)

    async def exchange(self, label: Message, work: Callable[[Session], T]) -> T:
        """Run a sync, which fetches too: no other fetch runs meanwhile."""
        self._hush.set()
        async with self._fetch_turn:
            return await self.call_shown(label, work)

    def keep_fetching(self) -> None:
        """Ask the server now and then what is new, from now on."""
        if self._fetch_every > 0:
            self._app.set_timer(min(FETCH_FIRST, self._fetch_every), self._begin_fetch)

    def _begin_fetch(self) -> None:
        self._app.run_worker(self._fetch_quietly(), group="fetch", name="fetch quietly", exit_on_error=False)

    async def _fetch_quietly(self) -> None:
        """Ask once; somebody who presses the sync key does not wait for it."""
        from tasklist_tui.services.fetching import ask_quietly
        from tasklist_tui.tui.messages import Fetched

        if not self._fetch_turn.locked() and self._opening.session is not None:
            async with self._fetch_turn:
                hush = self._hush = threading.Event()
                end = monotonic() + FETCH_LIMIT
                asked = await apart(
                    self._app,
                    partial(ask_quietly, self._opening.session, lambda: hush.is_set() or monotonic() > end),
                    name="fetch",
                )
            if not hush.is_set():
                self._post(Fetched(asked.trouble))
                if not asked.again:
                    self._shut_out = True
                    return
        if self._app.is_running:
            self._app.set_timer(self._fetch_every, self._begin_fetch)

    def report(self, label: Message, done: int, total: int) -> None:
        """Say from a worker how far something has come; `total` is 0 while nobody knows."""
        from tasklist_tui.tui.messages import Busy

        self._post(Busy(label, done, total))

    async def show(self, label: Message, work: Callable[[Session], Snapshot]) -> None:
        """Run something that gives a new snapshot and post it."""

        def shown(session: Session) -> None:
            self._shown(work(session))

        await self.call(label, shown, name="show")

    def prepare(self, snapshot: Snapshot) -> None:
        """Work out what a filter searches before anybody types one: 80 ms for 10,000 items."""

        def work() -> None:
            from tasklist_tui.domain.query import haystacks

            for task_list in snapshot.workspace.lists:
                haystacks(snapshot.workspace, task_list)

        self._app.run_worker(work, thread=True, group="prepare", name="prepare", exit_on_error=False)

    def watch(self) -> None:
        """Look for changes from outside now and then, from now on."""
        self._app.set_timer(WATCH_EVERY, self._look)

    async def settle(self) -> None:
        """Wait until nothing is being saved any more, then let go of the session."""
        self._hush.set()
        async with self._turn:
            session = self._opening.session
            if session is not None:
                worker = self._app.run_worker(
                    session.close, thread=True, group="session", name="close", exit_on_error=False
                )
                await asyncio.wait([asyncio.ensure_future(worker.wait())], timeout=5)

    def _shown(self, snapshot: Snapshot) -> Snapshot:
        """Post a snapshot; called inside the lock, so that snapshots arrive in the order in which they were made."""
        from tasklist_tui.tui.messages import SnapshotChanged

        self._post(SnapshotChanged(snapshot))
        return snapshot

    def _look(self) -> None:
        if self._turn.locked() or self._opening.session is None:
            self.watch()
            return
        self._app.run_worker(self._refresh, thread=True, group="watch", name="watch", exit_on_error=False)

    def _refresh(self) -> None:
        """Re-read what changed; trouble is told once, not every second."""
        from tasklist_tui.tui.messages import Trouble

        try:
            with self._session_lock:
                snapshot = self.session.refresh()
                if snapshot is not None:
                    self._shown(snapshot)
            self._trouble = ""
        except Exception as error:  # noqa: BLE001  a vanished folder must not end the program
            if self._trouble != str(error):
                self._trouble = str(error)
                self._post(Trouble(error))
        finally:
            if self._app.is_running:
                self._app.call_later(self.watch)


async def apart(app: App[Any], work: Callable[[], T], *, name: str) -> T:
    """Run `work`, which needs no session, in a thread of its own and give its result or raise its error."""
    from textual.worker import WorkerFailed

    worker = app.run_worker(work, thread=True, group="apart", name=name, exit_on_error=False)
    try:
        return await worker.wait()
    except WorkerFailed as failure:
        raise failure.error from None
