"""What views ask about the past and about the others: read by the services, handed to whoever asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tasklist_tui.domain.history_filter import HistoryFilter
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.workflow import field_label
from tasklist_tui.i18n import _, language
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.tui.state import ItemKey, Tone, View, key_of

if TYPE_CHECKING:
    from tasklist_tui.services.blame import SetBy
    from tasklist_tui.services.history import Cursor, FieldChange, Page, Revision
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.sync import SyncState
    from tasklist_tui.tui.stage import Stage

#: Whose names are offered: the authors of so many of the newest commits.
_AUTHORS_OF = 300

T = TypeVar("T")

#: What reads the news of an overview gives.
News = tuple[tuple["Revision", ...], "SyncState"]


async def work_out(stage: Stage, work: Callable[[], T], give: Callable[[T], None]) -> None:
    """Work out what a view shows of a large workspace, off the screen's thread."""

    def call(_session: Session) -> T:
        return work()

    give(await stage.gateway.call(msg("Counting"), call, name="view"))


async def news(stage: Stage, count: int, give: Callable[[News], None]) -> None:
    """Read the newest `count` changes up to the moment shown, and how this copy stands to the others'."""
    past = stage.state.past

    def work(session: Session) -> News:
        from tasklist_tui.services.history import history_page
        from tasklist_tui.services.sync import sync_state

        found = history_page(session, HistoryFilter(until=past.day if past else None), limit=count)
        return found.revisions, sync_state(session)

    give(await stage.gateway.call(msg("Reading the history"), work, name="news"))


async def page(
    stage: Stage,
    *,
    wanted: HistoryFilter,
    after: Cursor | None,
    limit: int,
    give: Callable[[Page], None],
    fail: Callable[[], None],
) -> None:
    """Read revisions that hold what is wanted, newest first."""

    def work(session: Session) -> Page:
        from tasklist_tui.services.history import history_page

        return history_page(session, wanted, after, limit=limit)

    try:
        found = await stage.gateway.call(msg("Reading the history"), work, name="history")
    except UserError:
        fail()
        raise
    give(found)


async def build_index(stage: Stage, tell: Callable[[int, int], bool]) -> None:
    """Build the index of the history piece by piece, so that whatever a person does goes first.

    `tell` hears how far it has come, and says whether to go on.
    """

    def work(session: Session) -> tuple[bool, int, int]:
        from tasklist_tui.services.history_index import extend

        asked = 0
        left = 0

        def progress(done: int, total: int) -> None:
            nonlocal left
            left = total - done

        def cancelled() -> bool:
            nonlocal asked
            asked += 1
            return asked > 1

        is_whole = extend(session, progress, cancelled)
        return is_whole, left, asked

    whole = 0
    before = None
    try:
        while True:
            is_whole, left, _asked = await stage.gateway.call(msg("Reading the history"), work, name="index")
            whole = max(whole, left)
            if is_whole or left == before:
                return
            before = left
            if not tell(whole - left, whole + 1):
                return
    finally:
        tell(1, 1)


def of_item(stage: Stage) -> None:
    """Show the life of the item under the cursor, in the history that of the item that was changed."""
    key = _item(stage)
    if key is not None:
        stage.change(stage.state.with_(history_of=key, history_line=""))
        stage.show_view(View.HISTORY)


def _item(stage: Stage) -> ItemKey | None:
    """Give the item that a command about the past is for."""
    at = stage.state.change if stage.state.view is View.HISTORY else None
    if at is not None and at.changes:
        return ItemKey(at.changes[0].list_id, at.changes[0].item_id)
    current = stage.situation.current()
    return key_of(current) if current is not None else None


async def details(stage: Stage) -> None:
    """Show the change under the cursor in full, old and new beside each other."""
    from tasklist_tui.tui.change_lines import detail_lines
    from tasklist_tui.tui.screens.page_dialog import PageDialog

    at, workspace = stage.state.change, stage.snapshot.workspace
    if at is not None:
        await stage.ask(PageDialog(_("Old and new"), lambda width: detail_lines(workspace, at, width)))


async def one_field(stage: Stage) -> None:
    """Show who changed one field of an item: from what to what, when and why."""
    from tasklist_tui.tui.change_lines import field_lines
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option
    from tasklist_tui.tui.screens.page_dialog import PageDialog

    key = _item(stage)
    if key is None:
        return

    def read(session: Session) -> list[Revision]:
        from tasklist_tui.services.history import item_history

        return item_history(session, key.list_id, key.item_id)

    revisions = await stage.gateway.call(msg("Reading the history"), read, name="history")
    workspace = stage.snapshot.workspace
    task_list = workspace.task_list(key.list_id)
    kind = workspace.kind_of(task_list) if task_list else Kind("")
    counts = Counter(change.field for revision in revisions for change in revision.changes if change.field)
    options = [
        Option(name, field_label(kind, name).in_language(language()), _("{count} times", count=count))
        for name, count in sorted(counts.items(), key=lambda pair: ([*kind.field, pair[0]].index(pair[0]), pair[0]))
    ]
    if not options:
        stage.say(_("No field of it has been changed since it was created"), Tone.REFUSED)
        return
    at = stage.state.change
    current = at.change.field if at is not None and at.change is not None else "due"
    field = await stage.ask(ChoiceDialog(_("Who changed what? Choose a field"), options, current=current))
    if field is None:
        return

    def read_field(session: Session) -> list[FieldChange]:
        from tasklist_tui.services.history import field_history

        return field_history(session, key.list_id, key.item_id, field)

    found = await stage.gateway.call(msg("Reading the history"), read_field, name="field")
    title = _("Who changed “{field}”, when and why", field=field_label(kind, field).in_language(language()))
    await stage.ask(PageDialog(title, lambda width: field_lines(workspace, kind, field, found, width)))


def signed(stage: Stage) -> None:
    """Show or hide who set each field."""
    is_shown = not stage.state.signed
    stage.change(stage.state.with_(signed=is_shown, detail=True if is_shown else stage.state.detail))
    stage.say(_("Beside each field: who set it and when") if is_shown else _("Without who set the fields"))


async def set_by(stage: Stage, key: ItemKey, give: Callable[[tuple[SetBy, ...]], None]) -> None:
    """Read who set each field of an item."""

    def work(session: Session) -> tuple[SetBy, ...]:
        from tasklist_tui.services.blame import blame

        return blame(session, key.list_id, key.item_id)

    give(await stage.gateway.call(msg("Reading the history"), work, name="blame"))


# --- narrowing by choice


async def narrow(stage: Stage) -> None:
    """Let the person choose what the history shows, sort by sort."""
    from tasklist_tui.tui.history_filter_line import with_word
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    sorts = {
        "by": _("Person"),
        "@": _("Committee"),
        "item": _("Item"),
        "field": _("Field"),
        "light": _("Turned this light"),
        "on": _("Days"),
    }
    sort = await stage.ask(
        ChoiceDialog(_("Narrow the history by what?"), [Option(name, label) for name, label in sorts.items()])
    )
    if sort is None:
        return
    value = await (_days(stage) if sort == "on" else _value(stage, sort, sorts[sort]))
    if value is not None:
        line = with_word(stage.state.history_line, sort, value.replace(" ", ""), language())
        stage.change(stage.state.with_(history_line=line))


async def _value(stage: Stage, sort: str, title: str) -> str | None:
    """Let the person choose one value; "" takes the restriction away."""
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    options = [Option("*", _("All")), *(Option(*each) for each in await _values(stage, sort))]
    chosen = await stage.ask(ChoiceDialog(title, options, digits=False))
    return "" if chosen == "*" else chosen


async def _values(stage: Stage, sort: str) -> list[tuple[str, str, str]]:
    from tasklist_tui.tui.history_filter_line import field_titles

    snapshot = stage.snapshot
    workspace = snapshot.workspace
    if sort == "@":
        return [(one.id, one.in_language(language()), "") for one in workspace.settings.committees]
    if sort == "item":
        return [
            (item.id, f"{workspace.number_of(task_list, item)} {item.title}".strip(), task_list.title)
            for task_list in workspace.lists
            for item in task_list.items
        ]
    if sort == "field":
        return [(name, title, "") for name, title in field_titles(workspace, language()).items()]
    if sort == "light":
        return [(colour.value, light_word(colour), "") for colour in Colour]

    def authors(session: Session) -> list[str]:
        from tasklist_tui.services.history import history_page

        found = history_page(session, HistoryFilter(), limit=_AUTHORS_OF)
        return list(dict.fromkeys(revision.author for revision in found.revisions))

    names = await stage.gateway.call(msg("Reading the history"), authors, name="authors")
    known = [person.name for person in workspace.settings.people]
    return [(name, name, "") for name in dict.fromkeys([*names, *known])]


async def _days(stage: Stage) -> str | None:
    """Ask from when to when."""
    from tasklist_tui.tui.actions.past import ask_day

    first = await ask_day(stage, _("From which day on?"))
    if first is None:
        return None
    last = await ask_day(stage, _("Up to which day? Empty: until today"))
    return f"{first}..{last or ''}"
