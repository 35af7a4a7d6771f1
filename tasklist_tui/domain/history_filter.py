"""Which changes of the past somebody wants to see; every part narrows, an empty one does not."""

from __future__ import annotations

from datetime import date

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.changes import Change


class HistoryFilter(msgspec.Struct, frozen=True):
    """What is looked for.

    `person` is part of an author's name or address, `committee` the id of one that leads or supports the item, `field`
    the id of a field, `light` a colour that an item got by the change (`red` finds what turned red), `since` and
    `until` are days, both included, and `text` stands in a message, a reason, a title or a value.
    """

    person: str = ""
    committee: str = ""
    list_id: str = ""
    item_id: str = ""
    field: str = ""
    light: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is wanted."""
        return self == HistoryFilter()

    @property
    def chooses_changes(self) -> bool:
        """Whether some changes of a commit may be wanted and others not."""
        return bool(self.committee or self.list_id or self.item_id or self.field or self.light or self.text)

    def admits(self, author: str, email: str, day: date) -> bool:
        """Say whether a commit of this author on this day may hold what is wanted."""
        if self.person and self.person.casefold() not in f"{author}\n{email}".casefold():
            return False
        return not ((self.since and day < self.since) or (self.until and day > self.until))

    def wants(self, change: Change, about: About, said: str) -> bool:
        """Say whether a change is wanted; `said` is the message and the reason of its commit."""
        if self.list_id and change.list_id != self.list_id:
            return False
        if self.item_id and change.item_id != self.item_id:
            return False
        if self.field and change.field != self.field:
            return False
        if self.committee and self.committee not in about.committees:
            return False
        if self.light and (about.after != self.light or about.before == self.light):
            return False
        return not self.text or self.text.casefold() in f"{said}\n{change_words(change)}".casefold()


class About(msgspec.Struct, frozen=True):
    """What else is known of a changed item: its committees, and its light before and after, by the day of the change.

    A light is "" where the item was not there.
    """

    committees: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


def change_words(change: Change) -> str:
    """Give the text of a change that can be searched: title, row, and both values."""
    values = (_words(fields.to_plain(value)) for value in (change.old, change.new) if value is not None)
    return "\n".join((change.title, change.row, *values))


def _words(plain: object) -> str:
    if isinstance(plain, dict):
        return " ".join(_words(value) for value in plain.values())
    if isinstance(plain, list):
        return " ".join(_words(value) for value in plain)
    return str(plain)
