"""The JSON Schema of lists: their header, and the items of every kind."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.model import Workspace
from tasklist_tui.storage import schemaparts as parts
from tasklist_tui.storage.schemaparts import Schema

_SIMPLE: Mapping[FieldType, Schema] = {
    FieldType.TEXT: parts.TEXT,
    FieldType.LONGTEXT: parts.TEXT,
    FieldType.QUANTITY: parts.TEXT,
    FieldType.LINK: parts.TEXT,
    FieldType.ROWLINK: parts.TEXT,
    FieldType.NUMBER: parts.NUMBER,
    FieldType.FLAG: parts.FLAG,
    FieldType.DATE: parts.DATE,
    FieldType.MOMENT: parts.MOMENT,
    FieldType.TEXTS: parts.TEXTS,
    FieldType.LINKS: parts.TEXTS,
    FieldType.PERCENT: {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 100},
            {"type": "null"},
            {"type": "string", "pattern": r"^\s*(100|\d{1,2})%?\s*$"},
        ]
    },
}


def list_schema(workspace: Workspace) -> Schema:
    """Give the schema of a list: the items are those of the kind it names, `task` when it names none."""
    kinds = workspace.kinds
    header = {
        "title": parts.TEXT,
        "kind": {"enum": list(kinds)},
        "document": _document(workspace),
        "year": parts.NUMBER,
        "issued": parts.DATE,
        "items": parts.listed({"type": "object"}),
    }
    ways = [
        {
            "if": {
                "properties": {"kind": {"const": name}},
                **({"required": ["kind"]} if name != "task" else {}),
            },
            "then": {"properties": {"items": parts.listed(parts.reference(f"item-{name}"))}},
        }
        for name in kinds
    ]
    items = {f"item-{name}": _item(workspace, kind) for name, kind in kinds.items()}
    return {**parts.mapping(header), "allOf": ways, "$defs": items}


def _item(workspace: Workspace, kind: Kind) -> Schema:
    properties = {"id": parts.TEXT, **{field.id: _field(workspace, kind, field) for field in kind.fields}}
    needed = [
        {
            "if": {"properties": {"status": {"enum": list(field.required_in)}}, "required": ["status"]},
            "then": {"required": [field.id]},
        }
        for field in kind.fields
        if field.required_in
    ]
    more = {"allOf": needed} if needed else {}
    title = kind.title.in_language("zh")
    required = [field.id for field in kind.fields if field.required]
    return parts.described(parts.mapping(properties, required, **more), title)


def _field(workspace: Workspace, kind: Kind, field: Field) -> Schema:
    schema = _SIMPLE.get(field.type) or _named(workspace, kind, field)
    said = (field.title.in_language("zh"), field.help.in_language("zh"))
    return parts.described(schema, "：".join(filter(None, said)))


def _named(workspace: Workspace, kind: Kind, field: Field) -> Schema:
    """Give the schema of a field whose values go by names that are known."""
    committees = [committee.id for committee in workspace.settings.committees]
    match field.type:
        case FieldType.CHOICE:
            return parts.one_of(choice.id for choice in field.choices) if field.choices else parts.TEXT
        case FieldType.CHOICES:
            return parts.some_of(choice.id for choice in field.choices) if field.choices else parts.TEXTS
        case FieldType.STATE:
            return parts.one_of(kind.state) if kind.states else parts.TEXT
        case FieldType.TRANSITION:
            return parts.one_of(kind.transition)
        case FieldType.COMMITTEE:
            return parts.one_of(committees) if committees else parts.TEXT
        case FieldType.COMMITTEES:
            return parts.some_of(committees) if committees else parts.TEXTS
        case FieldType.DOCUMENT:
            return _document(workspace)
        case FieldType.MEASURE:
            return parts.NUMBER
        case _:
            columns = {"id": parts.TEXT} if field.key == "id" else {}
            columns |= {column.id: _field(workspace, kind, column) for column in field.fields}
            return parts.listed(parts.mapping(columns, [column.id for column in field.fields if column.required]))


def _document(workspace: Workspace) -> Schema:
    """Give the schema of the name of a document: one of those there are, or a member's."""
    known = [document.id for document in workspace.documents]
    if not known:
        return parts.TEXT
    return {"anyOf": [parts.one_of(known), {"type": "string", "pattern": "./."}]}
