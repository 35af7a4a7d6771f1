"""Reports: their kinds and periods, the numbers and items they tell of, and a report as a value to be painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from tasklist_tui.domain.comparison import ItemNews, News
from tasklist_tui.domain.counts import Counts, count_by, total
from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.lights import Light
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Row, Workspace
from tasklist_tui.domain.query import Entry, LightOf
from tasklist_tui.domain.urgings import is_answered

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


class Due(msgspec.Struct, frozen=True):
    """Something open that falls on a day of the next period."""

    day: date
    entry: Entry
    label: str = ""


class Facts(msgspec.Struct, frozen=True):
    """Everything a periodic report tells of: counts now, what became of items, what stands badly, what comes."""

    period: Period
    whole: Counts
    committees: Mapping[str, Counts]
    lights: Mapping[Colour, int]
    news: Sequence[ItemNews]
    red: Sequence[tuple[Entry, Light]]
    yellow: Sequence[tuple[Entry, Light]]
    due: Sequence[Due]
    coming: Period


def facts_of(
    workspace: Workspace,
    entries: Sequence[Entry],
    light_of: LightOf,
    period: Period,
    coming: Period,
    news: Iterable[ItemNews] = (),
) -> Facts:
    """Gather the facts of a report about `entries`; `news` are those since the period began."""
    committees = committee_counts(workspace, entries, light_of)
    lights = dict.fromkeys(Colour, 0)
    by_colour: dict[Colour, list[tuple[Entry, Light]]] = {colour: [] for colour in Colour}
    for entry in entries:
        light = light_of(*entry)
        lights[light.colour] += 1
        by_colour[light.colour].append((entry, light))
    lists = {entry.task_list.id for entry in entries}
    return Facts(
        period,
        total(list(committees.values())),
        committees,
        lights,
        tuple(one for one in news if one.list_id in lists),
        tuple(sorted(by_colour[Colour.RED], key=_urgency)),
        tuple(sorted(by_colour[Colour.YELLOW], key=_urgency)),
        tuple(_due(entries, coming, light_of)),
        coming,
    )


def committee_counts(workspace: Workspace, entries: Iterable[Entry], light_of: LightOf) -> dict[str, Counts]:
    """Give the counts of each lead committee, in the order of the workspace."""
    found = count_by(entries, lambda entry: entry.item.lead, lambda entry: workspace.kind_of(entry.task_list), light_of)
    places = {name: number for number, name in enumerate(workspace.committee)}
    return dict(sorted(found.items(), key=lambda pair: places.get(pair[0], len(places))))


def _urgency(pair: tuple[Entry, Light]) -> int:
    return pair[1].days if pair[1].days is not None else 0


def _due(entries: Sequence[Entry], coming: Period, light_of: LightOf) -> Iterator[Due]:
    """Yield the deadlines and milestones of the coming period that are open, by day."""
    found = []
    for entry in entries:
        if light_of(*entry).colour is Colour.BLUE:
            continue
        if entry.item.due in coming and not entry.item.day("done_on"):
            found.append(Due(entry.item.due, entry))  # type: ignore[arg-type]  # a day of the period is a day
        found.extend(
            Due(row["due"], entry, str(row.get("title") or ""))
            for row in entry.item.rows("milestones")
            if row.get("due") in coming and not row.get("done") and row["due"] != entry.item.due
        )
    return iter(sorted(found, key=lambda due: due.day))


def rate(counts: Counts) -> str:
    """Give the share of items done among those not dropped, in percent; "–" when there are none."""
    whole = counts.items - counts.dropped
    return f"{100 * counts.done / whole:.1f}%" if whole else "–"


def sentences(facts: Facts, day: str) -> tuple[Message, ...]:
    """Give the overall state in sentences; `day` is the last day of the period as papers write it."""
    counts, lights = facts.whole, facts.lights
    said = [
        msg(
            "Up to {day} there are {items} items: {done} done ({on_time} on time, {late} late), a rate of {rate}.",
            day=day,
            items=counts.items,
            done=counts.done,
            on_time=counts.on_time,
            late=counts.late,
            rate=rate(counts),
        ),
        msg(
            "Of the {open} open ones {red} are red, {yellow} yellow, {green} green; {waiting} wait for close-out.",
            open=counts.open,
            red=lights[Colour.RED],
            yellow=lights[Colour.YELLOW],
            green=lights[Colour.GREEN],
            waiting=counts.waiting,
        ),
    ]
    if counts.urgings or counts.extensions:
        said.append(
            msg(
                "{urged} items were urged ({urgings} times, {unanswered} unanswered), {extended} extended.",
                urged=counts.urged,
                urgings=counts.urgings,
                unanswered=counts.unanswered,
                extended=counts.extended,
            )
        )
    return tuple(said)


def news_counts(news: Iterable[ItemNews]) -> dict[News, int]:
    """Count the news of each sort."""
    counts = dict.fromkeys(News, 0)
    for one in news:
        for sort in one.news:
            counts[sort] += 1
    return counts


class OpenUrging(msgspec.Struct, frozen=True):
    """An urging that waits for an answer; `rank` is the place of its level among those of the kind, from 0."""

    entry: Entry
    row: Row
    rank: int


def open_urgings(workspace: Workspace, entries: Iterable[Entry], is_open: Callable[[Entry], bool]) -> list[OpenUrging]:
    """Give the urgings that wait for an answer, the gravest level first, then by the day they are to be answered."""
    found: list[OpenUrging] = []
    for entry in entries:
        field = workspace.kind_of(entry.task_list).field.get("urges")
        if field is None or not is_open(entry):
            continue
        level = field.column.get("level")
        ranks = {choice.id: rank for rank, choice in enumerate(level.choices)} if level else {}
        found.extend(
            OpenUrging(entry, row, ranks.get(str(row.get("level")), 0))
            for row in entry.item.rows("urges")
            if not is_answered(row)
        )
    return sorted(found, key=lambda one: (-one.rank, str(one.row.get("answer_due") or "9999")))


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
