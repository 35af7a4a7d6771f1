"""Commands that take back, exchange and record changes, and who makes them."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial
from typing import TYPE_CHECKING

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _, translate
from tasklist_tui.tui.state import Tone

if TYPE_CHECKING:
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.services.sync import SyncState
    from tasklist_tui.tui.screens.work import Cancelled, Progress
    from tasklist_tui.tui.stage import Stage
    from tasklist_tui.tui.sync_lines import Exchanged

#: Changes waiting to be sent that are named one by one.
_WAITING = 20


async def undo(stage: Stage) -> None:
    """Take back the last change."""
    subject = await stage.gateway.take_back()
    stage.say(_("Taken back: {what} (U does it again)", what=subject), Tone.DONE)


async def redo(stage: Stage) -> None:
    """Make the change again that was taken back."""
    subject = await stage.gateway.take_back(again=True)
    stage.say(_("Done again: {what} (u takes it back)", what=subject), Tone.DONE)


async def outside(stage: Stage) -> None:
    """Record what was changed by hand in the files."""
    if not stage.snapshot.uncommitted:
        stage.say(_("No file was changed by hand"), Tone.REFUSED)
        return
    files = len(stage.snapshot.uncommitted)

    def work(session: Session) -> Snapshot:
        return session.commit_outside_changes()

    await stage.gateway.show(msg("Saving"), work)
    stage.say(_("Recorded: {count} files changed by hand", count=files), Tone.DONE)


async def sync(stage: Stage) -> None:
    """Exchange changes with the others; asks once who this is, because taking in others' changes is a change too."""
    from tasklist_tui.services.session import IdentityNeeded
    from tasklist_tui.tui.screens.sync import SyncScreen

    try:
        await stage.gateway.call(msg("Syncing"), _author)
    except IdentityNeeded:
        if not await ask_identity(stage):
            stage.say(_("Not synced: nobody knows who is making this change"), Tone.REFUSED)
            return

    def exchange(progress: Progress, cancelled: Cancelled) -> Awaitable[Exchanged]:
        return stage.gateway.call_shown(msg("Syncing"), partial(_exchange, progress, cancelled))

    done = await stage.ask(SyncScreen(exchange))
    if done is not None:
        stage.say(translate(done.report.message), Tone.DONE if done.report.ok else Tone.REFUSED)
    await stage.learn()


def _author(session: Session) -> None:
    session.author()


def _exchange(progress: Progress, cancelled: Cancelled, session: Session) -> Exchanged:
    """Sync; what is waiting to be sent is read first, because afterwards it is no longer told apart."""
    from tasklist_tui.services import history
    from tasklist_tui.services.sync import sync as run
    from tasklist_tui.services.sync import sync_state
    from tasklist_tui.tui.sync_lines import Exchanged

    ahead = sync_state(session).ahead
    waiting = history.workspace_history(session, limit=min(ahead, _WAITING)) if ahead else []
    report = run(session, progress=progress, cancelled=cancelled)
    return Exchanged(report, tuple(revision.subject for revision in waiting))


async def ask_identity(stage: Stage) -> bool:
    """Ask once who makes changes here; False when the person does not say."""
    from tasklist_tui.tui.screens.dialogs import IdentityDialog

    answer = await stage.ask(IdentityDialog())
    if answer is None:
        return False
    name, email = answer

    def work(session: Session) -> Snapshot:
        session.set_identity(name, email)
        return session.snapshot

    await stage.gateway.show(msg("Saving"), work)
    return True


async def learn_identity(stage: Stage) -> None:
    """Ask git who this is; nothing is said when it does not know, the first change asks.

    The workspace is remembered as the one opened last on this occasion, when there is something to see already.
    """

    def work(session: Session) -> Snapshot:
        from tasklist_tui.services.recent import remember

        remember(session.root)
        session.identify()
        return session.snapshot

    await stage.gateway.show(msg("Reading the workspace"), work)


async def sync_note(stage: Stage) -> tuple[str, bool]:
    """Give how this workspace stands with the others in a few characters, and whether it deserves a look."""

    def work(session: Session) -> SyncState:
        from tasklist_tui.services.sync import sync_state

        return sync_state(session)

    try:
        state = await stage.gateway.call(msg("Reading the workspace"), work)
    except UserError:
        return "", False
    if state.remote is None:
        return _("not shared"), False
    if not state.ahead and not state.behind:
        return _("in sync"), False
    parts = [f"↑{state.ahead}" if state.ahead else "", f"↓{state.behind}" if state.behind else ""]
    return _("to sync {counts} (s)", counts=" ".join(filter(None, parts))), True
