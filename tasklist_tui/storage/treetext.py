"""Put a merged tree into the text of a file of settings; comments and everything that did not change stay.

The text that both sides' lines give together is used when it says the tree; else it is put together key by key and
entry by entry; else the changes are put into one side's text by a ruamel.yaml round trip.  What is written is read
back and must say the tree, to the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from tasklist_tui.domain.merge_text import merge_words
from tasklist_tui.domain.merge_trees import Tree, naming
from tasklist_tui.storage.gate import FileError, admit
from tasklist_tui.storage.parse import parse_exact
from tasklist_tui.storage.remarks import lost
from tasklist_tui.storage.scanrules import ScanError
from tasklist_tui.storage.treeparts import text_by_parts, typed


def text_of(tree: Tree, base: str, ours: str, theirs: str) -> str | None:
    """Give a text that says `tree` and has the comments of both sides; None when none can be made safely.

    Comments that found no place stand at the end.
    """
    spare: str | None = None
    for text in _candidates(tree, base, ours, theirs):
        if says(text) != tree:
            continue
        missing = _lost(base, ours, theirs, text)
        if missing == []:
            return text
        if spare is None and missing is not None:
            with_all = text + "".join(comment + "\n" for comment in missing)
            spare = with_all if says(with_all) == tree else None
    return spare


def _lost(base: str, ours: str, theirs: str, made: str) -> list[str] | None:
    try:
        return lost(base, ours, theirs, made)
    except ScanError:
        return None


def says(text: str) -> Tree:
    """Give the tree of a text with every value as written; None when it cannot be read."""
    try:
        return parse_exact(admit(text.encode("utf-8"), ""))
    except FileError:
        return None


def _candidates(tree: Tree, base: str, ours: str, theirs: str) -> Iterator[str]:
    together = merge_words(base, ours, theirs)
    if together is not None:
        yield together
    try:
        parts = text_by_parts(tree, (base, ours, theirs))
    except ScanError:
        parts = None
    if parts is not None:
        yield parts
    yield ours
    yield theirs
    for text in (ours, theirs):
        made = _round_trip(text, tree)
        if made is not None:
            yield made


def _round_trip(text: str, tree: Tree) -> str | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1 << 30
    yaml.allow_unicode = True
    try:
        known = yaml.load(text)
        if not isinstance(known, dict) or not isinstance(tree, dict):
            return None
        _put(known, tree)
        buffer = StringIO()
        yaml.dump(known, buffer)
    except (YAMLError, ValueError, TypeError, AttributeError):
        return None
    return buffer.getvalue()


def _put(known: Any, tree: Mapping[str, Tree]) -> None:
    """Change a loaded mapping until it says `tree`, touching only what differs."""
    for key in [key for key in known if str(key) not in tree]:
        del known[key]
    written = {str(key): key for key in known}
    for name, value in tree.items():
        key = written.get(name, name)
        known[key] = _node(known.get(key), value)


def _node(old: Any, new: Tree) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        _put(old, new)
        return old
    if isinstance(old, list) and isinstance(new, list):
        name = naming(new)
        kept = {str(entry.get(name)): entry for entry in old if isinstance(entry, dict)} if name else {}
        old[:] = [_node(kept.get(str(entry[name])), entry) if name else entry for entry in new]
        return old
    return old if old is not None and str(old) == new else typed(new)
