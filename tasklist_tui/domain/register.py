"""The register: what was planned against what there is, item by item and in groups, with what is short."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from tasklist_tui.domain.model import Item
from tasklist_tui.domain.quantity import Quantity, Total, parse, total


class RegisterRow(msgspec.Struct, frozen=True):
    """One item: both quantities as said (None where nothing is said), and the groups it belongs to."""

    item: Item
    planned: Quantity | None
    actual: Quantity | None
    groups: tuple[str, ...] = ()

    @property
    def shortfall(self) -> int | None:
        """How many are missing, None when none are or nobody can tell.

        「40余」 planned and 40 there is short of nobody knows how many: not counted.
        """
        return _short(self.planned, self.actual)


class Group(msgspec.Struct, frozen=True):
    """The rows of one value of the field the register is grouped by, "" for those without one."""

    id: str
    rows: tuple[RegisterRow, ...]

    @property
    def planned(self) -> Total:
        """The sum of what was planned."""
        return total(row.planned for row in self.rows if row.planned is not None)

    @property
    def actual(self) -> Total:
        """The sum of what there is."""
        return total(row.actual for row in self.rows if row.actual is not None)

    @property
    def shortfall(self) -> int:
        """The sum of what the rows are short of: what one has too many does not make up for another."""
        return sum(row.shortfall or 0 for row in self.rows)

    @property
    def short(self) -> int:
        """How many rows are short."""
        return sum(bool(row.shortfall) for row in self.rows)


class Register(msgspec.Struct, frozen=True):
    """All rows together, and in groups: one of all rows when the register is grouped by nothing."""

    whole: Group
    groups: tuple[Group, ...]


def register(
    items: Iterable[Item], planned: str, actual: str, groups_of: Callable[[Item], Sequence[str]] | None = None
) -> Register:
    """Lay the register out; items that say neither are left out, one with several values is in each of their groups."""
    rows = []
    for item in items:
        said = _quantity(item, planned), _quantity(item, actual)
        if any(quantity is not None for quantity in said):
            rows.append(RegisterRow(item, *said, tuple(groups_of(item)) if groups_of else ()))
    whole = Group("", tuple(rows))
    if groups_of is None:
        return Register(whole, (whole,))
    found: dict[str, list[RegisterRow]] = {}
    for row in rows:
        for name in row.groups or ("",):
            found.setdefault(name, []).append(row)
    return Register(whole, tuple(Group(name, tuple(inside)) for name, inside in found.items()))


def _quantity(item: Item, field: str) -> Quantity | None:
    value = item.get(field)
    return None if value is None or value == "" else parse(str(value))


def _short(planned: Quantity | None, actual: Quantity | None) -> int | None:
    if planned is None or planned.number is None or (actual is not None and actual.number is None):
        return None
    missing = planned.number - ((actual.number or 0) if actual is not None else 0)
    return missing if missing > 0 else None
