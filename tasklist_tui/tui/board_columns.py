"""The board as values: a column for each state, how wide each is, and what a card says; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item
from tasklist_tui.domain.query import Entry, Grouping, Query, arrange
from tasklist_tui.domain.workflow import Way, current_state, state_label, ways
from tasklist_tui.i18n import _, language
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui import palette
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.row_source import short_reason
from tasklist_tui.tui.text import cell_width, clip, fit, one_line
from tasklist_tui.tui.wrap import wrap

#: Cells of a column with cards: the least that reads well, and the least if that lets all columns be seen at once.
LEAST, TIGHT = 24, 19
#: Cells of a column without cards, and between two columns.
EMPTY, GAP = 10, 1


class Column(msgspec.Struct, frozen=True):
    """A state and the items in it."""

    state: str
    title: str
    entries: Sequence[Entry]


def board(snapshot: Snapshot, query: Query) -> list[Column]:
    """Give the states of the kinds of the chosen lists in their order, with the items that pass the query."""
    workspace = snapshot.workspace
    lists = [task_list for task_list in workspace.lists if not query.lists or task_list.id in query.lists]
    titles: dict[str, str] = {}
    for kind in dict.fromkeys(task_list.kind for task_list in lists):
        for state in (workspace.kinds.get(kind) or Kind(kind)).states:
            titles.setdefault(state.id, state.title.in_language(language()) or state.id)
    by_state = msgspec.structs.replace(query, grouping=Grouping.STATE)
    found = {section.key: section.entries for section in arrange(workspace, by_state, snapshot.light)}
    for state_id in found:
        titles.setdefault(state_id, state_id or _("No state"))
    return [Column(state_id, one_line(title), found.get(state_id, ())) for state_id, title in titles.items()]


def widths(columns: Sequence[Column], room: int) -> list[int]:
    """Share out `room` cells; where they do not suffice for all columns, give widths to scroll through."""
    for least in (LEAST, TIGHT, LEAST):
        sizes = [least if column.entries else EMPTY for column in columns]
        spare = room - sum(sizes) - GAP * (len(sizes) - 1)
        if spare >= 0:
            break
    filled = [number for number, column in enumerate(columns) if column.entries]
    if spare < 0:
        return [min(size, room) for size in sizes]
    for place, number in enumerate(filled):
        sizes[number] += spare // len(filled) + (place < spare % len(filled))
    return sizes


def first_shown(sizes: Sequence[int], room: int, first: int, wanted: int) -> int:
    """Give the column to begin with so that column `wanted` is whole on the screen; `first` where that does."""
    first = min(first, wanted)
    while first < wanted and sum(sizes[first : wanted + 1]) + GAP * (wanted - first) > room:
        first += 1
    while first > 0 and sum(sizes[first - 1 :]) + GAP * (len(sizes) - first) <= room:
        first -= 1
    return first


def card(snapshot: Snapshot, entry: Entry, width: int, titles: int) -> list[Line]:
    """Give a card's lines: light, number and title on `titles` lines, then why the light is as it is, and the lead."""
    light = snapshot.light(*entry)
    style = palette.light_class(light.colour)
    number = snapshot.workspace.number_of(*entry)
    room = max(4, width - 3)
    wrapped = wrap(f"{number} {one_line(entry.item.title) or _('(no title)')}".strip(), room)
    if len(wrapped) > titles:
        wrapped[titles - 1] = clip("".join(wrapped[titles - 1 :]), room)
    wrapped = (wrapped + [""] * titles)[:titles]
    lines: list[Line] = [
        [(f" {palette.symbol(light.colour)} " if place == 0 else "   ", style), (text, "")]
        for place, text in enumerate(wrapped)
    ]
    reason = clip(short_reason(light), room)
    lead = snapshot.workspace.committee_name(entry.item.lead, language()) or _("No lead")
    rest = room - cell_width(reason)
    lines.append([("   ", ""), (reason, style), (fit(f" {lead}", rest, "right") if rest > 4 else "", "muted")])
    return lines


def way_towards(item: Item, kind: Kind, today: date, order: Sequence[str], step: int) -> Way:
    """Give the way to a state further right in `order` (`step` 1) or further left (-1), the main one, else the nearest.

    Raises `UserError` when no way leads there, with the ways there are.
    """
    here = current_state(item, kind)
    possible = ways(item, kind, today)
    place = {state: number for number, state in enumerate(order)}
    fitting = [
        way
        for way in possible
        if way.transition.to in place and here in place and (place[way.transition.to] - place[here]) * step > 0
    ]
    if fitting:
        return min(fitting, key=lambda way: (not way.transition.main, abs(place[way.transition.to] - place[here])))
    state = state_label(kind, here)
    said = (
        msg("“{title}” is {state}; no step leads further right from there", title=item.title, state=state)
        if step > 0
        else msg("“{title}” is {state}; no step leads further left from there", title=item.title, state=state)
    )
    names = tuple(way.transition.title for way in possible if way.transition.to)
    raise UserError(said, msg("possible: {ways}", ways=names) if names else None)
