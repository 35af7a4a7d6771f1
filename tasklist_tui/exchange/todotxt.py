"""todo.txt: a line for each task (https://github.com/todotxt/todo.txt, rules 1 to 3 and key:value)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from tasklist_tui.exchange.plaintext import one_line

#: Words that would be read as a project, a context or a pair of key and value.
_MEANT = re.compile(r"(?<!\S)([+@])(?=\S)|(?<!\S)([^\s:]+):(?=[^\s:/])")
_FULL_WIDTH = {"+": "＋", "@": "＠"}
#: What a line begins with that means something.
_OPENING = re.compile(r"(?:x|\([A-Z]\)|\d{4}-\d\d-\d\d)(?=\s|$)")


class Todo(msgspec.Struct, frozen=True):
    """One line.  `pairs` are keys and values; a value with blanks gets underscores."""

    text: str
    priority: str = ""
    created: date | None = None
    completed: date | None = None
    is_done: bool = False
    projects: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


def todo_file(todos: Iterable[Todo]) -> bytes:
    """Give the file in UTF-8."""
    return "".join(f"{_line(todo)}\n" for todo in todos).encode()


def _line(todo: Todo) -> str:
    head = []
    if todo.is_done:
        # The second date may stand only behind the first.
        dates = [day.isoformat() for day in (todo.completed, todo.created if todo.completed else None) if day]
        head = ["x", *dates]
    else:
        head = [f"({todo.priority})"] if todo.priority else []
        head += [todo.created.isoformat()] if todo.created else []
    text = _MEANT.sub(_shown, one_line(todo.text))
    if not head and _OPENING.match(text):
        text = f"· {text}"
    tail = [f"+{_word(name)}" for name in todo.projects if _word(name)]
    tail += [f"@{_word(name)}" for name in todo.contexts if _word(name)]
    tail += [f"{key}:{_word(value)}" for key, value in todo.pairs if _word(value)]
    return " ".join([*head, text or "…", *tail])


def _shown(found: re.Match[str]) -> str:
    return _FULL_WIDTH[found[1]] if found[1] else f"{found[2]}："


def _word(text: str) -> str:
    return "_".join(one_line(text).split())
