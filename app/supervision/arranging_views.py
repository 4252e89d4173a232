"""Planning a session, writing down one that is over, changing either."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import today
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.practicum import lists
from app.supervision import led, people, policy, presenters, queries, service
from app.supervision.forms import SessionForm
from app.supervision.models import SupervisionSession
from app.supervision.rules import MOST_MEMBERS
from app.web.forms import read_version
from app.web.languages import gettext
from app.web.noticing import says
from app.web.render import page

NOBODY = N_("There is nobody here with whom a session could be.")


def new(actor: Actor) -> ResponseReturnValue:
    """A learner's own, `?enrolment=` names the programme; `?with=` somebody whom the actor supervises.

    `?cohort=` is one that they supervise as a whole: everybody of it is offered, and chosen.
    """
    form = SessionForm(formdata=None, data={"mode": "in-person", "language": actor.language, "day": today()})
    if cohort_id := read_version(request.args.get("cohort")):
        return _of_cohort(actor, form, cohort_id)
    learners, is_own = _learners(actor, request.args.get("enrolment"), request.args.get("with"))
    if (named := read_version(request.args.get("with"))) and not is_own:
        form.members.data = [named]
    elif len(learners) == 1:
        form.members.data = [learners[0].id]
    return _page(form, learners, is_own=is_own)


def create(actor: Actor) -> ResponseReturnValue:
    form = SessionForm()
    learners, is_own = _learners(actor, request.form.get("enrolment"), request.form.get("with"))
    ids = [learners[0].id] if is_own else form.members.data or []
    if form.validate_on_submit() and form.is_meant:
        try:
            found = service.plan(actor, form.draft(ids))
            return redirect(f"/supervision/{found.id}", code=303)
        except service.Joinable as error:
            service.join(actor, error.found, learners[0].id)
            flash(gettext(N_("Somebody of your group has written this session down already. You were added to it.")))
            return redirect(f"/supervision/{error.found.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _page(form, learners, is_own=is_own), 422


def edit(actor: Actor, supervision_id: int) -> ResponseReturnValue:
    found = _changeable(actor, supervision_id)
    return _edit(actor, found, SessionForm.of(found))


def change(actor: Actor, supervision_id: int) -> ResponseReturnValue:
    found, form, status = _changeable(actor, supervision_id), SessionForm(), 422
    is_own = policy.find_own(actor, found) is not None
    ids = [one.enrolment_id for one in found.members] if is_own else form.members.data or []
    if form.validate_on_submit() and form.is_meant:
        try:
            service.change(actor, found, form.draft(ids), form.seen)
            flash(gettext(N_("Saved. Whoever had signed is asked to sign again.")))
            return redirect(f"/supervision/{found.id}", code=303)
        except (Invalid, Conflict) as error:
            form.refuse(error)
            status = error.status
    return _edit(actor, found, form), status


def _changeable(actor: Actor, supervision_id: int) -> SupervisionSession:
    found = queries.get_session(actor, supervision_id)
    if not policy.may_arrange(actor, found):
        raise Forbidden(service.NOT_YOURS)
    return found


def _learners(actor: Actor, enrolment: str | None, named: str | None) -> tuple[Sequence[Enrolment], bool]:
    """Who may take part, and whether it is the actor as a learner. Raises NotFound."""
    own = [one for one in lists.list_learners(actor) if presenters.has_sessions(one)]
    supervised = _supervised(actor)
    if own and not named and not (supervised and not enrolment and not actor.has_role("learner")):
        number = read_version(enrolment)
        chosen = [one for one in own if not enrolment or one.id == number]
        if not chosen:
            raise NotFound(NOBODY)
        return chosen[:1], True
    if not supervised:
        raise NotFound(NOBODY)
    return supervised, False


def _supervised(actor: Actor) -> Sequence[Enrolment]:
    """Those for whom the actor signs at a placement, then the others of cohorts that they supervise as a whole."""
    found = list(people.list_supervised(actor))
    known = {one.id for one in found}
    cohorts = [one.cohort for one in led.list_led(actor)]
    others = led.list_members(cohorts) if cohorts else ()
    return [*found, *(one for one in others if one.id not in known and one.person_id != actor.id)]


def _of_cohort(actor: Actor, form: SessionForm, cohort_id: int) -> ResponseReturnValue:
    found = next((one for one in led.list_led(actor) if one.cohort.id == cohort_id), None)
    members = led.list_members([found.cohort]) if found else ()
    learners = [one for one in members if one.person_id != actor.id]
    if found is None or not learners:
        raise NotFound(NOBODY)
    form.members.data = [one.id for one in learners] if len(learners) <= MOST_MEMBERS else []
    if len(found.kinds) == 1:
        form.what.data = "/".join(found.kinds[0])
    return _page(form, learners, is_own=False, kinds=found.kinds)


def _edit(actor: Actor, found: SupervisionSession, form: SessionForm) -> str:
    is_own = policy.find_own(actor, found) is not None
    here = [one.enrolment for one in found.members]
    known = {one.id for one in here}
    learners = here if is_own else [*here, *(one for one in _supervised(actor) if one.id not in known)]
    return _page(form, learners, is_own=is_own, found=found)


def _page(
    form: SessionForm,
    learners: Sequence[Enrolment],
    *,
    is_own: bool,
    found: SupervisionSession | None = None,
    kinds: Sequence[tuple[str, str]] = (),
) -> str:
    """`kinds` are all that is offered, where it is less than the learners' programmes have."""
    presenters.offer(form, learners, kinds)
    zone = learners[0].cohort.institution.time_zone
    return page(
        "supervision/form.html",
        form=form,
        learners=learners,
        is_own=is_own,
        session=found,
        version=found.version if found and request.method == "GET" else form.seen,
        is_doubled=bool(form.doubled.data) or presenters.is_doubled(form, zone),
        says=says(),
    )
