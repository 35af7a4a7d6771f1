"""The import of a ledger on the screen: every key, what is asked, what is saved, and that a cancel writes nothing."""

import asyncio
import io
import shutil
import threading

import pytest
from openpyxl import load_workbook
from workspaces import OTHER, TASKS, TODAY, app, git, make, settle

from tasklist_tui import i18n
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.query import Query
from tasklist_tui.domain.telling import Stopped
from tasklist_tui.exchange import table_child, tables
from tasklist_tui.safetext import cell_width
from tasklist_tui.services import folders_shown, importing
from tasklist_tui.services.exporting import FORMATS, Options, export, scope_of, stamp_of
from tasklist_tui.services.places import completions, is_whole_path, plain_path
from tasklist_tui.services.session import Session
from tasklist_tui.tui.import_lines import differences, doubtful, progress_words
from tasklist_tui.tui.screens.choices import ChoiceDialog
from tasklist_tui.tui.screens.import_file import FileDialog
from tasklist_tui.tui.screens.import_screen import ImportScreen
from tasklist_tui.tui.screens.main import MainScreen
from tasklist_tui.tui.screens.notices import ConfirmDialog
from tasklist_tui.tui.screens.questions import QuestionsScreen
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.pages import Page
from tasklist_tui.tui.widgets.statusbar import StatusLine

LEDGER = """\
序号,具体任务,牵头单位,完成时限,完成状态,工作要求
1,走访科技企业,预算工委,11月底前,进行中,逐户走访
2,编印专刊,财经工委,12月15日前,未启动,图文并茂
"""


@pytest.fixture(autouse=True)
def _english():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A workspace of two lists, to be copied by every test."""
    return make(tmp_path_factory.mktemp("import") / "w", tasks=TASKS, daily=OTHER)


@pytest.fixture
def root(office, tmp_path):
    return shutil.copytree(office, tmp_path / "w")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The folder that ledgers lie in; files are read in this process unless a test wants the real reader."""
    folder = tmp_path / "台账"
    folder.mkdir()
    monkeypatch.setattr(folders_shown, "documents_folder", lambda: folder)
    monkeypatch.setattr(importing, "read_book", lambda data, name, _tell: table_child.read(data, name))
    (folder / "九月.csv").write_text(LEDGER, "utf-8")
    return folder


@pytest.fixture
def on_screen(drive, root, desk):
    """Open the workspace and run a script on it."""

    def run(script, size=(80, 24), folder=root):
        async def started(pilot):
            await settle(pilot)
            return await script(pilot)

        return drive(app(folder), started, size)

    return run


async def press(pilot, keys):
    for key in keys.split():
        await pilot.press(key)
        await settle(pilot)


async def typed(pilot, text):
    """Type into the line of a dialog."""
    pilot.app.screen.query_one(LineEditor).value = text
    await settle(pilot)


async def until(pilot, holds):
    for _ in range(100):
        await settle(pilot)
        if holds(pilot.app.screen):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"it never came to that: {pilot.app.screen}")


async def choose(pilot, name, then="enter"):
    """Import the file `name` into the list at the cursor of the dialog."""
    await press(pilot, "ctrl+o")
    line = pilot.app.screen.query_one(LineEditor)
    line.value = f"{line.value}{name}"
    await press(pilot, "enter")
    await until(pilot, lambda screen: not isinstance(screen, FileDialog) and ready(screen))
    if isinstance(pilot.app.screen, ChoiceDialog):
        await press(pilot, then)
    await until(pilot, drafted)


def ready(screen):
    return not isinstance(screen, ImportScreen) or screen._finished


def drafted(screen):
    return isinstance(screen, ImportScreen) and screen._finished


def shown(pilot):
    return pilot.app.screen.query_one(Page).text


def said(pilot):
    return pilot.app.screen.query_one(StatusLine).text


def item(root, title):
    session = Session.open(root, today=TODAY)
    session.close()
    found = [one for task_list in session.snapshot.workspace.lists for one in task_list.items if one.title == title]
    return found[0] if found else None


def head(root):
    return git(root, "rev-parse", "HEAD").strip()


def test_a_ledger_is_looked_at_decided_and_saved_as_one_commit_that_undo_takes_back(on_screen, root):
    before = head(root)

    async def script(pilot):
        await choose(pilot, "九")
        first = shown(pilot)
        refused = head(root)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChoiceDialog)  # what 财经工委 is
        await press(pilot, "1")
        await press(pilot, "m 6")  # which column: 工作要求
        await typed(pilot, "Goal")
        await press(pilot, "enter")
        await until(pilot, drafted)
        second = shown(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda screen: isinstance(screen, MainScreen))
        done = said(pilot)
        made = item(root, "编印专刊")
        commits = git(root, "rev-list", "--count", f"{before}..HEAD").strip()
        await press(pilot, "u")
        return first, refused, second, done, made, commits

    first, refused, second, done, made, commits = on_screen(script)
    assert "? 财经工委: no committee" in first
    assert "工作要求 → kept in the note" in first
    assert refused == before
    assert "工作要求 → Goal" in second
    assert "? " not in second
    assert "2 changes" in done
    assert (made.lead, made.text("goal"), made.get("status"), commits) == ("fzgw", "图文并茂", "issued", "1")
    assert item(root, "编印专刊") is None


@pytest.mark.slow
def test_a_mapping_is_kept_as_a_file_and_used_for_the_next_ledger(on_screen, desk):
    (desk / "十月.csv").write_text(LEDGER.replace("编印专刊", "编印特刊"), "utf-8")

    async def script(pilot):
        await choose(pilot, "九月.csv")
        await press(pilot, "m 6")
        await typed(pilot, "Goal")
        await press(pilot, "enter")
        await press(pilot, "n 1")
        await press(pilot, "w")
        kept = pilot.app.screen.query_one(".said").content.plain
        await press(pilot, "escape")  # what was decided is kept: nothing to ask
        assert isinstance(pilot.app.screen, MainScreen)
        await choose(pilot, "十月.csv")
        before = shown(pilot)
        await press(pilot, "r")
        line = pilot.app.screen.query_one(LineEditor)
        line.value = f"{line.value}九"
        await until(pilot, lambda screen: len(screen._entries) == 1)
        await press(pilot, "enter")
        await until(pilot, drafted)
        return kept, before, shown(pilot)

    kept, before, after = on_screen(script)
    assert kept == f"Written: {desk / '九月.map.yaml'}"
    assert "工作要求 → kept in the note" in before
    assert "工作要求 → Goal" in after
    assert "? " not in after


@pytest.mark.slow
def test_a_column_taken_for_a_field_gives_it_up_to_the_one_a_person_chooses(on_screen, desk):
    (desk / "两个时间.csv").write_text("序号,具体任务,完成时限,拟定时间\n1,走访,11月底前,12月底前\n", "utf-8")

    async def script(pilot):
        await choose(pilot, "两")
        await press(pilot, "m 4")
        await typed(pilot, "due")
        await press(pilot, "down enter")
        await until(pilot, drafted)
        return shown(pilot)

    seen = on_screen(script)
    assert "完成时限 → kept in the note" in seen
    assert "拟定时间 → Due" in seen
    assert "2025-12-31" in seen


@pytest.mark.slow
def test_everything_can_be_done_with_the_mouse(on_screen, root, desk):
    async def click(pilot, text):
        rows = ["".join(piece.text for piece in strip) for strip in pilot.app.screen._compositor.render_strips()]
        place = next((cell_width(row[: row.index(text)]), n) for n, row in enumerate(rows) if text in row)
        await pilot.click(offset=place)
        await settle(pilot)

    (desk / "plain.csv").write_text("序号,具体任务,牵头单位\n1,click me,预算工委\n", "utf-8")

    async def script(pilot):
        await press(pilot, "ctrl+o")
        await until(pilot, lambda screen: screen._entries)
        await click(pilot, "plain.csv")
        await until(pilot, lambda screen: isinstance(screen, ChoiceDialog))
        await click(pilot, "tasks")
        await until(pilot, drafted)
        await click(pilot, "columns")
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await press(pilot, "escape")
        await click(pilot, "another")
        await press(pilot, "escape")
        await click(pilot, "import")
        await until(pilot, lambda screen: isinstance(screen, MainScreen))

    on_screen(script, (120, 40))
    assert item(root, "click me").lead == "ysgw"


def test_what_a_filled_in_ledger_and_the_list_both_changed_is_asked_and_can_be_answered_anew(on_screen, root, desk):
    session = Session.open(root, today=TODAY)
    data = export(
        session.snapshot, FORMATS["xlsx"], scope_of(session.snapshot, Query()), Options(stamp_of(session), "en")
    )
    session.apply([SetFields("tasks", "aa2222", {"progress": 60})])
    session.close()
    book = load_workbook(io.BytesIO(data))
    sheet = next(one for one in book.worksheets if one.title == "创新任务清单")
    heads = {cell.value: cell.column for cell in sheet[3]}
    sheet.cell(4, heads["Progress"]).value = 0.8
    book.save(desk / "back.xlsx")

    async def script(pilot):
        await choose(pilot, "back.xlsx")
        asked = shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuestionsScreen)
        await press(pilot, "1")
        await until(pilot, drafted)
        kept = pilot.app.screen.query_one(".summary").content.plain
        await press(pilot, "c 2")
        await until(pilot, drafted)
        await press(pilot, "enter")
        await until(pilot, lambda screen: isinstance(screen, MainScreen))
        return asked, kept

    asked, kept = on_screen(script)
    assert "in the list: 60%, in the file: 80%" in " ".join(asked.split())
    assert "Nothing would change." in kept
    assert item(root, "听取和审议规划纲要报告").progress == 80


def test_a_reading_that_takes_long_is_stopped_by_escape_at_once_and_nothing_is_written(on_screen, root, monkeypatch):
    begun, stopped = threading.Event(), threading.Event()

    def endless(_data, _name, tell):
        try:
            while True:
                tell(400)
                begun.set()
                stopped.wait(0.01)
        except Stopped:
            stopped.set()
            raise

    monkeypatch.setattr(importing, "read_book", endless)
    before = head(root)

    async def script(pilot):
        await press(pilot, "ctrl+o")
        pilot.app.screen.query_one(LineEditor).value += "九"
        await pilot.press("enter")
        while not begun.is_set() or not isinstance(pilot.app.screen, ImportScreen):
            await pilot.pause(0.01)
        await pilot.pause()
        told = pilot.app.screen.query_one("#phase").content.plain
        await pilot.press("escape")
        await pilot.pause()
        left = isinstance(pilot.app.screen, MainScreen)
        await settle(pilot)
        return told, left, said(pilot)

    told, left, last = on_screen(script)
    assert told == "Reading the file: 400 rows so far"
    assert left
    assert stopped.is_set()
    assert last == "Nothing was imported"
    assert head(root) == before
    assert git(root, "status", "--porcelain") == ""


def test_an_import_that_waits_for_its_turn_is_stopped_by_escape_and_nothing_is_written(on_screen, root, desk):
    (desk / "净.csv").write_text("序号,具体任务,牵头单位\n1,走访科技企业,预算工委\n", "utf-8")
    before = head(root)

    async def script(pilot):
        gateway, free = pilot.app.screen.director.gateway, threading.Event()
        await choose(pilot, "净")
        preview = shown(pilot)
        busy = asyncio.ensure_future(gateway.call(msg("Saving"), lambda _session: free.wait(5)))
        for key in ("enter", "escape"):
            await pilot.press(key)
            await pilot.pause()
        free.set()
        await busy
        await until(pilot, drafted)
        assert shown(pilot) == preview
        told = pilot.app.screen.query_one(".said").content.plain
        await press(pilot, "escape")
        return told, said(pilot)

    assert on_screen(script) == ("Stopped; nothing was written", "Nothing was imported")
    assert head(root) == before
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.slow
def test_a_draft_made_anew_can_be_stopped_and_leaves_the_one_before(on_screen, monkeypatch):
    async def script(pilot):
        await choose(pilot, "九")
        before = shown(pilot)

        def stop(*_args):
            raise Stopped

        with monkeypatch.context() as patch:
            patch.setattr(importing, "make_draft", stop)
            await press(pilot, "m 6")
            await typed(pilot, "Goal")
            await press(pilot, "enter")
            await until(pilot, drafted)
        assert shown(pilot) == before
        await press(pilot, "l escape")
        await press(pilot, "escape")  # the column was not changed: nothing is lost
        return pilot.app.screen

    assert isinstance(on_screen(script), MainScreen)


@pytest.mark.slow
def test_leaving_asks_when_something_was_decided(on_screen, root):
    before = head(root)

    async def script(pilot):
        await choose(pilot, "九")
        await press(pilot, "n 1 escape")
        assert isinstance(pilot.app.screen, ConfirmDialog)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, ImportScreen)
        await press(pilot, "n 1 2")  # another answer for 财经工委
        again = shown(pilot)
        await press(pilot, "escape y")
        return again, pilot.app.screen

    again, screen = on_screen(script)
    assert "Lead 办公室" in again or "Lead 预算工委" in again
    assert isinstance(screen, MainScreen)
    assert head(root) == before


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("旧表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .xlsx"),
        (
            "加密.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
    ],
    ids=["xls", "encrypted"],
)
def test_a_file_that_cannot_be_read_says_what_to_do_and_leads_back_to_the_choice(
    name, data, words, on_screen, desk, monkeypatch
):
    monkeypatch.setattr(importing, "read_book", tables.read_book)
    (desk / name).write_bytes(data)

    async def script(pilot):
        await press(pilot, "ctrl+o")
        pilot.app.screen.query_one(LineEditor).value += name
        await press(pilot, "enter")
        await until(pilot, lambda screen: isinstance(screen, ImportScreen) and screen._finished)
        told = shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, FileDialog)
        return told, pilot.app.screen.query_one(LineEditor).value

    told, typed = on_screen(script)
    assert words in " ".join(told.split())
    assert typed == str(desk / name)


@pytest.mark.slow
def test_where_no_row_names_the_columns_a_person_can_say_which_is_the_task(on_screen, root, desk):
    (desk / "无表头.csv").write_text("走访科技企业,预算工委\n编印专刊,办公室\n", "utf-8")

    async def script(pilot):
        await choose(pilot, "无")
        assert "Enter: say which row" in " ".join(shown(pilot).split())
        await press(pilot, "enter")
        await press(pilot, "enter")  # no row does
        await press(pilot, "1")  # A is the task
        await until(pilot, drafted)
        await press(pilot, "m 2")
        await typed(pilot, "lead")
        await press(pilot, "enter")
        await until(pilot, drafted)
        seen = shown(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda screen: isinstance(screen, MainScreen))
        return seen

    assert "no header" in on_screen(script)
    assert item(root, "走访科技企业").lead == "ysgw"


@pytest.mark.slow
def test_only_doubts_can_be_shown(on_screen, desk):
    rows = "".join(f"{n},第{n}项,预算工委,11月底前\n" for n in range(1, 8))
    (desk / "多.csv").write_text(f"序号,具体任务,牵头单位,完成时限\n{rows}8,最后一项,预算工委,尽快\n", "utf-8")

    async def script(pilot):
        await choose(pilot, "多")
        every = shown(pilot)
        await press(pilot, "d")
        few = shown(pilot)
        await press(pilot, "d")
        return every, few, shown(pilot)

    every, few, again = on_screen(script)
    assert every == again
    assert "第3项" in every
    assert "第3项" not in few
    assert "最后一项" in few
    assert every.count("Saturday") + every.count("rest day") <= 1  # what seven rows share is told once


def test_an_empty_list_says_how_to_import_and_the_palette_does_it(drive, tmp_path, desk, screen_lines):
    empty = make(tmp_path / "empty", tasks="title: 清单\nkind: task\nitems: []\n")

    async def script(pilot):
        await settle(pilot)
        seen = "\n".join(screen_lines(pilot.app))
        await press(pilot, "ctrl+p")
        await press(pilot, "I m p o r t")
        await until(pilot, lambda _screen: any("Take over a ledger" in line for line in screen_lines(pilot.app)))
        await press(pilot, "enter")
        await until(pilot, lambda screen: isinstance(screen, FileDialog))
        return seen

    assert "Ctrl+O imports an Excel ledger" in drive(app(empty), script)


def test_only_rows_that_say_something_are_listed():
    texts = [
        "“A”, header",
        "    甲 → 乙",
        "! doubt",
        "= 2  same",
        "= 3  same",
        "      ! doubt",
        "+ 4  new",
        "        x 1",
    ]
    assert differences(texts) == [*texts[:3], *texts[4:], "= 1 rows are as they are in the list"]
    assert doubtful(texts) == ["! doubt", "= 3  same", "      ! doubt"]
    assert doubtful([]) == differences([]) == []


def test_progress_is_told_in_words():
    assert progress_words(0, 0, "reading") == "Reading the file …"
    assert progress_words(200, 5000, "understanding") == "Understanding the rows: 200 of 5000 rows"
    assert progress_words(400, 5000, "comparing") == "Comparing with the list: 400 of 5000 rows"


def test_paths_are_taken_as_they_are_copied_or_dropped(tmp_path):
    (tmp_path / "a b.xlsx").write_bytes(b"")
    (tmp_path / "旧.xls").write_bytes(b"")
    (tmp_path / "x.txt").write_bytes(b"")
    whole = str(tmp_path / "a b.xlsx")
    for typed in (whole, f" '{whole}' ", f'"{whole}"', (tmp_path / "a b.xlsx").as_uri()):
        assert plain_path(typed) == whole
        assert is_whole_path(typed)
    assert plain_path("file:///tmp/%E5%8F%B0%E8%B4%A6/a%20b%25.xlsx") == "/tmp/台账/a b%.xlsx"
    assert plain_path("file://localhost/tmp/台账.xlsx") == "/tmp/台账.xlsx"
    assert plain_path("file:///C:/%E5%8F%B0%E8%B4%A6.xlsx") == "C:/台账.xlsx"
    assert plain_path("file://server/share/a.xlsx") == "file://server/share/a.xlsx"
    assert not is_whole_path("九月.xlsx")
    assert is_whole_path(r'"C:\台账.xlsx"')
    assert completions(f"{tmp_path}/") == [whole, str(tmp_path / "旧.xls")]
