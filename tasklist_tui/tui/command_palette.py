"""The command palette: every command of the table, and every way to group and to sort, found by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tasklist_tui.domain.query import Grouping, Sorting
from tasklist_tui.i18n import _, translate
from tasklist_tui.tui.command import key_text
from tasklist_tui.tui.commands import COMMANDS
from tasklist_tui.tui.screens.main import MainScreen
from tasklist_tui.tui.state import GROUPING_TITLES, SORTING_TITLES


class Commands(Provider):
    """Offers what the main screen can do; commands that do not apply now say why when they are chosen."""

    async def discover(self) -> Hits:
        """Give everything, in the order of the help."""
        for title, explained, run in self._all():
            yield DiscoveryHit(Content(title), run, text=title, help=explained)

    async def search(self, query: str) -> Hits:
        """Give what matches."""
        matcher = self.matcher(query)
        for title, explained, run in self._all():
            if (score := matcher.match(f"{title} {explained}")) > 0:
                yield Hit(score, Content(title), run, text=title, help=explained)

    def _all(self) -> Iterator[tuple[str, str, Callable[[], None]]]:
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        director = screen.director
        for command in COMMANDS:
            if command.id != "palette":
                keys = " ".join(map(key_text, command.keys))
                yield f"{translate(command.title)}  {keys}", translate(command.help), partial(director.run, command.id)
        from tasklist_tui.tui.actions.suited import show, shown_ways
        from tasklist_tui.tui.actions.viewing import group_by, sort_by

        for where, title, way in shown_ways(director):
            yield f"{title}  {where}", _("Show this view"), partial(show, director, way)
        for grouping in Grouping:
            title = _("Grouped: {how}", how=translate(GROUPING_TITLES[grouping]))
            yield title, _("Arrange the items"), partial(group_by, director, grouping)
        for sorting in Sorting:
            title = _("Sorted: {how}", how=translate(SORTING_TITLES[sorting]))
            yield title, _("Arrange the items"), partial(sort_by, director, sorting)
