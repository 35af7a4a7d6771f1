"""The commits of a demo: the texts of a sample walked backwards, with the messages that the program itself writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from tasklist_tui.domain.changes import Change, diff_lists, edits_between
from tasklist_tui.domain.model import TaskList, Workspace
from tasklist_tui.domain.message import msg
from tasklist_tui.i18n import translate
from tasklist_tui.services import clock, messages
from tasklist_tui.services.demo_history import Journal, Step, as_of, steps
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


def drafts(workspace: Workspace, content: Mapping[str, bytes]) -> list[Draft]:
    """Give the commits from the first to the one after which every file is as in `content`, byte for byte.

    First everything that is no list, on the workday before; then each list when it was issued; then one commit for
    what a committee entered in one go.
    """
    journal = Journal(workspace)
    office = _office(workspace)
    plan = steps(journal, office)
    history = {task_list.path: _versions(journal, task_list, content, plan) for task_list in workspace.lists}
    start = journal.workday_before(plan[0].when) if plan else clock.now()
    others = {path: data for path, data in content.items() if not (history.get(path) or {}).keys() - {-1}}
    for versions in history.values():
        # A list that was never issued is there from the beginning.
        ...
    return []
