"""Commit messages that a colleague can read and a program can parse (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.i18n import translate
from tasklist_tui.services.present import changes_text, clip

ACTION, ITEM, LIST, REASON, UNDOES, REDOES = (
    "Tasklist-Action",
    "Tasklist-Item",
    "Tasklist-List",
    "Tasklist-Reason",
    "Tasklist-Undoes",
    "Tasklist-Redoes",
)
_SUBJECT = 120


def compose(
    workspace: Workspace,
    changes: Sequence[Change],
    *,
    by: str,
    action: str,
    reason: str = "",
    trailers: Iterable[tuple[str, str]] = (),
) -> str:
    """Give the message for a commit of `changes`: who, what, from what to what, why; then the trailers.

    Everything that comes from people is put on one line each, so that no text can forge a trailer.
    """
    language = "en" if workspace.settings.language.startswith("en") else "zh"
    groups = by_item(changes)
    lines = [
        f"{clip(group[0].title or group[0].item_id)}{_colon(language)}"
        f"{changes_text(workspace, _kind(workspace, group[0]), group, language)}"
        for group in groups
    ]
    body: list[str] = []
    if not lines:
        subject, reason = reason, ""
    elif len(lines) == 1:
        subject = lines[0]
    else:
        subject, body = translate(msg("{count} items changed", count=len(lines)), language), lines
    subject = one_line(f"{by} · {subject}")
    if len(subject) > _SUBJECT:
        body = lines
        subject = subject[: _SUBJECT - 1] + "…"
    if reason:
        subject += f"（{one_line(reason)}）" if language == "zh" else f" ({one_line(reason)})"
    tail = [(ACTION, action), *_items(workspace, groups), *trailers]
    if reason:
        tail.append((REASON, reason))
    blocks = [subject]
    if body:
        blocks.append("\n".join("- " + one_line(line) for line in body))
    blocks.append("\n".join(f"{name}: {one_line(value)}" for name, value in tail))
    return "\n\n".join(blocks) + "\n"


def by_item(changes: Iterable[Change]) -> list[list[Change]]:
    """Group changes by the item they belong to, in the order of first appearance."""
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.list_id, change.item_id), []).append(change)
    return list(groups.values())


def one_line(text: str) -> str:
    """Put a text on one line without control characters."""
    seen = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.split())


def _items(workspace: Workspace, groups: Sequence[Sequence[Change]]) -> list[tuple[str, str]]:
    return [(ITEM, f"lists/{group[0].list_id}.yaml#{group[0].item_id}") for group in groups]


def _kind(workspace: Workspace, change: Change) -> Kind:
    task_list = workspace.task_list(change.list_id)
    return workspace.kind_of(task_list) if task_list else Kind("")


def _colon(language: str) -> str:
    return "：" if language == "zh" else ": "


def compose_outside(workspace: Workspace, changes: Sequence[Change], paths: Sequence[str], *, by: str) -> str:
    """Give the message for files that were changed outside the program: what changed in lists, else the file names."""
    if changes:
        return compose(workspace, changes, by=by, action="outside")
    language = "en" if workspace.settings.language.startswith("en") else "zh"
    what = translate(msg("{files} changed by hand", files=tuple(paths)), language)
    return f"{one_line(f'{by} · {what}')}\n\n{ACTION}: outside\n"


def quoted(action: str, subject: str, language: str) -> str:
    """Give the reason of an undo or a redo: what it takes back or does again."""
    wanted = "en" if language.startswith("en") else "zh"
    template = (
        msg("undoes: {subject}", subject=subject) if action == "undo" else msg("again: {subject}", subject=subject)
    )
    return translate(template, wanted)
