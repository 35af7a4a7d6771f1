"""Every test: an empty home, no configuration of git but our own, no language from the machine."""

import gc
import os
import sys

import hypothesis
import pytest

# Tests start the program some hundred times: without its compiled modules every start compiles them anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Looking for garbage is an eighth of what tests of the screen take: an app is thousands of objects for a second.
gc.set_threshold(50_000, 20, 100)

# The quick run draws the same examples every time and never by the clock; the long one draws new ones.
hypothesis.settings.register_profile("quick", deadline=None, database=None, derandomize=True)
hypothesis.settings.register_profile("long", deadline=None, database=None)


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


@pytest.fixture(autouse=True)
def _empty_home(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(("GIT_", "LC_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name, value in {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "LANG": "C.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
