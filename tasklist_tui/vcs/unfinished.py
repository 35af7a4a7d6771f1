"""What another program left unfinished in a repository, by the files git keeps for it, and how to give it up."""

from __future__ import annotations

import os
from pathlib import Path

from tasklist_tui.domain.message import Message, UserError, msg

#: The file or folder git keeps while it lasts, its name, and the command that gives it up; the first found counts.
_STATES = (
    ("rebase-apply/applying", "am", "git am --abort"),
    ("rebase-merge", "rebase", "git rebase --abort"),
    ("rebase-apply", "rebase", "git rebase --abort"),
    ("MERGE_HEAD", "merge", "git merge --abort"),
    ("CHERRY_PICK_HEAD", "cherry-pick", "git cherry-pick --abort"),
    ("REVERT_HEAD", "revert", "git revert --abort"),
    # Between two steps of a longer series only this is there.
    ("sequencer", "cherry-pick", "git cherry-pick --abort"),
    ("BISECT_LOG", "bisect", "git bisect reset"),
)
_NAMES = {
    "am": msg("taking in patches (am)"),
    "rebase": msg("putting commits onto others (rebase)"),
    "merge": msg("joining two versions (merge)"),
    "cherry-pick": msg("taking over single commits (cherry-pick)"),
    "revert": msg("taking back commits (revert)"),
    "bisect": msg("searching for a commit (bisect)"),
}


def unfinished(git_dir: Path) -> str | None:
    """Name what is going on: am, rebase, merge, cherry-pick, revert, bisect; or None."""
    return next((what for name, what, _ in _STATES if os.path.lexists(git_dir / name)), None)


def refusal(what: str) -> UserError:
    """Give the error for what `Repository.in_progress` named, with the way on."""
    if what == "detached":
        return UserError(
            msg("The folder shows an old version, not the newest one, so nothing can be saved or shared"),
            msg("go back to the branch, e.g. with: git switch main"),
        )
    name: Message | str = _NAMES.get(what, what)
    command = next((command for _, known, command in _STATES if known == what), "git status")
    return UserError(
        msg("Another program left something unfinished in this folder: {what}", what=name),
        msg(
            "have whoever began it finish it (git status says how), or give it up in this folder with: {command}; "
            "then do it again",
            command=command,
        ),
    )
