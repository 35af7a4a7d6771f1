"""The tables of a file become a draft: every sheet read, every row matched, the edits that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.conflicts import Answers, Conflict
from tasklist_tui.domain.defaults import Begun
from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.ledger.body import Left, read_body
from tasklist_tui.domain.ledger.header import Header, find_header
from tasklist_tui.domain.ledger.matching import Signed, edits_for, match_rows
from tasklist_tui.domain.ledger.reading import Context, ReadItem, read_record
from tasklist_tui.domain.ledger.sheet import Sheet
from tasklist_tui.domain.ledger.synonyms import ID, Names
from tasklist_tui.domain.ledger.units import Directory
from tasklist_tui.domain.merge import merge_lists
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.telling import Teller
from tasklist_tui.i18n import translate
from tasklist_tui.services import clock
from tasklist_tui.services.imports.draft import (
    COMPARING,
    UNDERSTANDING,
    Draft,
    NoTable,
    Part,
    Source,
    changes_of,
)
from tasklist_tui.services.imports.mapfile import ImportMap
from tasklist_tui.services.imports.ours import Ours
from tasklist_tui.services.session import Session


class Drafting:
    """One import being drafted."""

    def __init__(
        self,
        session: Session,
        source: Source,
        chosen: ImportMap,
        directory: Directory,
        answers: Answers,
        tell: Teller,
    ) -> None:
        """Draft what importing `source` into the workspace of `session` would do."""
        self.source, self.chosen, self.directory = source, chosen, directory
        self.answers, self.tell = answers, tell
        self.snapshot = session.snapshot
        self.ours = Ours(session, source.book.origin) if source.ours else None
        self.notes: list[Message] = [*source.book.notes, *(self.ours.notes if self.ours else ())]
        by = self.snapshot.by or source.name
        self.signed = Signed(by, clock.now(), Begun(self.snapshot.today, self.snapshot.by))

    def draft(self, list_id: str) -> Draft:
        """Read every sheet that has a header and bring each list's rows together."""
        wanted: dict[str, list[Sheet]] = {}
        for sheet in self.source.book.sheets:
            if self.chosen.sheets and sheet.name not in self.chosen.sheets:
                continue
            if sheet.hidden and not self.chosen.sheets:
                self.notes.append(msg("the hidden sheet “{sheet}” is not read", sheet=sheet.name))
                continue
            named = self.ours.list_of(sheet.name) if self.ours else ""
            wanted.setdefault(named or list_id, []).append(sheet)
        parts = [part for name, sheets in wanted.items() if (part := self._part(name, sheets)) is not None]
        if not parts:
            raise NoTable(
                msg("{path}: no row names the columns of a task list", path=self.source.name),
                msg("name them in a map file (--map, see docs/ledgers.md): which heading is the task, which the lead"),
            )
        unknown = {one.name: one for part in parts for match in part.matches for _heading, one in match.read.unknown}
        return Draft(
            self.source.name, tuple(parts), tuple(self.notes), tuple(unknown.values()), ours=self.ours is not None
        )

    def _part(self, list_id: str, sheets: Sequence[Sheet]) -> Part | None:
        """Read the sheets of one list; None when none of them has a header."""
        workspace = self.snapshot.workspace
        task_list = workspace.task_list(list_id)
        if task_list is None:
            raise UserError(
                msg("there is no list “{name}”", name=list_id),
                msg("possible: {ways}", ways=tuple(one.id for one in workspace.lists)),
            )
        kind = workspace.kind_of(task_list)
        given: Mapping[str, str] = self.chosen.columns
        if self.ours:
            given = {**self.ours.columns(kind, task_list.id), **given}
        reading = _Reading(self, task_list)
        for sheet in sheets:
            header = find_header(sheet, Names(kind), given, self.chosen.header)
            if header is not None:
                reading.sheet(sheet, header)
            elif sheet.rows:
                self.notes.append(msg("sheet “{sheet}”: no header was found; it is not read", sheet=sheet.name))
        return self._matched(task_list, kind, reading) if reading.headers else None

    def _matched(self, task_list: TaskList, kind: Kind, reading: _Reading) -> Part:
        self.tell.count(0, 0, COMPARING)
        workspace = self.snapshot.workspace
        numbers = {item.id: workspace.number_of(task_list, item) for item in task_list.items}
        everywhere = [item.id for one in workspace.lists for item in one.items]
        conflicts: tuple[Conflict, ...] = ()
        if self.ours is None:
            matches = match_rows(task_list, numbers, reading.items, everywhere)
            edits = edits_for(kind, task_list, self.tell.rows(matches, COMPARING), self.signed)
        else:
            base = self.ours.base_of(task_list)
            matches = match_rows(base, numbers, reading.items, everywhere)
            theirs = self.ours.theirs(kind, base, task_list, self.tell.rows(matches, COMPARING), self.signed)
            merged = merge_lists(kind, base, task_list, theirs, self.answers)
            edits, conflicts = merged.edits, merged.conflicts
        self.tell.count(0, 0, COMPARING)
        known = {match.item_id for match in matches}
        return Part(
            task_list.id,
            tuple(reading.headers),
            matches,
            tuple(reading.left),
            tuple(reading.doubts),
            edits,
            changes_of(self.snapshot, task_list, edits),
            conflicts,
            sum(1 for item in task_list.items if item.id not in known),
        )


class _Reading:
    """The sheets of one list being read."""

    def __init__(self, drafting: Drafting, task_list: TaskList) -> None:
        workspace = drafting.snapshot.workspace
        calendar = Calendar(workspace.calendars, workspace.settings.calendar)
        where = Where.of(workspace, task_list, calendar, drafting.snapshot.today)
        name = translate(msg("Milestone {number}", number="{number}"))
        self.context = Context(workspace, task_list, where, drafting.directory, name)
        self.before = drafting.ours.before(task_list) if drafting.ours else None
        self.tell = drafting.tell
        self.headers: list[tuple[str, Header]] = []
        self.items: list[ReadItem] = []
        self.left: list[Left] = []
        self.doubts: list[tuple[str, Message]] = []

    def sheet(self, sheet: Sheet, header: Header) -> None:
        """Read the rows below a header."""
        self.headers.append((sheet.name, header))
        body = read_body(sheet, header)
        self.doubts.extend((sheet.name, message) for message in (*header.doubts, *_hidden(sheet, header), *body.doubts))
        self.left.extend(body.left)
        for record in self.tell.rows(body.records, UNDERSTANDING):
            self.items.append(read_record(self.context, header, record, self.before))


def _hidden(sheet: Sheet, header: Header) -> Iterable[Message]:
    """Remark on hidden rows and columns, which are read all the same; the column of our ids is meant to be hidden."""
    rows = [number for number in sheet.hidden_rows if number in sheet.places and number > header.bottom]
    if rows:
        yield msg("{count} hidden rows are read too", count=len(rows))
    own = {column.place for column in header.columns if column.target == ID}
    used = {column.place: column.heading for column in header.columns}
    hidden = tuple(used[place] for place in sheet.hidden_columns if place in used and place not in own)
    if hidden:
        yield msg("hidden columns are read too: {names}", names=hidden)
