"""Which panes a window has room for; pure, so that every size can be tested."""

from __future__ import annotations

import msgspec

from tasklist_tui.tui.state import View, ViewState

#: From this width on all three panes stand side by side, in cells.
WIDE = 110
#: From this width on the item is shown beside every view; below it only beside the list.
VERY_WIDE = 160
#: The views that the sidebar stands beside unless the person says otherwise; the others say what it says, or need room.
WITH_SIDEBAR = frozenset({View.LIST, View.TIMELINE})
#: The views whose rows are too long for it in a narrow window.
WITH_SIDEBAR_WHERE_WIDE = WITH_SIDEBAR | {View.AGENDA}
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
    standing = WITH_SIDEBAR_WHERE_WIDE if width >= WIDE else WITH_SIDEBAR
    beside = state.sidebar if state.sidebar is not None else state.view in standing
    if width >= WIDE:
        sidebar = min(36, max(28, width // 5)) if beside else 0
        wanted = state.detail if state.detail is not None else state.view is View.LIST or width >= VERY_WIDE
        detail = min(64, max(34, width // 3 - 6)) if wanted else 0
        return msgspec.structs.replace(shown, sidebar=sidebar, detail=detail)
    if width >= NARROW:
        if state.detail:
            return msgspec.structs.replace(shown, detail=width * 11 // 20)
        return msgspec.structs.replace(shown, sidebar=22 if beside else 0)
    if state.detail:
        return msgspec.structs.replace(shown, detail=width, main=False)
    if state.sidebar:
        return msgspec.structs.replace(shown, sidebar=width, main=False)
    return shown
