"""The files of a new workspace, as bytes: whoever makes it writes and commits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tasklist_tui.domain.model import Committee, Person

#: `-text`: git must not convert line ends, a file with CRLF stays one; the merge driver is ours (DESIGN §7).
ATTRIBUTES = b"*.yaml -text merge=tasklist\n"


def skeleton(
    *,
    organisation: str,
    title: str = "",
    language: str = "zh",
    committees: Iterable[Committee] = (),
    people: Iterable[Person] = (),
    list_id: str = "tasks",
    list_title: str = "",
    year: int | None = None,
) -> Mapping[str, bytes]:
    """Give the content of each file of a new workspace by path: settings, no events, one empty list, attributes.

    The folders for documents, kinds and calendars come with the first file in them: git keeps no empty folder.
    """
    settings = {
        "title": title or organisation,
        "organisation": organisation,
        "language": language,
        "committees": [_filled(c.id, c, ("name", "name_en", "kind"), "id") for c in committees],
        "people": [_filled(p.name, p, ("committee", "email", "roles"), "name") for p in people],
    }
    new_list: dict[str, Any] = {"title": list_title or title or organisation, "kind": "task", "year": year, "items": []}
    return {
        ".gitattributes": ATTRIBUTES,
        "tasklist.yaml": _yaml(settings),
        "events.yaml": _yaml({"events": []}),
        f"lists/{list_id}.yaml": _yaml({key: value for key, value in new_list.items() if value is not None}),
    }


def _filled(name: str, value: object, keys: tuple[str, ...], name_key: str) -> dict[str, Any]:
    """Give the keys of an entry that have a value, the one that names it first."""
    entry: dict[str, Any] = {name_key: name}
    for key in keys:
        if inner := getattr(value, key):
            entry[key] = list(inner) if isinstance(inner, tuple) else inner
    return entry


def _yaml(tree: Mapping[str, Any]) -> bytes:
    from io import BytesIO

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 10_000
    stream = BytesIO()
    yaml.dump(tree, stream)
    return stream.getvalue()
