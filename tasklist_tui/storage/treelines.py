"""Where in a YAML file a value stands: found by a slow second pass, only when there is something to report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: A way into a tree: keys of mappings and positions (from 0) in lists.
Place = tuple[str | int, ...]

#: Characters beyond which no second pass is made (it takes about 10 s per MB); the line is then unknown.
_MOST = 1_000_000


def line_finder(text: str) -> Callable[[Place], int]:
    """Give a function that tells the line (from 1) of a place, that of the nearest thing around it when it is absent.

    It gives 0 when the text cannot be composed.
    """
    root = _compose(text)

    def line_of(place: Place) -> int:
        node, line = root, 0 if root is None else root.start_mark.line + 1
        for step in place:
            found = _inside(node, step)
            if found is None:
                break
            line, node = found
        return line

    return line_of


def _compose(text: str) -> Any:
    if len(text) > _MOST:
        return None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(pure=True).compose(text.removeprefix("\ufeff"))
    except (YAMLError, RecursionError, ValueError):
        return None


def _inside(node: Any, step: str | int) -> tuple[int, Any] | None:
    """Give line and node of the child named `step`."""
    if node is None:
        return None
    if isinstance(step, int):
        if node.id == "sequence" and step < len(node.value):
            child = node.value[step]
            return child.start_mark.line + 1, child
    elif node.id == "mapping":
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    return None
