"""The text of a merged list: comments, order of fields and formatting from the side that has them (DESIGN §7).

`writer.rewrite` puts what the others changed into our text, in our way of writing.  Here the blocks that only they
touched become theirs to the byte, and where both touched one the lines of both are put together, as long as the item
reads the same.  A comment belongs to the block that follows it.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge_text import merge_words
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.storage.blocks import Sequence, find_sequence, style_of
from tasklist_tui.storage.blockwriter import BlockWriter


class Version(msgspec.Struct, frozen=True):
    """One version of a list: its text, and what it says."""

    text: str
    task_list: TaskList


def with_text_of_both(made: Version, versions: tuple[Version, Version, Version], kind: Kind) -> str:
    """Give the text of `made` with the blocks and comments of base, ours and theirs that it can take over.

    What it says stays the same: each block is read before it is used.  Texts whose entries are not all items, or that
    are written in different styles, stay as they are.
    """
    blocks = _Blocks.of(made)
    sides = [_Blocks.of(version) for version in versions]
    if blocks is None or any(side is None or side.style != blocks.style for side in sides):
        return made.text
    base, ours, theirs = (side for side in sides if side is not None)
    writer = BlockWriter(kind, style_of(made.text, blocks.entries))
    pieces = [blocks.head if blocks.head != ours.head else _together(base.head, ours.head, theirs.head)]
    for item in made.task_list.items:
        lead, raw = blocks.block(item.id)
        if not _alike(base, theirs, item.id):
            lead = _lead(lead, item.id, (base, ours, theirs))
            raw = _raw(raw, item, (base, ours, theirs), writer)
        pieces += [lead, raw]
    pieces.append(_together(base.tail, ours.tail, theirs.tail) if blocks.tail == ours.tail else blocks.tail)
    return "".join(pieces)


def _alike(base: _Blocks, theirs: _Blocks, item_id: str) -> bool:
    """Say whether they left a block as it was; it is not looked at any closer then."""
    known = item_id in base.number and item_id in theirs.number
    return known and base.block(item_id) == theirs.block(item_id)


def _together(base: str, ours: str, theirs: str) -> str:
    """Give what both sides made of a text that says nothing to the program; ours where they collide."""
    if theirs in (base, ours):
        return ours
    return theirs if ours == base else merge_words(base, ours, theirs) or ours


def _lead(made: str, item_id: str, sides: tuple[_Blocks, _Blocks, _Blocks]) -> str:
    base, ours, theirs = (side.block(item_id)[0] if item_id in side.number else None for side in sides)
    if theirs is None:
        return made
    if ours is None:
        return theirs
    return _together(base or "", ours, theirs)


def _raw(made: str, item: Item, sides: tuple[_Blocks, _Blocks, _Blocks], writer: BlockWriter) -> str:
    """Give the block of an item: theirs when only they changed it, else the lines of both where that reads right."""
    base, ours, theirs = (side.block(item.id)[1] if item.id in side.number else None for side in sides)
    if theirs is None:
        return made
    candidates = [theirs]
    if ours is not None and ours != base and (both := merge_words(base or "", ours, theirs)) is not None:
        candidates = [both]
    for text in candidates:
        read = writer.read(text)
        if read is not None and read.id in {item.id, ""} and read.values == item.values and _ends_alike(made, text):
            return text
    return made


def _ends_alike(one: str, other: str) -> bool:
    return one.endswith("\n") == other.endswith("\n")


class _Blocks(msgspec.Struct, frozen=True):
    """A text cut into the part above the items, one block an item, and the part below."""

    text: str
    entries: Sequence
    number: Mapping[str, int]
    style: tuple[int, bool]

    @classmethod
    def of(cls, version: Version) -> _Blocks | None:
        text, items = version.text, version.task_list.items
        found = find_sequence(text)
        if found is None or found.sequence is None or len(found.sequence) != len(items) or not text.endswith("\n"):
            return None
        number = {item.id: place for place, item in enumerate(items)}
        return cls(text, found.sequence, number, (found.sequence.column, "\r\n" in text))

    @property
    def head(self) -> str:
        return self.text[: self.entries.begin(0)]

    @property
    def tail(self) -> str:
        return self.text[self.entries.begin(len(self.entries)) :]

    def block(self, item_id: str) -> tuple[str, str]:
        """Give the comments in front of an item, and its own text."""
        place = self.number[item_id]
        start = self.entries.starts[place]
        return self.text[self.entries.begin(place) : start], self.entries.raw(place)
