"""The page of official papers (GB/T 9704-2012) for Word: size, grid, styles, page numbers.

A4; text block 156 × 225 mm, 37 mm from the top and 28 mm from the left; 22 lines of 28 characters; body 三号 仿宋.
Fonts cannot be put into the file: each has a name with others to fall back on, in the font table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.styles.style import ParagraphStyle

#: Half-points are exact here: 22 lines of 28.95 pt are 636.9 pt of the 637.8 pt of 225 mm, 22 of 29 pt are too many.
LINE = Twips(579)
#: 28 characters in 442.2 pt leave 15.79 pt each: 16 pt less 848/4096 pt.
_CHAR_SPACE = -848
#: Twips between characters: 28 of 15.7 pt are 439.6 pt; tenths of a point are what all programs keep.
_CLOSER = -6
#: Points of 三号, 二号, 四号.
THREE, TWO, FOUR = Pt(16), Pt(22), Pt(14)
SONG, FANG, KAI, HEI, XIAOBIAO = "宋体", "仿宋", "楷体", "黑体", "方正小标宋简体"
LATIN = "Times New Roman"
RED = RGBColor(0xE6, 0x00, 0x12)
#: What a program takes that has not the font named: the names other systems give it, then a relative.
_INSTEAD = {
    XIAOBIAO: "方正小标宋_GBK,小标宋体,FZXiaoBiaoSong-B05S,宋体,SimSun,Noto Serif CJK SC",
    FANG: "仿宋_GB2312,FangSong,方正仿宋_GBK,STFangsong,Noto Serif CJK SC",
    KAI: "楷体_GB2312,KaiTi,方正楷体_GBK,STKaiti,Noto Serif CJK SC",
    HEI: "SimHei,方正黑体_GBK,STHeiti,Noto Sans CJK SC",
    SONG: "SimSun,STSong,Noto Serif CJK SC",
}
#: Width and height of the text block.
BLOCK = Mm(156)
_TWO_CHARACTERS = 632


def blank_paper() -> DocumentType:
    """Give an empty paper with its page, styles and page numbers."""
    document = Document()
    for paragraph in list(document.paragraphs):
        _drop(paragraph._p)
    _set_page(document)
    _leave_out_styles(document)
    ensure_styles(document)
    _number_pages(document)
    _name_fonts(document)
    _leave_out_thumbnail(document)
    for languages in document.styles.element.iter(qn("w:lang")):
        languages.set(qn("w:eastAsia"), "zh-CN")
    return document


def _set_page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.bottom_margin, section.right_margin = Mm(35), Mm(26)
    # The number stands 7 mm below the text block, and is a line of 四号 high.
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE.twips))
    grid.set(qn("w:charSpace"), str(_CHAR_SPACE))


def _number_pages(document: DocumentType) -> None:
    """Put the number between dashes, odd pages to the right, even ones to the left, a character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Footer"]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = FOUR
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            set_font(run, SONG, latin=SONG, size=FOUR)
            if text is None:
                for kind, content in (("begin", ""), ("", " PAGE "), ("end", "")):
                    run._r.append(_field_part(kind, content))


def _field_part(kind: str, content: str) -> Any:
    if kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    else:
        part = OxmlElement("w:instrText")
        part.set(qn("xml:space"), "preserve")
        part.text = content
    return part


#: Our styles: name, East Asian font, size, alignment, first line indented, bold, red.
_STYLES: tuple[tuple[str, str, Pt, WD_ALIGN_PARAGRAPH, bool, bool, bool], ...] = (
    ("Normal", FANG, THREE, WD_ALIGN_PARAGRAPH.JUSTIFY, False, False, False),
    ("Title", XIAOBIAO, TWO, WD_ALIGN_PARAGRAPH.CENTER, False, False, False),
    ("Heading 1", HEI, THREE, WD_ALIGN_PARAGRAPH.LEFT, True, False, False),
    ("Heading 2", KAI, THREE, WD_ALIGN_PARAGRAPH.LEFT, True, False, False),
    ("Heading 3", FANG, THREE, WD_ALIGN_PARAGRAPH.LEFT, True, True, False),
    ("Body Text", FANG, THREE, WD_ALIGN_PARAGRAPH.JUSTIFY, True, False, False),
    ("Tasklist Note", KAI, THREE, WD_ALIGN_PARAGRAPH.JUSTIFY, True, False, False),
    ("Tasklist Flush", FANG, THREE, WD_ALIGN_PARAGRAPH.LEFT, False, False, False),
    ("Tasklist Signed", FANG, THREE, WD_ALIGN_PARAGRAPH.RIGHT, False, False, False),
    ("Tasklist Cell", FANG, Pt(12), WD_ALIGN_PARAGRAPH.LEFT, False, False, False),
    ("Tasklist Foot", FANG, FOUR, WD_ALIGN_PARAGRAPH.LEFT, False, False, False),
    ("Tasklist Head", XIAOBIAO, Pt(60), WD_ALIGN_PARAGRAPH.CENTER, False, False, True),
    ("Footer", SONG, FOUR, WD_ALIGN_PARAGRAPH.LEFT, False, False, False),
)


def ensure_styles(document: DocumentType, *, keep: bool = False) -> None:
    """Give the document our styles; with `keep` those it has stay as they are."""
    names = {style.name for style in document.styles}
    for name, font, size, alignment, indented, bold, red in _STYLES:
        if name in names and keep:
            continue
        style = document.styles[name] if name in names else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _set_style(style, font, size, alignment, indented=indented, bold=bold, red=red)
        if name != "Normal":
            style.base_style = document.styles["Normal"]


def _set_style(
    style: ParagraphStyle,
    font: str,
    size: Pt,
    alignment: WD_ALIGN_PARAGRAPH,
    *,
    indented: bool,
    bold: bool,
    red: bool,
) -> None:
    properties = style.element
    for old in (properties.find(qn("w:rPr")), properties.find(qn("w:pPr"))):
        if old is not None:
            _drop(old)
    set_font(style, font, size=size)
    style.font.bold = bold
    style.font.color.rgb = RED if red else RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.alignment = alignment
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False
    if size <= TWO and style.name != "Footer":
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if style.name == "Tasklist Cell":
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
    _off(properties.get_or_add_pPr(), "w:snapToGrid")
    if size == THREE:
        _narrow(properties.get_or_add_rPr())
    if indented:
        indent = properties.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(_TWO_CHARACTERS))
    if style.name.startswith("Heading"):
        shape.keep_with_next = True
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(int(style.name[-1]) - 1))
        properties.get_or_add_pPr().append(level)


def _off(properties: Any, name: str) -> None:
    """Say no to a property of paragraphs, at its place in the order that the format asks for."""
    element = OxmlElement(name)
    element.set(qn("w:val"), "0")
    properties.insert_element_before(element, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _narrow(properties: Any) -> None:
    """Set characters 0.3 pt closer, for 28 on a line.

    The grid alone would do in Word; LibreOffice gives a character that is wider than its cell two cells.  So the page
    states the grid, and the styles keep to it by themselves.
    """
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(_CLOSER))
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def set_font(target: Any, name: str, *, latin: str = LATIN, size: Pt | None = None) -> None:
    """Set the font of a run or a style: python-docx sets only that of Latin letters."""
    target.font.name = latin
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:cs"), latin)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if size is not None:
        target.font.size = size


def border(paragraph: Any, side: str, points: float, colour: str = "000000", space: int = 1) -> None:
    """Draw a line above (`top`) or below (`bottom`) a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
        )
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", round(points * 8)), ("space", space), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)


def _name_fonts(document: DocumentType) -> None:
    """Put our fonts with what to take instead into the font table, in place of those of the library's own paper."""
    part = next(p for p in document.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<w:fonts xmlns:w="{space}">{rows}<w:font w:name="{LATIN}"><w:charset w:val="00"/></w:font></w:fonts>'
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


def _leave_out_styles(document: DocumentType) -> None:
    """Take out the 150 styles of the library's own paper that nobody here uses."""
    ours = {name for name, *_more in _STYLES} | {"Default Paragraph Font", "Normal Table", "No List"}
    for style in list(document.styles):
        if style.name not in ours:
            style.delete()


def _leave_out_thumbnail(document: DocumentType) -> None:
    """Take out the picture that the library's own paper brings along."""
    relations = document.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[name]


def _drop(element: Any) -> None:
    element.getparent().remove(element)
