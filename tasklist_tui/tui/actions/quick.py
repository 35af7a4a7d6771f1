"""Commands that change one field of all targets at once: log, progress, due date, lead, tags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.dues import Due, Where, as_written, read_due
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.kinds import Field
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Value
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.workflow import log_entry, set_row
from tasklist_tui.i18n import _, language
from tasklist_tui.services.present import clip
from tasklist_tui.tui.actions.items import quoted
from tasklist_tui.tui.state import ItemKey, find

if TYPE_CHECKING:
    from tasklist_tui.tui.stage import Stage


async def log(stage: Stage) -> None:
    """Write down progress."""
    from tasklist_tui.tui.screens.dialogs import LogDialog

    entries = _with_field(stage, "log")
    text = await stage.ask(LogDialog(_("Progress of {what}", what=quoted(entries))))
    if text:
        now, by = stage.now(), stage.snapshot.by
        edits = [log_entry(tl.id, item, now=now, by=by, text=text) for tl, item in _now(stage, entries)]
        await stage.save(edits, _("logged “{text}”", text=clip(text, 24)), action="log")


async def progress(stage: Stage) -> None:
    """Set the progress."""
    from tasklist_tui.tui.screens.dialogs import ProgressDialog

    entries = _with_field(stage, "progress")
    title = _("Progress of {what} in percent", what=quoted(entries))
    percent = await stage.ask(ProgressDialog(entries[0].item.progress, title))
    if percent is not None:
        await _set(stage, entries, {"progress": percent}, f"{quoted(entries)} {percent}%")


async def due(stage: Stage) -> None:
    """Change the due date: a day, or a deadline phrase that is read for each target by itself."""
    from tasklist_tui.tui.screens.dialogs import DateDialog

    entries = _with_field(stage, "due")
    first = entries[0]
    where = _where(stage, first)
    if where.year is None and first.item.due is not None:
        where = msgspec.structs.replace(where, year=first.item.due.year)
    title = _("Due date of {what}", what=quoted(entries))
    field = stage.snapshot.workspace.kind_of(first.task_list).field["due"]
    answer = await stage.ask(DateDialog(title, field, first.item.values, where, ask_reason=True))
    if answer is None:
        return
    typed, reason = answer
    edits, said = [], ""
    for entry in _now(stage, entries):
        field = stage.snapshot.workspace.kind_of(entry.task_list).field["due"]
        if typed == as_written(field, entry.item.values):
            continue
        read = read_due(typed, field, entry.item.values, _where(stage, entry, where.year))
        said = said or _due_said(entries, read.day)
        values = read.values(field)
        if any(entry.item.get(name) != value for name, value in values.items()):
            edits.append(SetFields(entry.task_list.id, entry.item.id, values))
    if edits:
        await stage.save(edits, said, action="set", reason=reason)


async def move_due(stage: Stage, key: ItemKey, committee: str | None, day: date) -> None:
    """Change the due date of an item, or of a committee's assignment in it, as the timeline asks."""
    entry = find(stage.snapshot, key)
    if entry is None:
        raise UserError(msg("the item {id} is gone", id=key.item_id))
    field = stage.snapshot.workspace.kind_of(entry.task_list).field
    if committee is None:
        await _set(stage, [entry], Due(day).values(field.get("due", Field("due"))), _due_said([entry], day))
        return
    values = Due(day).values(field["assignments"].column["due"])
    edit = set_row(key.list_id, entry.item, "assignments", "committee", committee, values)
    await stage.save([edit], _due_said([entry], day), action="set")


async def lead(stage: Stage) -> None:
    """Change the lead committee."""
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    entries = _with_field(stage, "lead")
    committees = stage.snapshot.workspace.settings.committees
    options = [Option(committee.id, committee.in_language(language()), committee.id) for committee in committees]
    title = _("Lead committee of {what}", what=quoted(entries))
    chosen = await stage.ask(ChoiceDialog(title, options, current=entries[0].item.lead))
    if chosen is not None:
        name = stage.snapshot.workspace.committee_name(chosen, language())
        await _set(stage, entries, {"lead": chosen}, f"{quoted(entries)} → {name}")


async def tags(stage: Stage) -> None:
    """Add and remove tags: `urgent -old` adds one and removes the other."""
    from tasklist_tui.tui.screens.dialogs import TextDialog

    entries = _with_field(stage, "tags")
    shared = [tag for tag in _tags(entries[0]) if all(tag in _tags(entry) for entry in entries)]
    title = _("Tags of {what}", what=quoted(entries))
    hint = _("separated by blanks; what is taken out here goes, other tags of the items stay")
    typed = await stage.ask(TextDialog(title, hint, " ".join(shared)))
    if typed is None:
        return
    wanted = list(dict.fromkeys(word.lstrip("#＃") for word in typed.replace("、", " ").replace(",", " ").split()))
    removed = [tag for tag in shared if tag not in wanted]
    edits = []
    for task_list, item in _now(stage, entries):
        before = list(item.get("tags") or ())
        after = [tag for tag in before if tag not in removed] + [tag for tag in wanted if tag and tag not in before]
        if after != before:
            edits.append(SetFields(task_list.id, item.id, {"tags": after}))
    await stage.save(edits, _("tags of {what}", what=quoted(entries)), action="set")


def _tags(entry: Entry) -> list[str]:
    value = entry.item.get("tags")
    return value if isinstance(value, list) else []


def _due_said(entries: list[Entry], day: date | None) -> str:
    if day is None:
        return _("{what} without due date", what=quoted(entries))
    return _("{what} due {day}", what=quoted(entries), day=day.isoformat())


def _where(stage: Stage, entry: Entry, year: int | None = None) -> Where:
    """Give what the words of a date are read against; without a year of its list they are in `year`."""
    snapshot = stage.snapshot
    where = Where.of(snapshot.workspace, entry.task_list, snapshot.calendar, snapshot.today)
    return where if where.year else msgspec.structs.replace(where, year=year)


def _with_field(stage: Stage, field: str) -> list[Entry]:
    """Give the targets whose kind has a field; raises `UserError` when none has."""
    entries = stage.situation.targets()
    workspace = stage.snapshot.workspace
    having = [entry for entry in entries if field in workspace.kind_of(entry.task_list).field]
    if not having:
        raise UserError(msg("items of this kind have no field “{field}”", field=field))
    return having


def _now(stage: Stage, entries: Sequence[Entry]) -> list[Entry]:
    """Give the items as they are now: somebody else may have changed them while the dialog was open."""
    keys = (ItemKey(entry.task_list.id, entry.item.id) for entry in entries)
    return [entry for key in keys if (entry := find(stage.snapshot, key)) is not None]


async def _set(stage: Stage, entries: Sequence[Entry], values: dict[str, Value], said: str, reason: str = "") -> None:
    edits = [
        SetFields(task_list.id, item.id, values)
        for task_list, item in entries
        if any(item.get(name) != value for name, value in values.items())
    ]
    await stage.save(edits, said, action="set", reason=reason)
