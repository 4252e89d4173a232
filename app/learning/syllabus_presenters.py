"""The syllabus on paper, as plain data for `papers/syllabus.typ`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.catalogue.types import Gate, Lesson, Plan, Source, in_language
from app.core.words import N_
from app.learning.printing_lesson_presenters import piece
from app.learning.printing_pages_presenters import KINDS
from app.learning.syllabus import Entry, Part, Syllabus, Unwritten
from app.papers.letters import isolated
from app.web.formats import COMMAS, day, language_names, minutes
from app.web.languages import gettext, ngettext

_NAMES = re.compile(r",? (?:and|&) |, ")
MOST_NAMES = 2


def paper(found: Syllabus, published_on: date, language: str, *, is_sheet: bool) -> dict[str, Any]:
    """`is_sheet`: everything on one sheet, A4 or A3, in the largest type that fits; else on A4 pages."""
    programme = found.programme
    return {
        "sheet": is_sheet,
        "title": piece(programme.title, language),
        "summary": piece(programme.summary, language),
        "facts": facts(found, language),
        "parts": [_part(part, language) for part in found.parts],
        "sources": [_source(one, language, is_short=is_sheet) for one in found.sources],
        "running": gettext(
            N_("%(programme)s, as published on %(day)s"),
            programme=isolated(in_language(programme.title, language)[1]),
            day=day(published_on, language),
        ),
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "module": gettext(N_("Module")),
        "lessons": gettext(N_("Lessons")),
        "minutes": gettext(N_("Minutes")),
        "theory": gettext(N_("Theory")),
        "practice": gettext(N_("Practice")),
        "together": gettext(N_("together")),
        "sources": gettext(N_("Sources by number")),
    }


def facts(found: Syllabus, language: str) -> list[tuple[str, str]]:
    """What holds for the whole programme: label and text."""
    programme = found.programme
    lessons = [entry.lesson for part in found.parts for entry in part.entries]
    must_pass = [isolated_number(one.number) for one in lessons if one.must_pass and one.number]
    told = [
        (gettext(N_("Duration")), _length(found, language)),
        (gettext(N_("Modes of teaching")), _modes(found.modes, language)),
    ]
    if any(one.kind != "self-study" for one in lessons):
        told.append((gettext(N_("Presence at meetings")), _presence(programme.attendance_percent)))
    if must_pass:
        told.append((gettext(N_("Must be passed")), COMMAS[language].join(must_pass)))
    told += [(piece(gate.title, language)["text"], _gate(lessons, gate, language)) for gate in programme.gates]
    if found.year:
        told.append((gettext(N_("Beside it, through the year")), _year(found.year, language)))
    if found.planned:
        being_written = ngettext("%(num)s lesson is being written", "%(num)s lessons are being written", found.planned)
        told.append((gettext(N_("Not published yet")), being_written))
    return told + [(gettext(N_("Languages")), lacking(one, language)) for one in found.unwritten]


def isolated_number(number: str) -> str:
    """A lesson's number, which reads from the left inside any text."""
    return f"\u2066{number}\u2069"


def _length(found: Syllabus, language: str) -> str:
    shares = gettext(
        N_("theory %(theory)s, practice %(practice)s"),
        theory=minutes(found.theory_minutes, language),
        practice=minutes(found.practice_minutes, language),
    )
    lessons = ngettext("%(num)s lesson", "%(num)s lessons", found.lessons)
    return f"{minutes(found.minutes, language)} ({shares}) · {lessons}"


def _modes(modes: Mapping[str, tuple[int, int]], language: str) -> str:
    return " · ".join(f"{gettext(KINDS[kind])}: {minutes(length, language)}" for kind, (_, length) in modes.items())


def _presence(percent: int) -> str:
    said = N_("At least %(percent)s of the minutes; what was missed is made up with a task.")
    return str(gettext(said, percent=f"\u2066{percent}%\u2069"))


def _gate(lessons: list[Lesson], gate: Gate, language: str) -> str:
    """Numbers of the lessons that open it; their titles where one has no number."""
    wanted = [one for one in lessons if one.id in gate.lessons]
    if all(one.number for one in wanted):
        return COMMAS[language].join(isolated_number(one.number) for one in wanted)
    return COMMAS[language].join(piece(one.title, language, one.source_language)["text"] for one in wanted)


def _year(year: Plan, language: str) -> str:
    weeks = ngettext("%(num)s weekly exercise", "%(num)s weekly exercises", len(year.weeks))
    return f"{weeks} · {minutes(year.minutes, language)}" if year.minutes else weeks


def lacking(one: Unwritten, language: str) -> str:
    """What is not in a language yet, and in which one can read it meanwhile."""
    lessons = ngettext("%(num)s lesson", "%(num)s lessons", one.lessons)
    missing = language_names([one.language], language)
    if not one.instead:
        return str(gettext(N_("Not yet in %(language)s: %(lessons)s."), language=missing, lessons=lessons))
    said = N_("Not yet in %(language)s: %(lessons)s. They can be read in: %(others)s.")
    return str(gettext(said, language=missing, lessons=lessons, others=language_names(one.instead, language)))


def _part(part: Part, language: str) -> dict[str, Any]:
    return {
        "number": part.module.number,
        "title": piece(part.module.title, language),
        "lessons": len(part.entries),
        "minutes": part.minutes,
        "theory": part.theory_minutes,
        "practice": part.practice_minutes,
        "entries": [_entry(entry, language) for entry in part.entries],
    }


def _entry(entry: Entry, language: str) -> dict[str, Any]:
    lesson = entry.lesson
    split = gettext(
        N_("theory %(theory)s, practice %(practice)s"), theory=lesson.theory_minutes, practice=lesson.practice_minutes
    )
    notes = [gettext(KINDS[lesson.kind]), f"{minutes(lesson.minutes, language)} ({split})"]
    if lesson.must_pass:
        notes.append(gettext(N_("Must be passed")))
    if lesson.is_planned:
        notes.append(gettext(N_("Being written")))
    if entry.unwritten:
        notes.append(gettext(N_("not yet in %(languages)s"), languages=language_names(entry.unwritten, language)))
    return {
        "number": lesson.number,
        "title": piece(lesson.title, language, lesson.source_language),
        "note": " · ".join(notes),
        "objectives": [piece(one.text, language, lesson.source_language) for one in lesson.objectives],
        "sources": list(entry.sources),
    }


def _source(source: Source, language: str, *, is_short: bool) -> dict[str, Any]:
    """A rule of our own has no author; it says what it is. `is_short`: who and when, as in running text."""
    if is_short and source.author:
        names = _NAMES.split(source.author)
        author = f"{names[0]} et al." if len(names) > MOST_NAMES else source.author
        return {"text": f"{author} {source.year}".strip(), "lang": None if language == "en" else "en"}
    if source.citation:
        return {"text": source.citation, "lang": None if language == "en" else "en"}
    return piece(source.supports, language)
