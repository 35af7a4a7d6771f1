"""The gate before a zipped document (.xlsx, .docx): sizes, encryption, document types and entities are looked at first.

A zip says how large its members are and Python's reader keeps to that, so what is read is bounded by what is checked.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from tasklist_tui.domain.ledger.sheet import Failure
from tasklist_tui.domain.message import Message, msg

#: Bytes of a file, of its XML parts unpacked, and how many parts there may be.
MAX_FILE = 50_000_000
MAX_XML = 150_000_000
MAX_PARTS = 3_000
#: How far into a part its first element must have begun.
_PROLOG = 65_536
_ROOT = re.compile(rb"<[A-Za-z_]")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']+)["']""")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Refused(Exception):
    """A file that is not read; `failure` says why."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        """Carry the reason and what to do."""
        super().__init__(str(message))
        self.failure = Failure(message, hint)


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a zipped document whose parts may be read; raises `Refused`."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(
            msg("the file is damaged: {reason}", reason=str(error)), msg("open it in Excel or WPS and save it again")
        ) from error
    texts = [member for member in members if _is_xml(member.filename)]
    if len(members) > MAX_PARTS or sum(member.file_size for member in texts) > MAX_XML:
        raise Refused(
            msg("unpacked, the file would be larger than {limit} MB", limit=MAX_XML // 1_000_000),
            msg("keep only the rows of the list and save it again"),
        )
    if any(member.flag_bits & 1 for member in members):
        raise Refused(*encrypted())
    for member in texts:
        _check_prolog(archive, member)
    return archive


def refuse_foreign(data: bytes) -> None:
    """Refuse files that are no table of ours to read, by how they begin; raises `Refused`."""
    if not data:
        raise Refused(msg("the file is empty"))
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(*encrypted())
        raise Refused(
            msg("this is a file of the old format (.xls, .doc, .et), which is not read"),
            msg("open it in Excel, WPS or LibreOffice and save it as .xlsx (“Excel workbook”) or .docx"),
        )
    if data.startswith(b"%PDF"):
        raise Refused(msg("this is a PDF, no table"), msg("ask for the Excel file, or copy the table into one"))
    if data.startswith(b"{\\rtf") or re.match(rb"\s*(?:<\?xml|<!doctype|<html|<table)", data[:512], re.IGNORECASE):
        raise Refused(
            msg("this is a web page or an XML file that only calls itself a table"),
            msg("open it in Excel or WPS and save it as .xlsx (“Excel workbook”)"),
        )


def encrypted() -> tuple[Message, Message]:
    """Give what is said of a file with a password."""
    return (
        msg("the file is protected by a password"),
        msg("open it in Excel or WPS, take the password off (save as, options) and save it again"),
    )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _check_prolog(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a part with a document type, which could hold entities (billion laughs)."""
    try:
        with archive.open(member) as part:
            head = part.read(_PROLOG)
    except Exception as error:  # what zipfile and zlib raise has no common base
        raise Refused(msg("the file is damaged: {reason}", reason=str(error))) from error
    if not head.strip():
        return
    declared = _ENCODING.search(head[:200]) if head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") else None
    odd = declared is not None and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
    root = _ROOT.search(head)
    if odd or b"\x00" in head[:4] or root is None or b"<!DOCTYPE" in head[: root.start()].upper():
        raise Refused(
            msg("the file holds XML that no office program writes ({part})", part=member.filename),
            msg("open it in Excel or WPS and save it again; if it came from outside, ask who made it"),
        )
