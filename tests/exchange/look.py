"""Opens what the exports make in other programs and measures it: `python tests/exchange/look.py [FOLDER]`.

LibreOffice makes PDF of the Word and Excel files, whose text positions are counted: lines on a page, characters on it,
where the text block begins, where the page numbers stand.  Chromium shows the page at 390 and 1280 pixels and tells
what its console says.  Both have to be installed, poppler-utils too; nothing of this is part of the test run.
"""

import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

from tasklist_tui import i18n
from tasklist_tui.domain.query import Query
from tasklist_tui.domain.reports import ArticleTitle, Heading, Paragraph, Report, ReportKind, period_of
from tasklist_tui.exchange.docx_report import docx_file
from tasklist_tui.exchange.xlsx_report import xlsx_report
from tasklist_tui.services.demo import samples
from tasklist_tui.services.exporting import FORMATS, Options, export, scope_of
from tasklist_tui.services.exports.headings import page_footer
from tasklist_tui.services.reports.asked import Asked
from tasklist_tui.services.reports.periodic import periodic_report
from tasklist_tui.services.snapshot import make_snapshot
from tasklist_tui.storage import layout

STAMP = datetime(2025, 11, 10, 1, 30, tzinfo=UTC)
TODAY = date(2025, 11, 10)
LONG = "围绕产业发展创新驱动和人才引育组织代表深入企业走访调研听取意见建议形成专题报告并推动落实" * 9
FIELDS = {
    "title": "关于工作任务清单落实情况的通报",
    "head": "钱塘人大信息",
    "edition": "（普 刊）",
    "issue": "第 7 期（总第 713 期）",
    "editor": "研究室编",
    "organisation": "示例人大常委会办公室",
    "date": "2025年11月10日",
    "number": "〔2025〕　　号",
    "recipients": "各工委：",
    "send": "送：省人大常委会办公厅、研究室\n市委办、市府办",
    "printed": "示例人大常委会办公室",
    "copies": "2025年11月10日印发",
}
MM = 72 / 25.4


def reports():
    """A long text in each of the three papers."""
    blocks = (Heading("一、总体情况"), *(Paragraph(LONG) for _ in range(6)), ArticleTitle("第二篇"), Paragraph(LONG))
    for kind in (ReportKind.NOTICE, ReportKind.BULLETIN, ReportKind.MONTHLY):
        yield kind, docx_file(Report(kind, FIELDS["title"], "zh", FIELDS, blocks), STAMP)


def pages(pdf):
    """Give for each page its lines as (top, left, text), in points."""
    found = subprocess.run(
        ["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    for page in found.split("<page ")[1:]:
        lines = []
        for line in re.findall(r"<line (.*?)</line>", page, re.DOTALL):
            left, top, right = (float(re.search(rf'{name}="([\d.]+)"', line)[1]) for name in ("xMin", "yMin", "xMax"))
            text = "".join(re.findall(r"<word[^>]*>(.*?)</word>", line))
            lines.append((top, left, right, text))
        yield sorted(lines)


def measure(pdf):
    """Print the lines of a full page, the characters of a full line, the pitch of both, and the page numbers."""
    for number, lines in enumerate(pages(pdf), start=1):
        *body, foot = lines
        full = [line for line in body if len(line[3]) >= 27]
        steps = Counter(round(b[0] - a[0], 1) for a, b in pairwise(body))
        longest = Counter(len(line[3]) for line in full).most_common(1)
        side = "right" if foot[1] > 297 else "left"
        left = min((line[1] for line in full), default=0) / MM
        print(
            f"{pdf.name} page {number}: {len(body)} lines, {longest} characters, steps {steps.most_common(2)} pt,"
            f" left {left:.1f} mm, page number {foot[3]} {side}"
        )


def look_at_word(folder):
    for kind, data in reports():
        path = folder / f"{kind}.docx"
        path.write_bytes(data)
        measure(printed(path))


def look_at_workbooks(folder):
    """A quarterly report and a ledger of the sample in Excel: pages are counted, pictures are to be looked at."""
    snapshot = sample_snapshot()
    scope = scope_of(snapshot, Query(lists=frozenset({"tasks-2025"})))
    period = period_of(ReportKind.QUARTERLY, TODAY)
    asked = Asked(ReportKind.QUARTERLY, snapshot, scope.title, scope.entries, period, "zh")
    made = {
        "report": xlsx_report(periodic_report(asked), STAMP, page_footer("zh")),
        "ledger": export(snapshot, FORMATS["xlsx"], scope, Options(STAMP)),
    }
    for name, data in made.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(data)
        count = len(list(pages(printed(path))))
        print(f"{path.name}: {count} pages")


def printed(path):
    """Let LibreOffice make a PDF of a file, and pictures of its pages; give the PDF."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)],
        check=True,
        capture_output=True,
    )
    pdf = path.with_suffix(".pdf")
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf), str(path.with_suffix(""))], check=True)
    return pdf


def sample_snapshot():
    workspace = layout.load(next(sample.path for sample in samples() if sample.name == "qiantang")).workspace
    return make_snapshot(workspace, TODAY)


def look_at_page(folder):
    snapshot = sample_snapshot()
    page = folder / "page.html"
    page.write_bytes(export(snapshot, FORMATS["html"], scope_of(snapshot, Query()), Options(STAMP)))
    # A window is never narrower than 500 pixels; a frame may be.
    frame = folder / "frame.html"
    frame.write_text('<body style="margin:0"><iframe src="page.html" width="390" height="1600" style="border:0">')
    for name, source, width in (("page-1280", page, 1280), ("page-390", frame, 390)):
        done = subprocess.run(
            [
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                f"--window-size={max(width, 500)},1600",
                f"--screenshot={folder / name}.png",
                source.as_uri(),
            ],
            capture_output=True,
            check=True,
        )
        said = [line for line in done.stderr.decode().splitlines() if "CONSOLE" in line]
        print(f"{name}: {len(said)} messages on the console", *said)


if __name__ == "__main__":
    i18n.set_language("zh")
    place = Path(sys.argv[1] if len(sys.argv) > 1 else mkdtemp(prefix="tasklist-look-"))
    place.mkdir(parents=True, exist_ok=True)
    if shutil.which("soffice"):
        look_at_word(place)
        look_at_workbooks(place)
    if shutil.which("chromium"):
        look_at_page(place)
    print(place)
