"""Role-plays: one's own, those that wait to be rated, one of them."""

from __future__ import annotations

from flask import redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.db import write_transaction
from app.core.errors import NotFound
from app.enrolment import queries as enrolment
from app.performance import lists, opening, policy, presenters, queries, rules, service, sheets
from app.performance.forms import CancelForm, GoOnForm, PlanForm, SettleForm
from app.performance.models import OPEN, Performance
from app.web.forms import Form
from app.web.render import page


def own(actor: Actor) -> ResponseReturnValue:
    """A learner's role-plays; for whoever rates, what waits, and the cohorts."""
    near = actor.without_nation()
    rates = near.has_role(*policy.RATING)
    return page(
        "performance/own.html",
        own=lists.lines(actor, queries.list_own(actor)),
        waiting=lists.lines(near, queries.list_to_rate(near)) if rates else [],
        cohorts=enrolment.list_cohorts(near, policy.RATING) if rates else [],
        rates=rates,
    )


def show(actor: Actor, performance_id: int) -> ResponseReturnValue:
    performance = queries.get_performance(actor, performance_id)
    watched = sheets.get_watched(performance)
    if policy.is_own(actor, performance):
        own = presenters.own(actor, performance, watched)
        return page("performance/result.html", performance=performance, watched=watched, own=own)
    return staff_page(actor, performance)


def see(actor: Actor, performance_id: int) -> ResponseReturnValue:
    performance = queries.get_performance(actor, performance_id)
    if not policy.is_own(actor, performance):
        raise NotFound(queries.NO_PERFORMANCE)
    service.open_result(performance)
    return redirect(f"/performances/{performance.id}", code=303)


def staff_page(actor: Actor, performance: Performance, form: Form | None = None) -> str:
    """What assessors read; every look at somebody's ratings is on record. `form` was refused and keeps its words."""
    watched = sheets.get_watched(performance)
    verdicts = presenters.verdicts(watched, presenters.readable(actor, performance))
    if verdicts:
        with write_transaction():
            opening.record(actor, performance, performance.enrolment, "performance.view")
    sent = {one.part: one for one in queries.list_sent([performance.id]).get(performance.id, [])}
    has_rated = any(one.rater_id == actor.id for one in sent.values())
    reads_all = policy.may_read_result(actor, performance, has_rated)
    remediation = queries.find_remediation(performance.id) if reads_all else None
    is_waiting = performance.second_wanted and rules.SECOND not in sent and performance.state == OPEN
    may_plan = remediation is not None and remediation.closed_at is None and policy.may_plan(actor, performance)
    plan = remediation.plan if remediation else ""
    return page(
        "performance/performance.html",
        performance=performance,
        watched=watched,
        parts=[part for part in rules.PARTS if _is_wanted(part, performance, watched)],
        sent=sent,
        to_rate=lists.lines(actor, [performance])[0].to_rate,
        verdicts=verdicts,
        differing=presenters.differing(verdicts),
        reads_all=reads_all,
        known=rules.behaviours_of(watched.competencies),
        remediation=remediation,
        may_settle=policy.may_settle(actor, performance, has_rated),
        may_go_on=is_waiting and policy.may_coordinate(actor, performance),
        may_cancel=policy.may_cancel(actor, performance, bool(sent)),
        may_plan=may_plan,
        settle=form if isinstance(form, SettleForm) else SettleForm(formdata=None),
        go_on=form if isinstance(form, GoOnForm) else GoOnForm(formdata=None),
        cancel=form if isinstance(form, CancelForm) else CancelForm(formdata=None),
        plan=form if isinstance(form, PlanForm) else PlanForm(formdata=None, data={"plan": plan}),
        refused=form,
    )


def _is_wanted(part: str, performance: Performance, watched: sheets.Watched) -> bool:
    return performance.second_wanted if part == rules.SECOND else part in watched.sheet.raters
