"""A sheet: headings above and beside cells of short lines, each with the items it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import Message
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.i18n import translate

#: Roles of a text: plain, said softly, a name, something missing, something that is wrong; or `light--COLOUR`.
PLAIN, MUTED, STRONG, WARN, WRONG = "", "muted", "strong", "warn", "refused"
#: What stands where there is nothing.
NOTHING = "·"


class Spot(msgspec.Struct, frozen=True):
    """An item that a cell stands for; `text` is what is counted of it when that is a row, `member` whose it is."""

    list_id: str
    item_id: str
    title: str
    text: str = ""
    member: str = ""


class Cell(msgspec.Struct, frozen=True):
    """What stands in a cell, as (text, role) for each line, and what it stands for.

    `key` names what else it stands for: a member, a document, another view.
    """

    lines: tuple[tuple[str, str], ...] = ()
    spots: tuple[Spot, ...] = ()
    key: str = ""

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(text for text, _role in self.lines)


class Heading(msgspec.Struct, frozen=True):
    """The heading of a column; a column of texts is as wide as they need, else as narrow as numbers are."""

    text: str
    texts: bool = False
    role: str = ""


class SheetRow(msgspec.Struct, frozen=True):
    """A row: what stands beside it, and its cells."""

    heading: Cell
    cells: tuple[Cell, ...]


class Sheet(msgspec.Struct, frozen=True):
    """Rows and columns under a title.

    `abreast` is how many columns share the width where there is room, 0 for columns as wide as their texts; `least`
    the cells that each then needs; `deep` the lines a cell may have, its texts broken into several where it `wraps`.
    Without `corner` rows have no heading.
    `note` is said beside the title; `empty` is what is said, and what to do, where there are no rows.
    """

    title: str
    columns: tuple[Heading, ...]
    rows: tuple[SheetRow, ...]
    corner: str = ""
    note: str = ""
    abreast: int = 0
    least: int = 10
    deep: int = 1
    wraps: bool = False
    empty: tuple[str, str] = ("", "")


def cell(text: str, role: str = PLAIN, spots: Iterable[Spot] = (), key: str = "") -> Cell:
    """Give a cell of one line."""
    return Cell(((text, role),) if text else (), tuple(spots), key)


def said(message: Message, role: str = PLAIN, spots: Iterable[Spot] = ()) -> Cell:
    """Give a cell of one line that is a message."""
    return cell(translate(message), role, spots)


def number(count: int, spots: Iterable[Spot] = (), role: str = PLAIN) -> Cell:
    """Give a cell with a number; none is a sign, so that it is not overlooked."""
    return cell(str(count), role, spots) if count else cell(NOTHING, MUTED)


def light_role(colour: Colour) -> str:
    """Give the role of a text in the colour of a light."""
    return f"light--{colour.value}"


def spot(task_list: TaskList, item: Item, text: str = "", member: str = "") -> Spot:
    """Give the spot of an item."""
    return Spot(task_list.id, item.id, item.title or item.id, text, member)


def spots_of(task_list: TaskList, items: Iterable[Item]) -> Iterator[Spot]:
    """Give the spots of items of one list."""
    return (spot(task_list, item) for item in items)
