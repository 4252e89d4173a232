"""Objectives: two to four, observable, and each assessed in the way that it says."""

from __future__ import annotations

import re

from app.catalogue.reader import Reading
from app.catalogue.types import Lesson

# Curriculum notes, section 5: a verb that an observer could tick.
_VAGUE = re.compile(
    r"(?:to\s+)?(understand|know|appreciate|learn|realise|realize|believe|grasp|be aware|(?:be|become) familiar)\b",
    re.IGNORECASE,
)
_RATED = ("roleplay", "checklist", "decide", "try-it", "cards", "reflect")


def check(reading: Reading) -> None:
    for lesson in reading.catalogue.lessons.values():
        if not lesson.is_planned:
            _lesson(lesson, reading)


def _lesson(lesson: Lesson, reading: Reading) -> None:
    count = len(lesson.objectives)
    if not 2 <= count <= 4:
        place = reading.places.of(f"lesson:{lesson.id}:objectives")
        reading.report.error(place, "objective-count", f"a lesson has two to four objectives, not {count}")
    tested = {question.objective for question in lesson.quiz.questions} if lesson.quiz else set()
    for objective in lesson.objectives:
        place = reading.places.of(f"objective:{lesson.id}/{objective.id}")
        text = objective.text.get("en", "")
        if match := _VAGUE.match(text):
            message = f'"{match[1]}" cannot be observed; say what the learner will do'
            reading.report.error(place, "objective-verb", message, "distinguish, explain, demonstrate, choose …")
        if objective.assessed_by == "quiz" and objective.id not in tested:
            message = f'the objective "{objective.id}" is assessed by the quiz, and no question tests it'
            reading.report.error(place, "objective-not-assessed", message)
        if objective.assessed_by != "quiz" and not _has_practice(lesson):
            message = f'nothing in the lesson lets "{objective.id}" be practised or observed'
            reading.report.error(place, "objective-not-taught", message, "a roleplay, a try-it, a facilitator's page")


def _has_practice(lesson: Lesson) -> bool:
    return lesson.facilitation is not None or any(segment.kind in _RATED for segment in lesson.segments)
