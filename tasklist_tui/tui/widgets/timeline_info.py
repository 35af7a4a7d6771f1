"""The line above the chart: what the cursor stands on in full, or where a due date would move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rich.segment import Segment
from textual.strip import Strip

from tasklist_tui.domain.schedule import Bar, Lane
from tasklist_tui.i18n import _
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.tui.palette import symbol
from tasklist_tui.tui.text import cell_width, clip, fit
from tasklist_tui.tui.widgets import timeline_words as words
from tasklist_tui.tui.widgets.timeline_canvas import LIGHT_INK, Ink, Inks
from tasklist_tui.tui.widgets.timeline_words import Move

_NAME = "timeline--info"


def paint_lane_info(lane: Lane, language: str, width: int, inks: Inks) -> Strip:
    """Paint how a lane stands."""
    text = f" {words.lane_title(lane, language)}  {words.lane_sentence(lane, language)}"
    return _line([(text, Ink.NONE)], width, inks)


def paint_bar_info(bar: Bar, today: date, width: int, inks: Inks) -> Strip:
    """Paint a bar's light, number, title and dates; the title gives way first, down to a third of the line."""
    light = f" {symbol(bar.light)} {light_word(bar.light)} "
    facts = words.bar_sentence(bar, today)
    room = max(width // 3, width - cell_width(light) - cell_width(clip(facts, width)) - 3)
    title = clip(f"{bar.number} {bar.title}".strip(), room)
    return _line([(light, LIGHT_INK[bar.light]), (title, Ink.NONE), (f"  {facts}", Ink.MUTED)], width, inks)


def paint_move_info(move: Move, today: date, is_rest: Callable[[date], bool], width: int, inks: Inks) -> Strip:
    """Paint where a due date would move and how to end that; the keys are what must never be cut off."""
    keys = f"  {words.move_keys(width)} "
    text = clip(f" {words.move_sentence(move, today, is_rest)}", max(0, width - cell_width(keys)))
    return _line([(text, Ink.MOVE), (keys, Ink.NONE)], width, inks)


def paint_empty(row: int, height: int, width: int, inks: Inks) -> Strip:
    """Paint screen row `row` of a timeline without lanes, a sentence in the middle."""
    text = _("There is nothing to put on the timeline") if row == height // 2 else ""
    return Strip([Segment(fit(text, width, "center"), inks.named("timeline--row", Ink.MUTED))])


def _line(parts: list[tuple[str, Ink]], width: int, inks: Inks) -> Strip:
    segments, left = [], width
    for text, ink in parts:
        shown = clip(text, left)
        left -= cell_width(shown)
        segments.append(Segment(shown, inks.named(_NAME, ink)))
    return Strip(segments).adjust_cell_length(width, inks.named(_NAME))
