"""The sheet of what a cell stands for: a row for each item, of whichever workspace it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.workflow import current_state, state_label
from tasklist_tui.i18n import translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.sheets.sheet import MUTED, PLAIN, Cell, Heading, Sheet, SheetRow, Spot, cell, light_role
from tasklist_tui.services.snapshot import Snapshot


def find_spot(spot: Spot, snapshots: Mapping[str, Snapshot]) -> tuple[Snapshot, TaskList, Item] | None:
    """Give the item a spot names and the snapshot it is in; None when it is there no more."""
    snapshot = snapshots.get(spot.member)
    task_list = snapshot.workspace.task_list(spot.list_id) if snapshot is not None else None
    item = task_list.item(spot.item_id) if task_list is not None else None
    return (snapshot, task_list, item) if snapshot is not None and task_list is not None and item is not None else None


def spots_sheet(title: str, spots: Sequence[Spot], snapshots: Mapping[str, Snapshot], language: str) -> Sheet:
    """Give the sheet of items, those of several members with whose they are."""
    others = len({spot.member for spot in spots}) > 1
    rows_counted = any(spot.text for spot in spots)
    names = [msg("Light"), msg("State"), msg("Due"), msg("List")]
    headings = [
        *([Heading(translate(msg("Entry"), language), texts=True)] if rows_counted else []),
        *(Heading(translate(name, language), texts=True) for name in names),
    ]
    return Sheet(
        title=title,
        columns=tuple(headings),
        rows=tuple(_row(spot, snapshots, language, counted=rows_counted, whose=others) for spot in spots),
        corner=translate(msg("Item"), language),
        note=translate(msg("{count} items", count=len(spots)), language),
        empty=(translate(msg("Nothing stands here"), language), ""),
    )


def _row(spot: Spot, snapshots: Mapping[str, Snapshot], language: str, *, counted: bool, whose: bool) -> SheetRow:
    entry = [cell(spot.text, PLAIN, (spot,))] if counted else []
    found = find_spot(spot, snapshots)
    if found is None:
        gone = translate(msg("(not there)"), language)
        return SheetRow(cell(f"{spot.title} {gone}", MUTED, (spot,)), (*entry, *(Cell() for _number in range(4))))
    snapshot, task_list, item = found
    light = snapshot.light(task_list, item)
    kind = snapshot.workspace.kind_of(task_list)
    number = snapshot.workspace.number_of(task_list, item)
    state = state_label(kind, current_state(item, kind)).in_language(language) if kind.states else ""
    where = task_list.title or task_list.id
    member = f"{spot.member} · " if spot.member and whose else ""
    texts = (
        (light_word(light.colour), light_role(light.colour)),
        (state, PLAIN),
        (item.due.isoformat() if item.due else "", PLAIN),
        (f"{member}{where}", MUTED),
    )
    return SheetRow(
        cell(f"{number} {item.title or item.id}".strip(), PLAIN, (spot,)),
        (*entry, *(cell(text, role, (spot,)) for text, role in texts)),
    )
