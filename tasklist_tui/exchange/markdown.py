"""Markdown (GitHub's dialect): tables and escaped text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_BLANKS = re.compile(r"[ \t]*(?:\r\n|[\r\n\v\f\x85\u2028\u2029])[ \t]*")
#: What makes a list, a quote or a heading of a line that begins with it.
_OPENING = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))(?=[\s.)])")


def escaped(text: str) -> str:
    """Give text on one line that Markdown shows as it stands, and never as markup or HTML."""
    line = _BLANKS.sub(" ", text.strip())
    return _OPENING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line).replace("&", "&amp;"))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Give a table; the first row is its heading."""
    lines = [_row(row) for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _row(row: Sequence[str]) -> str:
    return (
        "| "
        + " | ".join(_BLANKS.sub("<br>", _SPECIAL.sub(r"\\\1", c.strip()).replace("&", "&amp;")) for c in row)
        + " |"
    )
