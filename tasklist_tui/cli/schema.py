"""The command that gives the JSON Schema of the files, for editors."""

from __future__ import annotations

import argparse
import sys

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import NotFound, session
from tasklist_tui.cli.output import print_json, say, table
from tasklist_tui.domain.message import msg
from tasklist_tui.i18n import _
from tasklist_tui.services.schemas import FOLDER, names, schema_of, text_of, write_schemas


def schema_command(options: argparse.Namespace) -> int:
    """Print one schema, write all of them, or name them."""
    known = names()
    if options.file and options.file not in known:
        raise NotFound(
            msg("there is no schema “{name}”", name=options.file), msg("possible: {ways}", ways=tuple(known))
        )
    with session(options, sign=False) as opened:
        workspace = opened.snapshot.workspace
        if options.write:
            written = write_schemas(workspace, opened.root)
            if options.json:
                print_json("schema", {"written": written})
            else:
                say(_("Written to {folder}: {count} schemas", folder=FOLDER, count=len(written)))
                say(_("The first line of a file tells editors: {line}", line=_modeline("lists/…", "list")))
        elif options.file:
            sys.stdout.write(text_of(schema_of(options.file, workspace)))
        elif options.json:
            print_json("schema", {"schemas": [{"name": name, "files": where} for name, where in known.items()]})
        else:
            table([[name, where, _modeline(where, name)] for name, where in known.items()])
    return arguments.OK


def _modeline(where: str, name: str) -> str:
    """Give the comment that ties a file to its schema."""
    up = "../" if "/" in where else ""
    return f"# yaml-language-server: $schema={up}{FOLDER}/{name}.json"
