"""The textual application: themes, the first screen, and the wire between gateway and main screen."""

from __future__ import annotations

import gc
import sys
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType

from tasklist_tui.i18n import set_language
from tasklist_tui.tui.gateway import Gateway, Opening
from tasklist_tui.tui.palette import THEMES
from tasklist_tui.tui.screens.main import MainScreen
from tasklist_tui.tui.typeahead import KeyLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Provider
    from textual.screen import Screen

    from tasklist_tui.tui.screens.start import StartScreen

#: How long a thread that saves keeps the interpreter before a key gets its turn, in seconds; 5 ms by default.  At
#: start-up reading and importing would only get into each other's way.
_TURN = 0.0005


def _provider() -> type[Provider]:
    """Import the palette when it is first opened."""
    from tasklist_tui.tui.command_palette import Commands

    return Commands


class Shell(App[int]):
    """Wires; everything else is in screens, widgets, the gateway and the actions."""

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_provider}
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        opening: Opening | None,
        *,
        today: date | None,
        language_is_fixed: bool = True,
        fetch_every: float = 0,
    ) -> None:
        """Show the workspace being opened, or the start screen when there is none.

        Every `fetch_every` seconds the server is asked in the background what is new, never when it is 0.
        """
        super().__init__()
        self._fetch_every = fetch_every
        self.animation_level = "none"
        self.keys = KeyLine(self, super().on_event)
        self._opening = opening
        self._today = today
        self._language_is_fixed = language_is_fixed
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def get_default_screen(self) -> Screen[None]:
        """Begin with the main screen, so that the first paint is already it."""
        if self._opening is None:
            from tasklist_tui.tui.screens.start import StartScreen

            return StartScreen(today=self._today)
        return self._main(self._opening)

    def on_start_screen_chosen(self, event: StartScreen.Chosen) -> None:
        """Show the workspace that the person has opened."""
        self._language_is_fixed = self._language_is_fixed or event.by_language
        self._today = event.session.today if event.session.today_is_fixed else None
        self._opening = Opening(lambda: event.session)
        self.push_screen(self._main(self._opening, event.then))

    def _main(self, opening: Opening, first: str = "") -> MainScreen:
        def connect(screen: MainScreen) -> Gateway:
            if not self._language_is_fixed:
                opening.when_finished(lambda: _use_language_of(opening))
            return Gateway(self, screen.post_message, opening, fetch_every=self._fetch_every)

        return MainScreen(connect, today_is_fixed=self._today is not None, first=first)

    async def on_event(self, event: events.Event) -> None:
        """Let keys wait their turn; everything else goes its way."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self.keys.take(event)
        else:
            await super().on_event(event)

    async def on_key_done(self) -> None:
        """Hear that a key has been handled."""
        await self.keys.done()

    def on_ready(self) -> None:
        """Collect garbage again, sparing what was made for the first paint, and let keys in while threads save."""
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(_TURN)


def _use_language_of(opening: Opening) -> None:
    session = opening.session
    if session is not None and session.language:
        set_language(session.language)
