"""Every test: an empty home, no configuration of git but our own, no language from the machine."""

import gc
import itertools
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

import hypothesis
import moulds
import pytest

# Tests start the program some hundred times: without its compiled modules every start compiles them anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Looking for garbage is an eighth of what tests of the screen take: an app is thousands of objects for a second.
gc.set_threshold(50_000, 20, 100)

# The quick run draws the same examples every time and never by the clock; the long one draws more, and new ones.
hypothesis.settings.register_profile("quick", deadline=None, database=None, derandomize=True)
hypothesis.settings.register_profile("long", max_examples=300, deadline=None, database=None)

_NUMBERS = itertools.count()
#: Where Linux keeps files in memory, and how much room there must be: a run without failures takes 50 MB.
_MEMORY = Path("/dev/shm")
_ROOM = 512 << 20


def _has_room(folder):
    if not (hasattr(os, "ST_NOEXEC") and os.access(folder, os.W_OK)):
        return False
    disk = os.statvfs(folder)
    return not disk.f_flag & os.ST_NOEXEC and disk.f_bavail * disk.f_frsize > _ROOM


# Thousands of small repositories are made: a copy of one takes 5 ms there, and 50 on a disk.
if _has_room(_MEMORY) and not {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & set(os.environ):
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the long property tests too")


def pytest_configure(config):
    hypothesis.settings.load_profile("long" if config.getoption("--slow") else "quick")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--slow"):
        skip = pytest.mark.skip(reason="long; run with --slow")
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(skip)


@cache
def _template():
    """What git lays into every new repository, without most of the samples: the usual ones are half of its files."""
    folder = moulds.empty()
    for path in ("info/exclude", "hooks/pre-commit.sample"):
        (folder / path).parent.mkdir()
        (folder / path).write_text("# as git's own\n", "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _empty_home(tmp_path_factory, monkeypatch):
    # Not `mktemp`, which looks through the folders of all tests before.
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(_NUMBERS))
    home.mkdir(parents=True)
    for name in [name for name in os.environ if name.startswith(("GIT_", "LC_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name, value in {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_TEMPLATE_DIR": str(_template()),
        "LANG": "C.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
