"""Markdown (GitHub's dialect): tables and escaped text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasklist_tui.exchange.plaintext import one_line, plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~])")
#: What makes a list, a quote or a heading of a line that begins with it.
_OPENING = re.compile(r"^(\d*)([-+.)])(?=\s)")


def escaped(text: str) -> str:
    """Give text on one line that Markdown shows as it stands, and never as markup or HTML."""
    return _OPENING.sub(r"\1\\\2", _inner(one_line(text)))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Give a table; the first row is its heading."""
    lines = [_row(row) for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _row(row: Sequence[str]) -> str:
    return "| " + " | ".join("<br>".join(map(_inner, plain(cell).strip().split("\n"))) for cell in row) + " |"


def _inner(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", text)
