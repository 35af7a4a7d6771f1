"""The map file of an import (YAML): which heading is which field, which name which committee (docs/ledgers.md)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tasklist_tui.domain.ledger.units import ADD
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.storage import files
from tasklist_tui.storage.gate import FileError, admit
from tasklist_tui.storage.parse import parse_exact

if TYPE_CHECKING:
    from tasklist_tui.services.imports.draft import Draft


class ImportMap(msgspec.Struct, frozen=True):
    """What a person has said about a ledger.

    `columns` are targets by heading or letter of the column, `units` answers by name, `sheets` the sheets to read
    (none: all that have a header), `header` the number of the header's first row.
    """

    columns: Mapping[str, str] = {}
    units: Mapping[str, str] = {}
    sheets: tuple[str, ...] = ()
    header: int | None = None

    def with_units(self, answers: Mapping[str, str]) -> ImportMap:
        """Give the same with more answers."""
        return msgspec.structs.replace(self, units={**self.units, **answers})

    def with_columns(self, columns: Mapping[str, str]) -> ImportMap:
        """Give the same with more columns."""
        return msgspec.structs.replace(self, columns={**self.columns, **columns})


def read_map(path: Path) -> ImportMap:
    """Read a map file; raises `UserError` when it is none."""
    data = files.read(path)
    try:
        plain = parse_exact(admit(data, path.name), path.name) or {}
    except FileError as error:
        raise UserError(msg("{path}: {message}", path=str(path), message=error.problem.message), _HINT) from error
    if not isinstance(plain, dict):
        raise _refused(path, "")
    unknown = [key for key in plain if key not in {"columns", "units", "sheets", "header"}]
    if unknown:
        raise _refused(path, str(unknown[0]))
    header = plain.get("header")
    if header is not None and not (str(header).isdecimal() and 0 < int(header) < 10_000_000):
        raise _refused(path, "header")
    sheets = plain.get("sheets") or []
    return ImportMap(
        _texts(path, plain, "columns"),
        _texts(path, plain, "units"),
        tuple(str(name) for name in (sheets if isinstance(sheets, list) else [sheets])),
        int(header) if header is not None else None,
    )


def map_text(chosen: ImportMap) -> str:
    """Give a map as the text of its file."""
    from io import StringIO

    from ruamel.yaml import YAML

    plain: dict[str, Any] = {}
    if chosen.sheets:
        plain["sheets"] = list(chosen.sheets)
    if chosen.header is not None:
        plain["header"] = chosen.header
    plain["columns"] = dict(chosen.columns)
    if chosen.units:
        plain["units"] = dict(chosen.units)
    out = StringIO()
    yaml = YAML()
    yaml.width = 10_000
    yaml.dump(plain, out)
    return out.getvalue()


def understood(draft: Draft, chosen: ImportMap) -> ImportMap:
    """Give the map that says how a file was understood, with a guess for each name nobody knows."""
    columns = {c.heading: c.target for part in draft.parts for _sheet, h in part.headers for c in h.columns}
    units = {one.name: one.alike[0] if one.alike else ADD for one in draft.unknown}
    return ImportMap({**columns, **chosen.columns}, {**units, **chosen.units}, chosen.sheets, chosen.header)


def keep_map(beside: Path, draft: Draft, chosen: ImportMap) -> Path:
    """Write how a file was understood into the folder of the file, under a name that is free; give the path."""
    count = 1
    while (path := beside.with_name(f"{beside.stem}.map{count if count > 1 else ''}.yaml")).exists():
        count += 1
    files.write_atomic(path, map_text(understood(draft, chosen)).encode())
    return path


_HINT = msg("it holds columns: {{HEADING: FIELD}} and units: {{NAME: COMMITTEE}}; see docs/ledgers.md")


def _refused(path: Path, key: str) -> UserError:
    return UserError(msg("{path} is no map of columns: “{key}”", path=str(path), key=key), _HINT)


def _texts(path: Path, plain: Mapping[str, Any], key: str) -> dict[str, str]:
    found = plain.get(key) or {}
    if not isinstance(found, dict) or any(isinstance(value, list | dict) for value in found.values()):
        raise _refused(path, key)
    return {str(name): str(value) for name, value in found.items() if value is not None}
