"""Import: a file becomes a draft that says everything it would do, and a draft becomes one commit.

A ledger of ours that was filled in is merged with what changed since it was made; a foreign one is read by the names
of its columns; a lossless JSON or CSV export is read back as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.changes import Change, diff_lists
from tasklist_tui.domain.conflicts import Answers, Conflict, unanswered
from tasklist_tui.domain.defaults import Begun
from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.edits import AddItem, Edit, apply_all
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.ledger.body import Left, read_body
from tasklist_tui.domain.ledger.header import Header, find_header
from tasklist_tui.domain.ledger.matching import Match, Signed, changed_fields, edits_for, match_rows, new_values
from tasklist_tui.domain.ledger.reading import Before, Context, ReadItem, read_record
from tasklist_tui.domain.ledger.sheet import Book, Sheet
from tasklist_tui.domain.ledger.synonyms import ID, Names
from tasklist_tui.domain.ledger.units import ADD, Directory, Unknown
from tasklist_tui.domain.merge import merge_lists
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Committee, Item, TaskList, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.exchange.tables import Cancelled as Stopped
from tasklist_tui.exchange.tables import read_book
from tasklist_tui.exchange.xlsx_gate import MAX_FILE
from tasklist_tui.services import clock
from tasklist_tui.services.importmap import ImportMap
from tasklist_tui.services.ledger import ledger_columns, said
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.storage import files
from tasklist_tui.storage.folders import SETTINGS

Cancelled = Callable[[], bool]
#: How far it has come: rows done, in all (0 while nobody knows), and what is done (`READING`, `UNDERSTANDING`, …).
Progress = Callable[[int, int, str], None]
READING, UNDERSTANDING, COMPARING = "reading", "understanding", "comparing"


class NoTable(UserError):
    """A file that was read, but no row of it names the columns of a task list."""


def _untold(_done: int, _total: int, _what: str) -> None:
    """Tell nobody how far it has come."""


class Source(msgspec.Struct, frozen=True):
    """A file that was read: its name, its bytes when it is a lossless export of ours, else its tables."""

    name: str
    book: Book = Book()
    lossless: bytes | None = None

    @property
    def ours(self) -> bool:
        """Whether it is a ledger that this program made."""
        return self.book.origin.get("tasklist") == "1"


class Part(msgspec.Struct, frozen=True):
    """What one list gets from a file: how its sheets were read, which row is which item, and what comes of it.

    `missing` are items of the list that the file does not have; they stay.
    """

    list_id: str
    headers: tuple[tuple[str, Header], ...] = ()
    matches: tuple[Match, ...] = ()
    left: tuple[Left, ...] = ()
    doubts: tuple[tuple[str, Message], ...] = ()
    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    missing: int = 0


class Draft(msgspec.Struct, frozen=True):
    """Everything an import would do.  It can be done once no name is `unknown` and nothing collides.

    `unknown` are names that are no committee, with those most like them; `committees` would be made.
    """

    name: str
    parts: tuple[Part, ...] = ()
    notes: tuple[Message, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    committees: tuple[Committee, ...] = ()
    problems: tuple[Problem, ...] = ()
    ours: bool = False

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of all lists."""
        return tuple(edit for part in self.parts for edit in part.edits)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What collides with changes made since the ledger was exported."""
        return tuple(conflict for part in self.parts for conflict in part.conflicts)

    @property
    def doubts(self) -> int:
        """How many things a person should look at."""
        rows = sum(len(m.read.doubts) + (m.doubt is not None) for part in self.parts for m in part.matches)
        return rows + sum(len(part.left) + len(part.doubts) for part in self.parts) + len(self.problems)


def read_source(path: Path, cancelled: Cancelled = lambda: False, progress: Progress = _untold) -> Source:
    """Read a file to import; raises `UserError` when it cannot be read."""
    from tasklist_tui.services.exports.back import is_lossless

    if path.is_dir():
        raise UserError(msg("{path} is a folder", path=str(path)), msg("give the name of a file in it"))
    progress(0, 0, READING)
    try:
        data = files.read(path, MAX_FILE)
    except files.FileMissing as error:
        raise UserError(msg("there is no file {path}", path=str(path)), msg("check the name and the folder")) from error
    if len(data) > MAX_FILE:
        raise UserError(
            msg("{path} is larger than {limit} MB", path=path.name, limit=MAX_FILE // 1_000_000),
            msg("keep only the rows of the list and save it again"),
        )
    if data[:1] not in {b"P", b"\xd0", b"%"} and is_lossless(data):
        return Source(path.name, lossless=data)
    return Source(path.name, read_book(data, path.name, cancelled, lambda rows: progress(rows, 0, READING)))


def make_draft(
    session: Session,
    source: Source,
    list_id: str,
    chosen: ImportMap | None = None,
    answers: Answers = unanswered,
    cancelled: Cancelled = lambda: False,
    progress: Progress = _untold,
) -> Draft:
    """Say what importing a file into a list would do; raises `NoTable` when no table of tasks is in it.

    A ledger of ours knows its lists itself.
    """
    chosen = chosen or ImportMap()
    snapshot = session.snapshot
    if source.lossless is not None:
        return _read_back(snapshot, source)
    directory = Directory(
        snapshot.workspace.settings.committees, chosen.units, snapshot.workspace.settings.organisation
    )
    maker = _Maker(session, source, chosen, directory, answers, cancelled, progress)
    draft = maker.draft(list_id)
    return _with_committees(draft, directory)


def apply_draft(session: Session, draft: Draft) -> Snapshot:
    """Save what a draft says as one commit; raises `UserError` while something has to be decided first."""
    if draft.unknown:
        raise UserError(
            msg("these names are no committee: {names}", names=tuple(one.name for one in draft.unknown)),
            msg("say in the map file what they are, or make committees of them: --add-units"),
        )
    if draft.conflicts:
        raise UserError(
            msg("{count} places were changed here and in the file", count=len(draft.conflicts)),
            msg("decide each of them, then import again"),
        )
    also = {SETTINGS: lambda text: _add_committees(text, draft.committees)} if draft.committees else {}
    return session.apply(
        draft.edits, action="import", reason=draft.name, trailers=[("Tasklist-Import", draft.name)], also=also
    )


def _add_committees(text: str, committees: Iterable[Committee]) -> str:
    from tasklist_tui.storage.toplevel import add_list_entry

    for committee in committees:
        entry = {"id": committee.id, "name": committee.name, "kind": committee.kind}
        text = add_list_entry(text, "committees", {key: value for key, value in entry.items() if value})
    return text


def _read_back(snapshot: Snapshot, source: Source) -> Draft:
    from tasklist_tui.services.exports.back import read_back

    back = read_back(snapshot, source.lossless or b"")
    parts = []
    for task_list in snapshot.workspace.lists:
        edits = tuple(edit for edit in back.edits if edit.list_id == task_list.id)
        if edits:
            parts.append(Part(task_list.id, edits=edits, changes=_changes(snapshot, task_list, edits)))
    return Draft(source.name, tuple(parts), problems=back.problems, ours=True)


def _changes(snapshot: Snapshot, task_list: TaskList, edits: Sequence[Edit]) -> tuple[Change, ...]:
    (after,) = apply_all([task_list], edits)
    return tuple(diff_lists(snapshot.workspace.kind_of(task_list), task_list, after))


class _Maker:
    """One import being drafted."""

    def __init__(
        self,
        session: Session,
        source: Source,
        chosen: ImportMap,
        directory: Directory,
        answers: Answers,
        cancelled: Cancelled,
        progress: Progress,
    ) -> None:
        self.session, self.source, self.chosen, self.directory = session, source, chosen, directory
        self.answers, self.cancelled, self.progress = answers, cancelled, progress
        self.snapshot = session.snapshot
        self.notes: list[Message] = list(source.book.notes)
        self.base = self._base() if source.ours else None
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
            wanted.setdefault(self._list_of(sheet, list_id), []).append(sheet)
        parts = [part for name, sheets in wanted.items() if (part := self._part(name, sheets)) is not None]
        if not parts:
            raise NoTable(
                msg("{path}: no row names the columns of a task list", path=self.source.name),
                msg("name them in a map file (--map, see docs/ledgers.md): which heading is the task, which the lead"),
            )
        unknown = {one.name: one for part in parts for match in part.matches for _heading, one in match.read.unknown}
        return Draft(self.source.name, tuple(parts), tuple(self.notes), tuple(unknown.values()), ours=self.source.ours)

    def _list_of(self, sheet: Sheet, list_id: str) -> str:
        named = self.source.book.origin.get(f"sheet:{sheet.name}", "") if self.source.ours else ""
        return named if named and self.snapshot.workspace.task_list(named) is not None else list_id

    def _base(self) -> Snapshot:
        """Give the workspace as it was when the ledger was made; as it is now when that is not known here."""
        from tasklist_tui.services.timetravel import Moment, snapshot_at

        revision = self.source.book.origin.get("revision", "")
        day = self.source.book.origin.get("today", "")
        if revision == self.snapshot.revision and not self.snapshot.uncommitted:
            return self.snapshot
        try:
            sha = self.session.repo.resolve(revision) if revision.isalnum() else None
            if sha is not None:
                on = date.fromisoformat(day) if _is_day(day) else self.snapshot.today
                return snapshot_at(self.session, Moment(sha, on))
        except UserError:  # a commit that was never here, or is damaged
            pass
        self.notes.append(
            msg("the version this ledger was made from is not known here: every cell that differs is a change")
        )
        return self.snapshot

    def _part(self, list_id: str, sheets: Sequence[Sheet]) -> Part | None:
        task_list = self.snapshot.workspace.task_list(list_id)
        if task_list is None:
            raise UserError(
                msg("there is no list “{name}”", name=list_id),
                msg("possible: {ways}", ways=tuple(one.id for one in self.snapshot.workspace.lists)),
            )
        kind = self.snapshot.workspace.kind_of(task_list)
        names = Names(kind)
        calendar = Calendar(self.snapshot.workspace.calendars, self.snapshot.workspace.settings.calendar)
        where = Where.of(self.snapshot.workspace, task_list, calendar, self.snapshot.today)
        context = Context(self.snapshot.workspace, task_list, where, self.directory)
        before = self._before(task_list) if self.base is not None else None
        headers: list[tuple[str, Header]] = []
        reads: list[ReadItem] = []
        left: list[Left] = []
        doubts: list[tuple[str, Message]] = []
        for sheet in sheets:
            header = find_header(sheet, names, self._given(task_list), self.chosen.header)
            if header is None:
                if sheet.rows:
                    self.notes.append(msg("sheet “{sheet}”: no header was found; it is not read", sheet=sheet.name))
                continue
            headers.append((sheet.name, header))
            doubts.extend((sheet.name, message) for message in (*header.doubts, *_hidden(sheet, header)))
            body = read_body(sheet, header)
            doubts.extend((sheet.name, message) for message in body.doubts)
            left.extend(body.left)
            for number, record in enumerate(body.records):
                if number % 200 == 0:
                    self._go_on(number, len(body.records), UNDERSTANDING)
                reads.append(read_record(context, header, record, before))
        if not headers:
            return None
        return self._matched(task_list, headers, reads, left, doubts)

    def _go_on(self, done: int, total: int, what: str) -> None:
        """Say how far it has come, unless the person does not want to wait any longer."""
        if self.cancelled():
            raise Stopped(msg("cancelled; nothing was changed"))
        self.progress(done, total, what)

    def _matched(
        self,
        task_list: TaskList,
        headers: Sequence[tuple[str, Header]],
        reads: Sequence[ReadItem],
        left: Sequence[Left],
        doubts: Sequence[tuple[str, Message]],
    ) -> Part:
        self._go_on(0, 0, COMPARING)
        workspace = self.snapshot.workspace
        kind = workspace.kind_of(task_list)
        numbers = {item.id: workspace.number_of(task_list, item) for item in task_list.items}
        everywhere = [item.id for one in workspace.lists for item in one.items]
        base = self._base_of(task_list)
        matched_against = task_list if base is None else _together(base, task_list)
        matches = match_rows(matched_against, numbers, reads, everywhere)
        conflicts: tuple[Conflict, ...] = ()
        if base is None:
            edits = edits_for(kind, task_list, matches, self.signed)
        else:
            theirs = self._theirs(matched_against, matches)
            merged = merge_lists(kind, matched_against, task_list, theirs, self.answers)
            edits, conflicts = merged.edits, merged.conflicts
        known = {match.item_id for match in matches}
        return Part(
            task_list.id,
            tuple(headers),
            matches,
            tuple(left),
            tuple(doubts),
            edits,
            _changes(self.snapshot, task_list, edits),
            conflicts,
            sum(1 for item in task_list.items if item.id not in known),
        )

    def _given(self, task_list: TaskList) -> Mapping[str, str]:
        """Give the columns that are known: those of the map, and of a ledger of ours what it says itself."""
        if not self.source.ours:
            return self.chosen.columns
        lead = f"column:{task_list.id}:"
        kind = self.snapshot.workspace.kind_of(task_list)
        own = {
            name.removeprefix(lead): target if target.startswith("$") or target in kind.field else "$skip"
            for name, target in self.source.book.origin.items()
            if name.startswith(lead)
        }
        return {**own, **self.chosen.columns}

    def _base_of(self, task_list: TaskList) -> TaskList | None:
        if self.base is None:
            return None
        return self.base.workspace.task_list(task_list.id) or task_list

    def _before(self, task_list: TaskList) -> Before:
        """Give what the ledger said of an item when it was made."""
        base = self.base or self.snapshot
        old = base.workspace.task_list(task_list.id)
        language = self.source.book.origin.get("language", "zh")

        def columns(snapshot: Snapshot, one: TaskList) -> tuple[Snapshot, TaskList, object]:
            return snapshot, one, ledger_columns(snapshot.workspace.kind_of(one), one.items, language, everything=True)

        sources = [columns(base, old)] if old is not None else []
        sources.append(columns(self.snapshot, task_list))

        def before(item_id: str) -> Mapping[str, str] | None:
            for snapshot, one, found in sources:
                item = one.item(item_id)
                if item is not None:
                    return said(snapshot, one, item, found, language)  # type: ignore[arg-type]
            return None

        return before

    def _theirs(self, base: TaskList, matches: Sequence[Match]) -> TaskList:
        """Give the list as the file has it: the items of `base` with what was changed, and the new ones."""
        kind = self.snapshot.workspace.kind_of(base)
        items = {item.id: item for item in base.items}
        behind: dict[str, list[Item]] = {}
        previous = ""
        for match in matches:
            if match.new:
                made = Item(match.item_id, new_values(kind, base, match.read, self.signed))
                behind.setdefault(previous, []).append(made)
                continue
            item = items[match.item_id]
            if changed := changed_fields(kind, item, match.read, self.signed):
                items[item.id] = item.with_values(changed)
            previous = match.item_id
        ordered = list(behind.get("", ()))
        for item in items.values():
            ordered.extend([item, *behind.get(item.id, ())])
        return msgspec.structs.replace(base, items=tuple(ordered))


def _together(base: TaskList, now: TaskList) -> TaskList:
    """Give the base with the items that came since, each behind the one it stands behind now."""
    ordered = [item.id for item in base.items]
    items = {item.id: item for item in base.items}
    previous: str | None = None
    for item in now.items:
        if item.id not in items:
            ordered.insert(ordered.index(previous) + 1 if previous is not None else 0, item.id)
            items[item.id] = item
        previous = item.id
    if len(ordered) == len(base.items):
        return base
    return msgspec.structs.replace(base, items=tuple(items[name] for name in ordered))


def _with_committees(draft: Draft, directory: Directory) -> Draft:
    """Give committees that are to be made their id, and the edits that id."""
    names = [name for name, answer in directory.answers.items() if answer == ADD]
    used = {
        value
        for edit in draft.edits
        for values in [edit.item.values if isinstance(edit, AddItem) else getattr(edit, "values", {})]
        for value in _flat(values)
        if isinstance(value, str) and value.startswith(ADD)
    }
    made = {f"{ADD}{name}": Committee(derived_id("committee", name), name) for name in names if f"{ADD}{name}" in used}
    if not made:
        return draft
    ids = {mark: committee.id for mark, committee in made.items()}
    parts = tuple(
        msgspec.structs.replace(
            part,
            edits=tuple(_renamed(edit, ids) for edit in part.edits),
            changes=tuple(
                msgspec.structs.replace(c, old=_swap(c.old, ids), new=_swap(c.new, ids)) for c in part.changes
            ),
        )
        for part in draft.parts
    )
    return msgspec.structs.replace(draft, parts=parts, committees=tuple(made.values()))


def _flat(values: Mapping[str, object]) -> Iterable[object]:
    for value in values.values():
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _renamed(edit: Edit, ids: Mapping[str, str]) -> Edit:
    if isinstance(edit, AddItem):
        return msgspec.structs.replace(edit, item=Item(edit.item.id, _swapped(edit.item.values, ids)))
    values = getattr(edit, "values", None)
    return edit if values is None else msgspec.structs.replace(edit, values=_swapped(values, ids))


def _swapped(values: Mapping[str, Value], ids: Mapping[str, str]) -> dict[str, Value]:
    return {name: _swap(value, ids) for name, value in values.items()}


def _swap(value: object, ids: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [_swap(inner, ids) for inner in value]
    if isinstance(value, dict):
        return {key: _swap(inner, ids) for key, inner in value.items()}
    return value


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


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
