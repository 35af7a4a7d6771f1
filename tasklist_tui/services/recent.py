"""Which workspaces were opened last; a small JSON file in the user's own data folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tasklist_tui.domain.message import UserError
from tasklist_tui.storage import files

#: How many workspaces are remembered.
KEPT = 10


def data_dir() -> Path:
    """Give the folder for this user's own data; `TASKLIST_HOME` chooses another one."""
    if chosen := os.environ.get("TASKLIST_HOME"):
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("tasklist-tui", appauthor=False)


def recent() -> list[Path]:
    """Give the workspaces opened last, newest first, those that are gone left out."""
    try:
        stored = json.loads((data_dir() / "recent.json").read_text("utf-8"))
    except (OSError, ValueError):
        return []
    paths = [Path(path) for path in stored if isinstance(path, str)] if isinstance(stored, list) else []
    return [path for path in paths if (path / "tasklist.yaml").is_file()]


def last_opened() -> Path | None:
    """Give the workspace opened last, None when there is none."""
    return next(iter(recent()), None)


def remember(path: Path) -> None:
    """Put `path` in front; a folder that cannot be written to is no reason to stop."""
    kept = [str(path.resolve()), *(str(known) for known in recent() if known != path.resolve())][:KEPT]
    try:
        data_dir().mkdir(parents=True, exist_ok=True)
        files.write_atomic(
            data_dir() / "recent.json", json.dumps(kept, ensure_ascii=False, indent=1).encode(), durable=False
        )
    except (OSError, UserError):
        return
