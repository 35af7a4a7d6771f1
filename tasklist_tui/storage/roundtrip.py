"""The block of one item through a ruamel.yaml round trip: for styles that are not changed piece by piece.

Slow to import and to run, so it is used for one block at a time and only when splicing does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from tasklist_tui.domain.model import Value
from tasklist_tui.storage import emit
from tasklist_tui.storage.blocks import Style
from tasklist_tui.storage.flowcells import Unusual


def round_trip(raw: str, wanted: Mapping[str, Value], style: Style) -> str:
    """Give the text of an item with the values of `wanted` set (None takes a field out); raises `Unusual`."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 30
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=style.row_gap + style.field_gap, offset=style.row_gap)
    try:
        tree = yaml.load("".join(_dedented(raw, style.item_column)))
        entry = tree[0]
        written = {str(key): key for key in entry}
        for wanted_name, value in wanted.items():
            name = written.get(wanted_name, wanted_name)
            if value is None:
                entry.pop(name, None)
            elif name == "id" and name not in entry:
                entry.insert(0, name, _node(value))
            else:
                entry[name] = _node(value)
        out = StringIO()
        yaml.dump(tree, out)
    except (YAMLError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise Unusual from error
    # ruamel indents the outermost list like the inner ones.
    shift, pad = " " * style.row_gap, " " * style.item_column
    lines = [line.removeprefix(shift) for line in out.getvalue().removesuffix("\n").split("\n")]
    return "".join((pad + line if line else "") + style.newline for line in lines)


def _dedented(raw: str, column: int) -> list[str]:
    """Take the indentation of the dash away; lines that have less of it are blank or comments."""
    pad = " " * column
    return [line.removeprefix(pad) for line in raw.replace("\r\n", "\n").splitlines(keepends=True)]


def _node(value: Value) -> Any:
    """Give the value as ruamel writes it in our style."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    if isinstance(value, Mapping):
        mapping = CommentedMap((key, _node(inner)) for key, inner in value.items())
        if all(not isinstance(inner, Mapping | list) and "\n" not in str(inner) for inner in value.values()):
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list | tuple):
        sequence = CommentedSeq(_node(inner) for inner in value)
        if not any(isinstance(inner, Mapping | list) for inner in value):
            sequence.fa.set_flow_style()
        return sequence
    if not isinstance(value, str):
        return DoubleQuotedScalarString("") if value is None else _plain(value)
    if "\n" in value and emit.literal(value, 0) is not None:
        return LiteralScalarString(value)
    return value if emit.is_plain(value, flow=True) else DoubleQuotedScalarString(value)


def _plain(value: Value) -> Any:
    from ruamel.yaml.scalarstring import PlainScalarString

    return PlainScalarString(value.isoformat()) if isinstance(value, date) else value
