"""Commands that take back, exchange and record changes, and who makes them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _, translate
from tasklist_tui.tui.state import ItemKey, Tone

if TYPE_CHECKING:
    from tasklist_tui.domain.changes import Change
    from tasklist_tui.domain.conflicts import Answer
    from tasklist_tui.domain.telling import Cancelled, Progress
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.services.standing import Standing
    from tasklist_tui.tui.gateway import Gateway
    from tasklist_tui.tui.stage import Stage
    from tasklist_tui.tui.sync_lines import Exchanged, Members, Outlook


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
    from tasklist_tui.tui.sync_lines import Exchanged, Outlook

    try:
        await stage.gateway.call(msg("Syncing"), _author)
    except IdentityNeeded:
        if not await ask_identity(stage):
            stage.say(_("Not synced: nobody knows who is making this change"), Tone.REFUSED)
            return
    screen = SyncScreen(Steps(stage.gateway))
    done = await stage.ask(screen)
    waiting = screen.put_off or (len(done.open) if isinstance(done, Outlook) else 0)
    if waiting:
        stage.say(_("Not synced: {count} places wait for a decision (s)", count=waiting))
    elif isinstance(done, Exchanged):
        stage.say(translate(done.report.message), Tone.DONE if done.report.ok else Tone.REFUSED)
    if done is not None:
        stage.reached(not isinstance(done, Outlook) or done.trouble is None)
    if screen.chosen is not None:
        stage.go_to(screen.chosen)


def _author(session: Session) -> None:
    session.author()


class Steps:
    """The steps of a sync, done by the gateway."""

    def __init__(self, gateway: Gateway) -> None:
        """Do them with `gateway`."""
        self._gateway = gateway
        self._outgoing: tuple[Change, ...] = ()

    async def look(self, progress: Progress, cancelled: Cancelled) -> Outlook:
        """Ask the server what is new, and say what a sync would do by what is known then."""
        from tasklist_tui.services.sync import refuse_obstacles

        trouble: UserError | None = None
        try:
            await self._gateway.call(msg("Syncing"), refuse_obstacles)
            await self._gateway.fetch(progress, cancelled)
        except UserError as error:
            trouble = error
        outlook = await self._gateway.call_shown(msg("Syncing"), partial(_outlook, trouble))
        self._outgoing = outlook.preview.outgoing
        shared = outlook.state.remote is not None
        if outlook.snapshot.workspace.settings.members and (not shared or (outlook.idle and trouble is None)):
            # No exchange follows that would bring them in.
            bring = partial(_bring_members, progress=progress, cancelled=cancelled)
            members = await self._gateway.exchange(msg("Syncing"), bring)
            return msgspec.structs.replace(outlook, members=members)
        return outlook

    async def share(self, address: str, progress: Progress, cancelled: Cancelled) -> Outlook:
        """Share by the server or folder at `address` from now on, and look what is there."""

        def work(session: Session) -> None:
            session.set_remote(address)

        await self._gateway.call(msg("Saving"), work)
        return await self.look(progress, cancelled)

    async def exchange(self, progress: Progress, cancelled: Cancelled) -> Exchanged:
        """Take in and send; what was waiting to be sent is known from the look before."""
        from tasklist_tui.services.sync import sync as run
        from tasklist_tui.tui.sync_lines import Exchanged

        def work(session: Session) -> Exchanged:
            report = run(session, progress=progress, cancelled=cancelled)
            if not report.ok:
                return Exchanged(report, self._outgoing)
            outgoing = self._outgoing if report.outgoing is None else report.outgoing
            return Exchanged(report, outgoing, _bring_members(session, progress, cancelled))

        return await self._gateway.exchange(msg("Syncing"), work)

    async def keep(self, answers: Mapping[str, Answer | None]) -> None:
        """Store answers, so that they outlive a restart."""
        from tasklist_tui.services.questions import give_answers

        await self._gateway.call(msg("Saving"), partial(give_answers, given=answers))


def _bring_members(session: Session, progress: Progress, cancelled: Cancelled) -> Members:
    """Bring the other organisations' workspaces in too; what stands in the way of that does not undo the sync."""
    from tasklist_tui.services.members import fetch_members
    from tasklist_tui.tui.sync_lines import Members

    try:
        return Members(fetch_members(session, progress, cancelled))
    except UserError as error:
        return Members(trouble=error)


def _outlook(trouble: UserError | None, session: Session) -> Outlook:
    """Say what a sync would do, by what was last seen of the server."""
    from tasklist_tui.services.sync import Preview, preview, sync_state
    from tasklist_tui.tui.sync_lines import Outlook

    session.refresh()
    state = sync_state(session)
    found = Preview()
    try:
        # Without a server everything ever done here would be waiting.
        found = preview(session) if state.remote is not None else found
    except UserError as error:
        trouble = trouble or error
    return Outlook(session.snapshot, state, found, trouble)


async def signed(stage: Stage, save: Callable[[], Awaitable[object]]) -> bool:
    """Do what makes a change; asks once who this is when git does not know, False when the person does not say."""
    from tasklist_tui.services.session import IdentityNeeded

    try:
        await save()
    except IdentityNeeded:
        if not await ask_identity(stage):
            stage.say(_("Not saved: nobody knows who is making this change"), Tone.REFUSED)
            return False
        await save()
    return True


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


async def learn_standing(stage: Stage) -> Standing:
    """Ask how this copy stands with the others, as last seen."""
    from tasklist_tui.services.standing import standing

    return await stage.gateway.call(msg("Reading the workspace"), standing, name="standing")


async def forget_unread(stage: Stage, keys: frozenset[ItemKey]) -> None:
    """Note that somebody has looked at items."""
    from tasklist_tui.services.unread import note_read

    await stage.gateway.call(msg("Saving"), partial(note_read, items=keys), name="read")


async def other_windows(stage: Stage) -> None:
    """Say once that this copy is open in another window too."""

    def work(session: Session) -> int:
        return session.other_windows()

    if others := await stage.gateway.call(msg("Reading the workspace"), work):
        said = _("This copy is open in {count} other windows too; what is saved there shows up here", count=others)
        stage.say(said)
