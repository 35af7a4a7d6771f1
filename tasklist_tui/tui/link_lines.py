"""What an item is linked with, both ends, as lines that stand for the items there."""

from __future__ import annotations

from collections.abc import Iterator

from tasklist_tui.domain.links import End, links_of
from tasklist_tui.domain.model import Item
from tasklist_tui.i18n import _, language
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui import palette
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.text import cell_width, clip, fit, one_line

#: A line, and the item it stands for.
Told = tuple[list[tuple[str, str]], ItemKey | None]

_LABEL_CELLS = (10, 13)
_ROOMY = 44


def link_lines(snapshot: Snapshot, item: Item, width: int) -> Iterator[Told]:
    """Yield a heading and a line for each item at the other end; nothing for an item without links."""
    ends = links_of(snapshot.workspace).ends(item.id)
    if not ends:
        return
    yield [], None
    keys = _("↓ Enter follows, Backspace goes back")
    label = _("Links {count}", count=len(ends))
    if cell_width(label) + cell_width(keys) + 8 <= width:
        label = f"{label} · {keys}"
    text = clip(label, width - 4)
    yield [(f"── {text} ", "heading"), ("─" * max(0, width - cell_width(text) - 4), "heading")], None
    said = ""
    cells = _LABEL_CELLS[width >= _ROOMY]
    for end in ends:
        name = one_line(end.label.in_language(language()))
        if cell_width(name) >= cells and name != said:
            yield [(clip(name, width), "label")], None
        shown = "" if name == said or cell_width(name) >= cells else name
        said = name
        yield [(fit(shown, cells), "label"), *_end(snapshot, end, width - cells)], _key(end)


def _end(snapshot: Snapshot, end: End, width: int) -> list[tuple[str, str]]:
    if end.entry is None:
        if end.member:
            return [(clip(one_line(end.text), width), "muted")]
        return [
            ("✗ ", palette.light_class("red")),
            (clip(_("there is no item {id}", id=one_line(end.text)), width - 2), ""),
        ]
    task_list, item = end.entry
    light = snapshot.light(task_list, item)
    number = snapshot.workspace.number_of(task_list, item)
    title = one_line(f"{number} {item.title or _('(no title)')}")
    where = "" if end.incoming else f"  {task_list.title or task_list.id}"
    if where and cell_width(title) + cell_width(where) + 2 > width:
        where = ""
    return [
        (f"{palette.symbol(light.colour)} ", palette.light_class(light.colour)),
        (clip(title, width - 2), "bar"),
        (one_line(where), "muted"),
    ]


def _key(end: End) -> ItemKey | None:
    if end.entry is None or end.member:
        return None
    return ItemKey(end.entry[0].id, end.entry[1].id)
