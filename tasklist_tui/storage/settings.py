"""The small files of a workspace, each typed from the exact text: settings, documents, events, calendars."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from tasklist_tui.domain import countries
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import (
    CalendarChoice,
    Committee,
    Document,
    DocumentState,
    Event,
    Measure,
    Member,
    Person,
    Settings,
    YearCalendar,
)
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.storage.lightsettings import read_lights
from tasklist_tui.storage.sections import Notes, Section, unique

Problems = tuple[Problem, ...]


def read_settings(path: str, data: bytes) -> tuple[Settings, Problems]:
    """Give what `tasklist.yaml` says; what is wrong is left out and told."""
    notes = Notes(path)
    section = notes.open(data)
    if section is None:
        return Settings(), notes.problems()
    lights = section.section("lights")
    settings = Settings(
        title=section.text("title"),
        organisation=section.text("organisation"),
        language=_language(section),
        committees=tuple(_committee(part, name) for name, part in unique(section.sections("committees"))),
        people=tuple(_person(part, name) for name, part in unique(section.sections("people"), "name")),
        lights=read_lights(lights),
        members=tuple(_member(part, name) for name, part in unique(section.sections("members"), "name")),
        calendar=_choice(section.section("calendar")),
    )
    section.close()
    return settings, notes.problems()


def _language(section: Section) -> str:
    language = section.text("language")
    if language and language[:2].lower() not in {"zh", "en"}:
        section.not_among(language, ("zh", "en"), "language")
        return ""
    return language


def _committee(part: Section, name: str) -> Committee:
    committee = Committee(name, part.text("name") or name, part.text("name_en"), part.text("kind"))
    part.close()
    return committee


def _person(part: Section, name: str) -> Person:
    person = Person(name, part.text("committee"), part.text("email"), part.texts("roles"))
    part.close()
    return person


def _member(part: Section, name: str) -> Member:
    member = Member(name, part.text("url"), part.text("path"))
    part.close()
    return member


def _choice(part: Section) -> CalendarChoice:
    """Give the chosen calendar: China's while the country is unknown, the whole country's while its part is."""
    wanted, part_wanted = part.text("country"), part.text("subdivision")
    part.close()
    country = countries.find_country(wanted)
    if country is None:
        ways = countries.close_countries(wanted)
        part.notes.add(
            part.at("country"),
            msg("“{value}” is no country with a known calendar", value=wanted),
            msg("possible, among others: {ways}; until then the calendar of China is used", ways=ways),
            "unknown-choice",
        )
        return CalendarChoice()
    if not part_wanted:
        return CalendarChoice(country)
    subdivision = countries.find_subdivision(country, part_wanted)
    if subdivision is None:
        ways = countries.close_subdivisions(country, part_wanted)
        part.notes.add(
            part.at("subdivision"),
            msg("the calendar of {country} knows no part “{value}”", country=country, value=part_wanted),
            msg("possible, among others: {ways}; until then the whole country's calendar is used", ways=ways)
            if ways
            else msg("it has no parts: remove the line; rest days of a region go into calendar/YYYY.yaml"),
            "unknown-choice",
        )
    return CalendarChoice(country, subdivision or "")


def read_events(path: str, data: bytes) -> tuple[tuple[Event, ...], Problems]:
    """Give the meetings of `events.yaml`."""
    notes = Notes(path)
    section = notes.open(data)
    if section is None:
        return (), notes.problems()
    events = []
    for name, part in unique(section.sections("events")):
        events.append(Event(name, part.text("name") or name, part.day("date"), part.text("source")))
        part.close()
    section.close()
    return tuple(events), notes.problems()


def read_document(path: str, data: bytes) -> tuple[Document | None, Problems]:
    """Give a source document with its measures, None when the file cannot be read."""
    notes = Notes(path)
    section = notes.open(data)
    if section is None:
        return None, notes.problems()
    document = Document(
        PurePosixPath(path).stem,
        title=section.required_text("title"),
        issuer=section.text("issuer"),
        doc_number=section.text("doc_number"),
        date=section.day("date"),
        implements=section.text("implements"),
        basis=section.texts("basis"),
        measures=_measures(section),
        source=section.text("source"),
        kind=section.text("kind"),
        state=_state(section),
        years=_years(section),
    )
    section.close()
    return document, notes.problems()


def _state(section: Section) -> DocumentState | None:
    text = section.text("state")
    if text and text not in set(DocumentState):
        section.not_among(text, tuple(DocumentState), "state")
        return None
    return DocumentState(text) if text else None


def _years(section: Section) -> tuple[int, int] | None:
    """Give the first and the last year of `2025-2027`, `[2025, 2026, 2027]` or `2025`."""
    given = section.texts("years")
    if not given:
        return None
    years = [int(year) for text in given for year in _YEAR.findall(text)]
    if not years or not all(_SPAN.fullmatch(text.strip()) for text in given):
        section.notes.add(
            section.at("years"),
            msg("expected years, found “{text}”", text=", ".join(given)),
            msg("write one like 2025, or the first and the last like 2025-2027"),
        )
        return None
    return min(years), max(years)


_YEAR = re.compile(r"\d{4}")
_SPAN = re.compile(r"\d{4}年?(?:\s*[-–—~～至到]+\s*\d{4}年?)?")  # as people type it


def _measures(section: Section) -> tuple[Measure, ...]:
    measures = []
    for _, part in unique(section.sections("measures"), "number"):
        number = part.number("number")
        measure = part.text("title"), part.text("section"), part.text("goal"), part.text("source")
        implements = part.numbers("implements")
        part.close()
        if number is not None:
            measures.append(Measure(number, *measure, implements))
    return tuple(measures)


def read_calendar(path: str, data: bytes) -> tuple[YearCalendar | None, Problems]:
    """Give the rest days and make-up workdays of `calendar/YYYY.yaml`, None when the file cannot be read."""
    notes = Notes(path)
    section = notes.open(data)
    if section is None:
        return None, notes.problems()
    year = calendar_year(path)
    calendar = YearCalendar(section.days("rest_days"), section.days("work_days"), section.text("source"))
    section.close()
    if year is None:
        notes.add(
            (),
            msg("the name of a calendar must be its year"),
            msg("rename it, for example to {name}", name="calendar/2027.yaml"),
        )
    for key, days in (("rest_days", calendar.rest_days), ("work_days", calendar.work_days)):
        for day in days:
            if year is not None and day.year != year:
                notes.add(
                    (key,),
                    msg("{day} is not in {year}", day=day, year=str(year)),
                    msg("move it to the calendar of its year"),
                    severity=Severity.WARNING,
                )
    return calendar, notes.problems()


def calendar_year(path: str) -> int | None:
    """Give the year a calendar file is named after, None when its name is no year."""
    stem = PurePosixPath(path).stem
    return int(stem) if len(stem) == 4 and stem.isascii() and stem.isdigit() else None
