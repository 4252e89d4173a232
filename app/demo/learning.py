"""Learners at work: reading, answering, writing for themselves."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.actor import Actor
from app.catalogue.kinds import FIELD, KINDS
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Lesson, Question, Quiz, Segment
from app.catalogue.walks import find_way, passes
from app.core.clock import at, now
from app.core.encryption import KeyRing
from app.demo.people import ASKED, BEGUN, FAILED, MARKED, RETURNED, UNSAFE, WAITS
from app.progress import queries as progress_queries
from app.progress import service as progress
from app.quizzes import queries as quiz_queries
from app.quizzes import rules
from app.quizzes import service as quizzes
from app.reflections import service as reflections
from app.releases.queries import Published
from app.scenarios import queries as scenario_queries
from app.scenarios import service as scenarios

PAUSE = timedelta(minutes=1)
ANSWERS_OF_A_BEGUN_QUIZ = 3
WRITTEN = {
    "he": "עשינו: נפגשנו כמתוכנן ועברנו על טופס ההרשמה. נאמר: ״שכחתי כמה זה נעים.״ ראיתי: הטופס מולא ביד, בלי הפסקה, "
    "ונשאלה שאלה אחת על מילה. עזר: קודם לנסות לבד. הלאה: ביום שלישי הטופס נמסר.",
    "ar": "عملنا: التقينا كما خطّطنا ومررنا على الاستمارة. قيل: «نسيت كم هذا جميل.» رأيت: كُتبت الاستمارة دون توقّف، "
    "وكان هناك سؤال واحد عن كلمة. ساعد: المحاولة أوّلًا دون مساعدة. بعد ذلك: تسليم الاستمارة يوم الثلاثاء.",
}
"""Answers that somebody marks."""
WRITES = (WAITS, MARKED, RETURNED)
MOST_DRAWS = 500
CHOICES = ("single", "multiple", "true-false")


def read(enrolment_id: int, content: Published, lesson_id: str, steps: int | None = None) -> None:
    """Does the first steps of a lesson, or all."""
    lesson, began = content.catalogue.lessons[lesson_id], now()
    for number, step in enumerate(lesson.steps[:steps]):
        with at(began + number * PAUSE):
            progress.do_step(enrolment_id, lesson, step.id, release_id=content.release_id, answer=_answer_to(step))


def _answer_to(step: Segment) -> str:
    """The right choice of a decision, every line of a list."""
    if step.kind == "decide":
        return next(item.id for item in step.items if item.is_right)
    return ",".join(item.id for item in step.items)


def sit(actor: Actor, lesson_id: str, outcome: str) -> None:
    """One attempt: passed without a mistake, failed with every second answer wrong, or left after some answers."""
    learning, content, lesson = progress_queries.get_for_lesson(actor, lesson_id)
    if lesson.quiz is None:
        return
    seen = {
        entry["id"]
        for attempt in quiz_queries.list_attempts(learning.enrolment_id, lesson.quiz.id)
        for entry in attempt.questions
    }
    seed = _seed(lesson.quiz, frozenset(seen), is_written=outcome in WRITES)
    attempt = quizzes.start(learning, lesson, content.release_id, seed=seed)
    began = now()
    entries = attempt.questions[:ANSWERS_OF_A_BEGUN_QUIZ] if outcome == BEGUN else attempt.questions
    for number in range(1, len(entries) + 1):
        with at(began + number * PAUSE):
            sitting = quiz_queries.get_sitting(actor, attempt.id)
            question = quizzes.question_of(lesson.quiz, sitting, number)
            if question is not None:
                form = _wrong(question) if outcome == FAILED and number % 2 else _right(question, actor.language)
                quizzes.answer(sitting, lesson, question, form, language=actor.language)


def _seed(quiz: Quiz, seen: frozenset[str], *, is_written: bool) -> int:
    """A draw with a written answer in it, or without: what the others became must not hang on a mark."""
    marked = {one.id for one in quiz.questions if KINDS[one.kind].is_marked}
    draws = ((seed, rules.draw(quiz, seed, seen)) for seed in range(MOST_DRAWS))
    return next(seed for seed, drawn in draws if any(one["id"] in marked for one in drawn) == is_written)


def _right(question: Question, language: str = "he") -> Form:
    kind = KINDS[question.kind]
    if kind.is_marked:
        return {FIELD: [WRITTEN.get(language, WRITTEN["he"])]}
    return kind.form(question, kind.key(question))


def _wrong(question: Question) -> Form:
    """The first wrong option where there is one; the right answer to what has none."""
    wrong = next((option.id for option in question.options if not option.is_right), None)
    return {FIELD: [wrong]} if wrong and question.kind in CHOICES else _right(question)


def play(actor: Actor, lesson_id: str, outcome: str) -> None:
    """One run of the lesson's scenario, passed or to an unsafe ending; or the wish to talk it through."""
    learning, content, lesson = progress_queries.get_for_lesson(actor, lesson_id)
    if lesson.scenario is None:
        return
    if outcome == ASKED:
        scenarios.ask_alternative(learning, lesson)
        return
    scenario, began = lesson.scenario, now()
    run = scenarios.start(learning, lesson, content.release_id)
    way = find_way(
        scenario,
        lambda scene, points: scene.ending == UNSAFE if outcome == UNSAFE else passes(scenario, scene.ending, points),
    )
    for number, choice in enumerate(way or (), 1):
        with at(began + number * PAUSE):
            scenarios.choose(scenario_queries.get_playing(actor, run.id), lesson, number, choice.id)


def reflect(ring: KeyRing, actor: Actor, lesson: Lesson, text: str) -> None:
    """Answers the lesson's first private prompt."""
    prompt = next((segment for segment in lesson.segments if segment.kind == "reflect"), None)
    if prompt is not None:
        reflections.keep(ring, actor, lesson.id, prompt.id, text)
