"""The item table: any number of rows in collapsible groups, painted from what is pushed into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tasklist_tui.tui.palette import LIGHT_CLASSES, light_css
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets import table_paint as paint
from tasklist_tui.tui.widgets.lines import LineView
from tasklist_tui.tui.widgets.table_columns import Column, Placed, place
from tasklist_tui.tui.widgets.table_marks import MarkRange
from tasklist_tui.tui.widgets.table_rows import HEADING, Outline, Place, RowSource, SectionRows, TableRow

_NOTHING: RowSource = SectionRows[TableRow]((), key=lambda row: row.key, row=lambda row: row)


class ItemTable(LineView):
    """Rows of items under column titles, with a cursor, marks, groups and a filter's words shown.

    Data goes down: `set_source`, `columns`, `sort`, `words`, `collapsed`, `marked` and `set_empty`.  News go up as the
    messages below.  Only rows on the screen are asked for.
    """

    FIXED_ROWS = 1

    COMPONENT_CLASSES: ClassVar[set[str]] = {*paint.CLASSES, *LIGHT_CLASSES.values()}

    DEFAULT_CSS = """
    ItemTable {
        background: $surface;
        color: $foreground;
        & > .item-table--heading { background: $panel; color: $foreground; text-style: bold; }
        & > .item-table--marked { background: $primary-muted; color: $foreground; }
        & > .item-table--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:focus > .item-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        & > .item-table--group { color: $text-primary; text-style: bold; }
        & > .item-table--dim { color: $text-muted; }
        & > .item-table--unread { text-style: bold; }
        & > .item-table--match { color: $text-warning; text-style: bold underline; }
        & > .item-table--hint { color: $text-muted; }
    }
    """ + light_css("ItemTable >")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", show=False, id="table.open"),
        Binding("left", "fold", show=False, id="table.fold"),
        Binding("right", "unfold", show=False, id="table.unfold"),
        Binding("space", "mark", show=False, id="table.mark"),
        Binding("shift+up", "extend(-1)", show=False, id="table.extend-up"),
        Binding("shift+down", "extend(1)", show=False, id="table.extend-down"),
        Binding("ctrl+a", "mark_all", show=False, id="table.mark-all"),
        Binding("escape", "clear_marks", show=False, id="table.clear-marks"),
    ]

    columns: reactive[Sequence[Column]] = reactive[Sequence[Column]]((), init=False)
    """The columns, in order."""

    sort: reactive[tuple[str, bool] | None] = reactive[tuple[str, bool] | None](None)
    """The id of the column the rows are sorted by, and whether they descend; only shown here."""

    words: reactive[str] = reactive("")
    """The filter's text: its words are shown where they occur in the columns that `match`."""

    collapsed: reactive[frozenset[str]] = reactive(frozenset[str](), init=False)
    """The keys of the groups whose rows are hidden."""

    marked: reactive[frozenset[str]] = reactive(frozenset[str](), init=False)
    """The keys of the marked rows."""

    unread: reactive[frozenset[str]] = reactive(frozenset[str]())
    """The keys of the rows whose items were changed by others and not looked at since."""

    class CursorMoved(Message):
        """The cursor stands on another row: `key` of the item, or None with the `group` of a heading, or neither."""

        def __init__(self, key: str | None, group: str | None) -> None:
            """Say where it stands now."""
            super().__init__()
            self.key, self.group = key, group

    class Opened(Message):
        """The user wants to see the item with this `key`."""

        def __init__(self, key: str) -> None:
            """Say which."""
            super().__init__()
            self.key = key

    class MarksChanged(Message):
        """Other rows are marked: `keys`."""

        def __init__(self, keys: frozenset[str]) -> None:
            """Say which."""
            super().__init__()
            self.keys = keys

    class GroupToggled(Message):
        """The group with this `key` was `collapsed` or opened."""

        def __init__(self, key: str, collapsed: bool) -> None:
            """Say which, and how it is now."""
            super().__init__()
            self.key, self.collapsed = key, collapsed

    class SortRequested(Message):
        """The user chose the title of the column with this id."""

        def __init__(self, column: str) -> None:
            """Say which."""
            super().__init__()
            self.column = column

    def __init__(self, columns: Sequence[Column] = (), *, id: str | None = None, classes: str | None = None) -> None:
        """Begin empty, with `columns`."""
        super().__init__(id=id, classes=classes)
        self._source = _NOTHING
        self._outline = Outline(())
        self._inks = paint.Inks(self.get_component_rich_style)
        self._placed: tuple[int, tuple[Placed, ...]] = (-1, ())
        self._pattern = paint.pattern("")
        self._empty = ("", "")
        self._marks = MarkRange()
        self._stood: tuple[str | None, str | None] = (None, None)
        self.set_reactive(ItemTable.columns, tuple(columns))

    # --- data down

    def set_source(self, source: RowSource, *, keep: bool = True) -> None:
        """Show other rows; with `keep` the cursor stays with its item, on its line of the screen if possible.

        When the item is gone the cursor stays at its height.  Marks of rows that are gone go with them.
        """
        stood, height = self._stood, self.cursor - self.top_line
        self._source = source
        self._lay_out(stood if keep else (None, None), height if keep else 0, self.cursor if keep else 0)
        self.marked = frozenset(key for key in self.marked if source.find(key))

    def set_empty(self, sentence: str, hint: str = "") -> None:
        """Say what stands in the middle while there are no rows."""
        self._empty = (sentence, hint)
        self.refresh()

    def go_to(self, key: str) -> bool:
        """Put the cursor on the item with `key`, opening its group; say whether there is one."""
        found = self._source.find(key)
        if found is None:
            return False
        self.collapsed -= {self._source.sections[found.section].key}
        self.cursor = self._outline.line(found)
        return True

    @property
    def cursor_key(self) -> str | None:
        """The key of the item under the cursor; None on a heading or without rows."""
        return self._stood[0]

    @property
    def cursor_group(self) -> str | None:
        """The key of the group the cursor is in; None without rows."""
        return self._source.sections[self._outline.place(self.cursor).section].key if self.line_count else None

    def _standing(self) -> tuple[str | None, str | None]:
        """Give the item's key, or None and the group's."""
        if not self.line_count:
            return (None, None)
        where = self._outline.place(self.cursor)
        if where.row == HEADING:
            return (None, self._source.sections[where.section].key)
        return (self._source.key(where), None)

    def _lay_out(self, stood: tuple[str | None, str | None], height: int, otherwise: int) -> None:
        """Number the lines anew and put the cursor back on what it stood on, else on line `otherwise`."""
        self._outline = Outline(self._source.sections, self.collapsed)
        self._marks.forget()
        self.line_count = len(self._outline)
        line = self._line_of(*stood)
        self.cursor = otherwise if line is None else line
        self.put_on_top(self.cursor - height)
        self.reveal()
        self.refresh()
        self.cursor_changed()

    def _line_of(self, key: str | None, group: str | None) -> int | None:
        if key is not None:
            found = self._source.find(key)
            return None if found is None else self._outline.line(found)
        for number, section in enumerate(self._source.sections):
            if section.key == group and section.headed:
                return self._outline.line(Place(number, HEADING))
        return None

    def watch_collapsed(self) -> None:
        """Hide and show rows; a cursor on a hidden row goes to the heading."""
        self._lay_out(self._stood, self.cursor - self.top_line, self.cursor)

    def watch_columns(self) -> None:
        """Lay the columns out anew."""
        self._placed = (-1, ())

    def watch_words(self, words: str) -> None:
        """Look for other words."""
        self._pattern = paint.pattern(words)

    def watch_marked(self, marked: frozenset[str]) -> None:
        """Tell about other marks."""
        self.post_message(self.MarksChanged(marked))

    def cursor_changed(self) -> None:
        """Tell where the cursor stands, when that is something else."""
        standing = self._standing()
        if standing != self._stood:
            self._stood = standing
            self.post_message(self.CursorMoved(*standing))

    # --- painting

    def notify_style_update(self) -> None:
        """Look the colours up again after a change of theme or focus."""
        super().notify_style_update()
        self._inks = paint.Inks(self.get_component_rich_style)
        self.refresh()

    def _columns_in(self, width: int) -> tuple[Placed, ...]:
        if self._placed[0] != width:
            self._placed = (width, place(self.columns, width, paint.GUTTER))
        return self._placed[1]

    def paint_heading(self, row: int, width: int) -> Strip:
        """Paint the columns' titles."""
        return paint.paint_titles(self._columns_in(width), width, self._inks, self.sort)

    def paint_line(self, line: int, width: int) -> Strip:
        """Paint an item or the heading of a group."""
        where = self._outline.place(line)
        on_cursor = line == self.cursor
        if where.row == HEADING:
            group = self._source.heading(where.section)
            ground, is_open = paint.CURSOR if on_cursor else paint.ROW, group.key not in self.collapsed
            return paint.paint_group(group, width, self._inks, ground=ground, is_open=is_open)
        row = self._source.row(where)
        marked = row.key in self.marked
        ground = paint.CURSOR if on_cursor else paint.MARKED if marked else paint.ROW
        columns = self._columns_in(width)
        return paint.paint_row(
            row,
            columns,
            width,
            self._inks,
            ground=ground,
            marked=marked,
            unread=row.key in self.unread,
            words=self._pattern,
        )

    def paint_blank(self, row: int, width: int) -> Strip:
        """Paint below the last row; the sentence for an empty table in the middle."""
        if self.line_count:
            return Strip.blank(width, self._inks(paint.ROW))
        sentence, hint = ([line.plain for line in content(text).wrap(max(1, width - 2))] for text in self._empty)
        number = row - (self.size.height - len(sentence) - len(hint)) // 2
        if 0 <= number < len(sentence):
            return paint.paint_sentence(sentence[number], width, self._inks(paint.ROW))
        number -= len(sentence)
        text = hint[number] if 0 <= number < len(hint) else ""
        return paint.paint_sentence(text, width, self._inks(paint.ROW, paint.HINT))

    # --- keys and mouse

    def action_open(self) -> None:
        """Open the item, or fold or unfold the group."""
        if self.cursor_key is not None:
            self.post_message(self.Opened(self.cursor_key))
        elif self.cursor_group is not None:
            self._fold(self.cursor_group, self.cursor_group not in self.collapsed)

    def action_fold(self) -> None:
        """Go from an item to its group's heading, fold from there."""
        group = self.cursor_group
        if group is None:
            return
        if self.cursor_key is None:
            self._fold(group, collapsed=True)
        elif (line := self._line_of(None, group)) is not None:
            self.cursor = line

    def action_unfold(self) -> None:
        """Unfold a group; in an open one go to its first item."""
        group = self.cursor_group
        if group is None or self.cursor_key is not None:
            return
        if group in self.collapsed:
            self._fold(group, collapsed=False)
        else:
            self.cursor += 1

    def _fold(self, group: str, collapsed: bool) -> None:
        if (group in self.collapsed) == collapsed:
            return
        self.collapsed = self.collapsed | {group} if collapsed else self.collapsed - {group}
        self.post_message(self.GroupToggled(group, collapsed))

    def action_mark(self) -> None:
        """Mark or unmark the item and go on, or the group's items all together."""
        self._toggle(self.cursor)
        if self.cursor_key is not None:
            self.cursor += 1

    def action_extend(self, lines: int) -> None:
        """Move the cursor and mark what lies between where that began and where it is."""
        self._extend(self.cursor + lines)

    def action_mark_all(self) -> None:
        """Mark every item, those in folded groups too."""
        self.marked = frozenset[str]().union(*map(self._group_keys, range(len(self._source.sections))))

    def action_clear_marks(self) -> None:
        """Unmark everything."""
        self.marked = frozenset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to others while nothing is marked."""
        return bool(self.marked) if action == "clear_marks" else super().check_action(action, parameters)

    def on_click(self, event: Click) -> None:
        """Move the cursor; double: open; with Control: mark; with Shift: mark up to here; on a title: sort."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < self.FIXED_ROWS:
            placed = paint.column_at(self._columns_in(self.line_width), offset.x)
            if placed is not None and placed.column.sortable:
                self.post_message(self.SortRequested(placed.column.id))
            return
        line = self.line_at(event)
        if line is None:
            return
        if event.shift:
            self._extend(line)
            return
        self.cursor = line
        if event.ctrl:
            self._toggle(line)
        elif event.chain == (1 if self.cursor_key is None else 2):
            self.action_open()

    def _toggle(self, line: int) -> None:
        if not self.line_count:
            return
        where = self._outline.place(line)
        keys = self._group_keys(where.section) if where.row == HEADING else {self._source.key(where)}
        self._marks.forget()
        self.marked = self.marked - keys if keys <= self.marked else self.marked | keys

    def _extend(self, line: int) -> None:
        if not self.line_count:
            return
        start = self._marks.begin(self.cursor, self.marked)
        self.cursor = line
        self.marked = self._marks.extend(self.cursor, self._keys_between(*sorted((start, self.cursor))))

    def _keys_between(self, first: int, last: int) -> frozenset[str]:
        """Give the items on these lines; a folded group stands for its items, an open one's heading for none."""
        keys: set[str] = set()
        for where in map(self._outline.place, range(first, last + 1)):
            if where.row != HEADING:
                keys.add(self._source.key(where))
            elif self._source.sections[where.section].key in self.collapsed:
                keys |= self._group_keys(where.section)
        return frozenset(keys)

    def _group_keys(self, section: int) -> frozenset[str]:
        size = self._source.sections[section].size
        return frozenset(self._source.key(Place(section, index)) for index in range(size))
