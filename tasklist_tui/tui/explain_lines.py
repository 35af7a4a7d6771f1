"""Why an item has its light: every rule in the order it is tried, what it says, and which one decided."""

from __future__ import annotations

from tasklist_tui.domain.lights import Verdict
from tasklist_tui.domain.query import Entry
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui import palette
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import fit, one_line
from tasklist_tui.tui.wrap import wrap

_WORD_CELLS = 8


def explain_lines(snapshot: Snapshot, entry: Entry, width: int) -> list[Line]:
    """Give the lines for a page of `width` cells."""
    light = snapshot.light(*entry)
    verdicts = snapshot.lights.verdicts(*entry)
    made: list[Line] = [[(line, "title")] for line in wrap(one_line(entry.item.title), width)]
    said = f"{palette.symbol(light.colour)} {light_word(light.colour)}  {translate(light.reason)}"
    made += [[(line, palette.light_class(light.colour))] for line in wrap(said, width)]
    made.append([])
    source = _("rules of tasklist.yaml") if snapshot.workspace.settings.lights.own else _("the usual rules")
    intro = _("Tried from above, the first that holds decides ({source}):", source=source)
    made += [[(line, "muted")] for line in wrap(intro, width)]
    decided = next(number for number, verdict in enumerate(verdicts) if verdict.light is not None)
    for number, verdict in enumerate(verdicts):
        made += _verdict(number, verdict, decided, width)
    return made


def _verdict(number: int, verdict: Verdict, decided: int, width: int) -> list[Line]:
    colour, light = verdict.rule.colour, verdict.light
    mark, style = ("▸ ", "strong") if number == decided else ("  ", "" if light else "muted")
    text = translate(verdict.rule.describe())
    if light is not None:
        text = _("{field}: {message}", field=text, message=translate(light.reason))
    head = f"{palette.symbol(colour)} {light_word(colour)}"
    indent = _WORD_CELLS + 2
    lines = wrap(one_line(text), max(10, width - indent))
    rest: list[Line] = [[(" " * indent, ""), (line, style)] for line in lines[1:]]
    return [[(mark, "key"), (fit(head, _WORD_CELLS), palette.light_class(colour)), (lines[0], style)], *rest]
