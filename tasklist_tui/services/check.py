"""All problems of a workspace, each with file, line, field and a hint."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.domain.problems import Problem
from tasklist_tui.domain.recurrence_checks import recurrence_problems
from tasklist_tui.domain.validate import validate
from tasklist_tui.services.versions import list_id_of
from tasklist_tui.storage import files
from tasklist_tui.storage.reader import lines_of


def problems_of(workspace: Workspace, root: Path) -> list[Problem]:
    """Give the problems of the files and of how they fit together, in the order of file and line."""
    in_values = [*validate(workspace), *recurrence_problems(workspace)]
    found = [_with_hint(problem) for problem in (*workspace.problems, *_located(in_values, root))]
    return sorted(found, key=lambda problem: (problem.path, problem.line, problem.field))


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
