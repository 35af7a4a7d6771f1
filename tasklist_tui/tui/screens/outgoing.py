"""What is to be exported or reported: forms that ask what, in which format and where; and a look at it before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.kinds import Choice, Field, FieldType, Kind, Label
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import TaskList, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.domain.reports import Report, ReportKind, period_of
from tasklist_tui.i18n import _, translate
from tasklist_tui.services import exporting, reporting
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.gateway import apart
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.report_lines import report_lines
from tasklist_tui.tui.screens.form_screen import FormScreen
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.control import Context
from tasklist_tui.tui.widgets.fields.sections import Section
from tasklist_tui.tui.widgets.key_hints import Hint, KeyHints
from tasklist_tui.tui.widgets.pages import Page

A = TypeVar("A")

#: What can be exported besides single lists.
SHOWN, ALL = "?shown", "?all"


class ExportAnswer(NamedTuple):
    """What to export (`SHOWN`, `ALL` or the id of a list), how, and where to; `entered` is what was changed for it."""

    what: str
    format: str
    anonymise: bool
    file: str
    entered: Mapping[str, Value]


class ReportAnswer(NamedTuple):
    """What to report, for which days, how, and where to; `entered` is what was changed for it."""

    wanted: reporting.Wanted
    format: str
    file: str
    entered: Mapping[str, Value]


class Refusal(NamedTuple):
    """What a person had entered when the file was refused, and why it was."""

    entered: Mapping[str, Value]
    reason: str


class OutgoingForm(FormScreen[A], Generic[A]):
    """Asks for a file to write; after a `refusal` it comes back as it was left, with the reason beside the file."""

    small = True

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        snapshot: Snapshot,
        values: Mapping[str, Value],
        refusal: Refusal | None,
    ) -> None:
        """Ask for `fields`."""
        super().__init__(title, [Section(None, fields)], _context(snapshot), values)
        self._refusal = refusal
        self._refused_file: Value = None

    def begin(self) -> None:
        """Begin in the first field; after a refusal with what was entered, in the field of the file."""
        if self._refusal is None:
            super().begin()
            return
        for row in self.body.rows.values():
            row.control.restore(self._refusal.entered)
        self.follow()
        self._refused_file = self.body.values()["file"]
        self.tell("file", self._refusal.reason)
        self.check()
        self.call_after_refresh(self.body.go_to, "file")  # once the reason has its place below it

    def noted(self) -> None:
        """Let what depends on an edit follow; the reason of a refusal goes with the file that was refused."""
        self.follow()
        if self._refused_file is not None and self.body.values()["file"] != self._refused_file:
            self._refused_file = None
            self.untell("file")
        super().noted()

    def follow(self) -> None:
        """Let the name of the file follow what else was chosen, until the person writes one."""
        control, file = self.body.control("file"), self.file(self.body.values())
        if not control.edited and control.given != file:
            control.show(file)

    def file(self, values: Mapping[str, Value]) -> str:
        """Give the file that is offered for what was chosen."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Leave: there is nothing here that would be a loss."""
        self.dismiss(None)


class ExportForm(OutgoingForm[ExportAnswer]):
    """Asks what to export, in which format, with or without people, and to which file."""

    def __init__(self, snapshot: Snapshot, shown: int, title: str, folder: str, refusal: Refusal | None = None) -> None:
        """Offer the `shown` items of the screen, which have `title`, and all lists; files go into `folder`."""
        workspace = snapshot.workspace
        self._titles = {SHOWN: title, ALL: workspace.settings.title or workspace.settings.organisation}
        self._titles |= {task_list.id: task_list.title or task_list.id for task_list in workspace.lists}
        self._folder, self._day = folder, snapshot.today
        whats = [
            Choice(SHOWN, _label(_("what is shown ({count} items)", count=shown))),
            Choice(ALL, _label(_("all lists"))),
            *(Choice(task_list.id, _label(task_list.title or task_list.id)) for task_list in workspace.lists),
        ]
        formats = [Choice(each.id, _label(translate(each.title))) for each in exporting.FORMATS.values()]
        fields = [
            Field("what", FieldType.CHOICE, _label(_("What to export")), choices=tuple(whats), required=True),
            Field("format", FieldType.CHOICE, _label(_("Format")), choices=tuple(formats), required=True),
            Field("anonymise", FieldType.FLAG, _label(_("Leave out people"))),
            Field("file", FieldType.TEXT, _label(_("File")), required=True),
        ]
        values: dict[str, Value] = {"what": SHOWN if shown else ALL, "format": next(iter(exporting.FORMATS))}
        values["file"] = self.file(values)
        super().__init__(_("Export"), fields, snapshot, values, refusal)

    def hints(self) -> Sequence[Hint]:
        """Name the keys."""
        return _hints(_("Export"))

    def file(self, values: Mapping[str, Value]) -> str:
        """Name the file after what is exported and the day."""
        chosen = exporting.FORMATS.get(str(values.get("format")))
        title = self._titles.get(str(values.get("what")), "")
        return f"{self._folder}/{exporting.file_name(f'{title} {self._day}', chosen.suffix if chosen else '')}"

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Ask for what is missing."""
        return _missing(values, ("what", "format", "file"))

    def result(self) -> ExportAnswer:
        """Give what was chosen."""
        values = self.body.values()
        return ExportAnswer(
            str(values["what"]),
            str(values["format"]),
            values.get("anonymise") is True,
            str(values["file"]),
            self.body.changes(),
        )


class ReportForm(OutgoingForm[ReportAnswer]):
    """Asks which report, for which days, about which list, in which format, and to which file."""

    def __init__(
        self,
        snapshot: Snapshot,
        folder: str,
        list_id: str = "",
        bulletin: str = "",
        refusal: Refusal | None = None,
    ) -> None:
        """Offer all reports; files go into `folder`; the list shown on the screen is `list_id`.

        Somebody who stands on an issue of a `bulletin` most likely wants to write that one.
        """
        workspace = snapshot.workspace
        self._folder, self._today = folder, snapshot.today
        self._organisation = workspace.settings.organisation or workspace.settings.title
        kinds = [Choice(kind.value, _label(translate(title))) for kind, title in reporting.TITLES.items()]
        lists = [Choice(task_list.id, _label(task_list.title or task_list.id)) for task_list in workspace.lists]
        formats = [Choice(each.id, _label(translate(each.title))) for each in reporting.FORMATS.values()]
        fields = [
            Field("kind", FieldType.CHOICE, _label(_("Report")), choices=tuple(kinds), required=True),
            Field("since", FieldType.DATE, _label(_("From"))),
            Field("until", FieldType.DATE, _label(_("To"))),
            Field("list", FieldType.CHOICE, _label(_("List")), choices=tuple(lists)),
            Field("format", FieldType.CHOICE, _label(_("Format")), choices=tuple(formats), required=True),
            Field("file", FieldType.TEXT, _label(_("File")), required=True),
        ]
        self._bulletin = bulletin
        self._kind = ReportKind.BULLETIN if bulletin else ReportKind.MONTHLY
        values: dict[str, Value] = {"kind": self._kind.value, "format": "docx", "list": list_id or None}
        values |= self._days(self._kind)
        values["file"] = self.file(values)
        super().__init__(_("Report"), fields, snapshot, values, refusal)

    def hints(self) -> Sequence[Hint]:
        """Name the keys."""
        return _hints(_("Look at it"))

    def follow(self) -> None:
        """Let days and file follow the kind, until the person writes others."""
        values = self.body.values()
        kind = ReportKind(str(values.get("kind") or ReportKind.MONTHLY))
        if kind is not self._kind:
            self._kind = kind
            for name, day in self._days(kind).items():
                control = self.body.control(name)
                if not control.edited:
                    control.show(day)
        super().follow()

    def _days(self, kind: ReportKind) -> dict[str, date]:
        period = period_of(kind, self._today)
        return {"since": period.since, "until": period.until}

    def file(self, values: Mapping[str, Value]) -> str:
        """Name the file after the organisation, the report and its last day."""
        title = reporting.TITLES.get(ReportKind(str(values.get("kind") or ReportKind.MONTHLY)), msg("Report"))
        chosen = reporting.FORMATS.get(str(values.get("format")))
        name = " ".join(filter(None, [self._organisation, translate(title), str(values.get("until") or "")]))
        return f"{self._folder}/{exporting.file_name(name, chosen.suffix if chosen else '')}"

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Ask for what is missing, and look at the days."""
        yield from _missing(values, ("kind", "format", "file"))
        try:
            self._wanted(values).period(self._today)
        except UserError as error:
            yield Problem("", error.message, error.hint, field="until")

    def _wanted(self, values: Mapping[str, Value]) -> reporting.Wanted:
        lists = frozenset({str(values["list"])} if values.get("list") else ())
        kind = ReportKind(str(values.get("kind") or ReportKind.MONTHLY))
        since, until = (_day(values.get(name)) for name in ("since", "until"))
        item = self._bulletin if kind is ReportKind.BULLETIN else ""
        return reporting.Wanted(kind, since, until, lists, item)

    def result(self) -> ReportAnswer:
        """Give what was chosen."""
        values = self.body.values()
        return ReportAnswer(self._wanted(values), str(values["format"]), str(values["file"]), self.body.changes())


class PreviewDialog(ModalScreen[bool]):
    """Shows a report before it is written; Enter writes it, Esc does not."""

    DEFAULT_CSS = """
    PreviewDialog { align: center middle; }
    PreviewDialog Vertical {
        width: 100; max-width: 100%; height: 95%; background: $surface; border: round $primary; padding: 0 1;
    }
    PreviewDialog Page { background: $surface; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", show=False),
        Binding("enter", "answer(True)", show=False, priority=True),
        Binding("ctrl+s", "answer(True)", show=False, priority=True),
    ]

    def __init__(self, report: Report) -> None:
        """Show `report`."""
        super().__init__()
        self._report = report
        self._width = 0

    def compose(self) -> ComposeResult:
        """Hold one page and the keys."""
        with Vertical() as frame:
            frame.border_title = content(self._report.title)
            yield Page()
            yield KeyHints(
                [
                    Hint("Enter", _("Write the file"), "answer(True)"),
                    Hint("↑↓", _("scroll")),
                    Hint("Esc", _("Cancel"), "answer(False)"),
                ]
            )

    def on_mount(self) -> None:
        """Fill the page once its width is known."""
        self.query_one(Page).focus()
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        width = max(self.query_one(Page).line_width, 20)
        if width != self._width:
            self._width = width
            self.run_worker(self._fill_by(width), group="fill", name="fill", exclusive=True)

    async def _fill_by(self, width: int) -> None:
        """Make the lines beside the screen, those of 5,000 items take 0.3 s; the first ones are shown at once."""
        page = self.query_one(Page)
        made = report_lines(self._report, width)
        lines: list[Line] = []
        if not page.text:
            lines = await apart(self.app, lambda: list(islice(made, self.size.height)), name="lines")
            page.set_lines(lines, keep_place=True)
        rest = await apart(self.app, lambda: list(made), name="lines")
        page.set_lines([*lines, *rest], keep_place=True)

    def action_answer(self, write: bool) -> None:
        """Take the answer."""
        self.dismiss(write)


def _context(snapshot: Snapshot) -> Context:
    return Context(snapshot, TaskList("?"), Kind("?"))


def _label(text: str) -> Label:
    return Label(text, text)


def _hints(does: str) -> Sequence[Hint]:
    return (Hint("Ctrl+S", does, "save"), Hint("Tab", _("next field")), Hint("Esc", _("Cancel"), "leave"))


def _missing(values: Mapping[str, Value], names: Iterable[str]) -> Iterable[Problem]:
    said: Message = msg("this is missing")
    return (Problem("", said, field=name) for name in names if not values.get(name))


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else parse_day(str(value), date.min) if value else None
