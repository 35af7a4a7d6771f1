"""Problems as values: what is wrong, where, and what to do about it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from tasklist_tui.domain.message import Message


class Severity(StrEnum):
    """How bad a problem is: an error is wrong data, a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong in one place of a workspace.

    `path` is relative to the workspace with `/` between the parts; `line` counts from 1 and is 0 when unknown;
    `item` is the id of the item, `field` the field's id (`milestones.due` for a field of a row).
    """

    path: str
    message: Message
    hint: Message | None = None
    line: int = 0
    item: str = ""
    field: str = ""
    code: str = ""
    severity: Severity = Severity.ERROR
