"""Conflicts of a merge and the answers a person gives to them, as values."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from hashlib import blake2b

import msgspec

from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.model import Value

#: What the field of a conflict is called that is about lines of a file of text; its row is the number of the first.
LINES = "lines"


class Clash(StrEnum):
    """How two sides collide."""

    VALUES = "values"
    WE_REMOVED = "we-removed"
    THEY_REMOVED = "they-removed"


class Words(msgspec.Struct, frozen=True):
    """What a date was written as in the three versions; None where it was a plain day."""

    base: Value = None
    ours: Value = None
    theirs: Value = None


class Conflict(msgspec.Struct, frozen=True):
    """One place that both sides changed differently, with the three values; `path` when it is none of a list.

    Without a field that is a file as a whole.  About lines of text (`LINES`) None is no line.

    `row` is what a person calls the row of a field by, `row_key` what tells it from the others.  A date that keeps its
    wording is one place with it (`words`).
    """

    clash: Clash
    list_id: str
    item_id: str
    title: str
    field: str = ""
    row: str = ""
    column: str = ""
    base: Value = None
    ours: Value = None
    theirs: Value = None
    path: str = ""
    row_key: str = ""
    words: Words | None = None

    @property
    def key(self) -> str:
        """What an answer is known by: the place and the three values; another value is another question.

        The same whoever of the two looks at it, so that an answer of one side can be told to the other.
        """
        base, ours, theirs = self.base, self.ours, self.theirs
        if self.words is not None:
            base, ours, theirs = [base, self.words.base], [ours, self.words.ours], [theirs, self.words.theirs]
        sides = sorted(_digest(value) for value in (ours, theirs))
        place = (self.path, self.list_id, self.item_id, self.field, self.row_key or self.row, self.column)
        return _digest([*place, _digest(base), *sides])

    @property
    def is_lines(self) -> bool:
        """Whether it is about lines of a file of text."""
        return bool(self.path) and self.field == LINES and bool(self.row)


class Choice(StrEnum):
    """What a person answers: our value, theirs, the one before both, both texts, or a value of their own."""

    OURS = "ours"
    THEIRS = "theirs"
    BASE = "base"
    BOTH = "both"
    CUSTOM = "custom"


class Answer(msgspec.Struct, frozen=True):
    """A person's answer to a conflict; `value` is theirs alone when the choice is `custom`, as is a date's wording."""

    choice: Choice
    value: Value = None
    words: Value = None

    def decided(self, conflict: Conflict) -> Value:
        """Give the value that the answer stands for."""
        match self.choice:
            case Choice.OURS:
                return conflict.ours
            case Choice.THEIRS:
                return conflict.theirs
            case Choice.BASE:
                return conflict.base
            case Choice.BOTH:
                return both(conflict.ours, conflict.theirs)
            case Choice.CUSTOM:
                return self.value

    def decided_words(self, conflict: Conflict) -> Value:
        """Give the wording of the date that the answer stands for, that of the side whose date it is."""
        words = conflict.words or Words()
        return {Choice.OURS: words.ours, Choice.THEIRS: words.theirs, Choice.BASE: words.base}.get(
            self.choice, self.words
        )


#: Gives the answer to a conflict, None while there is none.
Answers = Callable[[Conflict], Answer | None]


def unanswered(_conflict: Conflict) -> None:
    """Answer nothing."""


def both(ours: Value, theirs: Value) -> Value:
    """Give both texts, one below the other, in an order that does not depend on who looks."""
    texts = sorted({str(value).rstrip("\n") for value in (ours, theirs) if value})
    return "\n".join(texts)


def _digest(value: object) -> str:
    text = repr(_steady(to_plain(value)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _steady(plain: object) -> object:
    """Give a value whose `repr` does not depend on the order of keys."""
    if isinstance(plain, dict):
        return sorted((str(key), _steady(inner)) for key, inner in plain.items())
    if isinstance(plain, list | tuple):
        return [_steady(inner) for inner in plain]
    return plain
