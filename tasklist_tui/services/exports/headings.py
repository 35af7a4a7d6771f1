"""Headings of groups of items, and the foot of printed pages, in exports and reports."""

from __future__ import annotations

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.i18n import translate
from tasklist_tui.services.snapshot import Snapshot


def measure_title(snapshot: Snapshot, task_list: TaskList, key: str) -> str:
    """Give the heading of a measure's items: number and title; "" for those without a measure."""
    document = snapshot.workspace.document.get(task_list.document)
    measure = document.measure.get(int(key)) if document and key.isdecimal() else None
    return f"{key}. {measure.title}" if measure else key


def page_footer(language: str) -> str:
    """Give the foot of printed pages of a workbook; Excel puts in the numbers."""
    return translate(msg("Page {page} of {pages}", page="&P", pages="&N"), language)
