"""Marking a range of rows: from where the first Shift was pressed to where the cursor is now."""

from __future__ import annotations


class MarkRange:
    """A range in the making; it ends by itself as soon as the cursor was moved by anything else."""

    def __init__(self) -> None:
        """Begin without a range."""
        self._start = 0
        self._end: int | None = None
        self._before: frozenset[str] = frozenset()

    def forget(self) -> None:
        """End the range: lines mean something else now, or marks were changed one by one."""
        self._end = None

    def begin(self, cursor: int, marked: frozenset[str]) -> int:
        """Give the line the range starts at; a new range at `cursor` unless the last one ended there."""
        if cursor != self._end:
            self._start, self._before = cursor, marked
        return self._start

    def extend(self, cursor: int, keys: frozenset[str]) -> frozenset[str]:
        """Give all marks now that the range reaches to `cursor` and holds `keys`."""
        self._end = cursor
        return self._before | keys
