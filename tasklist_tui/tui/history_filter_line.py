"""The filter line of the history, `印发 by:王 @预算工委 field:时限 light:red on:10-1..`: the twin of `filter_line`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from tasklist_tui.domain.history_filter import HistoryFilter
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.tui.filter_line import (
    COLOUR_WORDS,
    FULL_WIDTH,
    Suggestion,
    finishing,
    matching_committees,
    span,
    split_word,
)

#: The words before the colon that are understood, in English and in Chinese.
PREFIXES: dict[str, tuple[str, str]] = {
    "by": ("by:", "人员:"),
    "field": ("field:", "字段:"),
    "light": ("light:", "亮灯:"),
    "on": ("on:", "日期:"),
    "item": ("item:", "事项:"),
}
_NOTES = {
    "by": msg("who changed it"),
    "field": msg("what was changed"),
    "light": msg("turned that colour"),
    "on": msg("from … to …"),
    "item": msg("number or title"),
}


class ParsedHistory(msgspec.Struct, frozen=True):
    """A filter line as understood, and what was not."""

    wanted: HistoryFilter
    unknown: tuple[Message, ...] = ()


def parse_history(line: str, workspace: Workspace, today: date) -> ParsedHistory:
    """Read a filter line.  What is half typed or unknown narrows nothing and is named in `unknown`."""
    words: list[str] = []
    found: dict[str, str] = {}
    days: tuple[date | None, date | None] = (None, None)
    unknown: list[Message] = []
    for word in line.translate(FULL_WIDTH).split():
        sort, value = split_word(word, PREFIXES)
        name, known = {
            "@": ("committee", _committee),
            "field": ("field", _field),
            "light": ("light", _light),
            "item": ("item_id", _item),
            "by": ("person", _person),
        }.get(sort, ("", None))
        if known is not None:
            hit = known(workspace, value)
            found |= {name: hit} if hit else {}
            if value and not hit:
                unknown.append(msg("“{word}” matches nothing", word=word))
        elif sort == "on":
            days = span(value, today) or days
            if value and span(value, today) is None:
                unknown.append(msg("“{word}” matches nothing", word=word))
        else:
            words.append(word)
    wanted = HistoryFilter(**found, since=days[0], until=days[1], text=" ".join(words))
    return ParsedHistory(wanted, tuple(unknown))


def history_suggestions(line: str, workspace: Workspace, language: str) -> list[Suggestion]:
    """Give ways to finish the last word of the line, the most likely first."""
    return finishing(line, PREFIXES, lambda sort, start: _candidates(sort, start, workspace, language))


def with_word(line: str, sort: str, value: str, language: str) -> str:
    """Give the line with a word of one sort put in, in place of one that is there."""
    start = "@" if sort == "@" else PREFIXES[sort][0 if language.startswith("en") else 1]
    kept = [word for word in line.split() if split_word(word.translate(FULL_WIDTH), PREFIXES)[0] != sort]
    return " ".join([*kept, f"{start}{value}"] if value else kept)


def field_titles(workspace: Workspace, language: str) -> dict[str, str]:
    """Give the fields of the kinds in use by their id, each under the title it has first."""
    titles: dict[str, str] = {}
    for kind in _kinds(workspace):
        for field in kind.fields:
            titles.setdefault(field.id, field.title.in_language(language) or field.id)
    return titles


def _kinds(workspace: Workspace) -> list[Kind]:
    """Give the kinds that lists are of, in the order of the lists."""
    return list({task_list.kind: workspace.kind_of(task_list) for task_list in workspace.lists}.values())


def _committee(workspace: Workspace, value: str) -> str:
    found = matching_committees(workspace, value)
    return next((committee.id for committee in workspace.settings.committees if committee.id in found), "")


def _person(_workspace: Workspace, value: str) -> str:
    return value


def _light(_workspace: Workspace, value: str) -> str:
    return next(
        (colour.value for colour, names in COLOUR_WORDS.items() if value and any(map(value.startswith, names))), ""
    )


def _field(workspace: Workspace, value: str) -> str:
    if not value:
        return ""
    named = [
        (field_id, {field_id, *(title.lower().replace(" ", "") for title in titles)})
        for field_id, *titles in (
            (field.id, field.title.zh, field.title.en) for kind in _kinds(workspace) for field in kind.fields
        )
    ]
    for fits in (
        lambda name: name == value,
        lambda name: name.startswith(value),
        lambda name: len(value) > 1 and value in name,
    ):
        hit = next((field_id for field_id, names in named if any(map(fits, filter(None, names)))), "")
        if hit:
            return hit
    return ""


def _item(workspace: Workspace, value: str) -> str:
    if not value:
        return ""
    by_title = ""
    for task_list in workspace.lists:
        for item in task_list.items:
            if value in {item.id, workspace.number_of(task_list, item)}:
                return item.id
            if not by_title and value in item.title.lower().replace(" ", ""):
                by_title = item.id
    return by_title


def _candidates(sort: str, start: str, workspace: Workspace, language: str) -> Iterator[Suggestion]:
    zh = not language.startswith("en")
    match sort:
        case "":
            for key, names in PREFIXES.items():
                yield Suggestion(names[1 if zh else 0], _NOTES[key])
            yield Suggestion("@", msg("committee"))
        case "@":
            for committee in workspace.settings.committees:
                yield Suggestion(start + committee.in_language(language).replace(" ", ""), committee.id)
        case "by":
            for person in workspace.settings.people:
                yield Suggestion(start + person.name.replace(" ", ""))
        case "field":
            for field_id, title in field_titles(workspace, language).items():
                yield Suggestion(start + title.replace(" ", ""), field_id)
        case "light":
            for colour, words in COLOUR_WORDS.items():
                yield Suggestion(start + words[1 if zh else 0], "" if zh else colour.value)
        case "item":
            for task_list in workspace.lists:
                for item in task_list.items:
                    if number := workspace.number_of(task_list, item):
                        yield Suggestion(start + number, item.title)
        case "on":
            yield Suggestion(f"{start}-7d..", msg("the last 7 days"))
            yield Suggestion(f"{start}-30d..", msg("the last 30 days"))
            yield Suggestion(f"{start}10-1..10-31", msg("from … to …"))
        case _:
            return
