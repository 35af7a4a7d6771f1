"""The filter line, `预算 @预算工委 light:red due:..11-30 #tag`: read into a query, completed while it is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.domain.query import Query
from tasklist_tui.tui.state import ViewState

#: The words before the colon that are understood, in English and in Chinese; the first two are shown as completions.
PREFIXES: dict[str, tuple[str, ...]] = {
    "light": ("light:", "灯:", "亮灯:"),
    "state": ("state:", "状态:"),
    "due": ("due:", "时限:"),
    "lead": ("lead:", "牵头:"),
}

#: What each prefix is for.
_NOTES = {
    "light": msg("light"),
    "state": msg("state"),
    "due": msg("due between"),
    "lead": msg("lead committee"),
}

COLOUR_WORDS: dict[Colour, tuple[str, ...]] = {
    Colour.RED: ("red", "红"),
    Colour.YELLOW: ("yellow", "黄"),
    Colour.GREEN: ("green", "绿"),
    Colour.GREY: ("grey", "灰"),
    Colour.BLUE: ("blue", "蓝"),
}

#: The words that choose what a sync changed and nobody has looked at since, in English and in Chinese.
UNREAD_WORDS = ("unread", "未读")

#: What the IME types for the signs of the filter line; other full-width text is left as it is.
FULL_WIDTH = str.maketrans({"：": ":", "＠": "@", "＃": "#", "／": "/", "\u3000": " "})

_MOST_SUGGESTIONS = 8


class Parsed(msgspec.Struct, frozen=True):
    """A filter line as understood: the query (lists, grouping and sorting left open) and what was not understood.

    `unread` asks for what nobody has looked at, which is no property of an item.
    """

    query: Query
    unknown: tuple[Message, ...] = ()
    unread: bool = False


class Suggestion(msgspec.Struct, frozen=True):
    """A way to finish the last word: the word, and what it means when the word does not say it."""

    word: str
    note: str | Message = ""


def parse_filter(line: str, workspace: Workspace, today: date) -> Parsed:
    """Read a filter line.  What is half typed or unknown narrows nothing and is named in `unknown`."""
    words: list[str] = []
    found: dict[str, set[str]] = {"committees": set(), "lights": set(), "states": set(), "tags": set()}
    due: tuple[date | None, date | None] = (None, None)
    lead_only = False
    unknown: list[Message] = []
    unread = False
    for word in line.translate(FULL_WIDTH).split():
        sort, value = split_word(word)
        match sort:
            case "" if value in UNREAD_WORDS:
                unread = True
                continue
            case "":
                words.append(word)
                continue
            case "#":
                found["tags"] |= _matching_tags(workspace, value)
                hit = not value or bool(found["tags"])
            case "@" | "lead":
                ids = matching_committees(workspace, value)
                lead_only = lead_only or (sort == "lead" and bool(ids))
                found["committees"] |= ids
                hit = not value or bool(ids)
            case "light":
                colours = {c.value for c, names in COLOUR_WORDS.items() if value and any(map(value.startswith, names))}
                found["lights"] |= colours
                hit = not value or bool(colours)
            case "state":
                states = _matching_states(workspace, value)
                found["states"] |= states
                hit = not value or bool(states)
            case _:
                days = span(value, today)
                due = days or due
                hit = not value or days is not None
        if not hit:
            unknown.append(msg("“{word}” matches nothing", word=word))
    query = Query(
        text=" ".join(words),
        committees=frozenset(found["committees"]),
        lead_only=lead_only,
        lights=frozenset(Colour(colour) for colour in found["lights"]),
        states=frozenset(found["states"]),
        tags=frozenset(found["tags"]),
        due_from=due[0],
        due_to=due[1],
    )
    return Parsed(query, tuple(unknown), unread)


def read_state(state: ViewState, workspace: Workspace, today: date) -> Parsed:
    """Give the query of a state: its filter line, narrowed by what is chosen in the sidebar."""
    parsed = parse_filter(state.filter_line, workspace, today)
    query = msgspec.structs.replace(
        parsed.query,
        lists=frozenset({state.list_id}) if state.list_id else frozenset(),
        committees=frozenset({state.committee}) if state.committee else parsed.query.committees,
        only=frozenset(state.unread) if parsed.unread else None,
        grouping=state.grouping,
        sorting=state.sorting,
        descending=state.descending,
    )
    return Parsed(query, parsed.unknown, parsed.unread)


def suggestions(line: str, workspace: Workspace, language: str) -> list[Suggestion]:
    """Give ways to finish the last word of the line, the most likely first."""
    return finishing(line, PREFIXES, lambda sort, start: _candidates(sort, start, workspace, language))


def finishing(
    line: str, prefixes: Mapping[str, Sequence[str]], candidates: Callable[[str, str], Iterable[Suggestion]]
) -> list[Suggestion]:
    """Give the candidates for the sort of the last word of a line (and for its prefix) that continue it."""
    normal = line.translate(FULL_WIDTH)
    last = "" if not normal.strip() or normal[-1].isspace() else normal.split()[-1]
    sort, value = split_word(last, prefixes)
    start = last[: len(last) - len(value)] if sort else ""
    found = [s for s in candidates(sort, start) if _fits(s, start, value, sort)]
    return [s for s in found if s.word != last][:_MOST_SUGGESTIONS]


def completed(line: str, word: str) -> str:
    """Give the line with its last word replaced by `word`, ready for the next one."""
    kept = line if not line or line[-1].isspace() else line[: len(line) - len(line.rsplit(maxsplit=1)[-1])]
    return f"{kept}{word}" if word.endswith(":") else f"{kept}{word} "


def split_word(word: str, prefixes: Mapping[str, Sequence[str]] = PREFIXES) -> tuple[str, str]:
    """Give the sort of a word (`@`, `#`, a key of `prefixes`, "" for plain text) and its value."""
    if word[:1] in {"@", "#"}:
        return word[0], word[1:].lower()
    for sort, names in prefixes.items():
        for name in names:
            if word.lower().startswith(name):
                return sort, word[len(name) :].lower()
    return "", word.lower()


def matching_committees(workspace: Workspace, value: str) -> set[str]:
    """Give the committees with this id, else those whose name begins with it, else those that contain it."""
    names = {c.id: (c.name.lower(), c.name_en.lower().replace(" ", "")) for c in workspace.settings.committees}
    if not value:
        return set()
    if value in names:
        return {value}
    starting = {name for name, shown in names.items() if any(part.startswith(value) for part in shown)}
    return starting or {name for name, shown in names.items() if any(value in part for part in shown)}


def _matching_states(workspace: Workspace, value: str) -> set[str]:
    if not value:
        return set()
    states = [state for kind in workspace.kinds.values() for state in kind.states]
    exact = {s.id for s in states if value in {s.id, s.title.zh, s.title.en.lower().replace(" ", "")}}
    return exact or {
        s.id for s in states if s.id.startswith(value) or value in s.title.zh or s.title.en.lower().startswith(value)
    }


def _matching_tags(workspace: Workspace, value: str) -> set[str]:
    if not value:
        return set()
    tags = _tags(workspace)
    exact = {tag for tag in tags if tag.lower() == value}
    return exact or {tag for tag in tags if tag.lower().startswith(value)}


def _tags(workspace: Workspace) -> list[str]:
    """Give all tags of the workspace, once per workspace value."""
    known = workspace.__dict__.get("_tags")
    if known is None:
        used = {str(tag) for tl in workspace.lists for item in tl.items for tag in item.get("tags") or ()}
        known = workspace.__dict__["_tags"] = sorted(used)
    return list(known)


def span(value: str, today: date) -> tuple[date | None, date | None] | None:
    """Read `a..b`, `..b`, `a..` or one day; None while it is not one."""
    first, dots, last = unicodedata.normalize("NFKC", value).replace("~", "..").partition("..")
    try:
        begin, end = parse_day(first, today), parse_day(last, today)
    except FieldError:
        return None
    if not dots:
        end = begin
    return None if begin is None and end is None else (begin, end)


def _candidates(sort: str, start: str, workspace: Workspace, language: str) -> Iterator[Suggestion]:
    zh = not language.startswith("en")
    match sort:
        case "":
            yield Suggestion("@", msg("committee"))
            for key, names in PREFIXES.items():
                yield Suggestion(names[1 if zh else 0], _NOTES[key])
            yield Suggestion("#", msg("tag"))
            yield Suggestion(UNREAD_WORDS[1 if zh else 0], msg("changed by a sync, not looked at yet"))
        case "@" | "lead":
            for committee in workspace.settings.committees:
                yield Suggestion(start + committee.in_language(language).replace(" ", ""), committee.id)
        case "#":
            for tag in _tags(workspace):
                yield Suggestion(start + tag)
        case "light":
            for colour, words in COLOUR_WORDS.items():
                yield Suggestion(start + words[1 if zh else 0], "" if zh else colour.value)
        case "state":
            seen = set()
            for kind in workspace.kinds.values():
                for state in kind.states:
                    if state.id not in seen:
                        seen.add(state.id)
                        yield Suggestion(start + state.title.in_language(language).replace(" ", ""), state.id)
        case _:
            yield Suggestion(f"{start}..+7d", msg("within 7 days"))
            yield Suggestion(f"{start}..+30d", msg("within 30 days"))
            yield Suggestion(f"{start}..-1d", msg("before today"))
            yield Suggestion(f"{start}10-1..12-31", msg("from … to …"))


def _fits(suggestion: Suggestion, start: str, value: str, sort: str) -> bool:
    """Say whether a suggestion continues what was typed; committees and states also by a part of their name or id."""
    word = suggestion.word.lower()
    if sort == "" and value:
        return word.startswith(value)
    rest = word[len(start) :]
    return (
        not value or rest.startswith(value) or (sort not in {"", "#", "due"} and value in f"{rest} {suggestion.note}")
    )
