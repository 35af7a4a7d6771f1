"""Keys are handled strictly one after another, and wait while a dialog is opening.

Textual gives every key at once to whatever has the focus.  People type ahead, and an input method sends a whole phrase
in one go: without this, the text meant for a dialog that is still opening would run commands of the screen behind it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import Key
    from textual.widget import Widget

#: How long keys are held back at most, in seconds; then they go where the focus is.
LONGEST = 2.0
#: A key that is not known to be done after this long no longer holds up the next one, in seconds.
_STUCK = 0.3
_LOOK_AGAIN = 0.02


class KeyDone(Message, bubble=True):
    """Follows a key on its way up; when the app gets it, the key has been handled."""


class KeyLine:
    """The keys that wait their turn."""

    def __init__(self, app: App[int], forward: Callable[[Key], Awaitable[None]]) -> None:
        """Hand keys of `app` to `forward`, one at a time."""
        self._app = app
        self._forward = forward
        self._waiting: deque[Key] = deque()
        self._given = 0.0
        self._under_way = False
        self._target: Widget | None = None
        self._ready: Callable[[], bool] | None = None
        self._until = 0.0

    def hold(self, ready: Callable[[], bool]) -> None:
        """Keep further keys back until `ready`, at most for `LONGEST`."""
        self._ready, self._until = ready, monotonic() + LONGEST

    async def take(self, key: Key) -> None:
        """Take a key that was pressed; it is handled now or when its turn comes."""
        self._waiting.append(key)
        await self.next()

    async def done(self) -> None:
        """Hear that the last key has been handled."""
        self._under_way = False
        await self.next()

    async def next(self) -> None:
        """Handle the next key if it may be; once the program is ending there is nobody left to give keys to."""
        while self._waiting and self._app.is_running:
            if self._under_way and self._is_there() and monotonic() - self._given < _STUCK:
                self._app.set_timer(_STUCK, self.next)
                return
            if self._is_held():
                self._app.set_timer(_LOOK_AGAIN, self.next)
                return
            self._under_way, self._given = True, monotonic()
            self._target = target = self._app.focused or self._app.screen
            await self._forward(self._waiting.popleft())
            self._under_way = target.post_message(KeyDone())

    def _is_there(self) -> bool:
        """Say whether what got the last key can still tell that it is done: a dialog that it closed cannot."""
        return self._target is not None and self._target.is_attached and self._target.is_running

    def _is_held(self) -> bool:
        if self._ready is None:
            return False
        if self._ready() or monotonic() > self._until:
            self._ready = None
            return False
        return True
