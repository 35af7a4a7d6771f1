"""What a sync would do and has done, in words for people who know nothing of git; pure, from values and a width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.members import MemberState
from tasklist_tui.services.present import changes_text
from tasklist_tui.services.questions import Question
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.services.sync import Preview, SyncReport, SyncState
from tasklist_tui.services.versions import list_id_of
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.text import cell_width, clip
from tasklist_tui.tui.trouble import paragraph, trouble_lines
from tasklist_tui.tui.wrap import wrap

#: Changes told one by one; beyond, the history has them.
_TOLD = 200
#: In place of a lead: of an item that is deleted here nobody knows it any more.
_HERE_NO_MORE = "\0"


class Members(msgspec.Struct, frozen=True):
    """How the workspaces of other organisations stand, or why they could not be brought in."""

    states: tuple[MemberState, ...] = ()
    trouble: UserError | None = None


class Outlook(msgspec.Struct, frozen=True):
    """What a sync would do now; `trouble` is why the server could not be asked, None when it was.

    `members` is how the members' workspaces stand, where there is nothing else to exchange.
    """

    snapshot: Snapshot
    state: SyncState
    preview: Preview
    trouble: Exception | None = None
    members: Members = Members()

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that nobody has answered yet."""
        return tuple(question for question in self.preview.questions if question.answer is None)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to exchange."""
        return not (self.state.ahead or self.state.behind or self.state.uncommitted)


class Exchanged(msgspec.Struct, frozen=True):
    """A sync's report, the changes that were waiting to be sent, and how the members' workspaces stand."""

    report: SyncReport
    outgoing: tuple[Change, ...] = ()
    members: Members = Members()


class Told(NamedTuple):
    """One line, and the item that it stands for."""

    line: Line
    item: ItemKey | None = None


def outlook_lines(outlook: Outlook, width: int) -> list[Line]:
    """Give what would come in and go out by committee and item, and what has to be decided first."""
    lines: list[Line] = []
    if outlook.trouble is not None:
        lines += trouble_lines(outlook.trouble, width)
    elif outlook.idle:
        lines += paragraph(_("Everything is up to date"), width, "✓ ", "light--green")
    if outlook.idle or outlook.state.remote is None:
        return [*lines, *_member_lines(outlook.members, width)]
    if outlook.open:
        asked = _("{count} places were changed here and by others and need a decision", count=len(outlook.open))
        lines += [*paragraph(asked, width, "▴ ", "light--yellow"), []]
    preview, workspace = outlook.preview, outlook.snapshot.workspace
    if preview.incoming or preview.incoming_files:
        lines += [_heading(_("What will come in"), width), *_plain(workspace, preview.incoming, width)]
        lines += [*_files(preview.incoming_files, width), []]
    later = outlook.trouble is not None
    known = preview.outgoing or preview.outgoing_files or not later
    if (outlook.state.ahead and known) or outlook.state.uncommitted:
        lines += [[]] if later else []
        lines += [_heading(_("What goes out later") if later else _("What will go out"), width)]
        lines += [*_plain(workspace, preview.outgoing, width), *_files(preview.outgoing_files, width)]
        if outlook.state.ahead and not (preview.outgoing or preview.outgoing_files):
            nothing = _("{count} changes that together leave everything as it was", count=outlook.state.ahead)
            lines += [[("  ", ""), (clip(nothing, width - 2), "")]]
        if outlook.state.uncommitted:
            files = _("{count} files changed by hand", count=outlook.state.uncommitted)
            lines += [[("  ", ""), (clip(files, width - 2), "")]]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def result_lines(exchanged: Exchanged, width: int) -> list[Told]:
    """Give what was done: the sum, what came in by committee and item, what was sent, or what stands in the way."""
    report = exchanged.report
    mark, role = ("✓ ", "light--green") if report.ok else ("▴ ", "light--yellow")
    told = [Told(line) for line in paragraph(translate(report.message), width, mark, role)]
    workspace = report.snapshot.workspace
    if report.questions:
        safe = _("Your changes are safe here, the others' are safe on the server.")
        told += [Told(line) for line in [[], *paragraph(safe, width, "→ ", "")]]
    if report.incoming:
        told += [Told([]), Told(_heading(_("What came in"), width)), *change_lines(workspace, report.incoming, width)]
    if report.ok and report.sent and exchanged.outgoing:
        lines = [_heading(_("What was sent"), width), *_plain(workspace, exchanged.outgoing, width)]
        told += [Told(line) for line in [[], *lines]]
    told += [Told(line) for line in _member_lines(exchanged.members, width)]
    return told


def _member_lines(members: Members, width: int) -> Iterator[Line]:
    """Yield how the other organisations' workspaces stand; nothing when there are none."""
    if not members.states and members.trouble is None:
        return
    yield []
    yield _heading(_("Members"), width)
    if members.trouble is not None:
        yield from paragraph(translate(members.trouble.message), width, "▴ ", "light--yellow")
    for state in members.states:
        mark, role = ("✓ ", "light--green") if state.problem is None else ("▴ ", "light--yellow")
        said = state.member.name
        if state.problem is not None:
            said = _("{field}: {message}", field=said, message=translate(state.problem))
        yield from paragraph(said, width, mark, role)


def change_lines(workspace: Workspace, changes: Sequence[Change], width: int) -> Iterator[Told]:
    """Yield changes: committees with how many of their items, the items, what from what to what."""
    groups: dict[str, dict[ItemKey, list[Change]]] = {}
    for change in changes[:_TOLD]:
        key = ItemKey(change.list_id, change.item_id)
        groups.setdefault(_lead(workspace, change), {}).setdefault(key, []).append(change)
    order = {committee.id: number for number, committee in enumerate(workspace.settings.committees)}
    for lead in sorted(groups, key=lambda lead: order.get(lead, len(order))):
        name = _("Deleted here") if lead == _HERE_NO_MORE else workspace.committee_name(lead, language())
        name = name or _("No lead")
        count = _("{count} items", count=len(groups[lead]))
        yield Told([(clip(name, width - cell_width(count) - 2), "strong"), (f"  {count}", "muted")])
        for key, told in groups[lead].items():
            yield from _item_lines(workspace, key, told, width)
    if len(changes) > _TOLD:
        yield Told([(clip(_("… and {count} more", count=len(changes) - _TOLD), width), "muted")])


def _item_lines(workspace: Workspace, key: ItemKey, changes: Sequence[Change], width: int) -> Iterator[Told]:
    task_list, item = _item(workspace, changes[0])
    number = workspace.number_of(task_list, item) if task_list and item else ""
    title = f"{number} {changes[0].title or _('(no title)')}".strip()
    gone = item is None or any(change.what is What.REMOVED for change in changes)
    yield Told([("  ", ""), (clip(title, width - 2), "")], None if gone else key)
    kind = workspace.kind_of(task_list) if task_list else Kind("")
    for line in wrap(changes_text(workspace, kind, changes, language()), width - 4):
        yield Told([("    ", ""), (line, "label")])


def _plain(workspace: Workspace, changes: Sequence[Change], width: int) -> list[Line]:
    return [told.line for told in change_lines(workspace, changes, width)]


def _files(names: Sequence[str], width: int) -> list[Line]:
    """Name changed files that hold no items, and lists that cannot be read."""
    found: list[Line] = []
    broken = [name for name in names if list_id_of(name) is not None]
    for title, some in (
        (_("Lists that cannot be read there"), broken),
        (_("Files without items"), [name for name in names if name not in broken]),
    ):
        if some:
            found.append([(clip(title, width), "strong")])
            found += [[("  ", ""), (clip(name, width - 2), "")] for name in some[:_TOLD]]
    return found


def _item(workspace: Workspace, change: Change) -> tuple[TaskList | None, Item | None]:
    task_list = workspace.task_list(change.list_id)
    return task_list, task_list.item(change.item_id) if task_list else None


def _lead(workspace: Workspace, change: Change) -> str:
    """Give the lead of a changed item; of one that is not here as it was, or will be."""
    item = _item(workspace, change)[1]
    if item is not None:
        return item.lead
    if change.what not in {What.ADDED, What.REMOVED}:
        return _HERE_NO_MORE
    whole = change.new if change.what is What.ADDED else change.old
    return str(whole.get("lead", "")) if isinstance(whole, dict) else ""


def _heading(text: str, width: int) -> Line:
    label = clip(text, width - 2)
    return [(f"{label} ", "heading"), ("─" * max(0, width - cell_width(label) - 1), "muted")]
