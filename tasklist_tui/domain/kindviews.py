"""The views that suit a kind besides the common ones, and the chains of its linked lists, as declared in YAML."""

from __future__ import annotations

import msgspec

from tasklist_tui.domain.labels import Label

#: What an axis or a cell may name instead of a field.
ITEMS = "$item"
COUNT, LIGHT = "count", "light"
#: Joins several fields to one axis: `tier+unit`.
TOGETHER = "+"


class Chain(msgspec.Struct, frozen=True):
    """Lists of an item linked one to the next (四张清单): `lists` are its `rows` fields, in order.

    Each list after the first has a `rowlink` column `of` the one before it; a row that nothing of the next list
    points to is a gap.
    """

    id: str
    lists: tuple[str, ...] = ()
    title: Label = Label()


class MatrixView(msgspec.Struct, frozen=True, tag="matrix", tag_field="type"):
    """Two fields against each other.

    An axis is a field of the item, `$item`, or, with `of`, a column of that `rows` field; several joined by a plus are
    one axis of the combinations that occur (`tier+unit`).  A cell counts items
    (`count`), shows their worst light (`light`), or what a field of theirs holds.
    """

    id: str
    title: Label = Label()
    rows: str = ""
    columns: str = ""
    of: str = ""
    cell: str = COUNT


class RegisterView(msgspec.Struct, frozen=True, tag="register", tag_field="type"):
    """Planned against actual, both quantities, in groups of the field `by`."""

    id: str
    title: Label = Label()
    planned: str = ""
    actual: str = ""
    by: str = ""


class ChainView(msgspec.Struct, frozen=True, tag="chain", tag_field="type"):
    """The lists of a chain side by side."""

    id: str
    title: Label = Label()
    chain: str = ""


class CalendarView(msgspec.Struct, frozen=True, tag="calendar", tag_field="type"):
    """A month of items by their `date`, told apart by the field `by`."""

    id: str
    title: Label = Label()
    date: str = ""
    by: str = ""


class Use(msgspec.Struct, frozen=True):
    """Items of another kind that name an item in their link `field`, on the day in their field `date`."""

    kind: str = ""
    field: str = ""
    date: str = ""


class RosterView(msgspec.Struct, frozen=True, tag="roster", tag_field="type"):
    """Each item with what names it and when that was last; idle after `idle_days`, None for never."""

    id: str
    title: Label = Label()
    used_by: Use = Use()
    idle_days: int | None = None


class BoardView(msgspec.Struct, frozen=True, tag="board", tag_field="type"):
    """Items by state; every kind with states has this view anyway, a kind may give it a title."""

    id: str
    title: Label = Label()


View = MatrixView | RegisterView | ChainView | CalendarView | RosterView | BoardView
