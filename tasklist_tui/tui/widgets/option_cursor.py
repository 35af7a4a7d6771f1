"""The cursor of a list of options, moved by keys that are caught elsewhere: by its screen, or by a line of typing."""

from __future__ import annotations

from textual.widgets import OptionList


def move_cursor(options: OptionList, step: int) -> None:
    """Move the cursor by `step` options that can be chosen: down, up when it is negative."""
    for _step in range(abs(step)):
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
