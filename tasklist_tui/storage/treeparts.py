"""The text of a merged file of settings, put together from the top-level keys and named entries of both sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.merge_order import merged_order
from tasklist_tui.domain.merge_text import merge_comments, merge_words
from tasklist_tui.domain.merge_trees import Tree, naming
from tasklist_tui.storage import emit
from tasklist_tui.storage.gate import FileError
from tasklist_tui.storage.outline import Outline, Part
from tasklist_tui.storage.parse import parse_exact
from tasklist_tui.storage.remarks import lost

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE = re.compile(r"0|-?[1-9]\d{0,15}")


class Piece(msgspec.Struct, frozen=True):
    """A key or an entry in the text: the comments in front, and its own lines."""

    lead: str
    body: str


class Pieces(msgspec.Struct, frozen=True):
    """A text in pieces by name, with what stands above and below them; `column` is where they begin."""

    above: str
    named: Mapping[str, Piece]
    below: str
    column: int = 0


#: Gives the lines of a piece: by its name, its value, the versions of its text, and its column.
Writer = Callable[[str, Tree, Sequence[Piece | None], int], str]


def text_by_parts(tree: Mapping[str, Tree], texts: tuple[str, str, str]) -> str | None:
    """Give a text that may say `tree`, for the caller to check; None where the texts are not in block style.

    Raises `ScanError`.
    """
    versions = [_keys(text) for text in texts]
    base, ours, theirs = versions
    if base is None or ours is None or theirs is None:
        return None
    return _together(tree, (base, ours, theirs), _key_text)


def typed(tree: Tree) -> Tree:
    """Give a tree of texts with whole numbers, days and flags as such, so that they are written without quotes."""
    if isinstance(tree, dict):
        return {key: typed(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [typed(value) for value in tree]
    if not isinstance(tree, str):
        return tree
    if tree in {"true", "false"}:
        return tree == "true"
    if _WHOLE.fullmatch(tree):
        return int(tree)
    try:
        return date.fromisoformat(tree) if _DAY.fullmatch(tree) else tree
    except ValueError:
        return tree


def _together(tree: Mapping[str, Tree], versions: tuple[Pieces, Pieces, Pieces], write: Writer) -> str:
    base, ours, theirs = versions
    made = [merge_comments(base.above, ours.above, theirs.above) if _remarks_only(versions) else ours.above]
    for name in merged_order(*(list(side.named) for side in versions)):
        if name in tree:
            sides = [side.named.get(name) for side in versions]
            leads = [side.lead if side else "" for side in sides]
            lead = leads[1] if not sides[2] else leads[2] if not sides[1] else merge_comments(*leads)
            body = write(name, tree[name], sides, ours.column)
            old, own, other = (side.body if side else "" for side in sides)
            missing = lost(old, own, other, body) if sides[1] and sides[2] else []
            made += [lead, *(" " * ours.column + comment + "\n" for comment in missing), body]
    made += [write(name, value, [None] * 3, ours.column) for name, value in tree.items() if not _known(name, versions)]
    return "".join([*made, merge_comments(base.below, ours.below, theirs.below)])


def _known(name: str, versions: Sequence[Pieces]) -> bool:
    return any(name in side.named for side in versions[1:])


def _remarks_only(versions: Sequence[Pieces]) -> bool:
    return all(line.strip()[:1] in {"", "#"} for side in versions for line in side.above.split("\n"))


def _key_text(key: str, value: Tree, sides: Sequence[Piece | None], column: int) -> str:
    """Give the lines of a top-level key: those of a side that says it, the entries of both, or new ones."""
    for body in _bodies(sides):
        if _read(body) == {key: value}:
            return body
    lists = [_entries(side.body, key) if side else Pieces("", {}, "") for side in sides]
    name = naming(value) if isinstance(value, list) else ""
    if name and lists[0] and lists[1] and lists[2]:
        entries = {str(entry[name]): entry for entry in value}
        return _together(entries, (lists[0], lists[1], lists[2]), _entry_text)
    return "".join(line + "\n" for line in emit.field_lines(key, typed(value), column))


def _entry_text(_name: str, value: Tree, sides: Sequence[Piece | None], column: int) -> str:
    bodies = list(_bodies(sides))
    for body in bodies:
        if _read(body) == [value]:
            return body
    block = not bodies or not bodies[-1].lstrip(" -").startswith("{")
    return "".join(line + "\n" for line in emit.entry_lines(typed(value), column, block=block))


def _bodies(sides: Sequence[Piece | None]) -> list[str]:
    """Give the texts that may stand for a piece, the best first."""
    base, ours, theirs = (side.body if side else None for side in sides)
    if ours is None or theirs is None:
        return [body for body in (ours, theirs, base) if body is not None]
    together = merge_words(base or "", ours, theirs)
    return [body for body in (together, theirs if ours == base else ours, theirs, ours, base) if body is not None]


def _keys(text: str) -> Pieces | None:
    outline = Outline(text)
    parts = outline.children(-1)
    return _pieces(outline, parts, [part.mark.name or "" for part in parts], 0)


def _entries(body: str, key: str) -> Pieces | None:
    """Give the entries of the list behind a key by what names them; None when nothing does."""
    outline, tree = Outline(body), _read(body)
    keys = outline.children(-1)
    entries = tree.get(key) if isinstance(tree, dict) else None
    if len(keys) != 1 or not isinstance(entries, list):
        return None
    parts, name = outline.children(keys[0].index), naming(entries)
    if not name or len(parts) != len(entries):
        return None
    return _pieces(outline, parts, [str(entry[name]) for entry in entries], 1)


def _pieces(outline: Outline, parts: Sequence[Part], names: Sequence[str], least: int) -> Pieces | None:
    if not parts:
        return Pieces(outline.text, {}, "") if not outline.marks else None
    if not all(names) or len(set(names)) < len(names) or parts[0].lead < least:
        return None
    text, offsets = outline.text, outline.offsets
    named = {
        name: Piece(text[offsets[part.lead] : offsets[part.first]], text[offsets[part.first] : offsets[part.stop]])
        for name, part in zip(names, parts, strict=True)
    }
    return Pieces(text[: offsets[parts[0].lead]], named, text[offsets[parts[-1].stop] :], parts[0].mark.column)


def _read(text: str) -> Tree:
    try:
        return parse_exact(text)
    except FileError:
        return None
