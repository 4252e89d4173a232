"""Files → everything that is known about them: the catalogue, the documents, the places, the findings so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.catalogue.bundles import Pages
from app.catalogue.curriculum import Curriculum
from app.catalogue.exercises import ExerciseFiles, Exercises
from app.catalogue.findings import Report
from app.catalogue.lessons import Lessons
from app.catalogue.places import Places
from app.catalogue.types import Catalogue, Gate, Lesson, Module, Programme, Rubric
from app.catalogue.yaml_records import Record


@dataclass(frozen=True, slots=True)
class Reading:
    """`catalogue` is whole only when `report` holds no error."""

    files: Mapping[str, bytes]
    catalogue: Catalogue
    lessons: Mapping[str, Pages]  # those that are written
    exercises: Mapping[str, ExerciseFiles]  # those that have a folder, drafts among them
    places: Places
    report: Report
    retired: frozenset[str]

    @property
    def pages(self) -> Iterator[Pages]:
        """The folders of all lessons and exercises."""
        yield from self.lessons.values()
        yield from (found.pages for found in self.exercises.values())


def read(files: Mapping[str, bytes]) -> Reading:
    """Reads tracked files (path → bytes). Never raises on what they hold: what is wrong is in the report."""
    report = Report()
    places = Places(report)
    curriculum = Curriculum(files, places)
    programmes = curriculum.programmes()
    modules, announced = curriculum.modules()
    lessons, written = _lessons(files, modules, announced, places)
    plans = [*curriculum.plans.values()]
    exercises, practised = Exercises(files, places).of(plans)
    rubric = curriculum.rubric()
    never, never_short = curriculum.never()
    glossary = curriculum.glossary()
    catalogue = Catalogue(
        programmes={key: _open_gates(programme, modules, places) for key, programme in programmes.items()},
        modules=modules,
        lessons=_rated(lessons, rubric),
        exercises=exercises,
        contacts=curriculum.contacts(),
        sources=curriculum.sources(),
        glossary=glossary.terms,
        glossary_reviewed=glossary.reviewed,
        never=never,
        never_short=never_short,
        rubric=rubric,
        cards=curriculum.cards(),
        instruments=curriculum.instruments(),
        portfolios=curriculum.portfolios(),
        plans={one.plan.id: one.plan for one in plans},
        calendars=curriculum.calendars(),
    )
    curriculum.others()
    return Reading(files, catalogue, written, practised, places, report, curriculum.retired())


def _lessons(
    files: Mapping[str, bytes], modules: Mapping[str, Module], announced: Mapping[str, Record], places: Places
) -> tuple[dict[str, Lesson], dict[str, Pages]]:
    reader = Lessons(files, places)
    lessons: dict[str, Lesson] = {}
    written: dict[str, Pages] = {}
    for module in modules.values():
        for index, identifier in enumerate(module.lessons, 1):
            entry = announced[identifier]
            if entry.has("folder"):
                number = entry.text("number") or (f"{module.number}.{index}" if module.number else "")
                lesson, written[identifier] = reader.written(identifier, module.id, number, entry.words("title"))
            else:
                lesson = reader.planned(identifier, module.id, entry)
            if lesson is not None:
                lessons[identifier] = lesson
    return lessons, written


def _rated(lessons: Mapping[str, Lesson], rubric: Rubric | None) -> dict[str, Lesson]:
    """Lessons that a sheet names say so themselves: what completes a lesson is a question to the lesson alone."""
    named = {sheet.lesson for sheet in rubric.sheets.values()} if rubric else set()
    return {key: replace(lesson, is_rated=True) if key in named else lesson for key, lesson in lessons.items()}


def _open_gates(programme: Programme, modules: Mapping[str, Module], places: Places) -> Programme:
    """Modules that a gate names become their lessons, first."""

    def opened(gate: Gate) -> Gate:
        names = places.gate_modules.get(f"{programme.id}/{gate.id}", ())
        inside = tuple(lesson for name in names if name in modules for lesson in modules[name].lessons)
        return replace(gate, lessons=tuple(dict.fromkeys((*inside, *gate.lessons))))

    return replace(programme, gates=tuple(opened(gate) for gate in programme.gates))
