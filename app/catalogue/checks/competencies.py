"""The rubric as a whole: enough to see in each competency, nothing missing in a language, sheets that can be used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from app.catalogue.competencies import LEVELS
from app.catalogue.findings import Place, nearest
from app.catalogue.reader import Reading
from app.catalogue.types import LANGUAGES, Competency, Rubric, Sheet, Words

# How many behaviours of a kind can be kept apart in ten minutes by somebody in the room.
COUNTS = {"harmful": (1, 3), "basic": (2, 4), "advanced": (1, 3)}
ALWAYS_CORE = ("limits-of-privacy", "asking-about-danger")
_MINUTES = (3, 60)


def check(reading: Reading) -> None:
    rubric = reading.catalogue.rubric
    if rubric is None:
        return
    _levels(rubric, reading)
    _core(rubric, reading)
    for competency in rubric.competencies.values():
        _competency(competency, reading)
    for sheet in rubric.sheets.values():
        _sheet(sheet, rubric, reading)
    for place, what, words in _words(rubric, reading):
        for language in LANGUAGES:
            if not words.get(language):
                reading.report.error(place, "translation-missing", f"{what} is missing in “{language}”")
    _learners_words(rubric, reading)


def _levels(rubric: Rubric, reading: Reading) -> None:
    if tuple(rubric.levels) != LEVELS:
        place = reading.places.of("rubric:levels")
        reading.report.error(place, "rubric-levels", "there are four levels, from 1 to 4, each once and in order")


def _core(rubric: Rubric, reading: Reading) -> None:
    """Whoever accompanies people keeps their privacy and brings help in danger, whatever else is rated."""
    for identifier in ALWAYS_CORE:
        competency = rubric.competencies.get(identifier)
        if competency is None or not competency.is_core:
            place = reading.places.of(f"competency:{identifier}", "rubric")
            message = f'the competency "{identifier}" stands in every rubric, and it is core'
            reading.report.error(place, "rubric-core", message, "is_core: true")


def _competency(competency: Competency, reading: Reading) -> None:
    place = reading.places.of(f"competency:{competency.id}")
    counts = Counter(str(behaviour.kind) for behaviour in competency.behaviours)
    for kind, (fewest, most) in COUNTS.items():
        if not fewest <= counts[kind] <= most:
            message = f'"{competency.id}" has {counts[kind]} {kind} behaviours; {fewest} to {most} are wanted'
            reading.report.error(place, "behaviour-count", message)


def _sheet(sheet: Sheet, rubric: Rubric, reading: Reading) -> None:
    def place(key: str) -> Place:
        return reading.places.of(f"sheet:{sheet.id}:{key}")

    lessons = reading.catalogue.lessons
    if sheet.lesson and sheet.lesson not in lessons:
        hint = nearest(sheet.lesson, lessons)
        reading.report.error(place("lesson"), "unknown-lesson", f'there is no lesson "{sheet.lesson}"', hint)
    elif sheet.lesson and lessons[sheet.lesson].kind == "self-study":
        message = f'"{sheet.lesson}" is self-study, and nobody is there to observe'
        reading.report.error(place("lesson"), "sheet-kind", message, "workshop, live or simulation")
    if not _MINUTES[0] <= sheet.minutes <= _MINUTES[1]:
        message = f"a role-play takes {_MINUTES[0]} to {_MINUTES[1]} minutes"
        reading.report.error(place("minutes"), "minutes", message)
    if not 0 <= sheet.second_rating_percent <= 100:
        reading.report.error(place("second_rating_percent"), "bad-value", "a percentage is 0 to 100")
    if "observer" not in sheet.raters:
        reading.report.error(place("raters"), "sheet-raters", "the result is the observer's: name observer")
    known = [rubric.competencies[name] for name in sheet.competencies if name in rubric.competencies]
    if not any(one.is_core for one in known):
        reading.report.error(place("competencies"), "sheet-core", "a sheet holds at least one core competency")


def _words(rubric: Rubric, reading: Reading) -> Iterator[tuple[Place, str, Words]]:
    places = reading.places
    for number, title in rubric.levels.items():
        yield places.of(f"level:{number}"), "the level's title", title
    for competency in rubric.competencies.values():
        yield places.of(f"competency:{competency.id}"), "the competency's title", competency.title
        yield places.of(f"competency:{competency.id}:next_step"), "the next step", competency.next_step
        for behaviour in competency.behaviours:
            yield places.of(f"behaviour:{behaviour.id}"), "the behaviour's text", behaviour.text
    for sheet in rubric.sheets.values():
        yield places.of(f"sheet:{sheet.id}"), "the sheet's title", sheet.title
        yield places.of(f"sheet:{sheet.id}:remediation"), "the way back", sheet.remediation


def _learners_words(rubric: Rubric, reading: Reading) -> None:
    """Level names are the assessors' vocabulary: what learners read does without them."""
    read = [(f"competency:{one.id}:next_step", one.next_step) for one in rubric.competencies.values()]
    read += [(f"sheet:{one.id}:remediation", one.remediation) for one in rubric.sheets.values()]
    for name, words in read:
        for language, text in words.items():
            for title in rubric.levels.values():
                said = title.get(language, "")
                if said and re.search(rf"(?<!\w){re.escape(said)}(?!\w)", text, re.IGNORECASE):
                    message = f"a learner reads this, and “{said}” is the name of a level"
                    reading.report.warning(reading.places.of(name), "level-name", message)
