"""Rows of the item table as values, and where they come from: asked for one by one, when they are on the screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Generic, NamedTuple, Protocol, TypeVar

import msgspec

T = TypeVar("T")

# More than any screen shows, so that scrolling back and forth builds each row once.
_ROWS_KEPT = 2048


class TableRow(msgspec.Struct, frozen=True):
    """One item: a text for each column, and how it is painted; `light` is a colour by name."""

    key: str
    cells: tuple[str, ...]
    light: str | None = None
    dim: bool = False


class GroupRow(msgspec.Struct, frozen=True):
    """The heading of a group: what its items have in common, and on the right what there is to say of them."""

    key: str
    label: str
    counts: str = ""


class Section(NamedTuple):
    """A run of rows: its group's key, how many rows, and whether a heading stands above them."""

    key: str
    size: int
    headed: bool = True


class Place(NamedTuple):
    """Where a row is: the number of its section, and its own number there; -1 is the heading."""

    section: int
    row: int


HEADING = -1


class RowSource(Protocol):
    """Where the table gets its rows; immutable, new data is a new source."""

    @property
    def sections(self) -> Sequence[Section]:
        """The runs of rows, in order."""

    def heading(self, section: int) -> GroupRow:
        """Give the heading of a section; called when it is painted."""

    def row(self, place: Place) -> TableRow:
        """Give a row; called when it is painted."""

    def key(self, place: Place) -> str:
        """Give a row's key without building the row."""

    def find(self, key: str) -> Place | None:
        """Give the place of the row with this key."""


class SectionRows(Generic[T]):
    """A `RowSource` over sequences of anything: `row` and `heading` make what is shown of it."""

    def __init__(
        self,
        sections: Sequence[tuple[str, Sequence[T]]],
        *,
        key: Callable[[T], str],
        row: Callable[[T], TableRow],
        heading: Callable[[str, Sequence[T]], GroupRow] | None = None,
    ) -> None:
        """Take `sections`, list of (group key, entries); without `heading` they follow each other unmarked."""
        self._entries = [entries for _, entries in sections]
        self._key = key
        self._heading = heading
        self.sections = tuple(Section(name, len(entries), heading is not None) for name, entries in sections)
        self._row = lru_cache(_ROWS_KEPT)(lambda place: row(self._entries[place[0]][place[1]]))
        self._group = lru_cache(_ROWS_KEPT)(self._make_heading)

    def _make_heading(self, section: int) -> GroupRow:
        key = self.sections[section].key
        return self._heading(key, self._entries[section]) if self._heading else GroupRow(key, key)

    def heading(self, section: int) -> GroupRow:
        """Give the heading of a section."""
        return self._group(section)

    def row(self, place: Place) -> TableRow:
        """Give the row at `place`."""
        return self._row(place)

    def key(self, place: Place) -> str:
        """Give the key of the row at `place`."""
        return self._key(self._entries[place.section][place.row])

    def find(self, key: str) -> Place | None:
        """Give the place of the row with `key`."""
        return self._places.get(key)

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {
            self._key(entry): Place(section, index)
            for section, entries in enumerate(self._entries)
            for index, entry in enumerate(entries)
        }


class Outline:
    """Which line shows what, given the sections and the keys of the collapsed ones; O(sections) to build."""

    def __init__(self, sections: Sequence[Section], collapsed: Collection[str] = ()) -> None:
        """Number the lines; a section without heading cannot be collapsed."""
        self._headed = [section.headed for section in sections]
        self._open = [not (section.headed and section.key in collapsed) for section in sections]
        sizes = (
            section.headed + (section.size if shown else 0) for section, shown in zip(sections, self._open, strict=True)
        )
        self._starts = list(accumulate(sizes, initial=0))

    def __len__(self) -> int:
        """Count the lines."""
        return self._starts[-1]

    def place(self, line: int) -> Place:
        """Give what line `line` shows."""
        section = bisect_right(self._starts, line) - 1
        return Place(section, line - self._starts[section] - self._headed[section])

    def line(self, place: Place) -> int:
        """Give the line of a place; of its section's heading when the section is collapsed."""
        start = self._starts[place.section]
        return start + place.row + self._headed[place.section] if self._open[place.section] else start
