"""All dialogs under one name, for those who ask with them."""

from __future__ import annotations

from tasklist_tui.tui.screens.ask_fields import Answers, StepDialog
from tasklist_tui.tui.screens.choices import ChoiceDialog, MultiChoiceDialog, Option
from tasklist_tui.tui.screens.entries import DateDialog, IdentityDialog, LogDialog, ProgressDialog, TextDialog
from tasklist_tui.tui.screens.notices import ConfirmDialog, MessageDialog

__all__ = [
    "Answers",
    "ChoiceDialog",
    "ConfirmDialog",
    "DateDialog",
    "IdentityDialog",
    "LogDialog",
    "MessageDialog",
    "MultiChoiceDialog",
    "Option",
    "ProgressDialog",
    "StepDialog",
    "TextDialog",
]
