"""For those who go on with another program: TaskJuggler, todo.txt, Taskwarrior and calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from tasklist_tui.domain.kinds import Stage
from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.lights import stage_of
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.query import Entry, Grouping, Query, arrange
from tasklist_tui.domain.telling import Teller
from tasklist_tui.exchange import taskjuggler, taskwarrior, todotxt
from tasklist_tui.i18n import translate
from tasklist_tui.services.exporting import Options, Scope
from tasklist_tui.services.exports.headings import measure_title
from tasklist_tui.services.snapshot import Snapshot

_PRIORITY = {Colour.RED: "A", Colour.YELLOW: "B", Colour.GREEN: "C"}
_IMPORTANCE = {Colour.RED: "H", Colour.YELLOW: "M"}
_STATUS = {Stage.DONE: "completed", Stage.DROPPED: "deleted"}
_FULL = 100
#: A year of what recurs is in a calendar file.
_AHEAD = 366
#: The part of the time that goes into finding what falls on which day.
_GATHERING = 0.3


def ics_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give the agenda of the coming year as a calendar file, what is overdue first; `tasks=yes` makes tasks of it."""
    from tasklist_tui.domain.agenda import Agenda
    from tasklist_tui.services.agenda import agenda_of
    from tasklist_tui.services.agenda_file import agenda_file

    chosen = {(entry.task_list.id, entry.item.id) for entry in scope.entries}

    def kept(entry: Entry | None) -> bool:
        return entry is None or (entry.task_list.id, entry.item.id) in chosen

    today = snapshot.today
    last = date.fromordinal(min(today.toordinal() + _AHEAD, date.max.toordinal()))
    found = agenda_of(snapshot, today, last)
    options.tell.part(0, _GATHERING).at(1)
    mine = Agenda(
        found.first,
        found.last,
        tuple(line for line in found.overdue if kept(line.entry)),
        tuple((day, lines) for day, all_of in found.days if (lines := tuple(x for x in all_of if kept(x.entry)))),
    )
    as_tasks = options.more.get("tasks") == "yes"
    return agenda_file(snapshot, mine, options.stamp, as_tasks=as_tasks, tell=options.tell.part(_GATHERING, 1))


def todo_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give a todo.txt: the list is the project, committees are contexts, lights are priorities."""
    return todotxt.todo_file(_todo(snapshot, entry, options.language) for entry in options.tell.each(scope.entries))


def _todo(snapshot: Snapshot, entry: Entry, language: str) -> todotxt.Todo:
    task_list, item = entry
    stage = stage_of(item, snapshot.workspace.kind_of(task_list))
    done = stage in {Stage.DONE, Stage.DROPPED}
    started = item.start or task_list.issued
    name = snapshot.workspace.committee_name
    pairs = [("due", item.due.isoformat() if item.due else ""), ("id", item.id)]
    if stage is Stage.DROPPED:
        pairs.append(("status", "cancelled"))
    if item.progress and not done:
        pairs.append(("progress", f"{item.progress}%"))
    return todotxt.Todo(
        item.title,
        "" if done else _PRIORITY.get(snapshot.light(task_list, item).colour, ""),
        started,
        item.day("done_on") if done else None,
        is_done=done,
        projects=(task_list.title or task_list.id,),
        contexts=tuple(name(committee, language) for committee in item.committees()),
        pairs=tuple(pairs),
    )


def taskwarrior_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give the JSON that `task import` reads: the list is the project, committees are tags, notes annotations."""
    zone = options.stamp.tzinfo
    tasks = (_task(snapshot, entry, options) for entry in options.tell.each(scope.entries))
    return taskwarrior.task_file(tasks, zone)


def _task(snapshot: Snapshot, entry: Entry, options: Options) -> taskwarrior.Task:
    task_list, item = entry
    kind = snapshot.workspace.kind_of(task_list)
    settings = snapshot.workspace.settings
    stage = stage_of(item, kind)
    begun = item.start or task_list.issued
    names = [snapshot.workspace.committee_name(committee, options.language) for committee in item.committees()]
    return taskwarrior.Task(
        f"{settings.organisation or settings.title}/{item.id}",
        item.title,
        _STATUS.get(stage, "pending"),
        datetime.combine(begun, time(), options.stamp.tzinfo) if begun else options.stamp,
        project=(task_list.title or task_list.id).replace(".", "·"),
        priority=_IMPORTANCE.get(snapshot.light(task_list, item).colour, ""),
        tags=(*names, *(str(tag) for tag in item.get("tags") or ())),
        start=begun if stage is Stage.ACTIVE else None,
        scheduled=item.start if stage is Stage.PLANNED else None,
        due=item.due,
        end=item.day("done_on"),
        notes=tuple(_notes(item)),
    )


def _notes(item: Item) -> Iterator[taskwarrior.Note]:
    for row in item.rows("log"):
        at, text = row.get("at"), row.get("text")
        if isinstance(at, datetime) and text:
            yield taskwarrior.Note(at if at.tzinfo else at.replace(tzinfo=UTC), f"{row.get('by') or ''} {text}")


def project_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give a TaskJuggler project: committees are resources, lists and measures hold the tasks."""
    settings = snapshot.workspace.settings
    return taskjuggler.project_file(
        taskjuggler.Project(
            scope.title,
            snapshot.today,
            tuple((c.id, c.in_language(options.language)) for c in settings.committees),
            tuple(_group(snapshot, scope, task_list, part) for part, task_list in options.tell.parts(scope.lists)),
            translate(msg("Overview"), options.language),
        )
    )


def _group(snapshot: Snapshot, scope: Scope, task_list: TaskList, tell: Teller) -> taskjuggler.ProjectGroup:
    only = frozenset((task_list.id, entry.item.id) for entry in scope.of(task_list))
    query = Query(lists=frozenset({task_list.id}), only=only, grouping=Grouping.MEASURE)
    groups: list[taskjuggler.ProjectGroup] = []
    loose: tuple[taskjuggler.ProjectTask, ...] = ()
    for part, section in tell.parts(arrange(snapshot.workspace, query, snapshot.light)):
        tasks = tuple(_project_task(snapshot, entry) for entry in part.each(section.entries))
        if section.key:
            title = measure_title(snapshot, task_list, section.key)
            groups.append(taskjuggler.ProjectGroup(f"measure_{section.key}", title, tasks))
        else:
            loose = tasks
    return taskjuggler.ProjectGroup(task_list.id, task_list.title or task_list.id, loose, tuple(groups))


def _project_task(snapshot: Snapshot, entry: Entry) -> taskjuggler.ProjectTask:
    task_list, item = entry
    done = stage_of(item, snapshot.workspace.kind_of(task_list)) is Stage.DONE
    milestones = tuple(
        taskjuggler.Milestone(str(row.get("title") or ""), row["due"], done=done or bool(row.get("done")))
        for row in item.rows("milestones")
        if isinstance(row.get("due"), date)
    )
    return taskjuggler.ProjectTask(
        item.id,
        item.title,
        item.start or task_list.issued,
        item.due,
        _FULL if done else item.progress,
        tuple(item.committees()),
        item.text("goal"),
        milestones,
    )
