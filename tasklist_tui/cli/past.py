"""Commands about the past: compare two moments, list the items of a day, who set what, versions, deleted items."""

from __future__ import annotations

import argparse

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_item, session
from tasklist_tui.cli.output import changes_data, item_data, light_data, print_json, say, table
from tasklist_tui.domain.comparison import News, by_committee
from tasklist_tui.domain.workflow import field_label
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.comparison_text import (
    NEWS_WORDS,
    changes_of,
    count_rows,
    heads,
    lead_of,
    markdown,
    sections,
    title,
)
from tasklist_tui.services.lightwords import light_word
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
            print(markdown(found), end="")
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


def _say_changes(found: Comparison) -> None:
    say(title(found))
    if not found.items:
        say(_("Nothing changed."))
    for news, items in sections(found):
        say("")
        say(f"{translate(NEWS_WORDS[news])} ({len(items)})")
        table(
            [
                ["  " + lead_of(found, entry), entry.item.id, entry.item.title, changes_of(found, entry)]
                for entry in items
            ]
        )


def _say_counts(found: Comparison) -> None:
    say(title(found))
    table([heads(), *([name, *(str(row[news]) for news in News)] for _id, name, row in count_rows(found))])


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
