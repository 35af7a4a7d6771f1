"""The entry point of the terminal UI: begins reading the workspace, then imports textual and shows the main screen."""

from __future__ import annotations

import gc
import os
from datetime import date
from pathlib import Path

from tasklist_tui import i18n
from tasklist_tui.tui.gateway import Opening

#: Set to 1 where the terminal loses text of the input method in the Kitty keyboard protocol.
_PLAIN_KEYS = "TASKLIST_PLAIN_KEYS"

#: How often the server is asked in the background what is new, in minutes; 0 is never.
_FETCH = "TASKLIST_FETCH_MINUTES"
_FETCH_MINUTES = 5.0
_FETCH_MOST = 7 * 24 * 60.0

#: How long the first paint waits for the items, in seconds; a workspace read later shows the frame first.
_WORTH_WAITING = 0.2


def run(path: Path | None, today: date | None, language: str | None, *, offline: bool = False) -> int:
    """Show the workspace at `path` (None: the start screen) and give the exit code.

    `today` fixes the date, `language` the language; without it the workspace's own is used, then the locale's.
    `offline` leaves the server alone until somebody syncs.
    """
    # Thousands of small values are made at once and stay: collecting in between finds nothing and costs a quarter.
    gc.disable()
    opening = Opening.of(path, today) if path is not None else None
    if os.environ.get(_PLAIN_KEYS, "0") not in {"", "0"}:
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    # Textual paints on a beat; at its usual 60 a second a key waits up to 16 ms for the next one.
    os.environ.setdefault("TEXTUAL_FPS", "200")
    i18n.set_language(i18n.choose(language))
    from tasklist_tui.tui.shell import Shell

    if opening is not None:
        # Reading and importing share one interpreter lock: a frame painted now would only put the items off.
        opening.wait(_WORTH_WAITING)
    every = 0 if offline else fetch_seconds(os.environ.get(_FETCH, ""))
    shell = Shell(opening, today=today, language_is_fixed=language is not None, fetch_every=every)
    result = shell.run()
    return result if isinstance(result, int) else shell.return_code or 0


def fetch_seconds(said: str) -> float:
    """Give how often the server is asked, in seconds; what is no number of minutes counts as not said."""
    try:
        minutes = float(said)
    except ValueError:
        minutes = _FETCH_MINUTES
    # Whatever is not above nothing is never, what is no number at all too.
    return 60 * min(minutes, _FETCH_MOST) if minutes > 0 else 0.0
