"""Lines of items and fields, for messages: a second, careful pass over a text, made only when there is a problem."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.storage.gate import BOM
from tasklist_tui.storage.outline import Outline, Part
from tasklist_tui.storage.scanrules import ScanError


def item_places(text: str) -> list[Mapping[str, int]]:
    """Give, for each entry of `items` in order, the lines (from 1) of its fields.

    Keys are `""` for the entry itself, `due`, `milestones`, `milestones.2` (second row) and `milestones.2.due`.
    """
    outline = _outline(text)
    if outline is None:
        return []
    return [_places(outline, entry) for entry in _entries(outline)]


def lines_of(text: str, list_id: str = "") -> Mapping[str, Mapping[str, int]]:
    """Give the lines (from 1) of each item by its id: `""` is the item itself, else the field (see `item_places`).

    The item `""` stands for the top-level keys.  Items whose file has no id are found under the derived id when the
    id of the list is given.  Text that cannot be read gives an empty mapping.
    """
    from tasklist_tui.storage.gate import FileError
    from tasklist_tui.storage.parse import parse_exact
    from tasklist_tui.storage.reader import assign_ids

    outline = _outline(text)
    if outline is None:
        return {}
    lines: dict[str, Mapping[str, int]] = {
        "": {part.mark.name: part.first + 1 for part in outline.children(-1) if part.mark.name}
    }
    written: list[tuple[str, str]] = []
    found: list[Mapping[str, int]] = []
    for entry in _entries(outline):
        values = _scalars(outline, entry)
        if values is None:
            try:
                raw = parse_exact("".join(outline.lines[entry.first : entry.stop]))[0]
            except (FileError, ScanError):
                raw = {}
            values = raw if isinstance(raw, dict) else None
        if values is not None:
            written.append((str(values.get("id") or ""), str(values.get("title") or "")))
            found.append(_places(outline, entry))
    return {**lines, **dict(zip(assign_ids(list_id, written), found, strict=True))}


def _outline(text: str) -> Outline | None:
    try:
        return Outline(text.removeprefix(BOM))
    except ScanError:
        return None


def _entries(outline: Outline) -> list[Part]:
    """Give the entries of the list of items; none when it is not in block style."""
    items = next((part for part in outline.children(-1) if part.mark.name == "items"), None)
    entries = outline.children(items.index) if items else []
    return [entry for entry in entries if entry.mark.name is None]


def _places(outline: Outline, entry: Part) -> dict[str, int]:
    places = {"": entry.first + 1}
    for field in outline.children(entry.index):
        if field.mark.name is None:
            continue
        places[field.mark.name] = field.first + 1
        for number, row in enumerate(outline.children(field.index), start=1):
            places[f"{field.mark.name}.{number}"] = row.first + 1
            for cell in outline.children(row.index):
                places[f"{field.mark.name}.{number}.{cell.mark.name}"] = cell.first + 1
    return places


def _scalars(outline: Outline, entry: Part) -> dict[str, str] | None:
    """Give the id and title of an entry where both are plain one-line text; None asks for a parser."""
    values: dict[str, str] = {}
    fields = outline.children(entry.index)
    if not fields:
        return None
    for field in fields:
        mark = field.mark
        if mark.name not in {"id", "title"}:
            continue
        if mark.style != "p" or mark.end < 0 or field.stop != field.first + 1:
            return None
        values[mark.name] = outline.lines[mark.line][mark.start : mark.end]
    return values
