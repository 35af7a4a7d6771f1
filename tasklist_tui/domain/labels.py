"""Names in the languages of the interface."""

from __future__ import annotations

import msgspec


class Label(msgspec.Struct, frozen=True):
    """A name in the languages of the interface."""

    zh: str = ""
    en: str = ""

    @property
    def given(self) -> bool:
        """Whether there is a name in any language."""
        return bool(self.zh or self.en)

    def in_language(self, language: str) -> str:
        """Give the name in `language` (`zh` or `en`), else in the other one."""
        return (self.en or self.zh) if language.startswith("en") else (self.zh or self.en)
