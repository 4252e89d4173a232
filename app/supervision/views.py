"""Sessions: what waits, one of them, and what becomes of it."""

from __future__ import annotations

from contextlib import nullcontext

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.placements import queries as placements
from app.practicum import lists, rules
from app.practicum.policy import signs_for
from app.practicum.service import NotReady
from app.supervision import agenda, case_presenters, led, people, policy, presenters, queries, reading, service, signing
from app.supervision.forms import BackForm, VersionForm
from app.supervision.models import CANCELLED, SupervisionMember, SupervisionSession
from app.supervision.rules import ABOUT_CASES
from app.web.forms import read_version
from app.web.languages import gettext, ngettext
from app.web.noticing import says
from app.web.render import page


def index(actor: Actor) -> ResponseReturnValue:
    """A learner's own sessions, and those of whoever supervises; whoever does both sees both."""
    learners = [one for one in lists.list_learners(actor) if presenters.has_sessions(one)]
    learner = next((one for one in learners if one.id == read_version(request.args.get("enrolment"))), None)
    learner = learner or (learners[0] if learners else None)
    desks = signs_for(actor)
    held = _held(actor, desks) if desks else None  # first: its rows in the trail end what was read before
    return page(
        "supervision/index.html",
        own=_own(learner) if learner else None,
        others=[one for one in learners if one is not learner],
        held=held,
        words=case_presenters.spoken(),
        today=today(),
    )


def show(actor: Actor, supervision_id: int) -> ResponseReturnValue:
    return _show(actor, queries.get_session(actor, supervision_id))


def cancel(actor: Actor, supervision_id: int) -> ResponseReturnValue:
    found = queries.get_session(actor, supervision_id)
    service.cancel(actor, found, VersionForm().seen)
    flash(gettext(N_("The session is cancelled.")))
    return redirect("/supervision", code=303)


def absent(actor: Actor, supervision_id: int) -> ResponseReturnValue:
    found = queries.get_session(actor, supervision_id)
    enrolment_id = read_version(request.form.get("enrolment"))
    service.mark_absent(actor, found, enrolment_id, is_absent=request.form.get("is_absent") == "1")
    return redirect(f"/supervision/{supervision_id}", code=303)


def sign(actor: Actor, supervision_id: int) -> ResponseReturnValue:
    """As a member or as who holds it, whichever the actor is; what speaks against it is said above the buttons."""
    found = queries.get_session(actor, supervision_id)
    form = VersionForm()
    try:
        if policy.find_own(actor, found) is not None:
            for one in signing.sign(actor, found, form.seen):
                flash(case_presenters.say(one))
            flash(gettext(N_("Signed. It counts once your supervisor has signed as well.")))
        else:
            number = signing.countersign(actor, found, form.seen)
            flash(_said(found, number))
    except NotReady as error:
        session().rollback()
        return _show(actor, found, [case_presenters.say(one) for one in rules.stops(error.remarks)]), 422
    except Conflict as error:
        session().rollback()
        return _show(actor, found, [gettext(error.message)]), 409
    return redirect(f"/supervision/{supervision_id}", code=303)


def give_back(actor: Actor, supervision_id: int) -> ResponseReturnValue:
    found, form = queries.get_session(actor, supervision_id), BackForm()
    enrolment_id = read_version(request.form.get("enrolment"))
    if form.validate() and form.is_meant:
        try:
            signing.give_back(actor, found, enrolment_id, form.comment.data or "")
            flash(gettext(N_("Returned. The learner has been told what to mend.")))
            return redirect(f"/supervision/{supervision_id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _show(actor, found, back=(enrolment_id, form)), 422


def _said(found: SupervisionSession, number: int) -> str:
    waiting = sum(1 for one in found.members if queries.needs_signature(one))
    if waiting:
        said = ngettext(
            "Signed. %(num)s person has still to sign; then it counts for them.",
            "Signed. %(num)s people have still to sign; then it counts for them.",
            waiting,
        )
    else:
        said = ngettext("Signed, for %(num)s person.", "Signed, for %(num)s people.", number)
    return str(said)


def _show(
    actor: Actor, found: SupervisionSession, faults: list[str] | None = None, back: tuple[int, BackForm] | None = None
) -> str:
    is_holder = policy.is_supervisor(actor, found)
    with write_transaction() if is_holder else nullcontext():
        found = queries.get_session(actor, found.id)
        sides = presenters.sides(actor, found)
        if is_holder:
            reading.note_session(actor, found, sides)
    return page(
        "supervision/session.html",
        row=presenters.row(found),
        session=found,
        sides=sides,
        is_holder=is_holder,
        may_arrange=policy.may_arrange(actor, found) and presenters.is_open(found),
        may_cancel=not any(service.is_sent(one) for one in found.members),
        is_about_cases=found.kind in ABOUT_CASES,
        is_over=found.ends_at <= now(),
        is_cancelled=found.state == CANCELLED,
        here=sum(1 for one in found.members if not one.is_absent),
        words=case_presenters.spoken(),
        language=case_presenters.language_of(found.language),
        today=today(found.zone),
        path_of=presenters.path_of,
        faults=faults or [],
        back=back,
        back_form=BackForm(formdata=None),
        says=says(),
    )


def _own(learner: Enrolment) -> dict[str, object]:
    """`part` is what would be on the agenda now."""
    at, day = now(), today(learner.cohort.institution.time_zone)
    found = queries.list_own(learner.id, at)
    part = agenda.of_learner(SupervisionMember(enrolment_id=learner.id, enrolment=learner), at, day)
    return {
        "learner": learner,
        "coming": presenters.rows(found.coming),
        "to_sign": presenters.rows(found.to_sign),
        "past": presenters.rows(found.past),
        "to_do": queries.list_to_do(enrolment_ids=[learner.id]),
        "waiting": part.waiting,
    }


def _held(actor: Actor, desks: frozenset[int]) -> dict[str, object]:
    """What was decided about a case and is to be done is a reading of it."""
    with write_transaction():
        to_do = queries.list_to_do(supervisor_ids=desks)
        reading.note_items(actor, to_do)
    found, day = queries.list_held(desks, now()), today()
    sessions, minutes = queries.sum_held(desks, day - people.LATELY)
    return {
        "coming": presenters.rows(found.coming),
        "open": presenters.rows(found.open),
        "past": presenters.rows(found.past),
        "to_do": to_do,
        "led": [(one.cohort, presenters.kinds_of(one)) for one in led.list_led(actor)],
        "reads": placements.signed_among(actor, {one.enrolment_id for one in to_do}) if to_do else frozenset(),
        "people": [(one, case_presenters.debt_words(one)) for one in people.list_seen(actor)],
        "sessions": sessions,
        "minutes": minutes,
    }
