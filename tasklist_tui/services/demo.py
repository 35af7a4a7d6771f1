"""The samples that come with the program, as real workspaces: repositories with a history and a remote beside them."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.i18n import translate
from tasklist_tui.services.demo_commits import author, drafts, office
from tasklist_tui.storage import files, folders, layout, lock
from tasklist_tui.storage.settings import read_settings
from tasklist_tui.vcs import merge_driver, remote
from tasklist_tui.vcs.commit import NewCommit, commit_series
from tasklist_tui.vcs.git import run
from tasklist_tui.vcs.repository import Repository

#: The day the samples tell of: their last entries are from the days before, and their lights make sense on it.
AS_OF = date(2025, 11, 10)

#: Says that a folder is a demo of ours; its content tells one that is being made from one that is complete.
MARKER = ".tasklist-demo"
REMOTES = "remotes"
_BUILDING, _COMPLETE = b"building\n", b"complete\n"
_PACKAGE = Path(__file__).resolve().parent.parent

#: Called with steps done, steps in all, and what is being made.
type_progress = Callable[[int, int, str], None]


class SampleInfo(msgspec.Struct, frozen=True):
    """A sample workspace: the name of its folder, what it calls itself, and where it is."""

    name: str
    title: str
    organisation: str
    path: Path


#: The sample that is opened, and the one that reads the others as its members.
FIRST, TOP = "qiantang", "hangzhou"


class Demo(msgspec.Struct, frozen=True):
    """What `make_demo` gives: the folder, its workspaces, and whether an earlier demo was found and left as it is."""

    folder: Path
    workspaces: tuple[Path, ...]
    reused: bool = False

    @property
    def first(self) -> Path:
        """The workspace to open: that of the district with the full task list, else the first one."""
        return next((path for path in self.workspaces if path.name == FIRST), self.workspaces[0])


def samples() -> list[SampleInfo]:
    """Give the samples: those installed with the program, else those of the source checkout."""
    for base in (_PACKAGE / "samples", _PACKAGE.parent / "workspace"):
        if base.is_dir() and (found := [path for path in sorted(base.iterdir()) if folders.is_workspace(path)]):
            return [_sample(path) for path in found]
    return []


def _sample(path: Path) -> SampleInfo:
    settings, _problems = read_settings(folders.SETTINGS, (path / folders.SETTINGS).read_bytes())
    return SampleInfo(path.name, settings.title, settings.organisation, path)


def make_demo(target: Path, progress: type_progress | None = None) -> Demo:
    """Make a workspace of every sample in `target`, each with a history and the remote `origin` in `target/remotes`.

    A complete demo that is there already is given as it is; one that was broken off is made anew.
    Raises `UserError` when `target` holds anything else, or cannot be written.
    """
    target = target.absolute()
    found = samples()
    if not found:
        raise UserError(msg("the samples are missing"), msg("install the program again"))
    workspaces = tuple(target / sample.name for sample in found)
    try:
        if target.exists() and not target.is_dir():
            raise _refusal(target, msg("{path} is a file, not a folder", path=str(target)))
        if target.exists() and _state(target) is None and any(target.iterdir()):
            raise _refusal(target, msg("{path} exists already and is not empty", path=str(target)))
        target.mkdir(parents=True, exist_ok=True)
        # Marked before the lock is made, so that a folder with nothing but the lock in it is still known as ours.
        if _state(target) is None:
            files.write_atomic(target / MARKER, _BUILDING)
        with lock.saving_lock(target / ".lock"):
            if _state(target) == _COMPLETE:
                return _again(target, workspaces)
            for sample in found:
                _remove(target / sample.name)
                _remove(target / REMOTES / f"{sample.name}.git")
            for sample in found:
                _make(sample, target, progress or _silent)
            files.write_atomic(target / MARKER, _COMPLETE)
    except OSError as error:
        message = msg("{path} cannot be written: {reason}", path=str(target), reason=files.reason(error))
        raise files.explain(error, message) from error
    return Demo(target, workspaces)


def _again(target: Path, workspaces: tuple[Path, ...]) -> Demo:
    for path in workspaces:
        if not folders.is_workspace(path) or not (path / ".git").exists():
            raise _refusal(target, msg("the demo in {path} is not complete any more", path=str(target)))
    return Demo(target, workspaces, reused=True)


def _refusal(target: Path, message: Message) -> UserError:
    return UserError(message, msg("choose another folder, or move {path} away", path=str(target)))


def _state(target: Path) -> bytes | None:
    """Give what the marker in `target` says, None when there is none."""
    try:
        return files.read(target / MARKER, limit=100)
    except files.FileMissing:
        return None


def _make(sample: SampleInfo, target: Path, progress: type_progress) -> None:
    """Make the workspace of one sample: its commits one after the other, then its files, then its remote."""
    root = target / sample.name
    content = _content(sample.path)
    workspace = layout.load(sample.path).workspace
    commits = drafts(workspace, content)
    total = len(commits) + 1

    def told() -> Iterator[NewCommit]:
        for number, draft in enumerate(commits):
            progress(number, total, sample.title)
            yield NewCommit(draft.files, draft.message, draft.author, draft.when)

    with Repository.init(root) as repo:
        merge_driver.keep_installed(repo)
        commit_series(repo, told())
        for path, data in content.items():
            files.write_atomic(root / path, data, root=root, durable=False)
        person = author(workspace, office(workspace))
        repo.set_identity(person.name, person.email)
        progress(len(commits), total, translate(msg("remote of {title}", title=sample.title)))
        _publish(repo, target / REMOTES / f"{sample.name}.git")
    progress(total, total, sample.title)


def _publish(repo: Repository, bare: Path) -> None:
    """Make the bare repository `bare` the remote of `repo`, with everything in it."""
    branch, head = repo.branch(), repo.head()
    if branch is None or head is None:
        return
    bare.mkdir(parents=True)
    run("init", "-q", "--bare", "--template=", f"--initial-branch={branch}", root=bare, writes=True)
    remote.set_remote(repo, str(bare))
    remote.push(repo, head, branch, None)


def _content(folder: Path) -> Mapping[str, bytes]:
    """Give every file of a sample by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def _silent(done: int, total: int, text: str) -> None:
    """Show nothing."""


def _remove(path: Path) -> None:
    """Remove a folder of ours; git writes its objects read-only, which Windows refuses to delete."""
    for place, _, names in os.walk(path):
        for name in names:
            (Path(place) / name).chmod(stat.S_IRUSR | stat.S_IWUSR)
    if path.exists():
        shutil.rmtree(path)
