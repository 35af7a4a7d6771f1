"""The command line on a small workspace, run inside this process as a person would type it."""

import json
from datetime import datetime, timedelta, timezone
from itertools import count
from types import SimpleNamespace

import pytest
from office import DOCUMENT, LIST, SETTINGS, git, make
from shapes import check_answer

from tasklist_tui import i18n
from tasklist_tui.cli.main import run
from tasklist_tui.services import clock


@pytest.fixture(autouse=True)
def _own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("TASKLIST_HOME", str(tmp_path / "own"))
    before = i18n.language()
    yield
    i18n.set_language(before)


@pytest.fixture(autouse=True)
def _steady_clock(monkeypatch):
    """Every reading of the clock is a minute later than the one before; the day is 2025-11-10."""
    ticks = count()
    start = datetime(2025, 11, 10, 8, tzinfo=timezone(timedelta(hours=8)))
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=next(ticks)))


@pytest.fixture
def root(tmp_path):
    """A workspace of three items under two measures."""
    return make(
        tmp_path / "工作区", {"tasklist.yaml": SETTINGS, "documents/doc.yaml": DOCUMENT, "lists/tasks.yaml": LIST}
    )


@pytest.fixture
def type_(capsys):
    """Type a command line; gives code, out and err.  The day is 2025-11-10."""

    def typed(*words, today="2025-11-10"):
        capsys.readouterr()
        code = run([*words, *(["--today", today] if today else [])])
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return typed


@pytest.fixture
def cli(root, type_):
    """Type a command line in the workspace."""

    def typed(*words, **more):
        return type_(*words[:1], "-w", str(root), *words[1:], **more)

    return typed


@pytest.fixture
def ask(cli):
    """Type a command line with --json; gives the answer, after a look at its shape and the exit code."""

    def asked(*words, code=0, **more):
        done = cli(*words, "--json", **more)
        assert done.code == code, (done.out, done.err)
        assert done.err == ""
        answer = json.loads(done.out)
        check_answer(answer, words[0], code)
        return answer

    return asked


@pytest.fixture
def server(tmp_path, root):
    path = tmp_path / "server.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(path))
    git(root, "remote", "add", "origin", str(path))
    git(root, "push", "-q", "-u", "origin", "main")
    return path


@pytest.fixture
def other(tmp_path, server, type_):
    """Type a command line in a colleague's clone."""
    folder = tmp_path / "同事"
    assert type_("clone", str(server), str(folder), today=None).code == 0
    assert type_("identity", "-w", str(folder), "李", "--email", "li@example.org").code == 0

    def typed(*words):
        return type_(*words[:1], "-w", str(folder), *words[1:])

    typed.folder = folder
    return typed
