"""Exports: the formats there are, what is exported, and a file written whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

import msgspec

from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.query import Entry, Query, select
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot, make_snapshot
from tasklist_tui.storage import files


class Scope(msgspec.Struct, frozen=True, dict=True):
    """What is exported: items with their lists, in order, under a title."""

    title: str
    entries: tuple[Entry, ...]

    @cached_property
    def lists(self) -> tuple[TaskList, ...]:
        """The lists that have a chosen item, in order of appearance, each whole."""
        return tuple({entry.task_list.id: entry.task_list for entry in self.entries}.values())

    def of(self, task_list: TaskList) -> tuple[Entry, ...]:
        """Give the chosen items of one list."""
        return tuple(entry for entry in self.entries if entry.task_list.id == task_list.id)


class Options(msgspec.Struct, frozen=True):
    """How it is exported.

    `stamp` is the only moment that may get into a file; `more` are options of one format; `tell` hears how far it is.
    """

    stamp: datetime
    language: str = "zh"
    anonymise: bool = False
    more: Mapping[str, str] = {}
    tell: Teller = SILENT


#: Makes the bytes of a file: the same for the same snapshot, scope and options.
Maker = Callable[[Snapshot, Scope, Options], bytes]


class ExportFormat(NamedTuple):
    """One format; `maker` is `module:function` in `services.exports`, imported only when it is used."""

    id: str
    title: Message
    suffix: str
    maker: str

    def make(self, snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
        """Give the bytes of the file."""
        module, _colon, name = self.maker.partition(":")
        maker = cast("Maker", getattr(import_module(f"tasklist_tui.services.exports.{module}"), name))
        return maker(snapshot, scope, options)


FORMATS = {
    each.id: each
    for each in (
        ExportFormat("xlsx", msg("Excel ledger, can be filled in and read back"), ".xlsx", "ledger:xlsx_file"),
        ExportFormat("html", msg("Web page: overview, timeline and list"), ".html", "page:html_file"),
        ExportFormat("svg", msg("Timeline as a picture (SVG)"), ".svg", "pictures:svg_file"),
        ExportFormat("png", msg("Timeline as a picture (PNG)"), ".png", "pictures:png_file"),
        ExportFormat("csv", msg("CSV table, can be read back"), ".csv", "tables:csv_file"),
        ExportFormat("md", msg("Markdown table"), ".md", "tables:markdown_file"),
        ExportFormat("json", msg("JSON, can be read back"), ".json", "tables:json_file"),
        ExportFormat("ics", msg("Calendar file of the coming year"), ".ics", "leaving:ics_file"),
        ExportFormat("tjp", msg("TaskJuggler project"), ".tjp", "leaving:project_file"),
        ExportFormat("todotxt", msg("todo.txt"), ".txt", "leaving:todo_file"),
        ExportFormat("taskwarrior", msg("Taskwarrior, for “task import”"), ".json", "leaving:taskwarrior_file"),
    )
}


def scope_of(snapshot: Snapshot, query: Query) -> Scope:
    """Give the items that pass a query; the title is that of their only list, else that of the workspace."""
    entries = tuple(select(snapshot.workspace, query, snapshot.light))
    settings = snapshot.workspace.settings
    lists = {entry.task_list.id: entry.task_list.title for entry in entries}
    only = next(iter(lists.values())) if len(lists) == 1 else ""
    return Scope(only or settings.title or settings.organisation or Path(snapshot.root).name, entries)


def stamp_of(session: Session) -> datetime:
    """Give the time of the last commit: what an export is stamped with, so that the same data gives the same bytes."""
    from tasklist_tui.vcs.history import commits

    last = commits(session.repo, limit=1)
    return last[0].when if last else datetime.combine(session.today, time(), UTC)


def find_format(name: str, path: str = "") -> ExportFormat:
    """Give the format called `name`, else the one that the suffix of `path` names; raises `UserError`."""
    if name:
        found = FORMATS.get(name)
    else:
        suffix = Path(path).suffix.lower()
        found = next((each for each in FORMATS.values() if each.suffix == suffix), None)
    if found is None:
        raise UserError(
            msg("“{name}” is no format to export to", name=name or Path(path).suffix or path),
            msg("possible: {ways}", ways=tuple(FORMATS)),
        )
    return found


def export(snapshot: Snapshot, chosen: ExportFormat, scope: Scope, options: Options) -> bytes:
    """Give the bytes of an export; raises `UserError` when there is nothing to export, `Stopped` if that is wanted."""
    if not scope.entries:
        raise UserError(msg("there is nothing to export"), msg("choose another list, or fewer conditions"))
    if options.anonymise:
        snapshot, scope = without_people(snapshot, scope)
    options.tell.at()
    data = chosen.make(snapshot, scope, options)
    options.tell.at(1)
    return data


def without_people(snapshot: Snapshot, scope: Scope) -> tuple[Snapshot, Scope]:
    """Give the same without the people in it."""
    from tasklist_tui.domain.anonymise import anonymised

    workspace = anonymised(snapshot.workspace)
    kept = {(entry.task_list.id, entry.item.id) for entry in scope.entries}
    entries = tuple(
        Entry(task_list, item)
        for task_list in workspace.lists
        for item in task_list.items
        if (task_list.id, item.id) in kept
    )
    fresh = make_snapshot(workspace, snapshot.today, snapshot, root=snapshot.root, revision=snapshot.revision)
    return fresh, Scope(scope.title, entries)


class TargetRefused(UserError):
    """The place that a file is to be written to does not take it."""


def refuse_existing(path: Path, *, replace: bool = False) -> None:
    """Refuse a target that cannot be written to, before any work is done; raises `TargetRefused`."""
    if path.is_dir():
        raise TargetRefused(msg("{path} is a folder", path=str(path)), msg("give the name of a file in it"))
    if not path.absolute().parent.is_dir():
        raise TargetRefused(
            msg("there is no folder {path}", path=str(path.absolute().parent)),
            msg("make the folder first, or choose another one"),
        )
    if not replace and (path.exists() or path.is_symlink()):
        raise TargetRefused(
            msg("{path} is there already; nothing was written", path=str(path)),
            msg("choose another name, or replace it with --force"),
        )


def write_export(path: Path, data: bytes, *, replace: bool = False) -> None:
    """Write a file whole; one that is there is left alone unless it may be replaced.  Raises `TargetRefused`."""
    refuse_existing(path, replace=replace)
    try:
        files.write_atomic(path, data)
    except UserError as error:
        raise TargetRefused(error.message, error.hint) from error


#: What Windows refuses in names, and what a shell or a screen could misread.
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
#: Bytes of a name before its suffix: file systems take 255.
_LONGEST = 180


def file_name(title: str, suffix: str) -> str:
    """Give a title as the name of a file that Windows, macOS and Linux take."""
    shown = "".join(c for c in unicodedata.normalize("NFC", title) if unicodedata.category(c)[0] != "C" or c in "\t\n")
    name = _REFUSED.sub("_", re.sub(r"\s+", " ", shown)).strip(" ._-")
    name = name.encode()[:_LONGEST].decode(errors="ignore").strip(" .")
    if not name or _DEVICES.fullmatch(name):
        name = f"tasklist-{name}" if name else "tasklist"
    return name + suffix
