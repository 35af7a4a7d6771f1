"""Pieces of JSON Schema (2020-12) that the schemas of all files are put together from.

Editors resolve YAML as JSON does, so a text may arrive as a number or a flag, and nothing as null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: A schema, or a part of one.
Schema = dict[str, Any]

TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
NUMBER: Schema = {"anyOf": [{"type": ["integer", "null"]}, {"type": "string", "pattern": r"^\s*[+-]?\d{1,15}%?\s*$"}]}
FLAG: Schema = {"enum": [True, False, None, "true", "false", "yes", "no", "是", "否"]}
DATE: Schema = {"type": ["string", "null"], "pattern": r"^\s*(\d{4}-\d\d-\d\d)?\s*$"}
MOMENT: Schema = {"type": ["string", "null"], "pattern": r"^\s*(\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?)?\s*$"}
LABEL: Schema = {
    "anyOf": [TEXT, {"type": "object", "properties": {"zh": TEXT, "en": TEXT}, "additionalProperties": False}]
}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
NUMBERS: Schema = {"anyOf": [NUMBER, {"type": "array", "items": NUMBER}]}
#: Fields or columns with the text each has.
VALUES: Schema = {"type": ["object", "null"], "additionalProperties": TEXT}


def described(schema: Schema, text: str) -> Schema:
    """Give the schema with a description, which editors show."""
    return {**schema, "description": text} if text else schema


def mapping(properties: Mapping[str, Schema], required: Iterable[str] = (), **more: Any) -> Schema:
    """Give the schema of a mapping with these keys and no others."""
    schema: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False, **more}
    if needed := list(required):
        schema["required"] = needed
    return schema


def listed(entry: Schema) -> Schema:
    """Give the schema of a list, which may be empty or left out."""
    return {"anyOf": [{"type": "null"}, {"type": "array", "items": entry}]}


def one_of(words: Iterable[str]) -> Schema:
    """Give the schema of one of these words, or nothing; words that look like numbers may be written bare."""
    known = list(dict.fromkeys(words))
    return {"enum": [*known, *(int(word) for word in known if word.isascii() and word.isdigit()), None]}


def some_of(words: Iterable[str]) -> Schema:
    """Give the schema of several of these words; a single one counts as a list of one."""
    one = one_of(words)
    return {"anyOf": [one, {"type": "array", "items": one}]}


def reference(name: str) -> Schema:
    """Give a reference to a definition of the same schema."""
    return {"$ref": f"#/$defs/{name}"}
