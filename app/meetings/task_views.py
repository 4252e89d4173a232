"""Make-up tasks: set by a trainer, done by the learner, decided by a trainer."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.meetings import lists, make_up, policy, queries
from app.meetings.forms import HandInForm, ReturnForm, TaskForm, VersionForm
from app.meetings.models import MakeUpTask
from app.meetings.taught import Taught, get_taught
from app.web.languages import gettext
from app.web.render import page


def new(actor: Actor, enrolment_id: int, lesson_id: str) -> ResponseReturnValue:
    learner, taught = _learner(actor, enrolment_id, lesson_id)
    missing = make_up.missing_minutes(learner, taught)
    return _new_page(TaskForm(formdata=None, data={"minutes": missing or None}), learner, taught, missing)


def create(actor: Actor, enrolment_id: int, lesson_id: str) -> ResponseReturnValue:
    learner, taught = _learner(actor, enrolment_id, lesson_id)
    form = TaskForm()
    if form.validate_on_submit():
        draft = make_up.TaskDraft(
            text=form.text.data or "",
            minutes=form.minutes.data or 0,
            due_on=form.due_on.data,  # type: ignore[arg-type]
        )
        try:
            task = make_up.set_task(actor, learner, lesson_id, draft)
            return redirect(f"/make-up/{task.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _new_page(form, learner, taught, make_up.missing_minutes(learner, taught)), 422


def show(actor: Actor, task_id: int) -> ResponseReturnValue:
    task = queries.get_task(actor, task_id)
    return _task_page(actor, task, HandInForm(formdata=None, data={"text": task.handed_in}), ReturnForm(formdata=None))


def hand_in(actor: Actor, task_id: int) -> ResponseReturnValue:
    task, form = queries.get_task(actor, task_id), HandInForm()
    if not form.validate_on_submit():
        return _task_page(actor, task, form, ReturnForm(formdata=None)), 422
    make_up.hand_in(actor, task, form.text.data or "", form.seen)
    flash(gettext(N_("Handed in. Your trainer looks at it next.")))
    return redirect(f"/make-up/{task.id}", code=303)


def give_back(actor: Actor, task_id: int) -> ResponseReturnValue:
    task, form = queries.get_task(actor, task_id), ReturnForm()
    if form.validate_on_submit():
        try:
            make_up.give_back(actor, task, form.comment.data or "", form.seen)
            flash(gettext(N_("The task is back with the learner.")))
            return redirect(f"/make-up/{task.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _task_page(actor, task, HandInForm(formdata=None), form), 422


def accept(actor: Actor, task_id: int) -> ResponseReturnValue:
    return _decide(actor, task_id, make_up.accept, N_("Accepted. The minutes are credited."))


def withdraw(actor: Actor, task_id: int) -> ResponseReturnValue:
    return _decide(actor, task_id, make_up.withdraw, N_("The task is withdrawn."))


Verb = Callable[[Actor, MakeUpTask, int], None]


def _decide(actor: Actor, task_id: int, verb: Verb, said: str) -> ResponseReturnValue:
    task = queries.get_task(actor, task_id)
    verb(actor, task, VersionForm().seen)
    flash(gettext(said))
    return redirect(f"/make-up/{task.id}", code=303)


def _learner(actor: Actor, enrolment_id: int, lesson_id: str) -> tuple[Enrolment, Taught]:
    learner = enrolment.get_enrolment(actor, enrolment_id)
    if not policy.may_run(actor, learner.cohort):
        raise NotFound(queries.NO_TASK)
    return learner, get_taught(learner.cohort, lesson_id)


def _new_page(form: TaskForm, learner: Enrolment, taught: Taught, missing: int) -> str:
    return page("meetings/new-task.html", form=form, learner=learner, lesson=taught.lesson, missing=missing)


def _task_page(actor: Actor, task: MakeUpTask, form: HandInForm, return_form: ReturnForm) -> str:
    version = form.seen if request.method == "POST" else task.version
    return page(
        "meetings/task.html", shown=lists.task(actor, task), form=form, return_form=return_form, version=version
    )
