"""Numbers with their qualifier, kept as said: 40余, 1200余名, 约30, 近百, N (domain.md, main finding 3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.phrases.numerals import NUMERALS, number


class Quantity(msgspec.Struct, frozen=True):
    """What a text says of how many: the number, whether it is more than that (余) or about that (约).

    `number` is None for an open one (N, 若干), and for a text that is no quantity.
    """

    number: int | None
    at_least: bool = False
    about: bool = False
    text: str = ""


class Total(msgspec.Struct, frozen=True):
    """A sum of quantities; `open` is how many of them name no number."""

    number: int = 0
    at_least: bool = False
    about: bool = False
    open: int = 0

    def said(self) -> Message:
        """Say the sum as offices do: 1240余, 约30, 40（另有2项未定）."""
        many: Message = msg("{number}", number=self.number)
        if self.at_least:
            many = msg("over {number}", number=self.number)
        elif self.about:
            many = msg("about {number}", number=self.number)
        if not self.open:
            return many
        if not self.number:
            return msg("{count} open", count=self.open)
        return msg("{many} and {count} open", many=many, count=self.open)


_MORE_BEFORE = "超过|逾|至少|不少于|不低于|多于|大于|over|at least|more than|>=|≥|>"
_ABOUT_BEFORE = "大约|约|将近|近|接近|不足|不到|大概|about|around|approx\\.?|nearly|~|≈"
_MORE_AFTER = "余|多|以上|开外|来|\\+"
_ABOUT_AFTER = "左右|上下"
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
#: What is counted: 名, 个点, people.
_UNIT = r"(?:\s*[一-鿿]{0,4}|\s+[a-z]{1,20})"
_QUANTITY = re.compile(
    rf"(?:(?P<more>{_MORE_BEFORE})|(?P<about>{_ABOUT_BEFORE}))?\s*"
    rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}}(?:\.\d{{1,8}})?)|(?P<numeral>[{NUMERALS}]{{1,9}}))"
    rf"(?P<inner>{_MORE_AFTER})?\s*(?P<scale>[万亿]?)"
    rf"(?:{_UNIT}?(?:(?P<after>{_MORE_AFTER})|(?P<roughly>{_ABOUT_AFTER})){_UNIT}|{_UNIT})",
    re.IGNORECASE,
)


def parse(text: str) -> Quantity:
    """Give what a text says of how many; an unreadable one is open, its text kept."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("〇", "零").replace("俩", "两")
    found = _QUANTITY.fullmatch(plain)
    if found is None:
        return Quantity(None, text=text)
    if found["digits"]:
        value = Decimal(found["digits"].replace(",", ""))
    elif (numeral := number(found["numeral"])) is not None:
        value = Decimal(numeral)
    else:
        return Quantity(None, text=text)
    value *= _SCALES[found["scale"]]
    if value != value.to_integral_value():
        return Quantity(None, text=text)
    return Quantity(
        int(value),
        at_least=bool(found["more"] or found["inner"] or found["after"]),
        about=bool(found["about"] or found["roughly"]),
        text=text,
    )


def total(quantities: Iterable[Quantity]) -> Total:
    """Give the sum; it is more than that, or about that, as soon as one part is."""
    whole, more, about, unknown = 0, False, False, 0
    for quantity in quantities:
        if quantity.number is None:
            unknown += 1
            continue
        whole += quantity.number
        more, about = more or quantity.at_least, about or quantity.about
    return Total(whole, more, about, unknown)
