"""The items of a list as the rows of a table for readers: number, light with its reason, task, who, when, how far."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, Workspace
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.domain.workflow import current_state, state_label
from tasklist_tui.i18n import translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import value_text
from tasklist_tui.services.snapshot import Snapshot


class Line(msgspec.Struct, frozen=True):
    """One item as a row of a table; `cells` are in the order of `headings`."""

    entry: Entry
    number: str
    colour: Colour
    light: str
    reason: str
    title: str
    lead: str
    co: str
    due: str
    progress: str
    state: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the columns."""
        light = f"{self.light} · {self.reason}" if self.reason else self.light
        return self.number, light, self.title, self.lead, self.co, self.due, self.progress, self.state


def headings() -> tuple[Message, ...]:
    """Give the titles of the columns of `Line.cells`."""
    return (
        msg("No."),
        msg("Light"),
        msg("Task"),
        msg("Lead"),
        msg("Supporting"),
        msg("Due"),
        msg("Progress"),
        msg("State"),
    )


def items_of(snapshot: Snapshot, entries: Sequence[Entry], language: str, tell: Teller = SILENT) -> list[Line]:
    """Give the rows of items."""
    return [_line(snapshot, entry, language) for entry in tell.each(entries)]


def _line(snapshot: Snapshot, entry: Entry, language: str) -> Line:
    workspace, (task_list, item) = snapshot.workspace, entry
    kind = workspace.kind_of(task_list)
    light = snapshot.light(task_list, item)
    return Line(
        entry,
        workspace.number_of(task_list, item),
        light.colour,
        light_word(light.colour),
        translate(light.reason, language),
        item.title,
        told(workspace, kind, item, "lead", language),
        told(workspace, kind, item, "co", language),
        due_text(item),
        told(workspace, kind, item, "progress", language),
        state_label(kind, current_state(item, kind)).in_language(language),
    )


def due_text(item: Item) -> str:
    """Give the deadline: its day, with the words it was written in behind it when these say something else."""
    words, day = item.text("due_text"), item.due
    if day is None:
        return words or str(to_plain(item.get("due") or ""))
    return f"{day.isoformat()}（{words}）" if words and words != day.isoformat() else day.isoformat()


def told(workspace: Workspace, kind: Kind, item: Item, name: str, language: str) -> str:
    """Give the value of a field in words, "" when it is empty."""
    value = item.get(name)
    if value is None:
        return ""
    field = kind.field.get(name) or Field(name, FieldType.TEXT)
    return value_text(workspace, kind, field, value, language)
