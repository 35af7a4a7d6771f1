"""What recurs, as lines for one item: its rule in words, what is due next and late, what was noted, what is carried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tasklist_tui.domain import recurrence
from tasklist_tui.domain.cadence import CarriedPoint, carried, meeting, point_of
from tasklist_tui.domain.lights import Colour, is_closed
from tasklist_tui.domain.recurrence import Occurrence
from tasklist_tui.domain.rule_words import describe
from tasklist_tui.domain.workflow import field_label
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.daywords import weekday
from tasklist_tui.tui import palette
from tasklist_tui.tui.text import cell_width, clip
from tasklist_tui.tui.widgets.timeline_words import day_text
from tasklist_tui.tui.wrap import wrap

if TYPE_CHECKING:
    from tasklist_tui.domain.model import Item, TaskList
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.tui.item_lines import Line

#: So many late occurrences are named, the newest ones; and so many of those that were noted.
LATE = 5
NOTED = 3
#: So many carried points are named.
CARRIED = 8
MISSED = "✗"
_OF_RULE = frozenset({"rrule", "shift", "occurrences"})


def told(snapshot: Snapshot, task_list: TaskList, item: Item) -> frozenset[str]:
    """Give the fields that `recurrence_lines` puts into words, so that nobody else need show them."""
    fields = _OF_RULE if recurrence.recurs(item) else frozenset()
    if _is_cadence(snapshot, task_list):
        fields |= {"points"} | ({"carries_to"} if snapshot.workspace.find(item.text("carries_to")) else set())
    return fields


def recurrence_lines(snapshot: Snapshot, task_list: TaskList, item: Item, width: int) -> Iterator[Line]:
    """Yield the lines, none wider than `width` cells; none for an item that does not recur."""
    page = _Page(snapshot, task_list, item, width)
    if recurrence.recurs(item):
        yield from page.occurrences()
    if _is_cadence(snapshot, task_list):
        yield from page.collected()
        yield from page.carried()


def state_text(occurrence: Occurrence, today: date) -> str:
    """Give in words how an occurrence that was noted stands, with its note."""
    if occurrence.done is not None:
        late = occurrence.done > occurrence.due
        day = day_text(occurrence.done, today)
        said = _("done {day}, late", day=day) if late else _("done {day}", day=day)
    else:
        said = _("missed") if occurrence.missed else ""
    return " · ".join(filter(None, (said, occurrence.note)))


def _is_cadence(snapshot: Snapshot, task_list: TaskList) -> bool:
    return "carries_to" in snapshot.workspace.kind_of(task_list).field


class _Page:
    """Lays out what recurs of one item."""

    def __init__(self, snapshot: Snapshot, task_list: TaskList, item: Item, width: int) -> None:
        self.snapshot, self.task_list, self.item, self.width = snapshot, task_list, item, width
        self.kind = snapshot.workspace.kind_of(task_list)
        self.today = snapshot.today

    def occurrences(self) -> Iterator[Line]:
        snapshot, item = self.snapshot, self.item
        found = recurrence.occurrences(item, self.task_list, until=self.today, calendar=snapshot.calendar)
        yield []
        yield self.heading(field_label(self.kind, "occurrences").in_language(language()) or _("Occurrences"))
        words = translate(describe(item.text("rrule"), recurrence.shift_of(item), item.start))
        if words:
            yield from self.wrapped("", words, "")
        if not is_closed(item, self.kind):
            yield from self.coming()
            yield from self.late([one for one in found if one.open and one.due < self.today])
        noted = [one for one in found if not one.open]
        for one in reversed(noted[-NOTED:]):
            colour = palette.light_class(Colour.BLUE) if one.done else "muted"
            mark = palette.symbol(Colour.BLUE) if one.done else MISSED
            yield from self.wrapped(
                f"{mark} ", f"{day_text(one.due, self.today)} {state_text(one, self.today)}", colour
            )

    def coming(self) -> Iterator[Line]:
        ahead = recurrence.next_open(self.item, self.task_list, self.today, self.snapshot.calendar)
        if ahead is None:
            yield from self.wrapped("", _("None is to come"), "muted")
            return
        light = self.snapshot.lights.judge.day_light(ahead.due)
        said = _("next {day} {weekday}", day=day_text(ahead.due, self.today), weekday=weekday(ahead.due))
        parts = [said, translate(light.reason)]
        if ahead.nominal != ahead.due:
            parts.append(_("instead of {day}", day=day_text(ahead.nominal, self.today)))
        style = palette.light_class(light.colour)
        yield from self.wrapped(f"{palette.symbol(light.colour)} ", " · ".join(parts), style)

    def late(self, found: list[Occurrence]) -> Iterator[Line]:
        """Yield the open ones of the past, the newest first."""
        for one in reversed(found[-LATE:]):
            light = self.snapshot.lights.judge.day_light(one.due)
            said = f"{day_text(one.due, self.today)} {translate(light.reason)}"
            yield from self.wrapped(f"{palette.symbol(light.colour)} ", said, palette.light_class(light.colour))
        if len(found) > LATE:
            yield [("  ", ""), (clip(_("… and {count} more", count=len(found) - LATE), self.width - 2), "muted")]

    def collected(self) -> Iterator[Line]:
        """Yield where a cadence carries its points, and the points it collected itself."""
        target = self.snapshot.workspace.find(self.item.text("carries_to"))
        rows = self.item.rows("points")
        if target is None and not rows:
            return
        yield []
        label = field_label(self.kind, "points").in_language(language()) or _("Points")
        settled = sum(1 for row in rows if row.get("settled"))
        yield self.heading(f"{label} {settled}/{len(rows)}" if rows else label)
        if target is not None:
            yield from self.wrapped("", _("Carries on to “{title}”", title=target[1].title), "muted")
        for row in rows:
            yield from self.point(point_of(row))

    def carried(self) -> Iterator[Line]:
        """Yield what is carried to the next occurrence of a cadence."""
        workspace = self.snapshot.workspace
        occurrence = meeting(self.task_list, self.item, self.today, self.snapshot.calendar)
        if occurrence is None:
            return
        points = carried(workspace, self.task_list, self.item, occurrence, self.snapshot.calendar)
        if not points:
            return
        yield []
        day = day_text(occurrence.due, self.today)
        yield self.heading(_("Carried to {day}: {count}", day=day, count=len(points)))
        for point in points[:CARRIED]:
            yield from self.point(point)
        if len(points) > CARRIED:
            yield [("  ", ""), (clip(_("… and {count} more", count=len(points) - CARRIED), self.width - 2), "muted")]

    def point(self, point: CarriedPoint) -> Iterator[Line]:
        """Yield a point, ticked when it is settled, and what is known of it."""
        done = point.settled is not None
        mark, style = (palette.symbol(Colour.BLUE), palette.light_class(Colour.BLUE)) if done else ("·", "")
        for head, (text, _style) in self.wrapped(f"{mark} ", point.text, style):
            yield [head, (text, "")]
        if about := self.about(point):
            yield from self.wrapped("  ", about, "muted")

    def about(self, point: CarriedPoint) -> str:
        settled = _("settled {day}", day=day_text(point.settled, self.today)) if point.settled else ""
        parts = [
            chain_text(self.snapshot, point.chain),
            day_text(point.on, self.today) if point.on else "",
            point.brought_by,
            _("left over") if point.left_over else "",
            " ".join(filter(None, (settled, point.result))),
        ]
        return " · ".join(filter(None, parts))

    def wrapped(self, mark: str, text: str, style: str) -> Iterator[Line]:
        """Yield a text behind a mark of as many cells as it has."""
        cells = cell_width(mark)
        for number, line in enumerate(wrap(text, self.width - cells)):
            yield [(mark if number == 0 else " " * cells, style), (line, style)]

    def heading(self, label: str) -> Line:
        text = clip(label, self.width - 4)
        return [(f"── {text} ", "heading"), ("─" * max(0, self.width - cell_width(text) - 4), "heading")]


def chain_text(snapshot: Snapshot, chain: tuple[str, ...]) -> str:
    """Give the titles of the cadences a point came through, the first one first."""
    found = (snapshot.workspace.find(item_id) for item_id in chain)
    return " → ".join(entry[1].title for entry in found if entry)
