"""A list's text cut into what stands above the items, one block an item, and what stands below."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.storage.blocks import find_sequence, top_column
from tasklist_tui.storage.nearread import segments

_EMPTY_LIST = re.compile(r"[ \t]*\[[ \t]*\]")


class Version(msgspec.Struct, frozen=True):
    """One version of a list: its text, and what it says."""

    text: str
    task_list: TaskList


class Block(msgspec.Struct, frozen=True):
    """One item in the text: the comments and blank lines in front, its own lines, and what they say.

    `entry` is the text from its dash to the next one, its own lines and what lies behind them; "" when it never stood
    in a text so.
    """

    lead: str
    raw: str
    item: Item
    entry: str = ""

    @property
    def behind(self) -> str:
        """The comments and blank lines between this block and the next one."""
        return self.entry[len(self.raw) :]


class Blocks(msgspec.Struct, frozen=True):
    """A text in pieces; `column` is that of the dashes, None without items; `as_read` that every block is as found."""

    head: str
    blocks: Mapping[str, Block]
    tail: str
    column: int | None
    as_read: bool = True

    def get(self, item_id: str) -> Block | None:
        """Give the block of an item, None when it has none."""
        return self.blocks.get(item_id)

    def at(self, column: int) -> Blocks | None:
        """Give the blocks with their dashes at `column`; None when a line stands too far left for that."""
        if self.column is None or self.column == column:
            return self
        moved: dict[str, Block] = {}
        for item_id, block in self.blocks.items():
            lead, raw = _shifted(block.lead, column - self.column), _shifted(block.raw, column - self.column)
            if lead is None or raw is None:
                return None
            moved[item_id] = Block(lead, raw, block.item)
        return Blocks(self.head, moved, self.tail, column, as_read=False)


#: The last block of each item, by its id.
Seen = dict[str, Block]


def blocks_of(version: Version, seen: Seen) -> Blocks | None:
    """Cut a text that ends with a line end; None when its items do not stand in blocks, or entries are no items.

    What was `seen` to the letter in another version of the list is the same block here.
    """
    text, items = version.text, version.task_list.items
    if "\r" in text.replace("\r\n", ""):
        return None
    found = find_sequence(text)
    if found is not None and found.sequence is not None:
        entries = found.sequence
        if len(entries) != len(items):
            return None
        blocks: dict[str, Block] = {}
        lead = text[entries.begin(0) : entries.starts[0]]
        for number, (entry, item) in enumerate(zip(segments(entries), items, strict=True)):
            block = seen.get(item.id)
            if block is None or block.item is not item or block.lead != lead or block.entry != entry:
                raw = entries.raw(number)
                block = seen[item.id] = Block(lead, raw, item, entry)
            blocks[item.id] = block
            lead = block.behind
        return Blocks(text[: entries.begin(0)], blocks, lead + text[entries.end :], entries.column)
    if items:
        return None
    if found is None:
        return Blocks(text + "items:\n", {}, "", None) if top_column(text) == 0 or _says_nothing(text) else None
    line = text[found.header.after : found.header.line_end]
    if found.style == "flow":
        line = _EMPTY_LIST.sub("", line, count=1)
    if found.style not in {"flow", "empty"} or line.strip()[:1] not in {"", "#"}:
        return None
    return Blocks(text[: found.header.after] + line, {}, text[found.header.line_end :], None)


def _says_nothing(text: str) -> bool:
    return all(line.strip()[:1] in {"", "#"} for line in text.split("\n"))


def _shifted(text: str, columns: int) -> str | None:
    """Give lines moved to the right or left; None when one cannot be moved that far."""
    made: list[str] = []
    for line in text.split("\n"):
        if columns > 0:
            made.append(" " * columns + line if line else line)
        elif line.startswith(" " * -columns):
            made.append(line[-columns:])
        elif not line.strip() or line.lstrip(" ").startswith("#"):
            made.append(line.lstrip(" "))
        else:
            return None
    return "\n".join(made)
