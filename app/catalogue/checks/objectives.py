"""Objectives: two to four, observable, and each assessed in the way that it says. An announced lesson may have none."""

from __future__ import annotations

import re

from app.catalogue.findings import Place
from app.catalogue.reader import Reading
from app.catalogue.types import Lesson, Objective

# Curriculum notes, section 5: a verb that an observer could tick.
_VAGUE = re.compile(
    r"(?:to\s+)?(understand|know|appreciate|learn|realise|realize|believe|grasp|be aware|(?:be|become) familiar)\b",
    re.IGNORECASE,
)
_MOST = 4
_RATED = ("roleplay", "checklist", "decide", "try-it", "cards", "reflect")


def check(reading: Reading) -> None:
    for lesson in reading.catalogue.lessons.values():
        if lesson.is_planned:
            _planned(lesson, reading)
        else:
            _lesson(lesson, reading)


def _lesson(lesson: Lesson, reading: Reading) -> None:
    count = len(lesson.objectives)
    if not 2 <= count <= _MOST:
        place = reading.places.of(f"lesson:{lesson.id}:objectives")
        reading.report.error(place, "objective-count", f"a lesson has two to four objectives, not {count}")
    tested = {question.objective for question in lesson.quiz.questions} if lesson.quiz else set()
    for objective in lesson.objectives:
        place = reading.places.of(f"objective:{lesson.id}/{objective.id}")
        _verb(objective, place, reading)
        if objective.assessed_by == "quiz" and objective.id not in tested:
            message = f'the objective "{objective.id}" is assessed by the quiz, and no question tests it'
            reading.report.error(place, "objective-not-assessed", message)
        if objective.assessed_by != "quiz" and not _has_practice(lesson):
            message = f'nothing in the lesson lets "{objective.id}" be practised or observed'
            reading.report.error(place, "objective-not-taught", message, "a roleplay, a try-it, a facilitator's page")


def _planned(lesson: Lesson, reading: Reading) -> None:
    """What a lesson promises; one of several days may promise something of each."""
    most = max(_MOST, lesson.days)
    if len(lesson.objectives) > most:
        place = reading.places.of(f"lesson:{lesson.id}:objectives")
        reading.report.error(place, "objective-count", f"a lesson has at most {most} objectives")
    seen: set[str] = set()
    for objective in lesson.objectives:
        place = reading.places.of(f"objective:{lesson.id}/{objective.id}")
        _verb(objective, place, reading)
        if objective.id in seen:
            where = reading.places.of(f"lesson:{lesson.id}:objectives")
            reading.report.error(where, "duplicate-id", f'the objective "{objective.id}" stands here twice')
        seen.add(objective.id)
        for language in reading.catalogue.modules[lesson.module].languages:
            if not objective.text.get(language):
                message = f"the objective is missing in “{language}”, which is promised"
                reading.report.error(place, "translation-missing", message)


def _verb(objective: Objective, place: Place, reading: Reading) -> None:
    if match := _VAGUE.match(objective.text.get("en", "")):
        message = f'"{match[1]}" cannot be observed; say what the learner will do'
        reading.report.error(place, "objective-verb", message, "distinguish, explain, demonstrate, choose …")


def _has_practice(lesson: Lesson) -> bool:
    return lesson.facilitation is not None or any(segment.kind in _RATED for segment in lesson.segments)
