"""Quizzes: one best answer of three, a reason for each, a pool to draw from, no tell-tale positions or lengths."""

from __future__ import annotations

import re
from collections import Counter

from app.catalogue.findings import nearest
from app.catalogue.kinds import KINDS
from app.catalogue.reader import Reading
from app.catalogue.types import Lesson, Question, Quiz

POOL = 3  # times what is drawn
_ENOUGH = 9  # questions, before positions and lengths say anything
_LETTERS = ("a", "b", "c", "d", "e", "f")
_LAZY = re.compile(r"\b(?:all|none|both) of the above\b", re.IGNORECASE)


def check(reading: Reading) -> None:
    for lesson in reading.catalogue.lessons.values():
        if lesson.quiz:
            _pool(lesson, lesson.quiz, reading)
            for question in lesson.quiz.questions:
                _question(lesson, question, reading)
            _patterns(lesson, lesson.quiz, reading)


def _pool(lesson: Lesson, quiz: Quiz, reading: Reading) -> None:
    place = reading.places.of(f"quiz:{lesson.id}:draw")
    if quiz.draw < 1:
        reading.report.error(place, "bad-value", "draw is a number above 0")
    elif len(quiz.questions) < POOL * quiz.draw:
        message = f"{quiz.draw} questions are drawn, so the pool needs {POOL * quiz.draw}; it has {len(quiz.questions)}"
        reading.report.error(place, "quiz-pool", message)
    objectives = [objective.id for objective in lesson.objectives if objective.assessed_by == "quiz"]
    counts = Counter(question.objective for question in quiz.questions)
    for objective in objectives:
        wanted = quiz.draw * POOL // len(objectives)
        if 0 < counts[objective] < wanted:
            where = reading.places.of(f"objective:{lesson.id}/{objective}")
            message = f'"{objective}" has {counts[objective]} questions; {wanted} would balance the pool'
            reading.report.warning(where, "quiz-balance", message)


def _question(lesson: Lesson, question: Question, reading: Reading) -> None:
    place = reading.places.of(f"question:{lesson.id}/{question.id}")
    objectives = {objective.id: objective.assessed_by for objective in lesson.objectives}
    if question.objective and question.objective not in objectives:
        message = f'the lesson has no objective "{question.objective}"'
        reading.report.error(place, "unknown-objective", message, nearest(question.objective, objectives))
    elif question.objective and objectives[question.objective] != "quiz":
        message = f'"{question.objective}" is assessed by {objectives[question.objective]}, yet a question tests it'
        reading.report.warning(place, "quiz-objective", message)
    kind = KINDS.get(question.kind)
    if kind is not None:
        kind.check(question, lambda code, message, hint: reading.report.error(place, code, message, hint))
    ids = tuple(option.id for option in question.options)
    if question.kind in ("single", "multiple") and ids != _LETTERS[: len(ids)]:
        reading.report.warning(place, "option-ids", "options are named a, b, c in the order written")
    if any(_LAZY.search(option.text.get("en", "")) for option in question.options):
        reading.report.warning(place, "quiz-all-of-the-above", 'no "all" or "none of the above"')


def _patterns(lesson: Lesson, quiz: Quiz, reading: Reading) -> None:
    single = [question for question in quiz.questions if question.kind == "single" and len(question.options) == 3]
    if len(single) < _ENOUGH:
        return
    place = reading.places.of(f"quiz:{lesson.id}:draw")
    positions = Counter(_position(question) for question in single)
    shares = ", ".join(f"{_LETTERS[position]} {positions[position]}" for position in range(3))
    if any(not 0.2 <= positions[position] / len(single) <= 0.5 for position in range(3)):
        reading.report.warning(place, "quiz-key-balance", f"right answers stand unevenly: {shares}")
    longest = sum(_is_longest(question, lesson.source_language) for question in single)
    if longest / len(single) > 0.5:
        message = f"the right answer is the longest in {longest} of {len(single)} questions, which gives it away"
        reading.report.warning(place, "quiz-longest", message)


def _position(question: Question) -> int:
    return next((number for number, option in enumerate(question.options) if option.is_right), 0)


def _is_longest(question: Question, language: str) -> bool:
    lengths = [(len(option.text.get(language, "")), option.is_right) for option in question.options]
    longest = max(length for length, _ in lengths)
    return [is_right for length, is_right in lengths if length == longest] == [True]
