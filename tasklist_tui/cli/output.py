"""What the command line prints: tables, messages and JSON; text of other people passes the safe-text door."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from tasklist_tui.cli.columns import lined_up
from tasklist_tui.domain import fields
from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.lights import Colour, Light
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.domain.stages import stage_clock
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.safetext import safe
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.snapshot import Snapshot

#: Version of the JSON shapes (docs/json.md); raised when a shape changes in a way that breaks readers.
SCHEMA = 1

#: Control, format and separator characters that JSON allows as they are.
_INVISIBLE = re.compile(
    "[\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_ANSI = {Colour.RED: "31", Colour.YELLOW: "33", Colour.GREEN: "32", Colour.BLUE: "34", Colour.GREY: "90"}


def _shows_colours() -> bool:
    """Say whether standard output is a terminal that shows colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def table(rows: Sequence[Sequence[str]], colours: Sequence[Colour | None] = ()) -> None:
    """Print rows in columns as wide as their widest cell; the last column is not padded."""
    lines = lined_up([[safe(cell) for cell in row] for row in rows])
    if colours and _shows_colours():
        lines = [
            f"\x1b[{_ANSI[colour]}m{line}\x1b[0m" if colour else line
            for line, colour in zip(lines, colours, strict=True)
        ]
    if lines:
        print("\n".join(lines))


def inked(text: str, colour: Colour | None) -> str:
    """Give safe text in a colour where standard output shows colours."""
    return f"\x1b[{_ANSI[colour]}m{text}\x1b[0m" if colour and _shows_colours() else text


def say(text: str) -> None:
    """Print one message."""
    print(safe(text))


def note(text: str) -> None:
    """Print one remark beside the result: to standard error, so that it does not get into a pipe."""
    print(safe(text), file=sys.stderr)


def print_json(command: str, data: Mapping[str, Any]) -> None:
    """Print the result of a command in its documented shape.

    Invisible characters are written as escapes: a terminal obeys none of them, and a reader gets them back.
    """
    whole = {"schema": SCHEMA, "command": command, **data}
    try:
        text = msgspec.json.format(msgspec.json.encode(whole), indent=1).decode()
    except UnicodeEncodeError:
        import json  # halves of characters, from a command line that is no text

        text = json.dumps(whole, indent=1)
    print(_INVISIBLE.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


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
        "stage": _stage_data(snapshot, task_list, item),
        "fields": fields.to_plain(item.values),
    }


def _stage_data(snapshot: Snapshot, task_list: TaskList, item: Item) -> dict[str, str] | None:
    clock = stage_clock(item, snapshot.workspace.kind_of(task_list), snapshot.calendar)
    if clock is None:
        return None
    days = {"since": clock.since.isoformat(), "due": clock.due.isoformat()}
    return {"state": clock.state, **days, "source": clock.source, "confirm": clock.confirm.in_language(language())}


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems as `file:line:field`, each with what to do."""
    for problem in problems:
        word = _("error") if problem.severity is Severity.ERROR else _("warning")
        place = ":".join(filter(None, [problem.path, str(problem.line or ""), problem.field]))
        item = f" [{problem.item}]" if problem.item else ""
        say(f"{place}{item}: {word}: {translate(problem.message)}")
        if problem.hint:
            say(f"    {_('What to do: {hint}', hint=translate(problem.hint))}")


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
