"""How the members stand, and which of their measures and tasks carry a document out."""

from __future__ import annotations

import argparse
from typing import Any

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import NotFound, session
from tasklist_tui.cli.output import print_json, say
from tasklist_tui.cli.sheets import print_sheet
from tasklist_tui.domain import fields
from tasklist_tui.domain.coverage import Cover
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.rollup import Tally, worked
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.rollup import MemberRead, roll_up
from tasklist_tui.services.sheets import coverage as coverages
from tasklist_tui.services.sheets.rollup import rollup_sheet
from tasklist_tui.services.sheets.sheet import Spot, spot
from tasklist_tui.services.sheets.spots import spots_sheet
from tasklist_tui.services.snapshot import Snapshot


def rollup_command(options: argparse.Namespace) -> int:
    """Print how the members stand; with one of them named, its items too."""
    with session(options, sign=False) as opened:
        names = [member.name for member in opened.snapshot.workspace.settings.members]
        if options.member and options.member not in names:
            raise NotFound(
                msg("there is no member “{name}”", name=options.member), msg("possible: {ways}", ways=tuple(names))
            )
        rollup = roll_up(opened, [options.member] if options.member else ())
        chosen = rollup.member(options.member) if options.member else None
        if options.json:
            data = {"members": [_member_data(member) for member in rollup.members], "total": _tally(rollup.total)}
            print_json("rollup", {**data, "items": _items(chosen) if chosen is not None else []})
            return arguments.OK
        print_sheet(rollup_sheet(rollup, language()))
        for member in rollup.members:
            if member.problem is not None:
                say(f"{member.name}: {translate(member.problem)}")
                if member.hint is not None:
                    say(_("What to do: {hint}", hint=translate(member.hint)))
        if chosen is not None and chosen.snapshot is not None:
            print_sheet(spots_sheet(chosen.name, _spots(chosen), rollup.snapshots, language()))
    return arguments.OK


def _member_data(member: MemberRead) -> dict[str, Any]:
    standing, latest = member.standing, member.latest
    document = standing.document if standing else None
    return {
        "name": member.name,
        "organisation": standing.organisation if standing else "",
        **_tally(standing.tally if standing else Tally()),
        "document": document.title if document else "",
        "state": str(document.state) if document and document.state else "",
        "latest": {"at": latest.at.isoformat(), "by": latest.by, "subject": latest.subject} if latest else None,
        "problem": translate(member.problem) if member.problem else None,
        "hint": translate(member.hint) if member.hint else "",
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "measures": tally.measures,
        "tasks": tally.tasks,
        "items": tally.counts.items,
        "lights": {str(colour): tally.light(colour) for colour in Colour},
        "done": tally.counts.done,
        "on_time": tally.counts.on_time,
        "late": tally.counts.late,
        "rate": tally.rate,
    }


def _spots(member: MemberRead) -> list[Spot]:
    lists = worked(member.snapshot.workspace) if member.snapshot else ()
    return [spot(task_list, item, member=member.name) for task_list, _kind in lists for item in task_list.items]


def _items(member: MemberRead) -> list[dict[str, Any]]:
    snapshot = member.snapshot
    if snapshot is None:
        return []
    return [
        {
            "id": item.id,
            "list": task_list.id,
            "title": item.title,
            "light": str(snapshot.light(task_list, item).colour),
            "status": item.status,
            "due": fields.to_plain(item.due),
        }
        for task_list, _kind in worked(snapshot.workspace)
        for item in task_list.items
    ]


def coverage_command(options: argparse.Namespace) -> int:
    """Print which documents carry the measures of a document out, and the holes."""
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        members = roll_up(opened).snapshots
        made = coverages.make_coverage(snapshot, members, options.document)
        if made is None and options.document:
            known = [document.id for _member, document in coverages.choices(snapshot, members)]
            raise NotFound(
                msg("no document implements “{name}”", name=options.document),
                msg("possible: {ways}", ways=tuple(known)) if known else None,
            )
        if not options.json:
            print_sheet(coverages.coverage_sheet(snapshot, members, language(), options.document))
            return arguments.OK
        if made is None:
            print_json("coverage", {"document": "", "title": "", "columns": [], "measures": [], "holes": 0})
            return arguments.OK
        snapshots = {"": snapshot, **members}
        holes = {measure.number for measure in made.holes}
        data = {
            "document": f"{made.member}/{made.document.id}" if made.member else made.document.id,
            "title": made.document.title,
            "columns": [
                {
                    "member": column.member,
                    "document": column.document.id,
                    "title": column.document.title,
                    "state": str(column.document.state or ""),
                }
                for column in made.columns
            ],
            "measures": [
                {
                    "number": measure.number,
                    "title": measure.title,
                    "cells": [
                        _cover_data(cover, snapshots[column.member])
                        for cover, column in zip(covers, made.columns, strict=True)
                    ],
                    "hole": measure.number in holes,
                }
                for measure, covers in zip(made.document.measures, made.cells, strict=True)
            ],
            "holes": len(holes),
        }
        print_json("coverage", data)
    return arguments.OK


def _cover_data(cover: Cover, snapshot: Snapshot) -> dict[str, Any]:
    lights = sorted((snapshot.light(*entry) for entry in cover.entries), key=lambda light: light.severity)
    return {
        "measures": [{"number": measure.number, "title": measure.title} for measure in cover.measures],
        "tasks": len(cover.entries),
        "items": [entry.item.id for entry in cover.entries],
        "light": str(lights[0].colour) if lights else None,
    }
