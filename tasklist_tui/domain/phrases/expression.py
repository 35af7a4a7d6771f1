"""What one time expression in a phrase says, and where it stands."""

from __future__ import annotations

from datetime import date

import msgspec

from tasklist_tui.domain.phrases.result import Anchor, PhraseKind, Rule
from tasklist_tui.domain.phrases.stretch import Stretch


class Expression(msgspec.Struct, frozen=True):
    """A time from `begin` up to `close` in the cleaned text.

    `lead` names the sort of word before it (until, since, at, moved); `bare` when no word before or after it says how
    it is meant; `moved` when it is the new date of an extension.
    """

    begin: int
    close: int
    kind: PhraseKind
    start: date | None = None
    end: date | None = None
    stretch: Stretch | None = None
    rule: Rule | None = None
    anchor: Anchor | None = None
    rolled: date | None = None
    lead: str = ""
    bare: bool = False
    moved: bool = False
