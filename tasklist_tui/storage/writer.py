"""Edits to the text of a list: only the lines of the items they name change, everything else stays byte for byte.

The new lists of items before and after the edits say what to do; each block that is written anew is read back and
compared before the text is handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from tasklist_tui.domain.edits import Edit, apply_to
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.storage import emit
from tasklist_tui.storage.blocks import Found, Style, find_sequence, style_of, top_column
from tasklist_tui.storage.blocks import Sequence as Entries
from tasklist_tui.storage.blockwriter import BlockWriter, WriteError
from tasklist_tui.storage.gate import BOM
from tasklist_tui.storage.outline import Outline
from tasklist_tui.storage.reader import assign_ids, title_of
from tasklist_tui.storage.toplevel import add_list_entry, set_top_level

__all__ = ["WriteError", "add_list_entry", "render", "rewrite", "set_top_level"]


def rewrite(text: str, task_list: TaskList, edits: Sequence[Edit], kind: Kind) -> tuple[str, TaskList]:
    """Give the text with the edits made, and the list it then holds; `task_list` is what `text` holds now.

    Raises `EditError` when an edit does not fit the list, `WriteError` when the text cannot be changed safely.
    """
    after = apply_to(task_list, edits)
    touched = {edit.item_id for edit in edits} & after.index.keys()
    if "\r" in text.replace("\r\n", ""):
        raise WriteError(
            msg("the file has line ends of an old kind (CR alone)"),
            msg("Save it in an editor with LF or CRLF line ends."),
        )
    found = find_sequence(text)
    if found is not None and found.sequence is not None:
        return _Rewriting(text, task_list, after, kind, found, found.sequence).run(touched)
    if after.items == task_list.items:
        return text, after
    return _without_blocks(text, task_list, after, kind, found)


def render(task_list: TaskList, kind: Kind) -> str:
    """Give the text of a new file for a list."""
    header = {
        "title": task_list.title or None,
        "kind": task_list.kind,
        "document": task_list.document or None,
        "year": task_list.year,
        "issued": task_list.issued,
        **task_list.extra,
    }
    lines = emit.mapping_lines({name: value for name, value in header.items() if value is not None}, 0)
    writer = BlockWriter(kind, Style())
    items = "".join(text for text, _item in writer.new_all(task_list.items))
    return "\n".join([*lines, "items:" if items else "items: []", ""]) + items


class _Rewriting:
    """One rewrite of a text whose items are in block style."""

    def __init__(
        self, text: str, before: TaskList, after: TaskList, kind: Kind, found: Found, entries: Entries
    ) -> None:
        self.ended = text.endswith("\n")
        if not self.ended:
            text += "\r\n" if "\r\n" in text else "\n"
            found = find_sequence(text) or found
            entries = found.sequence or entries
        self.header = found.header
        self.text = text
        self.before = before
        self.after = after
        self.entries = entries
        self.writer = BlockWriter(kind, style_of(text, entries))
        self.number = self._numbers()
        self.written = self._written_ids()

    def run(self, touched: set[str]) -> tuple[str, TaskList]:
        """Put the text together from blocks kept and blocks written."""
        to_mark = self._to_mark(touched)
        items = list(self.after.items)
        removed = {number for item_id, number in self.number.items() if item_id not in self.after.index}
        stray_home = self._stray_homes(removed)
        segments: list[tuple[int, str]] = [(number, "") for number in stray_home.get(-1, ())]
        new = {place: item for place, item in enumerate(items) if item.id not in self.number}
        made = dict(zip(new, self.writer.new_all(list(new.values())), strict=True))
        for place, item in enumerate(items):
            if place in made:
                text, items[place] = made[place]
                segments.append((-1, text))
                continue
            number = self.number[item.id]
            old = self.before.items[self.before.index[item.id]]
            if (item is old or item == old) and item.id not in to_mark:
                segments.append((number, ""))
            else:
                lead = self.text[self.entries.begin(number) : self.entries.starts[number]]
                block, items[place] = self.writer.changed(
                    self.entries.raw(number), old, item, mark=item.id in to_mark and self.written[item.id] != item.id
                )
                segments.append((-1, lead + block))
            segments.extend((stray, "") for stray in stray_home.get(number, ()))
        text = self._assembled(segments)
        self._verify(text, len(segments))
        return text, msgspec.structs.replace(self.after, items=tuple(items))

    def _numbers(self) -> dict[str, int]:
        """Give the number of each item's entry; entries that are no items are passed over."""
        ids = [item.id for item in self.before.items]
        if len(self.entries) == len(ids):
            return {item_id: number for number, item_id in enumerate(ids)}
        numbers = [number for number in range(len(self.entries)) if self.writer.is_item(self.entries.raw(number))]
        if len(numbers) != len(ids):
            raise changed_outside()
        return dict(zip(ids, numbers, strict=True))

    def _written_ids(self) -> dict[str, str]:
        """Give the id that each item has in the text, "" where there is none."""
        style = self.writer.style
        head = " " * style.item_column + "-" + " " * (style.field_gap - 1) + "id: "
        written: dict[str, str] = {}
        for item_id, number in self.number.items():
            start = self.entries.starts[number]
            line = head + item_id
            if self.text.startswith(line, start) and self.text[start + len(line)] in "\r\n":
                written[item_id] = item_id
            else:
                written[item_id] = self.writer.written_id(self.entries.raw(number))
        return written

    def _to_mark(self, touched: set[str]) -> set[str]:
        """Give the items that need their id written: those touched, and those whose derived id would become another."""
        marked = {item_id for item_id in touched if self.written.get(item_id, item_id) != item_id}
        if all(written == item_id for item_id, written in self.written.items()):
            return marked
        while True:
            entries = [
                (item.id if item.id in marked else self.written.get(item.id, item.id), title_of(item.values))
                for item in self.after.items
            ]
            ids = assign_ids(self.after.id, entries)
            wrong = {
                item.id for item, item_id in zip(self.after.items, ids, strict=True) if item.id != item_id
            } - marked
            if not wrong:
                return marked
            marked |= wrong

    def _stray_homes(self, removed: set[int]) -> dict[int, list[int]]:
        """Give, for each entry of an item that stays, the entries behind it that are no items; -1 is the top."""
        homes: dict[int, list[int]] = {}
        if len(self.number) == len(self.entries):
            return homes
        items = set(self.number.values())
        home = -1
        for number in range(len(self.entries)):
            if number not in items:
                homes.setdefault(home, []).append(number)
            elif number not in removed:
                home = number
        return homes

    def _assembled(self, segments: Sequence[tuple[int, str]]) -> str:
        """Join kept entries and new texts; entries that follow each other as before are one slice."""
        entries = self.entries
        head = self.text[: entries.begin(0)]
        tail = self.text[entries.begin(len(entries)) :]
        if not segments:
            line = self.text[self.header.after : self.header.line_end]
            return self._ended_as_before(self.text[: self.header.after] + " []" + line + tail)
        pieces = [head]
        last = ""
        for first, stop, text in _runs(segments):
            piece = text if first < 0 else self.text[entries.begin(first) : entries.begin(stop)]
            pieces.append(_behind(last, piece))
            last = text if first < 0 else self.entries.raw(stop - 1)
        joined = "".join([*pieces, _behind(last, tail)])
        return joined if _BLANK_END.search(joined) and _KEEPS.search(last) else self._ended_as_before(joined)

    def _ended_as_before(self, text: str) -> str:
        return text if self.ended else text.removesuffix("\n").removesuffix("\r")

    def _verify(self, text: str, count: int) -> None:
        """Look that the items are found where they were put."""
        found = find_sequence(text)
        if count and (found is None or found.sequence is None or len(found.sequence) != count):
            raise WriteError(msg("the file could not be changed safely"), msg("Nothing was changed; edit it by hand."))


def _runs(segments: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Give what to put one behind the other: (first, stop, "") for entries kept, (-1, -1, text) for new text."""
    first = stop = -1
    for number, text in segments:
        if number >= 0 and number == stop:
            stop += 1
            continue
        if stop > first:
            yield first, stop, ""
        first, stop = (number, number + 1) if number >= 0 else (-1, -1)
        if number < 0:
            yield -1, -1, text
    if stop > first:
        yield first, stop, ""


#: A block text that keeps the blank lines behind it would take those of its new neighbour too.
_KEEPS = re.compile(r"[|>][0-9]*\+")
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)+")
_BLANK_END = re.compile(r"\n[ \t]*\r?\n\Z")


def _behind(last: str, piece: str) -> str:
    """Give a piece as it goes behind the entry `last`."""
    if (
        _KEEPS.search(last)
        and (found := _BLANK_LINES.match(piece))
        and Outline(last + found[0]).content_end > len(last)
    ):
        return piece[found.end() :]
    return piece


def changed_outside() -> WriteError:
    """Give the error for a text that does not hold the list it is said to hold."""
    return WriteError(msg("the file has changed since it was read"), msg("Read it again and repeat the change."))


def _without_blocks(
    text: str, before: TaskList, after: TaskList, kind: Kind, found: Found | None
) -> tuple[str, TaskList]:
    """Write the items of a file that has none in block style: none at all, or all in brackets."""
    newline = "\r\n" if "\r\n" in text else "\n"
    top = top_column(text)
    body = text.removeprefix(BOM)
    writer = BlockWriter(kind, Style(newline, max(top, 0)))
    items = "".join(writer.unread(item) for item in after.items)
    if found is None and top < 0 and body.strip(" \t\r\n") and not _only_comments(body):
        if "#" in body:
            raise WriteError(
                msg("the file is written in brackets, with comments"),
                msg("Write “items:” on a line of its own with “- id: …” below, then try again."),
            )
        made = BOM * text.startswith(BOM) + render(after, kind).replace("\n", newline)
    elif found is None:
        joint = "" if not body or text.endswith("\n") else newline
        made = text + joint + " " * max(top, 0) + "items:" + newline + items
    else:
        header = found.header
        line = text[header.after : header.line_end]
        inside = text[header.after : found.value_end] if found.style != "empty" else ""
        if "#" in inside and before.items:
            raise WriteError(
                msg("the items are written in brackets, with comments"),
                msg("Write “items:” on a line of its own with “- id: …” below, then try again."),
            )
        comment = line[line.index("#") :].rstrip("\r\n") if "#" in line else ""
        rest = text[found.value_end :]
        made = text[: header.after] + ("  " + comment if comment else "") + newline + items + rest
        if not items:
            made = text[: header.after] + " []" + ("  " + comment if comment else "") + newline + rest
        if not text.endswith("\n") and not rest:
            made = made.removesuffix("\n").removesuffix("\r")
    return made, _read_back(made, after, kind, writer)


def _only_comments(body: str) -> bool:
    return all(line.strip(" \t\r")[:1] in {"", "#"} or line.startswith("---") for line in body.split("\n"))


def _read_back(text: str, after: TaskList, kind: Kind, writer: BlockWriter) -> TaskList:
    """Read a text that was put together anew as a whole; raises `WriteError` when it does not hold `after`."""
    from tasklist_tui.storage.reader import read_list

    try:
        read, _ = read_list(after.id, after.path, text.encode("utf-8"), {after.kind: kind})
    except (UserError, UnicodeEncodeError):
        read = None
    if read is None or list(read.items) != [writer.canonical(item) for item in after.items]:
        writer.new_all(after.items)  # names the item that cannot be written, where it is one
        raise WriteError(msg("the file could not be changed safely"), msg("Nothing was changed; edit it by hand."))
    return msgspec.structs.replace(after, items=read.items)
