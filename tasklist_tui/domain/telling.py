"""How far something long has come, told now and then, and the wish of a person to stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from tasklist_tui.domain.message import UserError, msg

T = TypeVar("T")

#: How far something has come: done, in all (0 while nobody knows), and what is being done.
Progress = Callable[[int, int, str], None]
#: Says whether the person does not want to wait any longer.
Cancelled = Callable[[], bool]
#: It is told after so many things, and in so many parts of the whole; rows, which are told as numbers, are quicker.
_EVERY, _WHOLE = 20, 1000
_ROWS = 200


class Stopped(UserError):
    """The person did not want to wait any longer; nothing was written."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(msg("Stopped; nothing was written"))


def untold(_done: int, _total: int, _what: str) -> None:
    """Tell nobody how far it has come."""


class Teller:
    """Tells how far a piece of work has come, and ends it with `Stopped` when that is wanted."""

    def __init__(
        self,
        progress: Progress = untold,
        cancelled: Cancelled = lambda: False,
        what: str = "",
        span: tuple[float, float] = (0, 1),
    ) -> None:
        """Tell `progress`, ask `cancelled`; `what` names the work, `span` which part of the whole it is."""
        self._progress, self._cancelled = progress, cancelled
        self._what, self._span = what, span

    def part(self, begin: float, end: float) -> Teller:
        """Give a teller of what lies between two parts of this work, each from 0 to 1."""
        first, last = self._span
        length = last - first
        return Teller(self._progress, self._cancelled, self._what, (first + length * begin, first + length * end))

    def parts(self, things: Sequence[T]) -> Iterator[tuple[Teller, T]]:
        """Yield things, each with a teller of its equal share of this work."""
        for number, thing in enumerate(things):
            yield self.part(number / len(things), (number + 1) / len(things)), thing

    def at(self, done: int = 0, total: int = 1) -> None:
        """Say that so much is done; raises `Stopped`."""
        first, last = self._span
        self.count(int(_WHOLE * (first + (last - first) * done / max(total, 1))), _WHOLE, self._what)

    def count(self, done: int, total: int, what: str) -> None:
        """Say how many things are done of `total`, 0 while nobody knows, as the numbers they are; raises `Stopped`."""
        if self._cancelled():
            raise Stopped
        self._progress(done, total, what)

    def rows(self, rows: Sequence[T], what: str) -> Iterator[T]:
        """Yield rows, telling now and then how many of them are done as the numbers they are; raises `Stopped`."""
        for number, row in enumerate(rows):
            if number % _ROWS == 0:
                self.count(number, len(rows), what)
            yield row

    def each(self, things: Sequence[T]) -> Iterator[T]:
        """Yield things, telling now and then how many of them are done; raises `Stopped`."""
        for number, thing in enumerate(things):
            if number % _EVERY == 0:
                self.at(number, len(things))
            yield thing


#: Tells nobody, and never stops.
SILENT = Teller()
