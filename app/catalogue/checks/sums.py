"""Minutes: theory + practice = minutes, agendas fill their lesson, programmes come to what they require."""

from __future__ import annotations

from app.catalogue.curriculum import PARTS
from app.catalogue.findings import Place
from app.catalogue.reader import Reading
from app.catalogue.types import Lesson, Programme, Requirement, Segment

_LIVE = ("workshop", "live", "simulation")


def check(reading: Reading) -> None:
    for lesson in reading.catalogue.lessons.values():
        _parts(lesson, reading)
        _agendas(lesson, reading)
    for programme in reading.catalogue.programmes.values():
        for requirement in programme.requirements:
            _requirement(programme, requirement, reading)
    for exercise in reading.catalogue.exercises.values():
        if exercise.minutes < 1:
            place = reading.places.of(f"exercise:{exercise.id}")
            reading.report.error(place, "minutes", f'the exercise "{exercise.id}" takes no time')


def _parts(lesson: Lesson, reading: Reading) -> None:
    place = reading.places.of(f"lesson:{lesson.id}:minutes")
    if lesson.minutes < 1:
        reading.report.error(place, "minutes", f'the lesson "{lesson.id}" takes no time')
    total = lesson.theory_minutes + lesson.practice_minutes
    if total != lesson.minutes:
        parts = f"theory {lesson.theory_minutes} + practice {lesson.practice_minutes} = {total}"
        reading.report.error(place, "parts-sum", f"{parts}, and the lesson says {lesson.minutes} minutes")


def _agendas(lesson: Lesson, reading: Reading) -> None:
    pages = {"lesson": lesson.segments, "facilitate": lesson.facilitation.segments if lesson.facilitation else ()}
    for page, segments in pages.items():
        for segment, place in zip(_all(segments), _places(reading, lesson.id, page), strict=False):
            total = sum(item.minutes for item in segment.items)
            if total != lesson.minutes:
                message = f"the lines come to {total} minutes; the lesson has {lesson.minutes}"
                reading.report.error(place, "agenda-sum", message)
    if lesson.kind in _LIVE and not lesson.is_planned and not lesson.facilitation:
        place = reading.places.of(f"lesson:{lesson.id}:kind")
        reading.report.error(
            place, "facilitation-missing", f"a {lesson.kind} needs a page for whoever runs it", "facilitate.en.md"
        )
    if lesson.kind in _LIVE and lesson.facilitation and not _all(lesson.facilitation.segments):
        place = reading.lessons[lesson.id].bundles["facilitate"].source.place
        reading.report.error(place, "agenda-missing", f"a {lesson.kind} needs one agenda block", "/// agenda")


def _all(segments: tuple[Segment, ...]) -> list[Segment]:
    return [segment for segment in segments if segment.kind == "agenda"]


def _places(reading: Reading, lesson: str, page: str) -> list[Place]:
    bundle = reading.lessons[lesson].bundles.get(page) if lesson in reading.lessons else None
    units = bundle.source.units if bundle else []
    return [unit.place for unit in units if unit.kind == "open" and unit.name == "agenda"]


def _requirement(programme: Programme, requirement: Requirement, reading: Reading) -> None:
    """Parts other than theory and practice (field work) are not made of lessons."""
    catalogue = reading.catalogue
    if requirement.part not in PARTS or any(module not in catalogue.modules for module in programme.modules):
        return
    lessons = [
        catalogue.lessons[lesson]
        for module in programme.modules
        for lesson in catalogue.modules[module].lessons
        if lesson in catalogue.lessons
    ]
    field = f"{requirement.part}_minutes" if requirement.part else "minutes"
    total = sum(getattr(lesson, field) for lesson in lessons)
    if total != requirement.minutes:
        place = reading.places.of(f"requirement:{programme.id}/{requirement.id}")
        what = requirement.part or "all"
        message = f"{programme.id} requires {requirement.minutes:,} minutes ({what}); its lessons come to {total:,}"
        hint = f"{abs(total - requirement.minutes)} {'too many' if total > requirement.minutes else 'missing'}"
        reading.report.error(place, "programme-sum", message, hint)
