"""A report as Markdown, and as one HTML page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.reports import ArticleTitle, Block, Heading, PageBreak, Paragraph, Report, Table
from tasklist_tui.exchange.html_page import begin, chip
from tasklist_tui.exchange.markdown import escaped, table
from tasklist_tui.exchange.plaintext import one_line, plain, xml
from tasklist_tui.exchange.timeline_svg import INKS


def markdown_file(report: Report) -> bytes:
    """Give the report as Markdown."""
    return ("\n\n".join(part for part in _markdown(report) if part) + "\n").encode()


def _markdown(report: Report) -> Iterator[str]:
    fields = report.fields
    yield f"# {escaped(fields['head'] if report.is_bulletin else report.title)}"
    yield " · ".join(map(escaped, report.above()))
    yield escaped(fields.get("recipients", ""))
    for block in report.blocks:
        yield _markdown_block(block)
    yield from map(escaped, report.below())
    yield " ".join(escaped(fields[name]) for name in ("organisation", "date") if fields.get(name))


def _markdown_block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {escaped(block.text)}"
        case ArticleTitle():
            return f"## {escaped(block.text)}"
        case Table():
            head = block.head or ("",) * len(block.widths)
            return table([head, *([cell.strip() for cell in row] for row in block.rows)])
        case PageBreak():
            return "---"
        case Paragraph():
            lines = [escaped(line) for line in plain(block.text).split("\n") if line.strip()]
            return "\n\n".join(f"> {line}" if block.style == "note" else line for line in lines)


def html_file(report: Report) -> bytes:
    """Give the report as an HTML page."""
    return ("\n".join(part for part in _html(report) if part) + "\n").encode()


def _html(report: Report) -> Iterator[str]:
    fields = report.fields
    yield begin(report.language, report.title, _CSS)
    yield "<main>"
    if report.has_red_head:
        yield f"<p class=head>{_line(fields.get('head', ''))}</p>"
    above = list(map(_line, report.above()))
    if not report.is_bulletin:
        yield f"<h1>{_line(report.title)}</h1>"
    yield f"<p class=above>{' · '.join(above)}</p>" if above else ""
    yield "<hr>"
    if recipients := fields.get("recipients"):
        yield f"<p class=flush>{_line(recipients)}</p>"
    for block in report.blocks:
        yield from _html_block(block)
    if not report.signs_itself:
        yield f"<p class=signed>{_line(fields.get('organisation', ''))}<br>{_line(fields.get('date', ''))}</p>"
    below = list(map(_line, report.below()))
    yield f"<footer>{'<br>'.join(below)}</footer>" if below else ""
    yield "</main></body></html>"


def _html_block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h{block.level + 1}>{_line(block.text)}</h{block.level + 1}>"
        case ArticleTitle():
            mark = f' class="sheet {Colour(block.colour)}"' if block.colour else ""
            yield f"<h2{mark}>{_line(block.text)}</h2>"
        case Table():
            yield from _html_table(block)
        case PageBreak():
            yield "<div class=break></div>"
        case Paragraph():
            for line in plain(block.text).split("\n"):
                if line.strip():
                    yield f'<p class="{block.style}">{xml(line.strip())}</p>'


def _html_table(block: Table) -> Iterator[str]:
    yield "<div class=scroll><table>"
    if block.head:
        yield f"<thead><tr>{''.join(f'<th scope=col>{_line(cell)}</th>' for cell in block.head)}</tr></thead>"
    yield "<tbody>"
    for number, row in enumerate(block.rows):
        colour = block.lights[number] if block.lights else None
        cells = (
            f"<td>{chip(colour, cell) if colour and place == block.light_column else _line(cell)}</td>"
            for place, cell in enumerate(row)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _line(text: str) -> str:
    return xml(one_line(text))


_SHEETS = "".join(f".sheet.{colour}{{color:{ink};border-color:{ink}}}" for colour, ink in INKS.items())
_CSS = (
    """
main{max-width:860px}
.head{color:#c00;text-align:center;font-size:34px;margin:20px 0 0;line-height:1.4}
h1{text-align:center;margin-top:18px}
h2{border:0}
hr{border:0;border-top:2px solid #c00}
.above{text-align:center;color:#5b6472}
p{margin:6px 0}
p.body,p.note{text-indent:2em}
p.note{font-style:italic}
p.signed{text-align:right;padding-right:4em}
.sheet{text-align:center;border-top:3px solid;border-bottom:3px solid;padding:6px 0}
main>footer{border-top:1px solid #1f2430;border-bottom:1px solid #1f2430;color:#1f2430;padding:4px 0;max-width:none}
@media print{@page{size:A4 portrait}.break{break-after:page}}
"""
    + _SHEETS
)
