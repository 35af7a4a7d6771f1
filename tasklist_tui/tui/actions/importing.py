"""The command that imports a ledger: the file, the list, what names are, a look at everything, then one save."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _
from tasklist_tui.tui.actions import import_choices as choices
from tasklist_tui.tui.state import ItemKey, Tone

if TYPE_CHECKING:
    from tasklist_tui.domain.conflicts import Answer, Conflict
    from tasklist_tui.domain.telling import Teller
    from tasklist_tui.services.imports.draft import Draft, Source
    from tasklist_tui.services.imports.mapfile import ImportMap
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.tui.import_steps import Drafted, Saved, Wish
    from tasklist_tui.tui.stage import Stage


async def start(stage: Stage) -> None:
    """Import a file; one that cannot be imported leads back to the choice of the file."""
    from tasklist_tui.services.folders_shown import documents_folder
    from tasklist_tui.tui.import_steps import Saved
    from tasklist_tui.tui.screens.import_screen import ImportScreen

    folder = await stage.gateway.beside(documents_folder, name="look")
    begin = f"{folder}/"
    while (path := await choices.ask_file(stage, begin)) is not None:
        begin = str(path)
        wizard = Wizard(stage, path)
        screen = ImportScreen(_("Import: {file}", file=path.name), wizard)
        done = await stage.ask(screen)
        if isinstance(done, Saved):
            stage.say(_("Imported: {count} changes (u takes it back)", count=done.changes), Tone.DONE)
            return
        if not screen.failed:
            break
    stage.say(_("Nothing was imported"))


class Wizard:
    """One import, until it is done or left; the steps of its screen."""

    def __init__(self, stage: Stage, path: Path) -> None:
        """Import the file `path`."""
        from tasklist_tui.services.imports.mapfile import ImportMap

        self._stage, self._path = stage, path
        self._source: Source | None = None
        self._into: str | None = None
        self._chosen = ImportMap()
        self._kept = self._chosen
        self._answers: dict[str, Answer] = {}
        self._collided: dict[str, Conflict] = {}
        #: What the draft before was made of.
        self._before: tuple[str | None, ImportMap] = (None, self._chosen)

    @property
    def decided(self) -> bool:
        """Whether the person has decided something that would be lost."""
        from tasklist_tui.services.imports.mapfile import ImportMap

        return bool(self._answers) or self._chosen not in (ImportMap(), self._kept)

    async def draft(self, tell: Teller) -> Drafted:
        """Read the file, ask which list it is for, and say what an import would do."""
        from tasklist_tui.domain.telling import Stopped
        from tasklist_tui.services.importing import read_source

        if self._source is None:
            read = partial(read_source, self._path, tell)
            self._source = await self._stage.gateway.beside(read, name="import")
        if self._into is None:
            self._into = await self._list_of(self._source)
            if self._into is None:
                raise Stopped
        work = partial(self._drafted, self._source, self._into, tell)
        return await self._stage.gateway.call_shown(msg("Reading the file"), work)

    def _drafted(self, source: Source, into: str, tell: Teller, session: Session) -> Drafted:
        from tasklist_tui.services.importing import make_draft
        from tasklist_tui.services.imports.wording import draft_lines, summary
        from tasklist_tui.tui.import_steps import Drafted

        session.refresh()
        draft = make_draft(session, source, into, self._chosen, self._answered, tell)
        self._collided.update({conflict.key: conflict for conflict in draft.conflicts})
        said = summary(draft)
        if not (draft.edits or draft.unknown or draft.conflicts):
            said += "  " + _("Nothing would change.")
        return Drafted(draft, said, tuple(draft_lines(session.snapshot, draft)), self._wishes(draft))

    def _answered(self, conflict: Conflict) -> Answer | None:
        return self._answers.get(conflict.key)

    async def _list_of(self, source: Source) -> str | None:
        """Give the list that a file is for; a file of ours knows it itself."""
        lists = self._stage.snapshot.workspace.lists
        if source.ours or source.lossless is not None or len(lists) == 1:
            return lists[0].id
        return await choices.ask_list(self._stage, self._stage.state.list_id)

    def _wishes(self, draft: Draft) -> frozenset[Wish]:
        from tasklist_tui.tui.import_steps import Wish

        found = set()
        if any(part.headers for part in draft.parts):
            found |= {Wish.COLUMNS, Wish.MAP, Wish.USE}
            if not draft.ours and len(self._stage.snapshot.workspace.lists) > 1:
                found.add(Wish.LIST)
        if draft.unknown or self._chosen.units:
            found.add(Wish.NAMES)
        if self._collided:
            found.add(Wish.DECIDE)
        if draft.edits and not (draft.unknown or draft.conflicts):
            found.add(Wish.IMPORT)
        return frozenset(found)

    def step_back(self) -> None:
        """Go back to what the draft before was made of."""
        self._into, self._chosen = self._before

    async def grant(self, wish: Wish, drafted: Drafted | None) -> str | None:
        """Let the person decide something; gives what to say about it, None when a new draft has to be made."""
        from tasklist_tui.tui.import_steps import Wish

        if wish is Wish.MAP and drafted is not None:
            return await self._keep_map(drafted.draft)
        if wish is Wish.DECIDE:
            given = await choices.decide(self._stage, list(self._collided.values()), self._answers)
            changed, self._answers = given != self._answers, given
            return None if changed else ""
        before = (self._into, self._chosen)
        if wish is Wish.LIST:
            self._into = await choices.ask_list(self._stage, self._into or "") or self._into
        elif wish is Wish.NAMES and drafted is not None:
            self._chosen = await choices.ask_names(self._stage, drafted.draft.unknown, self._chosen)
        elif wish is Wish.COLUMNS and drafted is not None:
            self._chosen = await choices.ask_column(self._stage, drafted.draft, self._chosen)
        elif wish is Wish.HEADER and self._source is not None:
            self._chosen = await choices.ask_header(self._stage, self._source.book, self._chosen)
        elif wish is Wish.USE:
            self._chosen = await choices.ask_map(self._stage, self._path, self._chosen)
        if (self._into, self._chosen) == before:
            return ""
        self._before = before
        return None

    async def _keep_map(self, draft: Draft) -> str:
        """Write the mapping beside the file, under a name that is free."""
        from tasklist_tui.services.imports.mapfile import keep_map

        kept = await self._stage.gateway.beside(partial(keep_map, self._path, draft, self._chosen), name="map")
        self._kept = self._chosen
        return _("Written: {path}", path=str(kept))

    async def save(self, drafted: Drafted, tell: Teller) -> Saved:
        """Save it as one commit, and let the cursor go to the first item that it makes or changes.

        It can be stopped until it tells that it saves.
        """
        from tasklist_tui.services.importing import apply_draft
        from tasklist_tui.services.imports.draft import SAVING
        from tasklist_tui.tui.actions.sharing import signed
        from tasklist_tui.tui.import_steps import Saved

        draft = drafted.draft

        def work(session: Session) -> Snapshot:
            tell.count(0, 0, SAVING)
            return apply_draft(session, draft)

        async def save() -> None:
            await self._stage.gateway.call_shown(msg("Saving"), work)

        first = draft.edits[0]
        self._stage.expect(ItemKey(first.list_id, first.item_id))
        if not await signed(self._stage, save):
            raise UserError(msg("Not saved: nobody knows who is making this change"))
        return Saved(len(draft.edits))
