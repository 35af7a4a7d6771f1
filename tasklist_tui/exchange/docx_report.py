"""A report as a Word file: a template is filled in, and its body painted in the template's styles."""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as Line
from lxml.etree import XMLSyntaxError

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.reports import ArticleTitle, Block, Heading, PageBreak, Paragraph, Report, Table
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.exchange.docx_paper import BLOCK, border, ensure_styles
from tasklist_tui.exchange.docx_templates import PLACEHOLDERS, built_in
from tasklist_tui.exchange.plaintext import one_line, plain
from tasklist_tui.exchange.timeline_svg import INKS
from tasklist_tui.exchange.xlsx_gate import Refused, open_zip, refuse_foreign

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
#: What is left of a placeholder that was not written whole, or with the full-width braces of an input method.
_BRACES = re.compile(r"\{\{|\}\}|｛｛|｝｝")
_STYLES = {"body": "Body Text", "note": "Tasklist Note", "flush": "Tasklist Flush", "signed": "Tasklist Signed"}
#: Bytes that a template may have when it is unpacked: more is no letter paper but an attack.
_LARGEST = 50 * 1024 * 1024
_NO_DOCUMENT = msg("it is no Word document (.docx)")
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Characters behind which a title is broken by preference, those that begin no line, and those that end none.
_JOINING, _CLOSING, _OPENING = "的，、和与及并暨：", "，、。：；）》”的", "（《“"
#: Characters of the name at the head of a paper from which it is made smaller to fit on its line.
_HEAD_POINTS, _BLOCK_POINTS = 60, 442


def docx_file(
    report: Report, stamp: datetime, template: bytes | None = None, name: str = "", tell: Teller = SILENT
) -> bytes:
    """Give the Word file of a report, in the template called `name` or the built-in one of its kind.

    Raises `UserError` when the template cannot be used.
    """
    document = built_in(report.kind) if template is None else _opened(template, name)
    ensure_styles(document, keep=True)
    anchor = _fill(document, {key: plain(text) for key, text in report.fields.items()}, name)
    painter = _Painter(document, anchor)
    for part, block in tell.parts(report.blocks):
        part.at()
        painter.paint(block, part)
    _drop(anchor._p)
    return _saved(document, report, stamp)


def template_file(report_kind: Any, stamp: datetime) -> bytes:
    """Give the built-in template of a kind of report, for an office to change."""
    return _saved(built_in(report_kind), None, stamp)


def _opened(template: bytes, name: str) -> DocumentType:
    """Open a template; raises `UserError` when it is none, or would fill the memory."""
    try:
        refuse_foreign(template)
        if not template.startswith(b"PK"):
            raise _broken(name, _NO_DOCUMENT)
        with open_zip(template) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > _LARGEST:
            raise _broken(name, msg("it is too large"))
        return Document(BytesIO(template))
    except Refused as refused:
        raise _broken(name, refused.failure.message) from refused
    except (PackageNotFoundError, KeyError, ValueError, XMLSyntaxError) as error:
        raise _broken(name, _NO_DOCUMENT) from error


def _broken(name: str, reason: Message) -> UserError:
    return UserError(
        msg("the template {name} cannot be used: {reason}", name=name, reason=reason),
        msg("mend it in Word, or take it away to use the built-in one"),
    )


def _fill(document: DocumentType, fields: Mapping[str, str], name: str) -> Line:
    """Fill in the placeholders everywhere; give the paragraph that stands for the body."""
    anchors, rows = [], []
    for line in list(_lines(document)):
        found = _PLACEHOLDER.findall(line.text)
        if half := _BRACES.search(_PLACEHOLDER.sub("", line.text)):
            raise _broken(name, msg("“{text}” is no whole placeholder", text=one_line(line.text[:40]) or half[0]))
        if unknown := [word for word in found if word not in PLACEHOLDERS]:
            raise _broken(
                name, msg("there is no “{word}”; known are {ways}", word=unknown[0], ways=tuple(PLACEHOLDERS))
            )
        if "body" in found:
            anchors.append(line)
        elif found:
            row = next(line._p.iterancestors(qn("w:tr")), None)
            _fill_line(line, fields)
            rows.extend([] if row is None or row in rows else [row])
    for row in rows:
        _drop_empty(row)
    if len(anchors) != 1 or anchors[0]._p.getparent() is not document.element.body:
        raise _broken(name, msg("it needs one paragraph with {{{{body}}}} outside of tables and headers"))
    return anchors[0]


def _drop_empty(row: Any) -> None:
    """Take out a row of a table whose placeholders left nothing, and the table with its last row."""
    if any((text.text or "").strip() for text in row.iter(qn("w:t"))):
        return
    table = row.getparent()
    _drop(row)
    if table.find(qn("w:tr")) is None:
        _drop(table)


def _lines(document: DocumentType) -> Iterator[Line]:
    """Yield every paragraph: of the body, of tables, of headers and footers."""
    roots = [document.element.body]
    for section in document.sections:
        for part in (
            section.header,
            section.footer,
            section.even_page_header,
            section.even_page_footer,
            section.first_page_header,
            section.first_page_footer,
        ):
            roots.extend([] if part.is_linked_to_previous else [part._element])
    for root in roots:
        for element in root.iter(qn("w:p")):
            yield Line(element, document._body)


def _fill_line(line: Line, fields: Mapping[str, str]) -> None:
    """Fill in one paragraph: a value of several lines gives several, one with nothing in it goes."""
    names = _PLACEHOLDER.findall(line.text)
    if not _PLACEHOLDER.sub("", line.text).strip() and not any(fields.get(name) for name in names):
        if line._p.getparent().tag != qn("w:tc") or len(line._p.getparent().findall(qn("w:p"))) > 1:
            _drop(line._p)
        else:
            line.text = ""
        return
    deepest = max(fields.get(name, "").count("\n") for name in names)
    if deepest and len(names) == 1:
        *earlier, last = fields[names[0]].split("\n")
        for text in earlier:
            twin = copy.deepcopy(line._p)
            line._p.addprevious(twin)
            _replace(Line(twin, line._parent), {names[0]: text})
        _replace(line, {names[0]: last})
        return
    _replace(line, fields)
    if line.style is not None and line.style.name == "Tasklist Head":
        _fit_head(line)


def _replace(line: Line, fields: Mapping[str, str]) -> None:
    """Put values in place of placeholders, which may run over several runs; what was put in is not looked at again."""
    place = 0
    while found := _PLACEHOLDER.search("".join(run.text for run in line.runs), place):
        value = one_line(fields.get(found[1], ""))
        if line.style is not None and line.style.name == "Title":
            value = "\n".join(balanced(value))
        start, end = found.span()
        at = 0
        for run in line.runs:
            text, begin = run.text, at
            at += len(text)
            if at <= start or begin >= end:
                continue
            keeps_start = text[: max(start - begin, 0)]
            keeps_end = text[end - begin :] if at > end else ""
            run.text = keeps_start + (value if begin <= start else "") + keeps_end
        place = start + len(value)


def _fit_head(line: Line) -> None:
    """Make the name at the head as large as its line lets it."""
    size = min(_HEAD_POINTS, _BLOCK_POINTS // max(len(line.text), 1))
    for run in line.runs:
        run.font.size = Pt(size)


def balanced(title: str, most: int = 20) -> list[str]:
    """Give a title in lines of up to `most` characters, as long as each other, the first ones the longer ones.

    A line ends behind a word that joins others where one is near, and never before a mark or inside a number.
    """
    count = -(-len(title) // most)
    lines = []
    for left in range(count, 1, -1):
        ideal = -(-len(title) // left)
        places = [p for p in range(max(ideal - 3, 1), min(ideal + 4, most + 1, len(title))) if _may_break(title, p)]
        place = min(places, key=lambda p: (title[p - 1] not in _JOINING, abs(p - ideal), -p), default=ideal)
        lines.append(title[:place].strip())
        title = title[place:]
    return [*lines, title.strip()]


def _may_break(title: str, place: int) -> bool:
    before, after = title[place - 1], title[place]
    if before.isascii() and after.isascii() and before != " ":
        return False
    return before not in _OPENING and after not in _CLOSING


class _Painter:
    """Paints blocks in front of a paragraph, in the styles of its document."""

    def __init__(self, document: DocumentType, anchor: Line) -> None:
        self._anchor = anchor
        # The library looks a style up for every paragraph, at 4 ms each.
        self._styles = {style.name: style.style_id for style in document.styles}

    def paint(self, block: Block, tell: Teller) -> None:
        """Paint one block."""
        match block:
            case Heading():
                self._line(one_line(block.text), f"Heading {block.level}")
            case ArticleTitle():
                self._title(block)
            case Table():
                self._anchor._p.addprevious(_table(block, self._styles["Tasklist Cell"], tell))
            case PageBreak():
                self._line("", "Tasklist Flush").add_run().add_break(WD_BREAK.PAGE)
            case Paragraph():
                for text in plain(block.text).split("\n"):
                    if text.strip():
                        self._line(text.strip(), _STYLES[block.style])

    def _title(self, block: ArticleTitle) -> None:
        """Paint the title of an article between empty lines; that of a sheet between lines in its colour."""
        lines = balanced(one_line(block.text))
        if not block.colour:
            self._line("", "Tasklist Flush")
            self._line("\n".join(lines), "Title")
            self._line("", "Tasklist Flush")
            return
        line = self._line("\n".join(lines), "Title")
        ink = INKS[Colour(block.colour)].removeprefix("#").upper()
        for run in line.runs:
            run.font.color.rgb = RGBColor.from_string(ink)
        border(line, "top", 2.25, ink, space=6)
        border(line, "bottom", 2.25, ink, space=6)

    def _line(self, text: str, style: str) -> Line:
        element = OxmlElement("w:p")
        _child(_child(element, "w:pPr"), "w:pStyle", val=self._styles[style])
        self._anchor._p.addprevious(element)
        line = Line(element, self._anchor._parent)
        if text:
            line.add_run(text)
        return line


def _table(block: Table, style: str, tell: Teller) -> Any:
    """Give a table as XML: the library's own cells cost a search each."""
    whole = sum(block.widths)
    widths = [BLOCK.twips * width // whole for width in block.widths]
    table = OxmlElement("w:tbl")
    properties = _child(table, "w:tblPr")
    _child(properties, "w:tblW", w=str(sum(widths)), type="dxa")
    edges = _child(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(edges, f"w:{side}", val="single", sz="4", space="0", color="000000")
    _child(properties, "w:tblLayout", type="fixed")
    margins = _child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        _child(margins, f"w:{side}", w="60", type="dxa")
    grid = _child(table, "w:tblGrid")
    for width in widths:
        _child(grid, "w:gridCol", w=str(width))
    if block.head:
        _row(table, block.head, widths, style, is_head=True)
    for number, row in enumerate(tell.each(block.rows)):
        colour = block.lights[number] if block.lights else None
        _row(table, row, widths, style, colour=colour, light_column=block.light_column)
    return table


def _row(
    table: Any,
    cells: tuple[str, ...],
    widths: list[int],
    style: str,
    *,
    is_head: bool = False,
    colour: Colour | None = None,
    light_column: int = -1,
) -> None:
    row = _child(table, "w:tr")
    properties = _child(row, "w:trPr")
    _child(properties, "w:cantSplit")
    if is_head:
        _child(properties, "w:tblHeader")
    for number, (text, width) in enumerate(zip(cells, widths, strict=True)):
        cell = _child(row, "w:tc")
        inner = _child(cell, "w:tcPr")
        _child(inner, "w:tcW", w=str(width), type="dxa")
        if is_head:
            _child(inner, "w:shd", val="clear", color="auto", fill="F2F2F2")
        _child(inner, "w:vAlign", val="center")
        for part in plain(text).split("\n"):
            line = _child(cell, "w:p")
            shape = _child(line, "w:pPr")
            _child(shape, "w:pStyle", val=style)
            if is_head:
                _child(shape, "w:jc", val="center")
            run = _child(line, "w:r")
            if is_head or (colour and number == light_column):
                look = _child(run, "w:rPr")
                _child(look, "w:b")
                if colour:
                    _child(look, "w:color", val=INKS[colour].removeprefix("#").upper())
            content = _child(run, "w:t")
            content.set(qn("xml:space"), "preserve")
            content.text = part


def _child(parent: Any, name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element


def _saved(document: DocumentType, report: Report | None, stamp: datetime) -> bytes:
    """Give the file: the same for the same content, whenever it is made."""
    core = document.core_properties
    moment = stamp.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.created = core.modified = moment
    core.last_printed = moment
    core.revision = 1
    core.title = one_line(report.fields.get("title", "")) if report else ""
    core.author = core.last_modified_by = one_line(report.fields.get("organisation", "")) if report else ""
    core.comments = core.keywords = core.subject = core.category = ""
    raw, packed = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for entry in sorted(
            source.infolist(), key=lambda entry: (entry.filename != "[Content_Types].xml", entry.filename)
        ):
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(info, source.read(entry))
    return packed.getvalue()


def _drop(element: Any) -> None:
    element.getparent().remove(element)
