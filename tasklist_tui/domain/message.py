"""Texts for people, as values: a template and its arguments, translated only at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

type_arg = str | int | date


class Message(msgspec.Struct, frozen=True):
    """A sentence for a person: an English template (the gettext id) and the values that fill it."""

    template: str
    args: Mapping[str, type_arg] = {}

    def __str__(self) -> str:
        """Give the English sentence, for logs and tests."""
        return self.template.format(**self.args)


def msg(template: str, /, **args: type_arg) -> Message:
    """Mark `template` for translation (babel extracts calls of this name) and bind its arguments."""
    return Message(template, args)


class UserError(Exception):
    """Something a person can understand and mend; `hint` says what to do next."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        """Carry `message`, and `hint` where there is something to do about it."""
        super().__init__(str(message))
        self.message = message
        self.hint = hint
