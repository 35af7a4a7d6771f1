"""Word files: the paper of GB/T 9704-2012, templates of the office, text that stays text, the same bytes every time."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from exports import STAMP

from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.reports import (
    ArticleTitle,
    Heading,
    PageBreak,
    Paragraph,
    Report,
    ReportKind,
    Table,
)
from tasklist_tui.exchange.docx_report import balanced, docx_file, template_file
from tasklist_tui.exchange.report_text import html_file, markdown_file

FIELDS = {
    "title": "关于工作任务清单落实情况的通报",
    "organisation": "示例人大",
    "date": "2025年11月10日",
    "head": "示例人大",
}
#: One kind for each built-in template.
PAPERS = (ReportKind.MONTHLY, ReportKind.NOTICE, ReportKind.BULLETIN, ReportKind.URGING)
BLOCKS = (
    Heading("一、总体情况"),
    Paragraph("第一段\n第二段"),
    Heading("（一）红灯", 2),
    Table(("序号", "亮灯"), (("1", "红"), ("2", "黄")), (1, 3), (Colour.RED, Colour.YELLOW), 1),
    PageBreak(),
    ArticleTitle("第二篇"),
    Paragraph("按语", "note"),
)


def report(kind=ReportKind.NOTICE, blocks=BLOCKS, **fields):
    return Report(kind, FIELDS["title"], "zh", {**FIELDS, **fields}, tuple(blocks))


def opened(data):
    return Document(io.BytesIO(data))


def texts(data):
    return [paragraph.text for paragraph in opened(data).paragraphs]


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


def template(*lines, **more):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data, change):
    """Give a document whose parts `change` has changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def locked(data):
    """Give a zip that says of all its parts that they need a password."""
    found = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for begin in [match.start() for match in re.finditer(re.escape(mark), data)]:
            found[begin + place] |= 1
    return bytes(found)


def test_the_paper_has_the_measures_of_the_standard():
    section = opened(docx_file(report(), STAMP)).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 37, 28]
    assert round((section.page_width - section.left_margin - section.right_margin) / Mm(1)) == 156
    assert round((section.page_height - section.top_margin - section.bottom_margin) / Mm(1)) == 225
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.attrib == {
        qn("w:type"): "linesAndChars",
        qn("w:linePitch"): "579",
        qn("w:charSpace"): "-848",
    }


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Heading 3", "仿宋", 16),
        ("Body Text", "仿宋", 16),
        ("Tasklist Note", "楷体", 16),
        ("Tasklist Foot", "仿宋", 14),
    ],
)
def test_styles_name_their_east_asian_font(style, font, points):
    found = opened(docx_file(report(), STAMP)).styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size.pt == points


def test_every_font_named_has_others_to_fall_back_on():
    table = parts(docx_file(report(), STAMP))["word/fontTable.xml"]
    for font in ("方正小标宋简体", "仿宋", "楷体", "黑体", "宋体"):
        assert f'w:name="{font}"><w:altName ' in table


def test_twenty_two_lines_and_two_characters_of_indent():
    body = opened(docx_file(report(), STAMP)).styles["Body Text"]
    assert body.paragraph_format.line_spacing.twips == 579
    assert 22 * 579 <= Mm(225).twips < 23 * 579
    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones():
    document = opened(docx_file(report(), STAMP))
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    assert [f.paragraphs[0].alignment for f in (section.footer, section.even_page_footer)] == [2, 0]
    assert "".join(run.text for run in section.footer.paragraphs[0].runs) == "—  —"


def test_the_body_is_painted_in_the_styles():
    document = opened(docx_file(report(), STAMP))
    found = [(p.style.name, p.text) for p in document.paragraphs if p.text.strip()]
    assert ("Title", FIELDS["title"]) in found
    assert ("Heading 1", "一、总体情况") in found
    assert ("Body Text", "第二段") in found
    assert ("Heading 2", "（一）红灯") in found
    assert ("Tasklist Note", "按语") in found
    assert ("Tasklist Signed", "2025年11月10日") in found
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["序号", "亮灯"], ["1", "红"], ["2", "黄"]]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1].cells[1].paragraphs[0].runs[0].font.color.rgb is not None


@pytest.mark.parametrize("kind", PAPERS)
def test_the_same_report_gives_the_same_bytes(kind):
    first, second = (docx_file(report(kind), STAMP) for _time in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = opened(first).core_properties
    assert (core.author, core.created.isoformat()) == ("示例人大", "2025-11-10T01:30:00+00:00")


HOSTILE = '{{body}} {{date}} <w:p/> & "x" \x1b[31m\u202e\x00\ufffe HYPERLINK "http://x"'


@pytest.mark.parametrize("kind", PAPERS)
def test_text_of_people_is_no_markup_no_field_and_no_placeholder(kind):
    blocks = (Heading(HOSTILE), Paragraph(HOSTILE), Table((HOSTILE,), ((HOSTILE,),), (1,)), ArticleTitle(HOSTILE))
    data = docx_file(report(kind, blocks, **dict.fromkeys([*FIELDS, "send", "subtitle", "issue"], HOSTILE)), STAMP)
    shown = '{{body}} {{date}} <w:p/> & "x" [31m HYPERLINK "http://x"'
    assert shown in texts(data)
    every = parts(data)
    xml = "".join(text for name, text in every.items() if name.endswith((".xml", ".rels")))
    assert set(xml.split("<w:instrText")[1:]) == {
        part for part in xml.split("<w:instrText")[1:] if " PAGE <" in part[:40]
    }
    assert "TargetMode" not in xml
    for page in (html_file(report(kind, blocks)).decode(), markdown_file(report(kind, blocks)).decode()):
        assert "<w:p/>" not in page
        assert "\x1b" not in page
        assert "\u202e" not in page


def test_an_office_fills_its_own_template():
    mine = template("密级：内部", "{{ title }}（{{date}}）", "{{number}}", "{{body}}", "{{send}}")
    found = texts(docx_file(report(number="", send="送：甲\n乙"), STAMP, mine, "templates/notice.docx"))
    assert found[:2] == ["密级：内部", f"{FIELDS['title']}（2025年11月10日）"]
    assert found[2] == "一、总体情况"
    assert found[-2:] == ["送：甲", "乙"]


def test_a_placeholder_that_word_has_cut_into_pieces_is_filled_in():
    document = Document()
    line = document.add_paragraph("前{{ti")
    line.add_run("tle").bold = True
    line.add_run("}}后{{date}}")
    document.add_paragraph("{{body}}")
    out = io.BytesIO()
    document.save(out)
    assert texts(docx_file(report(), STAMP, out.getvalue()))[0] == f"前{FIELDS['title']}后2025年11月10日"


def test_placeholders_in_headers_and_tables_are_filled_in():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{organisation}}"
    document.add_table(1, 1).rows[0].cells[0].text = "{{date}}"
    document.add_paragraph("{{body}}")
    out = io.BytesIO()
    document.save(out)
    made = opened(docx_file(report(blocks=()), STAMP, out.getvalue()))
    assert made.sections[0].header.paragraphs[0].text == "示例人大"
    assert made.tables[0].rows[0].cells[0].text == "2025年11月10日"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b"not a zip", "Word document"),
        (b"PK\x05\x06" + b"\0" * 18, "Word document"),
        (template("{{title}}"), "{{body}}"),
        (template("{{body}}", "{{body}}"), "{{body}}"),
        (template("{{body}}", "{{titel}}"), "titel"),
        (template("{{body}}", "关于{{title}的通报"), "关于{{title}的通报"),
        (template("{{body}}", "｛｛title｝｝"), "｛｛title｝｝"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old format"),
        (changed(template("{{body}}"), lambda _name, data: data[: len(data) // 2]), "XML|Word document"),
        (changed(template("{{body}}"), lambda _name, data: data.replace(b"?>", b"?><!DOCTYPE x []>", 1)), "XML"),
        (locked(template("{{body}}")), "password"),
        (template("{{body}}")[:9000], "damaged"),
    ],
    ids=[
        "no zip",
        "empty zip",
        "no body",
        "two bodies",
        "unknown word",
        "half a placeholder",
        "full-width braces",
        "old format",
        "torn parts",
        "entities",
        "password",
        "torn",
    ],
)
def test_a_broken_template_is_named_with_what_is_wrong(broken, told):
    with pytest.raises(UserError) as refused:
        docx_file(report(), STAMP, broken, "templates/notice.docx")
    assert "templates/notice.docx" in str(refused.value)
    assert re.search(told.replace("{", r"\{"), str(refused.value))


def test_a_row_whose_placeholders_are_empty_goes_with_its_lines():
    with_send, without = (
        opened(docx_file(report(send=send, printed="示例人大", copies="2025年印发"), STAMP)) for send in ("送：甲", "")
    )
    rows = [[cell.text for row in document.tables[-1].rows for cell in row.cells] for document in (with_send, without)]
    assert rows == [["送：甲", "示例人大\t2025年印发"], ["示例人大\t2025年印发"]]
    nothing = opened(docx_file(report(ReportKind.BULLETIN, blocks=[Paragraph("甲")]), STAMP))
    assert nothing.tables == []


def test_a_template_that_would_fill_the_memory_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<a>" + b" " * (51 * 1024 * 1024))
    with pytest.raises(UserError, match="too large"):
        docx_file(report(), STAMP, out.getvalue(), "x")


@pytest.mark.parametrize("kind", PAPERS)
def test_every_built_in_template_can_be_changed_and_used_again(kind):
    saved = template_file(kind, STAMP)
    assert any("{{body}}" in text for text in texts(saved))
    assert texts(docx_file(report(kind), STAMP, saved, "x")) == texts(docx_file(report(kind), STAMP))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于清单落实情况的通报", ["关于清单落实情况的通报"]),
        ("关于加快建设创新钱塘工作任务清单落实情况的通报", ["关于加快建设创新钱塘工", "作任务清单落实情况的通报"]),
        ("", [""]),
    ],
)
def test_titles_break_into_lines_of_like_length(title, lines):
    found = balanced(title)
    assert "".join(found) == title
    assert len(found) == len(lines)
    assert all(len(line) <= 20 for line in found)


def test_no_line_of_a_title_begins_with_a_mark_or_cuts_a_number():
    for title in (
        "推进长三角一体化发展" * 3 + "，2025年度工作",
        "第123456789012345678901234567890号文件",
        "甲" * 19 + "的" + "乙" * 10,
    ):
        lines = balanced(title)
        assert "".join(lines) == title
        assert not any(line.startswith(("，", "的")) for line in lines[1:])


def test_the_urging_sheet_has_the_colour_of_its_level():
    data = docx_file(report(ReportKind.URGING, [ArticleTitle("催办单（通报）", Colour.RED)]), STAMP)
    line = next(p for p in opened(data).paragraphs if p.text == "催办单（通报）")
    assert str(line.runs[0].font.color.rgb) == "B3261E"
    assert line._p.pPr.find(qn("w:pBdr")) is not None
