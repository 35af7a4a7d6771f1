"""Keep the Chinese catalogue in step with the sources: `python tests/catalogue.py` extracts, merges and compiles.

New messages come into the .po file without a translation; fill them in and run it again.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PO = ROOT / "tasklist_tui" / "locales" / "zh" / "LC_MESSAGES" / "tasklist.po"
MO = PO.with_suffix(".mo")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
#: `msg` marks messages of the domain, `_` those of the screens and the command line.
KEYWORDS = {"_": None, "msg": None}


class Unsigned(Catalog):
    """A catalogue whose header leaves out which release of Babel wrote it: a newer one changes no byte."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in super().mime_headers if name != "Generated-By"]


def unsigned(catalogue: Catalog) -> Catalog:
    """The same messages and header, without the name of Babel's release."""
    copy = blank()
    for message in catalogue:
        if message.id:
            copy.add(message.id, message.string, locations=message.locations, context=message.context)
    # Always the same dates: the file changes only when messages do.
    copy.creation_date = copy.revision_date = EPOCH
    return copy


def extracted() -> Catalog:
    """Every message in the sources, with the files it is used in."""
    catalogue = Catalog(project="tasklist-tui", charset="utf-8")
    found = extract_from_dir(
        ROOT / "tasklist_tui", [("**.py", "python")], keywords=KEYWORDS, comment_tags=(), strip_comment_tags=False
    )
    for filename, _line, message, _comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        catalogue.add(message, locations=[(f"tasklist_tui/{filename}", 0)], context=context)
    return catalogue


def blank() -> Catalog:
    """A catalogue with our own header."""
    return Unsigned(
        locale="zh",
        project="tasklist-tui",
        version="1",
        header_comment="# Chinese texts of tasklist-tui.  Kept in step by: python tests/catalogue.py",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        charset="utf-8",
        fuzzy=False,
    )


def translated() -> Catalog:
    """The Chinese catalogue as it is in the repository."""
    if not PO.exists():
        return blank()
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the compiled catalogue."""
    buffer = BytesIO()
    write_mo(buffer, unsigned(catalogue))
    return buffer.getvalue()


def main() -> int:
    catalogue = translated()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, unsigned(catalogue), sort_output=True, width=0, include_lineno=False, omit_header=False)
    with PO.open("rb") as file:
        MO.write_bytes(compiled(read_po(file, locale="zh")))
    missing = [message.id for message in catalogue if message.id and not message.string]
    for text in missing:
        print(f"not translated: {text!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
