"""The entry point of the command line: language, command, errors to exit codes.  Everything else is imported late."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from tasklist_tui import __version__, i18n
from tasklist_tui.cli import arguments, commands
from tasklist_tui.domain.message import Message, UserError, msg

#: Errors with an exit code of their own, by class name: importing their modules only to compare would cost time.
_CODES = {
    "UsageError": arguments.USAGE,
    "NotFound": arguments.NOT_FOUND,
    "NoWorkspace": arguments.NOT_FOUND,
    "NoView": arguments.NOT_FOUND,
    "EditConflict": arguments.CONFLICT,
    "HeadMoved": arguments.CONFLICT,
    "RemoteError": arguments.UNREACHABLE,
}


def run(argv: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    _use_utf8()
    i18n.set_language(_language(argv))
    as_json = "--json" in argv
    command = next((word for word in argv if word in commands.COMMANDS), "open")
    try:
        options = commands.parse(argv)
        command = options.command
        code = _run(options)
        sys.stdout.flush()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else arguments.USAGE
    except UserError as error:
        return _refused(error, as_json, command)
    except (KeyboardInterrupt, EOFError):
        return arguments.CANCELLED
    except BrokenPipeError:
        _drop_output()  # the reader of the pipe has gone; there is nobody to tell
        return arguments.OK
    except OSError as error:
        return _refused(_explained(error), as_json, command)
    return code


def _run(options: argparse.Namespace) -> int:
    if getattr(options, "version", False):
        print(f"tasklist {__version__}")
        return arguments.OK
    module = import_module(f"tasklist_tui.cli.{commands.COMMANDS[options.command].module}")
    handler: Callable[[argparse.Namespace], int] = getattr(module, f"{options.command.replace('-', '_')}_command")
    return handler(options)


def _refused(error: UserError, as_json: bool, command: str) -> int:
    """Tell what stands in the way and give the exit code."""
    from tasklist_tui.cli.output import print_error

    code = next((_CODES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _CODES), arguments.REFUSED)
    if getattr(getattr(error, "trouble", None), "value", "") == "cancelled":
        code = arguments.CANCELLED
    try:
        print_error(error, as_json, command, code)
        sys.stdout.flush()
    except OSError:
        _drop_output()
    return code


def _explained(error: OSError) -> UserError:
    """Give an error of the operating system that nobody put into words."""
    reason: Message | str = error.strerror or type(error).__name__
    if error.filename:
        reason = msg("{reason} ({path})", reason=reason, path=str(error.filename))
    return UserError(
        msg("The computer refused: {reason}", reason=reason),
        msg("look at the disk and at the rights of the folder, then try again"),
    )


def _language(argv: Sequence[str]) -> str:
    """Give the language before the command line is parsed, because its help speaks it too."""
    option = None
    for number, word in enumerate(argv):
        if word == "--lang" and number + 1 < len(argv):
            option = argv[number + 1]
        elif word.startswith("--lang="):
            option = word.partition("=")[2]
    return i18n.choose(option)


def _use_utf8() -> None:
    """Write UTF-8 whatever the locale says; a character that has no code gets a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that the interpreter does not complain at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
