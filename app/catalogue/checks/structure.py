"""Days come to what the programme says, and simulated cases can be played."""

from __future__ import annotations

from collections.abc import Iterator

from app.catalogue.findings import Place, nearest, one_of
from app.catalogue.reader import Reading
from app.catalogue.structure_types import Days, SimulatedCase
from app.catalogue.types import LANGUAGES, Lesson, Programme, Words

AGES = (16, 100)  # nobody younger is accompanied
PASSES = (3, 6)


def check(reading: Reading) -> None:
    for programme in reading.catalogue.programmes.values():
        if programme.days is not None:
            _days(programme, programme.days, reading)
        seen: set[str] = set()
        for case in programme.simulated_cases:
            if case.id in seen:
                message = f'the simulated case "{case.id}" stands here twice'
                reading.report.error(_at(programme, case, reading, "id"), "duplicate-id", message)
            seen.add(case.id)
            _case(programme, case, reading)
            _texts(programme, case, reading)


def _days(programme: Programme, days: Days, reading: Reading) -> None:
    lessons = [one for one in _lessons(programme, reading) if one.days]
    for lesson in lessons:
        a_day = days.in_person_minutes if lesson.is_in_person else days.remote_minutes
        if lesson.minutes != lesson.days * a_day:
            message = f"{lesson.days} × {a_day} minutes are {lesson.days * a_day}; the lesson has {lesson.minutes}"
            reading.report.error(reading.places.of(f"lesson:{lesson.id}:days"), "day-minutes", message)
    for key, said in (("in_person", days.in_person), ("remote", days.remote)):
        total = sum(one.days for one in lessons if one.is_in_person is (key == "in_person"))
        if total != said:
            message = f"{programme.id} says {said} days {key.replace('_', ' ')}; its lessons come to {total}"
            place = reading.places.of(f"days:{programme.id}:{key}", f"days:{programme.id}")
            reading.report.error(place, "day-sum", message)


def _lessons(programme: Programme, reading: Reading) -> Iterator[Lesson]:
    """Those that are known: what is missing is said elsewhere."""
    for name in programme.modules:
        module = reading.catalogue.modules.get(name)
        for identifier in module.lessons if module else ():
            if lesson := reading.catalogue.lessons.get(identifier):
                yield lesson


def _case(programme: Programme, case: SimulatedCase, reading: Reading) -> None:
    def report(key: str, code: str, message: str, hint: str = "") -> None:
        reading.report.error(_at(programme, case, reading, key), code, message, hint)

    if not AGES[0] <= case.age <= AGES[1]:
        report("age", "case-age", f"whoever is accompanied is {AGES[0]} or older, not {case.age}")
    fewest, most = PASSES
    if not fewest <= len(case.passes) <= most:
        report("passes", "case-passes", f'"{case.id}" names {len(case.passes)} acts; {fewest} to {most} are wanted')
    if len({*case.languages}) < 2 or not {*case.languages} <= {*LANGUAGES}:
        report("languages", "case-languages", "a case is played in two languages or more", one_of(LANGUAGES))
    known = {one.id: one for one in _lessons(programme, reading)}
    if not case.lessons:
        report("lessons", "case-lessons", f'"{case.id}" is played in no lesson')
    for name in case.lessons:
        if name not in known:
            report("lessons", "unknown-lesson", f'there is no lesson "{name}" here', nearest(name, known))
        elif known[name].kind == "self-study":
            report("lessons", "case-lessons", f'"{name}" is self-study, and nobody is there to play')


def _texts(programme: Programme, case: SimulatedCase, reading: Reading) -> None:
    for key, words in _words(case):
        for language in LANGUAGES:
            if not words.get(language):
                message = f'"{case.id}": {key} is missing in “{language}”'
                reading.report.error(_at(programme, case, reading, key), "translation-missing", message)


def _words(case: SimulatedCase) -> Iterator[tuple[str, Words]]:
    yield from (("name", case.name), ("place", case.place), ("about", case.about))
    yield from (("hidden_risk", case.hidden_risk), ("leads_to", case.leads_to))
    yield from (("passes", one) for one in case.passes)


def _at(programme: Programme, case: SimulatedCase, reading: Reading, key: str) -> Place:
    return reading.places.of(f"case:{programme.id}/{case.id}:{key}")
