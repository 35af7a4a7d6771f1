"""The entry point of the command line: language, command, errors to exit codes.  Everything else is imported late."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from tasklist_tui import __version__, i18n
from tasklist_tui.cli import arguments
from tasklist_tui.domain.message import UserError

HANDLERS = {
    **dict.fromkeys(["ls", "show", "history", "check"], "reading"),
    **dict.fromkeys(["add", "set", "advance", "log", "rm", "undo", "redo", "identity"], "writing"),
    **dict.fromkeys(["sync", "init", "clone", "demo", "open"], "sharing"),
}


def run(argv: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    _use_utf8()
    i18n.set_language(_language(argv))
    parser = arguments.build({name: f"tasklist_tui.cli.{module}:{name}" for name, module in HANDLERS.items()})
    try:
        options = parser.parse_args(argv)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else arguments.USAGE
    if options.version:
        print(f"tasklist {__version__}")
        return arguments.OK
    handler = _handler(getattr(options, "handler", "tasklist_tui.cli.sharing:open"))
    try:
        return handler(options)
    except UserError as error:
        from tasklist_tui.cli.output import print_error

        code = _exit_code(error)
        print_error(error, getattr(options, "json", False), options.command or "open", code)
        return code
    except KeyboardInterrupt:
        return arguments.CANCELLED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe has gone; there is nobody to tell
        return arguments.OK


def _handler(path: str) -> Callable[[argparse.Namespace], int]:
    module, _, name = path.partition(":")
    found: Callable[[argparse.Namespace], int] = getattr(import_module(module), f"{name}_command")
    return found


def _language(argv: Sequence[str]) -> str:
    """Give the language before the command line is parsed, because its help speaks it too."""
    option = None
    for number, word in enumerate(argv):
        if word == "--lang" and number + 1 < len(argv):
            option = argv[number + 1]
        elif word.startswith("--lang="):
            option = word.partition("=")[2]
    return i18n.choose(option)


def _exit_code(error: UserError) -> int:
    """Give the documented exit code of a refusal."""
    return {
        "NotFound": arguments.NOT_FOUND,
        "NoWorkspace": arguments.NOT_FOUND,
        "EditConflict": arguments.CONFLICT,
        "RemoteError": arguments.UNREACHABLE,
    }.get(type(error).__name__, arguments.REFUSED)


def _use_utf8() -> None:
    """Write UTF-8 whatever the locale says; a terminal that cannot show a character gets a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def workspace_path(options: argparse.Namespace) -> Path:
    """Give the folder the command works on."""
    return Path(options.workspace).expanduser() if options.workspace else Path.cwd()
