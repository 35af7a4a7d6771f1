"""The board: a column for each state of the workflow, a card for each item; cards move along the workflow's steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.workflow import find_way
from tasklist_tui.i18n import _, language
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.board_columns import GAP, Column, board, card, first_shown, way_towards, widths
from tasklist_tui.tui.filter_line import read_state
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.messages import ItemOpened, ItemReached, Wanted
from tasklist_tui.tui.palette import LIGHT_CLASSES, light_css
from tasklist_tui.tui.state import ItemKey, ViewState, find, key_of
from tasklist_tui.tui.text import clip, fit
from tasklist_tui.tui.widgets import board_paint as paint

if TYPE_CHECKING:
    from tasklist_tui.tui.stage import Stage

#: Rows above the cards (title, rule) and below them (how many more).
_ABOVE, _BELOW = 2, 1
#: From this height on a card has two lines for its title and an empty row below it.
_TALL = 16


class BoardView(Widget, can_focus=True):
    """Columns of cards, painted line by line; only cards on the screen are made."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*paint.CLASSES, *LIGHT_CLASSES.values()}
    DEFAULT_CSS = """
    BoardView {
        background: $surface;
        color: $foreground;
        & > .board--heading { background: $surface; color: $foreground; text-style: bold; }
        & > .board--chosen { background: $surface; color: $text-accent; text-style: bold; }
        & > .board--card { background: $panel; color: $foreground; }
        & > .board--hint { background: $surface; color: $text-muted; }
        & > .board--muted { color: $text-muted; }
        & > .board--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:focus > .board--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """ + light_css("BoardView >")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False, id="board.up"),
        Binding("down,j", "move(1)", show=False, id="board.down"),
        Binding("left", "column(-1)", show=False, id="board.left"),
        Binding("right", "column(1)", show=False, id="board.right"),
        Binding("pageup,ctrl+b", "page(-1)", show=False, id="board.page-up"),
        Binding("pagedown,ctrl+f", "page(1)", show=False, id="board.page-down"),
        Binding("home", "edge(-1)", show=False, id="board.first"),
        Binding("end,G", "edge(1)", show=False, id="board.last"),
        Binding("enter", "open", show=False, id="board.open"),
        Binding("less_than_sign,《,shift+left", "shift(-1)", show=False, id="board.back"),
        Binding("greater_than_sign,》,shift+right", "shift(1)", show=False, id="board.on"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._snapshot: Snapshot | None = None
        self._basis: tuple[object, ...] = ()
        self._columns: list[Column] = []
        self._sizes: list[int] = []
        self._first = 0
        self._column = 0
        self._places: dict[str, int] = {}
        self._tops: dict[str, int] = {}
        self._cards: dict[tuple[ItemKey, int], list[Line]] = {}
        self._inks: paint.Inks | None = None
        self._dragged: ItemKey | None = None
        self._over: int | None = None

    # --- data

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint a snapshot in a state; the cursor goes to the state's item, else stays with its own."""
        query = read_state(state, snapshot.workspace, snapshot.today).query
        basis = (snapshot, query, language())
        key = self._key()
        if basis != self._basis:
            self._snapshot, self._basis = snapshot, basis
            self._columns = board(snapshot, query)
            self._cards.clear()
        self._measure()
        if not (self._select(state.cursor) or self._select(key)):
            self._settle()
        self._reach()
        self.refresh()

    def on_resize(self) -> None:
        """Share out the width anew."""
        self._cards.clear()
        self._measure()
        self._reveal()

    def _measure(self) -> None:
        self._sizes = widths(self._columns, max(1, self.size.width))

    def _select(self, key: ItemKey | None) -> bool:
        """Put the cursor on an item; False when it is not on the board."""
        for number, column in enumerate(self._columns):
            for place, entry in enumerate(column.entries if key else ()):
                if key_of(entry) == key:
                    self._column = number
                    self._places[column.state] = place
                    self._reveal()
                    return True
        return False

    def _settle(self) -> None:
        """Put the cursor on the nearest card there is."""
        filled = [number for number, column in enumerate(self._columns) if column.entries]
        if filled:
            self._column = min(filled, key=lambda number: abs(number - self._column))
            self._place(self._places.get(self._columns[self._column].state, 0))

    def _here(self) -> Column | None:
        return self._columns[self._column] if self._column < len(self._columns) else None

    def _entry(self) -> Entry | None:
        column = self._here()
        if column is None or not column.entries:
            return None
        return column.entries[min(self._places.get(column.state, 0), len(column.entries) - 1)]

    def _key(self) -> ItemKey | None:
        entry = self._entry()
        return key_of(entry) if entry else None

    def _reach(self) -> None:
        self.post_message(ItemReached(self._key()))

    # --- places on the screen

    @property
    def _titles(self) -> int:
        return 2 if self.size.height >= _TALL else 1

    @property
    def _card_rows(self) -> int:
        return self._titles + 2 if self.size.height >= _TALL else self._titles + 1

    @property
    def _shown(self) -> int:
        """How many cards fit below each other."""
        rows = self.size.height - _ABOVE - _BELOW
        return max(1, (rows + (self.size.height >= _TALL)) // self._card_rows)

    def _top(self, column: Column) -> int:
        return max(0, min(self._tops.get(column.state, 0), len(column.entries) - self._shown))

    def _place(self, place: int) -> None:
        """Put the cursor on a card of its column."""
        column = self._here()
        if column is not None:
            self._places[column.state] = max(0, min(place, len(column.entries) - 1))
            self._reveal()

    def _reveal(self) -> None:
        """Scroll just as far as the cursor needs to be on the screen."""
        column = self._here()
        if column is None or not self.size.height:
            return
        place, top = self._places.get(column.state, 0), self._top(column)
        self._tops[column.state] = min(max(top, place - self._shown + 1), place)
        self._first = first_shown(self._sizes, self.size.width, self._first, self._column)
        self.refresh()

    def _column_at(self, x: int) -> int | None:
        left = 0
        for number in range(self._first, len(self._columns)):
            if left <= x < left + self._sizes[number]:
                return number
            left += self._sizes[number] + GAP
        return None

    def _card_at(self, x: int, y: int) -> tuple[int, int] | None:
        number = self._column_at(x)
        row, height = y - _ABOVE, self.size.height - _ABOVE - _BELOW
        if number is None or not 0 <= row < min(height, self._shown * self._card_rows):
            return None
        column = self._columns[number]
        place = self._top(column) + row // self._card_rows
        return (number, place) if place < len(column.entries) else None

    # --- painting

    def notify_style_update(self) -> None:
        """Look the colours up again after a change of theme or focus."""
        super().notify_style_update()
        self._inks = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one row over all columns on the screen."""
        width = self.size.width
        if self._inks is None:
            self._inks = paint.Inks(self.get_component_rich_style, self.visual_style.rich_style)
        if self._snapshot is None or not self._columns:
            said = _("There is no list yet") if y == self.size.height // 2 and self._snapshot else ""
            return paint.paint_cells(
                [([(fit(said, width, "center"), "muted")], width, paint.HINT)], width, 0, self._inks
            )
        cells: list[paint.Cell] = []
        left = 0
        for number in range(self._first, len(self._columns)):
            if left >= width:
                break
            line, size, ground = self._cell(self._snapshot, number, y)
            left += size + GAP
            if y == 0 and left >= width and number < len(self._columns) - 1:
                line = [*line, (" ›", "")]
            cells.append((line, size, ground))
        return paint.paint_cells(cells, width, GAP, self._inks)

    def _cell(self, snapshot: Snapshot, number: int, y: int) -> paint.Cell:
        column, size = self._columns[number], self._sizes[number]
        top, chosen = self._top(column), number == (self._column if self._over is None else self._over)
        if y == 0:
            count = str(len(column.entries))
            label = clip(column.title, size - len(count) - 4)
            arrow = "‹" if number == self._first > 0 else " "
            return [(f"{arrow}{label}", ""), (f" {count}", "muted")], size, paint.CHOSEN if chosen else paint.HEADING
        if y == 1:
            above = f" ↑ {top}" if top else ""
            rule = ("━" if chosen else "─") * (size - len(above))
            return [(rule, ""), (above, "")], size, paint.CHOSEN if chosen else paint.HINT
        if y == self.size.height - 1:
            more = len(column.entries) - top - self._shown
            return [(f"   ↓ {more}" if more > 0 else "", "")], size, paint.HINT
        slot, row = divmod(y - _ABOVE, self._card_rows)
        place = top + slot
        if slot >= self._shown or place >= len(column.entries) or row > self._titles:
            return [], size, ""
        entry = column.entries[place]
        key = (key_of(entry), size)
        lines = self._cards.get(key)
        if lines is None:
            lines = self._cards[key] = card(snapshot, entry, size, self._titles)
        on_cursor = number == self._column and place == self._places.get(column.state, 0)
        return lines[row], size, paint.CURSOR if on_cursor else paint.CARD

    # --- keys

    def action_move(self, step: int) -> None:
        """Go to the card below, above when negative."""
        column = self._here()
        if column is not None:
            self._place(self._places.get(column.state, 0) + step)
            self._reach()

    def action_page(self, step: int) -> None:
        """Go a screen of cards down or up."""
        self.action_move(step * self._shown)

    def action_edge(self, step: int) -> None:
        """Go to the last card of the column, to the first when negative."""
        column = self._here()
        if column is not None:
            self._place(len(column.entries) if step > 0 else 0)
            self._reach()

    def action_column(self, step: int) -> None:
        """Go to the next column that holds a card, to the card at the same height."""
        here = self._here()
        beside = range(self._column + step, len(self._columns) if step > 0 else -1, step)
        wanted = next((number for number in beside if self._columns[number].entries), None)
        if here is None or wanted is None:
            return
        height = self._places.get(here.state, 0) - self._top(here)
        self._column = wanted
        self._place(self._top(self._columns[wanted]) + height)
        self._reach()

    def action_open(self) -> None:
        """Show the item in full."""
        if key := self._key():
            self.post_message(ItemOpened(key))

    def action_shift(self, step: int) -> None:
        """Move the card along the workflow, to the right or to the left."""
        if key := self._key():
            order = tuple(column.state for column in self._columns)
            self.post_message(Wanted(partial(shift, key=key, order=order, step=step)))

    # --- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take a card: the cursor goes there, and it may be dragged to another column."""
        found = self._card_at(event.x, event.y)
        if found is not None:
            self._column = found[0]
            self._place(found[1])
            self._reach()
            self._dragged = self._key()
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show which column the card would go to."""
        over = self._column_at(event.x) if self._dragged else None
        if over != self._over:
            self._over = over
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the card go: in another column it moves there."""
        dragged, self._dragged, self._over = self._dragged, None, None
        self.release_mouse()
        self.refresh()
        over = self._column_at(event.x)
        if dragged is not None and over is not None and over != self._column:
            self.post_message(Wanted(partial(drop, key=dragged, state=self._columns[over].state)))

    def on_click(self, event: events.Click) -> None:
        """Open with two clicks."""
        if event.chain == 2 and self._card_at(event.x, event.y) is not None:
            self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the mouse."""
        self._scroll(event.x, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the mouse."""
        self._scroll(event.x, -1)

    def _scroll(self, x: int, step: int) -> None:
        number = self._column_at(x)
        if number is not None:
            column = self._columns[number]
            self._tops[column.state] = max(0, self._top(column) + step)
            self.refresh()


async def shift(stage: Stage, *, key: ItemKey, order: tuple[str, ...], step: int) -> None:
    """Take the step that leads to the right or to the left on the board."""
    entry = find(stage.snapshot, key)
    if entry is not None:
        from tasklist_tui.tui.actions.flow import take

        kind = stage.snapshot.workspace.kind_of(entry.task_list)
        await take(stage, [entry], way_towards(entry.item, kind, stage.snapshot.today, order, step))


async def drop(stage: Stage, *, key: ItemKey, state: str) -> None:
    """Take the step that leads to a state; says why when there is none."""
    entry = find(stage.snapshot, key)
    if entry is not None:
        from tasklist_tui.tui.actions.flow import take

        kind = stage.snapshot.workspace.kind_of(entry.task_list)
        await take(stage, [entry], find_way(entry.item, kind, stage.snapshot.today, state))


__all__ = ["BoardView", "drop", "shift"]
