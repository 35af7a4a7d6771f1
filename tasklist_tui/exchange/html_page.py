"""One HTML page that needs nothing but itself: no script, nothing fetched, for the desk, the phone and the printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.exchange.plaintext import one_line, plain, xml
from tasklist_tui.exchange.timeline_svg import FONTS, INKS

#: Cells of up to so many characters are not broken into lines.
_SHORT = 6
#: What a browser may load for the page: nothing; its own styles apply.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Tile(msgspec.Struct, frozen=True):
    """A number of the overview with its word; `colour` when it counts a light."""

    number: str
    word: str
    colour: Colour | None = None


class PageRow(msgspec.Struct, frozen=True):
    """One item of a list: what stands in the columns, and `more` (label, text) behind its title."""

    colour: Colour
    light: str
    reason: str
    number: str
    title: str
    cells: tuple[str, ...]
    more: tuple[tuple[str, str], ...] = ()


class PageTable(msgspec.Struct, frozen=True):
    """A list: its headings, and groups of items under a title of their own."""

    title: str
    headings: tuple[str, ...]
    groups: tuple[tuple[str, tuple[PageRow, ...]], ...]


class PageChart(msgspec.Struct, frozen=True):
    """A part of the timeline as SVG, for wide screens and for narrow ones."""

    title: str
    wide: str
    narrow: str


class PageList(msgspec.Struct, frozen=True):
    """A short list of the overview: lines of (light, what, who and when)."""

    title: str
    lines: tuple[tuple[Colour | None, str, str, str], ...]
    empty: str


class Page(msgspec.Struct, frozen=True):
    """Everything on the page, in the language of the reader."""

    language: str
    title: str
    subtitle: str
    overview: str
    timeline: str
    more: str
    tiles: tuple[Tile, ...]
    counts: tuple[tuple[str, ...], ...]
    lists: tuple[PageList, ...]
    charts: tuple[PageChart, ...]
    tables: tuple[PageTable, ...]
    foot: str


def page(content: Page, tell: Teller = SILENT) -> bytes:
    """Give the page as UTF-8."""
    return ("\n".join(part for part in _parts(content, tell) if part) + "\n").encode()


def begin(language: str, title: str, more_style: str = "") -> str:
    """Give the beginning of a page up to its body, with our styles and `more_style`."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{"zh-CN" if language == "zh" else "en"}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{xml(_POLICY)}">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{_line(title)}</title><style>{_style(more_style)}</style></head><body>",
        ]
    )


def _parts(content: Page, tell: Teller) -> Iterator[str]:
    yield begin(content.language, content.title)
    yield f"<header><h1>{_line(content.title)}</h1><p>{_line(content.subtitle)}</p></header><main>"
    yield f"<section><h2>{_line(content.overview)}</h2>"
    yield f'<ul class="tiles">{"".join(map(_tile, content.tiles))}</ul>'
    yield _counts(content.counts)
    yield f'<div class="short">{"".join(map(_short, content.lists))}</div></section>'
    if content.charts:
        yield f'<section class="timeline"><h2>{_line(content.timeline)}</h2>'
        yield from map(_chart, content.charts)
        yield "</section>"
    for part, table in tell.parts(content.tables):
        yield from _table(table, content.more, part)
    yield f"</main><footer>{_line(content.foot)}</footer></body></html>"


def _tile(tile: Tile) -> str:
    mark = f' class="{tile.colour}"' if tile.colour else ""
    return f"<li{mark}><b>{_line(tile.number)}</b> {_line(tile.word)}</li>"


def _counts(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    first = f"<tr>{''.join(f'<th scope=col>{_line(cell)}</th>' for cell in head)}</tr>"
    lines = "".join(
        f"<tr><th scope=row>{_line(row[0])}</th>{''.join(f'<td>{_line(cell)}</td>' for cell in row[1:])}</tr>"
        for row in body
    )
    return f'<div class="scroll"><table class="counts"><thead>{first}</thead><tbody>{lines}</tbody></table></div>'


def _short(found: PageList) -> str:
    lines = "".join(
        f"<li>{chip(colour, word) if colour else ''}<span>{_line(what)}</span> <small>{_line(who)}</small></li>"
        for colour, word, what, who in found.lines
    )
    body = f"<ul>{lines}</ul>" if lines else f"<p>{_line(found.empty)}</p>"
    return f"<section><h3>{_line(found.title)} ({len(found.lines)})</h3>{body}</section>"


def _chart(found: PageChart) -> str:
    return (
        f'<figure><figcaption>{_line(found.title)}</figcaption><div class="wide">{found.wide}</div>'
        f'<div class="narrow">{found.narrow}</div></figure>'
    )


def _table(table: PageTable, more: str, tell: Teller) -> Iterator[str]:
    yield f'<section><h2>{_line(table.title)}</h2><table class="items"><thead><tr>'
    yield "".join(f"<th scope=col>{_line(cell)}</th>" for cell in table.headings)
    yield "</tr></thead>"
    for part, (title, rows) in tell.parts(table.groups):
        yield "<tbody>"
        if title:
            yield f'<tr class="group"><th scope=rowgroup colspan="{len(table.headings)}">{_line(title)}</th></tr>'
        yield from (_row(row, table.headings, more) for row in part.each(rows))
        yield "</tbody>"
    yield "</table></section>"


def _row(row: PageRow, headings: Sequence[str], more: str) -> str:
    told = "".join(f"<dt>{_line(label)}</dt><dd>{_text(text)}</dd>" for label, text in row.more)
    details = f"<details><summary>{_line(more)}</summary><dl>{told}</dl></details>" if told else ""
    light = f"{chip(row.colour, row.light)}<small>{_line(row.reason)}</small>"
    cells = [("number", _line(row.number)), ("light", light), ("title", f"<span>{_line(row.title)}</span>{details}")]
    cells.extend(("short" if len(cell) <= _SHORT else "", _line(cell)) for cell in row.cells)
    return f"<tr>{''.join(map(_cell, headings, cells))}</tr>"


def _cell(heading: str, named: tuple[str, str]) -> str:
    """Give a cell; an empty one does not show where cells stand under each other."""
    name, cell = named
    mark = f' class="{name}"' if name else ""
    return f'<td data-label="{_line(heading)}"{mark}{"" if cell else " data-empty"}>{cell}</td>'


def chip(colour: Colour, word: str) -> str:
    """Give the word of a light on its colour."""
    return f'<span class="chip {colour}">{_line(word)}</span>'


def _line(text: str) -> str:
    return xml(one_line(text))


def _text(text: str) -> str:
    return "<br>".join(xml(line) for line in plain(text).split("\n"))


def _style(more: str) -> str:
    lights = "".join(_ink(colour) for colour in Colour)
    return (_CSS.replace("FONTS", FONTS) + more).replace("\n", "") + lights


def _ink(colour: Colour) -> str:
    ink = INKS[colour]
    return (
        f".chip.{colour}{{background:{ink}}}.tiles .{colour}{{border-top-color:{ink}}}.tiles .{colour} b{{color:{ink}}}"
    )


_CSS = """
*{box-sizing:border-box}
body{margin:0;font:15px/1.6 FONTS;color:#1f2430;background:#fff}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 20px}
header{padding-top:20px}
h1{font-size:24px;line-height:1.35;margin:0}
header p,footer{color:#5b6472;margin:4px 0 0}
header p{padding:0}
footer{margin:24px auto;font-size:13px}
h2{font-size:19px;margin:28px 0 10px;padding-bottom:4px;border-bottom:2px solid #b3261e}
h3{font-size:16px;margin:14px 0 6px}
small{color:#5b6472;font-size:13px}
.tiles{display:flex;flex-wrap:wrap;gap:10px;list-style:none;margin:0 0 14px;padding:0}
.tiles li{flex:1 1 92px;border:1px solid #d5d9e0;border-top:4px solid #5b6472;border-radius:4px;padding:6px 10px}
.tiles b{display:block;font-size:24px;line-height:1.3}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #d5d9e0;padding:5px 8px;text-align:left;vertical-align:top}
thead th{background:#e6eaf0}
.counts td{text-align:right;white-space:nowrap}
.counts th{white-space:nowrap;font-weight:normal}
.counts thead th,.counts tr:last-child>*{font-weight:bold}
.short{columns:2;column-gap:28px}
.short section{break-inside:avoid}
.short ul{list-style:none;margin:0;padding:0}
.short li{padding:4px 0;border-bottom:1px solid #e6eaf0;overflow-wrap:anywhere}
.chip{display:inline-block;color:#fff;border-radius:3px;padding:0 6px;margin-right:6px;font-size:13px}
.chip{white-space:nowrap}
.items td{overflow-wrap:anywhere}
.items .number,.items .short{white-space:nowrap}
.items .light small{display:block}
.group th{background:#f5f6f8}
details{margin-top:3px;font-size:14px}
summary{color:#1f5fa8;cursor:pointer}
dl{margin:4px 0 0}
dt{color:#5b6472;font-size:13px}
dd{margin:0 0 4px}
figure{margin:0 0 14px}
figcaption{font-weight:bold;background:#e6eaf0;border-radius:3px;padding:3px 8px}
svg{display:block;width:100%;height:auto}
.narrow{display:none}
@media screen and (max-width:720px){
body{font-size:16px}
.counts{font-size:14px}
.counts th,.counts td{padding:3px 4px}
header,main,footer{padding-left:12px;padding-right:12px}
h1{font-size:21px}
.short{columns:1}
.wide{display:none}
.narrow{display:block}
.items thead{display:none}
.items,.items tbody,.items tr,.items td,.items th{display:block;border:0;padding:0}
.items tr{border:1px solid #d5d9e0;border-radius:4px;padding:8px 10px;margin:0 0 8px}
.items tr.group{border:0;background:#f5f6f8;font-weight:bold}
.items td[data-empty]{display:none}
.items td:not(.title):not(.light):not(.number)::before{content:attr(data-label) "  ";color:#5b6472;font-size:13px}
.items .number{float:right;color:#5b6472}
.items .light small{display:inline}
.items .title{font-weight:bold;margin:2px 0}
.items .title details{font-weight:normal}
}
@media print{
@page{size:A4 landscape;margin:12mm}
body{font-size:10.5pt}
header,main,footer{max-width:none;padding:0}
.scroll{overflow:visible}
thead{display:table-header-group}
tr,figure,li{break-inside:avoid}
h2,h3,.group,figcaption{break-after:avoid}
summary{display:none}
.chip,figcaption,thead th,.group th{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
