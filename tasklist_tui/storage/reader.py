"""Text of a list to a `TaskList`: fast, typed by the kind; what does not fit stays as text and becomes a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import NamedTuple

import msgspec

from tasklist_tui.domain.fields import InexactText, Plain
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, TaskList, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.storage.blocks import Sequence as Entries
from tasklist_tui.storage.blocks import find_sequence
from tasklist_tui.storage.gate import admit, refuse
from tasklist_tui.storage.itemlines import item_places, lines_of
from tasklist_tui.storage.itemtypes import Misfit, type_values
from tasklist_tui.storage.parse import NULLS, parse, parse_exact

__all__ = ["assign_ids", "lines_of", "read_list", "read_sound", "title_of"]

HEADER = Kind(
    "list",
    fields=(
        Field("title"),
        Field("kind"),
        Field("document"),
        Field("year", FieldType.NUMBER),
        Field("issued", FieldType.DATE),
    ),
)
_ID = Field("id")


class _Trouble(NamedTuple):
    """A problem before its line is known: the number of the item in the file (-1: the header) and the field's path."""

    number: int
    path: tuple[str, ...]
    item: str
    message: Message
    hint: Message | None = None
    code: str = "value"


#: An entry: its number in the file, its values with the id as written, and what does not fit.
_Typed = tuple[int, dict[str, Value], list[Misfit]]


def read_list(list_id: str, path: str, data: bytes, kinds: Mapping[str, Kind]) -> tuple[TaskList, tuple[Problem, ...]]:
    """Give the list in a file and what is wrong in it; raises `FileError` when there is no reading it as a whole."""
    text = admit(data, path)
    troubles: list[_Trouble] = []
    task_list, typed = _read(list_id, path, text, kinds, troubles)
    items = _items(list_id, typed, troubles)
    return msgspec.structs.replace(task_list, items=items), _problems(path, text, troubles)


def read_sound(
    list_id: str, path: str, data: bytes, kinds: Mapping[str, Kind]
) -> tuple[TaskList, list[dict[str, Value]]] | None:
    """Give a list without its items, and the values of these with their ids as written; None unless all is in order.

    Raises `FileError` as `read_list` does.
    """
    troubles: list[_Trouble] = []
    task_list, typed = _read(list_id, path, admit(data, path), kinds, troubles)
    if troubles or any(misfits for _, _, misfits in typed):
        return None
    return task_list, [values for _, values, _ in typed]


def _read(
    list_id: str, path: str, text: str, kinds: Mapping[str, Kind], troubles: list[_Trouble]
) -> tuple[TaskList, list[_Typed]]:
    """Give the list in a text that passed the gate, still without its items, and what each of these says."""
    tree = parse(text, path)
    if tree is None:
        tree = {}
    if not isinstance(tree, dict):
        refuse(path, 1, msg("this is not a list of tasks"), msg("The file begins with “title: …” and “items:”."))
    entries = tree.pop("items", None)
    if isinstance(entries, str) and entries == "":
        entries = None
    if entries is not None and not isinstance(entries, list):
        line = lines_of(text).get("", {}).get("items", 0)
        refuse(path, line, msg("“items” is not a list"), msg("Begin every entry with “- ” below “items:”."))
    header, extra = _header(text, path, tree, troubles)
    kind_name = header.get("kind") or "task"
    task_list = TaskList(
        list_id,
        title=header.get("title") or "",
        kind=kind_name,
        document=header.get("document") or "",
        year=_of_type(header, "year", int),
        issued=header.get("issued") if not isinstance(header.get("issued"), str) else None,
        extra=extra,
    )
    return task_list, _entries(text, entries or [], kinds.get(kind_name) or Kind(kind_name), troubles)


def assign_ids(list_id: str, entries: Iterable[tuple[str, str]]) -> list[str]:
    """Give each entry, an (id as written or "", title), its id.

    A missing id follows from the title and how many of that title came before; so does that of an entry whose id is
    taken by an earlier one.
    """
    known = list(entries)
    written = {item_id for item_id, _ in known if item_id}
    taken: set[str] = set()
    counts: dict[str, int] = {}
    given: list[str] = []
    for item_id, title in known:
        chosen = item_id
        while not chosen or chosen in taken or (chosen != item_id and chosen in written):
            counts[title] = counts.get(title, 0) + 1
            chosen = derived_id(list_id, title, str(counts[title]))
        taken.add(chosen)
        given.append(chosen)
    return given


def _header(
    text: str, path: str, tree: dict[str, Plain], troubles: list[_Trouble]
) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
    """Type the keys in front of the items; an inexact one costs a second parse of the header alone."""

    def exact() -> dict[str, Plain]:
        found = find_sequence(text)
        head = text if found is None else text[: found.header.start] + text[found.value_end :]
        without = parse_exact(head, path)
        if not isinstance(without, dict) or len(without) != len(tree):
            without = parse_exact(text, path)
        return {name: value for name, value in without.items() if name != "items"}

    maybe_null = _has_none(tree) and any(word in text for word in NULLS)
    values, misfits = _typed(tree, exact, HEADER, sure=not maybe_null)
    troubles.extend(_Trouble(-1, misfit.path, "", misfit.message) for misfit in misfits)
    header = {name: value for name, value in values.items() if name in HEADER.field}
    return header, {name: value for name, value in values.items() if name not in HEADER.field}


def _entries(text: str, entries: list[Plain], kind: Kind, troubles: list[_Trouble]) -> list[_Typed]:
    nulls = any(word in text for word in NULLS)
    source = _Exact(text, len(entries))
    typed: list[_Typed] = []
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict):
            troubles.append(
                _Trouble(
                    number,
                    (),
                    "",
                    msg("this entry has no fields"),
                    msg("Write it as “- title: …” with its fields below."),
                    "not-an-item",
                )
            )
            continue
        sure = not (nulls and source.has_null(number, entry))
        typed.append((number, *_typed(entry, partial(source.entry, number), kind, sure=sure)))
    return typed


def _items(list_id: str, typed: list[_Typed], troubles: list[_Trouble]) -> tuple[Item, ...]:
    keys = [(written_id(values), title_of(values)) for _, values, _ in typed]
    ids = assign_ids(list_id, keys)
    items: list[Item] = []
    for (number, values, misfits), (written, _), item_id in zip(typed, keys, ids, strict=True):
        if written and written != item_id:
            troubles.append(
                _Trouble(
                    number,
                    ("id",),
                    item_id,
                    msg("the id “{id}” is used twice in this list", id=written),
                    msg("Delete this line; the item gets a new id when it is saved."),
                    "duplicate-id",
                )
            )
        troubles.extend(_Trouble(number, misfit.path, item_id, misfit.message) for misfit in misfits)
        items.append(without_id(item_id, values))
    return tuple(items)


def without_id(item_id: str, values: Mapping[str, Value]) -> Item:
    """Give an item of values that hold its id, or none."""
    return Item(item_id, {name: value for name, value in values.items() if name != "id"})


def _typed(
    plain: dict[str, Plain], exact: Callable[[], dict[str, Plain]], kind: Kind, *, sure: bool
) -> tuple[dict[str, Value], list[Misfit]]:
    """Type what the parser has resolved where that is sure to do, else with the text as written beside it."""
    if sure:
        try:
            return type_values(plain, kind.field)
        except InexactText:
            pass
    return type_values(plain, kind.field, exact())


def written_id(values: Mapping[str, Value]) -> str:
    """Give the id as it is written, "" where there is none."""
    value = values.get("id")
    return value if isinstance(value, str) else ""


def title_of(values: Mapping[str, Value]) -> str:
    """Give the title that a derived id follows from."""
    value = values.get("title")
    return value if isinstance(value, str) else ""


class _Exact:
    """The entries of a list with every scalar as written, each parsed when it is asked for."""

    def __init__(self, text: str, count: int) -> None:
        self._text = text
        self._count = count
        self._whole: list[Plain] | None = None

    @cached_property
    def _sequence(self) -> Entries | None:
        found = find_sequence(self._text)
        sequence = found.sequence if found else None
        return sequence if sequence is not None and len(sequence) == self._count else None

    def has_null(self, number: int, entry: dict[str, Plain]) -> bool:
        """Say whether an entry may hold a plain `~` or `null`, which a text field keeps."""
        if not _has_none(entry):
            return False
        if self._sequence is None:
            return True
        raw = self._sequence.raw(number)
        return any(word in raw for word in NULLS)

    def entry(self, number: int) -> dict[str, Plain]:
        """Give entry `number`, a mapping."""
        if self._sequence is not None:
            parsed = parse_exact(self._sequence.raw(number))
            return dict(parsed[0])
        if self._whole is None:
            self._whole = list(parse_exact(self._text)["items"])
        return dict(self._whole[number])


def _has_none(value: Plain) -> bool:
    if isinstance(value, dict):
        return any(_has_none(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_has_none(inner) for inner in value)
    return value is None


def _of_type(values: Mapping[str, Value], name: str, wanted: type[int]) -> int | None:
    value = values.get(name)
    return value if isinstance(value, wanted) else None


def _problems(path: str, text: str, troubles: list[_Trouble]) -> tuple[Problem, ...]:
    """Add the lines, which costs a second pass over the text, only when there is something to report."""
    if not troubles:
        return ()
    places = item_places(text)
    head = lines_of(text).get("", {})
    problems: list[Problem] = []
    for trouble in troubles:
        spots = head if trouble.number < 0 else places[trouble.number] if trouble.number < len(places) else {}
        line = 0
        for depth in range(len(trouble.path), -1, -1):
            if line := spots.get(".".join(trouble.path[:depth]), 0):
                break
        field = ".".join(part for position, part in enumerate(trouble.path) if position != 1 or not part.isdigit())
        problems.append(
            Problem(path, trouble.message, trouble.hint, line=line, item=trouble.item, field=field, code=trouble.code)
        )
    return tuple(problems)
