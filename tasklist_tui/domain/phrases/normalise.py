"""One spelling for all the ways a phrase is typed: full-width digits, dashes, tildes, quotes, spaces, zeros."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

from tasklist_tui.domain.phrases.numerals import number

_DASHES = "‐‑‒–—―−－﹣﹘─━ーｰ"
_TILDES = "~∼∽～〜﹏˜"
_QUOTES = "\"'`´“”‘’„‟‚‛«»‹›「」『』﹁﹂﹃﹄《》〈〉〝〞＂＇"
_SEPARATORS = {
    "；": ";",
    "，": ",",
    "﹐": ",",
    "､": "、",
    "：": ":",
    "︰": ":",
    "｡": "。",
    "⁄": "/",
    "∕": "/",
    "\\": "/",
    "|": ";",
}
_NUMERALS = dict(zip("〇○◯⚪壹贰貳叁參肆伍陆陸柒捌玖拾佰仟俩", "零零零零一二二三三四五六六七八九十百千两", strict=True))
_TRADITIONAL = dict(
    zip("後內號個週間開閉節慶齊終該當從屆會議總", "后内号个周间开闭节庆齐终该当从届会议总", strict=True)
)
_ROMAN = dict(zip("ⅠⅡⅢⅣⅰⅱⅲⅳ", "12341234", strict=True))
_FOLDED = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_TILDES, "~"),
    **dict.fromkeys(_QUOTES, ""),
    **_SEPARATORS,
    **_NUMERALS,
    **_TRADITIONAL,
    **_ROMAN,
    "〔": "(",
    "〕": ")",
    "【": "(",
    "】": ")",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "…": ",",
    "·": ".",
    "．": ".",
}
_ENUMERATOR = re.compile(
    r"(?:(?<=^)|(?<=[;\n。,]))\(?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、.)]|是)(?!\d{1,2}(?!\d|年|月))"
)


class Text(msgspec.Struct, frozen=True):
    """A phrase in one spelling; `origin[n]` is the place of its nth character in `raw`."""

    raw: str
    clean: str
    origin: tuple[int, ...]

    def typed(self, start: int, end: int) -> str:
        """Give what was typed for the characters from `start` up to `end`, with the quotes around them."""
        if start >= end:
            return ""
        first, last = self.origin[start], self.origin[end - 1] + 1
        while first and self.raw[first - 1] in _QUOTES:
            first -= 1
        while last < len(self.raw) and self.raw[last] in _QUOTES:
            last += 1
        return self.raw[first:last]


def normalise(raw: str) -> Text:
    """Give `raw` in one spelling, each character with its origin.

    NFKC and lower case; quotes and invisible characters vanish; a space stays only between two Latin letters or digits,
    where it separates; a line break becomes a newline.
    """
    clean: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(raw):
        for folded in _fold(character):
            if folded in " \n" and clean and clean[-1] in " \n":
                clean[-1] = max(folded, clean[-1], key=lambda space: space == "\n")
                continue
            clean.append(folded)
            origin.append(place)
    kept = [n for n, character in enumerate(clean) if character != " " or _separates(clean, n)]
    text = Text(raw, "".join(clean[n] for n in kept), tuple(origin[n] for n in kept))
    return _without_enumerators(text)


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if (known := _FOLDED.get(character)) is not None:
        return known
    if character in "\r\n\v\f\x85\u2028\u2029":
        return "\n"
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in {"Cf", "Cc", "Mn", "Me"}:
        return ""
    if category == "No":  # ① and ⒈ count the nodes of a cell; they are no part of a date
        return ";"
    plain = unicodedata.normalize("NFKC", character).lower()
    return "".join(_FOLDED.get(part, part) for part in plain)


def _separates(characters: list[str], place: int) -> bool:
    """Say whether the space at `place` stands between two characters that would run into each other without it."""
    if not 0 < place < len(characters) - 1:
        return False
    before, after = characters[place - 1], characters[place + 1]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _without_enumerators(text: Text) -> Text:
    """Turn 1、…；2、… into plain separators, when the numbers count up from one."""
    found = list(_ENUMERATOR.finditer(text.clean))
    if len(found) < 2 or [number(match[1]) for match in found] != list(range(1, len(found) + 1)):
        return text
    clean = list(text.clean)
    for match in found:
        clean[match.start() : match.end()] = ";" * (match.end() - match.start())
    return Text(text.raw, "".join(clean), text.origin)
