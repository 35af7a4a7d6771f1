"""A view that suits the list, by its kind: matrix, register, linked lists, month of activities, roster."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from tasklist_tui.domain.kindviews import CalendarView, ChainView, MatrixView, View
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import TaskList
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.sheets import suited
from tasklist_tui.services.sheets.sheet import Cell, Sheet
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.actions import records
from tasklist_tui.tui.actions import suited as actions
from tasklist_tui.tui.messages import ItemReached, Wanted
from tasklist_tui.tui.state import ItemKey, Suited, ViewState
from tasklist_tui.tui.widgets.sheet_view import SheetView

#: Up to so many items a sheet is made at once, in some 10 ms; above, in a thread.
_AT_ONCE = 400


class SuitedView(SheetView):
    """Shows the chosen view of the chosen list; f, t and the brackets arrange it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "fields", show=False, id="suited.fields"),
        Binding("percent_sign,％", "turn", show=False, id="suited.turn"),
        Binding("left_square_bracket,【,［", "step(-1)", show=False, id="suited.before"),
        Binding("right_square_bracket,】,］", "step(1)", show=False, id="suited.after"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._snapshot: Snapshot | None = None
        self._list: TaskList | None = None
        self._view: View | None = None
        self._choice = suited.Choice()
        self._basis: tuple[object, ...] = ()

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint a snapshot; a sheet of a long list is made beside the screen's thread."""
        task_list = actions.chosen_list(snapshot, state)
        shown = state.suited if task_list is not None and state.suited.list_id == task_list.id else Suited()
        item = shown.item or (state.cursor.item_id if state.cursor else "")
        choice = suited.Choice(item if task_list is not None and task_list.item(item) else "", shown.month)
        basis = (snapshot, task_list, shown, language(), choice if shown.item or self._is_chain(shown) else shown.month)
        if self._basis and all(a is b or a == b for a, b in zip(basis, self._basis, strict=True)):
            return
        self._basis = basis
        self._snapshot, self._list, self._choice = snapshot, task_list, choice
        if task_list is None:
            self.set_sheet(Sheet("", (), (), empty=(_("There is no list yet"), _("put one into the folder lists/"))))
            return
        try:
            self._view = shown.matrix or suited.find_view(snapshot.workspace, task_list, shown.view)
        except UserError as error:
            self._refuse(error)
            return
        make = partial(self._make, snapshot, task_list, self._view, choice, language())
        if len(task_list.items) <= _AT_ONCE:
            self._receive(basis, make())
        else:
            if not self.sheet.rows:
                self.wait(_("Counting …"))
            self.post_message(Wanted(partial(records.work_out, work=make, give=partial(self._receive, basis))))

    def _is_chain(self, shown: Suited) -> bool:
        return isinstance(self._view, ChainView) or not shown.view

    def _make(
        self, snapshot: Snapshot, task_list: TaskList, view: View, choice: suited.Choice, spoken: str
    ) -> Sheet | UserError:
        try:
            return suited.sheet_of(snapshot, task_list, view, choice, spoken)
        except UserError as error:
            return error

    def _receive(self, basis: tuple[object, ...], made: Sheet | UserError) -> None:
        if basis is not self._basis:
            return
        if isinstance(made, UserError):
            self._refuse(made)
        else:
            self.set_sheet(made)

    def _refuse(self, error: UserError) -> None:
        hint = translate(error.hint) if error.hint else ""
        self.set_sheet(Sheet("", (), (), empty=(translate(error.message), hint)))

    # --- what the cursor does

    def reached(self, cell: Cell | None) -> None:
        """Let the item in full follow where a cell stands for one only."""
        spots = cell.spots if cell is not None else ()
        if self.has_focus and len({spot.item_id for spot in spots}) == 1 and not spots[0].member:
            self.post_message(ItemReached(ItemKey(spots[0].list_id, spots[0].item_id)))

    def opened(self, cell: Cell, title: str) -> None:
        """Go to the items of a cell."""
        self.post_message(Wanted(partial(actions.drill, title=title, spots=cell.spots, members={})))

    def keys_said(self) -> str:
        """Name the keys of the view that is shown."""
        if isinstance(self._view, MatrixView):
            return _("Enter opens  f fields  % swaps  V views")
        if isinstance(self._view, CalendarView):
            return _("Enter opens  [ ] month  V views")
        if isinstance(self._view, ChainView):
            return _("Enter opens  [ ] item  V views")
        return _("Enter opens  V views")

    # --- keys

    def action_fields(self) -> None:
        """Choose the fields of the matrix."""
        self.post_message(Wanted(actions.fields))

    def action_turn(self) -> None:
        """Swap rows and columns."""
        if isinstance(self._view, MatrixView):
            self.post_message(Wanted(actions.turn))

    def action_step(self, step: int) -> None:
        """Go to the next month or item, to the one before when negative."""
        task_list, snapshot = self._list, self._snapshot
        if task_list is None or snapshot is None or self._view is None:
            return
        if isinstance(self._view, CalendarView):
            from tasklist_tui.services.sheets.months import make_month

            made, _by = make_month(snapshot, task_list, self._view, self._choice.month)
            year, month = divmod(made.year * 12 + made.month - 1 + step, 12)
            if 1 <= year <= 9999:
                shown = Suited(task_list.id, self._view.id, month=(year, month + 1))
                self.post_message(Wanted(partial(actions.show, shown=shown)))
        elif isinstance(self._view, ChainView) and task_list.items:
            here = suited.item_of(task_list, self._choice.item)
            place = task_list.index[here.id] if here is not None else 0
            there = task_list.items[(place + step) % len(task_list.items)]
            shown = Suited(task_list.id, self._view.id, item=there.id)
            self.post_message(Wanted(partial(actions.show, shown=shown)))
