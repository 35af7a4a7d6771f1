"""The formats of cells in workbooks of ours, by their place in `styles.xml`; fonts are named, never embedded."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.exchange.timeline_svg import INKS

#: Declarations that the parts of a workbook begin with.
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

#: Of tables: TEXT stands left, the others in the middle.
TITLE, SUBTITLE, HEADING, TEXT, CENTRED, DATE, PERCENT, NUMBER = range(1, 9)
LIGHTS = {"red": 9, "yellow": 10, "green": 11, "blue": 12, "grey": 13}
#: Of papers: the name at the head, a line in the middle, headings by level, paragraphs, and what stands right.
RED_HEAD, MIDDLE, LEVEL_1, LEVEL_2, LEVEL_3, BODY, NOTE, RIGHT, TENTHS = range(14, 23)
#: Titles of sheets in the colours of urgings.
SHEETS = {"red": 23, "yellow": 24, "blue": 25}
#: Points of the letters of papers; those of tables have 10.
BODY_POINTS = 12

_FILLS = {"red": "FFF4B6B6", "yellow": "FFFFE699", "green": "FFC6E0B4", "blue": "FFBDD7EE", "grey": "FFE7E6E6"}
#: Formats that Excel does not bring along, by the numbers given to them here.
_FORMATS: Mapping[int, str] = {164: "yyyy\\-mm\\-dd", 165: "0.0%"}
_PLAIN, _BIG, _BOLD, _RED, _HEITI, _KAITI, _STRONG, _BODY, *_INKED = range(11)


def styles_xml() -> str:
    """Give the part `styles.xml`."""
    fonts = [
        _font(10),
        _font(16, bold=True, name="黑体"),
        _font(10, bold=True),
        _font(26, bold=True, colour="FFCC0000"),
        _font(BODY_POINTS, name="黑体"),
        _font(BODY_POINTS, name="楷体"),
        _font(BODY_POINTS, bold=True),
        _font(BODY_POINTS),
        *(_font(16, bold=True, name="黑体", colour=_ink(name)) for name in SHEETS),
    ]
    fills = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>']
    fills += [_fill("FFF2F2F2"), *(_fill(colour) for colour in _FILLS.values())]
    borders = [_border(""), _border("thin"), *(_border("thick", _ink(name), ("top", "bottom")) for name in SHEETS)]
    cells = [
        _cell(border=0, across="left"),
        _cell(font=_BIG, border=0),
        _cell(border=0, across="right"),
        _cell(font=_BOLD, fill=2),
        _cell(form=49, across="left"),
        _cell(form=49),
        _cell(form=164),
        _cell(form=9),
        _cell(form=1),
        *(_cell(fill=3 + n, form=49) for n in range(len(LIGHTS))),
        _cell(font=_RED, border=0),
        _cell(font=_BODY, border=0),
        *(_cell(font=font, border=0, across="left", form=49) for font in (_HEITI, _KAITI, _STRONG, _BODY, _KAITI)),
        _cell(font=_BODY, border=0, across="right"),
        _cell(form=165),
        *(_cell(font=font, border=2 + n) for n, font in enumerate(_INKED)),
    ]
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in _FORMATS.items())
    return (
        f'{HEAD}<styleSheet {MAIN}><numFmts count="{len(_FORMATS)}">{formats}</numFmts>'
        f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts><fills count="{len(fills)}">{"".join(fills)}</fills>'
        f'<borders count="{len(borders)}">{"".join(borders)}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _ink(name: str) -> str:
    return f"FF{INKS[Colour(name)].removeprefix('#').upper()}"


def _font(size: int, *, bold: bool = False, name: str = "宋体", colour: str = "") -> str:
    ink = f'<color rgb="{colour}"/>' if colour else ""
    return f'<font>{"<b/>" if bold else ""}<sz val="{size}"/>{ink}<name val="{name}"/><charset val="134"/></font>'


def _fill(colour: str) -> str:
    return f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/></patternFill></fill>'


def _border(
    style: str, colour: str = "FF808080", sides: tuple[str, ...] = ("left", "right", "top", "bottom")
) -> str:  # fmt: skip
    edges = (
        f'<{side} style="{style}"><color rgb="{colour}"/></{side}>' if style and side in sides else f"<{side}/>"
        for side in ("left", "right", "top", "bottom")
    )
    return f"<border>{''.join(edges)}<diagonal/></border>"


def _cell(*, font: int = _PLAIN, fill: int = 0, border: int = 1, form: int = 0, across: str = "center") -> str:
    return (
        f'<xf numFmtId="{form}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
        'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{across}" vertical="center" wrapText="1"/></xf>'
    )
