"""The command line's grammar: commands, options, and which function runs each."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.i18n import _, translate

#: Exit codes, documented in docs/cli.md.
OK, REFUSED, USAGE, NOT_FOUND, CONFLICT, UNREACHABLE, CANCELLED = 0, 1, 2, 3, 4, 5, 130

Handler = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the language in use and exits with the documented code."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong with the command line."""
        usage = self.format_usage()
        self.exit(USAGE, f"{usage}{_('Error: {message}', message=message)}\n")


def day(text: str) -> date:
    """Read a date of an option; relative ones count from the day the program runs."""
    from tasklist_tui.services import clock

    try:
        found = parse_day(text, clock.today())
    except FieldError as error:
        raise argparse.ArgumentTypeError(translate(error.message)) from error
    if found is None:
        raise argparse.ArgumentTypeError(_("a date is missing"))
    return found


def _common(root: bool) -> Parser:
    """Give the options that may stand before and after the command."""
    common = Parser(add_help=False, argument_default=None if root else argparse.SUPPRESS)
    common.add_argument("-w", "--workspace", metavar="DIR", help=_("folder of the workspace (default: this folder)"))
    common.add_argument("--today", type=day, metavar="DATE", help=_("take DATE for today"))
    common.add_argument("--lang", choices=["zh", "en"], help=_("language of the interface"))
    return common


def build(handlers: dict[str, str]) -> Parser:
    """Build the parser; `handlers` maps command names to `module:function`, imported when the command runs."""
    parser = Parser(
        prog="tasklist",
        parents=[_common(root=True)],
        description=_("Task lists of an office: edit them in the terminal, keep them in git. Without a command: open."),
    )
    parser.add_argument("--version", action="store_true", help=_("print the version"))
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))
    after = _common(root=False)

    def command(name: str, summary: str, json: bool = True) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary, parents=[after])
        if json:
            made.add_argument("--json", action="store_true", help=_("print JSON (docs/json.md)"))
        made.set_defaults(handler=handlers[name])
        return made

    _reading(command)
    _writing(command)
    _sharing(command)
    return parser


def _reading(command: Callable[..., argparse.ArgumentParser]) -> None:
    ls = command("ls", _("list items"))
    ls.add_argument("words", nargs="*", metavar="WORD", help=_("words to look for"))
    ls.add_argument("--list", action="append", default=[], metavar="LIST", help=_("only this list"))
    ls.add_argument(
        "--committee", action="append", default=[], metavar="NAME", help=_("only this committee (id or name)")
    )
    ls.add_argument("--light", action="append", default=[], choices=["red", "yellow", "green", "blue", "grey"])
    ls.add_argument("--state", action="append", default=[], metavar="STATE")
    ls.add_argument("--due-from", type=day, metavar="DATE")
    ls.add_argument("--due-to", type=day, metavar="DATE")
    ls.add_argument("--sort", choices=["order", "due", "light", "title", "lead", "status", "progress"], default="order")
    show = command("show", _("show one item in full"))
    show.add_argument("item", metavar="ITEM", help=_("id, the beginning of an id, or a number such as 3.2"))
    history = command("history", _("who changed what, when and why"))
    history.add_argument("item", nargs="?", metavar="ITEM")
    history.add_argument("-n", "--limit", type=int, default=20)
    command("check", _("report every problem of every file"))


def _writing(command: Callable[..., argparse.ArgumentParser]) -> None:
    values: dict[str, Any] = {
        "nargs": "*",
        "metavar": "FIELD=VALUE",
        "help": _("e.g. due=2025-11-15, co=bgs,ysgw, milestones.a1.done=today"),
    }
    add = command("add", _("add an item"))
    add.add_argument("title", metavar="TITLE")
    add.add_argument("values", **values)
    add.add_argument("--list", metavar="LIST", help=_("list to put it in (default: the first one)"))
    change = command("set", _("change fields of items"))
    change.add_argument("item", metavar="ITEM")
    change.add_argument("values", **{**values, "nargs": "+"})
    advance = command("advance", _("take the next step of the workflow"))
    advance.add_argument("item", metavar="ITEM")
    advance.add_argument("transition", nargs="?", default="", help=_("transition or state, when there are several"))
    advance.add_argument("values", **values)
    log = command("log", _("add a progress note"))
    log.add_argument("item", metavar="ITEM")
    log.add_argument("text", metavar="TEXT")
    remove = command("rm", _("delete items"))
    remove.add_argument("items", nargs="+", metavar="ITEM")
    for made in (change, advance, remove):
        made.add_argument("-m", "--reason", default="", metavar="TEXT", help=_("why; kept with the change"))
    command("undo", _("take back your last change"))
    command("redo", _("do again what was undone"))
    identity = command("identity", _("say or set who you are in this workspace"))
    identity.add_argument("name", nargs="?")
    identity.add_argument("--email", default="")


def _sharing(command: Callable[..., argparse.ArgumentParser]) -> None:
    command("sync", _("fetch the others' changes and send yours"))
    init = command("init", _("make a new workspace"))
    init.add_argument("directory", metavar="DIR")
    init.add_argument("--organisation", metavar="NAME")
    init.add_argument(
        "--committee", action="append", default=[], metavar="NAME", help=_("a committee; repeat, or id=NAME")
    )
    init.add_argument("--name", help=_("your own name"))
    init.add_argument("--own-committee", default="", metavar="NAME", help=_("your own committee"))
    init.add_argument("--email", default="")
    init.add_argument("--remote", default="", metavar="URL", help=_("the server to share through"))
    clone = command("clone", _("copy a workspace from a server"))
    clone.add_argument("url")
    clone.add_argument("directory", metavar="DIR")
    demo = command("demo", _("make the sample workspaces and open one"))
    demo.add_argument("--dir", metavar="DIR", help=_("where to put them"))
    demo.add_argument("--no-open", action="store_true", help=_("do not open the screen"))
    command("open", _("open the screen"), json=False).add_argument(
        "folder", nargs="?", help=_("folder of the workspace")
    )
