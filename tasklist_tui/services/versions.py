"""Lists as they were in a commit."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import TaskList
from tasklist_tui.storage.recent import read_recent
from tasklist_tui.vcs.repository import Repository


def list_id_of(path: str) -> str | None:
    """Give the id of the list that a path of the workspace holds, None when it holds none."""
    if path.startswith("lists/") and path.endswith(".yaml") and path.count("/") == 1:
        return path[len("lists/") : -len(".yaml")]
    return None


def read_version(path: str, data: bytes | None, kinds: Mapping[str, Kind]) -> TaskList | None:
    """Read one version of a list; None when it does not exist there or could not be read."""
    list_id = list_id_of(path)
    if data is None or list_id is None:
        return None
    try:
        task_list, _ = read_recent(list_id, path, data, kinds)
    except UserError:
        return None
    return task_list


def read_part(path: str, data: bytes, kinds: Mapping[str, Kind]) -> TaskList | None:
    """Read some entries of a list below its head, which nobody will ask for again; None when that cannot be done."""
    from tasklist_tui.storage.reader import read_list

    try:
        task_list, _ = read_list(list_id_of(path) or "", path, data, kinds)
    except UserError:
        return None
    return task_list


def list_at(
    repo: Repository, revision: str | None, path_in_repo: str, path: str, kinds: Mapping[str, Kind]
) -> TaskList | None:
    """Give the list at `path` as of `revision`; None when it is not there or could not be read."""
    data = repo.blob(revision, path_in_repo) if revision else None
    return read_version(path, data, kinds)
