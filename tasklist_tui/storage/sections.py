"""Typed access to a mapping of a YAML file; everything that does not fit becomes a located problem, nothing raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Field, FieldType, Label
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.storage.treelines import Place, line_finder

Word = TypeVar("Word", bound=StrEnum)


class Notes:
    """The problems of one file; their lines are looked up when they are asked for."""

    def __init__(self, path: str) -> None:
        """Collect problems of the file `path`."""
        self.path = path
        self.text = ""
        self._noted: list[tuple[Place, Problem]] = []
        self._fatal: list[Problem] = []

    def add(
        self,
        place: Place,
        message: Message,
        hint: Message | None = None,
        code: str = "invalid",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem at `place`."""
        field = ".".join(str(step + 1) if isinstance(step, int) else step for step in place)
        self._noted.append((place, Problem(self.path, message, hint, field=field, code=code, severity=severity)))

    def __len__(self) -> int:
        """Count what was noted."""
        return len(self._noted)

    def problems(self) -> tuple[Problem, ...]:
        """Give the problems with their lines, from the top of the file to its end."""
        if not self._noted:
            return tuple(self._fatal)
        line_of: Callable[[Place], int] = line_finder(self.text)
        located = [msgspec.structs.replace(problem, line=line_of(place)) for place, problem in self._noted]
        return (*self._fatal, *sorted(located, key=lambda problem: problem.line))

    def open(self, data: bytes) -> Section | None:
        """Give the mapping a file holds, None when it cannot be read at all (the problem is noted)."""
        from tasklist_tui.storage.gate import FileError, admit
        from tasklist_tui.storage.parse import parse_exact

        try:
            self.text = admit(data, self.path)
            tree = parse_exact(self.text, self.path)
        except FileError as error:
            self._fatal.append(error.problem)
            return None
        if _is_nothing(tree):
            tree = {}
        if not isinstance(tree, Mapping):
            self.add((), msg("expected “name: value” lines at the top of the file"), _CORRECT)
            return None
        return Section(self, tree)


def _is_nothing(value: Any) -> bool:
    """Say whether nothing is written there, or a word for nothing: in these files no text is called null."""
    from tasklist_tui.storage.parse import NULLS

    return value is None or (isinstance(value, str) and (value == "" or value in NULLS))


_CORRECT = msg("correct this place; the rest of the file is used as it is")


class Section:
    """One mapping of a file.  Each key is asked for once, by its type; `close` reports the keys nobody asked for."""

    def __init__(self, notes: Notes, tree: Mapping[Any, Any], place: Place = ()) -> None:
        """Read `tree`, which stands at `place`."""
        self.notes = notes
        self.place = place
        self._tree = {str(key): None if _is_nothing(value) else value for key, value in tree.items()}
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """Say whether the key is there with a value."""
        return self._tree.get(key) is not None

    def at(self, *steps: str | int) -> Place:
        """Give the place of something in this mapping."""
        return (*self.place, *steps)

    def text(self, key: str, default: str = "") -> str:
        """Give the text of `key` exactly as written."""
        return str(self._typed(key, FieldType.TEXT, default))

    def required_text(self, key: str) -> str:
        """Give the text of `key`; "" and a problem when it is missing."""
        value = self.text(key)
        if not value:
            self.notes.add(
                self.place, msg("“{name}” is missing", name=key), msg("add a line “{name}: …”", name=key), "missing"
            )
        return value

    def number(self, key: str, default: int | None = None) -> int | None:
        """Give the whole number of `key`."""
        value = self._typed(key, FieldType.NUMBER, default)
        return value if isinstance(value, int) else None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Give true or false of `key`."""
        return bool(self._typed(key, FieldType.FLAG, default))

    def day(self, key: str) -> date | None:
        """Give the date of `key`."""
        value = self._typed(key, FieldType.DATE, None)
        return value if isinstance(value, date) else None

    def days(self, key: str) -> tuple[date, ...]:
        """Give the dates of the list `key`; those that are no dates are noted and left out."""
        days = []
        for number, text in enumerate(self._list(key)):
            value = self._parse(FieldType.DATE, text, self.at(key, number))
            if isinstance(value, date):
                days.append(value)
        return tuple(days)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Give the whole numbers of the list `key`; a single one counts as a list of one."""
        values = [self._parse(FieldType.NUMBER, text, self.at(key, n)) for n, text in enumerate(self._list(key))]
        return tuple(value for value in values if value is not None)

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Give the texts of the list `key`; a single text counts as a list of one."""
        if not self.has(key):
            self._asked.add(key)
            return default
        values = [self._parse(FieldType.TEXT, value, self.at(key, n)) for n, value in enumerate(self._list(key))]
        return tuple(value for value in values if value is not None)

    def word(self, key: str, words: type[Word], default: Word) -> Word:
        """Give one of the words of an enumeration."""
        text = self.text(key)
        if not text:
            return default
        try:
            return words(text)
        except ValueError:
            self.not_among(text, tuple(words), key)
            return default

    def not_among(self, text: str, possible: tuple[str, ...], *steps: str | int) -> None:
        """Note that `text` is not one of the possible words."""
        self.notes.add(
            self.at(*steps),
            msg("“{value}” is not one of the choices", value=text),
            msg("possible: {ways}", ways=tuple(str(word) for word in possible)),
            "unknown-choice",
        )

    def label(self, key: str, default: Label) -> Label:
        """Give a name in the languages of the interface; plain text is the Chinese one."""
        if isinstance(self._tree.get(key), Mapping):
            inner = self.section(key)
            label = Label(inner.text("zh", default.zh), inner.text("en", default.en))
            inner.close()
            return label
        text = self.text(key)
        return Label(text, default.en) if text else default

    def section(self, key: str) -> Section:
        """Give the mapping of `key`, an empty one when it is absent or no mapping (noted)."""
        self._asked.add(key)
        tree = self._tree.get(key)
        if not isinstance(tree, Mapping):
            if tree is not None:
                self.notes.add(self.at(key), msg("expected “name: value” lines under “{name}”", name=key), _CORRECT)
            tree = {}
        return Section(self.notes, tree, self.at(key))

    def sections(self, key: str) -> Iterator[Section]:
        """Yield the mappings of the list `key`; entries of another shape are noted and left out."""
        for number, tree in enumerate(self._list(key)):
            if isinstance(tree, Mapping):
                yield Section(self.notes, tree, self.at(key, number))
            else:
                self.notes.add(self.at(key, number), msg("expected an entry with fields, like “title: …”"), _CORRECT)

    def entries(self, key: str) -> Iterator[Section | str]:
        """Yield the entries of the list `key`, each a mapping or a text."""
        for number, tree in enumerate(self._list(key)):
            if isinstance(tree, Mapping):
                yield Section(self.notes, tree, self.at(key, number))
            elif (text := self._parse(FieldType.TEXT, tree, self.at(key, number))) is not None:
                yield str(text)

    def keys(self) -> tuple[str, ...]:
        """Give all keys, for mappings whose keys are data."""
        return tuple(self._tree)

    def close(self) -> None:
        """Warn of the keys that nobody asked for; they are kept in the file."""
        for key in self.keys():
            if key not in self._asked:
                self.notes.add(
                    self.at(key),
                    msg("“{name}” is not a known key here", name=key),
                    msg("possible: {ways}", ways=tuple(sorted(self._asked))),
                    "unknown-key",
                    Severity.WARNING,
                )

    def _list(self, key: str) -> list[Any]:
        self._asked.add(key)
        value = self._tree.get(key)
        if value is None:
            return []
        if isinstance(value, Mapping):
            self.notes.add(self.at(key), msg("expected a list of entries"), msg("begin each entry with “- ”"))
            return []
        return value if isinstance(value, list) else [value]

    def _typed(self, key: str, kind: FieldType, default: Any) -> Any:
        self._asked.add(key)
        value = self._parse(kind, self._tree.get(key), self.at(key))
        return default if value is None else value

    def _parse(self, kind: FieldType, plain: Any, place: Place) -> Any:
        try:
            return fields.parse(Field(str(place[-1]), kind), plain)
        except fields.FieldError as error:
            self.notes.add(place, error.message, _CORRECT)
            return None


def unique(sections: Iterator[Section], key: str = "id") -> Iterator[tuple[str, Section]]:
    """Yield each section with its id; those without one, or with one already taken, are noted and left out."""
    taken: set[str] = set()
    for section in sections:
        name = section.required_text(key)
        if name in taken:
            section.notes.add(
                section.at(key),
                msg("“{id}” is there twice", id=name),
                msg("give one of them another name; the second one is left out"),
                "duplicate-id",
            )
        elif name:
            taken.add(name)
            yield name, section
