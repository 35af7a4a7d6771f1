"""Commands that write files for others: exports, reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.query import Query
from tasklist_tui.domain.reports import ReportKind
from tasklist_tui.i18n import _, language
from tasklist_tui.tui.actions.waiting import watched
from tasklist_tui.tui.state import Tone
from tasklist_tui.tui.trouble import trouble_text

if TYPE_CHECKING:
    from tasklist_tui.domain.reports import Report
    from tasklist_tui.domain.telling import Teller
    from tasklist_tui.services.exporting import Scope
    from tasklist_tui.services.reporting import Wanted
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.tui.screens.outgoing import ExportAnswer
    from tasklist_tui.tui.stage import Stage


async def export(stage: Stage) -> None:
    """Write what is shown, a list, or all of them in another format."""
    from tasklist_tui.services.exporting import Scope
    from tasklist_tui.services.folders_shown import documents_folder
    from tasklist_tui.tui.screens.outgoing import ExportForm, Refusal

    entries = tuple(stage.rows())
    title = _shown_title(stage)
    folder = await stage.gateway.call(msg("Reading the workspace"), lambda _session: str(documents_folder()))
    snapshot = stage.snapshot
    shown = Scope(title, entries)
    refusal: Refusal | None = None
    while (answer := await stage.ask(ExportForm(snapshot, len(entries), title, folder, refusal))) is not None:
        reason = await _write(stage, _placed(folder, answer.file), partial(_exported, snapshot, shown, answer))
        if reason is None:
            return
        refusal = Refusal(answer.entered, reason)
    if refusal is not None:
        stage.say(_("Nothing was written"))


def _exported(snapshot: Snapshot, shown: Scope, answer: ExportAnswer, session: Session, tell: Teller) -> bytes:
    from tasklist_tui.services import exporting
    from tasklist_tui.tui.screens.outgoing import ALL, SHOWN

    if answer.what == SHOWN:
        scope = shown
    else:
        lists = frozenset() if answer.what == ALL else frozenset({answer.what})
        scope = exporting.scope_of(snapshot, Query(lists=lists))
    options = exporting.Options(exporting.stamp_of(session), language(), anonymise=answer.anonymise, tell=tell)
    return exporting.export(snapshot, exporting.FORMATS[answer.format], scope, options)


def _shown_title(stage: Stage) -> str:
    """Give what the items on the screen are called: their list, else the workspace."""
    workspace = stage.snapshot.workspace
    task_list = workspace.task_list(stage.state.list_id) if stage.state.list_id else None
    settings = workspace.settings
    return (task_list.title if task_list else "") or settings.title or settings.organisation or _("Task list")


async def report(stage: Stage) -> None:
    """Choose a report, fill in what it asks for, look at it, and write it.

    A file that is refused leads back to the choice; what has been looked at is not shown again.
    """
    from tasklist_tui.services.folders_shown import documents_folder
    from tasklist_tui.tui.screens.outgoing import Refusal, ReportForm

    folder = await stage.gateway.call(msg("Reading the workspace"), lambda _session: str(documents_folder()))
    bulletin = _bulletin_here(stage)
    refusal: Refusal | None = None
    seen: tuple[Wanted, Report] | None = None
    while True:
        answer = await stage.ask(ReportForm(stage.snapshot, folder, stage.state.list_id, bulletin, refusal))
        if answer is None:
            break
        path = _placed(folder, answer.file)
        reason = await _no_place(stage, path)
        if reason is None:
            if seen is None or seen[0] != answer.wanted:
                made = await _looked_at(stage, answer.wanted)
                if made is None:
                    return
                seen = (answer.wanted, made)
            reason = await _write(stage, path, partial(_rendered, seen[1], answer.format))
        if reason is None:
            return
        refusal = Refusal(answer.entered, reason)
    if refusal is not None:
        stage.say(_("Nothing was written"))


def _rendered(report: Report, name: str, session: Session, tell: Teller) -> bytes:
    from tasklist_tui.services import reporting

    return reporting.render(session, report, reporting.FORMATS[name], tell)


async def _looked_at(stage: Stage, wanted: Wanted) -> Report | None:
    """Make a report and show it; None when it is not to be written."""
    from tasklist_tui.services import reporting
    from tasklist_tui.tui.screens.outgoing import PreviewDialog

    if wanted.kind is ReportKind.BULLETIN and not await _fill_in(stage, wanted):
        return None
    made = await watched(
        stage, msg("Writing the report"), lambda session, tell: reporting.make_report(session, wanted, tell)
    )
    return made if made is not None and await stage.ask(PreviewDialog(made)) else None


def _bulletin_here(stage: Stage) -> str:
    """Give the issue of a bulletin that the cursor stands on, "" when it stands on something else."""
    from tasklist_tui.services.reports.bulletin import KIND

    cursor = stage.state.cursor
    task_list = stage.snapshot.workspace.task_list(cursor[0]) if cursor else None
    return cursor[1] if cursor and task_list is not None and task_list.kind == KIND else ""


async def _fill_in(stage: Stage, wanted: Wanted) -> bool:
    """Ask for the texts of a bulletin in its own form, where they are kept, and give it its numbers."""
    from tasklist_tui.services import reporting
    from tasklist_tui.tui.screens.item_form import ItemForm

    chosen = await stage.gateway.call(
        msg("Reading the workspace"), lambda session: reporting.chosen_bulletin(session.snapshot, wanted)
    )
    if chosen is None:
        raise UserError(
            msg("there is no bulletin"),
            msg("add one to a list of kind bulletin; its form asks for the editor's note and the articles"),
        )
    edits = await stage.ask(ItemForm(stage.snapshot, chosen.task_list.id, chosen.item))
    if edits is None:
        return False
    if edits and not await stage.save(edits, chosen.item.title, action="edit"):
        return False
    numbers = await stage.gateway.call(
        msg("Reading the workspace"), lambda session: reporting.missing_numbers(session, wanted)
    )
    return not numbers or await stage.save(numbers, chosen.item.title, action="edit")


async def _no_place(stage: Stage, path: Path) -> str | None:
    """Say why nothing can be written to `path`, before there is anything to write; None when it can."""
    from tasklist_tui.services.exporting import TargetRefused, refuse_existing

    try:
        await stage.gateway.call(msg("Reading the workspace"), lambda _session: refuse_existing(path, replace=True))
    except TargetRefused as error:
        return trouble_text(error)
    return None


async def _write(stage: Stage, path: Path, make: Callable[[Session, Teller], bytes]) -> str | None:
    """Make a file and put it in its place; replace one only when that is wanted.  Gives why the place was refused.

    Nothing is left behind when it is stopped: the file is put in its place whole, at the end.
    """
    from tasklist_tui.services.exporting import TargetRefused, refuse_existing, write_export
    from tasklist_tui.services.folders_shown import can_open_folders, open_folder
    from tasklist_tui.tui.screens.dialogs import ConfirmDialog

    there = await stage.gateway.call(msg("Reading the workspace"), lambda _session: path.is_file())
    replace = False
    if there:
        question = _("{path} is there already. Replace it?", path=str(path))
        if not await stage.ask(ConfirmDialog(question, "", _("Replace"), danger=True)):
            return _("{path} is there already; nothing was written", path=str(path))
        replace = True

    def work(session: Session, tell: Teller) -> bool:
        refuse_existing(path, replace=replace)
        data = make(session, tell)
        tell.at(1)
        write_export(path, data, replace=replace)
        return can_open_folders()

    try:
        can_open = await watched(stage, msg("Writing the file"), work)
    except TargetRefused as error:
        return trouble_text(error)
    stage.say(_("Written: {path}", path=str(path)), Tone.DONE)
    if not can_open:
        return None
    offer = ConfirmDialog(_("Written: {path}", path=str(path)), "", _("Open the folder"), _("Close"))
    if await stage.ask(offer):
        await stage.gateway.call(msg("Writing the file"), lambda _session: open_folder(path.parent))
    return None


def _placed(folder: str, file: str) -> Path:
    return Path(folder) / Path(file.strip()).expanduser()
