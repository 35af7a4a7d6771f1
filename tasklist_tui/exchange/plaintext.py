"""Text for other formats: without control and invisible characters, and escaped for XML and HTML."""

from __future__ import annotations

import re
import unicodedata
from html import escape

#: Control and format characters (bidi, zero-width, tags) and halves of characters: text could lie or hide by them.
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: What XML 1.0 has no place for although Unicode does not call it a control character.
_NOWHERE = frozenset("\ufffe\uffff")


def plain(text: str) -> str:
    """Give text without control and invisible characters; line ends become line feeds, tabs blanks."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if text.isprintable():
        return text
    return "".join(c for c in text if c == "\n" or (unicodedata.category(c) not in _HIDDEN and c not in _NOWHERE))


def one_line(text: str) -> str:
    """Give plain text on one line, blanks single."""
    return " ".join(plain(text).split())


def xml(text: str) -> str:
    """Give plain text escaped for XML and HTML, also inside quotes."""
    return escape(plain(text))
