"""Choosing from a list: type to filter, arrows or digits to pick; one or several."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option as ListOption

from tasklist_tui.i18n import _
from tasklist_tui.tui.screens.dialog import Dialog
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.key_hints import Hint
from tasklist_tui.tui.widgets.option_cursor import move_cursor

T = TypeVar("T")

#: So many options are shown at once; painting 10,000 takes a second, and nobody reads them.
MOST = 300


class Option(NamedTuple):
    """One thing to choose; one that has a `disabled_reason` is shown with it and cannot be chosen."""

    id: str
    label: str
    detail: str = ""
    disabled_reason: str = ""


def matching(options: Sequence[Option], typed: str) -> list[Option]:
    """Give the options that hold every typed word in label, detail or id; those whose label begins with it first."""
    words = _folded(typed).split()
    found = [
        option
        for option in options
        if all(word in _folded(f"{option.label} {option.detail} {option.id}") for word in words)
    ]
    return sorted(found, key=lambda option: not _folded(option.label).startswith(_folded(typed).strip()))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


class FilterEditor(LineEditor):
    """A line that leaves the space bar to the dialog when it is used for ticking."""

    ticks = False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say whether a key is text for this line."""
        return not (self.ticks and key == "space") and super().check_consume_key(key, character)


class Filtered(Dialog[T]):
    """A line to type a filter into, and below it the options that match."""

    DEFAULT_CSS = """
    Filtered OptionList {
        height: auto; max-height: 14; border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1;
    }
    Filtered.-low OptionList { max-height: 4; }
    Filtered.-mid OptionList { max-height: 8; }
    Filtered.-high OptionList { max-height: 24; }
    Filtered OptionList:focus { border: none; background-tint: $foreground 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
    ]

    def __init__(self, title: str, options: Sequence[Option], *, current: str = "", typed: str = "") -> None:
        """Offer `options`, with the cursor on `current`; `typed` is what was typed before the dialog opened."""
        super().__init__(title)
        self.options = [Option(*option) for option in options]
        self.shown = matching(self.options, typed)
        self._current = current
        self._typed = typed

    def parts(self) -> Iterable[Widget]:
        """Give the filter and the list."""
        yield FilterEditor(self._typed, placeholder=_("type to filter"))
        options = OptionList(markup=False, compact=True)
        options.can_focus = False
        yield options

    def on_mount(self) -> None:
        """Begin."""
        self.begin()

    def begin(self) -> None:
        """Fill the list."""
        self._fill(self._current)

    def line(self, number: int, option: Option) -> Content:
        """Give the line of an option; `number` counts from 0 among those shown."""
        name = content(option.label)
        extra = option.disabled_reason or option.detail
        return Content.assemble(name, "  ", content(extra, "dim")) if extra else name

    def typed(self, line: Input, text: str) -> None:
        """Show what matches what is typed now."""
        super().typed(line, text)
        self.shown = matching(self.options, text)
        self._fill()

    def action_move(self, step: int) -> None:
        """Move the cursor by `step` options that can be chosen."""
        move_cursor(self.query_one(OptionList), step)

    def at_cursor(self) -> Option | None:
        """Give the option under the cursor."""
        place = self.query_one(OptionList).highlighted
        return self.shown[place] if place is not None and place < len(self.shown) else None

    def repaint(self) -> None:
        """Paint the options again, the cursor kept."""
        self._fill(keep=True)

    def _fill(self, current: str = "", *, keep: bool = False) -> None:
        options = self.query_one(OptionList)
        place = options.highlighted if keep else None
        more = len(self.shown) - MOST
        self.shown = self.shown[:MOST]
        options.set_options(
            ListOption(self.line(number, option), disabled=bool(option.disabled_reason))
            for number, option in enumerate(self.shown)
        )
        if more > 0:
            options.add_option(
                ListOption(content(_("… and {count} more: type to find them", count=more), "dim"), disabled=True)
            )
        if place is None:
            possible = [n for n, option in enumerate(self.shown) if not option.disabled_reason]
            place = next(
                (n for n in possible if current and self.shown[n].id == current), possible[0] if possible else None
            )
        options.highlighted = place
        self.refuse("" if self.shown else _("nothing matches"))


class ChoiceDialog(Filtered[str]):
    """One of several; gives its id.  A digit picks by number while nothing is typed, unless `digits` is False."""

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        current: str = "",
        typed: str = "",
        digits: bool = True,
    ) -> None:
        """Offer `options`; see `Filtered`."""
        super().__init__(title, options, current=current, typed=typed)
        self._digits = digits

    def line(self, number: int, option: Option) -> Content:
        """Put the digit that picks it in front."""
        digit = f"{number + 1} " if number < 9 else "  "
        line = super().line(number, option)
        return Content.assemble(content(digit, "dim"), line) if self._digits else line

    def hints(self) -> Sequence[Hint]:
        """Name the digits too."""
        digits = [Hint("1-9", _("pick"))] if self._digits else []
        return [Hint("↑↓ Enter", _("choose"), "confirm"), *digits, Hint("Esc", _("Cancel"), "cancel")]

    def typed(self, line: Input, text: str) -> None:
        """Pick by digit when that is all there is, else filter."""
        if not (self._digits and len(text) == 1 and text in "123456789"):
            super().typed(line, text)
            return
        with self.prevent(Input.Changed):
            line.value = ""
        super().typed(line, "")
        if int(text) <= len(self.shown):
            self._choose(self.shown[int(text) - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a click."""
        self._choose(self.shown[event.option_index])

    def action_confirm(self) -> None:
        """Give the option under the cursor."""
        if (option := self.at_cursor()) is not None:
            self._choose(option)

    def _choose(self, option: Option) -> None:
        if option.disabled_reason:
            self.refuse(option.disabled_reason)
        else:
            self.dismiss(option.id)


class MultiChoiceDialog(Filtered[tuple[str, ...]]):
    """Any number of several; gives their ids, those chosen before first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False, priority=True),
        Binding("ctrl+a", "all", show=False, priority=True),
    ]

    def __init__(self, title: str, options: Sequence[Option], chosen: Sequence[str] = (), *, typed: str = "") -> None:
        """Offer `options` with `chosen` ticked; ids among them that are no option are kept."""
        super().__init__(title, options, typed=typed)
        self.chosen = list(chosen)

    def line(self, number: int, option: Option) -> Content:
        """Put the tick in front."""
        tick = "[✓] " if option.id in self.chosen else "[ ] "
        return Content.assemble(Content(tick), super().line(number, option))

    def begin(self) -> None:
        """Take the space bar away from the filter."""
        super().begin()
        self.query_one(FilterEditor).ticks = True

    def hints(self) -> Sequence[Hint]:
        """Name the key that ticks."""
        return [
            Hint("Space", _("tick"), "tick"),
            Hint("Ctrl+A", _("all or none"), "all"),
            Hint("Enter", _("OK"), "confirm"),
            Hint("Esc", _("Cancel"), "cancel"),
        ]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick what was clicked."""
        self._toggle(self.shown[event.option_index])

    def action_tick(self) -> None:
        """Tick or untick the option under the cursor."""
        if (option := self.at_cursor()) is not None:
            self._toggle(option)

    def action_all(self) -> None:
        """Tick everything that is shown, or untick it when all of it is ticked."""
        shown = [option.id for option in self.shown if not option.disabled_reason]
        missing = [name for name in shown if name not in self.chosen]
        self.chosen = [*self.chosen, *missing] if missing else [name for name in self.chosen if name not in shown]
        self.repaint()

    def action_confirm(self) -> None:
        """Give what is ticked."""
        self.dismiss(tuple(self.chosen))

    def _toggle(self, option: Option) -> None:
        if option.disabled_reason:
            self.refuse(option.disabled_reason)
            return
        if option.id in self.chosen:
            self.chosen.remove(option.id)
        else:
            self.chosen.append(option.id)
        self.repaint()
