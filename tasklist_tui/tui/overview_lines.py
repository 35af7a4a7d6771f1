"""What the overview says, as rows of styled pieces with what each of them leads to; pure, from facts and a width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.lights import Colour, Light
from tasklist_tui.domain.overview import AHEAD, Coming, Mark, Overview, Tally
from tasklist_tui.domain.query import Entry
from tasklist_tui.i18n import _, language
from tasklist_tui.services.daywords import weekday
from tasklist_tui.services.history import Revision
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.services.sync import SyncState
from tasklist_tui.tui import palette
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.row_source import short_reason
from tasklist_tui.tui.state import ItemKey, key_of
from tasklist_tui.tui.text import cell_width, clip, fit

#: Two columns stand side by side from this width on, this far apart.
TWO_COLUMNS = 100
GAP = 3
#: So many rows of overdue, soon, and coming things are shown before the list takes over.
SHOWN = 12
#: So many of the newest changes are shown.
RECENT = 8
#: The longest bar, in cells, and the shortest worth drawing.
_BAR = (24, 6)


class Facts(msgspec.Struct, frozen=True):
    """What the overview rests on; the last two are None until they have been asked for."""

    snapshot: Snapshot
    overview: Overview
    recent: tuple[Revision, ...] | None = None
    sync: SyncState | None = None


class Jump(msgspec.Struct, frozen=True):
    """Where Enter leads: to an item, to the items of a committee or a light, to the history, to a command."""

    item: ItemKey | None = None
    committee: str | None = None
    light: Colour | None = None
    due: tuple[date, date] | None = None
    command: str = ""


class OverviewRow(msgspec.Struct, frozen=True):
    """One row: what stands there, and where it leads (None: the cursor passes it by)."""

    line: Line
    jump: Jump | None = None


Rows = list[OverviewRow]
_BLANK = OverviewRow([])


def columns(facts: Facts, width: int) -> list[Rows]:
    """Give the rows for a view of `width` cells: one column, or two of (width - GAP) // 2 cells each."""
    if width < TWO_COLUMNS:
        page = _Page(facts, width)
        return [_apart([page.committees(), page.overdue(), page.soon(), page.coming(), page.recent(), page.sync()])]
    page = _Page(facts, (width - GAP) // 2)
    left = _apart([page.committees(), page.coming(), page.sync()])
    return [left, _apart([page.overdue(), page.soon(), page.recent()])]


def _apart(blocks: Iterable[Rows]) -> Rows:
    """Join blocks with an empty row between them."""
    joined: Rows = []
    for block in blocks:
        if joined and block:
            joined.append(_BLANK)
        joined.extend(block)
    return joined


class _Page:
    """Lays out one column."""

    def __init__(self, facts: Facts, width: int) -> None:
        self.facts = facts
        self.snapshot = facts.snapshot
        self.workspace = facts.snapshot.workspace
        self.overview = facts.overview
        self.width = width
        self.who = min(14, max(6, width * 2 // 9))
        self.language = language()

    # --- committees

    def committees(self) -> Rows:
        """Give a row of counts for each committee, and one for all."""
        total = sum(self.overview.total.values())
        if not total:
            nothing = _("There are no items yet; n in the list adds the first one, Ctrl+O imports an Excel ledger")
            return [self.heading(_("Committees")), self.said(nothing)]
        names = [self.name(tally.committee) for tally in self.overview.tallies]
        named = min(max(map(cell_width, [*names, _("Total")])) + 1, max(10, self.width // 3))
        words = [*(light_word(colour) for colour in Colour), _("All")]
        cell, roomy = 3 + len(str(total)), max(map(cell_width, words)) + 1
        if cell < roomy <= (self.width - named) // len(words):
            cell = roomy
        rest = self.width - named - cell * (len(Colour) + 1) - 2
        aside = max(cell, cell_width(_("Supports"))) + 1
        aside = aside if rest - aside >= _BAR[1] else 0
        rest -= aside
        bar = min(_BAR[0], rest) if rest >= _BAR[1] else 0
        most = max((tally.led for tally in self.overview.tallies), default=0)
        rows = [self.heading(_("Committees")), self.legend(named, cell, aside)]
        for name, tally in zip(names, self.overview.tallies, strict=True):
            line: Line = [(fit(name, named), ""), *self.counts(tally.lights, cell)]
            line.append((fit(str(tally.led), cell, "right"), "strong"))
            line.append((fit(str(tally.supported or "·"), aside, "right"), "muted"))
            rows.append(OverviewRow([*line, *self.bar(tally, most, bar)], Jump(committee=tally.committee)))
        line = [(fit(_("Total"), named), "strong"), *self.counts(self.overview.total, cell)]
        rows.append(OverviewRow([*line, (fit(str(total), cell, "right"), "strong")], Jump(committee="")))
        return [*rows, *self.steps()]

    def steps(self) -> Rows:
        """Give a line of how many items were urged, extended, returned, wait for close-out; none while all are 0."""
        counts = self.overview.counts
        told = [
            (_("urged {count}", count=counts.urged), counts.urged),
            (_("not answered {count}", count=counts.unanswered), counts.unanswered),
            (_("extended {count}", count=counts.extended), counts.extended),
            (_("extensions waiting {count}", count=counts.asked), counts.asked),
            (_("returned {count}", count=counts.returned), counts.returned),
            (_("to close out {count}", count=counts.waiting), counts.waiting),
        ]
        said = " · ".join(text for text, number in told if number)
        return [self.said(said)] if said else []

    def legend(self, named: int, cell: int, aside: int) -> OverviewRow:
        words = [(fit(light_word(c), cell, "right"), palette.light_class(c)) for c in Colour]
        more = [(fit(_("All"), cell, "right"), "muted"), (fit(_("Supports"), aside, "right"), "muted")]
        return OverviewRow([(" " * named, ""), *words, *more])

    def counts(self, lights: dict[Colour, int], cell: int) -> Line:
        return [
            (fit(f"{palette.symbol(c)}{lights[c]}", cell, "right"), palette.light_class(c))
            if lights[c]
            else (fit("·", cell, "right"), "muted")
            for c in Colour
        ]

    def bar(self, tally: Tally, most: int, room: int) -> Line:
        """Give a bar as long as the committee's share of the longest one, in the colours of its lights."""
        if not room or not most:
            return []
        line: Line = [("  ", "")]
        start = done = 0
        for colour in Colour:
            done += tally.lights[colour]
            stop = -(-room * done // most)
            line.append(("━" * (stop - start), palette.light_class(colour)))
            start = stop
        return line

    def name(self, committee: str) -> str:
        return self.workspace.committee_name(committee, self.language) or _("No lead")

    # --- items

    def overdue(self) -> Rows:
        """Give the items past their date, the longest first."""
        found = self.overview.overdue
        return [
            self.heading(_("Overdue"), len(found)),
            *self.items(found, Jump(light=Colour.RED), _("Nothing is overdue")),
        ]

    def soon(self) -> Rows:
        """Give the items that need attention now."""
        found = self.overview.soon
        return [
            self.heading(_("Soon due or behind"), len(found)),
            *self.items(found, Jump(light=Colour.YELLOW), _("Nothing is due soon")),
        ]

    def items(self, found: Sequence[tuple[Entry, Light]], all_of: Jump, nothing: str) -> Iterator[OverviewRow]:
        if not found:
            yield self.said(nothing)
        for entry, light in found[:SHOWN]:
            yield self.item(entry, light)
        if len(found) > SHOWN:
            yield OverviewRow([("  ", ""), (self.more(len(found) - SHOWN), "muted")], all_of)

    def item(self, entry: Entry, light: Light) -> OverviewRow:
        reason = clip(short_reason(light), max(8, self.width // 3))
        style = palette.light_class(light.colour)
        named = fit(self.name(entry.item.lead), self.who) + " "
        room = self.width - 2 - self.who - 2 - cell_width(reason)
        title = fit(self.title(entry), max(0, room))
        line: Line = [(palette.symbol(light.colour) + " ", style), (named, "muted"), (title, ""), (" " + reason, style)]
        return OverviewRow(line, Jump(item=key_of(entry)))

    def title(self, entry: Entry) -> str:
        number = self.workspace.number_of(entry.task_list, entry.item)
        return f"{number} {entry.item.title or _('(no title)')}".strip()

    # --- days

    def coming(self) -> Rows:
        """Give what falls on the next days, the day and whether it is a rest day beside the first of each."""
        found = self.overview.coming
        rows = [self.heading(_("The next {days} days", days=AHEAD), len(found))]
        if not found:
            rows.append(self.said(_("No date falls on these days")))
        before: date | None = None
        for coming in found[: 2 * SHOWN]:
            rows.append(self.day_row(coming, is_first=coming.day != before))
            before = coming.day
        if len(found) > 2 * SHOWN:
            rest = found[2 * SHOWN :]
            jump = Jump(due=(rest[0].day, rest[-1].day))
            rows.append(OverviewRow([("  ", ""), (self.more(len(rest)), "muted")], jump))
        return rows

    def day_row(self, coming: Coming, *, is_first: bool) -> OverviewRow:
        day = ""
        if is_first:
            day = f"{coming.day:%m-%d} {weekday(coming.day)}"
            if coming.day == self.snapshot.today:
                day = f"{coming.day:%m-%d} {_('today')}"
            elif not self.snapshot.calendar.is_workday(coming.day):
                day += " " + _("rest")
        style = palette.light_class(coming.light.colour)
        room = max(0, self.width - 15 - 2 - self.who - 1)
        line: Line = [
            (fit(day, 15), "label" if not day.endswith(_("today")) else "strong"),
            (palette.symbol(coming.light.colour) + " ", style),
            (fit(self.what(coming), room), ""),
            (" " + fit(self.name(coming.entry.item.lead), self.who), "muted"),
        ]
        return OverviewRow(line, Jump(item=key_of(coming.entry)))

    def what(self, coming: Coming) -> str:
        title = self.title(coming.entry)
        match coming.mark:
            case Mark.START:
                return _("starts: {title}", title=title)
            case Mark.MILESTONE | Mark.OCCURRENCE if coming.label:
                return f"{coming.label} · {title}"
            case Mark.ASSIGNMENT:
                return f"{self.name(coming.label)} · {title}"
            case _:
                return title

    # --- changes and sync

    def recent(self) -> Rows:
        """Give the newest changes once they have been read."""
        rows = [self.heading(_("Recent changes"))]
        if self.facts.recent is None:
            return [*rows, self.said(_("Reading the history …"))]
        if not self.facts.recent:
            return [*rows, self.said(_("Nothing has been changed yet"))]
        for revision in self.facts.recent[:RECENT]:
            when = f"{revision.when:%m-%d %H:%M}  "
            line: Line = [(when, "label"), (clip(revision.subject, self.width - len(when)), "")]
            rows.append(OverviewRow(line, Jump(item=self.first_item(revision), command="view.history")))
        return rows

    def first_item(self, revision: Revision) -> ItemKey | None:
        for change in revision.changes:
            task_list = self.workspace.task_list(change.list_id)
            if task_list is not None and task_list.item(change.item_id) is not None:
                return ItemKey(change.list_id, change.item_id)
        return None

    def sync(self) -> Rows:
        """Say how this copy stands to the others' one."""
        state = self.facts.sync
        heading = self.heading(_("Sharing"))
        if state is None:
            return [heading, self.said(_("Looking …"))]
        if state.remote is None:
            return [heading, self.said(_("This workspace is not shared with anybody"))]
        parts = []
        if state.ahead:
            parts.append(_("{count} to send", count=state.ahead))
        if state.behind:
            parts.append(_("{count} to take in", count=state.behind))
        if state.uncommitted:
            parts.append(_("{count} files changed by hand", count=state.uncommitted))
        said = " · ".join(parts) or _("Everything is exchanged as far as known here")
        asked = _("last asked {when}", when=f"{state.last:%m-%d %H:%M}") if state.last else _("never asked yet")
        first: Line = [(clip(said, self.width - 2), "strong" if parts else "")]
        rest: Line = [(clip(f"{asked} · {state.remote}", self.width), "muted")]
        return [heading, OverviewRow([*first, (clip("  s", 3), "heading")], Jump(command="sync")), OverviewRow(rest)]

    # --- pieces

    def heading(self, text: str, count: int | None = None) -> OverviewRow:
        label = clip(text if count is None else f"{text}  {count}", self.width - 4)
        return OverviewRow([(f"{label} ", "heading"), ("─" * (self.width - cell_width(label) - 1), "muted")])

    def said(self, text: str) -> OverviewRow:
        return OverviewRow([("  ", ""), (clip(text, self.width - 2), "muted")])

    def more(self, count: int) -> str:
        return clip(_("… and {count} more", count=count), self.width - 2)
