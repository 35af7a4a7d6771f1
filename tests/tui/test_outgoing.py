"""Export and report on the screen: forms that ask what and where, a look before writing, nothing replaced unasked."""

import threading
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook
from workspaces import OTHER, TASKS, app, make, settle

from tasklist_tui import i18n
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.reports import ArticleTitle, Heading, PageBreak, Paragraph, Report, ReportKind, Table
from tasklist_tui.safetext import cell_width
from tasklist_tui.services import folders_shown
from tasklist_tui.services.demo import samples
from tasklist_tui.services.exporting import FORMATS, ExportFormat
from tasklist_tui.storage import files
from tasklist_tui.tui.report_lines import report_lines
from tasklist_tui.tui.screens import outgoing
from tasklist_tui.tui.screens.dialogs import ConfirmDialog
from tasklist_tui.tui.screens.item_form import ItemForm
from tasklist_tui.tui.screens.outgoing import ExportForm, PreviewDialog, ReportForm
from tasklist_tui.tui.screens.patience import PatientScreen
from tasklist_tui.tui.widgets.pages import Page
from tasklist_tui.tui.widgets.statusbar import StatusLine


@pytest.fixture(autouse=True)
def _english():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture
def out(tmp_path, monkeypatch):
    """The folder that files go to; there is no desktop."""
    folder = tmp_path / "文稿"
    folder.mkdir()
    monkeypatch.setattr(folders_shown, "documents_folder", lambda: folder)
    monkeypatch.setattr(folders_shown, "can_open_folders", lambda: False)
    return folder


@pytest.fixture
def on_screen(drive, tmp_path, out):
    """Open the workspace and run a script on it."""
    root = make(tmp_path / "w", tasks=TASKS, daily=OTHER)

    def run(script, size=(120, 40)):
        async def started(pilot):
            await settle(pilot)
            return await script(pilot)

        return drive(app(root), started, size)

    return run


async def press(pilot, keys):
    for key in keys.split():
        await pilot.press(key)
        await settle(pilot)


def test_what_is_shown_is_exported_with_two_keys(on_screen, out):
    async def script(pilot):
        await press(pilot, "X")
        assert isinstance(pilot.app.screen, ExportForm)
        await press(pilot, "ctrl+s")
        return pilot.app.screen.query_one(StatusLine).text

    said = on_screen(script, (80, 24))
    (made,) = out.iterdir()
    assert made.suffix == next(iter(FORMATS.values())).suffix
    assert "Written: " in said
    assert made.stat().st_size > 1000


def test_the_name_of_the_file_follows_the_format_until_one_is_written(on_screen, out):
    async def script(pilot):
        await press(pilot, "X")
        body = pilot.app.screen.body
        body.control("format").put("csv")
        await settle(pilot)
        followed = body.control("file").read()
        body.control("file").put(str(out / "my.txt"))
        body.control("format").put("md")
        await settle(pilot)
        kept = body.control("file").read()
        await press(pilot, "ctrl+s")
        return followed, kept

    followed, kept = on_screen(script)
    assert followed.endswith(".csv")
    assert kept == str(out / "my.txt")
    assert (out / "my.txt").read_text("utf-8").startswith("# ")


def test_a_file_that_is_there_is_replaced_only_after_a_yes(on_screen, out):
    def answered(answer):
        async def script(pilot):
            await press(pilot, "X")
            pilot.app.screen.body.control("file").put(str(out / "a.html"))
            await settle(pilot)
            await press(pilot, f"ctrl+s {answer}")
            assert isinstance(pilot.app.screen, ExportForm)
            assert "a.html is there already" in remark(pilot)
            await press(pilot, "escape")
            return pilot.app.screen.query_one(StatusLine).text

        return script

    (out / "a.html").write_text("mine")
    assert "Nothing was written" in on_screen(answered("n"))
    assert (out / "a.html").read_text() == "mine"


def remark(pilot):
    """What is said beside the field of the file."""
    return "".join(text for _severity, text in pilot.app.screen.body.rows["file"].remarks)


async def enter(pilot, **values):
    """Enter values into a form."""
    for name, value in values.items():
        pilot.app.screen.body.control(name).put(value)
    await settle(pilot)


def test_an_export_whose_file_is_refused_comes_back_as_it_was_left_with_the_reason(on_screen, out):
    async def script(pilot):
        await press(pilot, "X")
        await enter(pilot, what="daily", format="csv", anonymise=True, file=str(out / "none" / "表.csv"))
        before = pilot.app.screen.body.values()
        await press(pilot, "ctrl+s")
        body = pilot.app.screen.body
        assert isinstance(pilot.app.screen, ExportForm)
        assert body.values() == before
        assert body.current() is body.control("file")
        told = remark(pilot)
        await enter(pilot, file=str(out / "表.csv"))
        assert "there is no folder" not in remark(pilot)
        await press(pilot, "ctrl+s")
        return told, pilot.app.screen.query_one(StatusLine).text

    told, said = on_screen(script)
    assert "there is no folder" in told
    assert "make the folder first" in told
    assert "Written: " in said
    assert [made.name for made in out.iterdir()] == ["表.csv"]


def test_a_report_whose_file_is_refused_comes_back_and_is_not_looked_at_twice(on_screen, out):
    (out / "月报.md").write_text("mine")

    async def script(pilot):
        await press(pilot, "R")
        await enter(pilot, kind="weekly", since="2025-11-01", format="md", file=str(out / "none" / "月报.md"))
        before = pilot.app.screen.body.values()
        await press(pilot, "ctrl+s")  # said before there is anything to look at
        assert isinstance(pilot.app.screen, ReportForm)
        assert pilot.app.screen.body.values() == before
        told = remark(pilot)
        await enter(pilot, file=str(out / "月报.md"))
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, PreviewDialog)
        await press(pilot, "enter n")
        assert "is there already" in remark(pilot)
        assert pilot.app.screen.body.values() == before | {"file": str(out / "月报.md")}
        await enter(pilot, file=str(out / "周报.md"))
        await press(pilot, "ctrl+s")
        return told, pilot.app.screen.query_one(StatusLine).text

    told, said = on_screen(script)
    assert "there is no folder" in told
    assert "周报.md" in said
    assert (out / "月报.md").read_text() == "mine"
    assert (out / "周报.md").read_text("utf-8").startswith("# ")


def test_a_file_that_cannot_be_written_brings_the_form_back(on_screen, out, monkeypatch):
    def full(*_args, **_more):
        raise UserError(msg("{path} cannot be written: {reason}", path="a.md", reason="full"))

    monkeypatch.setattr(files, "write_atomic", full)

    async def script(pilot):
        await press(pilot, "X ctrl+s")
        told = remark(pilot)
        await press(pilot, "escape")
        return told, pilot.app.screen.query_one(StatusLine).text

    told, said = on_screen(script)
    assert "cannot be written: full" in told
    assert "Nothing was written" in said


def test_a_report_is_looked_at_and_then_written(on_screen, out):
    async def script(pilot):
        await press(pilot, "R")
        assert isinstance(pilot.app.screen, ReportForm)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, PreviewDialog)
        seen = pilot.app.screen.query_one(Page).text
        await press(pilot, "enter")
        return seen

    seen = on_screen(script, (80, 24))
    assert "1. Overall" in seen
    (made,) = out.iterdir()
    assert made.suffix == ".docx"
    assert made.read_bytes().startswith(b"PK")


@pytest.fixture
def bulletins(drive, tmp_path, out):
    """Open a workspace with the city's bulletins, the cursor on a new issue without numbers, and run a script on it."""
    city = next(one.path for one in samples() if one.name == "hangzhou")
    text = (city / "lists" / "bulletins.yaml").read_text("utf-8")
    issue = "- {id: nn9999, title: 杭州人大信息, year: 2025, status: collecting}\n"
    root = make(tmp_path / "w", bulletins=text.replace("items:\n", f"items:\n{issue}", 1))

    def run(script):
        async def started(pilot):
            await settle(pilot)
            return await script(pilot)

        return drive(app(root), started, (120, 40)), root

    return run


def test_a_bulletin_goes_from_its_form_over_a_look_at_it_to_the_file(bulletins, out, monkeypatch):
    opened = []
    monkeypatch.setattr(folders_shown, "can_open_folders", lambda: True)
    monkeypatch.setattr(folders_shown, "open_folder", opened.append)

    async def script(pilot):
        await press(pilot, "R")
        kind = pilot.app.screen.body.values()["kind"]
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ItemForm)
        body = pilot.app.screen.body
        body.control("editor_note").put("现将各地做法进行刊发。")
        body.control("articles").put([{"title": "四个方面聚力推进", "organisation": "钱塘区人大"}])
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, PreviewDialog)
        seen = pilot.app.screen.query_one(Page).text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ConfirmDialog)
        await press(pilot, "y")
        return kind, seen

    (kind, seen), root = bulletins(script)
    assert kind == "bulletin"
    assert "No. 8 (714 in all)" in seen
    assert "Editor's note: 现将各地做法进行刊发。" in seen
    assert "四个方面聚力推进" in seen
    kept = (root / "lists" / "bulletins.yaml").read_text("utf-8")
    assert "issue_no: 8" in kept
    assert "total_no: 714" in kept
    assert "editor_note: 现将各地做法进行刊发。" in kept
    (made,) = out.iterdir()
    texts = [paragraph.text for paragraph in Document(made).paragraphs]
    assert "No. 8 (714 in all)" in texts
    assert opened == [out]


def test_a_bulletin_whose_form_is_left_is_not_written(bulletins, out):
    async def script(pilot):
        await press(pilot, "R ctrl+s escape")
        return type(pilot.app.screen)

    screen, root = bulletins(script)
    assert screen not in {ItemForm, PreviewDialog}
    assert list(out.iterdir()) == []
    assert "issue_no: 8" not in (root / "lists" / "bulletins.yaml").read_text("utf-8")


def test_a_report_for_excel_is_written_too(on_screen, out):
    async def script(pilot):
        await press(pilot, "R")
        pilot.app.screen.body.control("format").put("xlsx")
        await settle(pilot)
        await press(pilot, "ctrl+s enter")

    on_screen(script)
    (made,) = out.iterdir()
    assert load_workbook(made).sheetnames[0] == "Overall"


class Held:
    """Holds the making of an export where it has told how far it is, until it is let go."""

    def __init__(self, monkeypatch):
        self.told, self.goes_on = threading.Event(), threading.Event()

        def make(_format, _snapshot, _scope, options):
            for number in range(1, 100):
                options.tell.at(number, 100)
                if number == 40:
                    self.told.set()
                    self.goes_on.wait(10)
            return b"made"

        monkeypatch.setattr(ExportFormat, "make", make)


async def until(pilot, holds):
    for _turn in range(1000):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("waited in vain")


def test_a_long_export_shows_how_far_it_is_and_esc_leaves_nothing_behind(on_screen, out, monkeypatch):
    held = Held(monkeypatch)
    (out / "a.md").write_text("mine")

    async def script(pilot):
        await pilot.press("X")
        await settle(pilot)
        pilot.app.screen.body.control("file").put(str(out / "b.md"))
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, held.told.is_set)
        screen = pilot.app.screen
        assert isinstance(screen, PatientScreen)
        await until(pilot, lambda: "40%" in str(screen.query_one("#phase").render()))
        await until(pilot, lambda: not screen.has_class("-early"))
        await pilot.press("escape")
        held.goes_on.set()
        await until(pilot, lambda: pilot.app.screen is not screen)
        await settle(pilot)
        return pilot.app.screen.query_one(StatusLine).text

    assert "Stopped; nothing was written" in on_screen(script, (80, 24))
    assert [path.name for path in out.iterdir()] == ["a.md"]
    assert (out / "a.md").read_text() == "mine"


def test_a_name_without_a_folder_goes_to_the_usual_one(on_screen, out):
    async def script(pilot):
        await press(pilot, "X")
        pilot.app.screen.body.control("file").put("mine.md")
        pilot.app.screen.body.control("format").put("md")
        await settle(pilot)
        await press(pilot, "ctrl+s")

    on_screen(script)
    assert [path.name for path in out.iterdir()] == ["mine.md"]


def test_a_report_that_is_only_looked_at_leaves_nothing(on_screen, out):
    async def script(pilot):
        await press(pilot, "R ctrl+s escape")
        return type(pilot.app.screen)

    assert on_screen(script) is not PreviewDialog
    assert list(out.iterdir()) == []


def test_days_follow_the_kind_and_those_ahead_are_refused(on_screen):
    async def script(pilot):
        await press(pilot, "R")
        screen = pilot.app.screen
        screen.body.control("kind").put("quarterly")
        await settle(pilot)
        begin = screen.body.values()["since"]
        screen.body.control("until").put(date(2026, 1, 1))
        await settle(pilot)
        await press(pilot, "ctrl+s")
        return begin, pilot.app.screen is screen

    begin, still = on_screen(script)
    assert begin == date(2025, 10, 1)
    assert still


def test_a_report_about_nothing_is_refused_in_words(on_screen, out):
    async def script(pilot):
        await press(pilot, "R")
        pilot.app.screen.body.control("kind").put("urging")
        await settle(pilot)
        await press(pilot, "ctrl+s")
        return pilot.app.screen.query_one(StatusLine).text

    assert "no urging waits for an answer" in on_screen(script)
    assert list(out.iterdir()) == []


def test_folders_are_opened_by_a_program_of_the_desktop_and_nothing_else(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(folders_shown.subprocess, "Popen", lambda command, **more: started.append((command, more)))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(folders_shown.sys, "platform", "linux")
    assert not folders_shown.open_folder(tmp_path)
    assert started == []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(folders_shown.shutil, "which", lambda name: f"/usr/bin/{name}")
    odd = tmp_path / "a; touch b $(c)"
    odd.mkdir()
    assert folders_shown.open_folder(odd)
    ((command, more),) = started
    assert command == ["/usr/bin/xdg-open", str(odd)]
    assert "shell" not in more


BLOCKS = (
    Heading("一、总体情况"),
    Paragraph("围绕产业发展" * 20),
    Table(
        ("序号", "亮灯", "任务"),
        (("1", "红", "听取和审议" * 12), ("2", "黄", "调研")),
        (1, 1, 4),
        (Colour.RED, None),
        1,
    ),
    PageBreak(),
    ArticleTitle("催办单（通报）", "red"),
    Table((), (("事项", "甲"), ("答复", "\n\n")), (1, 4)),
)


@pytest.mark.parametrize("width", [20, 60, 98])
def test_no_line_of_a_preview_is_wider_than_its_page(width):
    fields = {"title": "关于清单落实情况的通报" * 3, "send": "送：甲\n乙", "organisation": "示例人大", "date": "2025年"}
    for kind in ReportKind:
        for line in report_lines(Report(kind, fields["title"], "zh", fields, BLOCKS), width):
            assert cell_width("".join(text for text, _style in line)) <= width


def test_a_preview_of_a_bulletin_says_its_name_once_and_who_gets_it():
    fields = {"head": "示例人大信息", "issue": "第 8 期（总第 714 期）", "send": "送：甲\n乙", "organisation": "研究室"}
    lines = list(report_lines(Report(ReportKind.BULLETIN, "示例人大信息", "zh", fields, BLOCKS[1:2]), 60))
    texts = ["".join(text for text, _style in line) for line in lines]
    assert texts[:2] == ["示例人大信息", "第 8 期（总第 714 期）"]
    assert texts.count("示例人大信息") == 1
    assert texts[-3:] == ["研究室", "送：甲", "乙"]


def test_a_long_preview_shows_its_first_lines_while_the_others_are_made(on_screen, out, monkeypatch):
    go_on = threading.Event()
    widths = []

    def slow(_report, width):
        widths.append(width)
        for number in range(300):
            if number == 200:
                go_on.wait(5)
            yield [(f"line {number}", "")]

    monkeypatch.setattr(outgoing, "report_lines", slow)

    async def script(pilot):
        await press(pilot, "R")
        await pilot.press("ctrl+s")
        for _ in range(500):
            if isinstance(pilot.app.screen, PreviewDialog) and pilot.app.screen.query_one(Page).text:
                break
            await pilot.pause(0.01)
        page = pilot.app.screen.query_one(Page)
        early = page.text
        go_on.set()
        await settle(pilot)
        return early, page.text, page.scrollable_content_region.width

    early, whole, room = on_screen(script)
    assert widths[-1] == room, "beside the scroll bar"
    assert early.startswith("line 0\n")
    assert "line 200" not in early
    assert whole.endswith("line 299")


def test_columns_of_a_preview_stand_under_each_other():
    lines = list(report_lines(Report(ReportKind.NOTICE, "", "zh", {}, BLOCKS[2:3]), 98))
    texts = ["".join(text for text, _style in line) for line in lines if line]
    assert texts[0].startswith("序号  亮灯  任务")
    assert texts[2].startswith("2     黄    调研")
    assert lines[2][2][1] == "light--red"
