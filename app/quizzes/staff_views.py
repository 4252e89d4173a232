"""Pages of those who teach and coordinate: how a learner does in quizzes, and what is opened for them."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.types import Catalogue, Lesson
from app.core.db import write_transaction
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.quizzes import overrides, policy, queries, staff_presenters
from app.quizzes.forms import ExtraTimeForm, OpeningForm
from app.quizzes.views import NO_QUIZ
from app.releases import queries as releases
from app.web.languages import gettext
from app.web.render import page


def learner(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    found = _learner(actor, enrolment_id)
    with write_transaction():
        overrides.note_reading(actor, found)
    return _learner_page(actor, found, ExtraTimeForm(formdata=None, percent=str(queries.find_extra_time(found.id))))


def _learner_page(actor: Actor, found: Enrolment, form: ExtraTimeForm) -> str:
    attempts = queries.list_every_attempt(found.id)
    opened = queries.list_opened(found.id)
    return page(
        "quizzes/learner.html",
        learner=found,
        lines=staff_presenters.lines(_lessons(actor, found), attempts, opened, queries.list_passed(found.id)),
        may_override=policy.may_override(actor, found),
        form=form,
        time_zone=found.cohort.institution.time_zone,
    )


def set_time(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    found, form = _learner(actor, enrolment_id), ExtraTimeForm()
    if not form.validate_on_submit():
        return _learner_page(actor, found, form), 422
    overrides.set_time(actor, found, int(form.percent.data))
    flash(gettext(N_("The extra time is set. It holds from now on, in a quiz that is running too.")))
    return redirect(f"/learners/{found.id}/quizzes", code=303)


def opening(actor: Actor, enrolment_id: int, lesson_id: str) -> ResponseReturnValue:
    found, lesson = _quiz_of(actor, enrolment_id, lesson_id)
    if not policy.may_override(actor, found):
        raise Forbidden(overrides.ONLY_COORDINATORS)
    with write_transaction():
        overrides.note_reading(actor, found, lesson.id)
    return _opening_page(found, lesson, OpeningForm(formdata=None))


def _opening_page(found: Enrolment, lesson: Lesson, form: OpeningForm) -> str:
    attempts, opened = queries.list_every_attempt(found.id), queries.list_opened(found.id)
    (line,) = staff_presenters.lines([lesson], attempts, opened, queries.list_passed(found.id))
    form.offer(line.ways)
    zone = found.cohort.institution.time_zone
    return page("quizzes/opening.html", learner=found, lesson=lesson, line=line, form=form, time_zone=zone)


def give(actor: Actor, enrolment_id: int, lesson_id: str) -> ResponseReturnValue:
    found, lesson = _quiz_of(actor, enrolment_id, lesson_id)
    form = OpeningForm()
    if lesson.quiz is not None:
        form.offer(overrides.possible(found.id, lesson.id, lesson.quiz))
    if not form.validate_on_submit():
        return _opening_page(found, lesson, form), 422
    release_id = releases.published(found.cohort.release_id or actor.release_id).release_id
    try:
        overrides.give(actor, found, lesson, form.kind.data, form.reason.data or "", release_id)
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _opening_page(found, lesson, form), error.status
    flash(gettext(N_("It is open. The learner reads it on the quiz’s page, with your name and the reason.")))
    return redirect(f"/learners/{found.id}/quizzes", code=303)


def _learner(actor: Actor, enrolment_id: int) -> Enrolment:
    """A learner whom the actor teaches or coordinates; one's own attempts have other pages."""
    found = enrolment.get_enrolment(actor, enrolment_id)
    if not policy.may_follow(actor, found):
        raise NotFound(N_("There is no such learner here."))
    return found


def _catalogue(actor: Actor, found: Enrolment) -> Catalogue:
    return releases.published(found.cohort.release_id or actor.release_id).catalogue


def _lessons(actor: Actor, found: Enrolment) -> tuple[Lesson, ...]:
    catalogue = _catalogue(actor, found)
    programme = catalogue.programmes.get(found.cohort.programme_id)
    return catalogue.lessons_of(programme) if programme else ()


def _quiz_of(actor: Actor, enrolment_id: int, lesson_id: str) -> tuple[Enrolment, Lesson]:
    found = _learner(actor, enrolment_id)
    lesson = next((one for one in _lessons(actor, found) if one.id == lesson_id and one.quiz), None)
    if lesson is None:
        raise NotFound(NO_QUIZ)
    return found, lesson
