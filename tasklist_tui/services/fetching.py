"""Asking the server in the background what is new: it changes nothing here but what is known of the server."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tasklist_tui.domain.message import UserError
from tasklist_tui.services.session import Session
from tasklist_tui.vcs import remote

#: A server that says nothing for so long is not waited for, in seconds: nobody has asked for the answer.
SILENCE = 20.0


class Asked(msgspec.Struct, frozen=True):
    """How asking went: what stood in the way, and whether there is any use in asking again by itself."""

    trouble: UserError | None = None
    again: bool = True


def ask_quietly(session: Session, cancelled: Callable[[], bool]) -> Asked:
    """Ask the server what is new, from any thread; trouble is a value here.

    A server that lets nobody in is not asked again by itself: many lock an account after a few refusals.
    """
    try:
        if remote.remote_url(session.repo) is not None:
            remote.fetch(session.repo, cancelled=cancelled, silence=SILENCE)
    except remote.RemoteError as error:
        return Asked(error, again=error.trouble is not remote.Trouble.DENIED)
    except UserError as error:
        return Asked(error)
    return Asked()
