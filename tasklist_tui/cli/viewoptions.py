"""What the commands of the shared views take."""

from __future__ import annotations

from tasklist_tui.cli.arguments import Parser
from tasklist_tui.i18n import _


def view(parser: Parser) -> None:
    """Take a list and one of its views."""
    parser.add_argument("list", metavar="LIST", help=_("the list, by id or title"))
    parser.add_argument(
        "view", nargs="?", default="", metavar="VIEW", help=_("the view, by id or title; default: the first")
    )


def views(parser: Parser) -> None:
    """Take a list, or none for all."""
    parser.add_argument("list", nargs="?", default="", metavar="LIST", help=_("only this list"))


def matrix(parser: Parser) -> None:
    """Take a list, a view, and what to lay out instead."""
    view(parser)
    parser.add_argument("--rows", default="", metavar="FIELD", help=_("the field of the rows; $item for the items"))
    parser.add_argument("--columns", default="", metavar="FIELD", help=_("the field of the columns; a+b for two"))
    parser.add_argument("--of", default="", metavar="FIELD", help=_("count the rows of this field, not the items"))
    parser.add_argument("--cell", default="", metavar="WHAT", help=_("count, light, or a field to show"))


def chain(parser: Parser) -> None:
    """Take an item and a chain."""
    parser.add_argument("item", metavar="ITEM", help=_("id, the beginning of an id, or a number such as 3.2"))
    parser.add_argument("--chain", default="", metavar="CHAIN", help=_("the chain; default: the first of the kind"))


def months(parser: Parser) -> None:
    """Take a list, a view, and a month."""
    view(parser)
    parser.add_argument("--month", default="", metavar="MONTH", help=_("e.g. 2025-09 (default: the one nearest today)"))


def rollup(parser: Parser) -> None:
    """Take a member."""
    parser.add_argument("--member", default="", metavar="NAME", help=_("only this member, with its items"))


def coverage(parser: Parser) -> None:
    """Take a document."""
    parser.add_argument(
        "document", nargs="?", default="", metavar="DOCUMENT", help=_("the document that others implement")
    )
