"""Hostile, broken and foreign files: a clear message, bounded memory and time, nothing written."""

import io
import sys
import zipfile

import ledgers
import pytest
from openpyxl import Workbook

from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.telling import Stopped, Teller
from tasklist_tui.exchange import table_child, tables, xlsx_gate, xlsx_read
from tasklist_tui.exchange.tables import read_book
from tasklist_tui.exchange.xlsx_gate import Refused


def refused(data, name="a.xlsx"):
    with pytest.raises(Refused) as caught:
        table_child.read(data, name)
    return str(caught.value)


def repacked(change):
    """Give the plain ledger with parts changed: name to bytes, None takes one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ledgers.LEDGERS["plain"]())) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, data in change.items():
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"a,b\x00c,d", "no text table"),
        (b"\xff\xff\xff", "neither"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data, said):
    assert said in refused(data)


def test_a_document_type_with_entities_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    assert "no office program writes" in refused(repacked({"xl/extra.xml": bomb}))
    other = "<?xml version='1.0'?><a/>".encode("utf-16")
    assert "no office program writes" in refused(repacked({"xl/extra.xml": other}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked({"xl/bomb.xml": b"<a>" + b" " * (xlsx_gate.MAX_XML + 1)})
    assert len(bomb) < 1_000_000
    assert "unpacked" in refused(bomb)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx_read, "MAX_ROWS", 50)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("大表")
    for number in range(60):
        sheet.append([number, "任务"])
    out = io.BytesIO()
    book.save(out)
    assert "more than 50 rows" in refused(out.getvalue())


def test_a_single_far_cell_costs_nothing():
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "工作任务", "牵头单位"])
    sheet.append([1, "甲项工作", "办公室"])
    sheet["XFD1048576"] = "远"
    out = io.BytesIO()
    book.save(out)
    found = table_child.read(out.getvalue(), "a.xlsx")
    assert [row.number for row in found.sheets[0].rows] == [1, 2]
    assert any("right of column" in str(note) for note in found.notes)


def test_macros_are_not_run_and_are_said():
    found = table_child.read(repacked({"xl/vbaProject.bin": b"macro"}), "a.xlsm")
    assert any("macros" in str(note) for note in found.notes)


def test_a_file_is_read_by_what_it_is_and_a_wrong_name_is_said():
    found = table_child.read(ledgers.as_csv("utf-8"), "台账.xlsx")
    assert found.sheets[0].rows[0].cells[1] == "工作任务"
    assert any(".xlsx" in str(note) for note in found.notes)


def test_a_word_file_without_a_table_is_refused():
    from docx import Document

    out = io.BytesIO()
    Document().save(out)
    assert "no table" in refused(out.getvalue(), "a.docx")


def test_a_reader_that_takes_too_long_or_dies_is_told_and_ended(monkeypatch):
    monkeypatch.setattr(tables, "SECONDS", 0.3)
    monkeypatch.setattr(tables, "_CHILD", ("-c", "import time; time.sleep(60)"))
    with pytest.raises(UserError, match="longer than"):
        read_book(b"x", "a.csv")
    monkeypatch.setattr(tables, "_CHILD", ("-c", "raise SystemExit(3)"))
    with pytest.raises(UserError, match="code 3"):
        read_book(b"x", "a.csv")
    monkeypatch.setattr(tables, "_CHILD", ("-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(tables, "SECONDS", 60)
    with pytest.raises(Stopped):
        read_book(b"x", "a.csv", Teller(cancelled=lambda: True).at)


def test_how_many_rows_have_been_read_is_told_and_a_reader_can_be_stopped_there(monkeypatch):
    monkeypatch.setattr(tables, "_CHILD", ("-c", "import os, time; os.write(2, b'...'); time.sleep(60)"))
    told = [0]

    def tell(rows):
        if told[-1]:
            raise Stopped
        told.append(rows)

    with pytest.raises(Stopped):
        read_book(b"x", "a.xlsx", tell)
    assert told[-1] == 3 * tables.TICK


def test_a_sheet_tells_its_rows_as_it_is_read():
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for number in range(2 * tables.TICK + 1):
        sheet.append([number, "任务"])
    out = io.BytesIO()
    book.save(out)
    ticks = []
    table_child.read(out.getvalue(), "a.xlsx", lambda: ticks.append(1))
    assert len(ticks) == 2


def test_a_file_larger_than_a_pipe_is_read():
    rows = "序号,工作任务\r\n" + "".join(f"{n},第{n}项\r\n" for n in range(15_000))
    assert len(rows.encode()) > 200_000
    assert len(read_book(rows.encode(), "a.csv").sheets[0].rows) == 15_001


@pytest.mark.skipif(sys.platform == "win32", reason="memory is bounded by the system only elsewhere")
def test_the_child_has_bounded_memory(monkeypatch):
    eat = "from tasklist_tui.exchange import table_child; table_child._limit(); bytearray(3_000_000_000)"
    monkeypatch.setattr(tables, "_CHILD", ("-c", eat))
    with pytest.raises(UserError, match="more memory"):
        read_book(b"x", "a.csv")
