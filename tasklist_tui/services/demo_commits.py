"""The commits of a demo: the texts of a sample walked backwards, with the messages that the program itself writes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from tasklist_tui.domain.changes import Change, diff_lists, edits_between
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import TaskList, Workspace
from tasklist_tui.i18n import translate
from tasklist_tui.services import clock, messages
from tasklist_tui.services.demo_history import Journal, Step, as_of, entries, steps
from tasklist_tui.services.setup import NO_ADDRESS
from tasklist_tui.storage.writer import rewrite
from tasklist_tui.vcs.repository import Identity


class Draft(msgspec.Struct, frozen=True):
    """One commit to be made: the files that change, the message, who and when."""

    files: Mapping[str, bytes]
    message: str
    author: Identity
    when: datetime


class _Version(msgspec.Struct, frozen=True):
    """A list after a step: its text, and what the step changed."""

    text: str
    changes: tuple[Change, ...] = ()


#: Number of the commit before the first step.
_SETUP = -1
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def drafts(workspace: Workspace, content: Mapping[str, bytes]) -> list[Draft]:
    """Give the commits from the first to the one after which every file is as in `content`, byte for byte.

    First, on the workday before, everything that is no list; then each list when it was issued; then one commit for
    what a committee entered in one go.
    """
    journal = Journal(workspace)
    signed = office(workspace)
    plan = steps(journal, signed)
    history = {known.path: _versions(journal, known, content[known.path], plan) for known in workspace.lists}
    setup = {path: data for path, data in content.items() if path not in history}
    setup.update((path, old[_SETUP].text.encode()) for path, old in history.items() if _SETUP in old)
    when = journal.workday_before(plan[0].when) if plan else clock.now()
    made = [Draft(setup, _setup_message(workspace), author(workspace, signed), when)]
    for number, step in enumerate(plan):
        changed = {path: old[number] for path, old in history.items() if number in old}
        if changed:
            texts = {path: version.text.encode() for path, version in changed.items()}
            changes = [change for version in changed.values() for change in version.changes]
            message = _message(workspace, step, changes)
            made.append(Draft(texts, message, author(workspace, step.by), step.when))
    return made


def office(workspace: Workspace) -> str:
    """Give the name under which the office signs: it issues the lists."""
    committees = sorted(workspace.settings.committees, key=lambda committee: committee.kind != "office")
    return committees[0].name if committees else workspace.settings.organisation


def author(workspace: Workspace, by: str) -> Identity:
    """Give who commits what is signed with the name `by` of a committee or a person."""
    for person in workspace.settings.people:
        if by in {person.name, workspace.committee_name(person.committee)}:
            return Identity(person.name, person.email or NO_ADDRESS)
    return Identity(by or "tasklist", NO_ADDRESS)


def _versions(journal: Journal, task_list: TaskList, data: bytes, plan: Sequence[Step]) -> dict[int, _Version]:
    """Give the texts of a list by the number of the step that made them, found by undoing step after step."""
    kind = journal.workspace.kind_of(task_list)
    first = next((number for number, step in enumerate(plan) if step.issues == task_list.id), _SETUP)
    text, current = data.decode(), task_list
    versions: dict[int, _Version] = {}
    moments = sorted(when for item in task_list.items for when, _ in entries(journal, item, kind))
    for number in range(len(plan) - 1, first, -1):
        until = plan[number - 1].when if number else _BEFORE_ALL
        if bisect_right(moments, until) == bisect_right(moments, plan[number].when):
            continue
        if edits := edits_between(current, as_of(journal, task_list, until)):
            older, previous = rewrite(text, current, edits, kind)
            versions[number] = _Version(text, tuple(diff_lists(kind, previous, current)))
            text, current = older, previous
    versions[first] = _Version(text)
    return versions


def _setup_message(workspace: Workspace) -> str:
    settings = workspace.settings
    subject = translate(
        msg("Workspace of {organisation} made", organisation=settings.organisation), _language(workspace)
    )
    return f"{subject}\n\n{messages.ACTION}: init\n"


def _message(workspace: Workspace, step: Step, changes: Sequence[Change]) -> str:
    issued = workspace.task_list(step.issues) if step.issues else None
    if issued is None:
        return messages.compose(workspace, changes, by=step.by, action="set")
    what = msg("“{title}” issued: {count} items", title=issued.title, count=len(issued.items))
    subject = messages.one_line(f"{step.by} · {translate(what, _language(workspace))}")
    return f"{subject}\n\n{messages.ACTION}: issue\n{messages.LIST}: {issued.path}\n"


def _language(workspace: Workspace) -> str:
    return "en" if workspace.settings.language.startswith("en") else "zh"
