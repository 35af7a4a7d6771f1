"""The timeline as a picture for a slide: SVG, or PNG made from it."""

from __future__ import annotations

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.schedule import Lane, Role
from tasklist_tui.exchange.timeline_svg import ChartLane, ChartWords, Days, chart, shown_days
from tasklist_tui.i18n import translate
from tasklist_tui.services.exporting import Options, Scope
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.services.timeline import timeline_of

_WIDTHS = (480, 1600, 6000)
#: Pixels of a PNG for each one of the SVG: sharp on a projector.
_ZOOM = 2
#: A picture of more pixels than this on a side is refused: programs that show slides cannot open it.
_LARGEST = 16_000


def svg_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give the timeline as SVG; `--set width=…` in pixels, `--set parts=all` also shows supporting committees."""
    return _svg(snapshot, scope, options).encode()


def png_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give the timeline as PNG; raises `UserError` when the library for it is not installed, or it grows too large."""
    try:
        import resvg_py
    except ImportError as error:
        raise UserError(
            msg("pictures in PNG need a library that is not installed"),
            msg("install it: pip install 'tasklist-tui[png]', or export SVG, which browsers and slides show too"),
        ) from error
    text = _svg(snapshot, scope, options)
    high = int(text.partition('" height="')[2].partition('"')[0])
    if high * _ZOOM > _LARGEST:
        raise UserError(
            msg("the picture would be {height} pixels high", height=high * _ZOOM),
            msg("choose one list or committee, or export SVG"),
        )
    return bytes(resvg_py.svg_to_bytes(svg_string=text, zoom=_ZOOM))


def chart_lanes(snapshot: Snapshot, scope: Scope, options: Options) -> tuple[ChartLane, ...]:
    """Give the lanes of the timeline: what each committee leads, with `parts=all` also what it supports."""
    wanted = set(Role) if options.more.get("parts") == "all" else {Role.LEAD}
    return tuple(
        ChartLane(_name(lane, options.language), tuple(bar for bar in lane.bars() if bar.role in wanted))
        for lane in timeline_of(snapshot, scope.entries)
    )


def chart_words(language: str) -> ChartWords:
    """Give the words of a chart."""
    return ChartWords(
        translate(msg("today"), language),
        translate(msg("no date"), language),
        {colour.value: light_word(colour) for colour in Colour},
        (
            translate(msg("period and progress"), language),
            translate(msg("overdue"), language),
            translate(msg("milestone reached"), language),
            translate(msg("milestone open"), language),
        ),
    )


def chart_days(snapshot: Snapshot, lanes: tuple[ChartLane, ...]) -> Days:
    """Give the days that a timeline of these lanes shows."""
    bars = [bar for lane in lanes for bar in lane.bars]
    return shown_days(bars, snapshot.today, lambda day: not snapshot.calendar.is_workday(day))


def _svg(snapshot: Snapshot, scope: Scope, options: Options) -> str:
    lanes = chart_lanes(snapshot, scope, options)
    settings = snapshot.workspace.settings
    return chart(
        lanes,
        chart_days(snapshot, lanes),
        chart_words(options.language),
        width=_width(options),
        title=scope.title,
        subtitle=" · ".join(filter(None, [settings.organisation, snapshot.today.isoformat()])),
        tell=options.tell.part(0.3, 0.9),
    )


def _name(lane: Lane, language: str) -> str:
    return lane.name(language) or translate(msg("No committee"), language)


def _width(options: Options) -> int:
    least, usual, most = _WIDTHS
    text = options.more.get("width", str(usual))
    if not (text.isdecimal() and least <= int(text[:9]) <= most):
        raise UserError(
            msg("“{text}” is no width of a picture", text=text),
            msg("give pixels from {least} to {most}", least=least, most=most),
        )
    return int(text)
