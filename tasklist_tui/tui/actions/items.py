"""Commands that add, edit, copy, move and delete items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.edits import AddItem, MoveItem, RemoveItem
from tasklist_tui.domain.kinds import FieldType, Kind
from tasklist_tui.domain.links import left_hanging
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, TaskList, Value
from tasklist_tui.domain.query import Entry
from tasklist_tui.i18n import _
from tasklist_tui.services.present import clip
from tasklist_tui.tui.state import ItemKey, Tone, key_of

if TYPE_CHECKING:
    from tasklist_tui.domain.edits import Edit
    from tasklist_tui.services.session import Session
    from tasklist_tui.tui.stage import Stage

#: So many items that are linked with one to be deleted are named.
_NAMED = 3

#: Fields that tell how far an item has come; a copy begins anew.
_PROGRESS = frozenset({"status", "progress", "submitted_on", "done_on", "log", "extensions", "occurrences"})


def quoted(entries: Sequence[Entry]) -> str:
    """Name one item by its title, several by their number."""
    if len(entries) == 1:
        return _("“{title}”", title=clip(entries[0].item.title, 24))
    return _("{count} items", count=len(entries))


async def new(stage: Stage) -> None:
    """Add an item below the cursor, under the same measure."""
    from tasklist_tui.tui.screens.item_form import ItemForm

    task_list = await _list_for_new(stage)
    if task_list is None:
        return
    current = stage.situation.current()
    beside = current.item if current and current.task_list.id == task_list.id else None
    form = ItemForm(
        stage.snapshot,
        task_list.id,
        None,
        after=beside.id if beside else None,
        new_id=await _fresh_id(stage),
        defaults={"measure": beside.measure} if beside and beside.measure is not None else {},
    )
    edits = await stage.ask(form)
    if edits:
        title = edits[0].item.title if isinstance(edits[0], AddItem) else ""
        await _add(stage, edits, _("added “{title}”", title=clip(title, 24)))


async def edit(stage: Stage) -> None:
    """Edit every field of the item."""
    from tasklist_tui.tui.screens.item_form import ItemForm

    current = stage.situation.current()
    if current is None:
        return
    edits = await stage.ask(ItemForm(stage.snapshot, current.task_list.id, current.item))
    if edits is not None:
        await stage.save(edits, quoted([current]), action="edit")


async def duplicate(stage: Stage) -> None:
    """Make a copy below the item that begins anew."""
    current = stage.situation.current()
    if current is None:
        return
    task_list, item = current
    copy = Item(await _fresh_id(stage), _begun_anew(item, stage.snapshot.workspace.kind_of(task_list)))
    await _add(stage, [AddItem(task_list.id, copy, item.id)], _("copied “{title}”", title=clip(item.title, 24)))


async def delete(stage: Stage) -> None:
    """Delete the items after asking."""
    from tasklist_tui.tui.screens.dialogs import ConfirmDialog

    entries = stage.situation.targets()
    question = _("Delete {what}?", what=quoted(entries))
    known = [_("u brings it back"), *_hanging(stage, entries)]
    if not await stage.ask(ConfirmDialog(question, "\n".join(known), _("Delete"), danger=True)):
        return
    keys = [key_of(entry) for entry in entries]
    following = stage.neighbour(keys)
    edits = [RemoveItem(key.list_id, key.item_id) for key in keys]
    if await stage.save(edits, _("deleted {what}", what=quoted(entries)), action="remove"):
        stage.change(msgspec.structs.replace(stage.state, cursor=following, marked=frozenset()))


def _hanging(stage: Stage, entries: Sequence[Entry]) -> Iterator[str]:
    """Yield what to know of the links that would lead to nothing: how many, and whose."""
    workspace = stage.snapshot.workspace
    hanging = left_hanging(workspace, {entry.item.id for entry in entries})
    names = list(dict.fromkeys(link.item_id for link in hanging))
    if names:
        yield _("{count} items are linked with it; those links will lead to nothing:", count=len(names))
    for name in names[:_NAMED]:
        found = workspace.find(name)
        yield "· " + clip(found[1].title if found else name)
    if len(names) > _NAMED:
        yield "· …"


async def move_up(stage: Stage) -> None:
    """Move the item before the one above it."""
    await _move(stage, -1)


async def move_down(stage: Stage) -> None:
    """Move the item behind the one below it."""
    await _move(stage, 1)


async def editor(stage: Stage) -> None:
    """Edit the item as text in the person's own editor."""
    from tasklist_tui.services import editor as texts

    current = stage.situation.current()
    if current is None:
        return
    key = key_of(current)

    def written(session: Session) -> str:
        return texts.item_as_text(session, *key)

    before = await stage.gateway.call(msg("Preparing the text"), written)
    after = stage.edit_text(before)
    if after is None or after == before:
        stage.say(_("Nothing was changed"))
        return

    def read(session: Session) -> list[Edit]:
        return list(texts.edits_from_text(session, *key, after))

    await stage.save(await stage.gateway.call(msg("Reading the text"), read), quoted([current]), action="editor")


async def _add(stage: Stage, edits: Sequence[Edit], said: str) -> None:
    """Save a new item; the cursor waits for it, the next snapshot brings it."""
    stage.expect(ItemKey(edits[0].list_id, edits[0].item_id))
    await stage.save(edits, said, action="add")


async def _list_for_new(stage: Stage) -> TaskList | None:
    """Give the list shown, else that of the item under the cursor, else the one the person chooses."""
    workspace, current = stage.snapshot.workspace, stage.situation.current()
    if found := workspace.task_list(stage.state.list_id):
        return found
    if current is not None:
        return current.task_list
    if len(workspace.lists) == 1:
        return workspace.lists[0]
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    options = [Option(task_list.id, task_list.title or task_list.id) for task_list in workspace.lists]
    chosen = await stage.ask(ChoiceDialog(_("Into which list?"), options))
    return workspace.task_list(chosen) if chosen else None


async def _fresh_id(stage: Stage) -> str:
    def fresh(session: Session) -> str:
        return session.new_id()

    return await stage.gateway.call(msg("Saving"), fresh)


def _begun_anew(item: Item, kind: Kind) -> dict[str, Value]:
    """Give the values of an item without anything that has happened to it."""
    values: dict[str, Value] = {}
    for name, value in item.values.items():
        field = kind.field.get(name)
        if name in _PROGRESS:
            continue
        if field is not None and field.type is FieldType.ROWS:
            values[name] = [{k: v for k, v in row.items() if k not in {"done", "progress"}} for row in item.rows(name)]
        else:
            values[name] = value
    if kind.states:
        values["status"] = kind.states[0].id
    return values


async def _move(stage: Stage, step: int) -> None:
    current = stage.situation.current()
    if current is None:
        return
    shown = stage.group_of(current)
    place = shown.index(current.item.id)
    if not 0 <= place + step < len(shown):
        edge = _("It is the first one of its group") if step < 0 else _("It is the last one of its group")
        stage.say(edge, Tone.REFUSED)
        return
    task_list, item = current
    other = task_list.index[shown[place + step]]
    # Behind the one below, or behind the one before the one above.
    other += min(step, 0)
    after = task_list.items[other].id if other >= 0 else ""
    said = _("moved {what}", what=quoted([current]))
    await stage.save([MoveItem(task_list.id, item.id, after)], said, action="move")
