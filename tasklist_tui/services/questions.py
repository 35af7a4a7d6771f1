"""Questions that a merge leaves to a person, and the answers given so far, which outlive a restart (DESIGN §7).

A question is not stored: it follows from what both sides last said.  Only answers are, under `.git/tasklist`, each by
the key of its conflict; an answer to something that has changed since fits no question any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.conflicts import Answer, Answers, Choice, Conflict
from tasklist_tui.domain.dues import Due, Where, read_due
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList, Value, Workspace
from tasklist_tui.services.file_versions import FileVersions, file_versions
from tasklist_tui.services.identity import person_of
from tasklist_tui.services.messages import REASON
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.services.versions import list_id_of, read_version
from tasklist_tui.storage import files
from tasklist_tui.storage.lock import saving_lock
from tasklist_tui.vcs import history as log
from tasklist_tui.vcs.repository import Identity

_FILE = "answers.json"
#: How far back the change of a value is looked for, in commits.
_REACH = 500


class Told(msgspec.Struct, frozen=True):
    """Who gave a value, when, and the reason that was given, if any."""

    by: str
    when: datetime
    reason: str = ""


class Question(msgspec.Struct, frozen=True):
    """One conflict as a person is asked about it: who changed it on each side, which answers there are, the one given.

    A side that nobody can be named for has None; a question about a file as a whole has its versions.
    """

    conflict: Conflict
    ours: Told | None
    theirs: Told | None
    choices: tuple[Choice, ...]
    answer: Answer | None = None
    file: FileVersions | None = None


def stored_answers(session: Session) -> dict[str, Answer]:
    """Give the answers given so far, by the key of their conflict; a file that cannot be read holds none."""
    path = session.repo.state_dir / _FILE
    if not path.exists():
        return {}
    try:
        plain = msgspec.json.decode(files.read(path), type=dict[str, Answer])
    except (msgspec.MsgspecError, UserError, ValueError):
        return {}
    return plain


def answers_of(session: Session) -> Answers:
    """Give the stored answers as a merge asks for them, values typed by the field they are for."""
    known = stored_answers(session)

    def answer(conflict: Conflict) -> Answer | None:
        found = known.get(conflict.key)
        if found is None or found.choice is not Choice.CUSTOM:
            return found
        return own_answer(session.snapshot, conflict, found.value, found.words)

    return answer


def give_answers(session: Session, given: Mapping[str, Answer | None]) -> None:
    """Store answers by the key of their conflict; None takes an answer back."""
    with saving_lock(session.repo.state_dir):
        known = stored_answers(session)
        for key, answer in given.items():
            known.pop(key, None)
            if answer is not None:
                known[key] = msgspec.structs.replace(answer, value=fields.to_plain(answer.value))
        _store(session, known)


def forget(session: Session, keys: Sequence[str]) -> None:
    """Drop answers that a merge has used."""
    give_answers(session, dict.fromkeys(keys))


def _store(session: Session, answers: Mapping[str, Answer]) -> None:
    path = session.repo.state_dir / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_atomic(path, msgspec.json.encode(answers))


def questions(session: Session, conflicts: Sequence[Conflict], base: str | None, theirs: str) -> tuple[Question, ...]:
    """Give the conflicts of a merge of HEAD with `theirs` as questions, with who and when on each side."""
    known = stored_answers(session)
    head = session.repo.head()
    ours = _Side(session, base, head) if head else None
    other = _Side(session, base, theirs)
    return tuple(
        Question(
            conflict,
            ours.told(conflict) if ours else None,
            other.told(conflict),
            choices_for(session.snapshot.workspace, conflict),
            known.get(conflict.key),
            file_versions(session, conflict, base, theirs) if conflict.path and not conflict.field else None,
        )
        for conflict in conflicts
    )


def choices_for(workspace: Workspace, conflict: Conflict) -> tuple[Choice, ...]:
    """Give the answers that make sense: both texts only for text, a value of one's own only for a single value."""
    if conflict.clash != "values" or (conflict.path and not conflict.field):
        return (Choice.OURS, Choice.THEIRS)
    choices = [Choice.OURS, Choice.THEIRS]
    field = field_of(workspace, conflict)
    if conflict.is_lines or (field is not None and field.type is FieldType.LONGTEXT):
        choices.append(Choice.BOTH)
    if not isinstance(conflict.ours, dict | list) and not isinstance(conflict.theirs, dict | list):
        choices.append(Choice.CUSTOM)
    return (*choices, Choice.BASE)


def field_of(workspace: Workspace, conflict: Conflict) -> Field | None:
    """Give the field or column that a conflict is about, None when it is about no value of an item."""
    task_list = workspace.task_list(conflict.list_id)
    if task_list is None or not conflict.item_id:
        return None
    kind = workspace.kind_of(task_list)
    field = kind.field.get(conflict.field)
    return field.column.get(conflict.column) if field is not None and conflict.column else field


def own_answer(snapshot: Snapshot, conflict: Conflict, plain: Any, words: Any = None) -> Answer:
    """Give a value of a person's own as the answer to a conflict; raises `UserError` when it does not fit the field.

    A date that keeps its wording may be given as a phrase alone.
    """
    field = field_of(snapshot.workspace, conflict)
    if field is None:
        return Answer(Choice.CUSTOM, plain)
    try:
        if conflict.words is not None and words is None and isinstance(plain, str):
            due = _read_due(snapshot, conflict, field, plain)
            if due.day is not None:
                return Answer(Choice.CUSTOM, due.day, due.words or None)
        return Answer(Choice.CUSTOM, fields.parse(field, plain), words)
    except fields.FieldError as error:
        raise UserError(msg("{field}: {message}", field=field.title, message=error.message)) from error


def _read_due(snapshot: Snapshot, conflict: Conflict, field: Field, text: str) -> Due:
    task_list = snapshot.workspace.task_list(conflict.list_id)
    item = task_list.item(conflict.item_id) if task_list else None
    where = Where.of(snapshot.workspace, task_list or TaskList(""), snapshot.calendar, snapshot.today)
    return read_due(text, field, item.values if item else {}, where)


class _Side:
    """The commits of one side since the common base, newest first."""

    def __init__(self, session: Session, base: str | None, tip: str) -> None:
        self._session = session
        self._place = Place(session.root, session.repo)
        self._commits = log.commits(session.repo, limit=_REACH, rev=f"{base}..{tip}" if base else tip)

    def told(self, conflict: Conflict) -> Told | None:
        """Give who changed the place last on this side."""
        path = conflict.path or f"lists/{conflict.list_id}.yaml"
        in_repo = self._place.in_repo(path)
        for commit in self._commits:
            for entry in commit.paths:
                if len(commit.parents) < 2 and entry.path in {in_repo, path} and self._changes(conflict, path, entry):
                    name = self._name(Identity(commit.author, commit.email))
                    return Told(name, commit.when, commit.trailers.get(REASON, ""))
        return None

    def _changes(self, conflict: Conflict, path: str, entry: log.PathChange) -> bool:
        if conflict.path or list_id_of(path) is None:
            return True
        contents = log.blobs(self._session.repo, [blob for blob in (entry.old_blob, entry.new_blob) if blob])
        kinds = self._session.snapshot.workspace.kinds
        before, after = (
            _value(read_version(path, contents.get(blob or ""), kinds), conflict, kinds)
            for blob in (entry.old_blob, entry.new_blob)
        )
        return bool(before != after)

    def _name(self, identity: Identity) -> str:
        workspace = self._session.snapshot.workspace
        person = person_of(workspace.settings.people, identity)
        committee = person.committee if person else ""
        return workspace.committee_name(committee, "zh") if committee else identity.name


def _value(task_list: TaskList | None, conflict: Conflict, kinds: Mapping[str, Kind]) -> Value:
    """Give the value at the place of a conflict in one version of its list."""
    item = task_list.item(conflict.item_id) if task_list is not None else None
    if task_list is None or item is None:
        return None
    if not conflict.field:
        return item.values
    kind = kinds.get(task_list.kind)
    field = kind.field.get(conflict.field) if kind else None
    if not conflict.row:
        return _cell(item.values, field, conflict)
    for row in item.rows(conflict.field):
        if field is not None and fields.row_label(field, row) == conflict.row:
            return _cell(row, field.column.get(conflict.column), conflict)
    return None


def _cell(values: Mapping[str, Value], field: Field | None, conflict: Conflict) -> Value:
    """Give the value that a conflict is about, a date with its wording; a row as a whole where it is about that."""
    name = conflict.column or conflict.field
    if conflict.row and not conflict.column:
        return dict(values)
    if conflict.words is None or field is None:
        return values.get(name)
    return [values.get(name), values.get(field.phrase)]
