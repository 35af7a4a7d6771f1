"""What argparse itself says, in the language in use; it asks gettext by the locale, which is not what was chosen."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from tasklist_tui.i18n import _


@contextmanager
def in_our_language() -> Iterator[None]:
    """Let argparse speak the language in use for the length of a block."""
    theirs = argparse._  # type: ignore[attr-defined]  # the one place argparse takes its texts from
    argparse._ = _said  # type: ignore[attr-defined]  # put back below
    try:
        yield
    finally:
        argparse._ = theirs  # type: ignore[attr-defined]  # as it was


def _said(text: str) -> str:
    """Give one of argparse's texts; one that newer versions of Python brought stays English."""
    return {
        "usage: ": _("usage: "),
        "positional arguments": _("arguments"),
        "options": _("options"),
        "optional arguments": _("options"),
        "show this help message and exit": _("show this help"),
        "argument %(argument_name)s: %(message)s": _("%(argument_name)s: %(message)s"),
        "the following arguments are required: %s": _("missing: %s"),
        "unrecognized arguments: %s": _("not understood: %s"),
        "expected one argument": _("a value is missing"),
        "expected at least one argument": _("a value is missing"),
        "ignored explicit argument %r": _("takes no value, found %r"),
        "invalid choice: %(value)r (choose from %(choices)s)": _("not possible: %(value)r; one of %(choices)s"),
        "invalid choice: %(value)r": _("not possible: %(value)r"),
    }.get(text, text)
