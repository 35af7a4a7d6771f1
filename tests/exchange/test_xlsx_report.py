"""Reports as workbooks: tables in cells of their own, text that stays text, a page that prints, the same bytes."""

import io
import re
import zipfile

import pytest
from exports import STAMP, readable
from openpyxl import load_workbook

from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.reports import ArticleTitle, Heading, PageBreak, Paragraph, Report, ReportKind, Table
from tasklist_tui.exchange.xlsx_report import xlsx_report

COUNTS = Table(("委室", "事项", "完成率"), (("办公室", "5", "20.0%"), ("预算工委", "0", "–")), (5, 2, 3))
LIGHTS = Table(
    ("序号", "亮灯", "事项", "时限"),
    (("1.2", "红", "听取报告", "2025-10-31"), ("3", "黄", "调研", "")),
    (2, 2, 9, 4),
    (Colour.RED, Colour.YELLOW),
    1,
)
BLOCKS = (
    Heading("一、总体情况"),
    Paragraph("第一段\n第二段"),
    COUNTS,
    Heading("二、本期变化"),
    Paragraph("没有变化。"),
    Heading("三、红灯和黄灯事项"),
    LIGHTS,
)
FIELDS = {"head": "示例人大", "subtitle": "（2025年11月）", "organisation": "示例人大", "date": "2025年11月10日"}


def report(kind=ReportKind.MONTHLY, blocks=BLOCKS, **fields):
    return Report(kind, "清单月报", "zh", {**FIELDS, **fields}, tuple(blocks))


def made(*args, **more):
    return xlsx_report(report(*args, **more), STAMP, "第 &P 页")


def opened(*args, **more):
    return load_workbook(io.BytesIO(made(*args, **more)))


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def row_of(sheet, text):
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_tables_of_another_shape_begin_another_sheet_named_after_its_heading():
    book = opened()
    assert book.sheetnames == ["总体情况", "红灯和黄灯事项"]
    first, second = book
    assert texts(first)[:4] == ["清单月报", "（2025年11月）", "一、总体情况", "　　第一段"]
    assert "二、本期变化" in texts(first)
    assert texts(second)[:3] == ["清单月报", "（2025年11月）", "三、红灯和黄灯事项"]
    assert texts(second)[-2:] == ["示例人大", "2025年11月10日"]


def test_counts_rates_and_days_can_be_reckoned_with_and_numbers_of_items_stay_text():
    first, second = opened()
    place = row_of(first, "办公室")
    assert [cell.value for cell in first[place]] == ["办公室", 5, 0.2]
    assert [cell.value for cell in first[place + 1]] == ["预算工委", 0, "–"]
    assert first.cell(place, 3).number_format == "0.0%"
    place = row_of(second, "听取报告")
    assert [cell.value for cell in second[place][:2]] == ["1.2", "红"]
    assert second.cell(place, 4).is_date
    assert second.cell(place, 4).value.date().isoformat() == "2025-10-31"


def test_cells_of_tables_have_borders_and_wrap_and_lights_their_colour():
    _first, second = opened()
    for cell in second[row_of(second, "听取报告")]:
        assert cell.border.left.style == cell.border.bottom.style == "thin"
        assert cell.alignment.wrap_text
    fills = [second.cell(row_of(second, title), 2).fill.fgColor.rgb for title in ("听取报告", "调研")]
    assert fills == ["FFF4B6B6", "FFFFE699"]


def test_headings_go_across_the_page_and_the_head_of_a_last_table_is_repeated():
    first, second = opened()
    row = row_of(second, "三、红灯和黄灯事项")
    assert f"A{row}:D{row}" in {str(area) for area in second.merged_cells.ranges}
    assert second.cell(row, 1).font.name == "黑体"
    assert second.print_title_rows == f"${row_of(second, '序号')}:${row_of(second, '序号')}"
    assert first.print_title_rows is None


def test_the_page_is_a4_upright_and_as_wide_as_the_table():
    for sheet in opened():
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.center.text == "第 &P 页"


def test_every_urging_sheet_has_its_page_and_its_colour():
    blocks = (
        ArticleTitle("催办单（通报）", Colour.RED),
        Table((), (("事项", "甲"), ("答复", "\n\n")), (1, 4)),
        PageBreak(),
        ArticleTitle("催办单（提醒）", Colour.BLUE),
        Table((), (("事项", "乙"), ("答复", "\n\n")), (1, 4)),
    )
    (sheet,) = opened(ReportKind.URGING, blocks)
    assert [b.id for b in sheet.row_breaks.brk] == [row_of(sheet, "催办单（提醒）") - 1]
    inks = [sheet.cell(row_of(sheet, f"催办单（{word}）"), 1).font.color.rgb for word in ("通报", "提醒")]
    assert inks == ["FFB3261E", "FF1F5FA8"]
    assert not {"示例人大", "清单月报"} & set(texts(sheet))
    answer = row_of(sheet, "答复")
    assert sheet.row_dimensions[answer].height > sheet.row_dimensions[answer - 1].height


def test_a_bulletin_has_its_red_head_its_numbers_and_its_circulation():
    fields = {"head": "示例人大信息", "issue": "第 7 期（总第 713 期）", "send": "送：甲\n乙"}
    (sheet,) = opened(ReportKind.BULLETIN, (Paragraph("编者按：供交流。", "note"), ArticleTitle("第一篇")), **fields)
    found = texts(sheet)
    assert found[:2] == ["示例人大信息", "第 7 期（总第 713 期） · （2025年11月）"]
    assert found[-2:] == ["送：甲", "乙"]
    assert sheet["A1"].font.color.rgb == "FFCC0000"


def test_a_long_paragraph_goes_on_in_the_next_row_and_loses_nothing():
    text = "围绕产业发展，组织代表深入企业走访调研；" * 200
    (sheet,) = opened(ReportKind.BULLETIN, (Paragraph(text),))
    rows = [cell.value for cell in sheet["A"] if cell.value and "围绕" in cell.value]
    assert len(rows) > 3
    assert "".join(rows) == f"　　{text}"
    assert all(row[-1] in "，；" for row in rows)
    assert max(sheet.row_dimensions[n].height for n in range(1, sheet.max_row + 1)) <= 409


HOSTILE = '=1+1 @SUM(A1) <c t="f"/> & "x" \x1b[31m\u202e\x00\ufffe _x0041_'


@pytest.mark.parametrize("kind", list(ReportKind))
def test_text_of_people_is_no_formula_and_no_markup(kind):
    blocks = (Heading(HOSTILE), Paragraph(HOSTILE), Table((HOSTILE,), ((HOSTILE,),), (1,)), ArticleTitle(HOSTILE))
    data = made(kind, blocks, **dict.fromkeys([*FIELDS, "send", "issue", "recipients", "editor"], HOSTILE))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", readable(data))
    assert "<f>" not in readable(data)
    book = load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert '=1+1 @SUM(A1) <c t="f"/> & "x" [31m _x0041_' in {cell.value for cell in cells}


def test_names_of_sheets_suit_excel():
    tables = [Table(("甲",), (("1",),), (width,)) for width in (1, 2, 3)]
    headings = [Heading("一、" + "长" * 40), Heading("二、a/b:c?"), Heading("三、a/b:c?")]
    blocks = [block for pair in zip(headings, tables, strict=True) for block in pair]
    assert opened(blocks=blocks).sheetnames == ["长" * 31, "a_b_c_", "a_b_c_(2)"]


def test_the_same_report_gives_the_same_bytes():
    assert made() == made()
    with zipfile.ZipFile(io.BytesIO(made())) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_report_without_a_block_is_still_a_workbook():
    assert texts(opened(blocks=()).active) == ["清单月报", "（2025年11月）", "示例人大", "2025年11月10日"]
