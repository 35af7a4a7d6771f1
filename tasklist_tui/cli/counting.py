"""counts: what is done, late, urged, extended and returned, by committee, list or measure."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_list, session
from tasklist_tui.cli.output import print_json, table
from tasklist_tui.domain.counts import Counts, count_by, total
from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.report_facts import is_register
from tasklist_tui.i18n import _, language
from tasklist_tui.services.snapshot import Snapshot

#: What items can be counted by.
BY = ("committee", "list", "measure")


def counts_command(options: argparse.Namespace) -> int:
    """Print a row of counts for each committee (list, measure), and one for all; as in reports, registers do not count.

    A list that is named is counted whatever it holds.
    """
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        lists = {find_list(snapshot, name).id for name in options.list}
        entries = [
            Entry(task_list, item)
            for task_list in snapshot.workspace.lists
            if (task_list.id in lists if lists else not is_register(snapshot.workspace.kind_of(task_list)))
            for item in task_list.items
        ]
        by = _groups(snapshot, options.by)
        found = count_by(entries, by, lambda entry: snapshot.workspace.kind_of(entry.task_list), snapshot.light)
        whole = total(list(found.values()))
        named = {
            name: (_name(snapshot, options.by, name), counts) for name, counts in _ordered(snapshot, options, found)
        }
        if options.json:
            groups = [{"id": name, "name": title, **_data(counts)} for name, (title, counts) in named.items()]
            data = {"today": snapshot.today.isoformat(), "by": options.by, "groups": groups, "total": _data(whole)}
            print_json("counts", data)
            return arguments.OK
        rows = [[title, *_row(counts)] for title, counts in named.values()]
        table([_heading(options.by), *rows, [_("Total"), *_row(whole)]])
    return arguments.OK


def _groups(snapshot: Snapshot, by: str) -> Callable[[Entry], str]:
    if by == "list":
        return lambda entry: entry.task_list.id
    if by == "measure":
        return lambda entry: "" if entry.item.measure is None else str(entry.item.measure)
    return lambda entry: entry.item.lead


def _ordered(snapshot: Snapshot, options: argparse.Namespace, found: dict[str, Counts]) -> list[tuple[str, Counts]]:
    """Give the groups in the order of the workspace: committees as declared, measures by number, lists as they are."""
    if options.by == "measure":
        return sorted(found.items(), key=lambda pair: int(pair[0] or 0) or len(found) + 10_000)
    if options.by == "committee":
        places = {name: number for number, name in enumerate(snapshot.workspace.committee)}
        return sorted(found.items(), key=lambda pair: places.get(pair[0], len(places)))
    return list(found.items())


def _name(snapshot: Snapshot, by: str, group: str) -> str:
    workspace = snapshot.workspace
    if by == "list":
        task_list = workspace.task_list(group)
        return (task_list.title if task_list else "") or group
    if by == "measure":
        return group or _("Without measure")
    return workspace.committee_name(group, language()) or _("No lead")


def _heading(by: str) -> list[str]:
    first = {"committee": _("Committee"), "list": _("List"), "measure": _("Measure")}[by]
    return [
        first,
        _("Items"),
        _("Done"),
        _("On time"),
        _("Late"),
        _("Open"),
        _("Red"),
        _("Close-out"),
        _("Urged"),
        _("Unanswered"),
        _("Extended"),
        _("Returned"),
    ]


def _row(counts: Counts) -> list[str]:
    numbers = (counts.items, counts.done, counts.on_time, counts.late, counts.open, counts.red, counts.waiting)
    urged = _times(counts.urged, counts.urgings)
    extended, returned = _times(counts.extended, counts.extensions), _times(counts.returned, counts.returns)
    return [*map(str, numbers), urged, str(counts.unanswered), extended, returned]


def _times(items: int, times: int) -> str:
    """Give the number of items, and how often when that is more."""
    return str(items) if items == times else f"{items} ({times}×)"


def _data(counts: Counts) -> dict[str, object]:
    return {name: to_plain(getattr(counts, name)) for name in counts.__struct_fields__}
