"""What a sync has done, in words for people who know nothing of git; pure, from a report and a width."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.present import change_text, conflict_text
from tasklist_tui.services.sync import SyncReport
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import cell_width, clip
from tasklist_tui.tui.trouble import paragraph

#: Changes told one by one; beyond, the history has them.
_TOLD = 200


class Exchanged(msgspec.Struct, frozen=True):
    """A sync's report, and the subjects of the changes that were waiting to be sent."""

    report: SyncReport
    waiting: tuple[str, ...] = ()


def phase_words(phase: str) -> str:
    """Give what is being done with the server in words."""
    return {
        "counting": _("Counting"),
        "compressing": _("Packing"),
        "sending": _("Sending"),
        "receiving": _("Receiving"),
        "unpacking": _("Unpacking"),
    }.get(phase, _("Waiting for the server"))


def result_lines(exchanged: Exchanged, width: int) -> list[Line]:
    """Give what was done: the sum, what came in by committee and item, what was sent, or what stands in the way."""
    report = exchanged.report
    mark, role = ("✓ ", "light--green") if report.ok else ("✗ ", "light--red")
    lines: list[Line] = paragraph(translate(report.message), width, mark, role)
    if report.conflicts:
        lines += [[], *_conflicts(report, width)]
    if report.incoming:
        lines += [[], _heading(_("What came in"), width), *_incoming(report, width)]
    if report.ok and report.sent and exchanged.waiting:
        lines += [[], _heading(_("What was sent"), width)]
        lines += [[("  ", ""), (clip(subject, width - 2), "")] for subject in exchanged.waiting]
    return lines


def _incoming(report: SyncReport, width: int) -> Iterator[Line]:
    """Yield the changes of the others: committees, their items, what from what to what."""
    workspace = report.snapshot.workspace
    groups: dict[str, dict[tuple[str, str], list[Change]]] = {}
    for change in report.incoming[:_TOLD]:
        lead = _lead(report, change)
        groups.setdefault(lead, {}).setdefault((change.list_id, change.item_id), []).append(change)
    order = {committee.id: number for number, committee in enumerate(workspace.settings.committees)}
    for lead in sorted(groups, key=lambda lead: order.get(lead, len(order))):
        yield [(clip(workspace.committee_name(lead, language()) or _("No lead"), width), "strong")]
        for changes in groups[lead].values():
            task_list, item = _item(report, changes[0])
            number = workspace.number_of(task_list, item) if task_list and item else ""
            title = f"{number} {changes[0].title or _('(no title)')}".strip()
            yield [("  ", ""), (clip(title, width - 2), "")]
            kind = workspace.kind_of(task_list) if task_list else Kind("")
            for change in changes:
                yield [("    ", ""), (clip(change_text(workspace, kind, change, language()), width - 4), "label")]
    if len(report.incoming) > _TOLD:
        yield [(clip(_("… and {count} more", count=len(report.incoming) - _TOLD), width), "muted")]


def _conflicts(report: SyncReport, width: int) -> Iterator[Line]:
    for conflict in report.conflicts:
        yield from paragraph(
            conflict_text(report.snapshot.workspace, conflict, language()), width, "▴ ", "light--yellow"
        )
    yield []
    what = _(
        "Your changes are safe here, the others' are safe on the server. Agree on one value; "
        "enter the other side's value here if theirs is to stand, or ask them to enter yours. Then sync again."
    )
    yield from paragraph(what, width, "→ ", "")


def _item(report: SyncReport, change: Change) -> tuple[TaskList | None, Item | None]:
    task_list = report.snapshot.workspace.task_list(change.list_id)
    return task_list, task_list.item(change.item_id) if task_list else None


def _lead(report: SyncReport, change: Change) -> str:
    """Give the lead of a changed item; of a deleted one as it was."""
    item = _item(report, change)[1]
    if item is not None:
        return item.lead
    return str(change.old.get("lead", "")) if isinstance(change.old, dict) else ""


def _heading(text: str, width: int) -> Line:
    label = clip(text, width - 2)
    return [(f"{label} ", "heading"), ("─" * max(0, width - cell_width(label) - 1), "muted")]
