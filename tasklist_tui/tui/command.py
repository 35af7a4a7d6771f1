"""What a command is: keys, words, a condition, and the action it starts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.tui.state import Situation

if TYPE_CHECKING:
    from tasklist_tui.tui.stage import Stage


class Group(StrEnum):
    """The headings of the help screen."""

    ITEM = "item"
    SEVERAL = "several"
    CHANGE = "change"
    FIND = "find"
    VIEW = "view"
    PAST = "past"
    PROGRAM = "program"


GROUP_TITLES: dict[Group, Message] = {
    Group.ITEM: msg("Items"),
    Group.SEVERAL: msg("Several items at once"),
    Group.CHANGE: msg("Undo and share"),
    Group.FIND: msg("Find and arrange"),
    Group.VIEW: msg("Views and panes"),
    Group.PAST: msg("The past"),
    Group.PROGRAM: msg("Program"),
}

Applies = Callable[[Situation], Message | None]


class Command(msgspec.Struct, frozen=True):
    """One thing a person can do.

    `run` names a function of `tui/actions/` as `module:function`, imported when the command is first used; `footer`
    orders the hints at the foot (0 leaves it out); `applies` gives the reason why it cannot be done now.
    """

    id: str
    keys: tuple[str, ...]
    title: Message
    help: Message
    group: Group
    run: str
    applies: Applies
    footer: int = 0

    def start(self, stage: Stage) -> Awaitable[None] | None:
        """Do it; an awaitable is given when it has to ask or to save."""
        module, _, name = self.run.partition(":")
        function = getattr(import_module(f"tasklist_tui.tui.actions.{module}"), name)
        outcome: Awaitable[None] | None = function(stage)
        return outcome


_KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "number_sign": "#",
    "exclamation_mark": "!",
    "at": "@",
    "space": "␣",
    "delete": "Del",
    "enter": "⏎",
    "escape": "Esc",
}


def key_text(key: str) -> str:
    """Give a key as it is printed on the keyboard: `ctrl+p` is ^p, `slash` is /."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    if key.startswith("ctrl+"):
        return "^" + key[len("ctrl+") :]
    if key.startswith("alt+"):
        arrow = {"up": "↑", "down": "↓"}.get(key[len("alt+") :], key[len("alt+") :])
        return "Alt+" + arrow
    return key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdecimal() else key
