"""What many tests begin with is made once for a process and copied for each test."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tasklist_tui.vcs import merge_driver
from tasklist_tui.vcs.repository import Repository


@cache
def kept() -> Path:
    """Give a folder that lasts as long as this process."""
    folder = Path(tempfile.mkdtemp(prefix="tasklist-mould-")).resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def empty() -> Path:
    """Give a new folder to make a mould in."""
    return Path(tempfile.mkdtemp(dir=kept()))


def opened(root: Path) -> None:
    """Leave the settings in a repository that the program leaves when it is first worked with there."""
    repo = Repository.discover(root)
    assert repo is not None
    with repo:
        merge_driver.keep_installed(repo)
        assert merge_driver.is_installed(repo)


def cast(mould: Path, folder: Path) -> Path:
    """Copy what lies in `mould` into `folder`, where its repositories then name each other by their new place."""
    shutil.copytree(mould, folder, symlinks=True, dirs_exist_ok=True)
    for config in [*folder.glob("*/.git/config"), *folder.glob("*.git/config"), *folder.glob(".git/config")]:
        text = config.read_text("utf-8")
        if str(mould) in text:
            config.write_text(text.replace(str(mould), str(folder)), "utf-8")
    return folder
