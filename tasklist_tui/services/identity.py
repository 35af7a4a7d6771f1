"""Who makes the changes here, and which commits are theirs."""

from __future__ import annotations

from collections.abc import Iterable

from tasklist_tui.domain.model import Person
from tasklist_tui.vcs.repository import Identity

#: git wants an address; people without one get this.
NO_ADDRESS = "nobody@localhost"


def person_of(people: Iterable[Person], identity: Identity) -> Person | None:
    """Give the person of the workspace that git's identity stands for: by address, else by name."""
    known = list(people)
    by_address = (person for person in known if person.email and person.email == identity.email)
    by_name = (person for person in known if person.name == identity.name)
    return next(by_address, None) or next(by_name, None)


def is_by(identity: Identity, author: str, email: str) -> bool:
    """Say whether a commit is this person's: by address, and by name too where nobody has an address."""
    return email == identity.email and (email != NO_ADDRESS or author == identity.name)
