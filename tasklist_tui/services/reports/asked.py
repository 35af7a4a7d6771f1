"""What is asked of a report, and the small words all reports share."""

from __future__ import annotations

from datetime import date

import msgspec

from tasklist_tui.domain.comparison import ItemNews
from tasklist_tui.domain.message import Message
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.reports import Heading, Period, ReportKind
from tasklist_tui.i18n import translate
from tasklist_tui.services.snapshot import Snapshot

_NUMERALS = "〇一二三四五六七八九十"


class Asked(msgspec.Struct, frozen=True):
    """A report to be written: of what kind, about which items, for which days, for whom.

    `news` says what became of the items since the period began, with `from_the_first` since before anything was on
    record; `chosen` is the item a bulletin is made from.
    """

    kind: ReportKind
    snapshot: Snapshot
    title: str
    entries: tuple[Entry, ...]
    period: Period
    language: str
    news: tuple[ItemNews, ...] = ()
    chosen: Entry | None = None
    from_the_first: bool = False

    def say(self, message: Message) -> str:
        """Translate a message for the reader."""
        return translate(message, self.language)

    def committee(self, name: str) -> str:
        """Give the name of a committee."""
        return self.snapshot.workspace.committee_name(name, self.language)

    def day(self, day: date | None) -> str:
        """Give a day as papers write it: 2025年11月10日."""
        return long_day(day, self.language) if day else ""

    def organisation(self) -> str:
        """Give the name of the organisation, else what the workspace calls itself."""
        settings = self.snapshot.workspace.settings
        return settings.organisation or settings.title


def long_day(day: date, language: str) -> str:
    """Give a day as papers write it, by GB/T 9704-2012 §7.3.5.4 without zeros in front."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def headed(number: int, text: str, language: str, level: int = 1) -> Heading:
    """Give a heading with its number: 一、 （一） 1."""
    if language != "zh" or level == 3:
        return Heading(f"{number}. {text}", level)
    return Heading(f"{numeral(number)}、{text}" if level == 1 else f"（{numeral(number)}）{text}", level)


def numeral(number: int) -> str:
    """Give a number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return head + (_NUMERALS[ones] if ones or not tens else "")
