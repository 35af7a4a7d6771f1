"""The text of a merged list: comments, order of fields and formatting from the side that has them (DESIGN §7).

The text is put together from the blocks of both sides: one that only one side touched is that side's to the byte;
where both touched one, their lines are put together as long as the item then reads as decided and no comment is lost.
Every block is as it was read, or read back.  A comment belongs to the block that follows it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge_text import merge_comments, merge_words
from tasklist_tui.domain.merge_trees import Tree
from tasklist_tui.domain.model import Item
from tasklist_tui.storage.blocks import find_sequence, style_of
from tasklist_tui.storage.blockwriter import BlockWriter, WriteError
from tasklist_tui.storage.framemerge import merged_frame
from tasklist_tui.storage.listblocks import Block, Blocks
from tasklist_tui.storage.reader import assign_ids, title_of
from tasklist_tui.storage.remarks import comments_of, lost
from tasklist_tui.storage.scanrules import ScanError

#: Base, ours and theirs of a list, each in blocks.
Sides = tuple[Blocks, Blocks, Blocks]


class Decided(msgspec.Struct, frozen=True):
    """What a merge has decided: the items in their order, those of ours that got a new id (by it), and the header."""

    list_id: str
    items: Sequence[Item]
    copies: Mapping[str, str]
    header: Tree


def commented(sides: Sides) -> set[str]:
    """Give the items that one side deleted while the other changed the comments in or above them."""
    base, ours, theirs = sides
    found: set[str] = set()
    for item_id, block in base.blocks.items():
        left = ours.get(item_id) or theirs.get(item_id)
        if left is None or (item_id in ours.blocks and item_id in theirs.blocks):
            continue
        if (left.lead, left.raw) != (block.lead, block.raw) and _remarks(left) - _remarks(block):
            found.add(item_id)
    return found


def text_of_both(decided: Decided, sides: Sides, kind: Kind) -> str | None:
    """Give a text that says what was decided, made of the blocks of both sides; None when none can be made safely."""
    at_one = _at_one_column(sides)
    if at_one is None:
        return None
    try:
        return _Composing(decided, at_one, kind).text()
    except (ScanError, WriteError):
        return None


def _at_one_column(sides: Sides) -> Sides | None:
    """Give the versions with their items at one column: that of the side that moved them."""
    columns = [side.column for side in sides]
    base, ours, theirs = columns
    chosen = theirs if ours is None or (ours == base and theirs is not None) else ours
    if chosen is None:
        return sides
    moved = [side.at(chosen) for side in sides]
    if moved[0] is None or moved[1] is None or moved[2] is None:
        return None
    return moved[0], moved[1], moved[2]


def _remarks(block: Block) -> set[str]:
    return set(comments_of(block.lead + block.raw))


class _Composing:
    """One text in the making."""

    def __init__(self, decided: Decided, sides: Sides, kind: Kind) -> None:
        self.decided, self.sides = decided, sides
        like = sides[1] if sides[1].blocks else sides[2]
        text = like.head + "".join(block.lead + block.raw for block in list(like.blocks.values())[:1])
        found = find_sequence(text)
        self.writer = BlockWriter(kind, style_of(text, found.sequence if found else None))
        self.given_away = set(decided.copies.values())

    def text(self) -> str | None:
        """Put the pieces together and look that each is found where it was put."""
        base, ours, theirs = ((side.head, side.tail) for side in self.sides)
        frame = merged_frame(self.decided.header, base, ours, theirs)
        if frame is None:
            return None
        if not self.decided.items:
            return _without_items(*frame)
        parts = [self._part(item) for item in self.decided.items]
        parts = self._marked(parts)
        text = frame[0] + "".join(lead + raw for lead, raw in parts) + frame[1]
        return text if _stand_as_put(text, frame[0], parts, self._entries()) else None

    def _entries(self) -> set[str]:
        """Give the entries of all versions: where one stands again, up to the next one, it ends as it did there."""
        known = {id(block): block for side in self.sides for block in side.blocks.values()}
        return {block.entry for block in known.values()}

    def _part(self, item: Item) -> tuple[str, str]:
        """Give the comments above an item, and its lines."""
        base, ours, theirs = self._versions(item.id)
        if ours is not None and ours is theirs is base and ours.item is item:
            return ours.lead, ours.raw
        if theirs is None and ours is not None and item.id in self.decided.copies:
            return ours.lead, self.writer.changed(ours.raw, ours.item, item, mark=True)[0]
        if ours is None or theirs is None:
            only = ours or theirs
            if only is None:
                return "", self.writer.new(item)
            return only.lead, self._raw_of_one(only, item, as_read=self.sides[2 if ours is None else 1].as_read)
        lead = merge_comments(base.lead if base else "", ours.lead, theirs.lead)
        if theirs.raw == ours.raw or (base is not None and theirs.raw == base.raw):
            return lead, self._raw_of_one(ours, item, as_read=self.sides[1].as_read)
        if base is not None and ours.raw == base.raw:
            return lead, self._raw_of_one(theirs, item, as_read=self.sides[2].as_read)
        raw, missing = self._raw_of_both(item, base, ours, theirs)
        pad = " " * self.writer.style.item_column
        return lead + "".join(pad + comment + self.writer.style.newline for comment in missing), raw

    def _versions(self, item_id: str) -> tuple[Block | None, Block | None, Block | None]:
        base, ours, theirs = self.sides
        copied = self.decided.copies.get(item_id)
        if copied is not None:
            return None, ours.get(copied), None
        return base.get(item_id), None if item_id in self.given_away else ours.get(item_id), theirs.get(item_id)

    def _raw_of_one(self, block: Block, item: Item, *, as_read: bool) -> str:
        """Give the lines of a block, changed where the item became another one."""
        if block.item.values == item.values and (as_read or self._reads(block.raw, item)):
            return block.raw
        return self.writer.changed(block.raw, block.item, item, mark=False)[0]

    def _raw_of_both(self, item: Item, base: Block | None, ours: Block, theirs: Block) -> tuple[str, list[str]]:
        """Give lines made of both sides', and the comments that found no place in them."""

        def missing(text: str) -> list[str]:
            return lost(base.raw if base else "", ours.raw, theirs.raw, text)

        together = merge_words(base.raw if base else "", ours.raw, theirs.raw)
        if together is not None and self._reads(together, item) and not missing(together):
            return together, []
        only_looks = base is not None and theirs.item.values == base.item.values
        made: list[tuple[str, list[str]]] = []
        for block in (theirs, ours) if only_looks else (ours, theirs):
            try:
                raw = self.writer.changed(block.raw, block.item, item, mark=False)[0]
            except WriteError:
                continue
            made.append((raw, missing(raw)))
            if not made[-1][1]:
                return made[-1]
        if made:
            return made[0]
        raw = self.writer.new(item)
        return raw, missing(raw)

    def _reads(self, raw: str, item: Item) -> bool:
        """Say whether lines read as the item, with its id or none."""
        read = self.writer.read(raw)
        return read is not None and read.id in {item.id, ""} and read.values == item.values

    def _marked(self, parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Write ids into items that would get another one, because they have none or share it."""
        items = self.decided.items
        written = [self._written_id(item, raw) for item, (_, raw) in zip(items, parts, strict=True)]
        if all(item.id == item_id for item, item_id in zip(items, written, strict=True)):
            return parts
        titles = [title_of(item.values) for item in items]
        list_id = self.decided.list_id
        while True:
            ids = assign_ids(list_id, zip(written, titles, strict=True))
            wrong = [
                number for number, item in enumerate(items) if ids[number] != item.id and written[number] != item.id
            ]
            if not wrong:
                return parts
            for number in wrong:
                item, (lead, raw) = items[number], parts[number]
                parts[number] = (lead, self.writer.changed(raw, item, item, mark=True)[0])
                written[number] = item.id

    def _written_id(self, item: Item, raw: str) -> str:
        style = self.writer.style
        start = " " * style.item_column + "-" + " " * (style.field_gap - 1) + f"id: {item.id}"
        if raw.startswith(start) and raw[len(start) : len(start) + 1] in {"\r", "\n"}:
            return item.id
        return self.writer.written_id(raw)


def _without_items(head: str, tail: str) -> str:
    """Give the text of a list that has no items."""
    found = find_sequence(head)
    if found is None:
        return head + tail
    return head[: found.header.after] + " []" + head[found.header.after :] + tail


def _stand_as_put(text: str, head: str, parts: Sequence[tuple[str, str]], known: Container[str]) -> bool:
    """Say whether every block is found where it was put: none has taken lines of its neighbour.

    A `known` entry was found so in a version that was read.
    """
    found = find_sequence(text)
    if found is None or found.sequence is None or len(found.sequence) != len(parts):
        return False
    entries, offset = found.sequence, len(head)
    leads = [lead for lead, _ in parts[1:]]
    if entries.begin(0) != offset:
        return False
    for number, (lead, raw) in enumerate(parts):
        if entries.starts[number] != offset + len(lead):
            return False
        offset += len(lead) + len(raw)
        as_known = number < len(leads) and raw + leads[number] in known
        if not as_known and entries.begin(number + 1) != offset:
            return False
    return True
