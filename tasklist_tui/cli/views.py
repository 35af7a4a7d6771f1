"""The views that kinds name, in the terminal: matrix, register, linked lists, month of activities, roster."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import msgspec

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_item, find_list, session
from tasklist_tui.cli.output import print_json, say, table
from tasklist_tui.cli.sheets import print_sheet
from tasklist_tui.domain import fields
from tasklist_tui.domain.axes import Axis, AxisValue, Unit
from tasklist_tui.domain.chaintable import Place, Sort, chain_table
from tasklist_tui.domain.kinds import Field
from tasklist_tui.domain.kindviews import CalendarView, MatrixView, RegisterView, RosterView, View
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.quantity import Quantity, Total
from tasklist_tui.domain.register import RegisterRow
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.sheets import chain as chains
from tasklist_tui.services.sheets import matrix as matrices
from tasklist_tui.services.sheets import months, register, roster, suited
from tasklist_tui.services.snapshot import Snapshot

V = TypeVar("V", bound=View)


def views_command(options: argparse.Namespace) -> int:
    """List the views that the kinds of the lists name."""
    with session(options, sign=False) as opened:
        workspace = opened.snapshot.workspace
        lists = [find_list(opened.snapshot, options.list)] if options.list else workspace.lists
        found = [(task_list, suited.views_of(workspace.kind_of(task_list))) for task_list in lists]
        if options.json:
            print_json(
                "views", {"lists": [_views_data(opened.snapshot, task_list, views) for task_list, views in found]}
            )
            return arguments.OK
        rows = [
            [task_list.id, view.id, suited.TYPE_NAMES[type(view)], _title(opened.snapshot, task_list, view)]
            for task_list, views in found
            for view in views
        ]
        table([[_("List"), _("View"), _("Type"), _("Title")], *rows] if rows else [])
        if not rows:
            say(_("No kind of this workspace names a view."))
    return arguments.OK


def _title(snapshot: Snapshot, task_list: TaskList, view: View) -> str:
    return suited.title_of(view, snapshot.workspace.kind_of(task_list), language())


def _views_data(snapshot: Snapshot, task_list: TaskList, views: Sequence[View]) -> dict[str, Any]:
    return {
        "list": task_list.id,
        "kind": task_list.kind,
        "views": [
            {"id": view.id, "type": suited.TYPE_NAMES[type(view)], "title": _title(snapshot, task_list, view)}
            for view in views
        ],
    }


@contextmanager
def _viewed(options: argparse.Namespace, wanted: type[V]) -> Iterator[tuple[Snapshot, TaskList, V]]:
    """Open the workspace and give the list that is named, and its view of a type."""
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        task_list = find_list(snapshot, options.list)
        yield snapshot, task_list, suited.find_view_of(snapshot.workspace, task_list, options.view, wanted)


def matrix_command(options: argparse.Namespace) -> int:
    """Print a matrix: one that the kind names, or any two fields."""
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        task_list = find_list(snapshot, options.list)
        view = _matrix_view(snapshot, task_list, options)
        made = matrices.make_matrix(snapshot, task_list, view)
        if not options.json:
            print_sheet(matrices.matrix_sheet(snapshot, task_list, view, language()))
            return arguments.OK
        tell = matrices.teller(snapshot, task_list, view, language())

        def cell(found: Sequence[Unit]) -> dict[str, Any]:
            lights = sorted((snapshot.light(task_list, unit.item) for unit in found), key=lambda one: one.severity)
            return {
                "count": len(found),
                "text": tell(found)[0] if found else "",
                "light": str(lights[0].colour) if lights else None,
                "items": list(dict.fromkeys(unit.item.id for unit in found)),
            }

        data = {
            "list": task_list.id,
            "view": view.id,
            "rows": _axis_data(made.rows, made.row_values, made.by_row),
            "columns": _axis_data(made.columns, made.column_values, made.by_column),
            "cells": [[cell(made.cell(r.id, c.id)) for c in made.column_values] for r in made.row_values],
            "total": made.total,
            "gaps": {
                "rows": [value.id for value in made.empty_rows()],
                "columns": [value.id for value in made.empty_columns()],
            },
        }
        print_json("matrix", data)
    return arguments.OK


def _matrix_view(snapshot: Snapshot, task_list: TaskList, options: argparse.Namespace) -> MatrixView:
    """Give the matrix the kind names, with what the options say instead."""
    chosen = {name: getattr(options, name) for name in ("rows", "columns", "of", "cell") if getattr(options, name)}
    if not options.view and {"rows", "columns"} <= chosen.keys():
        return MatrixView(suited.FREE, **chosen)
    view = suited.find_view_of(snapshot.workspace, task_list, options.view, MatrixView)
    return msgspec.structs.replace(view, **chosen)


def _axis_data(axis: Axis, values: Sequence[AxisValue], found: Any) -> dict[str, Any]:
    return {
        "axis": axis.name,
        "title": axis.label.in_language(language()),
        "values": [
            {"id": value.id, "title": value.label.in_language(language()), "total": len(found.get(value.id, ()))}
            for value in values
        ],
    }


def register_command(options: argparse.Namespace) -> int:
    """Print what was planned against what there is."""
    with _viewed(options, RegisterView) as (snapshot, task_list, view):
        if not options.json:
            print_sheet(register.register_sheet(snapshot, task_list, view, language()))
            return arguments.OK
        made, called = register.make_register(snapshot, task_list, view)
        groups = [
            {
                "by": group.id,
                "title": called(group.id).in_language(language()),
                "items": len(group.rows),
                "planned": _total(group.planned),
                "actual": _total(group.actual),
                "shortfall": group.shortfall,
            }
            for group in made.groups
        ]
        whole = made.whole
        sums = {"planned": _total(whole.planned), "actual": _total(whole.actual), "shortfall": whole.shortfall}
        rows = [_register_row(row) for row in whole.rows]
        data = {"list": task_list.id, "view": view.id, "rows": rows, "groups": groups, **sums, "short": whole.short}
        print_json("register", data)
    return arguments.OK


def _register_row(row: RegisterRow) -> dict[str, Any]:
    return {
        "id": row.item.id,
        "title": row.item.title,
        "by": list(row.groups),
        "planned": _said(row.planned),
        "actual": _said(row.actual),
        "shortfall": row.shortfall,
    }


def _said(quantity: Quantity | None) -> str:
    return quantity.text if quantity is not None else ""


def _total(total: Total) -> str:
    return translate(total.said())


def chain_command(options: argparse.Namespace) -> int:
    """Print the linked lists of an item side by side."""
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        task_list, item = find_item(snapshot, options.item)
        kind = snapshot.workspace.kind_of(task_list)
        chain = chains.find_chain(kind, options.chain)
        if not options.json:
            print_sheet(chains.chain_sheet(snapshot, task_list, chain.id, item, language()))
            return arguments.OK
        made = chain_table(item, kind, chain)

        def said(field: Field, place: Place) -> dict[str, Any]:
            number = made.lists.index(field)
            following = made.lists[number + 1] if number + 1 < len(made.lists) else None
            after = _rows_to(made.lines, number, place.key) if following is not None else []
            before = _row_before(made.lines, number, place.key)
            return {
                "id": place.key,
                "text": chains.row_said(snapshot.workspace, kind, field, place.row, language()),
                "from": before,
                "to": after,
                "gap": following is not None and not after,
            }

        lists = [
            {
                "id": field.id,
                "title": field.title.in_language(language()) or field.id,
                "rows": [said(field, line[n]) for line in made.lines if line[n].sort is Sort.ROW],
            }
            for n, field in enumerate(made.lists)
        ]
        ids = {"item": item.id, "list": task_list.id, "title": item.title, "chain": chain.id}
        print_json("chain", {**ids, "lists": lists, "gaps": made.gaps, "loose": made.loose})
    return arguments.OK


def _rows_to(lines: Sequence[Sequence[Place]], number: int, key: str) -> list[str]:
    """Give the rows of the next list that stand beside a row, by their keys."""
    beside = [line for line in lines if line[number].key == key and line[number].sort in {Sort.ROW, Sort.BELOW}]
    return [line[number + 1].key for line in beside if line[number + 1].sort is Sort.ROW]


def _row_before(lines: Sequence[Sequence[Place]], number: int, key: str) -> str | None:
    """Give the row of the list before that a row points to, None when it points to nothing."""
    for line in lines:
        if number and line[number].sort is Sort.ROW and line[number].key == key:
            return line[number - 1].key or None
    return None


def months_command(options: argparse.Namespace) -> int:
    """Print a month of activities by day."""
    with _viewed(options, CalendarView) as (snapshot, task_list, view):
        made, by = months.make_month(snapshot, task_list, view, _month(options.month))

        def sorts(unit: Unit) -> str:
            return "、".join(by.called(name).in_language(language()) for name in by.read(unit)) if by else ""

        days = sorted(made.days)
        if options.json:
            data = {
                "list": task_list.id,
                "view": view.id,
                "month": f"{made.year:04}-{made.month:02}",
                "days": [
                    {
                        "date": day.isoformat(),
                        "items": [
                            {"id": item.id, "title": item.title, "by": list(by.read(Unit(item))) if by else []}
                            for item in made.days[day]
                        ],
                    }
                    for day in days
                ],
                "count": len(made.items),
                "undated": len(made.undated),
                "by": [
                    {
                        "id": name,
                        "title": by.called(name).in_language(language()) if by else name,
                        "count": len(found),
                    }
                    for name, found in made.counts.items()
                ],
            }
            print_json("months", data)
            return arguments.OK
        say(f"{made.year:04}-{made.month:02}  {months.month_note(made, by, language())}")
        table([[_day(day), sorts(Unit(item)), item.title] for day in days for item in made.days[day]])
        if made.undated:
            say(_("no day: {count}", count=len(made.undated)))
    return arguments.OK


def _day(day: date) -> str:
    from tasklist_tui.services.daywords import weekday

    return f"{day.isoformat()} {weekday(day)}"


def _month(text: str) -> tuple[int, int] | None:
    """Read a month like 2025-09; None without one."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text)
    if not found or not 1 <= int(found[2]) <= 12 or not int(found[1]):
        raise arguments.UsageError(msg("expected a month like 2025-09, found “{text}”", text=text))
    return int(found[1]), int(found[2])


def roster_command(options: argparse.Namespace) -> int:
    """Print what people or stations did, and who is idle."""
    with _viewed(options, RosterView) as (snapshot, task_list, view):
        if not options.json:
            print_sheet(roster.roster_sheet(snapshot, task_list, view, language()))
            return arguments.OK
        rows = roster.make_roster(snapshot, task_list, view)
        data = {
            "list": task_list.id,
            "view": view.id,
            "idle_days": view.idle_days,
            "rows": [
                {
                    "id": row.item.id,
                    "title": row.item.title,
                    "count": len(row.deeds),
                    "last": fields.to_plain(row.last),
                    "idle": row.idle,
                    "used_by": [
                        {"id": deed.item.id, "title": deed.item.title, "date": fields.to_plain(deed.day)}
                        for deed in row.deeds
                    ],
                }
                for row in rows
            ],
            "idle": sum(row.idle for row in rows),
        }
        print_json("roster", data)
    return arguments.OK
