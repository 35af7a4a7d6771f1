"""The command that imports a ledger: the file, the list, what names are, a look at everything, then one save."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _
from tasklist_tui.tui.state import Tone

if TYPE_CHECKING:
    from tasklist_tui.domain.conflicts import Answer, Conflict
    from tasklist_tui.services.importmap import ImportMap
    from tasklist_tui.services.imports.draft import Draft, Source
    from tasklist_tui.services.session import Session
    from tasklist_tui.tui.screens.import_file import ImportFileDialog
    from tasklist_tui.tui.screens.import_preview import Wish
    from tasklist_tui.tui.stage import Stage


async def start(stage: Stage) -> None:
    """Import a file."""
    path = await _ask_file(stage)
    if path is None:
        return
    source = await stage.gateway.call(msg("Reading the file"), lambda _session: _read(path))
    into = await _ask_list(stage, source)
    if into is not None:
        await _Wizard(stage, source, into, path).run()


def _read(path: Path) -> Source:
    from tasklist_tui.services.importing import read_source

    return read_source(path)


async def _ask_file(stage: Stage) -> Path | None:
    from tasklist_tui.tui.screens.import_file import ImportFileDialog

    def look(dialog: ImportFileDialog, typed: str) -> None:
        async def find() -> None:
            from tasklist_tui.services.places import completions

            dialog.show(typed, await stage.gateway.beside(partial(completions, typed), name="look"))

        dialog.run_worker(find(), group="look", exit_on_error=False)

    return await stage.ask(ImportFileDialog(f"{Path.home()}/", look))


async def _ask_list(stage: Stage, source: Source) -> str | None:
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    lists = stage.snapshot.workspace.lists
    if source.ours or source.lossless is not None or len(lists) == 1:
        return lists[0].id if lists else None
    options = [Option(one.id, one.title or one.id, one.id) for one in lists]
    return await stage.ask(ChoiceDialog(_("Import into which list?"), options))


class _Wizard:
    """One import, until it is done or left."""

    def __init__(self, stage: Stage, source: Source, into: str, path: Path) -> None:
        from tasklist_tui.services.importmap import ImportMap

        self.stage, self.source, self.into, self.path = stage, source, into, path
        self.chosen: ImportMap = ImportMap()
        self.answers: dict[str, Answer] = {}

    async def run(self) -> None:
        """Ask, show and import."""
        from tasklist_tui.services.importtext import draft_lines, summary
        from tasklist_tui.tui.screens.import_preview import ImportPreview, Wish

        while True:
            draft = await self._draft()
            snapshot = self.stage.snapshot
            texts = list(draft_lines(snapshot, draft))
            said = summary(draft)
            if draft.doubts:
                said += "  " + _("{count} things to look at (!)", count=draft.doubts)
            wish = await self.stage.ask(ImportPreview(draft.name, said, texts, self._wishes(draft)))
            if wish is None:
                self.stage.say(_("Nothing was changed."))
                return
            if wish is Wish.IMPORT:
                await self._import(draft)
                return
            await self._grant(draft, wish)

    def _wishes(self, draft: Draft) -> list[Wish]:
        from tasklist_tui.tui.screens.import_preview import Wish

        found = [Wish.COLUMNS, Wish.MAP] if any(part.headers for part in draft.parts) else []
        if draft.unknown:
            return [Wish.NAMES, *found]
        if draft.conflicts:
            return [Wish.DECIDE, *found]
        return [Wish.IMPORT, *found] if draft.edits else found

    async def _draft(self) -> Draft:
        def answered(conflict: Conflict) -> Answer | None:
            return self.answers.get(conflict.key)

        def work(session: Session) -> Draft:
            from tasklist_tui.services.importing import make_draft

            session.refresh()
            return make_draft(session, self.source, self.into, self.chosen, answered)

        return await self.stage.gateway.call_shown(msg("Reading the file"), work)

    async def _grant(self, draft: Draft, wish: Wish) -> None:
        from tasklist_tui.tui.screens.import_preview import Wish

        if wish is Wish.NAMES:
            await self._ask_names(draft)
        elif wish is Wish.COLUMNS:
            await self._ask_column(draft)
        elif wish is Wish.DECIDE:
            await self._decide(draft)
        else:
            await self._keep_map(draft)

    async def _ask_names(self, draft: Draft) -> None:
        """Ask what each unknown name is."""
        from tasklist_tui.domain.ledger.units import ADD, GOVERNMENT, KEEP
        from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

        workspace = self.stage.snapshot.workspace
        for number, one in enumerate(draft.unknown, start=1):
            others = [committee.id for committee in workspace.settings.committees if committee.id not in one.alike]
            options = [
                *(Option(name, workspace.committee_name(name), _("like it")) for name in one.alike),
                Option(ADD, _("Add “{name}” as a committee", name=one.name)),
                Option(GOVERNMENT, _("A government unit")),
                Option(KEEP, _("Keep it in the note")),
                *(Option(name, workspace.committee_name(name)) for name in others),
            ]
            title = _("“{name}” is …  ({number} of {count})", name=one.name, number=number, count=len(draft.unknown))
            answer = await self.stage.ask(ChoiceDialog(title, options))
            if answer is None:
                return
            self.chosen = self.chosen.with_units({one.name: answer})

    async def _ask_column(self, draft: Draft) -> None:
        """Ask which column is taken for the wrong field, and for which it is to be taken."""
        from tasklist_tui.domain.ledger.synonyms import LIGHT, SPECIAL, Names
        from tasklist_tui.services.importtext import target_words
        from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

        part = next(part for part in draft.parts if part.headers)
        workspace = self.stage.snapshot.workspace
        task_list = workspace.task_list(part.list_id)
        if task_list is None:
            return
        names = Names(workspace.kind_of(task_list))
        columns = {column.heading: column.target for _sheet, header in part.headers for column in header.columns}
        wrong = await self.stage.ask(
            ChoiceDialog(
                _("Which column?"), [Option(head, head, target_words(names, to)) for head, to in columns.items()]
            )
        )
        if wrong is None:
            return
        targets = [*names.kind.field, *(special for special in SPECIAL if special != LIGHT)]
        options = [Option(target, target_words(names, target)) for target in targets]
        right = await self.stage.ask(
            ChoiceDialog(_("What is “{heading}”?", heading=wrong), options, current=columns[wrong])
        )
        if right is not None:
            self.chosen = self.chosen.with_columns({wrong: right})

    async def _decide(self, draft: Draft) -> None:
        from tasklist_tui.services.questions import Question, choices_for
        from tasklist_tui.tui.screens.questions import QuestionsScreen

        workspace = self.stage.snapshot.workspace
        questions = [Question(one, None, None, choices_for(workspace, one)) for one in draft.conflicts]

        async def keep(given: Mapping[str, Answer | None]) -> None:
            for key, answer in given.items():
                if answer is None:
                    self.answers.pop(key, None)
                else:
                    self.answers[key] = answer

        await self.stage.ask(QuestionsScreen(self.stage.snapshot, questions, keep))

    async def _keep_map(self, draft: Draft) -> None:
        """Write the mapping beside the file, under a name that is free."""

        def work(_session: Session) -> Path:
            from tasklist_tui.services.importmap import keep_map

            return keep_map(self.path, draft, self.chosen)

        kept = await self.stage.gateway.call(msg("Saving"), work)
        self.stage.say(_("Written: {path}", path=str(kept)), Tone.DONE)

    async def _import(self, draft: Draft) -> None:
        from tasklist_tui.services.session import IdentityNeeded
        from tasklist_tui.tui.actions.sharing import ask_identity

        def work(session: Session) -> None:
            from tasklist_tui.services.importing import apply_draft

            apply_draft(session, draft)

        try:
            await self.stage.gateway.call_shown(msg("Saving"), work)
        except IdentityNeeded:
            if not await ask_identity(self.stage):
                self.stage.say(_("Not saved: nobody knows who is making this change"), Tone.REFUSED)
                return
            await self._import(draft)
            return
        except UserError as error:
            self.stage.refuse(error)
            return
        self.stage.say(_("Imported: {count} changes (u takes it back)", count=len(draft.edits)), Tone.DONE)
