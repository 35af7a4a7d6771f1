"""Text to plain values: fast with yaml12, or with every scalar as the text that was written.

Both take text that has passed the gate.
"""

from __future__ import annotations

import re
from typing import Any

from tasklist_tui.domain.fields import Plain
from tasklist_tui.domain.message import msg
from tasklist_tui.storage.gate import BOM, refuse

#: Plain words for nothing; what they mean is the business of the field's type.
NULLS = frozenset({"~", "null", "Null", "NULL"})

_OPEN_END = re.compile(r"[|>][-+0-9]*(?:[ \t]+#.*)?\Z")
_PLACE = re.compile(r"(.*?)(?: at byte \d+)? line (\d+) column \d+\s*\Z", re.DOTALL)
_RESOLVED = re.compile(
    r"(^[ \t]*(?:-[ \t]+)*|:[ \t]+|(?<=[\"']):|[\[{,][ \t]*)"
    r"(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)"
    r"|\.(?:nan|NaN|NAN)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"(?=[ \t]*(?:\r?$|[,\]}]|:(?:[ \t]|\r?$))|[ \t]+#)",
    re.MULTILINE,
)


def parse(text: str, path: str = "") -> Plain:
    """Give the value of a YAML text, numbers and flags resolved as YAML 1.2 does; raises `FileError`."""
    try:
        return _loaded(text)
    except (ValueError, TypeError) as error:
        found = _PLACE.match(str(error))
        reason = (found[1] if found else str(error)).removeprefix("YAML parse error: ")
        refuse(
            path,
            int(found[2]) if found else 0,
            msg("this is not valid YAML: {reason}", reason=reason),
            msg("Check the indentation, the colons and the quotes of this line and the one before it."),
        )


def parse_exact(text: str, path: str = "") -> Plain:
    """Give the value of a YAML text with every scalar as written; None only where nothing is written.

    Puts what would be resolved in quotes and parses again; where that is not certain to have met all and only the
    scalars, ruamel.yaml does it (30 times slower).  Raises `FileError`.
    """
    resolved = parse(text, path)
    if is_exact(resolved) and not _may_hold_null(text):
        return resolved
    quoted = _RESOLVED.sub(r"\1'\2'", text.removeprefix(BOM))
    try:
        exact = _loaded(quoted)
    except ValueError:
        return _composed(text, resolved)
    return exact if _same(resolved, exact) else _composed(text, resolved)


def _loaded(text: str) -> Any:
    """Parse with yaml12; an empty block text at the very end, to which it gives a line end, is closed by a comment."""
    import yaml12

    text = text.removeprefix(BOM)
    last = text.rstrip(" \t\r\n")
    if _OPEN_END.search(last, last.rfind("\n") + 1):
        text += "#\n" if text.endswith("\n") else "\n#\n"
    return yaml12.parse_yaml(text)


def _may_hold_null(text: str) -> bool:
    return "~" in text or "null" in text or "Null" in text or "NULL" in text


def is_exact(value: Plain) -> bool:
    """Say whether a value holds nothing that the parser has resolved, but nothing itself."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_exact(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(is_exact(inner) for inner in value)
    return value is None or isinstance(value, str)


def _same(resolved: Plain, exact: Plain) -> bool:
    """Say whether `exact` is `resolved` with text in place of what was resolved, and nothing else."""
    if isinstance(resolved, dict):
        return (
            isinstance(exact, dict)
            and len(resolved) == len(exact)
            and all(
                _same(key, exact_key) and _same(inner, exact_inner)
                for (key, inner), (exact_key, exact_inner) in zip(resolved.items(), exact.items(), strict=True)
            )
        )
    if isinstance(resolved, list):
        return (
            isinstance(exact, list)
            and len(resolved) == len(exact)
            and all(_same(inner, exact_inner) for inner, exact_inner in zip(resolved, exact, strict=True))
        )
    if resolved is None:
        return exact is None or exact in NULLS
    if isinstance(resolved, str):
        return bool(resolved == exact)
    return isinstance(exact, str)


def _composed(text: str, resolved: Plain) -> Plain:
    """Give the value by ruamel.yaml; what it refuses though yaml12 has read it is spelled out from `resolved`."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return _texts(YAML(typ="base", pure=True).compose(text.removeprefix(BOM)))
    except (YAMLError, ValueError):
        return _spelled(resolved)


def _spelled(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {str(_spelled(key)): _spelled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spelled(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def _texts(node: Any) -> Plain:
    """Give the scalars of a composed node as text; the gate has bounded the depth."""
    if node is None:
        return None
    if node.id == "mapping":
        return {str(_texts(key)): _texts(value) for key, value in node.value}
    if node.id == "sequence":
        return [_texts(inner) for inner in node.value]
    return None if node.value == "" and node.style is None else node.value
