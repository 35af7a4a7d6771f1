"""TaskJuggler 3 projects (.tjp): resources, a task for each item with its milestones in it, and two reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from tasklist_tui.exchange.plaintext import one_line

_DAY = timedelta(days=1)
#: What rich text gives a meaning, and what stands for it.
_MARKUP = str.maketrans({"[": "［", "]": "］", "<": "＜", ">": "＞"})
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_]")


class Milestone(msgspec.Struct, frozen=True):
    """A point of a task; `done` ones are complete."""

    title: str
    day: date
    done: bool = False


class ProjectTask(msgspec.Struct, frozen=True):
    """One task from `start` to `due`, both included; without `due` it is a milestone flagged as undated."""

    id: str
    title: str
    start: date | None
    due: date | None
    complete: int = 0
    responsible: tuple[str, ...] = ()
    note: str = ""
    milestones: tuple[Milestone, ...] = ()


class ProjectGroup(msgspec.Struct, frozen=True):
    """Tasks under one heading: a list, a measure."""

    id: str
    title: str
    tasks: tuple[ProjectTask, ...] = ()
    groups: tuple[ProjectGroup, ...] = ()


class Project(msgspec.Struct, frozen=True):
    """The whole project; `resources` are ids and names."""

    title: str
    now: date
    resources: tuple[tuple[str, str], ...]
    groups: tuple[ProjectGroup, ...]
    heading: str


def project_file(project: Project) -> bytes:
    """Give the .tjp file in UTF-8."""
    first, last = _bounds(project)
    lines = [
        f"project tasklist {_text(project.title)} {first} - {last} {{",
        f"  now {project.now}",
        '  timeformat "%Y-%m-%d"',
        '  scenario plan "Plan"',
        "}",
        "flags undated",
    ]
    lines.extend(f"resource {_id(name)} {_text(title)}" for name, title in project.resources)
    known = {name for name, _title in project.resources}
    for group in project.groups:
        lines.extend(_group(group, known, project.now))
    lines.extend(
        [
            f"taskreport overview {_text(project.heading)} {{",
            "  formats html",
            "  columns bsi, name, start, end, complete, responsible, chart",
            "}",
            f"taskreport table {_text(project.heading)} {{",
            "  formats csv",
            "  columns bsi, name, start, end, complete, responsible",
            "}",
        ]
    )
    return ("\n".join(lines) + "\n").encode()


def _group(group: ProjectGroup, known: set[str], now: date) -> Iterator[str]:
    yield f"task {_id(group.id)} {_text(group.title)} {{"
    for inner in group.groups:
        yield from (f"  {line}" for line in _group(inner, known, now))
    for task in group.tasks:
        yield from (f"  {line}" for line in _task(task, known, now))
    yield "}"


def _task(task: ProjectTask, known: set[str], now: date) -> Iterator[str]:
    """Yield a task; one with milestones is a container, because TaskJuggler dates a container by its parts."""
    yield f"task {_id(task.id)} {_text(task.title)} {{"
    if people := [_id(name) for name in task.responsible if name in known]:
        yield f"  responsible {', '.join(people)}"
    if task.note:
        yield f"  note {_text(_no_markup(task.note))}"
    if not task.milestones:
        yield from (f"  {line}" for line in _span(task, now))
    else:
        yield f"  task work {_text(task.title)} {{"
        yield from (f"    {line}" for line in _span(task, now))
        yield "  }"
        for number, milestone in enumerate(task.milestones, start=1):
            yield f"  task m{number} {_text(milestone.title)} {{"
            yield f"    start {milestone.day}"
            yield "    milestone"
            yield f"    complete {100 if milestone.done else 0}"
            yield "  }"
    yield "}"


def _span(task: ProjectTask, now: date) -> Iterator[str]:
    """Yield when a task is: the end is the first moment after it, so the day after `due`."""
    if task.due is None:
        yield f"start {task.start or now}"
        yield "milestone"
        yield "flags undated"
    else:
        yield f"start {min(task.start or task.due, task.due)}"
        yield f"end {_after(task.due)}"
    yield f"complete {min(max(task.complete, 0), 100)}"


def _bounds(project: Project) -> tuple[date, date]:
    """Give the days the project lasts: TaskJuggler refuses what lies outside."""
    dates = [project.now, *_dates(project.groups)]
    return min(dates), _after(_after(max(dates)))


def _dates(groups: Sequence[ProjectGroup]) -> Iterable[date]:
    for group in groups:
        yield from _dates(group.groups)
        for task in group.tasks:
            yield from (day for day in (task.start, task.due) if day is not None)
            yield from (milestone.day for milestone in task.milestones)


def _after(day: date) -> date:
    return day + _DAY if day < date.max else day


def _text(text: str) -> str:
    """Give a string of TaskJuggler; a backslash could hide its end, so it is written in full width."""
    return '"' + (one_line(text) or "…").replace("\\", "＼").replace('"', '\\"') + '"'


def _no_markup(text: str) -> str:
    """Give text that TaskJuggler's rich text shows as it stands: nothing links, nothing begins a heading or a list."""
    line = one_line(text).translate(_MARKUP)
    return f"· {line}" if line.startswith(("=", "*", "#", "-")) else line


def _id(text: str) -> str:
    """Give an identifier: letters, digits and underscores, not a digit first."""
    if not text.isascii() or _NOT_IN_ID.search(text):
        text = _NOT_IN_ID.sub(lambda found: f"_{ord(found[0]):x}_", text)
    return f"t_{text}"
