"""Pages of a quiz: before, during, after."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Lesson, Question, Quiz
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.progress.queries import get_for_lesson
from app.quizzes import presenters, queries, service
from app.releases import queries as releases
from app.web.languages import gettext, language
from app.web.render import page

NO_QUIZ = N_("There is no such quiz.")


def intro(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    learning, _, lesson = get_for_lesson(actor, lesson_id)
    if lesson.quiz is None:
        raise NotFound(NO_QUIZ)
    attempts = queries.list_attempts(learning.enrolment_id, lesson.quiz.id)
    return page("quizzes/intro.html", lesson=lesson, quiz=lesson.quiz, attempts=attempts)


def start(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    learning, content, lesson = get_for_lesson(actor, lesson_id)
    attempt = service.start(learning, lesson, content.release_id)
    return redirect(f"/attempts/{attempt.id}", code=303)


def result(actor: Actor, attempt_id: int) -> ResponseReturnValue:
    """The result, or the first question that waits for an answer."""
    sitting, lesson, quiz = _load(actor, attempt_id)
    if sitting.finished_at is None and sitting.first_open:
        return redirect(f"/attempts/{attempt_id}/{sitting.first_open}")
    return page("quizzes/result.html", lesson=lesson, quiz=quiz, **presenters.review(sitting, quiz))


def question(actor: Actor, attempt_id: int, number: int) -> ResponseReturnValue:
    sitting, lesson, quiz = _load(actor, attempt_id)
    asked = _asked(quiz, sitting, number)
    return _question_page(sitting, lesson, asked, number)


def answer(actor: Actor, attempt_id: int, number: int) -> ResponseReturnValue:
    sitting, lesson, quiz = _load(actor, attempt_id, to_answer=True)
    asked = _asked(quiz, sitting, number)
    form = {name: request.form.getlist(name) for name in request.form}
    try:
        service.answer(sitting, lesson, asked, form, language=language())
    except Invalid as error:
        return _question_page(sitting, lesson, asked, number, error=gettext(error.message), typed=form), 422
    return redirect(f"/attempts/{attempt_id}/{number}", code=303)


def _question_page(
    sitting: queries.Sitting, lesson: Lesson, asked: Question, number: int, error: str = "", typed: Form | None = None
) -> str:
    shown = presenters.question(sitting, lesson, asked, number, language(), typed)
    return page("quizzes/question.html", q=shown, error=error)


def _load(actor: Actor, attempt_id: int, *, to_answer: bool = False) -> tuple[queries.Sitting, Lesson, Quiz]:
    sitting = queries.get_sitting(actor, attempt_id, to_answer=to_answer)
    lesson = releases.published(sitting.release_id).catalogue.lessons[sitting.lesson_id]
    if lesson.quiz is None:
        raise NotFound(NO_QUIZ)
    return sitting, lesson, lesson.quiz


def _asked(quiz: Quiz, sitting: queries.Sitting, number: int) -> Question:
    asked = service.question_of(quiz, sitting, number)
    if asked is None:
        raise NotFound(N_("This attempt has no such question."))
    return asked
