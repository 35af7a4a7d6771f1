"""import: it says first what it would do; one commit that undo takes back; the undecided and unreadable stay out."""

import io
import os
import pty
import subprocess
import zipfile

import pytest
from office import PROGRAM, git, text_of

from tasklist_tui.domain.message import msg
from tasklist_tui.storage import files

LEDGER = "序号,具体任务,牵头单位,成果形式,联系方式\n1,走访企业,预算工委,报告,12345\n2,编印专刊,办公室,专刊,\n"
ASKED = "序号,具体任务,牵头单位\n1,走访企业,财经工委\n"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "收件"
    folder.mkdir()

    def put(name, data=LEDGER, encoding="utf-8"):
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
        return str(folder / name)

    put.folder = folder
    return put


def head(root):
    return git(root, "rev-parse", "HEAD")


def test_a_dry_run_says_every_row_and_writes_nothing(cli, root, desk):
    before = head(root)
    done = cli("import", desk("a.csv"), "--into", "tasks", "--dry-run")
    assert (done.code, done.err) == (0, "")
    for told in (
        "“a”，表头在第 1 行 → 清单",
        "联系方式 → 放入备注",
        "+    2  走访企业",
        "备注 联系方式：12345",
        "新增 2",
    ):
        assert told in done.out
    assert head(root) == before
    assert git(root, "status", "--porcelain") == ""


def test_an_import_is_one_commit_the_same_file_again_changes_nothing_and_undo_takes_it_back(ask, cli, root, desk):
    before, text = head(root), text_of(root)
    path = desk("a.csv", encoding="gb18030")
    answer = ask("import", path, "--into", "tasks")
    assert answer["done"]
    assert not answer["ours"]
    assert [row["title"] for row in answer["parts"][0]["rows"]] == ["走访企业", "编印专刊"]
    assert git(root, "rev-list", "--count", f"{before.strip()}..HEAD").strip() == "1"
    assert "deliverable: 专刊" in text_of(root)
    after = head(root)
    again = cli("import", path, "--into", "tasks")
    assert (again.code, head(root)) == (0, after)
    assert "没有任何变化" in again.out
    assert cli("undo").code == 0
    assert text_of(root) == text


def test_without_a_terminal_doubts_need_a_yes(cli, root, desk):
    before = head(root)
    path = desk("a.csv", "序号,具体任务,牵头单位,完成状态\n1,走访企业,预算工委,进行中\n")
    done = cli("import", path, "--into", "tasks")
    assert done.code == 1
    assert "--yes" in done.err
    assert head(root) == before
    assert cli("import", path, "--into", "tasks", "--yes").code == 0
    assert head(root) != before


def test_unknown_names_write_nothing_until_the_map_says_what_they_are(ask, cli, root, desk):
    before = head(root)
    path = desk("a.csv", ASKED)
    answer = ask("import", path, "--into", "tasks", code=4)
    assert [one["name"] for one in answer["unknown"]] == ["财经工委"]
    assert not answer["done"]
    told = cli("import", path, "--into", "tasks")
    assert told.code == 4
    assert "财经工委: " in told.err
    assert head(root) == before
    chosen = desk("map.yaml", "units: {财经工委: ysgw}\ncolumns: {序号: $skip}\n")
    assert ask("import", path, "--into", "tasks", "--map", chosen)["done"]
    assert "lead: ysgw" in text_of(root)[text_of(root).index("走访企业") :]


def test_unknown_names_can_become_committees(ask, root, desk):
    answer = ask("import", desk("a.csv", ASKED), "--into", "tasks", "--add-units")
    assert [one["name"] for one in answer["committees"]] == ["财经工委"]
    assert "name: 财经工委" in (root / "tasklist.yaml").read_text("utf-8")


def test_a_saved_map_reads_the_file_the_same_way(ask, desk):
    path, kept = desk("a.csv", ASKED), str(desk.folder / "kept.yaml")
    first = ask("import", path, "--into", "tasks", "--dry-run", "--save-map", kept, code=4)
    second = ask("import", path, "--into", "tasks", "--dry-run", "--map", kept)
    assert second["parts"][0]["sheets"] == first["parts"][0]["sheets"]
    assert second["unknown"] == []


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as made:
        made.writestr("xl/workbook.xml", b"<a/>")
        made.writestr("xl/bomb.xml", b" " * 160_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code", "told"),
    [
        ("a.xls", lambda: OLD + bytes(600), 1, "另存为 .xlsx"),
        ("a.xlsx", lambda: OLD + "EncryptedPackage".encode("utf-16-le"), 1, "密码"),
        ("a.csv", "甲,乙\n丙,丁\n".encode, 1, "表头"),
        pytest.param("a.xlsx", bomb, 1, "解压", marks=pytest.mark.slow),
        ("none.xlsx", None, 1, "没有文件"),
        (".", None, 1, "文件夹"),
    ],
    ids=["xls", "encrypted", "no header", "zip bomb", "missing", "folder"],
)
def test_what_cannot_be_read_says_why_and_what_to_do_and_writes_nothing(cli, root, desk, name, data, code, told):
    before = head(root)
    path = desk(name, data()) if data else str(desk.folder / name)
    done = cli("import", path, "--into", "tasks")
    assert done.code == code
    assert told in done.err
    assert head(root) == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--into", "nolist"], 3, "nolist"),
        (["--into", "tasks", "--map", "none.yaml"], 1, "none.yaml"),
        (["--into", "tasks", "--sheet", "别的"], 1, "表头"),
        (["--into", "tasks", "--save-map", "no/such/map.yaml"], 1, "no/such"),
    ],
)
def test_wrong_words_are_refused(cli, root, desk, words, code, told):
    before = head(root)
    done = cli("import", desk("a.csv"), *words)
    assert (done.code, head(root)) == (code, before)
    assert told in done.err


def test_a_workspace_that_cannot_be_written_keeps_its_files(cli, root, desk, monkeypatch):
    text = text_of(root)

    def full(*_args, **_more):
        raise files.explain(OSError(28, "No space left on device"), msg("{path} cannot be written", path="a"))

    monkeypatch.setattr(files, "write_atomic", full)
    assert cli("import", desk("a.csv"), "--into", "tasks").code == 1
    assert text_of(root) == text
    assert git(root, "log", "--oneline").count("\n") == 1


def test_at_a_terminal_names_are_asked_about_and_so_is_the_import(root, desk):
    path = desk("a.csv", ASKED)
    ours, theirs = pty.openpty()
    words = [*PROGRAM, "import", "-w", str(root), path, "--into", "tasks", "--today", "2025-11-10", "--lang", "en"]
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as program:
        os.close(theirs)
        os.write(ours, b"?\nysgw\ny\n")
        told = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # Linux says so when the other end is closed
                break
            if not piece:
                break
            told += piece
    os.close(ours)
    seen = told.decode()
    assert program.returncode == 0, seen
    assert "“财经工委” is no committee. It is:" in seen
    assert "“?” is no committee either" in seen
    assert "Import this? [y/N]" in seen
    assert "lead: ysgw" in text_of(root)[text_of(root).index("走访企业") :]
