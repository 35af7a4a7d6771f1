"""The command that tells the kinds of a workspace, one of them in full, or what is wrong with a file of one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import NotFound, session
from tasklist_tui.cli.output import print_json, print_problems, problem_data, say, table
from tasklist_tui.domain.kinds import Field, Kind, Label, State, Transition
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.problems import Severity
from tasklist_tui.i18n import _, choose, language, set_language, translate
from tasklist_tui.services.kindlist import KindUse, Origin, check_file, kinds_of
from tasklist_tui.services.present import source_text

_ORIGINS = {Origin.BUILTIN: msg("built-in"), Origin.OWN: msg("own"), Origin.CHANGED: msg("changed")}


def kinds_command(options: argparse.Namespace) -> int:
    """List the kinds, show one in full, or check a file."""
    if options.what == "check":
        return _check(options)
    with session(options, sign=False) as opened:
        known = kinds_of(opened.snapshot.workspace)
        if options.what == "show":
            _show(options, known)
        else:
            _list(options, known)
    return arguments.OK


def _list(options: argparse.Namespace, known: tuple[KindUse, ...]) -> None:
    if options.json:
        print_json("kinds", {"kinds": [_use_data(use) for use in known]})
        return
    head = [_("kind"), _("title"), _("origin"), _("fields"), _("states"), _("lists"), _("views")]
    table([head, *([*_row(use)] for use in known)])


def _row(use: KindUse) -> Iterator[str]:
    yield use.kind.kind
    yield _title(use.kind.title) or use.kind.kind
    yield translate(_ORIGINS[use.origin])
    yield str(len(use.kind.fields))
    yield str(len(use.kind.states))
    yield " ".join(use.lists) or "-"
    yield " ".join(view.id for view in use.kind.views) or "-"


def _use_data(use: KindUse) -> dict[str, Any]:
    kind = use.kind
    return {
        "kind": kind.kind,
        "title": _title(kind.title),
        "origin": use.origin.value,
        "fields": len(kind.fields),
        "states": len(kind.states),
        "lists": list(use.lists),
        "views": [view.id for view in kind.views],
    }


def _show(options: argparse.Namespace, known: tuple[KindUse, ...]) -> None:
    use = next((use for use in known if options.name in {use.kind.kind, *_titles(use.kind.title)}), None)
    if use is None:
        raise NotFound(
            msg("there is no kind “{kind}”", kind=options.name),
            msg("possible: {ways}", ways=tuple(use.kind.kind for use in known)),
        )
    kind = use.kind
    if options.json:
        print_json("kinds", {"kind": {**_use_data(use), "declared": msgspec.to_builtins(kind)}})
        return
    say(f"{kind.kind}  {_title(kind.title)}  ({translate(_ORIGINS[use.origin])})")
    rows = [[field.id, _title(field.title), field.type.value, _more(field)] for field in _flat(kind.fields)]
    _section(_("Fields"), rows)
    _section(_("States"), [_state(state) for state in kind.states])
    _section(_("Steps"), [_step(kind, transition) for transition in kind.transitions])
    _section(_("Chains"), [[chain.id, _title(chain.title), " → ".join(chain.lists)] for chain in kind.chains])
    _section(_("Views"), [[view.id, _title(view.title)] for view in kind.views])
    countdowns = [
        [one.id, _title(one.title), source_text(one.source, one.confirm, language())] for one in kind.countdowns
    ]
    _section(_("Countdowns"), countdowns)


def _section(title: str, rows: list[list[str]]) -> None:
    if rows:
        say("")
        say(f"{title}:")
        table([["", *row] for row in rows])


def _flat(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield the fields, the columns of rows behind their field, called `field.column`."""
    for field in fields:
        yield field
        for column in field.fields:
            yield msgspec.structs.replace(column, id=f"{field.id}.{column.id}")


def _more(field: Field) -> str:
    """Give what else there is to know of a field: the choices, where links lead, when it is needed."""
    parts = []
    if field.choices:
        parts.append(" ".join(choice.id for choice in field.choices))
    if field.to:
        parts.append("→ " + " ".join(field.to))
    if field.of:
        parts.append("→ " + field.of)
    if field.required:
        parts.append(_("required"))
    if field.required_in:
        parts.append(_("required in: {states}", states=" ".join(field.required_in)))
    if field.default:
        parts.append(_("begins with: {value}", value=field.default))
    return " · ".join(parts)


def _state(state: State) -> list[str]:
    limit = f"{state.limit.period.count} {state.limit.period.unit.value}" if state.limit else ""
    source = source_text(state.source, state.confirm, language())
    final = _("final") if state.final else ""
    return [state.id, _title(state.title), state.stage.value, " · ".join(filter(None, (final, limit, source)))]


def _step(kind: Kind, transition: Transition) -> list[str]:
    way = f"{' '.join(transition.origins)} → {transition.to or '='}"
    needs = list(transition.asks) + (list(transition.row.asks) if transition.row else [])
    parts = [_("needs: {fields}", fields=" ".join(needs))] if needs else []
    if transition.creates:
        parts.append(_("makes: {kind}", kind=transition.creates.kind))
    if transition.whole in kind.chain:
        parts.append(_("whole: {chain}", chain=transition.whole))
    return [transition.id, _title(transition.title), way, " · ".join(parts)]


def _check(options: argparse.Namespace) -> int:
    """Check one file; it need not lie in a workspace."""
    set_language(choose(options.lang))
    if not options.name:
        raise arguments.UsageError(msg("name the file: tasklist kinds check FILE"))
    checked = check_file(Path(options.name))
    errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    if options.json:
        problems = [problem_data(problem) for problem in checked.problems]
        print_json("kinds", {"checked": checked.kind.kind, "errors": len(errors), "problems": problems})
    else:
        print_problems(checked.problems)
        kind = checked.kind
        counts = _("{fields} fields, {states} states", fields=len(kind.fields), states=len(kind.states))
        found = _(
            "{errors} errors, {warnings} warnings", errors=len(errors), warnings=len(checked.problems) - len(errors)
        )
        say(f"{kind.kind}: {counts}; {found}")
    return arguments.REFUSED if errors else arguments.OK


def _title(label: Label) -> str:
    return label.in_language(language())


def _titles(label: Label) -> set[str]:
    return {label.zh, label.en} - {""}
