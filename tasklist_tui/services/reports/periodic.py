"""Weekly to year-end reports and the notice (通报): counts, what changed, red and yellow items, what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from tasklist_tui.domain.comparison import ItemNews, News
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.report_facts import Facts, facts_of, news_counts, sentences
from tasklist_tui.domain.reports import Block, Paragraph, Period, Report, ReportKind, Table, period_after
from tasklist_tui.services.comparison_text import NEWS_WORDS
from tasklist_tui.services.exports.columns import due_text
from tasklist_tui.services.exports.counting import counts_table
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import changes_text
from tasklist_tui.services.reports.asked import Asked, headed

#: What is named item by item; other changes are only counted.
_NAMED = (News.DONE, News.NEWLY_RED, News.EXTENDED, News.ADDED, News.REOPENED, News.REASSIGNED, News.DELETED)
_ZH = "zh"


def periodic_report(asked: Asked) -> Report:
    """Give the report of a period."""
    workspace, light_of = asked.snapshot.workspace, asked.snapshot.light
    coming = period_after(asked.kind, asked.period)
    facts = facts_of(workspace, asked.entries, light_of, asked.period, coming, asked.news)
    title = asked.say(_title(asked))
    period = _period_text(asked, asked.period)
    organisation = asked.organisation()
    fields = {
        "title": title,
        "subtitle": f"（{period}）" if asked.language == _ZH else period,
        "organisation": organisation,
        "head": organisation,
        "date": asked.day(asked.snapshot.today),
        "period": period,
    }
    if asked.kind is ReportKind.NOTICE:
        fields |= {
            "number": f"〔{asked.snapshot.today.year}〕　　号",
            "recipients": asked.say(msg("To all committees:")),
            "printed": organisation,
            "copies": asked.say(msg("printed on {day}", day=asked.day(asked.snapshot.today))),
        }
    return Report(asked.kind, title, asked.language, fields, tuple(_body(asked, facts)))


def _title(asked: Asked) -> Message:
    words = {
        ReportKind.WEEKLY: msg("Weekly report: {list}", list=asked.title),
        ReportKind.MONTHLY: msg("Monthly report: {list}", list=asked.title),
        ReportKind.QUARTERLY: msg("Quarterly report: {list}", list=asked.title),
        ReportKind.HALF_YEAR: msg("Half-year report: {list}", list=asked.title),
        ReportKind.YEAR_END: msg("Report of the year: {list}", list=asked.title),
        ReportKind.NOTICE: msg("Notice of how “{list}” stands", list=asked.title),
    }
    return words[asked.kind]


def _period_text(asked: Asked, period: Period) -> str:
    since, until = asked.day(period.since), asked.day(period.until)
    if period.since == period.until:
        return since
    return asked.say(msg("{since} to {until}", since=since, until=until))


def _body(asked: Asked, facts: Facts) -> Iterator[Block]:
    language = asked.language
    yield headed(1, asked.say(msg("Overall")), language)
    join = "" if language == _ZH else " "
    yield Paragraph(join.join(asked.say(sentence) for sentence in sentences(facts, asked.day(facts.period.until))))
    head, *rows = counts_table(asked.snapshot.workspace, facts.committees, facts.whole, language)
    yield Table(head, tuple(rows), (5, 2, 2, 2, 2, 2, 3))
    yield headed(2, asked.say(msg("What changed in this period")), language)
    yield from _changes(asked, facts)
    yield headed(3, asked.say(msg("Red and yellow items")), language)
    yield from _troubles(asked, facts)
    yield headed(4, asked.say(msg("Deadlines of the next period")), language)
    yield from _next(asked, facts)


def _changes(asked: Asked, facts: Facts) -> Iterator[Block]:
    counts = news_counts(facts.news)
    told = [msg("{news} {count}", news=NEWS_WORDS[news], count=counts[news]) for news in News if counts[news]]
    period = _period_text(asked, facts.period)
    if not told:
        yield Paragraph(asked.say(msg("From {period} nothing changed.", period=period)))
        return
    yield Paragraph(asked.say(msg("Changes from {period}: {counts}.", period=period, counts=tuple(told))))
    if asked.from_the_first:
        yield Paragraph(asked.say(msg("There is no record of the time before, so all of them count as added.")))
    number = 0
    for news in _NAMED:
        items = [one for one in facts.news if news in one.news]
        if items and not (asked.from_the_first and news is News.ADDED):
            number += 1
            word = asked.say(NEWS_WORDS[news])
            yield headed(number, word, asked.language, level=2)
            for place, one in enumerate(items, start=1):
                yield Paragraph(f"{place}. {_told(asked, one, news)}")


def _told(asked: Asked, one: ItemNews, news: News) -> str:
    """Give one item of the news: title, committee, and how its dates or committee changed where that is the news."""
    told = [one.item.title, asked.committee(one.item.lead)]
    if news in {News.EXTENDED, News.REASSIGNED}:
        wanted = {"due"} if news is News.EXTENDED else {"lead"}
        changes = [change for change in one.changes if change.field in wanted]
        told.append(changes_text(asked.snapshot.workspace, _kind(asked, one), changes, asked.language))
    elif news is News.NEWLY_RED and one.after is not None:
        told.append(asked.say(one.after.reason))
    elif news is News.DONE and (day := one.item.day("done_on")):
        told.append(asked.day(day))
    return ("，" if asked.language == _ZH else ", ").join(filter(None, told)) + ("。" if asked.language == _ZH else ".")


def _kind(asked: Asked, one: ItemNews) -> Kind:
    task_list = asked.snapshot.workspace.task_list(one.list_id)
    return asked.snapshot.workspace.kind_of(task_list) if task_list else Kind("")


def _troubles(asked: Asked, facts: Facts) -> Iterator[Block]:
    found = [*facts.red, *facts.yellow]
    if not found:
        yield Paragraph(asked.say(msg("There are none.")))
        return
    number = asked.snapshot.workspace.number_of
    yield Table(
        tuple(asked.say(w) for w in (msg("No."), msg("Light"), msg("Task"), msg("Lead"), msg("Due"), msg("Reason"))),
        tuple(
            (
                number(*entry),
                light_word(light.colour),
                entry.item.title,
                asked.committee(entry.item.lead),
                due_text(entry.item).replace("（", "\n（"),
                asked.say(light.reason),
            )
            for entry, light in found
        ),
        (2, 2, 9, 4, 5, 5),
        tuple(light.colour for _entry, light in found),
        1,
    )


def _next(asked: Asked, facts: Facts) -> Iterator[Block]:
    yield Paragraph(asked.say(msg("Due from {period}:", period=_period_text(asked, facts.coming))))
    if not facts.due:
        yield Paragraph(asked.say(msg("There are none.")))
        return
    yield Table(
        tuple(asked.say(word) for word in (msg("Day"), msg("Task"), msg("Milestone"), msg("Lead"))),
        tuple(
            (due.day.isoformat(), due.entry.item.title, due.label, asked.committee(due.entry.item.lead))
            for due in facts.due
        ),
        (4, 9, 6, 4),
    )
