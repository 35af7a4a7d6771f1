"""The merge of one list: what both sides changed, decided by item and field, put into the text of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from tasklist_tui.domain.changes import edits_between
from tasklist_tui.domain.conflicts import Answer, Answers, Conflict
from tasklist_tui.domain.edits import EditError
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.links import relinked
from tasklist_tui.domain.merge import merge_items
from tasklist_tui.domain.merge_trees import Tree, TreeMerge
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.services.versions import read_version
from tasklist_tui.storage.blocks import Style
from tasklist_tui.storage.blockwriter import BlockWriter
from tasklist_tui.storage.framemerge import says
from tasklist_tui.storage.lineends import Texts, united
from tasklist_tui.storage.listblocks import Seen, Version, blocks_of
from tasklist_tui.storage.mergedtext import Decided, Sides, commented, text_of_both
from tasklist_tui.storage.remarks import lost
from tasklist_tui.storage.scanrules import ScanError
from tasklist_tui.storage.treetext import says as says_all
from tasklist_tui.storage.writer import rewrite

Answered = list[tuple[Conflict, Answer]]
Lists = tuple[TaskList, TaskList, TaskList]


class ListMerge(msgspec.Struct, frozen=True):
    """The merge of a list: its bytes, what collides, what was answered.

    The bytes are None while something collides, or when nothing can be written that says what was decided.
    `copies` are new items of ours that got another id because theirs has the same: the new id by the old one.
    """

    data: bytes | None
    conflicts: list[Conflict]
    answered: Answered
    copies: Mapping[str, str] = {}


def merge_list_texts(path: str, texts: Texts, lists: Lists, kinds: Mapping[str, Kind], answers: Answers) -> ListMerge:
    """Merge base, ours and theirs of the list at `path`; `lists` is what the texts hold."""
    _, ours, theirs = lists
    kind = kinds.get(ours.kind) or Kind(ours.kind)
    plain, form = united(texts)
    sides = _in_blocks(plain, lists)
    try:
        remarked = commented(sides) if sides else set()
    except ScanError:
        remarked, sides = set(), None
    merged = merge_items(kind, lists, answers, remarked)
    headers = TreeMerge(path, answers, list_id=ours.id, title=ours.title or theirs.title or path)
    trees = _headers(plain, sides)
    header = headers.merge(*trees) if trees else None
    conflicts, answered = [*merged.conflicts, *headers.conflicts], [*merged.answered, *headers.answered]
    if conflicts or trees is None:
        return ListMerge(None, conflicts, answered)
    copies = {old: new for new, old in merged.copies.items()}
    decided = Decided(ours.id, _as_written(merged.items, lists, kind), merged.copies, header)
    text = text_of_both(decided, sides, kind) if sides else None
    if text is None:
        text = _one_side_changed(path, plain, lists, decided, kinds)
    return ListMerge(None if text is None else form.applied(text).encode("utf-8"), [], answered, copies)


def relinked_list(path: str, data: bytes, kinds: Mapping[str, Kind], renamed: Mapping[str, str]) -> bytes:
    """Give the bytes of a list with its links led to the new ids of items; the same bytes where none leads there."""
    task_list = read_version(path, data, kinds)
    kind = kinds.get(task_list.kind) if task_list is not None else None
    if task_list is None or kind is None:
        return data
    items = tuple(relinked(item, kind, renamed) for item in task_list.items)
    if all(new is old for new, old in zip(items, task_list.items, strict=True)):
        return data
    wanted = msgspec.structs.replace(task_list, items=items)
    try:
        text, _after = rewrite(data.decode("utf-8"), task_list, edits_between(task_list, wanted), kind)
    except (EditError, UserError):
        return data  # a file that cannot be changed safely keeps what it says; the check tells of the link
    return text.encode("utf-8")


def _in_blocks(texts: Texts, lists: Lists) -> Sides | None:
    seen: Seen = {}
    versions = (Version(text, task_list) for text, task_list in zip(texts, lists, strict=True))
    base, ours, theirs = (blocks_of(version, seen) for version in versions)
    return None if base is None or ours is None or theirs is None else (base, ours, theirs)


def _headers(texts: Texts, sides: Sides | None) -> list[Tree] | None:
    """Give what each version says besides its items; None when one cannot be read."""
    if sides:
        trees: list[Tree] = [says((side.head, side.tail)) for side in sides]
    else:
        trees = [says_all(text) if text.strip() else {} for text in texts]
        trees = [{k: v for k, v in tree.items() if k != "items"} if isinstance(tree, dict) else None for tree in trees]
    return None if any(tree is None for tree in trees) else trees


def _as_written(items: tuple[Item, ...], lists: Lists, kind: Kind) -> list[Item]:
    """Give the items as they read once they are written; those that a version holds are so already."""
    writer = BlockWriter(kind, Style())
    known = {id(item.values) for task_list in lists[1:] for item in task_list.items}
    return [item if id(item.values) in known else writer.canonical(item) for item in items]


def _one_side_changed(path: str, texts: Texts, lists: Lists, decided: Decided, kinds: Mapping[str, Kind]) -> str | None:
    """Put what was decided into the text of one side, for lists whose items do not stand in blocks.

    None when no text says all of it: header, entries that are no items, and the comments of both.
    """
    trees = [says_all(text) for text in texts]
    strays = [_strays(tree) for tree in trees]
    for host in (1, 2):
        other = 3 - host
        text, before = texts[host], lists[host]
        if strays[other] not in (strays[0], strays[host]):
            continue
        kind = kinds.get(before.kind) or Kind(before.kind)
        wanted = msgspec.structs.replace(before, items=tuple(decided.items))
        try:
            made, after = rewrite(text, before, edits_between(before, wanted), kind)
            again = read_version(path, made.encode("utf-8"), kinds)
            tree = says_all(made)
            missing = lost(*texts, made)
        except (EditError, UserError, ScanError):
            continue
        if again is None or again.items != after.items or _strays(tree) != strays[host] or missing:
            continue
        if {name: value for name, value in tree.items() if name != "items"} == decided.header:
            return made
    return None


def _strays(tree: Tree) -> Counter[str]:
    """Count the entries of a list that are no items."""
    entries = tree.get("items") if isinstance(tree, dict) else None
    return Counter(repr(entry) for entry in entries or [] if not isinstance(entry, dict))
