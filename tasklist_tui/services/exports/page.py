"""The HTML page of a workspace: overview, timeline and lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import starmap

from tasklist_tui.domain.counts import total
from tasklist_tui.domain.kinds import FieldType
from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.overview import AHEAD
from tasklist_tui.domain.query import Entry, Grouping, Query, arrange
from tasklist_tui.domain.report_facts import committee_counts, rate
from tasklist_tui.domain.telling import Teller
from tasklist_tui.exchange.html_page import Page, PageChart, PageList, PageRow, PageTable, Tile, page
from tasklist_tui.exchange.timeline_svg import chart
from tasklist_tui.i18n import translate
from tasklist_tui.services.agenda import agenda_of, line_text
from tasklist_tui.services.exporting import Options, Scope
from tasklist_tui.services.exports.columns import Line, headings, items_of, told
from tasklist_tui.services.exports.counting import counts_table
from tasklist_tui.services.exports.headings import measure_title
from tasklist_tui.services.exports.pictures import chart_days, chart_lanes, chart_words
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import row_text
from tasklist_tui.services.snapshot import Snapshot

_WIDE, _NARROW = 1200, 380
#: What stands behind a title, in this order; other fields of the kind that hold text follow.
_TOLD = ("goal", "method", "deliverable", "gov_units", "leader", "milestones", "assignments", "note")
#: What the columns show, or what nobody reads.
_SHOWN = frozenset({"title", "measure", "lead", "co", "due", "due_text", "progress", "status", "source", "tags", "log"})
_SHOWN_TYPES = frozenset({FieldType.STATE, FieldType.MEASURE})


def html_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give the page."""
    return page(_Maker(snapshot, scope, options).page(), options.tell.part(0.8, 1))


class _Maker:
    def __init__(self, snapshot: Snapshot, scope: Scope, options: Options) -> None:
        self._snapshot = snapshot
        self._scope = scope
        self._options = options
        self._language = options.language
        self._lines = items_of(snapshot, scope.entries, options.language, options.tell.part(0, 0.2))
        self._counts = committee_counts(snapshot.workspace, scope.entries, snapshot.light)
        self._whole = total(list(self._counts.values()))

    def page(self) -> Page:
        """Give everything that stands on the page."""
        settings, today = self._snapshot.workspace.settings, self._snapshot.today.isoformat()
        return Page(
            self._language,
            self._scope.title,
            " · ".join(filter(None, [settings.organisation, today])),
            translate(msg("Overview"), self._language),
            translate(msg("Timeline"), self._language),
            translate(msg("Details"), self._language),
            tuple(self._tiles()),
            tuple(counts_table(self._snapshot.workspace, self._counts, self._whole, self._language)),
            (self._by_light(Colour.RED), self._by_light(Colour.YELLOW), self._coming()),
            tuple(self._charts()),
            tuple(starmap(self._table, self._options.tell.part(0.5, 0.8).parts(self._scope.lists))),
            translate(msg("As of {day}", day=self._snapshot.today), self._language),
        )

    def _tiles(self) -> Iterator[Tile]:
        yield Tile(str(self._whole.items), translate(msg("Items"), self._language))
        for colour in Colour:
            yield Tile(str(sum(line.colour is colour for line in self._lines)), light_word(colour), colour)
        yield Tile(rate(self._whole), translate(msg("Rate"), self._language))

    def _by_light(self, colour: Colour) -> PageList:
        found = [line for line in self._lines if line.colour is colour]
        return PageList(
            light_word(colour),
            tuple((line.colour, line.light, f"{line.number} {line.title}".strip(), _who(line)) for line in found),
            translate(msg("Nothing."), self._language),
        )

    def _coming(self) -> PageList:
        snapshot, language = self._snapshot, self._language
        name = snapshot.workspace.committee_name
        last = date.fromordinal(min(snapshot.today.toordinal() + AHEAD, date.max.toordinal()))
        chosen = {(entry.task_list.id, entry.item.id) for entry in self._scope.entries}
        found = [
            line
            for _day, lines in agenda_of(snapshot, snapshot.today, last).days
            for line in lines
            if line.entry is None or (line.entry.task_list.id, line.entry.item.id) in chosen
        ]
        return PageList(
            translate(msg("The next {days} days", days=AHEAD), language),
            tuple(
                (
                    line.light.colour if line.light else None,
                    light_word(line.light.colour) if line.light else "",
                    line_text(snapshot.workspace, line),
                    " · ".join(
                        [line.day.isoformat(), *(name(committee, language) for committee in line.committees[:1])]
                    ),
                )
                for line in found
            ),
            translate(msg("Nothing."), language),
        )

    def _charts(self) -> Iterator[PageChart]:
        lanes, words = chart_lanes(self._snapshot, self._scope, self._options), chart_words(self._language)
        days = chart_days(self._snapshot, lanes)
        for number, lane in enumerate(lanes):
            self._options.tell.part(0.2, 0.5).at(number, len(lanes))
            if lane.bars:
                unnamed = (type(lane)("", lane.bars),)
                yield PageChart(
                    lane.name,
                    chart(unnamed, days, words, width=_WIDE),
                    chart(unnamed, days, words, width=_NARROW, stacked=True),
                )

    def _table(self, tell: Teller, task_list: TaskList) -> PageTable:
        lines = {line.entry.item.id: line for line in self._lines if line.entry.task_list.id == task_list.id}
        only = frozenset((task_list.id, item_id) for item_id in lines)
        query = Query(lists=frozenset({task_list.id}), only=only, grouping=Grouping.MEASURE)
        sections = arrange(self._snapshot.workspace, query, self._snapshot.light)
        return PageTable(
            task_list.title or task_list.id,
            tuple(translate(heading, self._language) for heading in headings()),
            tuple(
                (
                    measure_title(self._snapshot, task_list, section.key),
                    tuple(self._row(lines[entry.item.id]) for entry in part.each(section.entries)),
                )
                for part, section in tell.parts(sections)
            ),
        )

    def _row(self, line: Line) -> PageRow:
        cells = (line.lead, line.co, line.due, line.progress, line.state)
        return PageRow(
            line.colour, line.light, line.reason, line.number, line.title, cells, tuple(self._more(line.entry))
        )

    def _more(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Yield what is told of an item behind its title: label and text."""
        workspace, (task_list, item) = self._snapshot.workspace, entry
        kind = workspace.kind_of(task_list)
        names = dict.fromkeys([*(name for name in _TOLD if name in kind.field), *kind.field])
        for name in names:
            field = kind.field[name]
            if name in _SHOWN or field.type in _SHOWN_TYPES or item.get(name) is None:
                continue
            label = field.title.in_language(self._language) or name
            if field.type is FieldType.ROWS:
                yield label, "\n".join(row_text(workspace, kind, field, row, self._language) for row in item.rows(name))
            else:
                yield label, told(workspace, kind, item, name, self._language)
        log = [row for row in item.rows("log") if row.get("text")]
        if log:
            last = log[-1]
            at = last.get("at")
            day = at.date().isoformat() if isinstance(at, datetime) else ""
            said = " ".join(filter(None, [day, str(last.get("by") or ""), str(last["text"])]))
            yield translate(msg("Last progress note"), self._language), said


def _who(line: Line) -> str:
    return " · ".join(filter(None, [line.lead, line.due, line.reason]))
