"""Chinese numerals as numbers: 二〇二五, 二十五, 廿五, 卅, 一百二十, and digits."""

from __future__ import annotations

#: Characters of a number after `normalise` (〇 and ○ have become 零, 壹贰叁 一二三).
DIGITS = "零一二三四五六七八九"
NUMERALS = DIGITS + "两十廿卅百千"

#: A number, not part of a longer run of digits; Chinese numerals of up to seven characters reach 九千九百九十九.
NUMBER = rf"(?:\d{{1,4}}(?!\d)|[{NUMERALS}]{{1,7}})"

_VALUES = {**{digit: value for value, digit in enumerate(DIGITS)}, "两": 2}
_UNITS = {"千": 1000, "百": 100, "十": 10}
_TENS = {"廿": 20, "卅": 30}


def number(text: str) -> int | None:
    """Give the value of a numeral, None when it is no well-formed one (十十, 两三)."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if len(text) == 1 and text in _VALUES:
        return _VALUES[text]
    if text in {"百", "千"}:  # 百日内
        return _UNITS[text]
    if all(character in DIGITS for character in text):
        return int("".join(str(_VALUES[character]) for character in text))
    return _with_units(text)


def _with_units(text: str) -> int | None:
    """Read 千百十 from left to right, each smaller than the one before; 廿 and 卅 are 二十 and 三十."""
    total, digit, smallest = 0, None, 10_000
    for character in text:
        if character in _VALUES:
            if digit not in {None, 0}:
                return None
            digit = _VALUES[character]
        elif character in _UNITS:
            unit = _UNITS[character]
            if unit >= smallest or (digit in {None, 0} and (total or unit != 10)):
                return None
            total, digit, smallest = total + (digit or 1) * unit, None, unit
        elif character in _TENS:
            if smallest <= 10 or digit not in {None, 0}:
                return None
            total, digit, smallest = total + _TENS[character], None, 10
        else:
            return None
    if digit and smallest > 10 and "零" not in text:  # 二百五 is 250 to some and 205 to others
        return None
    return total + (digit or 0)
