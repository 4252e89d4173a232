"""Pages of a quiz: before, during, after."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Lesson, Question, Quiz
from app.core.clock import now
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.progress.queries import Learning, get_for_lesson
from app.quizzes import finishing, presenters, queries, regrading_queries, service, sitting_presenters, timing
from app.quizzes.queries import Sitting
from app.releases import queries as releases
from app.web.arrival import arrived_at
from app.web.languages import gettext, language
from app.web.render import page

NO_QUIZ = N_("There is no such quiz.")
LONGEST_NUMBER = 9


def intro(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    learning, _, lesson = get_for_lesson(actor, lesson_id)
    return _intro_page(learning, lesson)


def _intro_page(learning: Learning, lesson: Lesson) -> str:
    quiz = lesson.quiz
    if quiz is None:
        raise NotFound(NO_QUIZ)
    attempts = queries.list_attempts(learning.enrolment_id, quiz.id)
    opened = queries.list_opened(learning.enrolment_id, quiz.id)
    extra = queries.find_extra_time(learning.enrolment_id) if quiz.time_limit_minutes else 0
    return page(
        "quizzes/intro.html",
        lesson=lesson,
        quiz=quiz,
        attempts=attempts,
        allowed=timing.allowance(quiz, attempts, opened, now()),
        opened=opened,
        extra=extra,
        own_minutes=timing.limit_seconds(quiz, extra) // 60,
        time_zone=learning.time_zone,
    )


def start(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    """A refusal is explained by the quiz's own page: why, until when, who can change it."""
    learning, content, lesson = get_for_lesson(actor, lesson_id)
    try:
        attempt = service.start(learning, lesson, content.release_id)
    except Invalid:
        return _intro_page(learning, lesson), 422
    return redirect(f"/attempts/{attempt.id}", code=303)


def result(actor: Actor, attempt_id: int) -> ResponseReturnValue:
    """The result, or the first question that waits for an answer."""
    sitting, lesson, quiz = _load(actor, attempt_id)
    if sitting.finished_at is None:
        return _over_page(sitting, lesson) or redirect(_place(sitting))
    return page(
        "quizzes/result.html",
        lesson=lesson,
        quiz=quiz,
        not_taken=_number(request.args.get("not_taken", "")),
        corrected=regrading_queries.list_corrected(attempt_id) if sitting.is_corrected else [],
        **sitting_presenters.result(sitting, lesson, quiz, *_history(sitting)),
    )


def _place(sitting: Sitting) -> str:
    return f"/attempts/{sitting.id}/{sitting.first_open or 'hand-in'}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else 0


def _history(sitting: Sitting) -> tuple[Sequence[timing.Sat], Sequence[timing.Given]]:
    """All attempts of the quiz, and what was opened in it."""
    here = sitting.enrolment_id, sitting.quiz_id
    return queries.list_attempts(*here), queries.list_opened(*here)


def question(actor: Actor, attempt_id: int, number: int) -> ResponseReturnValue:
    sitting, lesson, quiz = _load(actor, attempt_id)
    asked = _asked(quiz, sitting, number)
    return _over_page(sitting, lesson) or _question_page(sitting, lesson, asked, number)


def answer(actor: Actor, attempt_id: int, number: int) -> ResponseReturnValue:
    sitting, lesson, quiz = _load(actor, attempt_id, to_answer=True)
    asked = _asked(quiz, sitting, number)
    form = {name: request.form.getlist(name) for name in request.form}
    hand_in, go = bool(request.form.get("hand_in")), request.form.get("go", "")
    try:
        done = service.answer(sitting, lesson, asked, form, language=language(), arrived=arrived_at(), hand_in=hand_in)
    except Invalid as error:
        if go in sitting_presenters.WAYS and service.is_blank(form):
            return redirect(sitting_presenters.after(sitting, number, go), code=303)
        return _question_page(sitting, lesson, asked, number, error=gettext(error.message), typed=form), 422
    return redirect(_onward(sitting, quiz, number, done, go), code=303)


def _onward(sitting: Sitting, quiz: Quiz, number: int, done: service.Answered, go: str) -> str:
    here = f"/attempts/{sitting.id}"
    if not done.is_taken:
        return f"{here}?not_taken={number}"
    if quiz.feedback == "each":
        return f"{here}/{number}"
    return here if done.ended or sitting.finished_at else sitting_presenters.after(sitting, number, go)


def hand_in_page(actor: Actor, attempt_id: int) -> ResponseReturnValue:
    sitting, lesson, quiz = _load(actor, attempt_id)
    if sitting.finished_at is not None or quiz.feedback == "each":
        return redirect(f"/attempts/{attempt_id}")
    shown = sitting_presenters.to_hand_in(sitting, quiz)
    around = sitting_presenters.flow(sitting, quiz, len(sitting.questions), is_explained=False)
    return _over_page(sitting, lesson) or page("quizzes/hand_in.html", lesson=lesson, quiz=quiz, flow=around, **shown)


def hand_in(actor: Actor, attempt_id: int) -> ResponseReturnValue:
    sitting, lesson, _ = _load(actor, attempt_id, to_answer=True)
    finishing.hand_in(sitting, lesson, arrived_at())
    return redirect(f"/attempts/{attempt_id}", code=303)


def _over_page(sitting: Sitting, lesson: Lesson) -> str:
    """Instead of a page of an attempt whose time is over: a GET closes nothing, so it asks for one press."""
    if sitting.finished_at is not None or not timing.is_over(sitting.due_at, now()):
        return ""
    return page("quizzes/over.html", sitting=sitting, lesson=lesson)


def _question_page(
    sitting: Sitting, lesson: Lesson, asked: Question, number: int, error: str = "", typed: Form | None = None
) -> str:
    quiz = lesson.quiz
    if quiz is None:
        raise NotFound(NO_QUIZ)
    is_explained = quiz.feedback == "each" or _is_explained(sitting, quiz)
    around = sitting_presenters.flow(sitting, quiz, number, is_explained=is_explained)
    shown = presenters.question(sitting, lesson, asked, number, language(), typed, is_explained=is_explained)
    may_tell = sitting.is_corrected and sitting.finished_at is not None and is_explained
    corrected = regrading_queries.list_corrected(sitting.id, asked.id) if may_tell else []
    return page("quizzes/question.html", q=shown, flow=around, error=error, corrected=corrected, sitting=sitting)


def _is_explained(sitting: Sitting, quiz: Quiz) -> bool:
    """Other attempts are looked at only where they decide."""
    hangs_on_others = sitting.finished_at and quiz.feedback == "pass" and not sitting.is_passed
    history = _history(sitting) if hangs_on_others else ([sitting], [])
    return timing.is_explained(quiz, sitting.finished_at, *history)


def _load(actor: Actor, attempt_id: int, *, to_answer: bool = False) -> tuple[Sitting, Lesson, Quiz]:
    sitting = queries.get_sitting(actor, attempt_id, to_answer=to_answer)
    lesson = releases.published(sitting.release_id).catalogue.lessons[sitting.lesson_id]
    if lesson.quiz is None:
        raise NotFound(NO_QUIZ)
    return sitting, lesson, lesson.quiz


def _asked(quiz: Quiz, sitting: Sitting, number: int) -> Question:
    asked = service.question_of(quiz, sitting, number)
    if asked is None:
        raise NotFound(N_("This attempt has no such question."))
    return asked
