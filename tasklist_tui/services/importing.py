"""Import: a file becomes a draft that says everything it would do, and a draft becomes one commit.

A ledger of ours that was filled in is merged with what changed since it was made; a foreign one is read by the names
of its columns; a lossless JSON or CSV export is read back as it is.
"""

from __future__ import annotations

from pathlib import Path

from tasklist_tui.domain.conflicts import Answers, unanswered
from tasklist_tui.domain.ledger.units import Directory
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.exchange.tables import read_book
from tasklist_tui.exchange.xlsx_gate import MAX_FILE
from tasklist_tui.services.imports.committees import add_committees, with_committees
from tasklist_tui.services.imports.draft import (
    COMPARING,
    READING,
    Draft,
    Part,
    Source,
    changes_of,
)
from tasklist_tui.services.imports.drafting import Drafting
from tasklist_tui.services.imports.mapfile import ImportMap
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.storage import files
from tasklist_tui.storage.folders import SETTINGS


def read_source(path: Path, tell: Teller = SILENT) -> Source:
    """Read a file to import; raises `UserError` when it cannot be read."""
    from tasklist_tui.services.exports.back import is_lossless

    if path.is_dir():
        raise UserError(msg("{path} is a folder", path=str(path)), msg("give the name of a file in it"))
    tell.count(0, 0, READING)
    try:
        data = files.read(path, MAX_FILE)
    except files.FileMissing as error:
        raise UserError(msg("there is no file {path}", path=str(path)), msg("check the name and the folder")) from error
    if len(data) > MAX_FILE:
        raise UserError(
            msg("{path} is larger than {limit} MB", path=path.name, limit=MAX_FILE // 1_000_000),
            msg("keep only the rows of the list and save it again"),
        )
    if data[:1] not in {b"P", b"\xd0", b"%"} and is_lossless(data):
        return Source(path.name, lossless=data)
    return Source(path.name, read_book(data, path.name, lambda rows: tell.count(rows, 0, READING)))


def make_draft(
    session: Session,
    source: Source,
    list_id: str,
    chosen: ImportMap | None = None,
    answers: Answers = unanswered,
    tell: Teller = SILENT,
) -> Draft:
    """Say what importing a file into a list would do; raises `NoTable` when no table of tasks is in it.

    A ledger of ours knows its lists itself.
    """
    chosen = chosen or ImportMap()
    snapshot = session.snapshot
    tell.count(0, 0, COMPARING)
    if source.lossless is not None:
        return _read_back(snapshot, source)
    directory = Directory(
        snapshot.workspace.settings.committees, chosen.units, snapshot.workspace.settings.organisation
    )
    drafting = Drafting(session, source, chosen, directory, answers, tell)
    return with_committees(drafting.draft(list_id), directory)


def apply_draft(session: Session, draft: Draft) -> Snapshot:
    """Save what a draft says as one commit; raises `UserError` while something has to be decided first."""
    if draft.unknown:
        raise UserError(
            msg("these names are no committee: {names}", names=tuple(one.name for one in draft.unknown)),
            msg("say in the map file what they are, or make committees of them: --add-units"),
        )
    if draft.conflicts:
        raise UserError(
            msg("{count} places were changed here and in the file", count=len(draft.conflicts)),
            msg("decide each of them, then import again"),
        )
    also = {SETTINGS: lambda text: add_committees(text, draft.committees)} if draft.committees else {}
    return session.apply(
        draft.edits, action="import", reason=draft.name, trailers=[("Tasklist-Import", draft.name)], also=also
    )


def _read_back(snapshot: Snapshot, source: Source) -> Draft:
    from tasklist_tui.services.exports.back import read_back

    back = read_back(snapshot, source.lossless or b"")
    parts = []
    for task_list in snapshot.workspace.lists:
        edits = tuple(edit for edit in back.edits if edit.list_id == task_list.id)
        if edits:
            parts.append(Part(task_list.id, edits=edits, changes=changes_of(snapshot, task_list, edits)))
    return Draft(source.name, tuple(parts), problems=back.problems, ours=True)
