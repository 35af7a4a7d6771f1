"""What is being done while a person waits, in words: the phases of git, of a reading and of a writing."""

from __future__ import annotations

from tasklist_tui.domain.message import msg
from tasklist_tui.i18n import translate

_WORDS = {
    "counting": msg("Counting"),
    "compressing": msg("Packing"),
    "sending": msg("Sending"),
    "receiving": msg("Receiving"),
    "unpacking": msg("Unpacking"),
    "history": msg("Reading the history"),
    "writing": msg("Writing the file"),
}
_WAITING = msg("Waiting for the server")


def phase_words(phase: str) -> str:
    """Give what is being done in words; what has no words of its own is work of the server."""
    return translate(_WORDS.get(phase, _WAITING))
