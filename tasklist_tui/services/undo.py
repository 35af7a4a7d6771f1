"""Undo and redo as new commits: published history is never rewritten, and later changes of others stay (DESIGN §6).

Taking back a commit is a three-way merge: the commit is the base, its parent is their side, what is there now is ours.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tasklist_tui.domain.conflicts import Answers, unanswered
from tasklist_tui.domain.edits import Edit
from tasklist_tui.domain.merge import merge_lists
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.takeback import Part, without_change
from tasklist_tui.services import messages
from tasklist_tui.services.identity import is_by
from tasklist_tui.services.saving import EditConflict, Place, Rewrite
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.services.versions import list_at, list_id_of
from tasklist_tui.storage.folders import EVENTS
from tasklist_tui.vcs import history as log
from tasklist_tui.vcs.history import Commit
from tasklist_tui.vcs.repository import Identity

#: How far back undo looks for something this person did.
REACH = 500
_LOOK = msg("see what was done in the history: tasklist history")
_OWN_ACTIONS = frozenset(
    {
        "edit",
        "add",
        "remove",
        "move",
        "advance",
        "log",
        "set",
        "outside",
        "editor",
        "import",
        "meeting",
        "countdown",
        "occurrence",
    }
)


class Undone(msgspec.Struct, frozen=True):
    """What undo or redo did: the new snapshot, and the subject of the action taken back or done again."""

    snapshot: Snapshot
    subject: str


def next_undo(session: Session) -> Commit | None:
    """Give the action that undo would take back: this person's newest one that is not taken back yet."""
    return _next(session)[0]


def next_redo(session: Session) -> Commit | None:
    """Give the undo that redo would take back; None once something new was done."""
    return _next(session)[1]


def undo(session: Session) -> Undone:
    """Take back this person's newest action with a new commit.

    Raises `UserError` when there is nothing to take back, or a later change of the same field stands in the way.
    """
    commit = next_undo(session)
    if commit is None:
        raise UserError(msg("There is nothing of yours to undo"), _LOOK)
    return _take_back(session, commit, "undo", messages.UNDOES)


def undo_commit(session: Session, wanted: str, answers: Answers = unanswered) -> Undone:
    """Take back any one change, whoever made it and whatever came later; later changes are kept.

    Raises `EditConflict` when a later change touched the same field and `answers` does not say what shall hold,
    `UserError` when `wanted` names no such change.
    """
    commit = _single(session, wanted)
    return _take_back(session, commit, "undo", messages.UNDOES, answers)


def undo_change(session: Session, wanted: str, part: Part, answers: Answers = unanswered) -> Undone:
    """Take back what a commit did to one item, to one field of it or to one row, as a change of one's own.

    Raises what `undo_commit` raises, and `UserError` when the commit did nothing to it.
    """
    commit = _single(session, wanted)
    edits = _edits_back(session, commit, answers, part)
    if not edits:
        raise UserError(msg("“{subject}” has no effect any more", subject=commit.subject), _LOOK)
    language = session.snapshot.workspace.settings.language
    reason = messages.quoted("undo", commit.subject, language)
    return Undone(session.apply(edits, action="set", reason=reason), commit.subject)


def _single(session: Session, wanted: str) -> Commit:
    """Give the commit that `wanted` names, one that can be taken back."""
    session.author()
    sha = session.repo.resolve(wanted)
    found = log.commits(session.repo, rev=sha, limit=1) if sha else []
    if not found:
        raise UserError(msg("there is no change “{id}”", id=wanted), _LOOK)
    commit = found[0]
    if len(commit.parents) != 1 or not _can_be_taken_back(session, commit):
        raise UserError(
            msg("“{subject}” is no single change of items that could be taken back", subject=commit.subject),
            msg("a deleted item comes back with: tasklist restore ITEM"),
        )
    return commit


def redo(session: Session) -> Undone:
    """Do again what the last undo took back."""
    commit = next_redo(session)
    if commit is None:
        raise UserError(msg("There is nothing to redo"), _LOOK)
    return _take_back(session, commit, "redo", messages.REDOES)


def _next(session: Session) -> tuple[Commit | None, Commit | None]:
    author = session.author()
    undone: set[str] = set()
    redone: set[str] = set()
    redo_target: Commit | None = None
    for commit in _mine(session, author):
        if redone_sha := commit.trailers.get(messages.REDOES):
            redone.add(redone_sha)
        elif undone_sha := commit.trailers.get(messages.UNDOES):
            if commit.sha not in redone:
                undone.add(undone_sha)
                redo_target = redo_target or commit
        elif commit.trailers.get(messages.ACTION) in _OWN_ACTIONS:
            if commit.sha in undone:
                undone.discard(commit.sha)
            elif _can_be_taken_back(session, commit):
                return commit, redo_target
    return None, redo_target


def _can_be_taken_back(session: Session, commit: Commit) -> bool:
    """Say whether a commit changed lists that were there before and after; others are passed over."""
    prefix = Place(session.root, session.repo).in_repo("")
    ours = [entry for entry in commit.paths if _is_ours(entry.path.removeprefix(prefix), commit)]
    whole = (entry for entry in ours if entry.path.removeprefix(prefix) != EVENTS)  # the first meeting makes its file
    return bool(ours) and all(entry.old_blob and entry.new_blob for entry in whole)


def _is_ours(path: str, commit: Commit) -> bool:
    """Say whether taking back `commit` takes back what it did to `path`: lists, and the meeting that it moved."""
    moved = path == EVENTS and commit.trailers.get(messages.ACTION) in {"meeting", "undo", "redo"}
    return list_id_of(path) is not None or moved


def _mine(session: Session, author: Identity) -> Iterator[Commit]:
    """Yield this person's commits, newest first; merges and other people's are passed over."""
    for commit in log.commits(session.repo, limit=REACH):
        if is_by(author, commit.author, commit.email) and len(commit.parents) == 1:
            yield commit


def _take_back(session: Session, commit: Commit, action: str, trailer: str, answers: Answers = unanswered) -> Undone:
    edits = _edits_back(session, commit, answers)
    also = _meetings_back(session, commit)
    if not edits and not also:
        raise UserError(msg("“{subject}” has no effect any more", subject=commit.subject), _LOOK)
    language = session.snapshot.workspace.settings.language
    reason = messages.quoted(action, commit.subject, language)
    snapshot = session.apply(edits, action=action, reason=reason, trailers=((trailer, commit.sha),), also=also)
    return Undone(snapshot, commit.subject)


def _meetings_back(session: Session, commit: Commit) -> dict[str, Rewrite]:
    """Give how `events.yaml` becomes what it was before `commit` moved a meeting; empty when it did not.

    Raises `UserError` when the meetings were changed since: their file is put back whole or not at all.
    """
    path = Place(session.root, session.repo).in_repo(EVENTS)
    if not any(entry.path == path and _is_ours(EVENTS, commit) for entry in commit.paths):
        return {}
    then, before = (session.repo.blob(sha, path) or b"" for sha in (commit.sha, commit.parents[0]))

    def put_back(text: str) -> str:
        if text.encode("utf-8") != then:
            raise UserError(
                msg("“{subject}” cannot be undone: the meetings were changed since", subject=commit.subject), _LOOK
            )
        return before.decode("utf-8")

    return {EVENTS: put_back}


def _edits_back(session: Session, commit: Commit, answers: Answers, part: Part | None = None) -> list[Edit]:
    """Give the edits that take a commit back, or only what it did to a part."""
    place = Place(session.root, session.repo)
    workspace = session.snapshot.workspace
    prefix = place.in_repo("")
    edits: list[Edit] = []
    for entry in commit.paths:
        path = entry.path.removeprefix(prefix)
        list_id = list_id_of(path)
        if list_id is None:
            continue
        ours = workspace.task_list(list_id)
        base = list_at(session.repo, commit.sha, entry.path, path, workspace.kinds)
        theirs = list_at(session.repo, commit.parents[0], entry.path, path, workspace.kinds)
        if ours is None or base is None or theirs is None:
            raise UserError(
                msg(
                    "“{subject}” cannot be undone: {path} was added, deleted or cannot be read",
                    subject=commit.subject,
                    path=path,
                ),
                _LOOK,
            )
        kind = workspace.kind_of(ours)
        if part is not None:
            theirs = without_change(kind, theirs, base, part)
        merged = merge_lists(kind, base, ours, theirs, answers)
        if merged.conflicts:
            raise EditConflict(merged.conflicts)
        edits.extend(merged.edits)
    return edits
