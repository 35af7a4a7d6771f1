"""One item in full, as lines of styled pieces: the fields of its kind, milestones with lights, the newest log first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.lights import Light
from tasklist_tui.domain.links import LINK_TYPES
from tasklist_tui.domain.model import Item, Row, TaskList
from tasklist_tui.domain.stages import stage_clock
from tasklist_tui.domain.workflow import current_state, field_label, state_label, transition_label
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.daywords import weekday
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import stage_text, value_text
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui import palette
from tasklist_tui.tui.link_lines import link_lines
from tasklist_tui.tui.recurrence_lines import recurrence_lines, told
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.step_lines import StepLines
from tasklist_tui.tui.text import cell_width, clip, fit, one_line
from tasklist_tui.tui.wrap import wrap

#: A piece of a line: its text, and what it is (`title`, `label`, `muted`, `heading`, a light, or "" for plain).
Piece = tuple[str, str]
Line = list[Piece]

_UNSIGNED: Mapping[str, str] = MappingProxyType({})

#: Fields that the head of the page has said already.
_IN_HEAD = frozenset({"title", "status", "progress"})
#: Cells for labels: on a narrow page, and where there is room for six characters.
_LABEL_CELLS = (10, 13)
_ROOMY = 44
_BAR_CELLS = 10


def item_page(
    snapshot: Snapshot, task_list: TaskList, item: Item, width: int, signed: Mapping[str, str] = _UNSIGNED
) -> tuple[list[Line], list[ItemKey | None]]:
    """Give the lines of an item, none wider than `width` cells, and the item each line leads to.

    `signed` gives who set each field and when.
    """
    page = _Page(snapshot, task_list, item, max(width, 12), signed)
    recurring = recurrence_lines(snapshot, task_list, item, page.width)
    foot: Line = [(fit(f"id {item.id}", page.width), "muted")]
    above: list[Line] = [*page.head(), [], *page.fields(), *recurring]
    links = list(link_lines(snapshot, item, page.width))
    below: list[Line] = [*page.tables(), [], foot]
    lines = [*above, *(line for line, _key in links), *below]
    return lines, [*[None] * len(above), *(key for _line, key in links), *[None] * len(below)]


def item_lines(snapshot: Snapshot, task_list: TaskList, item: Item, width: int) -> list[Line]:
    """Give the lines of an item, none wider than `width` cells."""
    return item_page(snapshot, task_list, item, width)[0]


class _Page:
    """Lays out one item for one width."""

    def __init__(
        self, snapshot: Snapshot, task_list: TaskList, item: Item, width: int, signed: Mapping[str, str]
    ) -> None:
        self.signed = signed
        self.snapshot = snapshot
        self.workspace = snapshot.workspace
        self.task_list = task_list
        self.item = item
        self.width = width
        self.kind: Kind = snapshot.workspace.kind_of(task_list)
        self.language = language()
        self.steps = StepLines(snapshot, self.kind, item, width)
        self.told = _IN_HEAD | told(snapshot, task_list, item)

    def head(self) -> Iterator[Line]:
        number = self.workspace.number_of(self.task_list, self.item)
        title = f"{number} {self.item.title}" if number else self.item.title
        yield from ([(line, "title")] for line in wrap(title or _("(no title)"), self.width))
        light = self.snapshot.light(self.task_list, self.item)
        said = f"{palette.symbol(light.colour)} {light_word(light.colour)} · {self.reason(light)}"
        yield from ([(line, palette.light_class(light.colour))] for line in wrap(said, self.width))
        state = state_label(self.kind, current_state(self.item, self.kind)).in_language(self.language)
        bar = self.progress(self.item.get("progress"))
        yield [(clip(state, self.width - sum(cell_width(text) for text, _role in bar)), "strong"), *bar]
        yield from self.head_signed()
        yield from self.steps.waiting()
        yield from self.stage()
        if self.task_list.kind not in self.workspace.kinds:
            said = _("The kind “{kind}” is not declared: fields are shown as written (!)", kind=self.task_list.kind)
            yield from ([(line, "warn")] for line in wrap(said, self.width))

    def stage(self) -> Iterator[Line]:
        """Yield the time limit of the state the item is in, while one runs."""
        clock = stage_clock(self.item, self.kind, self.snapshot.calendar)
        if clock is not None and self.task_open():
            light = self.snapshot.lights.judge.day_light(clock.due)
            said = f"{palette.symbol(light.colour)} {stage_text(self.kind, clock, light, self.language)}"
            yield from ([(line, palette.light_class(light.colour))] for line in wrap(one_line(said), self.width))

    def reason(self, light: Light) -> str:
        """Give the reason of a light with the names of committees in place of their ids."""
        name = light.reason.args.get("name")
        if isinstance(name, str) and name in self.workspace.committee:
            named = {**light.reason.args, "name": self.workspace.committee_name(name, self.language)}
            return translate(type(light.reason)(light.reason.template, named))
        return translate(light.reason)

    def progress(self, percent: object) -> Line:
        if not isinstance(percent, int):
            return []
        if self.width < 3 * _BAR_CELLS:
            return [(f" {percent}%", "")]
        filled = round(percent * _BAR_CELLS / 100)
        return [("  ", ""), ("━" * filled, "bar"), ("─" * (_BAR_CELLS - filled), "muted"), (f" {percent}%", "")]

    def fields(self) -> Iterator[Line]:
        """Yield the filled fields in the order declared, then the ones the kind does not know."""
        for field in self.kind.fields:
            value = self.item.get(field.id)
            if value is None or field.id in self.told or field.type is FieldType.ROWS:
                continue
            if field.type in LINK_TYPES:
                continue  # said among the links
            if field.id == "due_text" and self.item.due is not None:
                continue  # said beside the date
            label = field_label(self.kind, field.id).in_language(self.language)
            yield from self.signing(field.id, self.labelled(label, self.value(field, value)))
        for name in self.item.values:
            if name not in self.kind.field:
                yield from self.signing(name, self.labelled(name, as_written(self.item.get(name))))

    def value(self, field: Field, value: object) -> str:
        shown = value_text(self.workspace, self.kind, field, value, self.language, self.item.values)
        if field.type is FieldType.MEASURE and isinstance(value, int):
            document = self.workspace.document.get(self.task_list.document)
            measure = document.measure.get(value) if document else None
            return f"{shown} {measure.title}" if measure else shown
        if field.id == "due" and isinstance(value, date):
            written = self.item.text("due_text")
            return " ".join(filter(None, (shown, self.weekday(value), written and _("“{text}”", text=written))))
        return shown

    def weekday(self, day: date) -> str:
        rest = "" if self.snapshot.calendar.is_workday(day) else " " + _("(rest day)")
        return weekday(day) + rest

    def labelled(self, label: str, text: str, style: str = "") -> Iterator[Line]:
        """Yield a label and its text; beside each other where the label is short enough."""
        label = one_line(label)
        indent = _LABEL_CELLS[self.width >= _ROOMY]
        if cell_width(label) >= indent or self.width < 3 * indent:
            yield [(clip(label, self.width), "label")]
            yield from ([("  ", ""), (line, style)] for line in wrap(text, self.width - 2))
            return
        for number, line in enumerate(wrap(text, self.width - indent)):
            yield [(fit(label, indent) if number == 0 else " " * indent, "label"), (line, style)]

    def signing(self, name: str, lines: Iterable[Line]) -> Iterator[Line]:
        """Yield the lines of a field, at the right end of the last one who set it where there is room, else below."""
        said = clip(self.signed.get(name, ""), self.width)
        made = list(lines)
        if not said:
            yield from made
            return
        used = sum(cell_width(text) for text, _role in made[-1]) if made else self.width
        fits = used + cell_width(said) + 2 <= self.width
        yield from made[:-1] if fits else made
        gap = self.width - cell_width(said) - (used if fits else 0)
        yield [*(made[-1] if fits else []), (" " * gap, ""), (said, "muted")]

    def head_signed(self) -> Iterator[Line]:
        """Yield who set what the head says: title, state, progress."""
        for name in ("title", "status", "progress"):
            if name in self.signed:
                label = one_line(field_label(self.kind, name).in_language(self.language))
                yield from self.signing(name, [[("  ", ""), (clip(label, self.width - 2), "muted")]])

    def tables(self) -> Iterator[Line]:
        """Yield every field of rows that has some."""
        for field in self.kind.fields:
            rows = self.item.rows(field.id)
            if field.type is not FieldType.ROWS or not rows or field.id in self.told:
                continue
            yield []
            yield self.heading(field, rows)
            yield from self.signing(field.id, [])
            if any(isinstance(row.get("at"), datetime) for row in rows):
                yield from self.log(field, rows)
            else:
                told = self.steps.row if self.steps.tells(field) else self.row
                for row in rows:
                    yield from told(field, row)

    def heading(self, field: Field, rows: Sequence[Row]) -> Line:
        label = one_line(field_label(self.kind, field.id).in_language(self.language))
        count = str(len(rows))
        if "done" in field.column:
            count = f"{sum(1 for row in rows if row.get('done'))}/{len(rows)}"
        text = clip(f"{label} {count}", self.width - 4)
        return [(f"── {text} ", "heading"), ("─" * max(0, self.width - cell_width(text) - 4), "heading")]

    def row(self, field: Field, row: Row) -> Iterator[Line]:
        """Yield a row: its light, its name, what else it says, and how it stands against its date."""
        done, due = row.get("done"), row.get("due")
        light: Light | None = None
        if isinstance(done, date):
            late = isinstance(due, date) and done > due
            when = _("done {day}, late", day=self.short(done)) if late else _("done {day}", day=self.short(done))
            mark, style = palette.symbol("blue"), palette.light_class("blue")
        elif isinstance(due, date) and self.task_open():
            light = self.snapshot.lights.judge.day_light(due)
            when = f"{self.short(due)} {translate(light.reason)}"
            mark, style = palette.symbol(light.colour), palette.light_class(light.colour)
        else:
            when = self.short(due) if isinstance(due, date) else ""
            mark, style = "·", "muted"
        said = [
            value_text(self.workspace, self.kind, column, row[column.id], self.language, self.item.values)
            for column in field.fields
            if column.id not in {"id", "due", "done"} and row.get(column.id) is not None
        ]
        for number, line in enumerate(wrap(" · ".join(filter(None, said)) or when, self.width - 2)):
            yield [(f"{mark} " if number == 0 else "  ", style), (line, "")]
        if when and said:
            yield from ([("  ", ""), (line, style)] for line in wrap(when, self.width - 2))

    def task_open(self) -> bool:
        """Say whether open rows still count: those of finished items do not."""
        state = self.kind.state.get(current_state(self.item, self.kind))
        return state is None or not state.final

    def short(self, day: date) -> str:
        """Give a day without its year when that is this one."""
        return day.strftime("%m-%d") if day.year == self.snapshot.today.year else day.isoformat()

    def log(self, field: Field, rows: Sequence[Row]) -> Iterator[Line]:
        """Yield the notes, newest first."""
        for row in sorted(rows, key=_moment, reverse=True):
            at = row.get("at")
            when = at.strftime("%Y-%m-%d %H:%M") if isinstance(at, datetime) else ""
            when = clip(when, self.width)
            by = clip(str(row.get("by", "")), self.width - cell_width(when) - 2)
            yield [(when, "muted"), ("  ", "") if by else ("", ""), (by, "strong")]
            step, state = row.get("step"), row.get("state")
            taken = [transition_label(self.kind, str(step)).in_language(self.language)] if step else []
            taken += ["→ " + state_label(self.kind, str(state)).in_language(self.language)] if state else []
            if taken:
                yield [("  " + clip(" ".join(taken), self.width - 2), "label")]
            if text := row.get("text"):
                yield from ([("  ", ""), (line, "")] for line in wrap(str(text), self.width - 2))
            rest = [
                c
                for c in field.fields
                if c.id not in {"at", "by", "state", "step", "text"} and row.get(c.id) is not None
            ]
            for column in rest:
                shown = value_text(self.workspace, self.kind, column, row[column.id], self.language)
                yield from ([("  ", ""), (line, "")] for line in wrap(shown, self.width - 2))


def as_written(value: object) -> str:
    """Give a value that no kind explains: lists and mappings in lines."""
    plain = to_plain(value)
    if isinstance(plain, dict):
        return "\n".join(f"{key}: {as_written(inner)}" for key, inner in plain.items())
    if isinstance(plain, list):
        return "\n".join("· " + as_written(inner).replace("\n", "  ") for inner in plain)
    return str(plain)


def _moment(row: Row) -> float:
    at = row.get("at")
    return at.timestamp() if isinstance(at, datetime) else 0.0
