"""The hand-over list of suggestions (建议交办清单): by the unit that is to handle them, and by when."""

from __future__ import annotations

from collections.abc import Iterator

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.reports import Block, Paragraph, Report, Table
from tasklist_tui.domain.stages import stage_clock
from tasklist_tui.domain.workflow import current_state, state_label
from tasklist_tui.services.exports.columns import told
from tasklist_tui.services.reports.asked import Asked, headed

_KIND = "suggestion"
#: Days on which a suggestion is handed over, whichever the kind has; without one the batch is what is not closed.
_HANDED = ("assigned_on", "handed_on")


def handover_report(asked: Asked) -> Report:
    """Give the list of the suggestions handed over in the period; raises `UserError` when there are none."""
    every = [entry for entry in asked.entries if entry.task_list.kind == _KIND]
    batch = [entry for entry in every if _handed(entry) in asked.period]
    if not batch:
        raise UserError(
            msg(
                "no suggestion was handed over from {since} to {until}",
                since=asked.period.since,
                until=asked.period.until,
            ),
            msg("choose other days: --since, --until")
            if every
            else msg("the workspace has no list of suggestions; make one with kind: suggestion"),
        )
    title = asked.say(msg("Suggestions handed over"))
    fields = {
        "title": title,
        "subtitle": asked.say(
            msg("{since} to {until}", since=asked.day(asked.period.since), until=asked.day(asked.period.until))
        ),
        "organisation": asked.organisation(),
        "head": asked.organisation(),
        "date": asked.day(asked.snapshot.today),
    }
    return Report(asked.kind, title, asked.language, fields, tuple(_body(asked, batch)))


def _handed(entry: Entry) -> object:
    return next((day for name in _HANDED if (day := entry.item.day(name))), None)


def _body(asked: Asked, batch: list[Entry]) -> Iterator[Block]:
    units = {_told(asked, entry, "main_unit") for entry in batch}
    yield Paragraph(
        asked.say(msg("{count} suggestions are handed over to {units} units.", count=len(batch), units=len(units)))
    )
    batches = _grouped(asked, batch, "batch")
    if set(batches) == {""}:
        yield from _units(asked, batch, level=1)
        return
    for number, (name, entries) in enumerate(batches.items(), start=1):
        title = name or asked.say(msg("No batch named"))
        yield headed(number, f"{title}（{len(entries)}）", asked.language)
        yield from _units(asked, entries, level=2)


def _units(asked: Asked, batch: list[Entry], *, level: int) -> Iterator[Block]:
    """Yield a table for each unit that handles some of the batch."""
    words = (
        msg("No."),
        msg("Suggestion"),
        msg("Deputies"),
        msg("Joint units"),
        msg("Handed over"),
        msg("Answer due"),
        msg("State"),
    )
    for number, (unit, entries) in enumerate(_grouped(asked, batch, "main_unit").items(), start=1):
        name = unit or asked.say(msg("No unit named"))
        yield headed(number, f"{name}（{len(entries)}）", asked.language, level)
        yield Table(
            tuple(asked.say(word) for word in words), tuple(_row(asked, e) for e in entries), (3, 8, 4, 4, 4, 4, 3)
        )


def _grouped(asked: Asked, entries: list[Entry], name: str) -> dict[str, list[Entry]]:
    """Give the entries by the value of a field, in order of appearance."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_told(asked, entry, name), []).append(entry)
    return groups


def _row(asked: Asked, entry: Entry) -> tuple[str, ...]:
    task_list, item = entry
    kind = asked.snapshot.workspace.kind_of(task_list)
    clock = stage_clock(item, kind, asked.snapshot.calendar)
    due = item.due or (clock.due if clock else None)
    handed = _handed(entry)
    return (
        _told(asked, entry, "number") or asked.snapshot.workspace.number_of(task_list, item),
        item.title,
        _told(asked, entry, "deputies"),
        _told(asked, entry, "co_units"),
        str(handed or ""),
        due.isoformat() if due else "",
        state_label(kind, current_state(item, kind)).in_language(asked.language),
    )


def _told(asked: Asked, entry: Entry, name: str) -> str:
    workspace = asked.snapshot.workspace
    return told(workspace, workspace.kind_of(entry.task_list), entry.item, name, asked.language)
