"""The meetings: which there are and what counts from them; a new one; what follows one to another day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message as Posted
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from tasklist_tui.domain.countdowns import Moved
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import TaskList, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.i18n import _
from tasklist_tui.services import meetings
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.gateway import apart
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.meeting_lines import in_order, meeting_line, moved_lines
from tasklist_tui.tui.screens.form_screen import FormScreen
from tasklist_tui.tui.screens.notices import ConfirmDialog
from tasklist_tui.tui.text import clip
from tasklist_tui.tui.widgets.fields.control import Context
from tasklist_tui.tui.widgets.fields.sections import Section
from tasklist_tui.tui.widgets.key_hints import Hint, KeyHints
from tasklist_tui.tui.widgets.pages import Page
from tasklist_tui.tui.widgets.row_view import RowView

#: The answer of the list of meetings when a new one is wanted, which is the id of no meeting.
NEW = "+"


class MeetingList(RowView):
    """A line for each meeting, by day."""

    class Chosen(Posted):
        """A meeting was opened."""

        def __init__(self, event_id: str) -> None:
            """Say which."""
            super().__init__()
            self.event_id = event_id

    def __init__(self, snapshot: Snapshot) -> None:
        """Show the meetings of `snapshot`."""
        super().__init__()
        self._counts: Mapping[str, int] | None = None
        self.snapshot = snapshot
        self._events = in_order(snapshot.workspace.events)
        self.line_count = len(self._events)

    def show(self, snapshot: Snapshot) -> None:
        """Show the meetings of another snapshot, the cursor on the one it was on."""
        stood = self._events[self.cursor].id if self._events else ""
        self.snapshot, self._events = snapshot, in_order(snapshot.workspace.events)
        self.line_count = len(self._events)
        self.go_to(stood)
        self.refresh()

    def count(self, counts: Mapping[str, int]) -> None:
        """Say how many dates count from each."""
        self._counts = counts
        self.refresh()

    def go_to(self, event_id: str) -> None:
        """Put the cursor on a meeting, else on the first one that is still to come."""
        today = self.snapshot.today
        places = [n for n, event in enumerate(self._events) if event.id == event_id]
        places += [n for n, event in enumerate(self._events) if event.date is None or event.date >= today]
        self.cursor = places[0] if places else 0

    def pieces(self, line: int, width: int) -> Line:
        """Give the line of a meeting."""
        if line >= len(self._events):
            return []
        return meeting_line(self.snapshot, self._events[line], self._counts, width)

    def paint_blank(self, row: int, width: int) -> Strip:
        """Say how to add the first one where there is none."""
        if row or self._events:
            return super().paint_blank(row, width)
        said = _("There are no meetings yet; n adds the first one")
        return self.paint_pieces([(clip(said, width), "muted")], width, on_cursor=False)

    def action_open(self) -> None:
        """Tell which meeting was opened."""
        if self._events:
            self.post_message(self.Chosen(self._events[self.cursor].id))


class MeetingsScreen(ModalScreen[str]):
    """Gives the id of the meeting that shall have another date, `NEW` for a new one, None when it was left."""

    DEFAULT_CSS = """
    MeetingsScreen { align: center middle; }
    MeetingsScreen Vertical {
        width: 110; max-width: 100%; height: 80%; background: $surface; border: round $primary; padding: 0 1;
    }
    MeetingsScreen MeetingList { height: 1fr; }
    MeetingsScreen KeyHints { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v", "dismiss", show=False),
        Binding("n", "new", show=False),
    ]

    def __init__(self, snapshot: Snapshot, event_id: str = "") -> None:
        """Show the meetings, the cursor on one of them."""
        super().__init__()
        self._snapshot, self._event_id = snapshot, event_id
        self._counted: Snapshot | None = None

    def compose(self) -> ComposeResult:
        """Lay out list and keys."""
        with Vertical() as frame:
            frame.border_title = _("Meetings")
            yield MeetingList(self._snapshot)
            yield KeyHints(
                [
                    Hint("Enter", _("another date"), "open"),
                    Hint("n", _("new meeting"), "new"),
                    Hint("Esc", _("Close"), "dismiss"),
                ]
            )

    def on_mount(self) -> None:
        """Begin where the person was, and count."""
        self.query_one(MeetingList).go_to(self._event_id)
        self._count()

    def update_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the meetings are now."""
        self._snapshot = snapshot
        self.query_one(MeetingList).show(snapshot)
        self._count()

    def _count(self) -> None:
        self.run_worker(self._counting(self._snapshot), group="counts", exclusive=True, exit_on_error=False)

    async def _counting(self, snapshot: Snapshot) -> None:
        """Count apart: the words of thousands of dates take a moment to read."""
        counts = await apart(self.app, partial(meetings.counting, snapshot), name="meetings")
        if snapshot is self._snapshot:
            self.query_one(MeetingList).count(counts)

    def on_meeting_list_chosen(self, event: MeetingList.Chosen) -> None:
        """Give the meeting."""
        self.dismiss(event.event_id)

    def action_open(self) -> None:
        """Open the meeting under the cursor."""
        self.query_one(MeetingList).action_open()

    def action_new(self) -> None:
        """Ask for a new meeting."""
        self.dismiss(NEW)


class MeetingForm(FormScreen[Mapping[str, Value]]):
    """Name and date of a new meeting; the date may stay open."""

    small = True

    def __init__(self, snapshot: Snapshot) -> None:
        """Ask for both."""
        fields = [
            Field("name", title=Label(_("Name"), _("Name")), required=True),
            date_field(),
        ]
        context = Context(snapshot, TaskList(""), Kind(""), is_new=True)
        super().__init__(_("A new meeting"), [Section(None, fields)], context, {})

    def hints(self) -> Sequence[Hint]:
        """Name the keys."""
        return (Hint("Ctrl+S", _("OK"), "save"), Hint("Tab", _("next field")), Hint("Esc", _("Cancel"), "leave"))

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Ask for a name that no meeting has."""
        name = str(values.get("name") or "").strip()
        if not name:
            yield Problem("", msg("the name is missing"), field="name")
        elif any(name in {event.id, event.name} for event in self.context.snapshot.workspace.events):
            yield Problem("", msg("there is a meeting “{name}” already", name=name), field="name")

    def result(self) -> Mapping[str, Value]:
        """Give name and date."""
        return self.body.values()


class FollowDialog(ConfirmDialog):
    """Shows what would follow a meeting to its new day: True moves it, False leaves it, None changes nothing."""

    DEFAULT_CSS = """
    FollowDialog > .frame { width: 100; }
    FollowDialog Page { height: auto; max-height: 11; }
    FollowDialog.-low Page { max-height: 4; }
    FollowDialog.-mid Page { max-height: 6; }
    FollowDialog.-high Page { max-height: 24; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_page(1)", show=False),
        Binding("pageup", "scroll_page(-1)", show=False),
        Binding("up", "scroll_line(-1)", show=False),
        Binding("down", "scroll_line(1)", show=False),
    ]

    def __init__(self, question: str, snapshot: Snapshot, moved: Sequence[Moved]) -> None:
        """Ask `question` about `moved`."""
        super().__init__(question, "", _("Move them"), _("Leave them"))
        self._snapshot, self._moved = snapshot, moved

    def parts(self) -> Iterable[Widget]:
        """Put the page between question and answers."""
        question, answers = super().parts()
        page = Page()
        page.can_focus = False
        return question, page, answers

    def hints(self) -> Sequence[Hint]:
        """Name the keys that scroll too."""
        return [*super().hints(), Hint("↑↓ PgUp PgDn", _("scroll"))]

    def on_mount(self) -> None:
        """Begin; the lines are laid out once the width is known."""
        super().on_mount()
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Lay the lines out for another width."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        page = self.query_one(Page)
        # One cell stays for the scroll bar.
        lines = moved_lines(self._snapshot, self._moved, max(20, self.query_one(".frame").content_size.width - 1))
        page.styles.height = max(1, len(lines))
        page.set_lines(lines, keep_place=True)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by a page."""
        page = self.query_one(Page)
        page.scroll_relative(y=pages * max(1, page.size.height - 1), animate=False, force=True)

    def action_scroll_line(self, step: int) -> None:
        """Scroll by a line."""
        self.query_one(Page).scroll_relative(y=step, animate=False, force=True)


def date_field() -> Field:
    """Give the field of a meeting's date."""
    return Field("date", FieldType.DATE, title=Label(_("Date"), _("Date")))
