"""The JSON Schema of a file that declares a kind: the words of the kind language (docs/kinds.md)."""

from __future__ import annotations

from tasklist_tui.domain.kinds import FieldType, Stage
from tasklist_tui.domain.kindviews import COUNT, LIGHT
from tasklist_tui.domain.periods import Roll, Unit
from tasklist_tui.storage import schemaparts as parts
from tasklist_tui.storage.schemaparts import Schema


def kind_schema() -> Schema:
    """Give the schema of a kind file."""
    sourced = {"limit": parts.reference("limit"), "source": parts.TEXT, "confirm": parts.LABEL}
    named = {"id": parts.TEXT, "title": parts.LABEL}
    state = {**named, "stage": parts.one_of(Stage), "final": parts.FLAG, **sourced}
    transition = {
        **named,
        "from": parts.TEXTS,
        "to": parts.TEXT,
        **dict.fromkeys(("asks", "stamps", "clears"), parts.TEXTS),
        **dict.fromkeys(("sets", "when"), parts.VALUES),
        "row": parts.reference("row"),
        "explain": parts.FLAG,
        "before": parts.TEXT,
        **sourced,
        "by": parts.one_of(("office", "lead", "any")),
        "main": parts.FLAG,
        "creates": parts.reference("creates"),
        "whole": parts.TEXT,
    }
    step = parts.mapping({"title": parts.LABEL, "phrase": parts.TEXT}, ["phrase"])
    countdown = {**named, "source": parts.TEXT, "confirm": parts.LABEL, "steps": parts.listed(step)}
    whole = {
        "kind": parts.TEXT,
        "title": parts.LABEL,
        "fields": parts.listed(parts.reference("field")),
        "states": parts.listed(parts.mapping(state, ["id"])),
        "transitions": parts.listed(parts.mapping(transition, ["id"])),
        "countdowns": parts.listed(parts.mapping(countdown, ["id"])),
        "chains": parts.listed(parts.mapping({**named, "lists": parts.TEXTS}, ["id"])),
        "views": parts.listed(parts.reference("view")),
    }
    definitions = {"field": _field(), "limit": _limit(), "row": _row(), "creates": _creates(), "view": _view()}
    return {**parts.mapping(whole), "$defs": definitions}


def _field() -> Schema:
    choice = {"anyOf": [parts.TEXT, parts.mapping({"id": parts.TEXT, "title": parts.LABEL}, ["id"])]}
    texts = ("id", "key", "default", "phrase", "anchor", "meeting", "of", "per")
    field = {
        **dict.fromkeys(texts, parts.TEXT),
        "type": parts.one_of(FieldType),
        **dict.fromkeys(("title", "brief", "help", "inverse"), parts.LABEL),
        "choices": parts.listed(choice),
        "fields": parts.listed(parts.reference("field")),
        **dict.fromkeys(("required", "append_only", "read_only"), parts.FLAG),
        **dict.fromkeys(("required_in", "to"), parts.TEXTS),
    }
    return parts.mapping(field, ["id"])


def _limit() -> Schema:
    more = {"from": parts.TEXT, "roll": parts.one_of(Roll), "source": parts.TEXT, "confirm": parts.LABEL}
    limit = parts.mapping({**{unit.value: parts.NUMBER for unit in Unit}, **more})
    return {**limit, "oneOf": [{"required": [unit.value]} for unit in Unit]}


def _row() -> Schema:
    row = {
        "of": parts.TEXT,
        **dict.fromkeys(("where", "fills", "suggests", "after", "counted", "unless"), parts.VALUES),
        **dict.fromkeys(("asks", "optional"), parts.TEXTS),
        "at_most": parts.NUMBER,
    }
    return parts.mapping(row, ["of"])


def _creates() -> Schema:
    creates = {
        **dict.fromkeys(("kind", "each", "back"), parts.TEXT),
        **dict.fromkeys(("where", "fill"), parts.VALUES),
    }
    return parts.mapping(creates, ["kind"])


def _view() -> Schema:
    used_by = parts.mapping(dict.fromkeys(("kind", "field", "date"), parts.TEXT), ["kind", "field"])
    keys: dict[str, dict[str, Schema]] = {
        "matrix": {
            **dict.fromkeys(("rows", "columns", "of"), parts.TEXT),
            "cell": {**parts.TEXT, "examples": [COUNT, LIGHT]},
        },
        "register": dict.fromkeys(("planned", "actual", "by"), parts.TEXT),
        "chain": {"chain": parts.TEXT},
        "calendar": dict.fromkeys(("date", "by"), parts.TEXT),
        "roster": {"used_by": used_by, "idle_days": parts.NUMBER},
        "board": {},
    }
    needed = {
        "matrix": ["rows", "columns"],
        "register": ["planned", "actual"],
        "chain": ["chain"],
        "calendar": ["date"],
        "roster": ["used_by"],
    }
    shared = {"id": parts.TEXT, "title": parts.LABEL}
    ways = [
        {
            "if": {"properties": {"type": {"const": name}}},
            "then": parts.mapping({"type": {}, **shared, **inner}, needed.get(name, [])),
        }
        for name, inner in keys.items()
    ]
    every: dict[str, Schema] = {name: {} for inner in keys.values() for name in inner}
    return {**parts.mapping({"type": {"enum": list(keys)}, **shared, **every}, ["type"]), "allOf": ways}
