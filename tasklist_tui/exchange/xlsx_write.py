"""Ledgers as Excel workbooks: written part by part, so that the same content gives the same bytes.

No text becomes a formula: every text is a shared string in a cell of type text.  Measured: a fifth of openpyxl's time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import msgspec

from tasklist_tui.domain.ledger.sheet import Cell, Day, column_letter
from tasklist_tui.exchange.xlsx_read import ORIGIN_SHEET

#: Characters of one cell; Excel repairs files with longer ones.
LONGEST = 32_767
_EPOCH = date(1899, 12, 30)
_STILL = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_VIEW = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" '
    'state="frozen"/><selection pane="bottomLeft" activeCell="A4" sqref="A4"/></sheetView></sheetViews>'
)
_VERY_HIDDEN = ' state="veryHidden"'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: Formats of cells, by their place in `styles.xml`.
TITLE, SUBTITLE, HEADING, TEXT, CENTRED, DATE, PERCENT, NUMBER = range(1, 9)
LIGHTS = {"red": 9, "yellow": 10, "green": 11, "blue": 12, "grey": 13}
_FILLS = {"red": "FFF4B6B6", "yellow": "FFFFE699", "green": "FFC6E0B4", "blue": "FFBDD7EE", "grey": "FFE7E6E6"}


class Percent(msgspec.Struct, frozen=True):
    """A cell that shows a percentage."""

    value: int


class Heading(msgspec.Struct, frozen=True):
    """A column: what stands above it, its width in characters, the format of its cells; hidden ones serve programs."""

    text: str
    width: int = 12
    style: int = TEXT
    hidden: bool = False
    choices: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True):
    """One sheet: title, a line below it, the columns and the rows.

    Cells of the column `merged` that say the same one below the other become one; `lights` gives rows the colour of
    their cell in the column `light`.
    """

    name: str
    title: str
    subtitle: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[Cell | Percent]]
    merged: int | None = None
    light: int | None = None
    lights: Sequence[str] = ()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Give names for sheets that Excel takes (31 characters, each once) for the names that were wanted."""
    names: list[str] = []
    for number, name in enumerate(wanted, start=1):
        plain = _SHEET_NAME.sub("_", _FORBIDDEN.sub("", name)).strip(" '")[:31] or f"Sheet{number}"
        made, count = plain, 1
        while made.lower() in {other.lower() for other in names} or made.lower() in {ORIGIN_SHEET, "history"}:
            count += 1
            made = f"{plain[: 28 - len(str(count))]}({count})"
        names.append(made)
    return names


def clean(text: str) -> str:
    """Give a text as a cell holds it: no control characters, no more than a cell takes."""
    plain = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def write_workbook(pages: Sequence[Page], origin: Mapping[str, str], stamp: datetime, footer: str = "&P / &N") -> bytes:
    """Give a workbook; `origin` goes into a sheet that nobody sees, `stamp` is the moment it is said to be made."""
    texts: dict[str, int] = {}
    parts = {f"xl/worksheets/sheet{n}.xml": _sheet(page, texts, footer) for n, page in enumerate(pages, start=1)}
    parts[f"xl/worksheets/sheet{len(pages) + 1}.xml"] = _origin(origin, texts)
    names = [*(page.name for page in pages), ORIGIN_SHEET]
    parts["xl/workbook.xml"] = _workbook(names, len(pages))
    parts["xl/_rels/workbook.xml.rels"] = _relations(len(names))
    parts["xl/styles.xml"] = _styles()
    parts["xl/sharedStrings.xml"] = _strings(texts)
    parts["docProps/core.xml"] = _core(pages[0].title if pages else "", stamp)
    parts["docProps/app.xml"] = (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Excel</Application></Properties>"
    )
    parts["_rels/.rels"] = (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = _types(len(names))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, _STILL)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 0, 0
            archive.writestr(info, parts[name].encode())
    return out.getvalue()


def _sheet(page: Page, texts: dict[str, int], footer: str) -> str:
    width = len(page.headings)
    last = max((n for n, heading in enumerate(page.headings) if not heading.hidden), default=0)
    end = column_letter(last)
    lines = [
        _HEAD,
        f'<worksheet {_MAIN} xmlns:r="{_OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        f'<dimension ref="A1:{column_letter(width - 1)}{len(page.rows) + 3}"/>',
        _VIEW,
        '<sheetFormatPr defaultRowHeight="15"/><cols>',
        *(
            f'<col min="{n}" max="{n}" width="{heading.width}.7" customWidth="1"{_hidden(heading)}/>'
            for n, heading in enumerate(page.headings, start=1)
        ),
        "</cols><sheetData>",
        f'<row r="1" ht="30" customHeight="1">{_text("A1", TITLE, page.title, texts)}</row>',
        f'<row r="2" ht="18" customHeight="1">{_text("A2", SUBTITLE, page.subtitle, texts)}</row>',
        '<row r="3" ht="30" customHeight="1">',
        *(
            _text(f"{column_letter(n)}3", HEADING, heading.text, texts)
            for n, heading in enumerate(page.headings)
        ),
        "</row>",
    ]  # fmt: skip
    letters = [column_letter(n) for n in range(width)]
    groups = _groups(page)
    for number, row in enumerate(page.rows):
        lines.append(_row(page, number, row, letters, texts))
    lines.append("</sheetData>")
    merges = [f"A1:{end}1", f"A2:{end}2"] if last else []
    merges += [f"{letters[page.merged or 0]}{top + 4}:{letters[page.merged or 0]}{low + 4}" for top, low in groups]
    if merges:
        lines.append(f'<mergeCells count="{len(merges)}">' + "".join(f'<mergeCell ref="{ref}"/>' for ref in merges))
        lines.append("</mergeCells>")
    lines.append(_validations(page, letters))
    lines.append(
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>&amp;C{escape(footer)}</oddFooter></headerFooter></worksheet>"
    )
    return "".join(lines)


def _hidden(heading: Heading) -> str:
    return ' hidden="1"' if heading.hidden else ""


def _text(place: str, style: int, text: str, texts: dict[str, int]) -> str:
    return f'<c r="{place}" s="{style}" t="s"><v>{texts.setdefault(clean(text), len(texts))}</v></c>'


def _row(
    page: Page, number: int, row: Sequence[Cell | Percent], letters: list[str], texts: dict[str, int]
) -> str:  # fmt: skip
    place = number + 4
    cells: list[str] = []
    high = 1
    for column, (heading, value) in enumerate(zip(page.headings, row, strict=True)):
        ref, style = f"{letters[column]}{place}", heading.style
        if column == page.light and page.lights:
            style = LIGHTS.get(page.lights[number], CENTRED)
        if value is None or value == "":
            cells.append(f'<c r="{ref}" s="{style}"/>')
        elif isinstance(value, str):
            plain = clean(value)
            cells.append(f'<c r="{ref}" s="{style}" t="s"><v>{texts.setdefault(plain, len(texts))}</v></c>')
            if column != page.merged and not heading.hidden:
                high = max(high, _lines(plain, heading.width))
        elif isinstance(value, Day):
            cells.append(f'<c r="{ref}" s="{DATE}"><v>{(value.day - _EPOCH).days}</v></c>')
        elif isinstance(value, Percent):
            cells.append(f'<c r="{ref}" s="{PERCENT}"><v>{value.value / 100:g}</v></c>')
        else:
            cells.append(f'<c r="{ref}" s="{NUMBER}"><v>{value}</v></c>')
    height = min(max(18, high * 14 + 4), 400)
    return f'<row r="{place}" ht="{height}" customHeight="1">{"".join(cells)}</row>'


def _lines(text: str, width: int) -> int:
    """Give how many lines a text takes; (bytes + characters) / 2 is its width, as Chinese is two wide, three bytes."""
    if "\n" not in text:
        return -(-(len(text.encode()) + len(text)) // (2 * width))
    return sum(max(1, -(-(len(line.encode()) + len(line)) // (2 * width))) for line in text.split("\n"))


def _groups(page: Page) -> list[tuple[int, int]]:
    """Give first and last row of the cells of the merged column that say the same."""
    if page.merged is None:
        return []
    found: list[tuple[int, int]] = []
    top = 0
    for number in range(1, len(page.rows) + 1):
        if number == len(page.rows) or page.rows[number][page.merged] != page.rows[top][page.merged]:
            if number - top > 1 and page.rows[top][page.merged]:
                found.append((top, number - 1))
            top = number
    return found


def _validations(page: Page, letters: list[str]) -> str:
    """Offer the words of a column as a list to choose from, where they are short enough for one."""
    made = []
    for column, heading in enumerate(page.headings):
        words = ",".join(heading.choices)
        if (
            page.rows
            and heading.choices
            and len(words) <= 250
            and not any(c in words for c in '"\n')
            and (sum(word.count(",") for word in heading.choices) == 0)
        ):
            area = f"{letters[column]}4:{letters[column]}{len(page.rows) + 203}"
            made.append(
                f'<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="{area}">'
                f"<formula1>{escape(chr(34) + words + chr(34))}</formula1></dataValidation>"
            )
    return f'<dataValidations count="{len(made)}">{"".join(made)}</dataValidations>' if made else ""


def _origin(origin: Mapping[str, str], texts: dict[str, int]) -> str:
    rows = "".join(
        f'<row r="{n}">{_text(f"A{n}", TEXT, name, texts)}{_text(f"B{n}", TEXT, value, texts)}</row>'
        for n, (name, value) in enumerate(origin.items(), start=1)
    )
    return f"{_HEAD}<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"


def _workbook(names: Sequence[str], seen: int) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}"{"" if n <= seen else _VERY_HIDDEN} r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{escape(_quoted(name))}!$3:$3</definedName>'
        for n, name in enumerate(names[:seen])
    )
    return (
        f'{_HEAD}<workbook {_MAIN} xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>"
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _relations(count: int) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{sheets}'
        f'<Relationship Id="rId{count + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId{count + 2}" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )


def _types(count: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
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


def _strings(texts: Mapping[str, int]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{escape(_ESCAPED.sub("_x005F_", text))}</t></si>' for text in texts)
    return f'{_HEAD}<sst {_MAIN} uniqueCount="{len(texts)}">{items}</sst>'


def _core(title: str, stamp: datetime) -> str:
    when = stamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(clean(title))}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
    )


def _styles() -> str:
    def font(size: int, *, bold: bool = False, name: str = "宋体") -> str:
        return f'<font>{"<b/>" if bold else ""}<sz val="{size}"/><name val="{name}"/><charset val="134"/></font>'

    def fill(colour: str) -> str:
        return f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/></patternFill></fill>'

    def xf(*, font: int = 0, fill: int = 0, border: int = 1, form: int = 0, across: str = "center") -> str:
        return (
            f'<xf numFmtId="{form}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
            'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment horizontal="{across}" vertical="center" wrapText="1"/></xf>'
        )

    fonts = [font(10), font(16, bold=True, name="黑体"), font(10, bold=True)]
    fills = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>']
    fills += [fill("FFF2F2F2"), *(fill(colour) for colour in _FILLS.values())]
    edge = "".join(
        f'<{side} style="thin"><color rgb="FF808080"/></{side}>' for side in ("left", "right", "top", "bottom")
    )
    formats = [
        xf(border=0, across="left"),
        xf(font=1, border=0),
        xf(border=0, across="right"),
        xf(font=2, fill=2),
        xf(form=49, across="left"),
        xf(form=49),
        xf(form=164),
        xf(form=9),
        xf(form=1),
        *(xf(fill=3 + n, form=49) for n in range(len(LIGHTS))),
    ]
    return (
        f'{_HEAD}<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts><fills count="{len(fills)}">{"".join(fills)}</fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{edge}<diagonal/></border>"
        "</borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
