"""Languages of the interface: gettext with English as the ids, Chinese as the first language.

`_` translates a literal, `translate` a `Message`.  Babel extracts calls of `_` and `msg` (docs/development.md).
"""

from __future__ import annotations

import gettext
import os
from datetime import date
from functools import cache
from pathlib import Path

from tasklist_tui.domain.kinds import Label
from tasklist_tui.domain.message import Message

LANGUAGES = ("zh", "en")
_LOCALES = Path(__file__).parent / "locales"


class _Current:
    """The language in use; one per process, set at start and by the language command."""

    language = "zh"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Load the catalogue of a language once; a missing one leaves the English ids."""
    return gettext.translation("tasklist", _LOCALES, languages=[language], fallback=True)


def choose(option: str | None = None, workspace: str | None = None) -> str:
    """Give the language to use: the option, the workspace's, then the locale; Chinese when nothing says otherwise.

    A locale of `C`, `POSIX` or none says nothing about language.
    """
    for wanted in (option, workspace):
        if wanted and wanted[:2].lower() in LANGUAGES:
            return wanted[:2].lower()
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            prefix = value[:2].lower()
            return "en" if prefix == "en" else "zh"
    return "zh"


def set_language(language: str) -> None:
    """Use `language` (`zh` or `en`) from now on."""
    _Current.language = language


def language() -> str:
    """Give the language in use."""
    return _Current.language


def _(template: str, /, **args: object) -> str:
    """Translate `template` into the language in use and fill in `args`."""
    text = _catalogue(_Current.language).gettext(template) if template else ""
    return text.format(**args) if args else text


def translate(message: Message, language: str | None = None) -> str:
    """Translate a `Message` of the domain and fill in its values, into `language` or the one in use.

    Dates are shown as ISO text, lists with the mark of enumeration of the language.
    """
    wanted = language or _Current.language
    text = _catalogue(wanted).gettext(message.template) if message.template else ""
    return text.format(**{name: _shown(value, wanted) for name, value in message.args.items()})


def _shown(value: object, language: str) -> object:
    if isinstance(value, Message):
        return translate(value, language)
    if isinstance(value, Label):
        return value.in_language(language)
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(str(_shown(part, language)) for part in value)
    return value.isoformat() if isinstance(value, date) else value
