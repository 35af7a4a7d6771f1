"""Text in columns of a plain terminal, without the libraries of the screen: they take 10 ms to import."""

from __future__ import annotations

import unicodedata

#: Columns are no wider than this many cells, so that one long name does not push all others off the line.
WIDEST = 36


def width(text: str) -> int:
    """Give the width of safe text in terminal cells."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clip(text: str, most: int = WIDEST) -> str:
    """Give safe text cut with an ellipsis to at most `most` cells."""
    if len(text) * 2 <= most or width(text) <= most:
        return text
    used = 0
    for end, character in enumerate(text):
        used += _cells(character)
        if used > most - 1:
            return text[:end] + "…"
    return text


def lined_up(rows: list[list[str]]) -> list[str]:
    """Give rows of safe cells as lines: columns as wide as their widest cell, the last one as it is."""
    lines = [""] * len(rows)
    for column in range(len(rows[0]) - 1 if rows else 0):
        cells = [clip(row[column]) for row in rows]
        widths = [width(cell) for cell in cells]
        room = max(widths) + 2
        lines = [line + cell + " " * (room - taken) for line, cell, taken in zip(lines, cells, widths, strict=True)]
    return [(line + row[-1]).rstrip() for line, row in zip(lines, rows, strict=True)]
