"""The text above and below the items of a merged list: the header keys, and the comments around them."""

from __future__ import annotations

import re
from typing import Any

from tasklist_tui.domain.merge_text import merge_words
from tasklist_tui.domain.merge_trees import Tree
from tasklist_tui.storage import emit
from tasklist_tui.storage.blocks import next_top_level, top_level
from tasklist_tui.storage.gate import FileError
from tasklist_tui.storage.parse import parse_exact
from tasklist_tui.storage.remarks import lost

#: What stands above the items, "items:" included, and what stands below.
Frame = tuple[str, str]
_BARE = re.compile(r"\d{1,15}|\d{4}-\d\d-\d\d")


def says(frame: Frame) -> dict[str, Any] | None:
    """Give the header keys with their values as written; None when they cannot be read."""
    try:
        tree = parse_exact("".join(frame))
    except FileError:
        return None
    return {name: value for name, value in tree.items() if name != "items"} if isinstance(tree, dict) else None


def merged_frame(wanted: Tree, base: Frame, ours: Frame, theirs: Frame) -> Frame | None:
    """Give a frame that says `wanted` and has the comments of both sides; None when none can be made.

    Raises `ScanError`.
    """
    if base == theirs or ours == theirs:
        together: Frame | None = ours
    elif base == ours:
        together = theirs
    else:
        parts = [merge_words(*versions) for versions in zip(base, ours, theirs, strict=True)]
        together = None if parts[0] is None or parts[1] is None else (parts[0], parts[1])
    if together is not None and says(together) == wanted and not _lost(base, ours, theirs, together):
        return together
    made = _put_in(wanted, ours, (theirs, base))
    if made is None:
        return None
    missing = _lost(base, ours, theirs, made)
    return ("".join(comment + "\n" for comment in missing) + made[0], made[1])


def _lost(base: Frame, ours: Frame, theirs: Frame, made: Frame) -> list[str]:
    return lost("".join(base), "".join(ours), "".join(theirs), "".join(made))


def _put_in(wanted: Tree, frame: Frame, sources: tuple[Frame, ...]) -> Frame | None:
    """Change the keys of a frame that do not say what is wanted, in the words of the version that says it."""
    now = says(frame)
    if now is None:
        return None
    for key in dict.fromkeys([*now, *wanted]):
        if now.get(key) == wanted.get(key) and (key in now) == (key in wanted):
            continue
        lines = _lines(key, wanted[key], sources) if key in wanted else ""
        frame = _replaced(frame, key, lines)
    return frame if says(frame) == wanted else None


def _lines(key: str, value: Tree, sources: tuple[Frame, ...]) -> str:
    """Give the lines of a key, as a version has them or written anew."""
    for source in sources:
        if (says(source) or {}).get(key) != value:
            continue
        for part in source:
            if (place := _place(part, key)) is not None:
                return part[place[0] : place[1]]
    if isinstance(value, str) and _BARE.fullmatch(value):
        return f"{emit.text(key)}: {value}\n"
    return "".join(line + "\n" for line in emit.field_lines(key, value, 0))


def _replaced(frame: Frame, key: str, lines: str) -> Frame:
    head, tail = frame
    if (place := _place(head, key)) is not None:
        return head[: place[0]] + lines + head[place[1] :], tail
    if (place := _place(tail, key)) is not None:
        return head, tail[: place[0]] + lines + tail[place[1] :]
    items = top_level(head, "items")
    start = len(head) if items is None else items.start
    return head[:start] + lines + head[start:], tail


def _place(part: str, key: str) -> tuple[int, int] | None:
    """Give where the lines of a top-level key begin and end, comments behind the last one left out."""
    found = top_level(part, key)
    if found is None:
        return None
    end = next_top_level(part, found.line_end, 0, dashes=True)
    while end > found.line_end:
        start = part.rfind("\n", 0, end - 1) + 1
        if part[start:end].strip()[:1] not in {"", "#"}:
            break
        end = start
    return found.start, end
