"""An item in the person's own text editor: its YAML out, edits back in."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path

from tasklist_tui.domain.changes import changed_values
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.services.session import Session
from tasklist_tui.storage.reader import read_list
from tasklist_tui.storage.writer import render


def item_as_text(session: Session, list_id: str, item_id: str) -> str:
    """Give the item as YAML: a list with one entry."""
    task_list, item = _find(session, list_id, item_id)
    single = TaskList(list_id, kind=task_list.kind, items=(item,))
    return render(single, session.snapshot.workspace.kind_of(task_list))


def edits_from_text(session: Session, list_id: str, item_id: str, text: str) -> list[SetFields]:
    """Give the edits that turn the item into what `text` says; none when nothing changed.

    Raises `UserError` with the line when the text cannot be read or is no longer one item.
    """
    task_list, item = _find(session, list_id, item_id)
    edited, problems = read_list(list_id, "item.yaml", text.encode(), session.snapshot.workspace.kinds)
    if problems:
        first = problems[0]
        raise UserError(
            msg("line {line}, {field}: {message}", line=first.line, field=first.field, message=first.message),
            first.hint,
        )
    if len(edited.items) != 1:
        raise UserError(msg("expected one item, found {count}", count=len(edited.items)), msg("leave the others out"))
    changed = changed_values(item.values, edited.items[0].values)
    return [SetFields(task_list.id, item.id, changed)] if changed else []


def edit_text(text: str) -> str:
    """Let the person edit `text` in `$VISUAL` or `$EDITOR` and give what they saved; the terminal must be free.

    Raises `UserError` when no editor is set or it fails.
    """
    import subprocess  # the UI calls this on its own thread, with the screen handed over

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    with tempfile.TemporaryDirectory(prefix="tasklist-") as folder:
        path = Path(folder) / "item.yaml"
        path.write_text(text, "utf-8", newline="")
        try:
            subprocess.run([*shlex.split(command), str(path)], check=True)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            raise UserError(
                msg("the editor “{command}” did not work: {reason}", command=command, reason=str(error)),
                msg("set EDITOR to the command of your editor, e.g. EDITOR=nano"),
            ) from error
        return path.read_text("utf-8")


def _find(session: Session, list_id: str, item_id: str) -> tuple[TaskList, Item]:
    task_list = session.snapshot.workspace.task_list(list_id)
    item = task_list.item(item_id) if task_list else None
    if task_list is None or item is None:
        raise UserError(msg("the item {id} is gone", id=item_id))
    return task_list, item
