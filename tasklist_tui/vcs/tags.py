"""Named versions: annotated tags, made and listed with plumbing."""

from __future__ import annotations

import re
from datetime import datetime

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.vcs.git import run
from tasklist_tui.vcs.repository import Identity, Repository

_PREFIX = "refs/tags/"
_BAD = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[-/.]|[/.]$|\.lock$")


def tags_of(repo: Repository) -> list[tuple[str, str, datetime]]:
    """List (name, commit, when) of the tags that name a commit, newest first."""
    found = []
    fields = ("refname:strip=2", "objectname", "*objectname", "creatordate:iso-strict", "objecttype", "*objecttype")
    form = "--format=" + "%00".join(f"%({field})" for field in fields)
    for line in run("for-each-ref", form, "--sort=-creatordate", _PREFIX, root=repo.root).splitlines():
        name, sha, peeled, when, kind, inner = line.decode("utf-8", "replace").split("\0")
        if "commit" in {kind, inner}:
            found.append((name, peeled or sha, datetime.fromisoformat(when)))
    return found


def add_tag(repo: Repository, name: str, sha: str, message: str, author: Identity, when: datetime) -> None:
    """Make an annotated tag `name` on the commit `sha`.

    Raises:
        UserError: the name cannot be one, or is taken: what was issued stays as it was.
    """
    if not name or _BAD.search(name) or name == "HEAD":
        raise UserError(
            msg("“{name}” cannot be the name of a version", name=name),
            msg("leave out blanks and the characters ~ ^ : ? * [ \\ and .."),
        )
    if repo.ref(_PREFIX + name) is not None:
        raise UserError(msg("there is a version “{name}” already", name=name), msg("choose another name"))
    tagger = f"{author.name} <{author.email}> {int(when.timestamp())} {when:%z}"
    text = f"object {sha}\ntype commit\ntag {name}\ntagger {tagger}\n\n{message}\n"
    tag = run("mktag", root=repo.root, data=text.encode("utf-8"), writes=True).decode().strip()
    run("update-ref", _PREFIX + name, tag, "0" * len(tag), root=repo.root, writes=True)
