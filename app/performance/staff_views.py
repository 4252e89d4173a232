"""A cohort's role-plays: opened, settled, cancelled, and what is practised afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import today
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort
from app.enrolment.policy import may_see_cohort
from app.performance import lists, opening, policy, presenters, queries, settling, sheets
from app.performance.forms import PASSED, CancelForm, GoOnForm, OpeningForm, PlanForm, SettleForm
from app.performance.models import Performance
from app.performance.views import staff_page
from app.web.formats import isolate
from app.web.languages import gettext, language, ngettext
from app.web.render import page

Decision = TypeVar("Decision", SettleForm, GoOnForm, CancelForm, PlanForm)


def of_cohort(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort = enrolment.get_cohort(actor, cohort_id, policy.RATING)
    return page(
        "performance/cohort.html",
        cohort=cohort,
        lines=lists.lines(actor, queries.list_of_cohort(cohort)),
        lessons=sheets.list_rated(cohort),
        teaches=may_see_cohort(actor, cohort),
    )


def new(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort = enrolment.get_cohort(actor, cohort_id, policy.RATING)
    asked = request.args.get("learner", "")
    chosen = [int(asked)] if asked.isascii() and asked.isdecimal() and len(asked) < 10 else []
    data = {"day": today(cohort.institution.time_zone), "language": language(), "learners": chosen}
    return _new_page(actor, cohort, OpeningForm(formdata=None, data=data))


def open_them(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort = enrolment.get_cohort(actor, cohort_id, policy.RATING)
    form = OpeningForm()
    _offer(actor, cohort, form)
    if form.validate_on_submit():
        try:
            opened = opening.open_for(actor, cohort, form.learners.data or [], form.draft())
        except Invalid as error:
            form.refuse(error)
        else:
            flash(ngettext("%(num)s role-play is open.", "%(num)s role-plays are open.", len(opened)))
            only = opened[0].id if len(opened) == 1 else None
            return redirect(f"/performances/{only}" if only else f"/cohorts/{cohort.id}/performances", code=303)
    return _new_page(actor, cohort, form), 422


def settle(actor: Actor, performance_id: int) -> ResponseReturnValue:
    def act(performance: Performance, form: SettleForm) -> None:
        settling.settle(actor, performance, form.result.data == PASSED, form.reason.data or "", form.seen)

    return _decide(actor, performance_id, SettleForm(), act, N_("The result is settled."))


def go_on(actor: Actor, performance_id: int) -> ResponseReturnValue:
    def act(performance: Performance, form: GoOnForm) -> None:
        settling.go_on_alone(actor, performance, form.reason.data or "", form.seen)

    return _decide(actor, performance_id, GoOnForm(), act, N_("The result goes on without a second rating."))


def cancel(actor: Actor, performance_id: int) -> ResponseReturnValue:
    def act(performance: Performance, form: CancelForm) -> None:
        settling.cancel(actor, performance, form.reason.data or "", form.seen)

    return _decide(actor, performance_id, CancelForm(), act, N_("The role-play is cancelled and counts for nothing."))


def plan(actor: Actor, performance_id: int) -> ResponseReturnValue:
    def act(performance: Performance, form: PlanForm) -> None:
        settling.keep_plan(actor, performance, form.plan.data or "", form.seen)

    return _decide(actor, performance_id, PlanForm(), act, N_("Kept. The learner reads it."))


def _decide(
    actor: Actor, performance_id: int, form: Decision, act: Callable[[Performance, Decision], None], said: str
) -> ResponseReturnValue:
    performance = queries.get_performance(actor, performance_id)
    if not policy.may_observe(actor, performance.enrolment):
        raise NotFound(queries.NO_PERFORMANCE)
    if form.validate_on_submit():
        try:
            act(performance, form)
            flash(gettext(said))
            return redirect(f"/performances/{performance.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return staff_page(actor, performance, form), 422


def _offer(actor: Actor, cohort: Cohort, form: OpeningForm) -> None:
    learners = [one for one in enrolment.list_learners(cohort) if policy.may_observe(actor, one)]
    lessons = presenters.lesson_choices(sheets.list_rated(cohort), language())
    form.offer(lessons, [(one.id, isolate(one.person.name, "auto")) for one in learners])


def _new_page(actor: Actor, cohort: Cohort, form: OpeningForm) -> str:
    _offer(actor, cohort, form)
    return page("performance/new.html", cohort=cohort, form=form)
