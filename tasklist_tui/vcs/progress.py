"""The progress lines git prints while it talks to a server, as numbers."""

from __future__ import annotations

from collections.abc import Callable

type_progress = Callable[[int, int, str], None]
type_cancelled = Callable[[], bool]


def ignore_progress(done: int, total: int, phase: str) -> None:
    """Take progress and do nothing with it."""


def never() -> bool:
    """Answer that nobody has cancelled."""
    return False


def line_reader(progress: type_progress) -> Callable[[str], None]:
    """Give a function that reads one line of git's progress and passes it on as (done, total, phase).

    The phases are `counting`, `compressing`, `sending`, `receiving`, `unpacking` and `waiting`; an unknown total is 0.
    """
    # GitPython costs 0.16 s to import: it is loaded by the first sync, never by opening a workspace.
    from git import RemoteProgress

    phases = {
        RemoteProgress.COUNTING: "counting",
        RemoteProgress.COMPRESSING: "compressing",
        RemoteProgress.WRITING: "sending",
        RemoteProgress.RECEIVING: "receiving",
        RemoteProgress.RESOLVING: "unpacking",
    }

    class Reader(RemoteProgress):
        def update(
            self, op_code: int, cur_count: str | float, max_count: str | float | None = None, message: str = ""
        ) -> None:
            phase = phases.get(op_code & RemoteProgress.OP_MASK, "waiting")
            progress(int(float(cur_count or 0)), int(float(max_count or 0)), phase)

    return Reader().new_message_handler()
