"""Texts for people, as values: a template and its arguments, translated only at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tasklist_tui.domain.kinds import Label

#: What fills a template: text, number, date, a `Label` of a kind, another `Message`, or a tuple of these.
Argument = Any


class Message(msgspec.Struct, frozen=True):
    """A sentence for a person: an English template (the gettext id) and the values that fill it."""

    template: str
    args: Mapping[str, Argument] = {}

    def __str__(self) -> str:
        """Give the English sentence, for logs and tests."""
        return self.template.format(**{name: _english(value) for name, value in self.args.items()})


def _english(value: Argument) -> str:
    if isinstance(value, Label):
        return value.in_language("en")
    if isinstance(value, tuple):
        return ", ".join(map(_english, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def msg(template: str, /, **args: Argument) -> Message:
    """Mark `template` for translation (babel extracts calls of this name) and bind its arguments."""
    return Message(template, args)


class UserError(Exception):
    """Something a person can understand and mend; `hint` says what to do next."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        """Carry `message`, and `hint` where there is something to do about it."""
        super().__init__(str(message))
        self.message = message
        self.hint = hint
