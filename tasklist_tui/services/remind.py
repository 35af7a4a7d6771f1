"""Reminders: which items became yellow or red since they were last told, remembered beside the repository.

For each recipient (a committee, or everybody) the lights that were told are kept in `.git/tasklist/remind/`; the
working tree is never touched.  An item is told when its light was not told yet, or was told as a milder one; when it
gets better it is forgotten, so that it is told again when it gets worse.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from tasklist_tui.domain.lights import Colour, Light, is_closed
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.query import Entry
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.storage import files
from tasklist_tui.storage.lock import saving_lock

#: Longest time a program may take, in seconds.
PROGRAM_SECONDS = 60.0
_SEVERITY = {colour: number for number, colour in enumerate(Colour)}
_TOLD = frozenset({Colour.RED, Colour.YELLOW})
#: Longest piece of what a failed program said that is shown.
_SAID = 300

#: The colour that was told of each item, by list and item.
_Told = Mapping[str, Colour]


class Reminder(msgspec.Struct, frozen=True):
    """An item that became yellow or red; `was` is the milder light told before, None when none was."""

    entry: Entry
    light: Light
    was: Colour | None = None


class _Memory(msgspec.Struct, frozen=True):
    """What a file of remembered lights holds."""

    told: dict[str, Colour]
    version: int = 1


class ProgramFailed(UserError):
    """The program that should have passed reminders on did not; nothing counts as told."""


@contextlib.contextmanager
def reminders(
    session: Session, *, committee: str = "", level: Colour = Colour.YELLOW, remember: bool = True
) -> Iterator[tuple[Reminder, ...]]:
    """Give what became at least as bad as `level` since the last time, the worst first, for the length of a block.

    When the block ends without an exception they count as told, unless `remember` is False.  Two at once follow one
    another.  Raises `UserError` when nothing can be remembered.
    """
    folder = session.repo.state_dir / "remind"
    # A lock of its own: the program may take its time, and nobody's save shall wait for it.
    with saving_lock(folder, PROGRAM_SECONDS * 1.5) if remember else contextlib.nullcontext():
        path = folder / f"{files.digest(committee.encode()) if committee else 'all'}.json"
        told = _read(path)
        standing = dict(_standing(session.snapshot, committee))
        news = {
            key: Reminder(entry, light, told.get(key))
            for key, (entry, light) in standing.items()
            if _SEVERITY[light.colour] <= _SEVERITY[level] and light.severity < _severity(told.get(key))
        }
        yield tuple(sorted(news.values(), key=_urgency))
        after = _after(session.snapshot, told, standing, news)
        if remember and after != told:
            files.write_atomic(path, msgspec.json.encode(_Memory(after), order="sorted"))


def run_program(program: str, data: bytes) -> str:
    """Run a program with `data` as its input, without a shell, and give what it said.

    Raises `ProgramFailed` when it cannot be started, takes longer than a minute, or ends with another code than 0.
    """
    import shutil
    import subprocess

    hint = msg("nothing counts as told; mend it and run tasklist remind again")
    # Windows looks for programs in other places than those it would be told of.
    found = shutil.which(program)
    if found is None:
        raise ProgramFailed(msg("“{program}” is no program that can be run", program=program), hint)
    try:
        done = subprocess.run(
            [found],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PROGRAM_SECONDS,
            check=False,
        )
    except OSError as error:
        reason = files.reason(error)
        raise ProgramFailed(msg("{program} cannot be run: {reason}", program=program, reason=reason), hint) from error
    except subprocess.TimeoutExpired as error:
        seconds = int(PROGRAM_SECONDS)
        raise ProgramFailed(
            msg("{program} took longer than {seconds} seconds", program=program, seconds=seconds), hint
        ) from error
    said = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode:
        message = msg("{program} ended with code {code}", program=program, code=done.returncode)
        if said:
            message = msg("{message}: {text}", message=message, text=said[-_SAID:])
        raise ProgramFailed(message, hint)
    return said


def _standing(snapshot: Snapshot, committee: str) -> Iterator[tuple[str, tuple[Entry, Light]]]:
    """Yield the open items that are yellow or red, those of a committee where there is one, by their key."""
    for task_list in snapshot.workspace.lists:
        kind = snapshot.workspace.kind_of(task_list)
        for item in task_list.items:
            if is_closed(item, kind) or (committee and committee not in item.committees()):
                continue
            light = snapshot.light(task_list, item)
            if light.colour in _TOLD:
                yield f"{task_list.id}/{item.id}", (Entry(task_list, item), light)


def _after(
    snapshot: Snapshot,
    told: _Told,
    standing: Mapping[str, tuple[Entry, Light]],
    news: Mapping[str, Reminder],
) -> dict[str, Colour]:
    """Give what is told now: the news, and of what was told before what still stands, as it stands.

    What was told of a list that cannot be read today is kept.
    """
    read = {task_list.id for task_list in snapshot.workspace.lists}
    broken = {problem.path for problem in snapshot.workspace.problems}
    kept = {
        key: colour
        for key, colour in told.items()
        if (name := key.rpartition("/")[0]) not in read and f"lists/{name}.yaml" in broken
    }
    stands = {key: light.colour for key, (_entry, light) in standing.items() if key in told or key in news}
    return kept | stands


def _read(path: Path) -> dict[str, Colour]:
    """Give what was told; a file that is missing or broken says nothing, and everything is told once more."""
    try:
        return msgspec.json.decode(files.read(path), type=_Memory).told
    except (UserError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}


def _severity(colour: Colour | None) -> int:
    return len(_SEVERITY) if colour is None else _SEVERITY[colour]


def _urgency(reminder: Reminder) -> tuple[int, int]:
    days = reminder.light.days
    return reminder.light.severity, len(_SEVERITY) * 10_000 if days is None else days
