"""Work a person waits for: how far it has come is shown, and Esc stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tasklist_tui.domain.message import Message
from tasklist_tui.domain.telling import Teller
from tasklist_tui.i18n import translate

if TYPE_CHECKING:
    from tasklist_tui.domain.telling import Cancelled, Progress
    from tasklist_tui.services.session import Session
    from tasklist_tui.tui.stage import Stage

T = TypeVar("T")


async def watched(stage: Stage, label: Message, work: Callable[[Session, Teller], T]) -> T | None:
    """Do `work`, which tells how far it is, and give its result; raises what it raises, `Stopped` after Esc."""
    from tasklist_tui.tui.screens.patience import PatientScreen

    failed: list[Exception] = []

    async def run(progress: Progress, cancelled: Cancelled) -> T | None:
        try:
            return await stage.gateway.call(label, lambda session: work(session, Teller(progress, cancelled)))
        except Exception as error:  # noqa: BLE001  raised below, once the dialog is gone
            failed.append(error)
            return None

    words = translate(label)
    result = await stage.ask(PatientScreen[T | None](words, run, lambda _what: words))
    if failed:
        raise failed[0]
    return result
