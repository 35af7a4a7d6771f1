"""Days in words, for the screens, the command line and what is exported."""

from __future__ import annotations

from datetime import date

from tasklist_tui.domain.message import msg
from tasklist_tui.i18n import translate

#: The short names of the weekdays, from Monday on.
WEEKDAYS = (msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun"))


def weekday(day: date) -> str:
    """Give the short name of the weekday, in the language in use."""
    return translate(WEEKDAYS[day.weekday()])
