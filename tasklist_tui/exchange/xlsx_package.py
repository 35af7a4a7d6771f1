"""Workbooks (.xlsx) put together part by part, so that the same content gives the same bytes.

No text becomes a formula: every text is a shared string in a cell of type text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import msgspec

from tasklist_tui.exchange.xlsx_styles import HEAD, MAIN, OFFICE, styles_xml

#: Characters of one cell; Excel repairs files with longer ones.
LONGEST = 32_767
#: Day 0 of Excel's calendar for days after February 1900.
EPOCH = date(1899, 12, 30)
_STILL = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_VERY_HIDDEN = ' state="veryHidden"'


class Worksheet(msgspec.Struct, frozen=True):
    """One sheet as XML; `titles` are rows repeated on every printed page (`$3:$3`); hidden ones serve programs."""

    name: str
    xml: str
    titles: str = ""
    hidden: bool = False


class Texts:
    """The texts of a workbook, each kept once and known in its cells by its place."""

    def __init__(self) -> None:
        """Begin without any."""
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Give the place of a text, as a cell may hold it."""
        return self._places.setdefault(clean(text), len(self._places))

    def cell(self, ref: str, style: int, text: str) -> str:
        """Give a cell with a text, without one when it is empty."""
        return (
            f'<c r="{ref}" s="{style}" t="s"><v>{self.place(text)}</v></c>' if text else f'<c r="{ref}" s="{style}"/>'
        )

    def xml(self) -> str:
        """Give the part that holds them."""
        items = "".join(
            f'<si><t xml:space="preserve">{escape(_ESCAPED.sub("_x005F_", text))}</t></si>' for text in self._places
        )
        return f'{HEAD}<sst {MAIN} uniqueCount="{len(self._places)}">{items}</sst>'


def clean(text: str) -> str:
    """Give a text as a cell holds it: no control characters, no more than a cell takes."""
    plain = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def sheet_names(wanted: Sequence[str], reserved: Sequence[str] = ()) -> list[str]:
    """Give names for sheets that Excel takes (31 characters, each once, none `reserved`) for those that were wanted."""
    names: list[str] = []
    for number, name in enumerate(wanted, start=1):
        plain = _SHEET_NAME.sub("_", _FORBIDDEN.sub("", name)).strip(" '")[:31] or f"Sheet{number}"
        made, count = plain, 1
        while made.lower() in {other.lower() for other in names} or made.lower() in {*reserved, "history"}:
            count += 1
            made = f"{plain[: 28 - len(str(count))]}({count})"
        names.append(made)
    return names


def pack(sheets: Sequence[Worksheet], texts: Texts, title: str, stamp: datetime) -> bytes:
    """Give the workbook of `sheets`, whose cells hold `texts`; `stamp` is the moment it is said to be made."""
    parts = {f"xl/worksheets/sheet{n}.xml": sheet.xml for n, sheet in enumerate(sheets, start=1)}
    parts["xl/workbook.xml"] = _workbook(sheets)
    parts["xl/_rels/workbook.xml.rels"] = _relations(len(sheets))
    parts["xl/styles.xml"] = styles_xml()
    parts["xl/sharedStrings.xml"] = texts.xml()
    parts["docProps/core.xml"] = _core(title, stamp)
    parts["docProps/app.xml"] = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Excel</Application></Properties>"
    )
    parts["_rels/.rels"] = (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = _types(len(sheets))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, _STILL)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 0, 0
            archive.writestr(info, parts[name].encode())
    return out.getvalue()


def lines_of(text: str, width: float) -> int:
    """Give how many lines of `width` characters a text takes.

    (bytes + characters) / 2 is how wide it is, because a Chinese character is two wide and has three bytes.
    """
    room = int(2 * width)
    if "\n" not in text:
        return -(-(len(text.encode()) + len(text)) // room)
    return sum(max(1, -(-(len(line.encode()) + len(line)) // room)) for line in text.split("\n"))


def _workbook(sheets: Sequence[Worksheet]) -> str:
    named = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}"{_VERY_HIDDEN if sheet.hidden else ""} r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, start=1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{escape(_quoted(sheet.name))}!{sheet.titles}'
        "</definedName>"
        for n, sheet in enumerate(sheets)
        if sheet.titles
    )
    return (
        f'{HEAD}<workbook {MAIN} xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews><sheets>{named}</sheets>'
        f"{f'<definedNames>{titles}</definedNames>' if titles else ''}</workbook>"
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _relations(count: int) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{sheets}'
        f'<Relationship Id="rId{count + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId{count + 2}" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )


def _types(count: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _core(title: str, stamp: datetime) -> str:
    when = stamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(clean(title))}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
    )
