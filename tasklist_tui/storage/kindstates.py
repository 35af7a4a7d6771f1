"""Checks of a workflow as a whole: states nobody reaches, states without a way on, time limits that run in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tasklist_tui.domain.kinds import Kind, Label, State
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.problems import Severity

#: Notes a problem of a state: its id, the message, the hint, the code and how bad it is.
Note = Callable[[str, Message, Message, str, Severity], None]


def check_states(kind: Kind, note: Note) -> None:
    """Note what is wrong with the ways between the states of `kind`."""
    if not kind.states:
        return
    ways = _ways(kind)
    if not any(ways.values()):
        return  # a kind without steps: its states are only entered
    reached = _reached(ways, [kind.states[0].id])
    for state in kind.states:
        if state.id not in reached:
            note(
                state.id,
                msg("no step leads to the state “{state}”", state=_name(state)),
                msg("name it in the “to” of a transition that can be taken, or remove it"),
                "unreachable-state",
                Severity.WARNING,
            )
        elif not ways[state.id] and not state.final:
            note(
                state.id,
                msg("no step leads out of “{state}”, and it is not final", state=_name(state)),
                msg("add a transition with from: [{state}], or say final: true", state=state.id),
                "dead-end",
                Severity.WARNING,
            )
    _circles(kind, ways, reached, note)


def _circles(kind: Kind, ways: Mapping[str, set[str]], reached: set[str], note: Note) -> None:
    """Note the circles of states that nothing leads out of."""
    ends = any(state.final for state in kind.states)
    seen: set[str] = set()
    for state in kind.states:
        circle = _reached(ways, [state.id])
        closed = all(state.id in _reached(ways, [other]) for other in circle)
        if state.id in seen or state.id not in reached or not closed or not ways[state.id]:
            continue
        seen |= circle
        inside = [kind.state[name] for name in kind.state if name in circle]
        if any(one.final for one in inside):
            continue
        names = tuple(_name(one) for one in inside)
        if all(one.limit is not None for one in inside):
            note(
                state.id,
                msg("the time limits of {states} run in a circle, and nothing leads out of it", states=names),
                msg("add a transition to a final state, or take the limit of one of them away"),
                "limit-loop",
                Severity.ERROR,
            )
        elif ends:
            note(
                state.id,
                msg("from {states} no final state can be reached", states=names),
                msg("add a transition to a final state"),
                "no-end",
                Severity.WARNING,
            )


def _ways(kind: Kind) -> dict[str, set[str]]:
    ways: dict[str, set[str]] = {state.id: set() for state in kind.states}
    for transition in kind.transitions:
        if transition.to in ways:
            for origin in transition.origins:
                if origin in ways:
                    ways[origin].add(transition.to)
    return ways


def _reached(ways: Mapping[str, set[str]], begin: Iterable[str]) -> set[str]:
    found = set(begin)
    ahead = list(found)
    while ahead:
        new = ways[ahead.pop()] - found
        found |= new
        ahead.extend(new)
    return found


def _name(state: State) -> Label:
    return state.title if state.title.given else Label(state.id, state.id)
