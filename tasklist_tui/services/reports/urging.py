"""催办单: a sheet for each urging that waits for an answer, in the colour of its level."""

from __future__ import annotations

from collections.abc import Iterator

from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.kinds import Field
from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.lights import is_closed
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.report_facts import OpenUrging, open_urgings
from tasklist_tui.domain.reports import ArticleTitle, Block, PageBreak, Paragraph, Report, Table
from tasklist_tui.services.exports.columns import due_text
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import value_text
from tasklist_tui.services.reports.asked import Asked

#: The colours of the levels, the mildest first (三明: blue, orange, red); further ones are red too.
_COLOURS = (Colour.BLUE, Colour.YELLOW, Colour.RED)


def urging_report(asked: Asked) -> Report:
    """Give the sheets; raises `UserError` when no urging waits for an answer."""

    def is_open(entry: Entry) -> bool:
        return not is_closed(entry.item, asked.snapshot.workspace.kind_of(entry.task_list))

    found = open_urgings(asked.snapshot.workspace, asked.entries, is_open)
    if not found:
        raise UserError(
            msg("no urging waits for an answer"), msg("urge first: tasklist advance ITEM urge, or the key of that step")
        )
    title = asked.say(msg("Urging sheets: {list}", list=asked.title))
    fields = {
        "title": title,
        "organisation": asked.organisation(),
        "date": asked.day(asked.snapshot.today),
        "head": asked.organisation(),
    }
    return Report(asked.kind, title, asked.language, fields, tuple(_sheets(asked, found)))


def _sheets(asked: Asked, found: list[OpenUrging]) -> Iterator[Block]:
    for number, urging in enumerate(found):
        if number:
            yield PageBreak()
        yield from _sheet(asked, urging)


def _sheet(asked: Asked, urging: OpenUrging) -> Iterator[Block]:
    colour = _COLOURS[min(urging.rank, len(_COLOURS) - 1)]
    level = _told(asked, urging, "level")
    sheet = asked.say(msg("Urging sheet"))
    yield ArticleTitle(f"{sheet}（{level}）" if level else sheet, colour)
    colon = "：" if asked.language == "zh" else ":"
    item, light = urging.entry.item, asked.snapshot.light(*urging.entry)
    yield Paragraph(f"{asked.committee(item.lead) or '　　　　'}{colon}", "flush")
    yield Paragraph(
        asked.say(
            msg(
                "the item below is not on schedule. Please press on with it, and answer in writing by {day}.",
                day=asked.day(urging.row.get("answer_due")) or "　　　　",
            )
        )
    )
    number = asked.snapshot.workspace.number_of(*urging.entry)
    rows = (
        (msg("Item"), " ".join(filter(None, [number, item.title]))),
        (msg("List"), urging.entry.task_list.title),
        (msg("Lead"), asked.committee(item.lead)),
        (msg("Supporting"), "、".join(asked.committee(name) for name in item.co)),
        (msg("Due"), due_text(item)),
        (msg("Light"), f"{light_word(light.colour)} · {asked.say(light.reason)}"),
        (msg("Progress"), f"{item.progress}%"),
        (msg("Level"), level),
        (msg("Reason"), _told(asked, urging, "reason")),
        (msg("Urged on"), _told(asked, urging, "on")),
        (msg("Urged by"), _told(asked, urging, "by")),
        (msg("Answer due"), _told(asked, urging, "answer_due")),
        (msg("Answer"), "\n\n\n"),
    )
    yield Table((), tuple((asked.say(label), text) for label, text in rows), (1, 4))
    yield Paragraph(asked.organisation(), "signed")
    yield Paragraph(asked.day(asked.snapshot.today), "signed")


def _told(asked: Asked, urging: OpenUrging, column: str) -> str:
    """Give a column of the urging in words."""
    kind = asked.snapshot.workspace.kind_of(urging.entry.task_list)
    field = kind.field.get("urges", Field("urges")).column.get(column)
    value = urging.row.get(column)
    if field is None:
        return "" if value is None else str(to_plain(value))
    return value_text(asked.snapshot.workspace, kind, field, value, asked.language)
