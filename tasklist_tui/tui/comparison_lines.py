"""Two compared moments as lines: a small table of counts, beneath it the items with what became of them; pure."""

from __future__ import annotations

import msgspec

from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.comparison import ItemNews, News
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.comparison_text import (
    NEWS_WORDS,
    count_rows,
    heads,
    lead_of,
    sections,
    title,
    workspace_of,
)
from tasklist_tui.services.present import change_text
from tasklist_tui.services.timetravel import Comparison
from tasklist_tui.tui import palette
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import cell_width, clip, fit

#: From this width on the committee stands before each item.
_ROOMY = 100
_COLOURS = {
    News.ADDED: "light--green",
    News.DONE: "light--blue",
    News.NEWLY_RED: "light--red",
    News.DELETED: "light--red",
    News.EXTENDED: "light--yellow",
}


class ComparedRow(msgspec.Struct, frozen=True):
    """A line: a committee of the table, an item, a change of it, or only text."""

    committee: str | None = None
    news: News | None = None
    entry: ItemNews | None = None
    change: Change | None = None
    text: str = ""
    heading: bool = False

    @property
    def stands(self) -> bool:
        """Whether the cursor may stand on it."""
        return self.committee is not None or (self.entry is not None and self.change is None)


def compared_rows(found: Comparison, committee: str | None) -> list[ComparedRow]:
    """Give the rows; the items are those of one lead committee where it is given."""
    rows = [ComparedRow(text=title(found), heading=True), ComparedRow(committee=None, text="\t")]
    rows += [ComparedRow(committee=name) for name, _called, _row in count_rows(found)]
    if not found.items:
        return [*rows, ComparedRow(), ComparedRow(text=_("Nothing changed."))]
    for news, entries in sections(found, committee):
        rows += [
            ComparedRow(),
            ComparedRow(text=f"{translate(NEWS_WORDS[news])} {len(entries)}", news=news, heading=True),
        ]
        for entry in entries:
            rows.append(ComparedRow(news=news, entry=entry))
            rows += [ComparedRow(news=news, entry=entry, change=change) for change in entry.changes]
    return rows


class ComparedPainter:
    """Makes the pieces of rows."""

    def __init__(self, found: Comparison, committee: str | None) -> None:
        """Paint `found`, narrowed to one committee where it is given."""
        self._found, self._committee = found, committee
        self._counts = {name: (called, row) for name, called, row in count_rows(found)}
        self._language = language()

    def pieces(self, row: ComparedRow, width: int) -> Line:
        """Give the pieces of a row, at most `width` cells."""
        if row.committee is not None:
            return self._count(row.committee, width)
        if row.entry is not None:
            return self._change(row, width) if row.change is not None else self._item(row, width)
        if row.text == "\t":
            return self._heads(width)
        if row.heading and row.news is not None:
            text = clip(row.text, width - 4)
            rule = "─" * max(0, width - cell_width(text) - 4)
            return [(f"── {text} ", _COLOURS.get(row.news, "heading")), (rule, "muted")]
        return [(clip(row.text, width), "strong" if row.heading else "muted")]

    def _columns(self, width: int) -> tuple[int, int, list[str]]:
        """Give the cells of a name and of a count, and the heads; short ones where there is no room."""
        words = heads()
        count = max(cell_width(word) for word in words[1:]) + 2
        if 16 + count * len(News) > width:
            words, count = [words[0], *_short_heads()], min(count, max(3, (width - 16) // len(News)))
        return max(8, min(24, width - 2 - count * len(News))), count, words

    def _heads(self, width: int) -> Line:
        name, count, (first, *words) = self._columns(width)
        return [
            (fit("  " + first, name + 2), "label"),
            *((fit(clip(word, count - 1), count, "right"), "label") for word in words),
        ]

    def _count(self, committee: str, width: int) -> Line:
        name, count, _words = self._columns(width)
        called, row = self._counts[committee]
        chosen = committee == self._committee or (committee == "*" and self._committee is None)
        line: Line = [("▸ " if chosen else "  ", "bar"), (fit(called, name), "strong" if committee == "*" else "")]
        for news in News:
            style = _COLOURS.get(news, "") if row[news] else "muted"
            line.append((fit(str(row[news] or "·"), count, "right"), style))
        return line

    def _item(self, row: ComparedRow, width: int) -> Line:
        entry = row.entry
        if entry is None:
            return []
        line: Line = []
        workspace = workspace_of(self._found, entry)
        lead = min(14, width // 5)
        if self._committee is None or width >= _ROOMY:
            line.append((fit(lead_of(self._found, entry), lead) + "  ", "label"))
        task_list = workspace.task_list(entry.list_id)
        number = workspace.number_of(task_list, entry.item) if task_list else ""
        lights = "→".join(palette.symbol(light.colour) if light else " " for light in (entry.before, entry.after))
        also = [translate(NEWS_WORDS[news]) for news in entry.news if news is not row.news]
        tail = " ".join([f"({'、'.join(also)})"] if also else [])
        room = width - sum(cell_width(text) for text, _role in line) - 5
        line.append((lights.strip("→ ") if None in (entry.before, entry.after) else lights, "muted"))
        line.append(("  ", ""))
        named = f"{number} {entry.item.title or _('(no title)')}".strip()
        tail = clip(tail, max(0, room // 3))
        room -= cell_width(tail) + 1 if tail else 0
        return [*line, (clip(named, room), ""), *([(f" {tail}", "muted")] if tail else [])]

    def _change(self, row: ComparedRow, width: int) -> Line:
        entry, change = row.entry, row.change
        if entry is None or change is None:
            return []
        workspace = workspace_of(self._found, entry)
        task_list = workspace.task_list(entry.list_id)
        if task_list is None:
            return []
        said = change_text(workspace, workspace.kind_of(task_list), change, self._language)
        return [("      ", ""), (clip(said, width - 6), "label")]


def _short_heads() -> list[str]:
    return [_("new"), _("done"), _("again"), _("later"), _("red"), _("lead"), _("gone"), _("other")]
