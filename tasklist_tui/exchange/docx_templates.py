"""The templates that come with the program: papers with placeholders, as an office would make them in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Pt

from tasklist_tui.domain.reports import ReportKind
from tasklist_tui.exchange.docx_paper import BLOCK, FANG, KAI, blank_paper, border, set_font

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

#: What a template can have filled in.
PLACEHOLDERS = (
    "body",
    "copies",
    "date",
    "edition",
    "editor",
    "head",
    "issue",
    "number",
    "organisation",
    "period",
    "printed",
    "recipients",
    "send",
    "subtitle",
    "title",
)
_RED_LINE = "E60012"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def built_in(kind: ReportKind) -> DocumentType:
    """Give the template of a kind of report."""
    document = blank_paper()
    if kind is ReportKind.BULLETIN:
        _bulletin(document)
    elif kind is ReportKind.NOTICE:
        _notice(document)
    elif kind is ReportKind.URGING:
        document.add_paragraph("{{body}}")
    else:
        _plain(document)
    return document


def _plain(document: DocumentType) -> None:
    """A title, who and when below it, the body, and the signature."""
    document.add_paragraph("{{title}}", style="Title")
    subtitle = document.add_paragraph(style="Tasklist Flush")
    subtitle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_font(subtitle.add_run("{{subtitle}}"), KAI)
    document.add_paragraph(style="Body Text")
    document.add_paragraph("{{body}}")
    _signature(document)


def _notice(document: DocumentType) -> None:
    """The red head 35 mm below the top of the text block, number, red line 4 mm below it, and the parts of a 公文."""
    for _line in range(2):
        document.add_paragraph(style="Tasklist Flush")
    document.add_paragraph("{{head}}", style="Tasklist Head")
    for _line in range(2):
        document.add_paragraph(style="Tasklist Flush")
    number = document.add_paragraph("{{number}}", style="Tasklist Flush")
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border(number, "bottom", 1.5, _RED_LINE, space=11)
    for _line in range(2):
        document.add_paragraph(style="Tasklist Flush")
    document.add_paragraph("{{title}}", style="Title")
    document.add_paragraph(style="Tasklist Flush")
    document.add_paragraph("{{recipients}}", style="Tasklist Flush")
    document.add_paragraph("{{body}}")
    _signature(document)
    _foot(document)


def _bulletin(document: DocumentType) -> None:
    """The name large and red, edition and issue below it, editor and date over a red line, body, circulation."""
    document.add_paragraph("{{head}}", style="Tasklist Head")
    for name in ("{{edition}}", "{{issue}}"):
        line = document.add_paragraph(style="Tasklist Flush")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        set_font(line.add_run(name), FANG)
    editor = document.add_paragraph(style="Tasklist Flush")
    editor.paragraph_format.tab_stops.add_tab_stop(BLOCK, WD_TAB_ALIGNMENT.RIGHT)
    editor.add_run("{{editor}}\t{{date}}")
    border(editor, "bottom", 1.5, _RED_LINE, space=4)
    document.add_paragraph(style="Tasklist Flush")
    document.add_paragraph("{{body}}")
    _foot(document)


def _signature(document: DocumentType) -> None:
    document.add_paragraph(style="Tasklist Flush")
    for name in ("{{organisation}}", "{{date}}"):
        line = document.add_paragraph(name, style="Tasklist Signed")
        # The date stands four characters from the edge.
        line.paragraph_format.right_indent = Pt(63)


def _foot(document: DocumentType) -> None:
    """版记: at the foot of the last page, between lines of 0.35 mm, with one of 0.25 mm inside."""
    rows = "".join(
        '<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="5000" w:type="pct"/></w:tcPr>'
        f"{inner}</w:tc></w:tr>"
        for inner in (_foot_line("{{send}}"), _foot_line("{{printed}}", "{{copies}}"))
    )
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    document.element.body.insert(
        len(document.element.body) - 1,
        parse_xml(
            f'<w:tbl xmlns:w="{_SPACE}"><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin"'
            f' w:tblpXSpec="left" w:tblpYSpec="bottom"/><w:tblW w:w="5000" w:type="pct"/>'
            f"<w:tblBorders>{edges}</w:tblBorders></w:tblPr>"
            f'<w:tblGrid><w:gridCol w:w="{BLOCK.twips}"/></w:tblGrid>{rows}</w:tbl>'
        ),
    )
    document.add_paragraph(style="Tasklist Foot").paragraph_format.line_spacing = Pt(1)


def _foot_line(text: str, right: str = "") -> str:
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{BLOCK.twips - 220}"/></w:tabs>' if right else ""
    more = f"<w:r><w:tab/></w:r><w:r><w:t>{right}</w:t></w:r>" if right else ""
    # The lines of the foot stay on one page.
    look = f'<w:pStyle w:val="TasklistFoot"/><w:keepNext/>{tab}'
    return f"<w:p><w:pPr>{look}</w:pPr><w:r><w:t>{text}</w:t></w:r>{more}</w:p>"
