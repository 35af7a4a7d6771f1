"""The same workspace on the same day gives the same bytes in another process, zone, locale and order of hashes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tasklist_tui.domain.reports import ReportKind
from tasklist_tui.services.demo import samples
from tasklist_tui.services.exporting import FORMATS
from tasklist_tui.services.reporting import FORMATS as REPORT_FORMATS

SCRIPT = Path(__file__).with_name("every_file.py")
URGED = "  urges:\n  - {id: u1, on: 2025-11-03, level: supervise, by: 办公室, answer_due: 2025-11-14}\n"
#: One early morning in China that is still the day before, and the quarter before, in America.
COMMITS = ("2025-09-01T09:00:00+08:00", "2025-10-01T06:30:00+08:00", "2025-11-05T16:00:00+08:00")
PLACES = (
    {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "1"},
)


@pytest.fixture
def office(tmp_path):
    """Give a workspace in which there is something to say in every report, changed on three days."""
    folder = tmp_path / "工作区"
    city, district = (next(one.path for one in samples() if one.name == name) for name in ("hangzhou", "qiantang"))
    shutil.copytree(district, folder)
    for path in (folder / "lists").iterdir():
        if path.stem not in {"tasks-2025", "suggestions-2025", "cadences"}:
            path.unlink()
    tasks = folder / "lists" / "tasks-2025.yaml"
    whole = tasks.read_text("utf-8")

    def git(*argv, moment=COMMITS[0]):
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        subprocess.run(["git", *argv], cwd=folder, check=True, env={**os.environ, **dates}, capture_output=True)

    git("init", "-q", "-b", "main")
    git("config", "user.name", "办公室")
    git("config", "user.email", "bgs@example.org")
    urged = whole.replace("  status: doing\n", f"  status: doing\n{URGED}", 1)
    for moment, text in zip(COMMITS, (whole.replace("status: done\n", "status: doing\n"), whole, urged), strict=True):
        tasks.write_text(text, "utf-8")
        shutil.copy(city / "lists" / "bulletins.yaml", folder / "lists")
        git("add", "-A", moment=moment)
        git("commit", "-q", "-m", "登记", moment=moment)
    return folder


def every_file(folder, place, language, kinds):
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("LC_")}, **place}
    words = [sys.executable, str(SCRIPT), str(folder), language, *kinds]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("language", "kinds"),
    [
        # One of each paper and of each writer; the others differ in their days.
        ("zh", (ReportKind.QUARTERLY, ReportKind.NOTICE, ReportKind.BULLETIN, ReportKind.HANDOVER, ReportKind.URGING)),
        pytest.param("zh", tuple(ReportKind), marks=pytest.mark.slow),
        pytest.param("en", tuple(ReportKind), marks=pytest.mark.slow),
    ],
)
def test_every_format_and_report_has_the_same_bytes_everywhere(office, tmp_path, language, kinds):
    copies = []
    for number, place in enumerate(PLACES):
        copy = tmp_path / str(number) / "工作区"
        shutil.copytree(office, copy)
        copies.append(every_file(copy, place, language, kinds))
    assert copies[0] == copies[1]
    assert len(copies[0]) == len(FORMATS) - 1 + len(kinds) * (len(REPORT_FORMATS) + 1)
