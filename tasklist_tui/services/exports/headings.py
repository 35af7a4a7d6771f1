"""Headings of groups of items in exports and reports."""

from __future__ import annotations

from tasklist_tui.domain.model import TaskList
from tasklist_tui.services.snapshot import Snapshot


def measure_title(snapshot: Snapshot, task_list: TaskList, key: str) -> str:
    """Give the heading of a measure's items: number and title; "" for those without a measure."""
    document = snapshot.workspace.document.get(task_list.document)
    measure = document.measure.get(int(key)) if document and key.isdecimal() else None
    return f"{key}. {measure.title}" if measure else key
