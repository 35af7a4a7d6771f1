"""What reports tell of: counts, what became of items, what stands badly, what is due next, and urgings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.comparison import ItemNews, News
from tasklist_tui.domain.counts import Counts, count_by, total
from tasklist_tui.domain.kinds import Kind, Stage
from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.lights import Light, is_closed
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Row, Workspace
from tasklist_tui.domain.query import Entry, LightOf
from tasklist_tui.domain.reports import Period
from tasklist_tui.domain.urgings import is_answered


class Due(msgspec.Struct, frozen=True):
    """Something open that falls on a day of the next period."""

    day: date
    entry: Entry
    label: str = ""


class Facts(msgspec.Struct, frozen=True):
    """Everything a periodic report tells of: counts now, what became of items, what stands badly, what comes.

    `lights` are those of the open items.
    """

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
    """Gather the facts of a report about `entries`; `news` are those of the same lists since the period began."""
    committees = committee_counts(workspace, entries, light_of)
    lights = dict.fromkeys(Colour, 0)
    by_colour: dict[Colour, list[tuple[Entry, Light]]] = {colour: [] for colour in Colour}
    for entry in entries:
        light = light_of(*entry)
        lights[light.colour] += not is_closed(entry.item, workspace.kind_of(entry.task_list))
        by_colour[light.colour].append((entry, light))
    return Facts(
        period,
        total(list(committees.values())),
        committees,
        lights,
        tuple(news),
        tuple(sorted(by_colour[Colour.RED], key=_urgency)),
        tuple(sorted(by_colour[Colour.YELLOW], key=_urgency)),
        tuple(_due(entries, coming, light_of)),
        coming,
    )


def is_register(kind: Kind) -> bool:
    """Say whether items of a kind only stand on record (people, stations): no state means that one is done."""
    return bool(kind.states) and all(state.stage is not Stage.DONE for state in kind.states)


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
        due = entry.item.due
        if due is not None and due in coming and not entry.item.day("done_on"):
            found.append(Due(due, entry))
        found.extend(
            Due(row["due"], entry, str(row.get("title") or ""))
            for row in entry.item.rows("milestones")
            if row.get("due") in coming and not row.get("done") and row["due"] != due
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
        _done_sentence(counts, day),
        msg(
            "Of the {open} open ones {red} are red, {yellow} yellow, {green} green, {grey} grey; {waiting} wait for"
            " close-out.",
            open=counts.open,
            red=lights[Colour.RED],
            yellow=lights[Colour.YELLOW],
            green=lights[Colour.GREEN],
            grey=lights[Colour.GREY],
            waiting=counts.waiting,
        ),
    ]
    if counts.urgings:
        said.append(
            msg(
                "{urged} items were urged ({urgings} times, {unanswered} unanswered).",
                urged=counts.urged,
                urgings=counts.urgings,
                unanswered=counts.unanswered,
            )
        )
    if counts.extended:
        said.append(msg("{extended} were extended.", extended=counts.extended))
    return tuple(said)


def _done_sentence(counts: Counts, day: str) -> Message:
    """Say how many items there are and how many of them are done, all of those accounted for."""
    numbers = {"items": counts.items, "done": counts.done, "on_time": counts.on_time, "late": counts.late}
    undated = counts.done - counts.on_time - counts.late
    if undated:
        return msg(
            "Up to {day} there are {items} items: {done} done ({on_time} on time, {late} late, {undated} without dates"
            " to tell), a rate of {rate}.",
            day=day,
            rate=rate(counts),
            undated=undated,
            **numbers,
        )
    return msg(
        "Up to {day} there are {items} items: {done} done ({on_time} on time, {late} late), a rate of {rate}.",
        day=day,
        rate=rate(counts),
        **numbers,
    )


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
