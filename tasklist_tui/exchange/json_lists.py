"""Lists as JSON, whole: header, items and every value, also of keys that no kind knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, TaskList

#: Says that a file is ours, and by which shape.
VERSION = 1


class PlainItem(msgspec.Struct, frozen=True):
    """An item as it stands in a file: values not yet typed by its kind."""

    id: str = ""
    values: dict[str, Any] = {}


class PlainList(msgspec.Struct, frozen=True):
    """A list as it stands in a file."""

    id: str
    title: str = ""
    kind: str = "task"
    document: str = ""
    year: int | None = None
    issued: str | None = None
    extra: dict[str, Any] = {}
    items: tuple[PlainItem, ...] = ()


class _File(msgspec.Struct, frozen=True):
    tasklist: int
    lists: tuple[PlainList, ...] = ()
    title: str = ""


def write(chosen: Iterable[tuple[TaskList, Sequence[Item]]], title: str) -> bytes:
    """Give the JSON file of lists, each with the items chosen of it."""
    file = _File(
        VERSION,
        tuple(
            PlainList(
                task_list.id,
                task_list.title,
                task_list.kind,
                task_list.document,
                task_list.year,
                task_list.issued.isoformat() if task_list.issued else None,
                to_plain(task_list.extra),
                tuple(PlainItem(item.id, to_plain(item.values)) for item in items),
            )
            for task_list, items in chosen
        ),
        title,
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


def is_ours(data: bytes) -> bool:
    """Say whether a file is one that `write` made."""
    start = data.removeprefix(b"\xef\xbb\xbf")[:200]
    return b"".join(start.split()).startswith(b'{"tasklist":')


def read(data: bytes) -> tuple[PlainList, ...]:
    """Give the lists of a file that `write` made; raises `UserError` when it is damaged."""
    try:
        file = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(
            msg("this JSON file cannot be read: {reason}", reason=str(error)), msg("export it again")
        ) from error
    if file.tasklist != VERSION:
        raise UserError(
            msg("this JSON file is of version {version}, known is {known}", version=file.tasklist, known=VERSION),
            msg("update the program"),
        )
    return file.lists
