"""The sync dialog: what would be exchanged, the exchange and what it brought, or why it could not and what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType

from tasklist_tui.domain.conflicts import Answer
from tasklist_tui.domain.telling import Cancelled, Progress
from tasklist_tui.i18n import _
from tasklist_tui.services.phases import phase_words
from tasklist_tui.services.questions import Question
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.screens.entries import TextDialog
from tasklist_tui.tui.screens.questions import QuestionsScreen
from tasklist_tui.tui.screens.work import WorkScreen
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.sync_lines import Exchanged, Outlook, outlook_lines, result_lines
from tasklist_tui.tui.widgets.key_hints import Hint
from tasklist_tui.tui.widgets.pages import ItemPage, Page


class Steps(Protocol):
    """What a sync is made of, each done somewhere else; raises `UserError` for what stands in the way."""

    def look(self, progress: Progress, cancelled: Cancelled) -> Awaitable[Outlook]:
        """Ask the server what is new and say what a sync would do; trouble with the server is part of the answer."""

    def exchange(self, progress: Progress, cancelled: Cancelled) -> Awaitable[Exchanged]:
        """Take in what the others did and send what was done here."""

    def share(self, address: str, progress: Progress, cancelled: Cancelled) -> Awaitable[Outlook]:
        """Share by the server or folder at `address` from now on, and look; raises `UserError` when it is none."""

    def keep(self, answers: Mapping[str, Answer | None]) -> Awaitable[None]:
        """Keep answers to questions, by their keys; None takes one back."""


class SyncScreen(WorkScreen[Outlook | Exchanged]):
    """Looks as soon as it is shown, exchanges at the next key, asks on the way what only a person can decide.

    Gives what it knew last; `chosen` is then the item the person wants to go to, `put_off` how many questions wait.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,s", "go_on", show=False),
        Binding("q", "leave", show=False),
    ]

    def __init__(self, steps: Steps) -> None:
        """Show how `steps` go."""
        super().__init__(_("Sync"), steps.look, phase_words)
        self._steps = steps
        self.chosen: ItemKey | None = None
        self.put_off = 0
        self._told_address = False

    def page(self) -> Page:
        """Make a page whose items can be gone to."""
        return ItemPage()

    def lines(self, result: Outlook | Exchanged, width: int) -> list[Line]:
        """Say what would be or was exchanged, or what stands in the way."""
        if isinstance(result, Outlook):
            return outlook_lines(result, width)
        return [told.line for told in result_lines(result, width)]

    def filled(self, width: int) -> None:
        """Say which lines stand for items that came in."""
        done = self._result if self._error is None else None
        told = result_lines(done, width) if isinstance(done, Exchanged) else []
        self.query_one(ItemPage).set_targets([one.item for one in told])

    def hints(self) -> Sequence[Hint]:
        """Name what Enter does now."""
        close = Hint("Esc", _("Close"), "leave")
        if self._asked():
            return (Hint("Enter", _("Decide"), "go_on"), close)
        if self._unshared():
            return (Hint("Enter", _("Type the address"), "go_on"), close)
        if self._error is None and isinstance(self._result, Outlook):
            can = self._can_exchange(self._result)
            return (Hint("Enter", _("Exchange"), "go_on"), close) if can else (close,)
        goes = self._error is None and isinstance(self._result, Exchanged) and bool(self._result.report.incoming)
        return (Hint("Enter", _("Go to the item")), close) if goes else (close,)

    def action_go_on(self) -> None:
        """Decide, exchange, or close when there is nothing left to do."""
        if not self._finished:
            return
        if asked := self._asked():
            self._ask(*asked)
        elif self._unshared():
            self._ask_address()
        elif self._error is None and isinstance(self._result, Outlook) and self._can_exchange(self._result):
            self.begin(self._steps.exchange)
        else:
            self.action_close()

    def action_leave(self) -> None:
        """Close at once while it only looks: nothing has been touched; stop an exchange at the next safe place."""
        if not self._finished and self._result is None:
            self.leave_now()
        else:
            super().action_leave()

    def on_item_page_opened(self, event: ItemPage.Opened) -> None:
        """Close and go to the item."""
        self.chosen = event.key
        self.action_close()

    def _asked(self) -> tuple[Snapshot, Sequence[Question]] | None:
        """Give the questions that stand in the way; none while the server cannot be reached anyway."""
        result = self._result
        if self._error is not None or result is None:
            return None
        if isinstance(result, Exchanged):
            snapshot, questions = result.report.snapshot, result.report.questions
            return (snapshot, questions) if questions else None
        return (result.snapshot, result.preview.questions) if result.open and result.trouble is None else None

    def _unshared(self) -> bool:
        """Say whether nobody has told yet where the others are, or just told an address that does not work."""
        result = self._result
        return isinstance(result, Outlook) and (
            result.state.remote is None or (self._told_address and result.trouble is not None)
        )

    def _ask_address(self) -> None:
        def typed(address: str | None) -> None:
            if address:
                self._told_address = True
                self.begin(partial(self._steps.share, address))

        self.app.push_screen(TextDialog(_("Sync"), _("Address of the server, or of the shared folder")), typed)

    @staticmethod
    def _can_exchange(outlook: Outlook) -> bool:
        return outlook.trouble is None and not outlook.idle

    def _ask(self, snapshot: Snapshot, questions: Sequence[Question]) -> None:
        def answered(left: int | None) -> None:
            self.put_off = left or 0
            if self.put_off:
                self.action_close()
            else:
                self.begin(self._steps.exchange)

        self.app.push_screen(QuestionsScreen(snapshot, questions, self._steps.keep), answered)
