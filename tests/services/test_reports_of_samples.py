"""Reports of the sample with its history: every number was counted by hand in its files and commits."""

from datetime import date

import pytest

from tasklist_tui import i18n
from tasklist_tui.domain.reports import Heading, Paragraph, ReportKind, Table
from tasklist_tui.services import demo
from tasklist_tui.services.reporting import Wanted, make_report
from tasklist_tui.services.session import Session

TASKS = frozenset({"tasks-2025"})


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    """Give the sample of the district with its hundred commits."""
    found = demo.samples()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "samples", lambda: [one for one in found if one.name == "qiantang"])
        return demo.make_demo(tmp_path_factory.mktemp("demo") / "demo").workspaces[0]


@pytest.fixture
def report(district):
    """Make a report of the district as of 2025-11-10, in Chinese."""
    before = i18n.language()
    i18n.set_language("zh")
    session = Session.open(district, today=date(2025, 11, 10), sign=False)

    def made(kind, since=None, until=None, lists=frozenset()):
        return make_report(session, Wanted(kind, since, until, lists))

    yield made
    session.close()
    i18n.set_language(before)


def paragraphs(found):
    return [block.text for block in found.blocks if isinstance(block, Paragraph)]


def tables(found):
    return [block.rows for block in found.blocks if isinstance(block, Table)]


def section(found, word):
    """Give the paragraphs below the heading of second level that ends with `word`."""
    texts = iter(found.blocks)
    for block in texts:
        if isinstance(block, Heading) and block.level == 2 and block.text.endswith(word):
            break
    told = []
    for block in texts:
        if not isinstance(block, Paragraph):
            break
        told.append(block.text)
    return told


def test_the_numbers_of_the_task_list_add_up(report):
    """48 tasks: 9 done (8 on time, 1 late); 6 red, 5 yellow, 25 green and 3 grey are the 39 open ones."""
    said = paragraphs(report(ReportKind.MONTHLY, lists=TASKS))[0]
    assert "清单共48项，已完成9项（按时8项、逾期完成1项），完成率18.8%。" in said
    assert "未完成的39项中，红灯6项、黄灯5项、绿灯25项、灰灯3项，待销号2项。" in said
    assert "同意延期1项。" in said


def test_the_rows_of_the_committees_add_up_to_the_total(report):
    counts = tables(report(ReportKind.NOTICE, lists=TASKS))[0]
    *committees, total = [[int(cell) for cell in row[1:6]] for row in counts]
    assert [sum(column) for column in zip(*committees, strict=True)] == total == [48, 9, 8, 6, 1]
    assert ("预算工委", "13", "2", "2", "3", "0", "15.4%") in counts


def test_a_report_about_everything_leaves_out_people_and_stations(report):
    """105 items stand in ten lists, 7 of them people and 13 stations; 16 are done, 3 of those without both dates."""
    said = paragraphs(report(ReportKind.WEEKLY))[0]
    assert "清单共85项，已完成16项（按时12项、逾期完成1项、日期不全3项），完成率18.8%。" in said


@pytest.mark.parametrize(
    ("kind", "lists", "changed", "done"),
    [
        (ReportKind.WEEKLY, frozenset(), "2025年11月10日，清单没有变化。", 0),
        (ReportKind.MONTHLY, frozenset(), "完成3项、新增红灯5项、其他变化21项。", 3),
        (ReportKind.QUARTERLY, frozenset(), "完成10项、延期1项、新增红灯7项、", 10),
        (ReportKind.QUARTERLY, TASKS, "完成4项、延期1项、新增红灯6项、其他变化27项。", 4),
        (ReportKind.HALF_YEAR, frozenset(), "完成16项、", 16),
        (ReportKind.YEAR_END, frozenset(), "完成16项、", 16),
    ],
)
def test_what_changed_since_the_last_one_is_counted_from_the_history(report, kind, lists, changed, done):
    found = report(kind, lists=lists)
    assert any(changed in text for text in paragraphs(found))
    assert len(section(found, "完成")) == done


def test_an_extension_is_told_with_both_days(report):
    told = section(report(ReportKind.QUARTERLY, lists=TASKS), "延期")
    assert told == ["1. 大学生留塘创新创业情况课题调研，社会建设工委，完成时限 10-31 → 11-30。"]


def test_a_report_of_september_is_as_if_written_then(report):
    """On 30 September 5 tasks were done, and nothing was extended yet."""
    found = report(ReportKind.MONTHLY, until=date(2025, 9, 30), lists=TASKS)
    assert "截至2025年9月30日，清单共48项，已完成5项" in paragraphs(found)[0]
    assert "同意延期" not in paragraphs(found)[0]
    assert found.fields["date"] == "2025年9月30日"


def test_red_items_come_first_and_the_next_deadlines_by_day(report):
    troubles, coming = tables(report(ReportKind.QUARTERLY, lists=TASKS))[1:]
    assert [row[1] for row in troubles] == ["红"] * 6 + ["黄"] * 5
    days = [row[0] for row in coming]
    assert days == sorted(days)
    assert "2025-11-11" <= days[0] <= days[-1] <= "2025-12-31"


def test_suggestions_are_handed_over_by_batch_and_unit(report):
    """Seven were handed over since June: three in a batch, at six units in all."""
    found = report(ReportKind.HANDOVER, since=date(2025, 6, 1))
    assert paragraphs(found) == ["本批共交办代表建议7件，涉及承办单位6家。"]
    assert [len(rows) for rows in tables(found)] == [1, 1, 1, 2, 1, 1]
