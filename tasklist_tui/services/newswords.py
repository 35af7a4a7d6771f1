"""The words for what became of items between two moments."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain.comparison import News
from tasklist_tui.domain.message import Message, msg

NEWS_WORDS: Mapping[News, Message] = {
    News.ADDED: msg("added"),
    News.DONE: msg("done"),
    News.REOPENED: msg("reopened"),
    News.EXTENDED: msg("extended"),
    News.NEWLY_RED: msg("newly red"),
    News.REASSIGNED: msg("reassigned"),
    News.DELETED: msg("deleted"),
    News.CHANGED: msg("changed"),
}
