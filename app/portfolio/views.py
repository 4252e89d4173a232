"""Portfolios: one's own, a learner's, one competency with its ratings, and a sheet to rate by."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.core.clock import today
from app.core.db import write_transaction
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.portfolio import evidence, notes, policy, presenters, queries, rules, service
from app.portfolio.content import Held, as_rated, find_held, get_held
from app.portfolio.forms import RatingForm, WithdrawForm
from app.portfolio.models import PortfolioRating
from app.releases import queries as releases
from app.web.languages import gettext
from app.web.noticing import says
from app.web.render import page


def own(actor: Actor) -> ResponseReturnValue:
    """One's own portfolio; whoever has none sees those of whom they assess."""
    learners = [one for one in enrolment.list_own(actor) if find_held(one.cohort, actor.release_id)]
    return _portfolio(actor, learners[0], learners[1:]) if learners else people(actor)


def people(actor: Actor) -> ResponseReturnValue:
    """Everybody whom one may assess."""
    programmes = releases.published(actor.release_id).catalogue.portfolios
    learners = queries.list_assessed(actor, programmes)
    rated = queries.list_rated(one.id for one in learners)
    lines = []
    for one in learners:
        if held := find_held(one.cohort, actor.release_id):
            found = rules.standings(held.portfolio, rated[one.id])
            lines.append((one, sum(each.is_shown for each in found), found))
    return page("portfolio/people.html", lines=lines)


def of_learner(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    learner = queries.get_learner(actor, enrolment_id)
    get_held(learner.cohort, actor.release_id)
    if learner.person_id != actor.id:
        with write_transaction():
            service.note_read(actor, learner)
    return _portfolio(actor, learner, [])


def competency(actor: Actor, enrolment_id: int, competency: str) -> ResponseReturnValue:
    """Every rating of it, with what was seen; the trail says who looked, and at which case."""
    learner = queries.get_learner(actor, enrolment_id)
    held = get_held(learner.cohort, actor.release_id)
    wanted = held.get(competency)
    ratings = queries.list_ratings(learner.id, wanted.id)
    opens = policy.may_read_evidence(actor, learner)
    if learner.person_id != actor.id:
        with write_transaction():
            service.note_read(actor, learner, wanted.id)
            service.note_cases(actor, learner, (one.case_id for one in ratings if opens))
    counted = [queries.rated(one) for one in ratings if not one.withdrawal]
    may_read = policy.may_read_notes(actor, learner)
    lines = [
        presenters.line(
            one,
            held,
            note=notes.read(ring(), one) if may_read else None,
            opens=opens,
            is_mine=policy.may_withdraw(actor, one),
        )
        for one in ratings
    ]
    return page(
        "portfolio/competency.html",
        learner=learner,
        is_own=learner.person_id == actor.id,
        held=held,
        row=presenters.row(held, rules.standing(wanted, counted, held.portfolio.assessors), len(counted)),
        lines=lines,
        may_assess=policy.may_assess(actor, learner),
        assesses=policy.may_assess(actor, learner) or policy.may_coordinate(actor, learner),
    )


def sheet(actor: Actor, enrolment_id: int, competency: str) -> ResponseReturnValue:
    """The codes of cases that it offers are a reading of them."""
    learner, held = _to_rate(actor, enrolment_id, competency)
    day = today(learner.cohort.institution.time_zone)
    with write_transaction():
        service.note_cases(actor, learner, (one.id for one in evidence.offered(actor, learner).cases))
    return _sheet(actor, learner, held, competency, RatingForm(formdata=None, data={"day": day}))


def send(actor: Actor, enrolment_id: int, competency: str) -> ResponseReturnValue:
    """Refused, it gives back every tick and the note."""
    learner, held = _to_rate(actor, enrolment_id, competency)
    form = RatingForm()
    if form.validate_on_submit() and form.is_meant:
        try:
            service.rate(ring(), actor, learner, held, competency, form.draft())
            flash(gettext(N_("The rating is in. The learner reads what you ticked and your note.")))
            return redirect(f"/portfolio/of/{learner.id}/{competency}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _sheet(actor, learner, held, competency, form), 422


def ask_withdrawal(actor: Actor, rating_id: int) -> ResponseReturnValue:
    return _withdrawal(queries.get_mine(actor, rating_id), WithdrawForm(formdata=None))


def withdraw(actor: Actor, rating_id: int) -> ResponseReturnValue:
    rating, form = queries.get_mine(actor, rating_id), WithdrawForm()
    if form.validate_on_submit() and form.is_meant:
        try:
            service.withdraw(actor, rating, form.reason.data or "")
            flash(gettext(N_("Withdrawn. It stays to be read, and counts no more.")))
            return redirect(f"/portfolio/of/{rating.enrolment_id}/{rating.competency}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _withdrawal(rating, form), 422


def _portfolio(actor: Actor, learner: Enrolment, others: list[Enrolment]) -> str:
    held = get_held(learner.cohort, actor.release_id)
    ratings = queries.list_rated([learner.id])[learner.id]
    found = rules.standings(held.portfolio, ratings)
    names = [name for name, _ in ratings]
    return page(
        "portfolio/portfolio.html",
        learner=learner,
        others=others,
        is_own=learner.person_id == actor.id,
        held=held,
        rows=presenters.rows(held, found, {name: names.count(name) for name in names}),
        shown=sum(one.is_shown for one in found),
        reopened=any(one.state == rules.REOPENED for one in found),
        may_assess=policy.may_assess(actor, learner),
        may_take_away=policy.may_take_away(actor, learner),
    )


def _to_rate(actor: Actor, enrolment_id: int, competency: str) -> tuple[Enrolment, Held]:
    learner = queries.get_assessed(actor, enrolment_id)
    held = get_held(learner.cohort, actor.release_id)
    held.get(competency)
    return learner, held


def _sheet(actor: Actor, learner: Enrolment, held: Held, competency_id: str, form: RatingForm) -> str:
    competency = held.get(competency_id)
    form.offer(presenters.offer(evidence.offered(actor, learner), held))
    return page(
        "portfolio/sheet.html",
        learner=learner,
        held=held,
        competency=competency,
        number=held.number_of(competency.id),
        observed_by=presenters.observed_by(competency),
        watches=presenters.watches(competency),
        form=form,
        ticks=form.ticks if request.method == "POST" else frozenset(),
        says=says(),
    )


def _withdrawal(rating: PortfolioRating, form: WithdrawForm) -> str:
    if rating.withdrawal:
        raise Conflict(service.TWICE)
    competency = as_rated(rating, rating.enrolment.cohort.programme_id)
    return page("portfolio/withdraw.html", rating=rating, competency=competency, form=form, says=says())
