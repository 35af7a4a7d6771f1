"""The commands: what each is called, takes and does, and the module that runs it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tasklist_tui.cli import viewoptions
from tasklist_tui.cli.arguments import Parser, UsageError, add_common, count, month, year
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.i18n import _, translate


class Command(NamedTuple):
    """One command; `module` of this package has the function `NAME_command`.  A hidden one is started by programs."""

    module: str
    summary: Message
    fill: Callable[[Parser], None]
    hidden: bool = False


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Read a command line: `command` and its options; without one the command is `open`.

    Only the parser that is needed is built: all of them take 8 ms.  Raises `UsageError`, and `SystemExit` after help.
    """
    root = Parser(
        prog="tasklist",
        description=_("Task lists of an office: edit them in the terminal, keep them in git. Without a command: open."),
    )
    add_common(root)
    root.add_argument("--version", action="store_true", help=_("print the version"))
    _offline(root)
    place = _command_at(root, words)
    if place is None:
        _list_commands(root)
        options = root.parse(words)
        options.command = options.command or "open"
        return options
    name = words[place]
    parser = Parser(prog=f"tasklist {name}", description=translate(COMMANDS[name].summary))
    COMMANDS[name].fill(parser)
    add_common(parser)
    options = parser.parse([*words[:place], *words[place + 1 :]])
    options.command = name
    _refuse_bytes(options)
    return options


#: What Python makes of bytes that the locale does not know.
_NO_TEXT = re.compile("[\ud800-\udfff]")


def _refuse_bytes(options: argparse.Namespace) -> None:
    """Refuse words that are no text in the encoding of the locale; the names of folders may be anything."""
    for name, value in vars(options).items():
        words = value if isinstance(value, list) else [value]
        for word in words if name not in {"workspace", "directory", "folder", "dir", "url"} else []:
            if isinstance(word, str) and _NO_TEXT.search(word):
                raise UsageError(
                    msg("“{text}” is not text", text=word),
                    msg("type UTF-8, and choose a locale that knows it, e.g. LANG=C.UTF-8"),
                )


def _command_at(root: Parser, words: Sequence[str]) -> int | None:
    """Give the position of the command among the words, None when there is none we know."""
    for place, word in enumerate(words):
        if root.divided(words[: place + 1])[1]:
            return place if word in COMMANDS else None
    return None


def _list_commands(root: Parser) -> None:
    commands = root.add_subparsers(dest="command", metavar=_("COMMAND"), title=_("commands"))
    for name, command in COMMANDS.items():
        if not command.hidden:
            commands.add_parser(name, help=translate(command.summary), add_help=False)


def _ls(parser: Parser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORD", help=_("words to look for"))
    parser.add_argument("--list", action="append", default=[], metavar="LIST", help=_("only this list"))
    parser.add_argument(
        "--committee", action="append", default=[], metavar="NAME", help=_("only this committee (id or name)")
    )
    parser.add_argument(
        "--light",
        action="append",
        default=[],
        choices=["red", "yellow", "green", "blue", "grey"],
        help=_("only this light"),
    )
    parser.add_argument("--state", action="append", default=[], metavar="STATE", help=_("only this state (id or name)"))
    parser.add_argument("--due-from", metavar="DATE", help=_("due on this day or later"))
    parser.add_argument("--due-to", metavar="DATE", help=_("due on this day or earlier"))
    parser.add_argument(
        "--sort",
        choices=["order", "due", "light", "title", "lead", "status", "progress"],
        default="order",
        help=_("what to sort by"),
    )


def _counts(parser: Parser) -> None:
    ways = ["committee", "list", "measure"]
    parser.add_argument("--by", choices=ways, default="committee", help=_("what to count by (default: committee)"))
    parser.add_argument("--list", action="append", default=[], metavar="LIST", help=_("only this list"))


def _item(parser: Parser) -> None:
    parser.add_argument("item", metavar="ITEM", help=_("id, the beginning of an id, a number such as 3.2, or a title"))


def _history(parser: Parser) -> None:
    parser.add_argument("item", nargs="?", metavar="ITEM", help=_("only this item"))
    parser.add_argument("-n", "--limit", type=count, default=20, metavar="COUNT", help=_("how many (default: 20)"))
    parser.add_argument("--person", default="", metavar="NAME", help=_("only changes by this person"))
    parser.add_argument("--committee", default="", metavar="NAME", help=_("only this committee (id or name)"))
    parser.add_argument("--list", default="", metavar="LIST", help=_("only this list"))
    parser.add_argument("--field", default="", metavar="FIELD", help=_("only changes of this field"))
    colours = ["red", "yellow", "green", "blue", "grey"]
    parser.add_argument("--light", default="", choices=colours, help=_("only what got this light by the change"))
    parser.add_argument("--since", metavar="DATE", help=_("on this day or later"))
    parser.add_argument("--until", metavar="DATE", help=_("on this day or earlier"))
    parser.add_argument("--text", default="", metavar="TEXT", help=_("only where this text stands"))


def _values(parser: Parser, *, needed: bool = False) -> None:
    parser.add_argument(
        "values",
        nargs="+" if needed else "*",
        metavar="FIELD=VALUE",
        help=_("e.g. due=2025-11-15, co=bgs,ysgw, milestones.a1.done=today"),
    )


def _reason(parser: Parser) -> None:
    parser.add_argument("-m", "--reason", default="", metavar="TEXT", help=_("why; kept with the change"))


def _date(parser: Parser) -> None:
    parser.add_argument("phrase", metavar="PHRASE", help=_("e.g. 9月底前, 每季度末, 自交办之日起3个月内"))
    parser.add_argument("--ref", metavar="DATE", help=_("the day it was written (default: today)"))
    parser.add_argument("--year", type=int, metavar="YEAR", help=_("the year of the list"))


def _calendar(parser: Parser) -> None:
    parser.add_argument("year", nargs="?", type=year, metavar="YEAR", help=_("the year (default: that of today)"))
    parser.add_argument("--month", type=month, metavar="MONTH", help=_("only this month, 1 to 12"))


def _occurrences(parser: Parser) -> None:
    _item(parser)
    parser.add_argument("--until", metavar="DATE", help=_("the last day to show (default: the end of the year)"))


def _occurrence(parser: Parser) -> None:
    _item(parser)
    parser.add_argument("day", metavar="DATE", help=_("the day it is due, or the day of the rule"))
    parser.add_argument("done_on", nargs="?", metavar="DONE_ON", help=_("with --done: the day it was done"))
    parser.add_argument("--done", action="store_true", help=_("it was done, today unless a day follows"))
    parser.add_argument("--missed", action="store_true", help=_("it was not held"))
    parser.add_argument("--reopen", action="store_true", help=_("it is open again"))
    parser.add_argument("--note", metavar="TEXT", help=_("what to note of it; empty removes the note"))


def _carried(parser: Parser) -> None:
    _item(parser)
    parser.add_argument("--on", metavar="DATE", help=_("the occurrence of this day (default: the next one)"))


def _add(parser: Parser) -> None:
    parser.add_argument("title", metavar="TITLE")
    _values(parser)
    parser.add_argument("--list", metavar="LIST", help=_("list to put it in (default: the first one)"))


def _set(parser: Parser) -> None:
    _item(parser)
    _values(parser, needed=True)
    _reason(parser)


def _advance(parser: Parser) -> None:
    _item(parser)
    parser.add_argument("transition", nargs="?", default="", help=_("transition or state, when there are several"))
    _values(parser)
    parser.add_argument("--into", default="", metavar="LIST", help=_("the list that new items go into, of several"))
    _reason(parser)


def _log(parser: Parser) -> None:
    _item(parser)
    parser.add_argument("text", metavar="TEXT")


def _rm(parser: Parser) -> None:
    parser.add_argument("items", nargs="+", metavar="ITEM")
    parser.add_argument("--force", action="store_true", help=_("also where others are linked with it"))
    _reason(parser)


def _identity(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument("--email", default="", metavar="ADDRESS")


def _agenda(parser: Parser) -> None:
    parser.add_argument(
        "span",
        nargs="?",
        choices=["today", "week", "14", "month"],
        help=_("which days (default: week); 14: the next 14"),
    )
    parser.add_argument("--from", dest="first", metavar="DATE", help=_("the first day (default: today)"))
    parser.add_argument("--to", dest="last", metavar="DATE", help=_("the last day (default: 14 days after the first)"))
    parser.add_argument("--committee", metavar="NAME", help=_("only what concerns this committee (id or name)"))
    parser.add_argument("--by", choices=["day", "committee"], default="day", help=_("what to group by"))
    parser.add_argument("--ics", metavar="FILE", help=_("write a calendar file; - for standard output"))
    parser.add_argument("--todo", action="store_true", help=_("with --ics: tasks instead of events"))
    parser.add_argument(
        "--alarms", metavar="WHEN", help=_("with --ics: e.g. 1d,5wd (days, workdays before; default 1wd)")
    )
    parser.add_argument("--no-alarms", action="store_true", help=_("with --ics: no alarms"))


def _remind(parser: Parser) -> None:
    parser.add_argument("--committee", metavar="NAME", help=_("only items of this committee (id or name)"))
    parser.add_argument(
        "--level", choices=["red", "yellow"], default="yellow", help=_("from this light on (default: yellow)")
    )
    parser.add_argument(
        "--exec", dest="program", metavar="PROGRAM", help=_("run this program with the JSON as its input")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("do not remember what was told, run no program"))


def _meeting(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=_("the meeting, by id or name"))
    parser.add_argument("day", nargs="?", default="", metavar="DATE", help=_("the day it is held; - for not fixed"))
    parser.add_argument("--new", action="store_true", help=_("add this meeting"))
    parser.add_argument("--move", action="store_true", help=_("let the dates that count from it follow"))
    parser.add_argument("--keep", action="store_true", help=_("leave the dates that count from it"))


def _countdown(parser: Parser) -> None:
    parser.add_argument("item", metavar="ITEM")
    parser.add_argument(
        "template", nargs="?", default="", metavar="TEMPLATE", help=_("the countdown; default: the first")
    )
    parser.add_argument("--meeting", default="", metavar="NAME", help=_("the meeting; default: the one the item names"))


def _changes(parser: Parser) -> None:
    parser.add_argument("range", metavar="A[..B]", help=_("days, meetings, versions or commits; without B: until now"))
    parser.add_argument("--by", choices=["committee"], help=_("only count, for each committee"))
    parser.add_argument("--md", action="store_true", help=_("print Markdown"))


def _at(parser: Parser) -> None:
    parser.add_argument("moment", metavar="MOMENT", help=_("a day, a meeting, a version or a commit"))


def _undo(parser: Parser) -> None:
    parser.add_argument("change", nargs="?", default="", metavar="COMMIT", help=_("any one change; default: your last"))
    parser.add_argument("--item", default="", metavar="ITEM", help=_("only what it did to this item"))
    parser.add_argument("--field", default="", metavar="FIELD", help=_("only what it did to this field of the item"))
    ways = ["then", "now"]
    parser.add_argument(
        "--prefer", choices=ways, default="", help=_("when it was changed again since: which value holds")
    )


def _item_only(parser: Parser) -> None:
    parser.add_argument("item", metavar="ITEM")


def _tag(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=_("the name, e.g. 8月印发版"))
    parser.add_argument("-m", "--reason", default="", metavar="TEXT", help=_("what is said of it"))


def _kinds(parser: Parser) -> None:
    parser.add_argument(
        "what", nargs="?", choices=["list", "show", "check"], default="list", help=_("default: list all of them")
    )
    parser.add_argument(
        "name", nargs="?", default="", metavar="KIND|FILE", help=_("the kind to show, or file to check")
    )


def _schema(parser: Parser) -> None:
    parser.add_argument("file", nargs="?", default="", metavar="FILE", help=_("tasklist, events, document, list, …"))
    parser.add_argument("--write", action="store_true", help=_("write all of them into the workspace, for editors"))


def _lights(parser: Parser) -> None:
    parser.add_argument("--explain", metavar="ITEM", help=_("say what each rule says of this item"))


def _sync(parser: Parser) -> None:
    parser.add_argument("--remote", default="", metavar="URL", help=_("share through this server from now on"))
    parser.add_argument("--answers", default="", metavar="FILE", help=_("answers to questions, as JSON"))


def _answer(parser: Parser) -> None:
    parser.add_argument("question", metavar="KEY", help=_("the question, by the beginning of its key"))
    parser.add_argument("choice", metavar="CHOICE", help=_("ours, theirs, base, both, custom, or none"))
    parser.add_argument("value", nargs="?", metavar="VALUE", help=_("the value, with custom"))


def _init(parser: Parser) -> None:
    parser.add_argument("directory", metavar="DIR")
    parser.add_argument("--organisation", metavar="NAME", help=_("name of the organisation"))
    parser.add_argument(
        "--committee", action="append", default=[], metavar="NAME", help=_("a committee; repeat, or id=NAME")
    )
    parser.add_argument("--name", help=_("your own name"))
    parser.add_argument("--own-committee", default="", metavar="NAME", help=_("your own committee"))
    parser.add_argument("--email", default="", metavar="ADDRESS")
    parser.add_argument("--remote", default="", metavar="URL", help=_("the server to share through"))


def _clone(parser: Parser) -> None:
    parser.add_argument("url", metavar="URL")
    parser.add_argument("directory", metavar="DIR")


def _demo(parser: Parser) -> None:
    parser.add_argument("--dir", metavar="DIR", help=_("where to put them"))
    parser.add_argument("--no-open", action="store_true", help=_("do not open the screen"))


def _setup_git(parser: Parser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help=_("only say whether it is set up; exit code 1 when not"))
    what.add_argument("--remove", action="store_true", help=_("take it out again"))


def _merge_driver(parser: Parser) -> None:
    for name in ("base", "ours", "theirs", "path"):
        parser.add_argument(name, metavar=name.upper())
    parser.add_argument("--ancestor", action="store_true", help=_("never ask: git merges several ancestors into one"))


def _fetch_members(parser: Parser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help=_("only these members (default: all)"))


def _open(parser: Parser) -> None:
    parser.add_argument("folder", nargs="?", metavar="DIR", help=_("folder of the workspace"))
    _offline(parser)


def _offline(parser: Parser) -> None:
    parser.add_argument("--offline", action="store_true", help=_("do not ask the server what is new until you sync"))


def _export(parser: Parser) -> None:
    parser.add_argument("lists", nargs="*", metavar="LIST", help=_("only these lists (default: all)"))
    parser.add_argument("--format", metavar="FORMAT", help=_("the format; default: what the name of the file says"))
    _output(parser)
    parser.add_argument(
        "--committee", action="append", default=[], metavar="NAME", help=_("only this committee (id or name)")
    )
    colours = ["red", "yellow", "green", "blue", "grey"]
    parser.add_argument("--light", action="append", default=[], choices=colours, help=_("only this light"))
    parser.add_argument("--state", action="append", default=[], metavar="STATE", help=_("only this state (id or name)"))
    parser.add_argument("--anonymise", action="store_true", help=_("leave out people"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help=_("an option of the format (docs/exports.md)")
    )


def _report(parser: Parser) -> None:
    kinds = "weekly monthly quarterly half-year year-end notice bulletin handover urging"
    parser.add_argument("kind", metavar="KIND", help=kinds)
    parser.add_argument("--since", metavar="DATE", help=_("the first day (default: that of the period)"))
    parser.add_argument("--until", metavar="DATE", help=_("the last day (default: today)"))
    parser.add_argument(
        "--format", choices=["docx", "xlsx", "html", "md"], help=_("the format; default: by the file, else docx")
    )
    parser.add_argument("--list", action="append", default=[], metavar="LIST", help=_("only this list"))
    parser.add_argument("--item", default="", metavar="ITEM", help=_("the issue of a bulletin (default: the newest)"))
    parser.add_argument("--save-template", action="store_true", help=_("put the template into templates/ to change it"))
    _output(parser)


def _import(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("an Excel, CSV or Word file, or a JSON or CSV export"))
    parser.add_argument("--into", metavar="LIST", help=_("the list it goes into (a ledger of ours knows its own)"))
    parser.add_argument("--map", metavar="FILE", help=_("which heading is which field (docs/ledgers.md)"))
    parser.add_argument("--save-map", metavar="FILE", help=_("write what was understood as such a file"))
    parser.add_argument("--sheet", action="append", default=[], metavar="NAME", help=_("only this sheet"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    parser.add_argument("--add-units", action="store_true", help=_("make committees of names nobody knows"))
    parser.add_argument("--answers", metavar="FILE", help=_("JSON with answers to what collides, as for sync"))
    parser.add_argument("-y", "--yes", action="store_true", help=_("import in spite of doubts, without asking"))


def _output(parser: Parser) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", help=_("the file to write; - for standard output"))
    parser.add_argument("--force", action="store_true", help=_("replace the file if it is there"))


def _nothing(_parser: Parser) -> None:
    """Take nothing but the options of every command."""


COMMANDS = {
    "ls": Command("reading", msg("list items"), _ls),
    "counts": Command("counting", msg("count what is done, late, urged, extended and returned"), _counts),
    "show": Command("reading", msg("show one item in full"), _item),
    "links": Command("links", msg("show what an item is linked with, both ends"), _item),
    "views": Command("views", msg("list the views that suit the lists"), viewoptions.views),
    "matrix": Command("views", msg("count items by any two fields, gaps marked"), viewoptions.matrix),
    "register": Command("views", msg("compare what was planned with what there is"), viewoptions.view),
    "chain": Command("views", msg("show the linked lists of an item side by side, gaps marked"), viewoptions.chain),
    "months": Command("views", msg("show a month of activities"), viewoptions.months),
    "roster": Command("views", msg("show what people and stations did, and who is idle"), viewoptions.view),
    "rollup": Command("rollup", msg("show how the members stand"), viewoptions.rollup),
    "coverage": Command(
        "rollup", msg("show who carries out each measure of a document, and the holes"), viewoptions.coverage
    ),
    "add": Command("writing", msg("add an item"), _add),
    "set": Command("writing", msg("change fields of items"), _set),
    "advance": Command("writing", msg("take the next step of the workflow"), _advance),
    "log": Command("writing", msg("add a progress note"), _log),
    "rm": Command("writing", msg("delete items"), _rm),
    "undo": Command("writing", msg("take back your last change"), _undo),
    "redo": Command("writing", msg("do again what was undone"), _nothing),
    "history": Command("history", msg("who changed what, when and why"), _history),
    "changes": Command("past", msg("say what became of the items between two moments"), _changes),
    "at": Command("past", msg("list the items as they were on a day"), _at),
    "blame": Command("past", msg("say who set each field of an item, and when"), _item_only),
    "restore": Command("past", msg("bring a deleted item back"), _item_only),
    "tag": Command("past", msg("list the named versions, or name this one"), _tag),
    "check": Command("reading", msg("report every problem of every file"), _nothing),
    "date": Command("phrases", msg("say what a deadline phrase means"), _date),
    "calendar": Command("calendar", msg("print a year with its rest days, make-up workdays and source"), _calendar),
    "occurrences": Command("recurring", msg("list the occurrences of a recurring item"), _occurrences),
    "occurrence": Command("recurring", msg("mark an occurrence as done or missed"), _occurrence),
    "carried": Command("recurring", msg("show what other rhythms carry to an occurrence"), _carried),
    "agenda": Command("agenda", msg("what is due, starts, recurs or runs out, day by day"), _agenda),
    "remind": Command("remind", msg("tell what has become yellow or red since the last time"), _remind),
    "meeting": Command("meetings", msg("list the meetings, or give one its date"), _meeting),
    "countdown": Command("meetings", msg("put milestones counted from a meeting into an item"), _countdown),
    "kinds": Command("kinds", msg("list the kinds, show one, or check a file that declares one"), _kinds),
    "schema": Command("schema", msg("give the JSON Schema of the files, so that editors complete and check"), _schema),
    "lights": Command("lights", msg("tell the rules of the lights, and which one decided for an item"), _lights),
    "export": Command("exporting", msg("write lists as a table, a page, a picture or for another program"), _export),
    "report": Command("reporting", msg("write a report, a notice, a bulletin or urging sheets"), _report),
    "import": Command("importing", msg("take over a ledger: Excel, CSV, Word, or an export"), _import),
    "sync": Command("sharing", msg("fetch the others' changes and send yours"), _sync),
    "questions": Command("questions", msg("list what the next sync would ask"), _nothing),
    "answer": Command("questions", msg("answer a question of a sync"), _answer),
    "init": Command("sharing", msg("make a new workspace"), _init),
    "clone": Command("sharing", msg("copy a workspace from a server"), _clone),
    "fetch-members": Command("members", msg("bring in the workspaces of the members, to read"), _fetch_members),
    "setup-git": Command("git_tools", msg("let plain git merge as sync does"), _setup_git),
    "merge-driver": Command("git_tools", msg("merge one file for git"), _merge_driver, hidden=True),
    "identity": Command("writing", msg("say or set who you are in this workspace"), _identity),
    "demo": Command("sharing", msg("make the sample workspaces and open one"), _demo),
    "open": Command("opening", msg("open the screen"), _open),
}
