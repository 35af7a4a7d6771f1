"""Small changes at the top level of a file of settings: one more entry of a list, one value of a key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tasklist_tui.domain.fields import Plain
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Value
from tasklist_tui.storage import emit
from tasklist_tui.storage.blocks import Found, Style, find_sequence, style_of, top_column
from tasklist_tui.storage.blockwriter import WriteError
from tasklist_tui.storage.flowcells import Unusual
from tasklist_tui.storage.gate import BOM, FileError
from tasklist_tui.storage.outline import Outline
from tasklist_tui.storage.parse import parse_exact
from tasklist_tui.storage.scanrules import ScanError
from tasklist_tui.storage.splice import Splicer, applied


def add_list_entry(text: str, key: str, entry: Mapping[str, Plain]) -> str:
    """Give the text with one more entry at the end of the top-level list `key`, which is made when it is missing.

    Raises `WriteError` when the text cannot be changed safely.
    """
    found = find_sequence(text, key)
    newline = "\r\n" if "\r\n" in text else "\n"
    if found is not None and found.sequence is not None:
        made = _behind_last(text, found, entry)
    else:
        top = max(top_column(text), 0)
        lines = "".join(line + newline for line in emit.entry_lines(entry, top))
        if found is None:
            joint = "" if not text.removeprefix(BOM) or text.endswith("\n") else newline
            made = text + joint + " " * top + key + ":" + newline + lines
        elif found.style == "empty" or text[found.header.after : found.header.line_end].strip(" \t\r\n") == "[]":
            head = text[: found.header.after] + (
                newline if found.style == "flow" else _rest_of_line(text, found, newline)
            )
            made = head + lines + text[found.header.line_end :]
        else:
            raise unsafe(key)
    if not text.endswith("\n") and text:
        made = made.removesuffix("\n").removesuffix("\r")
    expected = _tree(text)
    expected[key] = [*(expected.get(key) or []), _written(entry)]
    if _tree(made) != expected:
        raise unsafe(key)
    return made


def set_top_level(text: str, key: str, scalar: Value) -> str:
    """Give the text with the top-level key set to a scalar; a comment behind it stays.  Raises `WriteError`."""
    mark = BOM if text.startswith(BOM) else ""
    ended = text.endswith("\n") or not text
    newline = "\r\n" if "\r\n" in text else "\n"
    body = text.removeprefix(BOM) + ("" if ended else newline)
    try:
        outline = Outline(body)
        fields = outline.children(-1)
        splicer = Splicer(outline, Style(newline))
        present = next((field for field in fields if field.mark.name == key), None)
        if present is not None:
            made = applied(body, splicer.value(present, None, scalar, None))
        else:
            line = " " * max(top_column(body), 0) + f"{emit.text(key)}: {emit.scalar(scalar)}" + newline
            lists = [field for field in fields if outline.children(field.index)]
            offset = (
                outline.offsets[lists[0].lead if lists[0] is not fields[0] else lists[0].first] if lists else len(body)
            )
            made = body[:offset] + line + body[offset:]
    except (Unusual, ScanError) as error:
        raise unsafe(key) from error
    made = mark + (made if ended else made.removesuffix("\n").removesuffix("\r"))
    if _tree(made) != {**_tree(text), key: _written(scalar)}:
        raise unsafe(key)
    return made


def _behind_last(text: str, found: Found, entry: Mapping[str, Plain]) -> str:
    sequence = found.sequence
    if sequence is None:
        raise unsafe("")
    style = style_of(text, sequence)
    last = sequence.raw(len(sequence) - 1)[sequence.column + 1 :].lstrip(" ")
    block = not last.startswith("{")
    lines = emit.entry_lines(entry, sequence.column, style.field_gap, block=block, row_gap=style.row_gap)
    end = sequence.begin(len(sequence))
    joint = "" if text[:end].endswith("\n") else style.newline
    return text[:end] + joint + "".join(line + style.newline for line in lines) + text[end:]


def _rest_of_line(text: str, found: Found, newline: str) -> str:
    rest = text[found.header.after : found.header.line_end]
    return rest if rest.endswith("\n") else rest + newline


def _tree(text: str) -> dict[str, Any]:
    try:
        tree = parse_exact(text)
    except FileError:
        return {}
    return dict(tree) if isinstance(tree, dict) else {}


def _written(value: Plain) -> Plain:
    """Give the value as it reads with every scalar as text."""
    if isinstance(value, Mapping):
        return {key: _written(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_written(inner) for inner in value]
    return None if value is None else value if isinstance(value, str) else emit.scalar(value)


def unsafe(key: str) -> WriteError:
    """Give the error that a key cannot be changed without risk."""
    return WriteError(
        msg("“{key}” could not be changed safely in the file", key=key), msg("Nothing was changed; edit it by hand.")
    )
