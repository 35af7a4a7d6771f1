"""Which panes a window has room for; pure, so that every size can be tested."""

from __future__ import annotations

import msgspec

from tasklist_tui.tui.state import ViewState

#: From this width on all three panes stand side by side, in cells.
WIDE = 110
#: Below this width one pane is shown at a time.
NARROW = 60
#: Below this height the keys and the line of the filter make room for rows.
LOW = 12
#: Below this a sentence is all that can be shown: columns and rows.
LEAST = (24, 5)


class Panes(msgspec.Struct, frozen=True):
    """Widths of the side panes in cells (0 is hidden) and which of the other parts are shown."""

    sidebar: int = 0
    detail: int = 0
    main: bool = True
    filter_line: bool = True
    hints: bool = True
    too_small: bool = False


def panes(width: int, height: int, state: ViewState, *, filtering: bool = False) -> Panes:
    """Share out a window of `width` × `height` cells."""
    if width < LEAST[0] or height < LEAST[1]:
        return Panes(main=False, filter_line=False, hints=False, too_small=True)
    low = height < LOW
    shown = Panes(filter_line=not low or filtering or state.is_filtered(), hints=not low)
    if width >= WIDE:
        sidebar = 0 if state.sidebar is False else min(36, max(30, width // 4))
        detail = 0 if state.detail is False else min(60, max(36, width // 3 - 2))
        return msgspec.structs.replace(shown, sidebar=sidebar, detail=detail)
    if width >= NARROW:
        if state.detail:
            return msgspec.structs.replace(shown, detail=width * 11 // 20)
        return msgspec.structs.replace(shown, sidebar=0 if state.sidebar is False else 22)
    if state.detail:
        return msgspec.structs.replace(shown, detail=width, main=False)
    if state.sidebar:
        return msgspec.structs.replace(shown, sidebar=width, main=False)
    return shown
