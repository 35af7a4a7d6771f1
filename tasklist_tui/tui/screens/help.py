"""The help: every command with its keys and what it does, from the same table as everything else."""

from __future__ import annotations

from tasklist_tui.domain.lightrules import Colour, LightRule
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.lightwords import light_meaning, light_word
from tasklist_tui.tui import palette
from tasklist_tui.tui.command import GROUP_TITLES, key_text
from tasklist_tui.tui.commands import COMMANDS
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import cell_width, fit
from tasklist_tui.tui.widgets.table_paint import MARKED_SIGN, UNREAD_MARK
from tasklist_tui.tui.wrap import wrap

_KEYS_CELLS = 12
_TITLE_CELLS = 14


def help_lines(width: int, rules: tuple[LightRule, ...]) -> list[Line]:
    """Give the lines of the help for a page of `width` cells; `rules` are those of the lights."""
    made: list[Line] = [[(line, "")] for line in wrap(_introduction(), width)]
    for group, title in GROUP_TITLES.items():
        made += [[], [(translate(title), "heading")]]
        for command in COMMANDS:
            if command.group is group:
                keys = " ".join(map(key_text, command.keys))
                made.extend(_row(keys, translate(command.title), translate(command.help), width))
    made += [[], [(_("In lists and pages"), "heading")]]
    for keys, explained in _everywhere():
        made.extend(_row(keys, "", explained, width))
    made += [[], [(_("Filter"), "heading")]]
    for sign, explained in _filter_words():
        made.extend(_row(sign, "", explained, width))
    made += [[], [(_("Marks"), "heading")]]
    for sign, explained in _marks():
        made.extend(_row(sign, "", explained, width))
    made += [[], [(_("Lights"), "heading")]]
    for colour in Colour:
        head = fit(f"{palette.symbol(colour)} {light_word(colour)}", _KEYS_CELLS)
        lines = wrap(light_meaning(colour, rules), max(10, width - _KEYS_CELLS)) or [""]
        made.append([(head, palette.light_class(colour)), (lines[0], "")])
        made += [[(" " * _KEYS_CELLS, ""), (line, "")] for line in lines[1:]]
    return made


def _row(keys: str, title: str, explained: str, width: int) -> list[Line]:
    """Give a key, a name and what it does; the name goes where there is no room."""
    name = fit(title, _TITLE_CELLS) if title and width >= 60 else ""
    text = explained if name or not title else f"{title}: {explained}"
    indent = _KEYS_CELLS + cell_width(name)
    lines = wrap(text, max(10, width - indent))
    rest: list[Line] = [[(" " * indent, ""), (line, "")] for line in lines[1:]]
    return [[(fit(keys, _KEYS_CELLS), "key"), (name, "strong"), (lines[0], "")], *rest]


def _introduction() -> str:
    return _("Every change is saved and recorded at once. u takes the last one back, even after a restart.")


def _everywhere() -> list[tuple[str, str]]:
    return [
        ("↑ ↓  j k", _("Go up and down")),
        ("PgUp PgDn", _("Go a page up and down")),
        ("Home End", _("Go to the first and the last one")),
        ("← →", _("Fold and unfold a group")),
        ("Enter", _("Open: shows the item, then edits it")),
        ("Tab", _("Go to the next pane")),
        ("Esc", _("Go back; leaves a filter, marks, a dialog")),
    ]


def _filter_words() -> list[tuple[str, str]]:
    return [
        ("abc", _("every word must occur in title, goal, committee, number, id, tag or note")),
        ("@", _("a committee that takes part, by a part of its name")),
        ("lead:", _("the lead committee")),
        ("light:", _("red, yellow, green, grey or blue")),
        ("state:", _("a state of the workflow")),
        ("due:", _("a day or a range: 11-30, ..11-30, 11-1..11-30, ..+7d")),
        ("#", _("a tag")),
        ("unread", _("what a sync changed and you have not looked at yet (未读)")),
    ]


def _marks() -> list[tuple[str, str]]:
    return [
        (MARKED_SIGN, _("marked with the space bar, for a command on several items")),
        (UNREAD_MARK, _("changed by a sync, until you have looked at it; above: how many")),
        ("↑2 ↓1", _("changes to send and to take in, as last seen; ! the server could not be asked")),
    ]
