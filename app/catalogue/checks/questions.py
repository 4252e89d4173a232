"""Quizzes: what each kind of question needs, a pool to draw from, items of safety, gaps in clozes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from app.catalogue.documents import Bundle
from app.catalogue.findings import nearest
from app.catalogue.kinds import KINDS
from app.catalogue.kinds.cloze import GAP, Cloze
from app.catalogue.quizzes import QUESTION_LEVEL
from app.catalogue.reader import Reading
from app.catalogue.texts import Text, texts
from app.catalogue.types import Lesson, Question, Quiz

_ANY_GAP = re.compile(r"\{\{\s*gap\s*:[^{}]*\}\}", re.IGNORECASE)
POOL = 3  # times what is drawn
_LETTERS = ("a", "b", "c", "d", "e", "f")


def check(reading: Reading) -> None:
    for lesson in reading.catalogue.lessons.values():
        if lesson.quiz:
            _pool(lesson, lesson.quiz, reading)
            _safety(lesson, lesson.quiz, reading)
            for question in lesson.quiz.questions:
                _question(lesson, question, reading)
    _gaps(reading)


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


def _safety(lesson: Lesson, quiz: Quiz, reading: Reading) -> None:
    if lesson.must_pass and not any(question.must_pass for question in quiz.questions):
        place = reading.places.of(f"quiz:{lesson.id}:draw")
        message = "the lesson is must_pass, and no question of its quiz is"
        reading.report.error(place, "quiz-safety", message, "must_pass=true at the questions of safety")


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


def _gaps(reading: Reading) -> None:
    """A gap stands in the text of a cloze and nowhere else: no other text could ask for it."""
    stems = {line for found in reading.lessons.values() for line in _stems(found.bundles.get("quiz"))}
    for text in (*texts(reading.files, ".md"), *texts(reading.files, ".yaml")):
        for match in _ANY_GAP.finditer(text.text):
            place = text.place(match.start())
            if not GAP.fullmatch(match[0]):
                reading.report.error(place, "quiz-gaps", "this gap cannot be read", "{{gap:short-id}}")
            elif (place.file, place.line) not in stems and not _is_faulty(text, reading):
                reading.report.error(place, "quiz-gaps", "a gap stands in the text of a cloze only", "kind=cloze")


def _stems(bundle: Bundle | None) -> Iterator[tuple[str, int]]:
    """File and line of all that stands between a cloze's heading and its first group, in every language."""
    if bundle is None:
        return
    is_stem = False
    for number, unit in enumerate(bundle.source.units):
        if unit.kind == "heading":
            kind = unit.settings.get("kind") if unit.level == QUESTION_LEVEL else None
            is_stem = kind is not None and kind.value == Cloze.name
        for document in bundle.aligned.values() if is_stem and unit.kind != "heading" else ():
            inner = document.units[number]
            yield from ((document.file, line) for line in range(inner.first, inner.last + 1))


def _is_faulty(text: Text, reading: Reading) -> bool:
    """A translation that does not follow its source: where its gaps stand cannot be told, and that is said already."""
    documents = (
        document
        for found in reading.lessons.values()
        for bundle in found.bundles.values()
        for document in bundle.translations.values()
    )
    return any(document.is_faulty and document.file == text.file for document in documents)
