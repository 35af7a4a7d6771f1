"""Commands that only read: ls, show, check.  They import neither textual nor git."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_committee, find_item, find_list, find_state, session
from tasklist_tui.cli.links import item_ends, link_rows, links_data
from tasklist_tui.cli.output import (
    item_data,
    note,
    print_json,
    print_problems,
    problem_data,
    say,
    table,
)
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError, to_plain
from tasklist_tui.domain.kinds import FieldType, Kind
from tasklist_tui.domain.lights import Colour, Light
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item
from tasklist_tui.domain.problems import Severity
from tasklist_tui.domain.query import Entry, Grouping, Query, Sorting, arrange
from tasklist_tui.domain.stages import stage_clock
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.safetext import lines
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import stage_text
from tasklist_tui.services.snapshot import Snapshot


def ls_command(options: argparse.Namespace) -> int:
    """List items with number, light, reason, committee, date and title."""
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        query = Query(
            text=" ".join(options.words),
            lists=frozenset(find_list(snapshot, name).id for name in options.list),
            committees=frozenset(find_committee(snapshot.workspace, name) for name in options.committee),
            lights=frozenset(map(Colour, options.light)),
            states=frozenset(state for name in options.state for state in find_state(snapshot.workspace, name)),
            due_from=_day(options.due_from, snapshot.today),
            due_to=_day(options.due_to, snapshot.today),
            grouping=Grouping.LIST,
            sorting=Sorting(options.sort),
        )
        entries = [e for section in arrange(snapshot.workspace, query, snapshot.light) for e in section.entries]
        if options.json:
            print_json("ls", {"today": snapshot.today.isoformat(), "items": [item_data(snapshot, *e) for e in entries]})
            return arguments.OK
        lights = [snapshot.light(*entry) for entry in entries]
        rows = [_row(snapshot, entry, light) for entry, light in zip(entries, lights, strict=True)]
        table(rows, [light.colour for light in lights])
        if not entries:
            say(_("No item matches.") if query.is_filtered() else _("There are no items yet."))
        for problem in snapshot.workspace.problems:
            if problem.severity is Severity.ERROR:
                note(_("Not all could be read: {path}; see tasklist check", path=problem.path))
                break
    return arguments.OK


def _day(text: str | None, today: date) -> date | None:
    """Give the day an option names, counted from the day that was chosen with `--today`."""
    if text is None:
        return None
    try:
        day = parse_day(text, today)
    except FieldError as error:
        raise arguments.UsageError(error.message, msg("e.g. --due-from 11-01 --due-to +2w")) from error
    if day is None:
        raise arguments.UsageError(msg("a date is missing"), msg("e.g. --due-from 11-01 --due-to +2w"))
    return day


def _row(snapshot: Snapshot, entry: Entry, light: Light) -> list[str]:
    task_list, item = entry
    workspace, reason = snapshot.workspace, translate(light.reason)
    return [
        item.id,
        workspace.number_of(task_list, item),
        light_word(light.colour),
        workspace.committee_name(item.lead, language()),
        item.due.isoformat() if item.due else item.text("due_text"),
        f"{item.title} （{reason}）" if language() == "zh" else f"{item.title} ({reason})",
    ]


def show_command(options: argparse.Namespace) -> int:
    """Show every field of one item."""
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        task_list, item = find_item(snapshot, options.item)
        if options.json:
            links = links_data(item_ends(opened, item))
            print_json("show", {"item": item_data(snapshot, task_list, item), "links": links})
            return arguments.OK
        light = snapshot.light(task_list, item)
        say(f"{snapshot.workspace.number_of(task_list, item)}  {item.title}")
        rows = [("id", item.id), (_("Light"), f"{light_word(light.colour)} {translate(light.reason)}")]
        kind = snapshot.workspace.kind_of(task_list)
        if (clock := stage_clock(item, kind, snapshot.calendar)) is not None:
            on_time = snapshot.lights.judge.day_light(clock.due)
            rows.append((_("Time limit"), stage_text(kind, clock, on_time, language())))
        rows.extend(_shown_fields(snapshot, kind, item))
        incoming = tuple(end for end in item_ends(opened, item) if end.incoming)
        rows.extend((label, f"{name}  {text}") for label, text, name, _where in link_rows(snapshot, incoming))
        table([[label if number == 0 else "", line] for label, text in rows for number, line in enumerate(lines(text))])
    return arguments.OK


def _shown_fields(snapshot: Snapshot, kind: Kind, item: Item) -> Iterator[tuple[str, str]]:
    """Yield label and value of every filled field, one for each row of rows."""
    from tasklist_tui.domain.fields import row_key
    from tasklist_tui.services.present import row_text, value_text

    workspace = snapshot.workspace
    for field in kind.fields:
        value = item.get(field.id)
        if field.id == "title" or value is None:
            continue
        label = field.title.in_language(language()) or field.id
        if field.type is not FieldType.ROWS:
            yield label, value_text(workspace, kind, field, value, language(), item.values)
            continue
        for number, row in enumerate(item.rows(field.id)):
            key = f"[{row_key(field, row)}] " if field.key in row and not field.append_only else ""
            yield "" if number else label, key + row_text(workspace, kind, field, row, language(), item.values)
    for name, value in item.values.items():
        if name not in kind.field:
            yield name, str(to_plain(value))


def check_command(options: argparse.Namespace) -> int:
    """Report every problem with file, line, field and hint; exits with 1 when there is an error."""
    from tasklist_tui.services.check import problems_in

    with session(options, sign=False) as opened:
        problems = problems_in(opened)
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if options.json:
            print_json("check", {"errors": len(errors), "problems": [problem_data(problem) for problem in problems]})
        else:
            print_problems(problems)
            count = sum(len(task_list.items) for task_list in opened.snapshot.workspace.lists)
            say(
                _(
                    "{errors} errors, {warnings} warnings in {count} items",
                    errors=len(errors),
                    warnings=len(problems) - len(errors),
                    count=count,
                )
            )
    return arguments.REFUSED if errors else arguments.OK
