"""Texts of cells: on one line, and in their parts."""

from __future__ import annotations

import re

_ENUMERATED = re.compile(r"[、，,;；\n]+")
_LINE_END = re.compile(r" ?\n ?")


def parts(text: str) -> list[str]:
    """Give the parts of an enumeration."""
    return [part for part in (piece.strip() for piece in _ENUMERATED.split(text)) if part]


def one_line(text: str) -> str:
    """Join lines; Chinese text without a blank between them."""
    if "\n" not in text:
        return text.strip()
    return _LINE_END.sub(_joint, text).strip()


def _joint(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return " " if before.isascii() and after.isascii() and before.isalnum() else ""
