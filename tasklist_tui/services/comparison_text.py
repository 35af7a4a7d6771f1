"""Two compared moments in words: counts per committee, what became of each item, and all of it as Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain.comparison import ItemNews, News, by_committee, total
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.exchange.markdown import escaped, table
from tasklist_tui.i18n import language, translate
from tasklist_tui.services.present import changes_text
from tasklist_tui.services.timetravel import Comparison, Moment

#: What became of items, in words.
NEWS_WORDS: dict[News, Message] = {
    News.ADDED: msg("added"),
    News.DONE: msg("done"),
    News.REOPENED: msg("reopened"),
    News.EXTENDED: msg("extended"),
    News.NEWLY_RED: msg("newly red"),
    News.REASSIGNED: msg("reassigned"),
    News.DELETED: msg("deleted"),
    News.CHANGED: msg("changed"),
}


def title(found: Comparison) -> str:
    """Give what is compared, in the language in use."""
    return translate(msg("What changed from {old} to {new}", old=named(found.old), new=named(found.new)))


def named(moment: Moment) -> str:
    """Give a moment by its day, after it stands in brackets where it has a name."""
    day = moment.day.isoformat()
    return day if moment.name in {"", day} else f"{moment.name} ({day})"


def workspace_of(found: Comparison, entry: ItemNews) -> Workspace:
    """Give the workspace that an item stands in: the older one when it was deleted."""
    return (found.before if News.DELETED in entry.news else found.after).workspace


def lead_of(found: Comparison, entry: ItemNews) -> str:
    """Give the name of the committee that leads an item, "" where nobody does."""
    return workspace_of(found, entry).committee_name(entry.item.lead, language())


def changes_of(found: Comparison, entry: ItemNews) -> str:
    """Give what changed in an item on one line."""
    workspace = workspace_of(found, entry)
    task_list = workspace.task_list(entry.list_id)
    kind = workspace.kind_of(task_list) if task_list else None
    return changes_text(workspace, kind, entry.changes, language()) if kind and entry.changes else ""


def heads() -> list[str]:
    """Give the heads of the table of counts."""
    return [translate(msg("Committee")), *(translate(word) for word in NEWS_WORDS.values())]


def count_rows(found: Comparison) -> list[tuple[str, str, Mapping[News, int]]]:
    """Give (id, name, counts) of each committee that leads something, at the end of all together under the id "*"."""
    counts = by_committee(found.items)
    rows: list[tuple[str, str, Mapping[News, int]]] = []
    for committee, row in counts.items():
        workspace = found.after.workspace
        known = workspace if committee in workspace.committee else found.before.workspace
        rows.append((committee, known.committee_name(committee, language()) or translate(msg("No lead")), row))
    return [*rows, ("*", translate(msg("Total")), total(counts))]


def sections(found: Comparison, committee: str | None = None) -> list[tuple[News, list[ItemNews]]]:
    """Give the items by what became of them, most telling first; of one lead committee where it is given."""
    entries = [entry for entry in found.items if committee is None or entry.item.lead == committee]
    made = [(news, [entry for entry in entries if news in entry.news]) for news in News]
    return [(news, items) for news, items in made if items]


def markdown(found: Comparison) -> str:
    """Give everything as Markdown: the table of counts, then the items by what became of them."""
    counts = [[name, *(str(row[news]) for news in News)] for _id, name, row in count_rows(found)]
    lines = [f"# {escaped(title(found))}", "", table([heads(), *counts])]
    for news, items in sections(found):
        lines += ["", f"## {translate(NEWS_WORDS[news])} ({len(items)})", ""]
        for entry in items:
            parts = [lead_of(found, entry), entry.item.title, changes_of(found, entry)]
            lines.append("- " + " · ".join(filter(None, map(escaped, parts))))
    return "\n".join(lines) + "\n"
