"""A date and the words it was written in merge as one thing: never the words of one side with the day of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from tasklist_tui.domain.conflicts import Answer, Conflict, Words
from tasklist_tui.domain.kinds import Field
from tasklist_tui.domain.model import Value

#: Notes a conflict and gives the answer to it, None while there is none.
Ask = Callable[[Conflict], Answer | None]
Values = Mapping[str, Value]


def worded(fields: Iterable[Field]) -> dict[str, Field]:
    """Give the date fields that keep their words, each by its own name and by that of its words."""
    return {name: field for field in fields if field.phrase for name in (field.id, field.phrase)}


def merge_due(field: Field, versions: tuple[Values, Values, Values], place: Conflict, ask: Ask) -> dict[str, Value]:
    """Give the day and the words that three versions (base, ours, theirs) of the date `field` make, None for neither.

    When both sides changed them differently it is one question, about `place`; ours stand until it is answered.
    """
    days, words = ([version.get(name) for version in versions] for name in (field.id, field.phrase))
    base, ours, theirs = zip(days, words, strict=True)
    if theirs in (base, ours):
        decided = ours
    elif ours == base:
        decided = theirs
    else:
        conflict = msgspec.structs.replace(place, base=days[0], ours=days[1], theirs=days[2], words=Words(*words))
        answer = ask(conflict)
        decided = ours if answer is None else (answer.decided(conflict), answer.decided_words(conflict))
    return dict(zip((field.id, field.phrase), decided, strict=True))
