"""Why a server could not be worked with: in words where git's own are known, else as git said it."""

from __future__ import annotations

import re

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.vcs.git import plain_line

#: What git prints (with `LC_ALL=C`), and what it means; None for what tells no more than the trouble itself does.
_KNOWN: tuple[tuple[str, Message | None], ...] = (
    (r"Could not resolve host(?:name)?:? (?P<host>[^\s:;]+)", msg("no computer of the name {host} is known")),
    (r"resolve hostname (?P<host>[^\s:]+)", msg("no computer of the name {host} is known")),
    (r"unable to look up (?P<host>[^\s(]+)", msg("no computer of the name {host} is known")),
    (r"Failed to connect to (?P<host>\S+) port (?P<port>\d+)", msg("nobody answers at {host}, port {port}")),
    (r"connect to host (?P<host>\S+) port (?P<port>\d+)", msg("nobody answers at {host}, port {port}")),
    (r"unable to connect to (?P<host>[^\s:]+)", msg("nobody answers at {host}")),
    (r"too slow.*last (?P<seconds>\d+) seconds", msg("not a word for {seconds} seconds")),
    (r"no answer within (?P<seconds>\d+) s", msg("not a word for {seconds} seconds")),
    (r"Authentication failed", msg("name or password are not accepted")),
    (r"Permission denied \(", msg("the key of this computer is not accepted, or there is none")),
    (r"Host key verification failed", msg("this computer does not know the server's key")),
    (r"error: 403", msg("access is not allowed")),
    (r"error: 404|[Rr]epository .*not found|does not appear to be a git repository|not a git repository", None),
    (r"Could not read from remote repository", None),
)
_PREFIX = re.compile(r"^(fatal|error|ssh): ")


def reason_words(raw: str) -> Message | str:
    """Give the cause that git printed; "" where it printed none."""
    for pattern, known in _KNOWN:
        if found := re.search(pattern, raw):
            return "" if known is None else Message(known.template, found.groupdict())
    return _PREFIX.sub("", plain_line(raw))
