"""What a person decides about an import, each with a dialog: the file, the list, names, columns, collisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.i18n import _

if TYPE_CHECKING:
    from tasklist_tui.domain.conflicts import Answer, Conflict
    from tasklist_tui.domain.ledger.sheet import Book, Sheet
    from tasklist_tui.domain.ledger.synonyms import Names
    from tasklist_tui.domain.ledger.units import Unknown
    from tasklist_tui.services.imports.draft import Draft
    from tasklist_tui.services.imports.mapfile import ImportMap
    from tasklist_tui.tui.screens.choices import Option
    from tasklist_tui.tui.screens.import_file import FileDialog
    from tasklist_tui.tui.stage import Stage

#: The answer that makes committees of this name and of all that are still to be asked about.
_ADD_ALL = "++"
#: So many rows are offered as the header.
_ROWS = 20


async def ask_file(stage: Stage, start: str) -> Path | None:
    """Ask which file to import."""
    from tasklist_tui.services.places import TABLES

    about = _("Excel (.xlsx), CSV, Word table (.docx), or an export of this program")
    return await _ask_path(stage, _("Import which file?"), about, start, TABLES)


async def _ask_path(stage: Stage, title: str, about: str, start: str, endings: Sequence[str]) -> Path | None:
    from tasklist_tui.tui.screens.import_file import FileDialog

    def look(dialog: FileDialog, typed: str) -> None:
        async def find() -> None:
            from tasklist_tui.services.places import completions

            dialog.show(typed, await stage.gateway.beside(partial(completions, typed, endings), name="look"))

        dialog.run_worker(find(), group="look", exit_on_error=False)

    return await stage.ask(FileDialog(title, about, start, look))


async def ask_list(stage: Stage, current: str) -> str | None:
    """Ask which list the rows go into."""
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    options = [Option(one.id, one.title or one.id, one.id) for one in stage.snapshot.workspace.lists]
    return await stage.ask(ChoiceDialog(_("Import into which list?"), options, current=current))


async def ask_names(stage: Stage, unknown: Sequence[Unknown], chosen: ImportMap) -> ImportMap:
    """Ask what each unknown name is; when all are answered, which answer is to be another one."""
    from tasklist_tui.domain.ledger.units import ADD, Unknown
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    asked = list(unknown)
    if not asked:
        options = [Option(name, name, _unit_words(stage, answer)) for name, answer in chosen.units.items()]
        again = await stage.ask(ChoiceDialog(_("Which name is something else?"), options))
        asked = [Unknown(again)] if again is not None else []
    for number, one in enumerate(asked, start=1):
        title = _("“{name}” is …", name=one.name)
        if len(asked) > 1:
            title += "  " + _("({number} of {count})", number=number, count=len(asked))
        left = len(asked) - number
        answer = await stage.ask(ChoiceDialog(title, _units(stage, one, left), current=chosen.units.get(one.name, "")))
        if answer is None:
            break
        if answer == _ADD_ALL:
            return chosen.with_units({other.name: ADD for other in asked[number - 1 :]})
        chosen = chosen.with_units({one.name: answer})
    return chosen


def _units(stage: Stage, one: Unknown, left: int) -> list[Option]:
    """Give what a name may be, those like it first; `left` are asked about after it."""
    from tasklist_tui.domain.ledger.units import ADD, GOVERNMENT, KEEP
    from tasklist_tui.tui.screens.choices import Option

    workspace = stage.snapshot.workspace
    others = [committee.id for committee in workspace.settings.committees if committee.id not in one.alike]
    return [
        *(Option(name, workspace.committee_name(name), _("like it")) for name in one.alike),
        Option(ADD, _("Add “{name}” as a committee", name=one.name)),
        Option(GOVERNMENT, _("A government unit")),
        Option(KEEP, _("Keep it in the note")),
        *([Option(_ADD_ALL, _("Add it and the {count} others as committees", count=left))] if left else []),
        *(Option(name, workspace.committee_name(name)) for name in others),
    ]


def _unit_words(stage: Stage, answer: str) -> str:
    from tasklist_tui.domain.ledger.units import ADD, GOVERNMENT, KEEP

    words = {ADD: _("a new committee"), GOVERNMENT: _("A government unit"), KEEP: _("Keep it in the note")}
    return words.get(answer) or stage.snapshot.workspace.committee_name(answer)


async def ask_column(stage: Stage, draft: Draft, chosen: ImportMap) -> ImportMap:
    """Ask which column is taken for the wrong field, and for which it is to be taken."""
    from tasklist_tui.domain.ledger.synonyms import NOTE, Names, is_single
    from tasklist_tui.services.imports.wording import target_words
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    workspace = stage.snapshot.workspace
    columns: dict[str, tuple[str, Names]] = {}
    for part in draft.parts:
        task_list = workspace.task_list(part.list_id)
        if task_list is not None:
            names = Names(workspace.kind_of(task_list))
            found = {column.heading: column.target for _sheet, header in part.headers for column in header.columns}
            columns.update({heading: (target, names) for heading, target in found.items()})
    options = [Option(head, head, f"→ {target_words(names, to)}") for head, (to, names) in columns.items()]
    wrong = await stage.ask(ChoiceDialog(_("Which column?"), options))
    if wrong is None:
        return chosen
    target, names = columns[wrong]
    right = await _ask_target(stage, _("What is “{heading}”?", heading=wrong), names, target)
    if right is None:
        return chosen
    # A field has one column: the one that was taken for it goes to the note.
    taken = [head for head, (to, _names) in columns.items() if to == right and is_single(names.kind, right)]
    return chosen.with_columns({**dict.fromkeys(taken, NOTE), wrong: right})


async def _ask_target(stage: Stage, title: str, names: Names, current: str) -> str | None:
    from tasklist_tui.domain.ledger.synonyms import ID, LIGHT, SPECIAL
    from tasklist_tui.services.imports.wording import target_words
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    targets = [*names.kind.field, *(special for special in SPECIAL if special not in {LIGHT, ID})]
    options = [Option(target, target_words(names, target)) for target in targets]
    return await stage.ask(ChoiceDialog(title, options, current=current))


async def ask_header(stage: Stage, book: Book, chosen: ImportMap) -> ImportMap:
    """Ask which row names the columns, and which column is the task: the others follow in the preview."""
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    sheet = max((one for one in book.sheets if not one.hidden), key=lambda one: len(one.rows), default=None)
    if sheet is None or not sheet.rows:
        return chosen
    options = [Option("", _("No row does"), _("columns are then called A, B, C …"))]
    options += [Option(str(row.number), _row_words(sheet, row.number), str(row.number)) for row in sheet.rows[:_ROWS]]
    named = await stage.ask(ChoiceDialog(_("Which row names the columns?"), options, digits=False))
    if named is None:
        return chosen
    heads = list(_column_options(sheet, int(named) if named else None))
    title = await stage.ask(ChoiceDialog(_("Which column names the task?"), heads))
    if title is None:
        return chosen
    given = chosen.with_columns({title: "title"})
    return msgspec.structs.replace(given, sheets=(sheet.name,), header=int(named) if named else None)


def _column_options(sheet: Sheet, header: int | None) -> Iterator[Option]:
    """Yield the columns by their headings, by their letters where there are none, with the first thing in each."""
    from tasklist_tui.domain.ledger.sheet import column_letter, text_of
    from tasklist_tui.tui.screens.choices import Option

    below = [row for row in sheet.rows if header is None or row.number > header]
    for place in range(max(len(row.cells) for row in sheet.rows)):
        heading = text_of(sheet.shown(header, place)) if header is not None else ""
        texts = (text_of(row.cells[place]) for row in below if place < len(row.cells))
        sample = next((text for text in texts if text), "")
        if heading or sample:
            name = heading or column_letter(place)
            yield Option(name, name, sample)


def _row_words(sheet: Sheet, number: int) -> str:
    from tasklist_tui.domain.ledger.sheet import text_of

    cells = sheet.rows[sheet.places[number]].cells
    return " | ".join(text for cell in cells if (text := text_of(cell)))


async def ask_map(stage: Stage, beside: Path, chosen: ImportMap) -> ImportMap:
    """Ask for a map of columns that was kept, and let what it says hold besides what has been decided."""
    from tasklist_tui.services.imports.mapfile import read_map
    from tasklist_tui.services.places import MAPS

    about = _("A file that w has kept, or one that was written by hand (.yaml)")
    path = await _ask_path(stage, _("Use which map of columns?"), about, f"{beside.parent}/", MAPS)
    if path is None:
        return chosen
    kept = await stage.gateway.beside(partial(read_map, path), name="map")
    return msgspec.structs.replace(
        kept, columns={**chosen.columns, **kept.columns}, units={**chosen.units, **kept.units}
    )


async def decide(stage: Stage, collided: Sequence[Conflict], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Ask which value holds where both the file and the list were changed."""
    from tasklist_tui.services.questions import Question, choices_for
    from tasklist_tui.tui.question_lines import IMPORTING
    from tasklist_tui.tui.screens.questions import QuestionsScreen

    workspace = stage.snapshot.workspace
    questions = [Question(one, None, None, choices_for(workspace, one), answers.get(one.key)) for one in collided]
    given = dict(answers)

    async def keep(new: Mapping[str, Answer | None]) -> None:
        for key, answer in new.items():
            if answer is None:
                given.pop(key, None)
            else:
                given[key] = answer

    await stage.ask(QuestionsScreen(stage.snapshot, questions, keep, IMPORTING))
    return given
