"""Put a merged tree into the text of a file of settings; comments and everything that did not change stay.

The text that both sides' lines give together is used when it says the tree; else the changes are put into one side's
text by a ruamel.yaml round trip.  What is written is read back and must say the tree, to the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from tasklist_tui.domain.merge_text import merge_words
from tasklist_tui.domain.merge_trees import Tree, naming
from tasklist_tui.storage.gate import FileError
from tasklist_tui.storage.parse import parse_exact


def text_of(tree: Tree, base: str, ours: str, theirs: str) -> str | None:
    """Give a text that says `tree`, made of the three versions; None when none can be made safely."""
    for text in _candidates(tree, base, ours, theirs):
        if says(text) == tree:
            return text
    return None


def says(text: str) -> Tree:
    """Give the tree of a text with every value as written; None when it cannot be read."""
    try:
        return parse_exact(text)
    except FileError:
        return None


def _candidates(tree: Tree, base: str, ours: str, theirs: str) -> Iterator[str]:
    together = merge_words(base, ours, theirs)
    if together is not None:
        yield together
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
    return old if old is not None and str(old) == new else new
