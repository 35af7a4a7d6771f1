"""Languages of the interface: gettext with English as the ids, Chinese as the first language.

`_` translates a literal, `translate` a `Message` from the domain; both are extracted by `tests/i18n`-side tooling
(`python -m babel`), see docs/development.md.
"""

from __future__ import annotations

import gettext
import os
from datetime import date
from pathlib import Path

from tasklist_tui.domain.message import Message

LANGUAGES = ("zh", "en")
_LOCALES = Path(__file__).parent / "locales"


class _Current:
    """The language in use; one per process, set at start and by the language command."""

    language = "zh"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()
    loaded = False


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
    """Use `language` (`zh` or `en`) from now on; a missing catalogue leaves the English ids."""
    _Current.language = language
    _Current.catalogue = gettext.translation("tasklist", _LOCALES, languages=[language], fallback=True)
    _Current.loaded = True


def language() -> str:
    """Give the language in use."""
    return _Current.language


def _(template: str, /, **args: object) -> str:
    """Translate `template` and fill in `args`."""
    if not _Current.loaded:
        set_language(_Current.language)
    text = _Current.catalogue.gettext(template) if template else ""
    return text.format(**args) if args else text


def translate(message: Message) -> str:
    """Translate a `Message` of the domain and fill in its values; dates are shown as ISO text."""
    return _(
        message.template,
        **{name: value.isoformat() if isinstance(value, date) else value for name, value in message.args.items()},
    )
