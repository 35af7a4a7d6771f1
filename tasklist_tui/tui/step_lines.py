"""Urgings and extensions of an item as lines: who, when, by when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.lights import is_closed
from tasklist_tui.domain.model import Item, Row
from tasklist_tui.domain.urgings import is_answered, open_urging, waiting_extension
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui import palette
from tasklist_tui.tui.wrap import wrap

Line = list[tuple[str, str]]


class StepLines:
    """Tells the urgings and extensions of one item, in lines of at most `width` cells."""

    def __init__(self, snapshot: Snapshot, kind: Kind, item: Item, width: int) -> None:
        """Tell them as of the day of the snapshot."""
        self.snapshot, self.kind, self.item, self.width = snapshot, kind, item, width
        self.open = not is_closed(item, kind)

    def tells(self, field: Field) -> bool:
        """Say whether the rows of a field are urgings or extensions."""
        return field.id in {"urges", "extensions"}

    def waiting(self) -> Iterator[Line]:
        """Yield a line for the urging and one for the extension that wait for an answer."""
        if not self.open:
            return
        if (urging := open_urging(self.item)) is not None:
            _mark, style, when = self._light(urging)
            said = _("urged, not answered: {level}", level=self._level(urging))
            yield from self._wrapped("◆", style, " · ".join(filter(None, (said, when))), style)
        if (asked := waiting_extension(self.item)) is not None:
            style = palette.light_class("yellow")
            yield from self._wrapped("◆", style, self._decision(asked), style)

    def row(self, field: Field, row: Row) -> Iterator[Line]:
        """Yield the lines of one row."""
        return self._urging(row) if field.id == "urges" else self._extension(row)

    def _urging(self, row: Row) -> Iterator[Line]:
        head = " · ".join(filter(None, (self._level(row), self._signed(row, "by", "on"))))
        answered, due = row.get("answered"), row.get("answer_due")
        if is_answered(row):
            yield from self._wrapped(palette.symbol("blue"), palette.light_class("blue"), head)
        else:
            mark, style, when = self._light(row)
            yield from self._wrapped(mark, style, head)
            yield from self._wrapped(" ", "", when or _("not answered"), style)
        if row.get("reason"):
            yield from self._wrapped(" ", "", str(row["reason"]))
        if is_answered(row):
            late = isinstance(answered, date) and isinstance(due, date) and answered > due
            said = _("answered {day}, late", day=self._day(answered)) if late else self._answer(answered)
            yield from self._wrapped(" ", "", ": ".join(filter(None, (said, str(row.get("answer", ""))))))

    def _answer(self, answered: object) -> str:
        return _("answered {day}", day=self._day(answered)) if isinstance(answered, date) else _("answered")

    def _extension(self, row: Row) -> Iterator[Line]:
        colour = {"asked": "yellow", "approved": "blue"}.get(str(row.get("decision")), "grey")
        yield from self._wrapped(palette.symbol(colour), palette.light_class(colour), self._decision(row))
        asked = self._signed(row, "asked_by", "asked_on")
        if asked:
            yield from self._wrapped(" ", "muted", _("asked by {who}", who=asked), "muted")
        if decided := self._signed(row, "decided_by", "decided_on"):
            yield from self._wrapped(" ", "muted", _("decided by {who}", who=decided), "muted")
        if row.get("reason"):
            yield from self._wrapped(" ", "", str(row["reason"]))

    def _decision(self, row: Row) -> str:
        """Say in one line what became of an extension, or that it waits."""
        dates = " → ".join(self._day(row[name]) for name in ("from_due", "to_due") if row.get(name))
        match row.get("decision"):
            case "asked":
                return _("extension waits for approval: {dates}", dates=dates)
            case "approved":
                return _("extended: {dates}", dates=dates)
            case "refused":
                return _("extension refused: {dates}", dates=dates)
        return dates

    def _level(self, row: Row) -> str:
        field = self.kind.field.get("urges")
        column = field.column.get("level") if field else None
        level = str(row.get("level", ""))
        return column.choice_label(level, language()) if column else level

    def _light(self, urging: Row) -> tuple[str, str, str]:
        """Give mark and style of an unanswered urging, and how it stands against the day its answer is due."""
        due = urging.get("answer_due")
        said = _("answer due {day}", day=self._day(due)) if isinstance(due, date) else ""
        if not isinstance(due, date) or not self.open:
            return "·", "muted", said
        light = self.snapshot.lights.judge.day_light(due)
        style = palette.light_class(light.colour)
        return palette.symbol(light.colour), style, f"{said} · {translate(light.reason)}"

    def _signed(self, row: Row, who: str, when: str) -> str:
        day = row.get(when)
        return " ".join(filter(None, (str(row.get(who, "")), self._day(day) if isinstance(day, date) else "")))

    def _day(self, day: object) -> str:
        if not isinstance(day, date):
            return str(day)
        return f"{day:%m-%d}" if day.year == self.snapshot.today.year else day.isoformat()

    def _wrapped(self, mark: str, mark_style: str, text: str, style: str = "") -> Iterator[Line]:
        for number, line in enumerate(wrap(text, self.width - 2)):
            yield [(f"{mark} " if number == 0 else "  ", mark_style), (line, style)]
