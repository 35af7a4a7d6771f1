"""Reports: their kinds and periods, and a report as a value to be painted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.message import UserError, msg

_DAY = timedelta(days=1)


class ReportKind(StrEnum):
    """What can be reported."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEAR = "half-year"
    YEAR_END = "year-end"
    NOTICE = "notice"
    BULLETIN = "bulletin"
    HANDOVER = "handover"
    URGING = "urging"


#: Months of a period; a week has none.
_MONTHS = {
    ReportKind.MONTHLY: 1,
    ReportKind.QUARTERLY: 3,
    ReportKind.HALF_YEAR: 6,
    ReportKind.YEAR_END: 12,
    ReportKind.NOTICE: 3,
    ReportKind.HANDOVER: 1,
    ReportKind.URGING: 1,
    ReportKind.BULLETIN: 1,
}
#: Reports that compare with the state before their period.
PERIODIC = frozenset(
    {
        ReportKind.WEEKLY,
        ReportKind.MONTHLY,
        ReportKind.QUARTERLY,
        ReportKind.HALF_YEAR,
        ReportKind.YEAR_END,
        ReportKind.NOTICE,
    }
)


class Period(msgspec.Struct, frozen=True):
    """The days from `since` to `until`, both included."""

    since: date
    until: date

    def __contains__(self, day: object) -> bool:
        """Say whether a day lies in the period."""
        return isinstance(day, date) and self.since <= day <= self.until


def period_of(kind: ReportKind, today: date, since: date | None = None, until: date | None = None) -> Period:
    """Give the period of a report: the week, month, quarter … of `until`, up to it; `until` is today if not given.

    Raises `UserError` when the days are in the wrong order, or lie ahead.
    """
    last = until or today
    if last > today:
        raise UserError(msg("{day} has not come yet", day=last), msg("choose today or an earlier day"))
    first = since or _begin(kind, last)
    if first > last:
        raise UserError(
            msg("the last day, {last}, lies before the first, {day}", last=last, day=first),
            msg("e.g. --since 2025-10-01 --until 2025-10-31"),
        )
    return Period(first, last)


def period_after(kind: ReportKind, period: Period) -> Period:
    """Give the next period of the same length: what is due in it is announced."""
    first = period.until + _DAY if period.until < date.max else period.until
    if kind is ReportKind.WEEKLY:
        return Period(first, _forward(period.until, 7))
    return Period(first, _end(kind, first))


def _begin(kind: ReportKind, day: date) -> date:
    if kind is ReportKind.WEEKLY:
        return date.fromordinal(max(day.toordinal() - day.weekday(), 1))
    months = _MONTHS[kind]
    return day.replace(month=1 + (day.month - 1) // months * months, day=1)


def _end(kind: ReportKind, day: date) -> date:
    """Give the last day of the month, quarter … that `day` is in."""
    months = _MONTHS[kind]
    month = (day.month - 1) // months * months + months
    if month == 12:
        return day.replace(month=12, day=31)
    return date(day.year, month + 1, 1) - _DAY


def _forward(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading of level 1 (一、), 2 (（一）) or 3 (1.)."""

    text: str
    level: int = 1


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """A paragraph; `style` is `body`, `note` (编者按), `flush` (主送机关) or `signed` (right, indented)."""

    text: str
    style: str = "body"


class Table(msgspec.Struct, frozen=True, tag=True):
    """A table; `widths` are parts of the whole, `lights` colours of the rows' cells in the column `light_column`."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    lights: tuple[Colour | None, ...] = ()
    light_column: int = -1


class ArticleTitle(msgspec.Struct, frozen=True, tag=True):
    """The title of an article of a bulletin, or of a sheet; `colour` is a name of `lightrules.Colour` or ""."""

    text: str
    colour: str = ""


class PageBreak(msgspec.Struct, frozen=True, tag=True):
    """The next block begins a page."""


Block = Heading | Paragraph | Table | ArticleTitle | PageBreak


#: What of the fields stands above the body, and below it, where no template says so.
_ABOVE = ("edition", "issue", "editor", "number", "subtitle")
_BELOW = ("send", "copies")


class Report(msgspec.Struct, frozen=True):
    """A report in the language of its reader.

    `fields` fill the placeholders of a template: `title`, `organisation`, `date`, `period`, `head` …; empty ones leave
    nothing.  `blocks` are its body.
    """

    kind: ReportKind
    title: str
    language: str
    fields: Mapping[str, str]
    blocks: tuple[Block, ...]

    @property
    def is_bulletin(self) -> bool:
        """Whether this is a numbered bulletin (简报), whose title is the name at its head."""
        return self.kind is ReportKind.BULLETIN

    @property
    def has_red_head(self) -> bool:
        """Whether the name of who issues it stands large and red at its head."""
        return self.kind in {ReportKind.BULLETIN, ReportKind.NOTICE}

    @property
    def signs_itself(self) -> bool:
        """Whether its blocks say who signs, so that nothing is signed at the end."""
        return self.kind is ReportKind.URGING

    def above(self) -> list[str]:
        """Give what stands between head and body: edition, issue, editor, number, days."""
        return [text for name in _ABOVE if (text := self.fields.get(name, "").strip())]

    def below(self) -> list[str]:
        """Give the lines that stand below the body: circulation, copies."""
        return [line.strip() for name in _BELOW for line in self.fields.get(name, "").split("\n") if line.strip()]
