"""The text of one item: written new, or changed piece by piece; always read back before it is handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from tasklist_tui.domain.fields import InexactText, Plain, to_plain
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, Value
from tasklist_tui.storage import emit
from tasklist_tui.storage.blocks import Style
from tasklist_tui.storage.flowcells import Unusual
from tasklist_tui.storage.gate import FileError, scan_fast
from tasklist_tui.storage.itemtypes import type_values
from tasklist_tui.storage.outline import Outline
from tasklist_tui.storage.parse import NULLS, parse, parse_exact
from tasklist_tui.storage.scanrules import ScanError
from tasklist_tui.storage.splice import splice


class WriteError(UserError):
    """The text cannot be changed without risk to what is in it; nothing was changed."""


class BlockWriter:
    """Writes items of one kind in the style of one file."""

    def __init__(self, kind: Kind, style: Style) -> None:
        """Write items of `kind` in `style`."""
        self.kind = kind
        self.style = style

    def new(self, item: Item) -> str:
        """Give the text of a new item, fields in the order of the kind; raises `WriteError`."""
        return self.new_all([item])[0][0]

    def new_all(self, items: Sequence[Item]) -> list[tuple[str, Item]]:
        """Give the text of each new item, and the item as it reads; read back all at once.  Raises `WriteError`."""
        texts = [self.unread(item) for item in items]
        expected = [self.canonical(item) for item in items]
        if self._read_all(texts) != expected:
            for item, text, wanted in zip(items, texts, expected, strict=True):
                if self.read(text) != wanted:
                    raise self._unwritable(item)
        return list(zip(texts, expected, strict=True))

    def unread(self, item: Item) -> str:
        """Give the text of a new item that was not read back yet."""
        known = [name for name in self.kind.field if name in item.values]
        return self._emitted(item, [*known, *(name for name in item.values if name not in self.kind.field)])

    def changed(self, raw: str, old: Item, item: Item, *, mark: bool) -> tuple[str, Item]:
        """Give the text of an item changed from `old` to `item`, and the item as it reads; `mark` writes its id.

        Raises `WriteError` when `raw` does not hold `old` or the text cannot be changed.
        """
        expected = self.canonical(item)
        now = self.read(raw)
        if now is None or now.values != old.values:
            raise WriteError(msg("the file has changed since it was read"), msg("Read it again and repeat the change."))
        names = dict.fromkeys((*old.values, *expected.values))
        wanted: dict[str, Value] = {
            name: expected.values.get(name) for name in names if old.values.get(name) != expected.values.get(name)
        }
        if mark:
            wanted = {"id": item.id, **wanted}
        elif not wanted:
            return raw, expected
        written = item.id if mark else now.id
        for attempt in self._attempts(raw, old, expected, wanted):
            try:
                text = attempt()
            except (Unusual, ScanError):
                continue
            read = self.read(text)
            if read is not None and read.id == written and read.values == expected.values:
                return text, expected
        raise self._unwritable(item)

    def canonical(self, item: Item) -> Item:
        """Give the item as it reads once it is written: empty cells gone, rows with their ids."""
        plain = {name: to_plain(value) for name, value in item.values.items() if name != "id"}
        try:
            values, _ = type_values(plain, self.kind.field)
        except InexactText:
            values, _ = type_values(plain, self.kind.field, _as_written(plain))
        return Item(item.id, values)

    def is_item(self, raw: str) -> bool:
        """Say whether an entry is a mapping, hence an item."""
        tree = parse(raw)
        return isinstance(tree, list) and bool(tree) and isinstance(tree[0], dict)

    def written_id(self, raw: str) -> str:
        """Give the id in the text of an item, "" when there is none."""
        read = self.read(raw)
        return read.id if read is not None else ""

    def _attempts(
        self, raw: str, old: Item, expected: Item, wanted: Mapping[str, Value]
    ) -> Iterator[Callable[[], str]]:
        """Give the ways of writing, the gentlest first; the last one puts all comments above the item."""
        columns = self.kind.field
        yield lambda: splice(raw, old.values, wanted, columns, self.style)
        yield lambda: splice(raw, old.values, wanted, columns, self.style, fill_ids=True)
        comments = Outline(raw).comments_in(0, raw.count("\n"))

        def tripped() -> str:
            from tasklist_tui.storage.roundtrip import round_trip

            text = round_trip(raw, wanted, self.style)
            if sorted(Outline(text).comments_in(0, text.count("\n"))) != sorted(comments):
                raise Unusual
            return text

        def anew() -> str:
            names = [name for name in old.values if name in expected.values]
            names += [name for name in expected.values if name not in old.values]
            pad = " " * self.style.item_column
            above = "".join(f"{pad}{comment}{self.style.newline}" for comment in comments)
            return above + self._emitted(expected, names)

        yield tripped
        yield anew

    def _emitted(self, item: Item, names: list[str]) -> str:
        style = self.style
        values = {"id": item.id, **{name: item.values[name] for name in names if name != "id"}}
        made = emit.mapping_lines(values, style.field_column, style.row_gap)
        dash = " " * style.item_column + "-" + " " * (style.field_gap - 1)
        lines = [dash + made[0].lstrip(" "), *made[1:]]
        return "".join(line + style.newline for line in lines)

    def read(self, text: str) -> Item | None:
        """Read the text of one item, the id as written; None when it is not one."""
        try:
            Outline(text)
            tree = parse(text)
            if not isinstance(tree, list) or len(tree) != 1 or not isinstance(tree[0], dict):
                return None
            return self._item(text, tree[0])
        except (FileError, ScanError):
            return None

    def _read_all(self, texts: Sequence[str]) -> list[Item] | None:
        """Read the texts of several items at once; None when they are not as many items."""
        whole = "".join(texts)
        try:
            scan_fast(whole)
            tree = parse(whole) if texts else []
            if not isinstance(tree, list) or len(tree) != len(texts) or not all(isinstance(one, dict) for one in tree):
                return None
            return [self._item(text, entry) for text, entry in zip(texts, tree, strict=True)]
        except (FileError, ScanError):
            return None

    def _item(self, text: str, entry: Plain) -> Item:
        values = self._typed(text, entry)
        written = values.pop("id", "")
        return Item(written if isinstance(written, str) else "", values)

    def _typed(self, text: str, entry: Plain) -> dict[str, Value]:
        if not any(word in text for word in NULLS):
            try:
                return type_values(entry, self.kind.field)[0]
            except InexactText:
                pass
        return type_values(entry, self.kind.field, parse_exact(text)[0])[0]

    def _unwritable(self, item: Item) -> WriteError:
        return WriteError(
            msg("“{title}” cannot be written to the file as it is", title=item.title or item.id),
            msg("Nothing was changed; look for unusual characters, or edit the file by hand."),
        )


def _as_written(plain: Plain) -> Plain:
    """Give a plain value with every scalar as the text that is written for it."""
    if isinstance(plain, dict):
        return {key: _as_written(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_as_written(value) for value in plain]
    return plain if plain is None or isinstance(plain, str) else emit.scalar(plain)
