"""What the timeline is drawn with.  Every meaning has a shape of its own, so nothing is lost without colour.

Characters are narrow in Unicode's own table where there is one; the lines of `FINE` are ambiguous there, as are the
borders of every terminal program.  `PLAIN` is ASCII, for terminals that draw ambiguous characters two cells wide.
"""

from __future__ import annotations

import msgspec

from tasklist_tui.domain.message import Message, msg


class Glyphs(msgspec.Struct, frozen=True):
    """One character for each thing the chart shows, each one cell wide."""

    done: str
    rest: str
    assumed: str
    assigned_done: str
    assigned_rest: str
    co_done: str
    co_rest: str
    due: str
    tail: str
    finished: str
    milestone: str
    met: str
    missed: str
    occurrence: str
    occurred: str
    limit: str
    today: str
    today_head: str
    tick: str
    grid: str
    rest_day: str
    earlier: str
    later: str
    before: str
    after: str
    undated: str
    folded: str
    unfolded: str


FINE = Glyphs(
    done="━",
    rest="═",
    assumed="∙",
    assigned_done="╍",
    assigned_rest="╌",
    co_done="─",
    co_rest="─",
    due="▐",
    tail="░",
    finished="✓",
    milestone="◊",
    met="♦",
    missed="!",
    occurrence="▫",
    occurred="▪",
    limit="¬",
    today="┃",
    today_head="▾",
    tick="╷",
    grid="╎",
    rest_day=" ",
    earlier="«",
    later="»",
    before="‹",
    after="›",
    undated="…",
    folded="▸",
    unfolded="▾",
)

PLAIN = Glyphs(
    done="#",
    rest="=",
    assumed=":",
    assigned_done="+",
    assigned_rest="-",
    co_done="~",
    co_rest="~",
    due="]",
    tail="%",
    finished="v",
    milestone="o",
    met="*",
    missed="!",
    occurrence="c",
    occurred="C",
    limit="$",
    today="|",
    today_head="V",
    tick="'",
    grid=" ",
    rest_day=".",
    earlier="<",
    later=">",
    before="<",
    after=">",
    undated="?",
    folded=">",
    unfolded="v",
)


def legend(glyphs: Glyphs = FINE) -> tuple[tuple[str, Message], ...]:
    """Give (sample, meaning) of everything on the chart, for the help screen."""
    return (
        (glyphs.done * 2 + glyphs.rest * 2 + glyphs.due, msg("lead: done, open, due date")),
        (glyphs.assigned_done * 2 + glyphs.assigned_rest * 2 + glyphs.due, msg("an assignment of the committee")),
        (glyphs.co_rest * 4, msg("supporting, without an assignment")),
        (glyphs.assumed * 4, msg("the start is not known")),
        (glyphs.tail * 4, msg("overdue, or done late")),
        (glyphs.finished, msg("done")),
        (f"{glyphs.milestone} {glyphs.met} {glyphs.missed}", msg("milestone: open, done, missed")),
        (f"{glyphs.occurrence} {glyphs.occurred}", msg("occurrence: open, done")),
        (glyphs.limit, msg("the time limit of its state")),
        (glyphs.today, msg("today")),
        (f"{glyphs.before} {glyphs.after}", msg("due before or after what is shown")),
        (glyphs.undated, msg("no due date")),
    )
