"""What stands in the sidebar: lists, lights, committees and the files that are broken, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.problems import Problem
from tasklist_tui.i18n import _, language
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.state import ViewState
from tasklist_tui.tui.tally import Counts, Tally


class Sort(StrEnum):
    """What a row of the sidebar is."""

    HEADING = "heading"
    LIST = "list"
    LIGHT = "light"
    COMMITTEE = "committee"
    BROKEN = "broken"
    PROBLEMS = "problems"


class SidebarRow(msgspec.Struct, frozen=True):
    """One row; `id` is the list, committee, colour or path it stands for, "" for all of them."""

    sort: Sort
    id: str
    label: str
    counts: Counts = {}
    chosen: bool = False
    problem: Problem | None = None


def sidebar_rows(snapshot: Snapshot, state: ViewState, tally: Tally, lights: frozenset[Colour]) -> Iterator[SidebarRow]:
    """Yield the rows from top to bottom; `lights` are those that the filter lets through."""
    workspace = snapshot.workspace
    names = [task_list.id for task_list in workspace.lists]
    yield SidebarRow(Sort.HEADING, "lists", _("Lists"))
    if len(names) > 1:
        yield SidebarRow(Sort.LIST, "", _("All lists"), tally.total(names), not state.list_id)
    for task_list in workspace.lists:
        chosen = state.list_id == task_list.id or len(names) == 1
        label = task_list.title or task_list.id
        yield SidebarRow(Sort.LIST, task_list.id, label, tally.of_list(task_list.id) or {}, chosen)
    for problem in broken_files(snapshot):
        yield SidebarRow(Sort.BROKEN, problem.path, problem.path, problem=problem)

    shown = [state.list_id] if state.list_id else names
    total = tally.total(shown)
    yield SidebarRow(Sort.HEADING, "lights", _("Lights"))
    for colour in Colour:
        counts = {colour: total[colour]} if colour in total else {}
        yield SidebarRow(Sort.LIGHT, colour.value, light_word(colour), counts, colour in lights)

    yield SidebarRow(Sort.HEADING, "committees", _("Committees"))
    yield SidebarRow(Sort.COMMITTEE, "", _("All committees"), chosen=not state.committee)
    for committee in workspace.settings.committees:
        label = committee.in_language(language())
        counts = tally.of_committee(committee.id, shown)
        yield SidebarRow(Sort.COMMITTEE, committee.id, label, counts, state.committee == committee.id)

    if workspace.problems:
        yield SidebarRow(Sort.HEADING, "files", _("Files"))
        label = _("Problems: {count}", count=len(workspace.problems))
        yield SidebarRow(Sort.PROBLEMS, "", label)


def broken_files(snapshot: Snapshot) -> list[Problem]:
    """Give the first problem of every list that could not be read at all."""
    readable = {task_list.path for task_list in snapshot.workspace.lists}
    broken: dict[str, Problem] = {}
    for problem in snapshot.workspace.problems:
        if problem.path.startswith("lists/") and problem.path not in readable:
            broken.setdefault(problem.path, problem)
    return list(broken.values())
