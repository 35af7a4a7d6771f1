"""Commands that change one field of all targets at once: log, progress, due date, lead, tags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tasklist_tui.domain.edits import SetFields
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
    """Change the due date."""
    from tasklist_tui.tui.screens.dialogs import DateDialog

    entries = _with_field(stage, "due")
    year = entries[0].task_list.year
    title = _("Due date of {what}", what=quoted(entries))
    answer = await stage.ask(DateDialog(title, entries[0].item.due, stage.snapshot, ask_reason=True, year=year))
    if answer is not None:
        day, reason = answer
        await _set(stage, entries, {"due": day}, _due_said(entries, day), reason)


async def move_due(stage: Stage, key: ItemKey, committee: str | None, day: date) -> None:
    """Change the due date of an item, or of a committee's assignment in it, as the timeline asks."""
    entry = find(stage.snapshot, key)
    if entry is None:
        raise UserError(msg("the item {id} is gone", id=key.item_id))
    if committee is None:
        await _set(stage, [entry], {"due": day}, _due_said([entry], day))
        return
    edit = set_row(key.list_id, entry.item, "assignments", "committee", committee, {"due": day})
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
