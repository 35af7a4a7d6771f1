"""Deadline phrases: 「9月底前」「每季度末」「自交办之日起3个月内」, and what they mean.

Import it where a phrase is read, not at the top of a module that every command loads.
"""

from tasklist_tui.domain.phrases.meetings import GENERIC
from tasklist_tui.domain.phrases.parse import parse
from tasklist_tui.domain.phrases.result import Anchor, Milestone, Options, Phrase, PhraseKind, Rule

__all__ = ["GENERIC", "Anchor", "Milestone", "Options", "Phrase", "PhraseKind", "Rule", "parse"]
