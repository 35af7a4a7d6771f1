"""The one gate for text that people wrote, on its way to a terminal: shown as text, never obeyed (DESIGN §9).

Control, bidi and invisible characters become visible marks; widths are terminal cells.  Used by the terminal UI
(through `tui.text`) and by the plain command line, so nothing here needs textual.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Align = Literal["left", "right", "center"]

# Combining marks and variation selectors: a few belong to a letter, thousands on one letter paint over other lines.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
# Printable for Python, but invisible, or of a width that terminals disagree on: joiners, Hangul fillers, skin tones.
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\U0001f3fb-\U0001f3ff"
_CROWD = re.compile(f"([{_MARKS}]{{4}})([{_MARKS}]+)")
_SUSPECT = re.compile(f"[{_BLANKS}{_MARKS}]")
_BLANK = re.compile(f"[{_BLANKS}]")

# Terminals without grapheme clusters draw a joined emoji as its parts, cells beyond what was measured; drawn as parts
# on purpose it has the same width everywhere.
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
_SKIN = re.compile(f"(?<=[{_EMOJI}\ufe0f])[\U0001f3fb-\U0001f3ff]")
_JOIN = re.compile(f"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])")

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_IDEOGRAPHIC_PLANES = range(0x20000, 0x3FFFE)
_LINE_ENDS = ("\r\n", "\r", "\u2028", "\u2029")
_LINE_MARK = " ⏎ "


def safe(text: str) -> str:
    """Give `text` with everything that is not plain visible text turned into a visible mark, in O(n).

    ESC becomes `␛`, a line feed `␤`, U+202E `‹U+202E›`.  Joined emoji stand side by side.  What comes out holds no
    control, format, private, surrogate or separator character but spaces, and passing it again changes nothing.
    """
    # Runs for every painted cell: plain text costs two scans in C.
    if text.isprintable() and (text.isascii() or not _SUSPECT.search(text)):
        return text
    text = _JOIN.sub("", _SKIN.sub("", text))
    if not text.isprintable() or _BLANK.search(text):
        text = "".join(map(_shown, text))
    return _CROWD.sub(lambda match: f"{match[1]}‹+{len(match[2])}›", text)


@lru_cache(4096)
def _shown(character: str) -> str:
    """Give the character itself, or the mark that stands for it."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    hidden = unicodedata.category(character) in _HIDDEN_CATEGORIES
    # Rare characters of names are newer than Python's tables; these planes hold nothing else.
    if hidden and code in _IDEOGRAPHIC_PLANES and code & 0xFFFF < 0xFFFE:
        return character
    return f"‹U+{code:04X}›" if hidden or _BLANK.match(character) else character


def lines(text: str) -> list[str]:
    """Give the lines of a longer text, each safe; tabs become four spaces.  A final line end adds no empty line."""
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return [safe(line.replace("\t", "    ")) for line in text.removesuffix("\n").split("\n")]


def multi_line(text: str) -> str:
    """Give a longer text safe, its line ends kept as line feeds."""
    return "\n".join(lines(text))


def one_line(text: str) -> str:
    """Give `text` safe on a single line: line ends become ` ⏎ `, tabs a space, empty lines and outer blanks go."""
    if not text.isprintable() and ("\n" in text or "\r" in text or "\t" in text):
        parts = (part.strip(" ") for part in text.replace("\t", " ").replace("\r", "\n").split("\n"))
        text = _LINE_MARK.join(filter(None, parts))
    return safe(text)


def cell_width(text: str) -> int:
    """Give the width of safe `text` in terminal cells.

    By the table textual measures with: where the two disagreed, lines would shift.
    """
    from rich.cells import cell_len

    return cell_len(text)


def clip(text: str, width: int, ellipsis: str = "…") -> str:
    """Give `text` on one line, cut with `ellipsis` to at most `width` cells, never through a wide character."""
    text, cut = _bounded(text, width)
    return _clip(text, width, ellipsis, cut)


def fit(text: str, width: int, align: Align = "left") -> str:
    """Give `text` on one line, clipped or padded to exactly `width` cells."""
    text, cut = _bounded(text, width)
    return _fit(text, width, align, cut)


def _bounded(text: str, width: int) -> tuple[str, bool]:
    """Cut what can never be seen, so that a text of a megabyte costs no more than the cell it is painted in."""
    limit = 16 * max(width, 0) + 64
    return (text[:limit], True) if len(text) > limit else (text, False)


@lru_cache(4096)
def _fit(text: str, width: int, align: Align, cut: bool) -> str:
    text = _clip(text, width, "…", cut)
    room = width - cell_width(text)
    if room <= 0:
        return text
    left = room if align == "right" else room // 2 if align == "center" else 0
    return f"{' ' * left}{text}{' ' * (room - left)}"


def _clip(text: str, width: int, ellipsis: str, cut: bool) -> str:
    text = one_line(text)
    if not cut and cell_width(text) <= width:
        return text
    room = width - cell_width(ellipsis)
    if room < 0:
        return ""
    if text.isascii():
        return text[:room] + ellipsis
    from rich.cells import split_graphemes

    end = used = 0
    for _start, stop, cells in split_graphemes(text)[0]:
        if used + cells > room:
            break
        end, used = stop, used + cells
    return text[:end] + ellipsis
