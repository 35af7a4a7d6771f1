"""What the import of a file is made of, as its screen sees it."""

from __future__ import annotations

from collections.abc import Awaitable
from enum import StrEnum
from typing import Protocol

import msgspec

from tasklist_tui.domain.telling import Teller
from tasklist_tui.services.imports.draft import Draft


class Wish(StrEnum):
    """What a person may want to decide or to do about a draft."""

    IMPORT = "import"
    NAMES = "names"
    DECIDE = "decide"
    COLUMNS = "columns"
    HEADER = "header"
    LIST = "list"
    MAP = "map"
    USE = "use"


class Drafted(msgspec.Struct, frozen=True):
    """A draft, its counts and everything it would do in words, and what can be wished for it."""

    draft: Draft
    said: str
    texts: tuple[str, ...]
    wishes: frozenset[Wish]


class Saved(msgspec.Struct, frozen=True):
    """So many changes were made."""

    changes: int


class Steps(Protocol):
    """What an import is made of, each done somewhere else; raises `UserError` for what stands in the way."""

    @property
    def decided(self) -> bool:
        """Whether the person has decided something that would be lost."""

    def draft(self, tell: Teller) -> Awaitable[Drafted]:
        """Read the file, as far as that has not been done, and say what an import would do."""

    def step_back(self) -> None:
        """Forget what was decided last: no draft comes of it."""

    def grant(self, wish: Wish, drafted: Drafted | None) -> Awaitable[str | None]:
        """Let the person decide something; gives what to say about it, None when there is a new draft to be made."""

    def save(self, drafted: Drafted, tell: Teller) -> Awaitable[Saved]:
        """Save it as one commit."""
