"""Which line of the timeline shows which lane's heading or bar."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from tasklist_tui.domain.schedule import Bar, BarKey, Lane
from tasklist_tui.tui.widgets.table_rows import HEADING, Outline, Place, Section


class Standing(NamedTuple):
    """What a line shows, in words that outlive a change of data: a bar, or with no `key` the heading of a lane."""

    committee_id: str
    key: BarKey | None


class LaneRows:
    """The lines of lanes, those of folded lanes left out."""

    def __init__(self, lanes: Sequence[Lane] = (), folded: Collection[str] = ()) -> None:
        """Number the lines; no bar is built for it."""
        self.lanes = lanes
        self._outline = Outline([Section(lane.committee_id, len(lane)) for lane in lanes], folded)

    def __len__(self) -> int:
        """Count the lines."""
        return len(self._outline)

    def lane(self, line: int) -> Lane:
        """Give the lane a line belongs to."""
        return self.lanes[self._outline.place(line).section]

    def bar(self, line: int) -> Bar | None:
        """Give the bar of a line, None on the heading of a lane and where there is no line."""
        if not 0 <= line < len(self):
            return None
        where = self._outline.place(line)
        return None if where.row == HEADING else self.lanes[where.section].bar(where.row)

    def standing(self, line: int) -> Standing | None:
        """Give what a line shows, None where there is no line."""
        if not 0 <= line < len(self):
            return None
        where = self._outline.place(line)
        lane = self.lanes[where.section]
        return Standing(lane.committee_id, None if where.row == HEADING else lane.key(where.row))

    def find(self, standing: Standing) -> int | None:
        """Give the line that shows this; the lane's heading while the lane is folded, None when it is gone."""
        for number, lane in enumerate(self.lanes):
            if lane.committee_id == standing.committee_id:
                position = HEADING if standing.key is None else lane.find(standing.key)
                return None if position is None else self._outline.line(Place(number, position))
        return None
