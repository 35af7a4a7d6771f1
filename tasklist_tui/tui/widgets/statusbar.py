"""The line at the top (where, when, how it stands with the others), the line of news, and the keys at the foot."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tasklist_tui.tui.inks import ink
from tasklist_tui.tui.state import Tone
from tasklist_tui.tui.text import cell_width, clip, one_line

#: The organisation's name keeps at least this much room beside the notes.
_NAME_CELLS = 16
_TONES = {Tone.INFO: "muted", Tone.DONE: "done", Tone.REFUSED: "refused"}


class Tab(msgspec.Struct, frozen=True):
    """One view in the top line: the command that shows it, its key and name."""

    command: str
    key: str
    title: str
    active: bool = False


class CommandLine(Widget):
    """One line painted as a strip; clicks on parts of it run commands."""

    class CommandWanted(Message):
        """A command was clicked."""

        def __init__(self, command: str) -> None:
            """Carry it."""
            super().__init__()
            self.command = command

    def __init__(self, *, id: str | None = None) -> None:
        """Make it empty."""
        super().__init__(id=id)
        self._targets: list[tuple[range, str]] = []

    def on_click(self, event: events.Click) -> None:
        """Run the command whose name was clicked."""
        offset = event.get_content_offset(self)
        for cells, command in self._targets:
            if offset is not None and offset.x in cells:
                self.post_message(self.CommandWanted(command))


class TopBar(CommandLine):
    """Organisation, views, sync state and today."""

    DEFAULT_CSS = """
    TopBar { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Make it empty."""
        super().__init__(id=id)
        self._name = ""
        self._tabs: Sequence[Tab] = ()
        self._notes: Sequence[tuple[str, bool]] = ()

    def show(self, name: str, tabs: Sequence[Tab], notes: Sequence[tuple[str, bool]]) -> None:
        """Paint the organisation's `name`, the views, and notes as (text, deserves a look)."""
        shown = (one_line(name), tabs, notes)
        if shown != (self._name, self._tabs, self._notes):
            self._name, self._tabs, self._notes = shown
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint it; what has no room goes in the order names of views, name, notes."""
        width = self.size.width
        plain = ink(self, "", "panel")
        notes = [(f" {one_line(text)} ", warn) for text, warn in self._notes if text]
        while notes and sum(cell_width(text) for text, _ in notes) > width - _NAME_CELLS:
            notes.pop(0)
        right = sum(cell_width(text) for text, _ in notes)
        tabs = [(f" {tab.key} {tab.title} ", tab) for tab in self._tabs]
        if sum(cell_width(text) for text, _ in tabs) + right + 12 > width:
            tabs = [(f" {tab.key} {tab.title} " if tab.active else f" {tab.key} ", tab) for tab in self._tabs]
        room = width - right - sum(cell_width(text) for text, _ in tabs)
        if room < 0:
            tabs, room = [], width - right
        name = clip(f" {self._name}", max(0, room - 1))
        segments = [Segment(name + " ", ink(self, "strong", "panel"))] if room > 1 else []
        position = cell_width(name) + 1 if room > 1 else 0
        self._targets = []
        for text, tab in tabs:
            style = ink(self, "cursor", "block-cursor-background") if tab.active else ink(self, "muted", "panel")
            segments.append(Segment(text, style))
            cells = cell_width(text)
            self._targets.append((range(position, position + cells), tab.command))
            position += cells
        segments.append(Segment(" " * max(0, width - right - position), plain))
        noted = ink(self, "warn", "panel")
        segments.extend(Segment(text, noted if warn else plain) for text, warn in notes)
        return Strip(segments).adjust_cell_length(width, plain)


class PastBar(CommandLine):
    """Says across the whole window that another moment than now is shown; a click goes back."""

    DEFAULT_CSS = """
    PastBar { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self, text: str) -> None:
        """Say `text`."""
        super().__init__()
        self._text = one_line(text)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text if self.display else ""

    def show(self, text: str) -> None:
        """Say `text`; "" takes the bar away."""
        self.display = bool(text)
        if text and one_line(text) != self._text:
            self._text = one_line(text)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint it in the colours of warnings turned round, which no other line has."""
        width = self.size.width
        self._targets = [(range(width), "past.now")]
        style = ink(self, "warn", "panel") + Style(reverse=True)
        return Strip([Segment(clip(f" ◷ {self._text}", width), style)]).adjust_cell_length(width, style)


class StatusLine(CommandLine):
    """The last thing that happened, or what is under way."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $background; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Make it empty."""
        super().__init__(id=id)
        self._text = ""
        self._tone = Tone.INFO
        self._busy = ""

    @property
    def text(self) -> str:
        """What it says."""
        return self._busy or self._text

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Say something until the next thing is said."""
        self._text, self._tone = one_line(text), tone
        self.refresh()

    def busy(self, text: str) -> None:
        """Say what is under way, "" when nothing is any more."""
        self._busy = one_line(text)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint it, marked by a sign as well as by its colour."""
        width = self.size.width
        tone = Tone.INFO if self._busy else self._tone
        mark = "…" if self._busy else {Tone.DONE: "✓", Tone.REFUSED: "✗", Tone.INFO: " "}[tone]
        style = ink(self, _TONES[tone], "background")
        text = clip(f" {mark} {self.text}" if self.text else "", width)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)


class FootKeys(CommandLine):
    """The keys that do something now."""

    DEFAULT_CSS = """
    FootKeys { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Make it empty."""
        super().__init__(id=id)
        self._hints: Sequence[tuple[str, str, str]] = ()

    def show(self, hints: Sequence[tuple[str, str, str]]) -> None:
        """Paint hints as (key, name, command), the most useful first; the last one is always kept."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint as many as fit."""
        width = self.size.width
        key_style = ink(self, "key", "panel")
        name_style = ink(self, "", "panel")
        sizes = [cell_width(f" {key} {name} ") for key, name, _ in self._hints]
        kept = list(zip(self._hints, sizes, strict=True))
        while kept and sum(size for _, size in kept) > width:
            kept.pop(-3 if len(kept) > 2 else 0)
        segments: list[Segment] = []
        self._targets = []
        position = 0
        for (key, name, command), size in kept:
            segments += [Segment(f" {key} ", key_style), Segment(f"{name} ", name_style)]
            self._targets.append((range(position, position + size), command))
            position += size
        return Strip(segments).adjust_cell_length(width, name_style)
