"""Pages on which a faulty question is corrected: choose it, choose the way, see who changes, do it."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.audit import service as audit
from app.core.db import write_transaction
from app.core.errors import Invalid
from app.core.words import N_
from app.quizzes import regrading, regrading_presenters, regrading_queries
from app.quizzes.regrading_forms import RegradeForm
from app.quizzes.regrading_plans import Subject, Wish, propose
from app.quizzes.regrading_rules import Plan
from app.quizzes.texts import html
from app.releases import queries as releases
from app.web.languages import gettext, language
from app.web.render import page


def lessons(actor: Actor) -> ResponseReturnValue:
    """Quizzes that somebody sat in the cohorts that the actor coordinates."""
    counts = regrading_queries.count_attempts(actor)
    known = releases.published(actor.release_id).catalogue.lessons
    in_order = [*(name for name in known if name in counts), *sorted(counts.keys() - known.keys())]
    return page("quizzes/sat.html", counts=counts, lessons=known, in_order=in_order)


def questions(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    subject = Subject(actor, lesson_id)
    lines = regrading_presenters.lines(subject, regrading_queries.list_answers(actor, lesson_id))
    past = regrading_queries.list_past(actor, lesson_id)
    titles = {line.id: line.title for line in lines}
    return page("quizzes/regrade.html", lesson=subject.newest, lines=lines, past=past, titles=titles)


def question(actor: Actor, lesson_id: str, question_id: str) -> ResponseReturnValue:
    return _question_page(Subject(actor, lesson_id), question_id, Wish(""))


def _question_page(subject: Subject, question_id: str, wish: Wish, error: str = "") -> str:
    _, asked = next(iter(subject.asked(question_id).values()))
    answers = regrading_queries.list_answers(subject.actor, subject.lesson_id, question_id)
    return page(
        "quizzes/regrade_question.html",
        lesson=subject.newest,
        asked=asked,
        stem=html(asked.stem, language()),
        versions=regrading_presenters.versions(subject, question_id, answers, wish.accepted, language()),
        is_about_safety=subject.is_about_safety(question_id),
        may_use_key=subject.corrected(question_id) is not None,
        way=wish.way,
        error=error,
    )


def preview(actor: Actor, lesson_id: str, question_id: str) -> ResponseReturnValue:
    """Who would change, by name: that somebody looked is on record."""
    subject = Subject(actor, lesson_id)
    wish = _wish(subject, question_id, request.args.get("way", ""), request.args.getlist("accept"))
    try:
        plan = propose(subject, question_id, wish)
    except Invalid as error:
        return _question_page(subject, question_id, wish, gettext(error.message)), 422
    with write_transaction():
        audit.record(actor.id, "quiz.regrade-preview", f"lesson:{lesson_id}"[:80], detail=f"{question_id}:{wish.way}")
    return _preview_page(subject, wish, plan, RegradeForm(formdata=None))


def _wish(subject: Subject, question_id: str, way: str, tokens: list[str]) -> Wish:
    asked = subject.asked(question_id)
    answers = regrading_queries.list_answers(subject.actor, subject.lesson_id, question_id)
    return regrading_presenters.wish(asked, answers, way, set(tokens))


def _preview_page(subject: Subject, wish: Wish, plan: Plan, form: RegradeForm, moved: str = "") -> str:
    _, asked = next(iter(subject.asked(plan.correction.question_id).values()))
    tokens = [regrading_presenters.token(*pair) for pair in sorted(wish.accepted)]
    return page(
        "quizzes/regrade_preview.html",
        lesson=subject.newest,
        asked=asked,
        plan=plan,
        groups=[(effect, plan.with_effect(effect)) for effect in ("passed", "better", "worse")],
        tokens=tokens,
        is_about_safety=subject.is_about_safety(plan.correction.question_id),
        form=form,
        moved=moved,
    )


def correct(actor: Actor, lesson_id: str, question_id: str) -> ResponseReturnValue:
    """What was shown, or nothing: where it would do something else now, that is shown instead."""
    subject = Subject(actor, lesson_id)
    wish = _wish(subject, question_id, request.form.get("way", ""), request.form.getlist("accept"))
    form = RegradeForm()
    try:
        if not form.validate_on_submit():
            return _preview_page(subject, wish, propose(subject, question_id, wish), form), 422
        regrading.correct(subject, question_id, wish, form.reason.data or "", request.form.get("digest", ""))
    except regrading.Moved as moved:
        return _preview_page(subject, wish, moved.plan, form, gettext(moved.message)), 409
    except Invalid as error:
        if error.field == "way":
            return _question_page(subject, question_id, wish, gettext(error.message)), 422
        form.refuse(error)
        return _preview_page(subject, wish, propose(subject, question_id, wish), form), 422
    flash(gettext(N_("The question is corrected. Everybody whose points changed is told.")))
    return redirect(f"/quizzes/{lesson_id}/regrade", code=303)
