"""Committees that an import makes: until it is saved they are a `+` and their name, then they have an id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from tasklist_tui.domain.edits import AddItem, Edit
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.ledger.units import ADD, Directory
from tasklist_tui.domain.model import Committee, Item, Value
from tasklist_tui.services.imports.draft import Draft


def with_committees(draft: Draft, directory: Directory) -> Draft:
    """Give committees that are to be made their id, and the edits that id."""
    names = [name for name, answer in directory.answers.items() if answer == ADD]
    if not names:
        return draft
    used = {
        value
        for edit in draft.edits
        for values in [edit.item.values if isinstance(edit, AddItem) else getattr(edit, "values", {})]
        for value in _flat(values)
        if isinstance(value, str) and value.startswith(ADD)
    }
    made = {f"{ADD}{name}": Committee(derived_id("committee", name), name) for name in names if f"{ADD}{name}" in used}
    if not made:
        return draft
    ids = {mark: committee.id for mark, committee in made.items()}
    parts = tuple(
        msgspec.structs.replace(
            part,
            edits=tuple(_renamed(edit, ids) for edit in part.edits),
            changes=tuple(
                msgspec.structs.replace(c, old=_swap(c.old, ids), new=_swap(c.new, ids)) for c in part.changes
            ),
        )
        for part in draft.parts
    )
    return msgspec.structs.replace(draft, parts=parts, committees=tuple(made.values()))


def _flat(values: Mapping[str, object]) -> Iterable[object]:
    for value in values.values():
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _renamed(edit: Edit, ids: Mapping[str, str]) -> Edit:
    if isinstance(edit, AddItem):
        return msgspec.structs.replace(edit, item=Item(edit.item.id, _swapped(edit.item.values, ids)))
    values = getattr(edit, "values", None)
    return edit if values is None else msgspec.structs.replace(edit, values=_swapped(values, ids))


def _swapped(values: Mapping[str, Value], ids: Mapping[str, str]) -> dict[str, Value]:
    return {name: _swap(value, ids) for name, value in values.items()}


def _swap(value: object, ids: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [_swap(inner, ids) for inner in value]
    if isinstance(value, dict):
        return {key: _swap(inner, ids) for key, inner in value.items()}
    return value


def add_committees(text: str, committees: Iterable[Committee]) -> str:
    """Give the text of the settings with committees added."""
    from tasklist_tui.storage.toplevel import add_list_entry

    for committee in committees:
        entry = {"id": committee.id, "name": committee.name, "kind": committee.kind}
        text = add_list_entry(text, "committees", {key: value for key, value in entry.items() if value})
    return text
