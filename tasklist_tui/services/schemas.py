"""The schemas of the files of a workspace, given or written where editors find them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tasklist_tui.domain.model import Workspace
from tasklist_tui.storage import files
from tasklist_tui.storage.schemas import SCHEMAS, schema_of

__all__ = ["FOLDER", "names", "schema_of", "text_of", "write_schemas"]

#: Where editors find the schemas; git leaves the folder alone.
FOLDER = ".tasklist/schema"


def names() -> dict[str, str]:
    """Give the kinds of files, and where such files lie."""
    return {name: where for name, (where, _make) in SCHEMAS.items()}


def text_of(schema: dict[str, Any]) -> str:
    """Give a schema as JSON text."""
    return msgspec.json.format(msgspec.json.encode(schema), indent=1).decode() + "\n"


def write_schemas(workspace: Workspace, root: Path) -> list[str]:
    """Write every schema into the workspace; give their paths, relative to it."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files.write_atomic(folder.parent / ".gitignore", b"*\n", durable=False)
    written = []
    for name in SCHEMAS:
        path = folder / f"{name}.json"
        files.write_atomic(path, text_of(schema_of(name, workspace)).encode(), durable=False)
        written.append(f"{FOLDER}/{name}.json")
    return written
