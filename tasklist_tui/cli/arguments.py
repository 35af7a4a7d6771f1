"""The command line's grammar: the parser, which speaks the language in use, and options that may stand anywhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from tasklist_tui.cli.words import in_our_language
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _, translate

#: Exit codes, documented in docs/cli.md.
OK, REFUSED, USAGE, NOT_FOUND, CONFLICT, UNREACHABLE, CANCELLED = 0, 1, 2, 3, 4, 5, 130


class UsageError(UserError):
    """The command line is wrong; the hint is how it is used."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose options may stand before, between and behind the other words.

    The one of argparse gives a list of words all that follow one another, and complains of those behind an option.
    """

    def __init__(self, **more: Any) -> None:
        """Take what `argparse.ArgumentParser` takes."""
        self._takes_value: dict[str, bool] = {}
        with in_our_language():
            super().__init__(allow_abbrev=False, **more)

    def add_argument(self, *names: Any, **more: Any) -> argparse.Action:
        """Add an argument, and remember of an option whether a value follows."""
        action = super().add_argument(*names, **more)
        self._takes_value.update(dict.fromkeys(action.option_strings, action.nargs != 0))
        return action

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Read the words; raises `UsageError`, and `SystemExit` after help."""
        options, others = self.divided(words)
        mark = ["--"] if others and self._subparsers is None else []
        with in_our_language():
            return self.parse_args([*options, *mark, *others])

    def divided(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """Give the options with their values, and all other words; what follows `--` is no option."""
        options: list[str] = []
        others: list[str] = []
        rest = iter(words)
        for word in rest:
            if word == "--":
                others.extend(rest)
            elif self._takes_value.get(word):
                options.extend([word, *([value] if (value := next(rest, None)) is not None else [])])
            elif word.startswith("--") or self._short(word):
                options.append(word)
            else:
                others.append(word)
        return options, others

    def _short(self, word: str) -> bool:
        """Say whether the word is a short option; `-3` and `-完成` are text."""
        return (
            len(word) > 1
            and word[0] == "-"
            and (word[:2] in self._takes_value or word[1:].isascii())
            and not (word[1].isdigit() or " " in word)
        )

    def error(self, message: str) -> NoReturn:
        """Refuse the command line."""
        with in_our_language():
            usage = " ".join(self.format_usage().split())
        raise UsageError(msg("{text}", text=message), msg("{text}", text=usage))


def add_common(parser: Parser) -> None:
    """Give a parser the options of every command."""
    parser.add_argument("-w", "--workspace", metavar="DIR", help=_("folder of the workspace (default: this folder)"))
    parser.add_argument("--today", type=day, metavar="DATE", help=_("take DATE for today"))
    parser.add_argument("--lang", choices=["zh", "en"], help=_("language of the interface"))
    parser.add_argument("--json", action="store_true", help=_("print JSON (docs/json.md)"))


def day(text: str) -> date:
    """Read a date of an option; relative ones count from the day the program runs."""
    from tasklist_tui.services import clock

    try:
        found = parse_day(text, clock.today())
    except FieldError as error:
        raise argparse.ArgumentTypeError(translate(error.message)) from error
    if found is None:
        raise argparse.ArgumentTypeError(_("a date is missing"))
    return found


def year(text: str) -> int:
    """Read a year of an option, one that dates can have."""
    return _between(text, 1, 9999, _("expected a year from 1 to 9999, found “{text}”", text=text))


def month(text: str) -> int:
    """Read the number of a month of an option."""
    return _between(text, 1, 12, _("expected a month from 1 to 12, found “{text}”", text=text))


def _between(text: str, lowest: int, highest: int, refusal: str) -> int:
    if not (text.isdecimal() and len(text) < 9 and lowest <= int(text) <= highest):
        raise argparse.ArgumentTypeError(refusal)
    return int(text)


def count(text: str) -> int:
    """Read a number from 1 of an option."""
    if not text.isdecimal() or not 0 < int(text) < 1_000_000_000:
        raise argparse.ArgumentTypeError(_("expected a number from 1, found “{text}”", text=text))
    return int(text)
