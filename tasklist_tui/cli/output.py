"""What the command line prints: tables, messages and JSON; text of other people passes the safe-text door."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tasklist_tui.domain import fields
from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.lights import Colour, Light
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.problems import Problem
from tasklist_tui.i18n import _, translate
from tasklist_tui.safetext import cell_width, fit, safe
from tasklist_tui.services.snapshot import Snapshot

#: Version of the JSON shapes (docs/json.md); raised when a shape changes in a way that breaks readers.
SCHEMA = 1

_ANSI = {Colour.RED: "31", Colour.YELLOW: "33", Colour.GREEN: "32", Colour.BLUE: "34", Colour.GREY: "90"}


def light_word(colour: Colour) -> str:
    """Give the word that stands beside the colour."""
    words = {
        Colour.RED: _("Red"),
        Colour.YELLOW: _("Yellow"),
        Colour.GREEN: _("Green"),
        Colour.BLUE: _("Blue"),
        Colour.GREY: _("Grey"),
    }
    return words[colour]


def coloured(text: str, colour: Colour) -> str:
    """Give `text` in the colour of a light when standard output is a terminal that shows colours."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{_ANSI[colour]}m{text}\x1b[0m"


def table(rows: Sequence[Sequence[str]], colours: Sequence[Colour | None] = ()) -> None:
    """Print rows in columns as wide as their widest cell; the last column is not padded."""
    if not rows:
        return
    safe_rows = [[safe(cell) for cell in row] for row in rows]
    widths = [max(cell_width(row[column]) for row in safe_rows) for column in range(len(safe_rows[0]) - 1)]
    for number, row in enumerate(safe_rows):
        line = "  ".join([*(fit(cell, width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        colour = colours[number] if number < len(colours) else None
        print(coloured(line, colour) if colour else line)


def say(text: str) -> None:
    """Print one message."""
    print(safe(text))


def print_json(command: str, data: Mapping[str, Any]) -> None:
    """Print the result of a command in its documented shape."""
    json.dump({"schema": SCHEMA, "command": command, **data}, sys.stdout, ensure_ascii=False, indent=1)
    print()


def print_error(error: UserError, as_json: bool, command: str, code: int) -> None:
    """Print what went wrong and what to do: to standard error, or as JSON to standard output."""
    hint = translate(error.hint) if error.hint else ""
    if as_json:
        print_json(command, {"error": {"code": code, "message": translate(error.message), "hint": hint}})
        return
    print(_("Error: {message}", message=safe(translate(error.message))), file=sys.stderr)
    if hint:
        print(_("What to do: {hint}", hint=safe(hint)), file=sys.stderr)


def light_data(light: Light) -> dict[str, Any]:
    """Give a light for JSON: the colour's id, its word and the reason in the language in use, days to the date."""
    return {
        "colour": str(light.colour),
        "word": light_word(light.colour),
        "reason": translate(light.reason),
        "days": light.days,
    }


def item_data(snapshot: Snapshot, task_list: TaskList, item: Item) -> dict[str, Any]:
    """Give an item for JSON: id, list, number, light and its fields as they stand in the file."""
    return {
        "id": item.id,
        "list": task_list.id,
        "number": snapshot.workspace.number_of(task_list, item),
        "title": item.title,
        "light": light_data(snapshot.light(task_list, item)),
        "fields": fields.to_plain(item.values),
    }


def problem_data(problem: Problem) -> dict[str, Any]:
    """Give a problem for JSON."""
    return {
        "path": problem.path,
        "line": problem.line,
        "item": problem.item,
        "field": problem.field,
        "code": problem.code,
        "severity": str(problem.severity),
        "message": translate(problem.message),
        "hint": translate(problem.hint) if problem.hint else "",
    }


def changes_data(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Give changes for JSON."""
    return [
        {
            "what": str(change.what),
            "list": change.list_id,
            "item": change.item_id,
            "title": change.title,
            "field": change.field,
            "row": change.row,
            "column": change.column,
            "old": fields.to_plain(change.old),
            "new": fields.to_plain(change.new),
        }
        for change in changes
    ]
