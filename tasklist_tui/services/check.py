"""All problems of a workspace, each with file, line, field and a hint."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.domain.problems import Problem
from tasklist_tui.domain.recurrence_checks import recurrence_problems
from tasklist_tui.domain.validate import validate
from tasklist_tui.services.versions import list_id_of
from tasklist_tui.storage import files
from tasklist_tui.storage.reader import lines_of

if TYPE_CHECKING:
    from tasklist_tui.services.session import Session


def problems_of(workspace: Workspace, root: Path) -> list[Problem]:
    """Give the problems of the files and of how they fit together, in the order of file and line."""
    in_values = [*validate(workspace), *recurrence_problems(workspace)]
    found = [_with_hint(problem) for problem in (*workspace.problems, *_located(in_values, root))]
    return sorted(found, key=lambda problem: (problem.path, problem.line, problem.field))


def problems_in(session: Session) -> list[Problem]:
    """Give the problems of an open workspace; a link to a deleted item says what that was called, where that is known.

    It is where the index of the history is there and current: nothing is read anew for it.
    """
    found = problems_of(session.snapshot.workspace, session.root)
    lost = {str(problem.message.args["id"]) for problem in found if problem.code == "link-to-nothing"}
    titles = _last_titles(session, lost) if lost else {}
    return [_remembered(problem, titles) for problem in found]


def _last_titles(session: Session, ids: Collection[str]) -> dict[str, str]:
    from tasklist_tui.services.history_index import asked
    from tasklist_tui.storage.history_store import HistoryStore, Wanted

    def titles(store: HistoryStore) -> dict[str, str]:
        found: dict[str, str] = {}
        for item_id in ids:
            commits = store.newest(Wanted(item_id=item_id), chunk=1)
            named = (change.title for commit in commits for change in commit.changes if change.title)
            if title := next(named, ""):
                found[item_id] = title
        return found

    return asked(session, titles) or {}


def _remembered(problem: Problem, titles: Mapping[str, str]) -> Problem:
    title = titles.get(str(problem.message.args.get("id"))) if problem.code == "link-to-nothing" else None
    if title is None:
        return problem
    args = {**problem.message.args, "title": title}
    return msgspec.structs.replace(
        problem,
        message=msg("“{field}” leads to “{title}” ({id}), which has been deleted", **args),
        hint=msg("bring it back (tasklist restore {id}), choose another one in the form, or empty the field", **args),
    )


def _with_hint(problem: Problem) -> Problem:
    """Say of a value that does not fit what becomes of it; its message says what was expected."""
    if problem.hint is not None:
        return problem
    hint = msg("correct it; until then the text is kept as it is, and counts as nothing")
    return msgspec.structs.replace(problem, hint=hint)


def _located(problems: list[Problem], root: Path) -> list[Problem]:
    """Add the line to problems that were found in values; each file is scanned once."""
    lines: dict[str, Mapping[str, Mapping[str, int]]] = {}
    located: list[Problem] = []
    for problem in problems:
        if problem.path not in lines:
            lines[problem.path] = lines_of(
                files.read(root / problem.path).decode("utf-8"), list_id_of(problem.path) or ""
            )
        of_item = lines[problem.path].get(problem.item, {})
        line = of_item.get(problem.field) or of_item.get(problem.field.split(".", 1)[0]) or of_item.get("", 0)
        located.append(msgspec.structs.replace(problem, line=line))
    return located
