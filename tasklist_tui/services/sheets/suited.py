"""The views that suit a list, by its kind; what each is called, and its sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from tasklist_tui.domain.axes import possible_axes
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.kindviews import (
    ITEMS,
    TOGETHER,
    BoardView,
    CalendarView,
    ChainView,
    MatrixView,
    RegisterView,
    RosterView,
    View,
)
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.i18n import translate
from tasklist_tui.services.sheets.sheet import Sheet
from tasklist_tui.services.snapshot import Snapshot

V = TypeVar("V", bound=View)

#: What the types of views are called.
TYPE_TITLES: dict[type[object], Message] = {
    MatrixView: msg("Matrix"),
    RegisterView: msg("Planned and actual"),
    ChainView: msg("Linked lists"),
    CalendarView: msg("Activities"),
    RosterView: msg("People and stations"),
    BoardView: msg("Board"),
}
#: What the types are called in files.
TYPE_NAMES: dict[type[object], str] = {
    MatrixView: "matrix",
    RegisterView: "register",
    ChainView: "chain",
    CalendarView: "calendar",
    RosterView: "roster",
    BoardView: "board",
}
#: The view that every list has: two fields of a person's choice.
FREE = "$matrix"


class Choice(msgspec.Struct, frozen=True):
    """What a person chose beside the view: the item a chain is of, the month of a calendar."""

    item: str = ""
    month: tuple[int, int] | None = None


def views_of(kind: Kind) -> tuple[View, ...]:
    """Give the views a kind names, the board left out; without a matrix among them, that of two fields of its own."""
    named = tuple(view for view in kind.views if not isinstance(view, BoardView))
    free = None if any(isinstance(view, MatrixView) for view in named) else free_matrix(kind)
    return (*named, free) if free is not None else named


def free_matrix(kind: Kind) -> MatrixView | None:
    """Give a matrix of the two fields of a kind that say most; None when it has no two that can be laid out."""
    axes = possible_axes(kind)
    order = (
        FieldType.MEASURE,
        FieldType.COMMITTEE,
        FieldType.CHOICE,
        FieldType.CHOICES,
        FieldType.LINK,
        FieldType.STATE,
    )
    ranked = sorted(axes, key=lambda field: order.index(field.type) if field.type in order else len(order))
    if len(ranked) < 2:
        return None
    return MatrixView(FREE, rows=ranked[0].id, columns=ranked[1].id)


def title_of(view: View, kind: Kind, language: str) -> str:
    """Give what a view is called; a matrix without a title by its fields."""
    if view.title.given:
        return view.title.in_language(language)
    title = translate(TYPE_TITLES[type(view)], language)
    if not isinstance(view, MatrixView):
        return title
    rows = kind.field.get(view.of)
    known = {**kind.field, **(rows.column if rows is not None else {})}
    sides = (_axis_title(side, known, language) for side in (view.rows, view.columns))
    return f"{title} {' × '.join(sides)}"


def _axis_title(axis: str, known: Mapping[str, Field], language: str) -> str:
    labels = (
        (known[name].title.in_language(language) if name in known else "") or name for name in axis.split(TOGETHER)
    )
    return translate(msg("Item"), language) if axis == ITEMS else " · ".join(labels)


def find_view(workspace: Workspace, task_list: TaskList, name: str) -> View:
    """Give the view of a list that is called `name`, without a name the first one; raises `NoView` for none."""
    return _called(views_of(workspace.kind_of(task_list)), task_list, name, msg("View"))


def find_view_of(workspace: Workspace, task_list: TaskList, name: str, wanted: type[V]) -> V:
    """Give the view of the type `wanted` that is called `name`, without a name the first one; raises `NoView`."""
    known = [view for view in views_of(workspace.kind_of(task_list)) if isinstance(view, wanted)]
    return _called(known, task_list, name, TYPE_TITLES[wanted])


def _called(known: Sequence[V], task_list: TaskList, name: str, what: Message) -> V:
    for view in known:
        if not name or name in {view.id, view.title.zh, view.title.en}:
            return view
    title = task_list.title or task_list.id
    if name:
        raise NoView(
            msg("“{list}” has no view “{name}”", list=title, name=name),
            msg("possible: {ways}", ways=tuple(view.id for view in known)) if known else None,
        )
    raise NoView(
        msg("the kind of “{list}” names no view “{view}”", list=title, view=what),
        msg("the kind {kind} can name it under “views”", kind=task_list.kind),
    )


class NoView(UserError):
    """A kind names no such view."""


def sheet_of(snapshot: Snapshot, task_list: TaskList, view: View, choice: Choice, language: str) -> Sheet:
    """Give the sheet of a view of a list; raises `UserError` when the view names what the kind does not have."""
    match view:
        case MatrixView():
            from tasklist_tui.services.sheets.matrix import matrix_sheet

            return matrix_sheet(snapshot, task_list, view, language)
        case RegisterView():
            from tasklist_tui.services.sheets.register import register_sheet

            return register_sheet(snapshot, task_list, view, language)
        case ChainView():
            from tasklist_tui.services.sheets.chain import chain_sheet

            return chain_sheet(snapshot, task_list, view.chain, item_of(task_list, choice.item), language)
        case CalendarView():
            from tasklist_tui.services.sheets.months import month_sheet

            return month_sheet(snapshot, task_list, view, choice.month, language)
        case RosterView():
            from tasklist_tui.services.sheets.roster import roster_sheet

            return roster_sheet(snapshot, task_list, view, language)
        case _:
            raise NoView(msg("the board is shown by its own key"))


def item_of(task_list: TaskList, item_id: str) -> Item | None:
    """Give the item a chain is of: the one chosen, else the first of the list."""
    return task_list.item(item_id) or next(iter(task_list.items), None)
