"""Ids: short, stable, unique in a workspace, never typed by people."""

from __future__ import annotations

from collections.abc import Callable, Container
from hashlib import blake2b

LETTERS = "abcdefghjkmnpqrstuvwxyz"
SYMBOLS = LETTERS + "23456789"
LENGTH = 6


def new_id(taken: Container[str], choice: Callable[[str], str], length: int = LENGTH) -> str:
    """Make an id that is not in `taken`; `choice` picks a character (`secrets.choice`, or a seeded one in tests).

    It starts with two letters, so that no YAML reader takes it for a number, a date or `1e5`, and leaves out
    characters that are read wrongly (0 o 1 l i).
    """
    while True:
        made = choice(LETTERS) + choice(LETTERS) + "".join(choice(SYMBOLS) for _ in range(length - 2))
        if made not in taken:
            return made


def derived_id(*parts: str) -> str:
    """Give the id of something whose file carries none: it follows from `parts` and stays until one of them changes.

    The first save of an item writes this id into the file.
    """
    digest = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    letters = [LETTERS[digest[0] % len(LETTERS)], LETTERS[digest[1] % len(LETTERS)]]
    return "".join(letters + [SYMBOLS[byte % len(SYMBOLS)] for byte in digest[2:LENGTH]])


def fresh_id(label: str, taken: Container[str]) -> str:
    """Give an id that follows from a label and is not `taken`."""
    count = 1
    while (made := derived_id(label, str(count))) in taken:
        count += 1
    return made
