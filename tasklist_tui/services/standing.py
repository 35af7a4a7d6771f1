"""How this copy stands with the others, by what was last seen of the server: nothing here asks the network."""

from __future__ import annotations

import contextlib

import msgspec

from tasklist_tui.domain.message import UserError
from tasklist_tui.services.session import Session
from tasklist_tui.services.sync import preview, sync_state
from tasklist_tui.services.unread import ItemId, unread


class Standing(msgspec.Struct, frozen=True):
    """Changes to send and to take in, questions that wait for an answer, and items nobody has looked at yet.

    `stuck` says that another program left something here that has to be ended first.
    """

    shared: bool = False
    ahead: int = 0
    behind: int = 0
    waiting: int = 0
    unread: frozenset[ItemId] = frozenset()
    stuck: bool = False


def standing(session: Session) -> Standing:
    """Give how this copy stands.  Questions cost a merge, so they are looked for only where both sides have changes."""
    state = sync_state(session)
    waiting = 0
    if state.ahead and state.behind:
        # What stands in the way of a merge is for the sync itself to tell.
        with contextlib.suppress(UserError):
            waiting = sum(question.answer is None for question in preview(session).questions)
    stuck = session.repo.in_progress() is not None
    return Standing(state.remote is not None, state.ahead, state.behind, waiting, unread(session), stuck)
