"""The rows below a header: items, bands that group them, rows that go on with the one above, and rows that are none."""

from __future__ import annotations

import re

import msgspec

from tasklist_tui.domain.ledger.header import Header
from tasklist_tui.domain.ledger.sheet import Cell, Row, Sheet, text_of
from tasklist_tui.domain.ledger.synonyms import NUMBER, SKIP, Column, folded
from tasklist_tui.domain.message import Message, msg

_BAND = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[章节类部分]|[A-Za-z][.、])|重点(?:工作|任务)$"
)
_TRAILER = re.compile(r"^(?:注|备注|说明|填表|制表|审核|审签|联系|填报|报送)\w{0,4}\s*[:：]|^(?:注|说明)\d*[.、]?$")
_TOTAL = re.compile(r"^(?:合计|总计|小计|共计)")


class Record(msgspec.Struct, frozen=True):
    """One item as the table has it: its rows, and for each column the different things its rows say.

    `band` is the text of the band it stands under.
    """

    sheet: str
    rows: tuple[int, ...]
    cells: dict[int, tuple[Cell, ...]]
    band: str = ""
    doubts: tuple[Message, ...] = ()


class Left(msgspec.Struct, frozen=True):
    """A row that is not read, what it says, and why."""

    sheet: str
    row: int
    text: str
    reason: Message


class Body(msgspec.Struct, frozen=True):
    """What stands below a header."""

    records: tuple[Record, ...]
    left: tuple[Left, ...]
    doubts: tuple[Message, ...] = ()


def read_body(sheet: Sheet, header: Header) -> Body:
    """Tell the rows below a header apart."""
    reader = _Body(sheet, header)
    for row in sheet.rows:
        if row.number > header.bottom:
            reader.row(row)
    return reader.body()


class _Open(msgspec.Struct):
    """An item whose rows may go on."""

    rows: list[int]
    cells: dict[int, list[Cell]]
    band: str
    doubts: list[Message]


class _Body:
    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.sheet, self.header = sheet, header
        self.columns = [column for column in header.columns if column.target != SKIP]
        title = header.of("title")
        self.title = title.place if title else 0
        number = header.of(NUMBER)
        self.number = number.place if number else None
        measure = header.of("measure")
        self.measure = measure.place if measure else None
        self.band = ""
        self.above: list[Cell] | None = None
        self.open: list[_Open] = []
        self.left: list[Left] = []
        self.carried = False
        self.headings = {column.place: folded(column.heading.split(" ")[0]) for column in header.columns}

    def row(self, row: Row) -> None:
        own = {place: text for place, cell in enumerate(row.cells) if (text := text_of(cell))}
        if not own:
            return
        texts = list(dict.fromkeys(own.values()))
        if len(own) > 1 and all(folded(text) == self.headings.get(place) for place, text in own.items()):
            return  # the header, printed again
        if len(texts) == 1 and self._alone(row, next(iter(own)), texts[0]):
            return
        if _TOTAL.match(texts[0]) or (_TRAILER.match(texts[0]) and self.title not in own):
            self._leave(row, " ".join(texts), msg("a total or a remark, no task"))
            return
        if text_of(self.sheet.shown(row.number, self.title)):
            merge = self.sheet.merge_at(row.number, self.title)
            if merge is not None and merge.top < row.number and self.open and merge.top in self.open[-1].rows:
                self._go_on(row, told=False)
            else:
                self._begin(row)
        elif self.open and (self.number is None or not text_of(self.sheet.cell(row.number, self.number))):
            self._go_on(row, told=True)
        else:
            self._leave(row, " ".join(texts), msg("it names no task"))

    def _alone(self, row: Row, place: int, text: str) -> bool:
        """Take a row with one text for a band or a remark where it is one."""
        merge = self.sheet.merge_at(row.number, place)
        wide = merge is not None and merge.right - merge.left >= 2
        if _TRAILER.match(text) or _TOTAL.match(text):
            self._leave(row, text, msg("a total or a remark, no task"))
            return True
        if wide and merge is not None and merge.top == row.number and (_BAND.search(text) or len(text) <= 40):
            self.band, self.above = text, None
            return True
        if place != self.title and _BAND.search(text) and not wide and place != self.measure:
            self.band, self.above = text, None
            return True
        if wide:
            self._leave(row, text, msg("a total or a remark, no task"))
            return True
        return False

    def _leave(self, row: Row, text: str, reason: Message) -> None:
        self.left.append(Left(self.sheet.name, row.number, text, reason))

    def _begin(self, row: Row) -> None:
        cells: dict[int, list[Cell]] = {}
        for column in self.columns:
            if (value := self._shown(row, column)) is not None:
                cells[column.place] = [value]
        if self.measure is not None:
            if self.measure in cells:
                self.above = cells[self.measure]
            elif self.above is not None:
                cells[self.measure] = list(self.above)
                self.carried = True
        self.open.append(_Open([row.number], cells, self.band, []))

    def _go_on(self, row: Row, *, told: bool) -> None:
        current = self.open[-1]
        current.rows.append(row.number)
        for column in self.columns:
            value = self.sheet.cell(row.number, column.place)
            if text_of(value) and value not in current.cells.setdefault(column.place, []):
                current.cells[column.place].append(value)
        if told and not current.doubts:
            current.doubts.append(msg("rows without a task of their own are read as part of this one"))

    def _shown(self, row: Row, column: Column) -> Cell:
        value = self.sheet.shown(row.number, column.place)
        return value if text_of(value) else None

    def body(self) -> Body:
        records = tuple(
            Record(
                self.sheet.name,
                tuple(one.rows),
                {place: tuple(values) for place, values in one.cells.items()},
                one.band,
                tuple(one.doubts),
            )
            for one in self.open
        )
        doubts = (msg("empty cells of the measure are taken from above"),) if self.carried else ()
        return Body(records, tuple(self.left), doubts)
