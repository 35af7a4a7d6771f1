"""Commands about the past: compare two moments, list the items of a day, who set what, versions, deleted items."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_item, session
from tasklist_tui.cli.output import changes_data, item_data, light_data, print_json, say, table
from tasklist_tui.domain.comparison import ItemNews, News, by_committee, total
from tasklist_tui.domain.model import Workspace
from tasklist_tui.domain.workflow import field_label
from tasklist_tui.i18n import _, language
from tasklist_tui.safetext import safe
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import changes_text
from tasklist_tui.services.timetravel import (
    Comparison,
    Moment,
    compare_moments,
    find_moment,
    name_version,
    snapshot_at,
    versions,
)


def changes_command(options: argparse.Namespace) -> int:
    """Say what became of the items between two moments: `A..B`, or since `A`."""
    with session(options, sign=False) as opened:
        first, _dots, last = options.range.partition("..")
        found = compare_moments(opened, find_moment(opened, first), find_moment(opened, last))
        if options.json:
            print_json("changes", _comparison_data(found))
        elif options.md:
            print("\n".join(_markdown(found)))
        elif options.by:
            _say_counts(found)
        else:
            _say_changes(found)
    return arguments.OK


def at_command(options: argparse.Namespace) -> int:
    """List the items as they were at a moment, with the lights of that day."""
    with session(options, sign=False) as opened:
        moment = find_moment(opened, options.moment)
        snapshot = snapshot_at(opened, moment)
        entries = [(task_list, item) for task_list in snapshot.workspace.lists for item in task_list.items]
        if options.json:
            items = [item_data(snapshot, *entry) for entry in entries]
            print_json("at", {**_moment_data(moment), "items": items})
            return arguments.OK
        say(_("As of {day}, read only:", day=moment.day))
        number_of, lights = snapshot.workspace.number_of, [snapshot.light(*entry) for entry in entries]
        table(
            [
                [number_of(task_list, item), item.id, light_word(light.colour), str(item.due or ""), item.title]
                for (task_list, item), light in zip(entries, lights, strict=True)
            ],
            [light.colour for light in lights],
        )
        if not entries:
            say(_("There are no items yet."))
    return arguments.OK


def blame_command(options: argparse.Namespace) -> int:
    """Say who set each field of an item, and when."""
    from tasklist_tui.services.blame import blame

    with session(options, sign=False) as opened:
        task_list, item = find_item(opened.snapshot, options.item)
        found = blame(opened, task_list.id, item.id)
        if options.json:
            fields = [
                {
                    "field": told.field,
                    "author": told.author,
                    "when": told.when.isoformat(),
                    "sha": told.sha,
                    "subject": told.subject,
                    "reason": told.reason,
                }
                for told in found
            ]
            print_json("blame", {"item": item.id, "fields": fields})
            return arguments.OK
        kind = opened.snapshot.workspace.kind_of(task_list)
        table(
            [
                [
                    field_label(kind, told.field).in_language(language()),
                    told.author,
                    f"{told.when:%Y-%m-%d %H:%M}",
                    told.sha[:8],
                    told.subject,
                ]
                for told in found
            ]
        )
    return arguments.OK


def restore_command(options: argparse.Namespace) -> int:
    """Bring a deleted item back, with its history."""
    from tasklist_tui.services.blame import restore

    with session(options, sign=True) as opened:
        snapshot = restore(opened, options.item)
        found = snapshot.workspace.find(options.item)
        if options.json:
            data = {"revision": snapshot.revision, "changed": True}
            print_json("restore", {**data, "item": item_data(snapshot, *found)} if found else data)
        else:
            say(_("Saved: {title}", title=f"{options.item} {found[1].title if found else ''}"))
    return arguments.OK


def tag_command(options: argparse.Namespace) -> int:
    """List the named versions, or name the state that is recorded now."""
    with session(options, sign=bool(options.name)) as opened:
        if options.name:
            made = name_version(opened, options.name, options.reason)
            if options.json:
                print_json("tag", {"versions": [_moment_data(made)]})
            else:
                say(_("Saved: {title}", title=f"{made.name} {made.day}"))
            return arguments.OK
        known = list(versions(opened).values())
        if options.json:
            print_json("tag", {"versions": [_moment_data(moment) for moment in known]})
        elif known:
            table([[moment.day.isoformat(), (moment.sha or "")[:8], moment.name] for moment in known])
        else:
            say(_("There are no named versions yet; make one: tasklist tag NAME"))
    return arguments.OK


def news_words() -> dict[News, str]:
    """Give the words for what became of items."""
    return {
        News.ADDED: _("added"),
        News.DONE: _("done"),
        News.REOPENED: _("reopened"),
        News.EXTENDED: _("extended"),
        News.NEWLY_RED: _("newly red"),
        News.REASSIGNED: _("reassigned"),
        News.DELETED: _("deleted"),
        News.CHANGED: _("changed"),
    }


def _say_changes(found: Comparison) -> None:
    say(_title(found))
    if not found.items:
        say(_("Nothing changed."))
    words = news_words()
    for news in News:
        items = [entry for entry in found.items if news in entry.news]
        if items:
            say("")
            say(f"{words[news]} ({len(items)})")
            table([_row(found, entry) for entry in items])


def _row(found: Comparison, entry: ItemNews) -> list[str]:
    workspace = _workspace_of(found, entry)
    task_list = workspace.task_list(entry.list_id)
    kind = workspace.kind_of(task_list) if task_list else None
    text = changes_text(workspace, kind, entry.changes, language()) if kind and entry.changes else ""
    return ["  " + workspace.committee_name(entry.item.lead, language()), entry.item.id, entry.item.title, text]


def _workspace_of(found: Comparison, entry: ItemNews) -> Workspace:
    return (found.before if News.DELETED in entry.news else found.after).workspace


def _say_counts(found: Comparison) -> None:
    say(_title(found))
    table([_heads(), *_count_rows(found)])


def _heads() -> list[str]:
    words = news_words()
    return [_("Committee"), *(words[news] for news in News)]


def _count_rows(found: Comparison) -> list[list[str]]:
    counts = by_committee(found.items)
    named: list[tuple[str, Mapping[News, int]]] = [
        (found.after.workspace.committee_name(committee, language()) or _("No lead"), row)
        for committee, row in counts.items()
    ]
    return [[name, *(str(row[news]) for news in News)] for name, row in [*named, (_("Total"), total(counts))]]


def _markdown(found: Comparison) -> list[str]:
    lines = [f"# {_title(found)}", "", "| " + " | ".join(_heads()) + " |", "| --- " * (len(News) + 1) + "|"]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in _count_rows(found)]
    words = news_words()
    for news in News:
        items = [entry for entry in found.items if news in entry.news]
        if items:
            lines += ["", f"## {words[news]} ({len(items)})", ""]
            for entry in items:
                committee, _id, title, text = (_cell(cell.strip()) for cell in _row(found, entry))
                lines.append("- " + " · ".join(part for part in (committee, title, text) if part))
    return lines


def _cell(text: str) -> str:
    """Give a text that stays inside its place in Markdown."""
    plain = " ".join(safe(text).split())
    for character in "\\|*_`[]<>#":
        plain = plain.replace(character, "\\" + character)
    return plain


def _title(found: Comparison) -> str:
    return _("What changed from {old} to {new}", old=_named(found.old), new=_named(found.new))


def _named(moment: Moment) -> str:
    day = moment.day.isoformat()
    return day if moment.name in {"", day} else f"{moment.name} ({day})"


def _moment_data(moment: Moment) -> dict[str, object]:
    return {"sha": moment.sha, "day": moment.day.isoformat(), "name": moment.name}


def _comparison_data(found: Comparison) -> dict[str, object]:
    return {
        "old": _moment_data(found.old),
        "new": _moment_data(found.new),
        "items": [
            {
                "list": entry.list_id,
                "item": entry.item.id,
                "title": entry.item.title,
                "lead": entry.item.lead,
                "news": [news.value for news in entry.news],
                "before": light_data(entry.before) if entry.before else None,
                "after": light_data(entry.after) if entry.after else None,
                "changes": changes_data(entry.changes),
            }
            for entry in found.items
        ],
        "committees": [
            {"committee": committee, **{news.value: count for news, count in row.items()}}
            for committee, row in by_committee(found.items).items()
        ],
    }
