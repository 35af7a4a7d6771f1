"""Commands that take back, exchange and record changes, and who makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _, translate
from tasklist_tui.tui.stage import Tone

if TYPE_CHECKING:
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.services.sync import SyncReport, SyncState
    from tasklist_tui.tui.stage import Stage


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
    """Exchange changes with the others; conflicts are named, and then nothing is changed."""
    label = msg("Syncing")

    def progress(done: int, total: int, text: str) -> None:
        stage.gateway.report(label, done, total)

    def work(session: Session) -> SyncReport:
        from tasklist_tui.services.sync import sync as exchange

        return exchange(session, progress=progress, cancelled=lambda: False)

    report = await stage.gateway.call_shown(label, work)
    stage.say(translate(report.message), Tone.DONE if report.ok else Tone.REFUSED)
    await stage.learn()


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
    """Ask git who this is; nothing is said when it does not know, the first change asks."""

    def work(session: Session) -> Snapshot:
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
