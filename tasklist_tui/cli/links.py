"""The command that tells what an item is linked with, both ends."""

from __future__ import annotations

import argparse
from typing import Any

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_item, session
from tasklist_tui.cli.output import print_json, say, table
from tasklist_tui.domain.links import End, links_of
from tasklist_tui.domain.model import Item, Workspace
from tasklist_tui.i18n import _, language
from tasklist_tui.services.members import read_members
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot


def links_command(options: argparse.Namespace) -> int:
    """Print what an item names and what names it."""
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        task_list, item = find_item(snapshot, options.item)
        ends = item_ends(opened, item)
        if options.json:
            data = {"item": item.id, "list": task_list.id, "title": item.title, "links": links_data(ends)}
            print_json("links", data)
            return arguments.OK
        say(f"{item.id}  {item.title}")
        if not ends:
            say(_("No links."))
        table(link_rows(snapshot, ends))
    return arguments.OK


def item_ends(opened: Session, item: Item) -> tuple[End, ...]:
    """Give both ends of the links of an item; the members they lead into are read."""
    workspace = opened.snapshot.workspace
    links = links_of(workspace)
    named = {end.member for end in links.ends(item.id) if end.member}
    return links_of(workspace, read_members(opened, named)).ends(item.id) if named else links.ends(item.id)


def link_rows(snapshot: Snapshot, ends: tuple[End, ...]) -> list[list[str]]:
    """Give a row for each end: the relation, the id, number and title, and the list."""
    return [[end.label.in_language(language()), *_said(snapshot.workspace, end)] for end in ends]


def _said(workspace: Workspace, end: End) -> list[str]:
    if end.entry is None:
        return [end.text, _("(not there)") if not end.member else _("(not read, or not there)"), ""]
    task_list, item = end.entry
    number = "" if end.member else workspace.number_of(task_list, item)
    where = task_list.title or task_list.id
    return [end.text, f"{number} {item.title}".strip(), f"{end.member} · {where}" if end.member else where]


def links_data(ends: tuple[End, ...]) -> list[dict[str, Any]]:
    """Give links for JSON."""
    return [
        {
            "label": end.label.in_language(language()),
            "incoming": end.incoming,
            "target": end.text,
            "member": end.member,
            "found": end.entry is not None,
            "list": end.entry[0].id if end.entry else "",
            "title": end.entry[1].title if end.entry else "",
        }
        for end in ends
    ]
