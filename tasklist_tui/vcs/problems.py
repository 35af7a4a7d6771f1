"""What can go wrong between here and the server, in words for people who have never heard of git."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping

from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.vcs.git import plain_line
from tasklist_tui.vcs.reasons import reason_words
from tasklist_tui.vcs.refusals import trust, unwritable


class Trouble(enum.Enum):
    """The kinds of trouble a person can do something about, each in its own way."""

    OFFLINE = "offline"
    NO_REMOTE = "no-remote"
    NOT_FOUND = "not-found"
    DENIED = "denied"
    LOGIN = "login"
    REJECTED = "rejected"
    REFUSED = "refused"
    DIVERGED = "diverged"
    REWRITTEN = "rewritten"
    GONE = "gone"
    UNSHARED = "unshared"
    OWNER = "owner"
    READ_ONLY = "read-only"
    ADDRESS = "address"
    FULL = "full"
    LOCKED = "locked"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"
    CORRUPT = "corrupt"
    OTHER = "other"


# The first that matches counts: what names a cause comes before what only names its consequence
# (“Could not read from remote repository” follows nearly everything).
_SIGNS: tuple[tuple[Trouble, str], ...] = (
    (Trouble.FULL, r"No space left|Disk quota|not enough space|disk full"),
    (Trouble.OWNER, r"dubious ownership"),
    (Trouble.ADDRESS, r"transport '[^']*' not allowed|[Uu]nable to find remote helper"),
    (Trouble.REFUSED, r"\[remote rejected\].*(hook declined|protected|denied|prohibited|checked out|deny)"),
    (Trouble.LOCKED, r"\.lock': File exists"),
    (Trouble.TIMEOUT, r"no answer within|too slow|Operation timed out|transfer closed"),
    (
        Trouble.OFFLINE,
        (
            r"resolve host|name resolution|Name or service not known|unable to look up|Connection refused"
            r"|Connection timed out|Connection reset|Network is unreachable|No route to host|unable to connect"
            r"|Failed to connect|Couldn't connect|nodename nor servname|Network is down"
        ),
    ),
    (Trouble.LOGIN, r"could not read (Username|Password)|prompts disabled"),
    (
        Trouble.DENIED,
        (
            r"Permission denied|Authentication failed"
            r"|error: 40[13]|insufficient permission|Host key verification failed"
            r"|[Aa]ccess denied|Read-only file system|unable to create temporary object directory|not authorized"
        ),
    ),
    (Trouble.REJECTED, r"\[rejected\]|\[remote rejected\].*(lock|update|value|exists)|non-fast-forward|fetch first"),
    (Trouble.REFUSED, r"\[remote rejected\]"),
    (Trouble.LOCKED, r"cannot lock ref"),
    (
        Trouble.NOT_FOUND,
        (
            r"does not appear to be a git repository|[Rr]epository .*not found|does not exist|error: 404"
            r"|No such file or directory|not a git repository"
        ),
    ),
    (Trouble.OFFLINE, r"remote end hung up|early EOF|unexpected disconnect"),
    (
        Trouble.CORRUPT,
        r"bad object|corrupt|is empty|missing (blob|tree|commit)|inflate|index-pack failed|unpack failed",
    ),
)


_SERVER_LINES = 4


def classify(stderr: str) -> Trouble:
    """Tell from what git printed (with `LC_ALL=C`) which trouble it is."""
    for trouble, pattern in _SIGNS:
        if re.search(pattern, stderr):
            return trouble
    return Trouble.OTHER


def _told_by_server(raw: str) -> str:
    """Give what the server itself said, as its rules word it; what git makes of it where it said nothing."""
    said = re.findall(r"^remote: (?!error:|fatal:)(.*\S)", raw, re.MULTILINE)
    short = re.search(r"\[remote rejected\].*\((.*)\)", raw)
    return plain_line(" ".join(said[-_SERVER_LINES:]) or (short[1] if short else raw))


class RemoteError(UserError):
    """The server could not be worked with; `trouble` says in which way. Nothing was changed on either side."""

    def __init__(self, trouble: Trouble, raw: str = "", *, place: str = "", **facts: str) -> None:
        """Word the trouble; `raw` is what git printed, `place` the address.

        `facts`: `branch` and the `others` of the server, and under which names our commits are `kept`.
        """
        reason = _told_by_server(raw) if trouble is Trouble.REFUSED else reason_words(raw)
        message, hint = _words_of_state(trouble, raw, facts) or _words(trouble, reason, plain_line(place))
        super().__init__(message, hint)
        self.trouble = trouble
        self.reason = plain_line(raw)


def _words_of_state(trouble: Trouble, raw: str, facts: Mapping[str, str]) -> tuple[Message, Message] | None:
    """Word what is wrong with the state of a repository rather than with the way to it."""
    branch = facts.get("branch", "")
    match trouble:
        case Trouble.REWRITTEN:
            return (
                msg("The history on the server was replaced by another one: changes that were there are gone."),
                msg(
                    "Nothing was taken over; what you have is kept as {kept} too. Ask whoever looks after the server: "
                    "if it was a mistake, your copy can bring it back; if not, clone into a new folder and enter there "
                    "what is missing.",
                    kept=facts.get("kept", ""),
                ),
            )
        case Trouble.GONE:
            return (
                msg("The branch “{branch}” is no longer on the server.", branch=branch),
                msg(
                    "Nothing is lost here. Ask whoever looks after the server; if it is a new and empty one, send "
                    "yours there once with: git push origin {branch}",
                    branch=branch,
                ),
            )
        case Trouble.UNSHARED:
            return (
                msg(
                    "The server has no branch “{branch}”, only: {others}", branch=branch, others=facts.get("others", "")
                ),
                msg(
                    "Go to the branch the others work on with: git switch NAME; or share this one as well with: "
                    "git push origin {branch}",
                    branch=branch,
                ),
            )
        case Trouble.OWNER:
            return (
                msg("The shared folder belongs to another user, so git does not work with it."),
                trust(raw),
            )
        case Trouble.READ_ONLY:
            return unwritable()
        case _:
            return None


def _because(what: Message, reason: Message | str) -> Message:
    """Give what happened with the reason behind it, where there is one to give."""
    return msg("{what} ({reason})", what=what, reason=reason) if reason else what


def _words(trouble: Trouble, reason: Message | str, place: str) -> tuple[Message, Message]:
    match trouble:
        case Trouble.OFFLINE:
            return (
                _because(msg("The server cannot be reached"), reason),
                msg("Check the network. You can go on working: everything is saved here and is sent next time."),
            )
        case Trouble.NO_REMOTE:
            return (
                msg("No server has been set for this workspace."),
                msg("Enter the address of a server or of a shared folder: tasklist sync --remote ADDRESS"),
            )
        case Trouble.NOT_FOUND:
            return (
                _because(msg("There is no workspace at {place}", place=place), reason),
                msg("Check the address, and whether the shared folder is connected."),
            )
        case Trouble.DENIED:
            return (
                _because(msg("The server does not let you in, or does not let you write"), reason),
                msg("Ask whoever looks after the server for permission; check your password or key."),
            )
        case Trouble.LOGIN:
            return (
                msg("The server asks for a name and a password, and none are kept on this computer"),
                msg(
                    "Have git keep them, once, at a command line in this folder: git config --global credential.helper "
                    "store; then git fetch, which asks for them. Or use an ssh:// address with a key. Whoever looks "
                    "after the server can help."
                ),
            )
        case Trouble.REJECTED:
            return (
                msg("Somebody else sent changes at the same moment."),
                msg("Sync again: theirs are fetched first, then yours are sent."),
            )
        case Trouble.REFUSED:
            return (
                msg("The server refused what was sent: {reason}", reason=reason),
                msg("Your changes are safe here. Ask whoever looks after the server which rule was broken."),
            )
        case Trouble.DIVERGED:
            return (
                msg("Your changes and those on the server have not been put together yet."),
                msg("Sync again; nothing is sent before that."),
            )
        case Trouble.ADDRESS:
            return (
                _because(msg("The address {place} is of a kind that is not used", place=place), reason),
                msg("Use https://, ssh://, git:// or a folder."),
            )
        case _:
            return _words_here(trouble, reason)


def _words_here(trouble: Trouble, reason: Message | str) -> tuple[Message, Message]:
    match trouble:
        case Trouble.FULL:
            return (
                _because(msg("The disk is full"), reason),
                msg("Make room, here or on the server, then sync again."),
            )
        case Trouble.LOCKED:
            return (
                _because(msg("Another program is using the history right now, or was stopped while it did"), reason),
                msg("Wait a moment and sync again."),
            )
        case Trouble.CANCELLED:
            return (msg("Cancelled."), msg("Nothing was changed. You can sync at any time."))
        case Trouble.TIMEOUT:
            return (
                _because(msg("The server did not answer in time"), reason),
                msg("Try again later. You can go on working: everything is saved here."),
            )
        case Trouble.CORRUPT:
            return (
                _because(msg("The history is damaged, here or on the server"), reason),
                msg("Do not delete anything. Show this message to whoever looks after the server."),
            )
        case _:
            return (
                msg("Working with the server failed: {reason}", reason=reason),
                msg("Your changes are safe here. Try again; if it stays, show this message to your administrator."),
            )
