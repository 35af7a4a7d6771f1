"""Commands for plain git beside this program: its merge driver, and what installs it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tasklist_tui import i18n
from tasklist_tui.cli import arguments
from tasklist_tui.cli.output import note, print_json, say
from tasklist_tui.i18n import _, translate

if TYPE_CHECKING:
    from tasklist_tui.services.git_setup import GitSetup


def merge_driver_command(options: argparse.Namespace) -> int:
    """Merge one file for git (gitattributes(5)): 0 done, 1 to be decided, with our version left as it is.

    Nothing here ends with 129 or more, which git would take for a crash.
    """
    from tasklist_tui.services.git_driver import Files, merge_for_git

    given = Files(Path(options.base), Path(options.ours), Path(options.theirs), options.path)
    outcome = merge_for_git(given, Path.cwd(), ancestor=options.ancestor)
    if not outcome.conflicts:
        return arguments.OK
    from tasklist_tui.services.conflict_words import conflict_text

    i18n.set_language(i18n.choose(options.lang, outcome.workspace.settings.language))
    count = len(outcome.conflicts)
    note(_("{path}: {count} places were changed on both sides; it stays as it is here", path=options.path, count=count))
    for reason in outcome.unreadable:
        note(f"  {translate(reason)}")
    for conflict in outcome.conflicts:
        note(f"  {conflict_text(outcome.workspace, conflict, i18n.language())}")
    stop = "git merge --abort / git rebase --abort / git cherry-pick --abort"
    note(_("What to do: {stop}, then decide with: tasklist sync", stop=stop))
    note(_("Or write what shall hold into the file, then: git add {path}", path=options.path))
    return arguments.REFUSED


def setup_git_command(options: argparse.Namespace) -> int:
    """Install the merge driver into the repository of the workspace, say whether it is, or take it out."""
    from tasklist_tui.cli.common import session
    from tasklist_tui.services import git_setup

    with session(options, sign=not (options.check or options.remove)) as opened:
        act = git_setup.check if options.check else git_setup.remove if options.remove else git_setup.set_up
        made = act(opened)
        if options.json:
            data = {
                "ready": made.ready,
                "driver": made.driver,
                "attributes": made.attributes,
                "runs": made.command,
                "changed": list(made.changed),
                "committed": made.committed,
            }
            print_json("setup-git", data)
        else:
            for line in _told(made, removing=options.remove):
                say(line)
    return arguments.OK if made.ready or options.remove else arguments.REFUSED


def _told(made: GitSetup, *, removing: bool) -> list[str]:
    """Say what was done, and how it stands now."""
    if removing:
        return [_("Plain git merges line by line here from now on; sync is not concerned.")]
    lines = []
    if "driver" in made.changed:
        lines.append(_("git knows now how to merge task lists: {command}", command=made.command))
    if "attributes" in made.changed and made.committed:
        lines.append(_(".gitattributes asks for it from now on; this was committed."))
    elif "attributes" in made.changed:
        lines.append(_(".gitattributes asks for it from now on; it goes out with the next sync."))
    if made.ready:
        return [*lines, _("git merge, rebase and cherry-pick merge this workspace as sync does.")]
    if not made.driver:
        lines.append(_("git does not know how to merge task lists here."))
    if not made.attributes:
        lines.append(_(".gitattributes does not ask for it."))
    return [*lines, _("Set it up with: tasklist setup-git")]
