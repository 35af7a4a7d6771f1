"""Commands that make and share workspaces: init, clone, demo, sync."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tasklist_tui import i18n
from tasklist_tui.cli import arguments
from tasklist_tui.cli.opening import open_screen
from tasklist_tui.cli.output import changes_data, print_json, say
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.phases import phase_words


def init_command(options: argparse.Namespace) -> int:
    """Make a workspace; what is not given as an option is asked for."""
    from tasklist_tui.cli.values import split
    from tasklist_tui.services import setup

    organisation = options.organisation or _ask(_("Name of the organisation"), "--organisation")
    typed = options.committee or [_ask(_("Committees, separated by commas"), "--committee")]
    names = [name for text in typed for name in split(text)]
    name = options.name or _ask(_("Your own name"), "--name")
    own = options.own_committee or (_ask(_("Your own committee (may be empty)"), "") if not options.name else "")
    root = setup.init(
        Path(options.directory).expanduser(),
        organisation=organisation,
        committees=names,
        name=name,
        committee=own,
        email=options.email,
        language=i18n.language(),
        remote=options.remote,
    )
    if options.json:
        print_json("init", {"path": str(root)})
    else:
        say(_("The workspace is ready: {path}", path=str(root)))
        say(_("Open it with: tasklist -w {path}", path=str(root)))
    return arguments.OK


def _ask(question: str, option: str) -> str:
    """Ask on the terminal; raises `UserError` when nobody is there to answer."""
    if not sys.stdin.isatty():
        if not option:
            return ""
        raise UserError(msg("{question} is missing", question=question), msg("give it with {option}", option=option))
    return input(f"{question}: ").strip()


def clone_command(options: argparse.Namespace) -> int:
    """Copy a workspace from a server or a shared folder."""
    from tasklist_tui.services import setup

    root = setup.clone(
        options.url, Path(options.directory).expanduser(), progress=progress_line(options), cancelled=lambda: False
    )
    if options.json:
        print_json("clone", {"path": str(root)})
    else:
        say(_("The workspace is ready: {path}", path=str(root)))
    return arguments.OK


def demo_command(options: argparse.Namespace) -> int:
    """Make the sample workspaces with history and a server of their own, then open one."""
    from tasklist_tui.services import demo
    from tasklist_tui.services.recent import data_dir

    target = Path(options.dir).expanduser() if options.dir else data_dir() / "demo"
    made = demo.make_demo(target)
    if options.json:
        print_json("demo", {"path": str(target), "workspaces": [str(path) for path in made.workspaces]})
        return arguments.OK
    for path in made.workspaces:
        say(str(path))
    options.today = options.today or demo.AS_OF
    day = options.today.isoformat()
    if options.no_open:
        say(_("Open it with: tasklist -w {path} --today {day}", path=str(made.first), day=day))
        say(_("The others the same way; {name} reads them all as its members.", name=demo.TOP))
        return arguments.OK
    return open_screen(made.first, options)


def sync_command(options: argparse.Namespace) -> int:
    """Fetch what the others did and send what was done here."""
    from tasklist_tui.cli.common import session
    from tasklist_tui.cli.questions import question_data, say_questions, take_answers
    from tasklist_tui.services.sync import sync

    with session(options, sign=True) as opened:
        if options.remote:
            opened.set_remote(options.remote)
        if options.answers:
            take_answers(opened, options.answers)
        report = sync(opened, progress=progress_line(options), cancelled=lambda: False)
        if options.json:
            data = {
                "ok": report.ok,
                "sent": report.sent,
                "received": report.received,
                "message": translate(report.message),
                "incoming": changes_data(report.incoming),
                "conflicts": [question_data(question) for question in report.questions],
            }
            print_json("sync", data)
        else:
            say(translate(report.message))
            if report.questions:
                say_questions(opened.snapshot, report.questions)
    return arguments.OK if report.ok else arguments.CONFLICT


def progress_line(options: argparse.Namespace) -> Callable[[int, int, str], None]:
    """Give a callback that shows one line of progress on a terminal, and nothing elsewhere."""
    shown = sys.stderr.isatty() and not options.json

    def show(done: int, total: int, phase: str) -> None:
        if shown:
            percent = f" {100 * done // total}%" if total else ""
            print(f"\r\x1b[K{phase_words(phase)}{percent}", end="", file=sys.stderr, flush=True)
            if total and done >= total:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    return show
