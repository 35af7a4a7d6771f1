"""Why git refuses to work in a folder of this computer, in words, with what to do about it."""

from __future__ import annotations

import re

from tasklist_tui.domain.message import Message, msg

_OWNER = re.compile(r"dubious ownership in repository at '(?P<path>[^'\n]*)'")
_TRUST = re.compile(r"git config --global --add safe\.directory (?P<path>[^\r\n]+)")
_LOCK = re.compile(r"Unable to create '(?P<path>[^'\n]*\.lock)': File exists")
_UNWRITABLE = re.compile(r"Read-only file system|Permission denied|insufficient permission")
_FULL = re.compile(r"No space left|Disk quota|not enough space")


def explained(stderr: str) -> tuple[Message, Message] | None:
    """Give message and hint for what git printed (with `LC_ALL=C`), None when it is nothing a person can mend."""
    if found := _OWNER.search(stderr):
        return (
            msg("The folder {path} belongs to another user, so git does not work in it.", path=found["path"]),
            trust(stderr),
        )
    if found := _LOCK.search(stderr):
        return locked(found["path"])
    if _FULL.search(stderr):
        return (
            msg("The disk is full."),
            msg("Make room on the disk, then do it again. Nothing that was saved before is lost."),
        )
    if _UNWRITABLE.search(stderr):
        return unwritable()
    return None


def trust(stderr: str) -> Message:
    """Say how to trust a folder of another user (safe.directory in git-config(1)), by the path git itself gives."""
    found = _TRUST.search(stderr) or _OWNER.search(stderr)
    path = " ".join(found["path"].split()) if found else "…"
    return msg("If you trust whoever owns it, run once: git config --global --add safe.directory {path}", path=path)


def locked(path: str) -> tuple[Message, Message]:
    """Give message and hint for a lock that another program holds or left behind."""
    return (
        msg("Another program is using this folder with git right now, or was stopped while it did."),
        msg("Wait a moment and try again. If no other program is running, delete {file}.", file=path),
    )


def unwritable() -> tuple[Message, Message]:
    """Give message and hint for a repository that cannot be written."""
    return (
        msg("The folder of this workspace may not be written, so nothing can be saved or fetched."),
        msg("Ask for permission to write in this folder, or work in a copy of your own."),
    )
