"""Taskwarrior's JSON, for `task import` (https://taskwarrior.org/docs/design/task/): a list of tasks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import UUID, uuid5

import msgspec

from tasklist_tui.exchange.plaintext import one_line

#: The name space of the UUIDs, so that importing again changes tasks instead of doubling them.
_SPACE = UUID("6f1d6a5e-3a52-5c0e-9a3e-5d2b7c1f4a10")
_DAY_END = time(23, 59, 59)


class Note(msgspec.Struct, frozen=True):
    """An annotation."""

    at: datetime
    text: str


class Task(msgspec.Struct, frozen=True):
    """One task; `status` is pending, waiting, completed or deleted."""

    key: str
    description: str
    status: str
    entry: datetime
    project: str = ""
    priority: str = ""
    tags: tuple[str, ...] = ()
    start: date | None = None
    scheduled: date | None = None
    due: date | None = None
    end: date | None = None
    notes: tuple[Note, ...] = ()


def task_file(tasks: Iterable[Task], zone: tzinfo | None) -> bytes:
    """Give the JSON list, a task on each line; days end at midnight of `zone`."""
    lines = (json.dumps(_data(task, zone), ensure_ascii=False) for task in tasks)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def _data(task: Task, zone: tzinfo | None) -> dict[str, object]:
    found: dict[str, object] = {
        "uuid": str(uuid5(_SPACE, task.key)),
        "status": task.status,
        "entry": _moment(task.entry),
        "description": one_line(task.description) or "…",
    }
    named = (("project", task.project), ("priority", task.priority))
    found.update({name: line for name, text in named if (line := one_line(text))})
    if tags := [word for tag in task.tags if (word := "_".join(one_line(tag).split()))]:
        found["tags"] = tags
    if task.start is not None:
        found["start"] = _moment(datetime.combine(task.start, time(), zone))
    if task.scheduled is not None:
        found["scheduled"] = _moment(datetime.combine(task.scheduled, time(), zone))
    if task.due is not None:
        found["due"] = _moment(datetime.combine(task.due, _DAY_END, zone))
    if task.status in {"completed", "deleted"}:
        # These states must have an end.
        end = datetime.combine(task.end, time(12), zone) if task.end else task.entry
        found["end"] = _moment(end)
    if task.notes:
        found["annotations"] = [
            {"entry": _moment(at), "description": one_line(note.text) or "…"}
            for at, note in zip(_apart(note.at for note in task.notes), task.notes, strict=True)
        ]
    return found


def _apart(moments: Iterable[datetime]) -> Iterable[datetime]:
    """Give the moments so that no two are the same second: Taskwarrior keys annotations by it."""
    taken: set[str] = set()
    for moment in moments:
        while _moment(moment) in taken:
            moment += timedelta(seconds=1)  # noqa: PLW2901  looks for the next free second
        taken.add(_moment(moment))
        yield moment


def _moment(moment: datetime) -> str:
    """Give a moment as `20251110T013000Z`; one without a zone counts as UTC."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        known = known.astimezone(UTC)
    except OverflowError:
        known = known.replace(tzinfo=UTC)
    return f"{known.year:04d}{known:%m%dT%H%M%SZ}"
