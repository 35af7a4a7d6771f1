"""Run the git program: fixed argument lists, a fixed environment, bytes in and out, never a shell."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.vcs.refusals import explained

type_git_version = tuple[int, int, int]

MINIMUM: type_git_version = (2, 30, 0)
LOCAL_SECONDS = 60.0
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)

# Nothing a repository's own configuration names may run: no hook, no file system monitor, no helper protocol.
_QUIET = (
    "core.quotepath=off",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.fsync=reference",
    "core.filesRefLockTimeout=2000",
    "protocol.ext.allow=never",
    "maintenance.auto=false",
    "gc.auto=0",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=30",
    "init.defaultBranch=main",
)
_OPTIONS = tuple(part for setting in _QUIET for part in ("-c", setting))

# Set by git for its hooks: left in place they would point every call at another repository.
_FOREIGN = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_EXTERNAL_DIFF",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)


class GitError(UserError):
    """A git command that ended with an error; `argv`, `code` and `stderr` tell which and why."""

    def __init__(self, argv: Sequence[str], code: int, stderr: str) -> None:
        """Keep what was run and what it answered."""
        reason = plain_line(stderr)
        message, hint = explained(stderr) or (
            msg("git could not do this: {reason}", reason=reason or str(code)),
            msg("Nothing was changed. Try again; if it stays, show this message to whoever looks after the folder."),
        )
        super().__init__(message, hint)
        self.argv = tuple(argv)
        self.code = code
        self.stderr = stderr


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


def plain_line(stderr: str, limit: int = 200) -> str:
    """Give the last telling line of `stderr`: no control characters, no credentials, at most `limit` characters."""
    lines = [text for raw in re.split(r"[\r\n]+", stderr) if (text := " ".join(_UNPRINTABLE.sub(" ", raw).split()))]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "ssh:"))]
    chosen = (telling or lines or [""])[-1]
    return _CREDENTIALS.sub("", chosen)[:limit]


def environment(*, writes: bool = False, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the environment of a git call; reads (`writes=False`) take no optional locks."""
    env = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    env.update(
        LC_ALL="C",
        LANGUAGE="",
        GIT_TERMINAL_PROMPT="0",
        GIT_ALLOW_PROTOCOL="file:git:http:https:ssh",
        GIT_PAGER="cat",
    )
    if not writes:
        env["GIT_OPTIONAL_LOCKS"] = "0"
    if extra:
        env.update(extra)
    return env


@functools.cache
def git_program() -> str:
    """Give the absolute path of the git program.

    Raises:
        UserError: git is not installed.
    """
    # Not `shutil.which("git")`: on Windows that looks in the current folder first.
    for folder in os.get_exec_path():
        if Path(folder).is_absolute() and (found := shutil.which(str(Path(folder) / "git"))):
            return found
    raise UserError(msg("git is not installed."), hint=_install_hint())


def _install_hint() -> Message:
    if sys.platform == "win32":
        return msg("Install it from https://git-scm.com/download/win (or: winget install Git.Git), then start again.")
    if sys.platform == "darwin":
        return msg("Install it with: xcode-select --install, then start again.")
    return msg("Install it with: sudo apt-get install git, then start again.")


@functools.cache
def git_version() -> type_git_version:
    """Give the version of git.

    Raises:
        UserError: git is missing, or older than 2.30.
    """
    done = subprocess.run(
        [git_program(), "version"], stdout=subprocess.PIPE, env=environment(), check=False, timeout=LOCAL_SECONDS
    )
    version = parse_version(done.stdout.decode(errors="replace"))
    if version < MINIMUM:
        found = ".".join(map(str, version))
        raise UserError(msg("git {found} is too old: 2.30 or newer is needed.", found=found), hint=_install_hint())
    return version


def parse_version(text: str) -> type_git_version:
    """Read the version out of what `git version` prints; (0, 0, 0) when there is none in it."""
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    if found is None:
        return (0, 0, 0)
    return (int(found[1]), int(found[2]), int(found[3] or 0))


def command(*arguments: str, root: Path | None = None) -> list[str]:
    """Build the argument list of a git call in `root`, with the settings that keep configured programs from running."""
    place = ("-C", str(root)) if root is not None else ()
    return [git_program(), *place, *_OPTIONS, *arguments]


def run(
    *arguments: str,
    root: Path | None = None,
    data: bytes | None = None,
    writes: bool = False,
    ok: Sequence[int] = (0,),
    timeout: float = LOCAL_SECONDS,
) -> bytes:
    """Run git in `root`, feed it `data`, and give what it printed.

    Raises:
        GitError: it ended with a code that is not in `ok`, or took longer than `timeout` seconds.
        UserError: git is missing.
    """
    argv = command(*arguments, root=root)
    try:
        done = subprocess.run(
            argv,
            input=data,
            stdin=subprocess.DEVNULL if data is None else None,
            capture_output=True,
            env=environment(writes=writes),
            check=False,
            timeout=timeout,
            creationflags=NO_WINDOW,
        )
    except subprocess.TimeoutExpired as late:
        raise GitError(argv, -1, f"fatal: no answer within {timeout:g} s") from late
    except FileNotFoundError as missing:
        git_program.cache_clear()
        git_version.cache_clear()
        raise UserError(msg("git is not installed."), hint=_install_hint()) from missing
    if done.returncode not in ok:
        raise GitError(argv, done.returncode, done.stderr.decode(errors="replace"))
    return done.stdout


def refuse_option(name: str) -> str:
    """Give `name` back when git cannot take it for an option or a range.

    Raises:
        UserError: it starts with `-`, is empty, or holds a control character.
    """
    if not name or name.startswith("-") or any(character < " " or character == "\x7f" for character in name):
        raise UserError(
            msg("The name “{name}” cannot be used.", name=_UNPRINTABLE.sub(" ", name)),
            hint=msg("Choose a name that does not begin with “-”."),
        )
    return name
