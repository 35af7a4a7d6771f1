"""Which programs may run while git talks to a server: those of the person's own settings, none of the repository's."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tasklist_tui.vcs.git import run

_HELPER = re.compile(r"credential\.(.*\.)?helper")
_OWN_SCOPES = {"system", "global"}
_SSH = "ssh -o BatchMode=yes -o ConnectTimeout=15"


type_settings = list[tuple[str, str, str]]


def trusted(root: Path | None, known: type_settings | None = None) -> tuple[list[str], dict[str, str]]:
    """Give the options and the environment for a call over the network from `root`, whose settings may be `known`.

    A folder that came from somebody else may name programs in its own configuration; the password helpers and the ssh
    command are taken from the person's and the machine's configuration only.
    """
    options = ["-c", "credential.helper="]
    ssh = ""
    for scope, key, value in settings(root) if known is None else known:
        if scope not in _OWN_SCOPES:
            continue
        if _HELPER.fullmatch(key) and "=" not in key:
            options += ["-c", f"{key}={value}"]
        elif key == "core.sshcommand":
            ssh = value
    extra = {
        "GIT_ASKPASS": os.environ.get("GIT_ASKPASS", os.environ.get("SSH_ASKPASS", "")),
        "GIT_PROXY_COMMAND": os.environ.get("GIT_PROXY_COMMAND", ""),
    }
    if not (os.environ.get("GIT_SSH_COMMAND") or os.environ.get("GIT_SSH")):
        extra["GIT_SSH_COMMAND"] = ssh or _SSH
    return options, extra


def settings(root: Path | None) -> type_settings:
    """List git's settings in `root`: where each is made, its key and its value; of one key the last counts."""
    fields = run("config", "--null", "--show-scope", "--list", root=root).decode("utf-8", "replace").split("\0")
    found = []
    for scope, setting in zip(fields[::2], fields[1::2], strict=False):
        key, _, value = setting.partition("\n")
        found.append((scope, key, value))
    return found
