"""Doing what takes time: asking, saving, handing over the terminal; the screen goes on meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from tasklist_tui.domain.message import UserError
from tasklist_tui.i18n import _, translate
from tasklist_tui.tui.conditions import only_to_look_at
from tasklist_tui.tui.state import Tone
from tasklist_tui.tui.trouble import trouble_text
from tasklist_tui.tui.typeahead import KeyLine
from tasklist_tui.tui.widgets.statusbar import StatusLine

if TYPE_CHECKING:
    from textual.screen import Screen

    from tasklist_tui.domain.edits import Edit
    from tasklist_tui.tui.gateway import Gateway
    from tasklist_tui.tui.messages import Act
    from tasklist_tui.tui.stage import Stage

T = TypeVar("T")


class Doer:
    """The half of `Stage` that asks and saves; what goes wrong becomes a sentence, never the end of the program."""

    def __init__(self, screen: Screen[None]) -> None:
        """Do it on `screen`."""
        self._screen = screen
        self._saving = False

    @property
    def gateway(self) -> Gateway:
        """The way to the services."""
        raise NotImplementedError

    @property
    def stage(self) -> Stage:
        """What actions see."""
        raise NotImplementedError

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Put a line into the status bar."""
        self._screen.query_one(StatusLine).say(text, tone)

    def refuse(self, error: Exception) -> None:
        """Say why something could not be done, and what to do about it."""
        if isinstance(error, UserError):
            self.say(trouble_text(error), Tone.REFUSED)
        else:
            self.say(_("The program made a mistake: {error}", error=f"{type(error).__name__}: {error}"), Tone.REFUSED)

    async def ask(self, screen: Screen[T]) -> T | None:
        """Show a dialog and give its answer, None when it was left."""
        app = self._screen.app
        self._hold_keys(lambda: app.screen is screen and app.focused is not None)
        return await app.push_screen_wait(screen)

    async def save(self, edits: Sequence[Edit], said: str, *, action: str, reason: str = "") -> bool:
        """Save edits and say so; asks once who this is when git does not know."""
        from tasklist_tui.services.session import IdentityNeeded

        if (past := self.stage.state.past) is not None:
            self.say(translate(only_to_look_at(past)), Tone.REFUSED)
            return False
        if not edits:
            self.say(_("Nothing was changed"))
            return False
        self._saving = True
        try:
            await self.gateway.save(edits, action=action, reason=reason)
        except IdentityNeeded:
            from tasklist_tui.tui.actions.sharing import ask_identity

            if not await ask_identity(self.stage):
                self.say(_("Not saved: nobody knows who is making this change"), Tone.REFUSED)
                return False
            return await self.save(edits, said, action=action, reason=reason)
        except UserError as error:
            self.refuse(error)
            return False
        finally:
            self._saving = False
        self.say(_("Saved: {what} (u takes it back)", what=said), Tone.DONE)
        return True

    def edit_text(self, text: str) -> str | None:
        """Hand the terminal to the person's editor; None where there is no terminal to hand over."""
        from textual.app import SuspendNotSupported

        from tasklist_tui.services.editor import edit_text

        try:
            with self._screen.app.suspend():
                return edit_text(text)
        except SuspendNotSupported:
            self.say(_("The editor cannot be opened in this terminal"), Tone.REFUSED)
            return None

    def perform(self, act: Act, name: str, *, quiet: bool = False) -> None:
        """Do something that may have to ask or to save; what goes wrong is said.  Keys do not wait when `quiet`."""
        try:
            waiting = act(self.stage)
        except UserError as error:
            self.refuse(error)
            return
        if waiting is not None:
            self.do(waiting, name, quiet=quiet)

    def do(self, waiting: Awaitable[None], name: str, *, quiet: bool = False) -> None:
        """Wait for something that asks or saves, without holding up the screen."""
        ended = False

        async def finish() -> None:
            nonlocal ended
            try:
                await waiting
            except Exception as error:  # noqa: BLE001  whatever goes wrong is a sentence, not the end of the program
                if app.is_running:
                    self.refuse(error)
            finally:
                ended = True

        app = self._screen.app
        if not quiet:
            self._hold_keys(
                lambda: ended or self._saving or (app.screen is not self._screen and app.focused is not None)
            )

        self._screen.run_worker(finish(), group="action", name=name)

    def _hold_keys(self, ready: Callable[[], bool]) -> None:
        """Keep what is typed meanwhile for what is being opened."""
        keys = getattr(self._screen.app, "keys", None)
        if isinstance(keys, KeyLine):
            keys.hold(ready)
