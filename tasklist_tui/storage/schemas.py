"""JSON Schema (2020-12) of every file of a workspace, so that editors complete and check what people write."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tasklist_tui.domain.lightrules import NUMBERS, Colour, When
from tasklist_tui.domain.model import DocumentState, Workspace
from tasklist_tui.storage import schemaparts as parts
from tasklist_tui.storage.itemschema import list_schema
from tasklist_tui.storage.kindschema import kind_schema
from tasklist_tui.storage.schemaparts import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(name: str, workspace: Workspace) -> Schema:
    """Give the schema of a kind of file (one of `SCHEMAS`), as the workspace has kinds, committees and documents."""
    title, make = SCHEMAS[name]
    return {"$schema": DIALECT, "title": title, **make(workspace)}


def _settings(_workspace: Workspace) -> Schema:
    committee = dict.fromkeys(("id", "name", "name_en", "kind"), parts.TEXT)
    person = {**dict.fromkeys(("name", "committee", "email"), parts.TEXT), "roles": parts.TEXTS}
    return parts.mapping(
        {
            "title": parts.TEXT,
            "organisation": parts.TEXT,
            "language": {"type": ["string", "null"], "pattern": "^(?:[zZ][hH]|[eE][nN])"},
            "committees": parts.listed(parts.mapping(committee, ["id"])),
            "people": parts.listed(parts.mapping(person, ["name"])),
            "lights": _lights(),
            "members": parts.listed(parts.mapping(dict.fromkeys(("name", "url", "path"), parts.TEXT), ["name"])),
            "calendar": parts.mapping(dict.fromkeys(("country", "subdivision"), parts.TEXT)),
        }
    )


def _lights() -> Schema:
    counts = {key: parts.NUMBER for key, _usual in NUMBERS.values()}
    shared = {"light": parts.one_of(Colour), "when": parts.one_of(When)}
    ways = [
        {
            "if": {"properties": {"when": {"const": when.value}}},
            "then": parts.mapping({**shared, **({NUMBERS[when][0]: parts.NUMBER} if when in NUMBERS else {})}),
        }
        for when in When
    ]
    rule = {**parts.mapping({**shared, **counts}, ["light", "when"]), "allOf": ways}
    name = parts.mapping({"title": parts.LABEL, "meaning": parts.LABEL})
    return parts.mapping(
        {
            "soon_workdays": parts.NUMBER,
            "lag_points": parts.NUMBER,
            "rules": parts.listed(rule),
            "names": parts.mapping(dict.fromkeys(Colour, name)),
        }
    )


def _events(_workspace: Workspace) -> Schema:
    event = {**dict.fromkeys(("id", "name", "source"), parts.TEXT), "date": parts.DATE}
    return parts.mapping({"events": parts.listed(parts.mapping(event, ["id"]))})


def _document(_workspace: Workspace) -> Schema:
    texts = ("title", "section", "goal", "source")
    measure = {"number": parts.NUMBER, **dict.fromkeys(texts, parts.TEXT), "implements": parts.NUMBERS}
    return parts.mapping(
        {
            **dict.fromkeys(("title", "issuer", "doc_number", "implements", "source", "kind"), parts.TEXT),
            "date": parts.DATE,
            "basis": parts.TEXTS,
            "state": parts.one_of(DocumentState),
            "years": parts.TEXTS,
            "measures": parts.listed(parts.mapping(measure, ["number"])),
        },
        ["title"],
    )


def _calendar(_workspace: Workspace) -> Schema:
    days = {"anyOf": [parts.DATE, {"type": "array", "items": parts.DATE}]}
    return parts.mapping({"rest_days": days, "work_days": days, "source": parts.TEXT})


#: The kinds of files: what each is called, and what gives its schema.
SCHEMAS: Mapping[str, tuple[str, Callable[[Workspace], Schema]]] = {
    "tasklist": ("tasklist.yaml", _settings),
    "events": ("events.yaml", _events),
    "document": ("documents/*.yaml", _document),
    "list": ("lists/*.yaml", list_schema),
    "kind": ("kinds/*.yaml", lambda _workspace: kind_schema()),
    "calendar": ("calendar/*.yaml", _calendar),
}
