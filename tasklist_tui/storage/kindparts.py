"""What the readers of the parts of a kind share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from tasklist_tui.storage.sections import Section
from tasklist_tui.storage.treelines import Place

#: Where each part of a kind stands in its file: by what it is (`field`, `state` …) and its id.
Places = dict[tuple[str, str], Place]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=_Named)


def merged_parts(base: Iterable[Part], changed: Iterable[Part]) -> tuple[Part, ...]:
    """Give the parts with those of the same id replaced and new ones behind."""
    parts = {part.id: part for part in base}
    parts.update((part.id, part) for part in changed)
    return tuple(parts.values())


def texts_by_name(part: Section, key: str, base: Mapping[str, str]) -> dict[str, str]:
    """Give the texts of the mapping `key`, `base` when it is absent."""
    section = part.section(key)
    return {name: section.text(name) for name in section.keys()} if part.has(key) else dict(base)  # noqa: SIM118
