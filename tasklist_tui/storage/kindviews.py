"""The `chains` and `views` of a kind file as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tasklist_tui.domain.kindviews import (
    BoardView,
    CalendarView,
    Chain,
    ChainView,
    MatrixView,
    RegisterView,
    RosterView,
    Use,
    View,
)
from tasklist_tui.domain.message import msg
from tasklist_tui.storage.kindparts import Places, merged_parts
from tasklist_tui.storage.sections import Section, unique


def read_chains(section: Section, base: tuple[Chain, ...], places: Places) -> tuple[Chain, ...]:
    """Give the chains of a kind, laid over those of `base`."""
    old = {chain.id: chain for chain in base}
    changed = []
    for name, part in unique(section.sections("chains")):
        known = old.get(name) or Chain(name)
        places["chain", name] = part.place
        changed.append(Chain(name, part.texts("lists", known.lists), part.label("title", known.title)))
        part.close()
    return merged_parts(base, changed)


def read_views(section: Section, base: tuple[View, ...], places: Places) -> tuple[View, ...]:
    """Give the views of a kind, laid over those of `base`.

    A view without an id is called by its type: `matrix`, the second one `matrix-2`.
    """
    old = {view.id: view for view in base}
    changed: dict[str, View] = {}
    for part in section.sections("views"):
        kind = part.required_text("type")
        if kind not in _READERS:
            if kind:
                part.not_among(kind, tuple(_READERS), "type")
            continue
        name = part.text("id") or _free_name(kind, changed)
        if name in changed:
            part.notes.add(
                part.at("id"),
                msg("“{id}” is there twice", id=name),
                msg("give one of them another name; the second one is left out"),
                "duplicate-id",
            )
            continue
        make, read = _READERS[kind]
        known = old.get(name)
        if not isinstance(known, make):
            known = make(name)
        places["view", name] = part.place
        changed[name] = make(name, part.label("title", known.title), **read(part, known))
        part.close()
    return merged_parts(base, changed.values())


def _free_name(kind: str, taken: Mapping[str, View]) -> str:
    name, count = kind, 1
    while name in taken:
        count += 1
        name = f"{kind}-{count}"
    return name


def _texts(*names: str) -> Callable[[Section, Any], dict[str, Any]]:
    return lambda part, known: {name: part.text(name, getattr(known, name)) for name in names}


def _roster(part: Section, known: RosterView) -> dict[str, Any]:
    used_by = known.used_by
    if part.has("used_by"):
        inner = part.section("used_by")
        used_by = Use(inner.required_text("kind"), inner.required_text("field"), inner.text("date"))
        inner.close()
    return {"used_by": used_by, "idle_days": part.number("idle_days", known.idle_days)}


_READERS: Mapping[str, tuple[type[Any], Callable[[Section, Any], dict[str, Any]]]] = {
    "matrix": (MatrixView, _texts("rows", "columns", "of", "cell")),
    "register": (RegisterView, _texts("planned", "actual", "by")),
    "chain": (ChainView, _texts("chain")),
    "calendar": (CalendarView, _texts("date", "by")),
    "roster": (RosterView, _roster),
    "board": (BoardView, _texts()),
}
