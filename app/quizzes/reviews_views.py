"""Pages of the practice: one question at a time, its explanation at once, and every way out of it."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.kinds.contract import Form
from app.catalogue.types import Lesson, Question
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.progress.queries import get_for_lesson
from app.quizzes import reviews, reviews_presenters, reviews_queries
from app.quizzes.reviews_queries import NO_CARD, Own
from app.web.languages import gettext, language
from app.web.render import page

HOME = reviews_presenters.HOME


def practice(actor: Actor) -> ResponseReturnValue:
    """The first question of today that waits, or how the practice stands."""
    today = reviews.take_today(actor)
    if today.cards:
        return redirect(reviews_presenters.path(today.cards[0][0]))
    return page("quizzes/practice.html", coming=reviews_queries.find_coming(actor))


def question(actor: Actor, lesson_id: str, question_id: str) -> ResponseReturnValue:
    return _question_page(actor, *_find(actor, lesson_id, question_id))


def answer(actor: Actor, lesson_id: str, question_id: str) -> ResponseReturnValue:
    own, lesson, asked = _find(actor, lesson_id, question_id, to_change=True)
    form = {name: request.form.getlist(name) for name in request.form}
    try:
        reviews.answer(actor, own, asked, form)
    except Invalid as error:
        return _question_page(actor, own, lesson, asked, gettext(error.message), form), 422
    return redirect(reviews_presenters.path(own), code=303)


def _question_page(
    actor: Actor, own: Own, lesson: Lesson, asked: Question, error: str = "", typed: Form | None = None
) -> str:
    return page(
        "quizzes/practice_question.html",
        q=reviews_presenters.question(own, lesson, asked, language(), typed),
        here=reviews_presenters.path(own),
        left=reviews.take_today(actor).left,
        is_away=own.row.due_at is None,
        error=error,
    )


def later(actor: Actor, lesson_id: str, question_id: str) -> ResponseReturnValue:
    reviews.put_off(reviews_queries.get_own(actor, lesson_id, question_id, to_change=True))
    return redirect(HOME, code=303)


def away(actor: Actor, lesson_id: str, question_id: str) -> ResponseReturnValue:
    reviews.put_away(reviews_queries.get_own(actor, lesson_id, question_id, to_change=True))
    flash(gettext(N_("Put away. This question does not come back.")))
    return redirect(HOME, code=303)


def stop(actor: Actor) -> ResponseReturnValue:
    reviews.stop(actor)
    flash(gettext(N_("Your practice is empty.")))
    return redirect(HOME, code=303)


def add(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    learning, _, lesson = get_for_lesson(actor, lesson_id)
    reviews.add_quiz(learning, lesson)
    flash(gettext(N_("The questions of this quiz come back through the year, a few at a time.")))
    return redirect(HOME, code=303)


def _find(actor: Actor, lesson_id: str, question_id: str, *, to_change: bool = False) -> tuple[Own, Lesson, Question]:
    own = reviews_queries.get_own(actor, lesson_id, question_id, to_change=to_change)
    found = reviews.find_question(reviews.content_of(actor, own), lesson_id, question_id)
    if found is None:
        raise NotFound(NO_CARD)
    return own, *found
