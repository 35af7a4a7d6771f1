"""Lists as JSON, CSV and Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.exchange import csv_lists, json_lists, markdown
from tasklist_tui.i18n import translate
from tasklist_tui.services.exporting import Options, Scope
from tasklist_tui.services.exports.columns import headings, items_of
from tasklist_tui.services.snapshot import Snapshot


def json_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give the items whole, as JSON."""
    return json_lists.write(_chosen(scope), scope.title)


def csv_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give the items whole, as one CSV table."""
    return csv_lists.write(snapshot.workspace, _chosen(scope), options.language, options.tell)


def markdown_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give a Markdown table for each list, with the columns of the screen."""
    parts = [f"# {markdown.escaped(scope.title)}", snapshot.today.isoformat()]
    for tell, task_list in options.tell.parts(scope.lists):
        if len(scope.lists) > 1 or task_list.title != scope.title:
            parts.append(f"## {markdown.escaped(task_list.title or task_list.id)}")
        titles = [translate(title, options.language) for title in headings()]
        rows = [line.cells for line in items_of(snapshot, scope.of(task_list), options.language, tell)]
        parts.append(markdown.table([titles, *rows]))
    return ("\n\n".join(parts) + "\n").encode()


def _chosen(scope: Scope) -> list[tuple[TaskList, Sequence[Item]]]:
    return [(task_list, [entry.item for entry in scope.of(task_list)]) for task_list in scope.lists]
