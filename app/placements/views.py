"""Placements: the list, one of them, agreeing on one and changing it."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import today
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.enrolment.policy import COORDINATING
from app.placements import clearing, people, policy, presenters, queries, service, sites
from app.placements.forms import ClearanceForm, EndForm, PlacementForm, ReasonForm, VersionForm
from app.placements.models import Placement
from app.web.forms import read_version
from app.web.languages import gettext
from app.web.render import page


def listing(actor: Actor) -> ResponseReturnValue:
    """One's own as a learner, and those that one arranges or signs for."""
    past = request.args.get("past") == "1"
    day = today()
    found = presenters.lines(queries.list_visible(actor, past=past, day=day), day)
    return page(
        "placements/placements.html",
        own=[one for one in found if one.placement.enrolment.person_id == actor.id],
        others=[one for one in found if one.placement.enrolment.person_id != actor.id],
        past=past,
        day=day,
        is_full=len(found) == queries.SHOWN,
        phases=presenters.phases(),
        kinds=presenters.kinds(),
    )


def of_learner(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    return _learner_page(_learner(actor, enrolment_id), ClearanceForm(formdata=None))


def see_clearance(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    learner, form = _learner(actor, enrolment_id), ClearanceForm()
    if form.validate_on_submit():
        try:
            seen_on, until = form.seen_on.data, form.valid_until.data
            clearing.see(actor, learner, form.kind.data, seen_on, until)  # type: ignore[arg-type]
            flash(gettext(N_("It is written down that you saw it.")))
            return redirect(f"/learners/{learner.id}/placements", code=303)
        except Invalid as error:
            form.refuse(error)
    return _learner_page(learner, form), 422


def take_clearance_back(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    learner = _learner(actor, enrolment_id)
    clearing.take_back(actor, learner, read_version(request.form.get("clearance")))
    flash(gettext(N_("It no longer counts as seen.")))
    return redirect(f"/learners/{learner.id}/placements", code=303)


def new(actor: Actor) -> ResponseReturnValue:
    learner = _learner(actor, read_version(request.args.get("enrolment")))
    first = max(today() + timedelta(days=1), learner.cohort.starts_on)
    data = {"starts_on": min(first, learner.cohort.ends_on), "ends_on": learner.cohort.ends_on}
    return _new_page(learner, PlacementForm(formdata=None, data=data))


def place(actor: Actor) -> ResponseReturnValue:
    learner, form = _learner(actor, read_version(request.form.get("enrolment"))), PlacementForm()
    if form.validate_on_submit():
        try:
            placement = service.place(actor, learner, form.draft())
            flash(gettext(N_("The placement is agreed. The learner finds it in their notices.")))
            return redirect(f"/placements/{placement.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _new_page(learner, form), 422


def show(actor: Actor, placement_id: int) -> ResponseReturnValue:
    return _page(actor, queries.get_placement(actor, placement_id))


def edit(actor: Actor, placement_id: int) -> ResponseReturnValue:
    placement = _arranged(actor, placement_id)
    return _edit_page(placement, PlacementForm.of(placement))


def change(actor: Actor, placement_id: int) -> ResponseReturnValue:
    placement, form = _arranged(actor, placement_id), PlacementForm()
    status = 422
    if form.validate_on_submit():
        try:
            service.change(actor, placement, form.draft(), form.seen)
            flash(gettext(N_("The placement is changed. The learner finds it in their notices.")))
            return redirect(f"/placements/{placement.id}", code=303)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            if error.message != service.CHANGED:
                raise
            status = 409
    return _edit_page(placement, form, in_conflict=status == 409), status


def end(actor: Actor, placement_id: int) -> ResponseReturnValue:
    placement, form = _arranged(actor, placement_id), EndForm()
    if form.validate_on_submit():
        try:
            service.end(actor, placement, form.last_day.data, form.seen)  # type: ignore[arg-type]
            flash(gettext(N_("The placement is ended.")))
            return redirect(f"/placements/{placement.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _page(actor, placement, ending=form), 422


def cancel(actor: Actor, placement_id: int) -> ResponseReturnValue:
    placement = _arranged(actor, placement_id)
    service.cancel(actor, placement, VersionForm().seen)
    flash(gettext(N_("The placement is cancelled.")))
    return redirect(f"/placements/{placement.id}", code=303)


def override(actor: Actor, placement_id: int) -> ResponseReturnValue:
    placement, form = _arranged(actor, placement_id), ReasonForm()
    if form.validate_on_submit():
        try:
            service.override(actor, placement, form.reason.data or "", form.seen)
            flash(gettext(N_("The placement is open. The learner reads your reason.")))
            return redirect(f"/placements/{placement.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _page(actor, placement, opening=form), 422


def _learner(actor: Actor, enrolment_id: int) -> Enrolment:
    """Somebody whom the actor may place. Raises NotFound, Forbidden for themselves."""
    learner = enrolment.get_enrolment(actor, enrolment_id, COORDINATING)
    policy.require_placing(actor, learner)
    return learner


def _arranged(actor: Actor, placement_id: int) -> Placement:
    """Raises NotFound, and Forbidden for whoever sees it and does not arrange it."""
    placement = queries.get_placement(actor, placement_id)
    policy.require_placing(actor, placement.enrolment)
    return placement


def _page(actor: Actor, placement: Placement, ending: EndForm | None = None, opening: ReasonForm | None = None) -> str:
    day = today()
    line = presenters.lines([placement], day)[0]
    arranges = policy.may_place(actor, placement.enrolment)
    at = min(max(day, placement.starts_on), placement.ends_on)
    return page(
        "placements/placement.html",
        line=line,
        day=day,
        placement=placement,
        site=placement.site,
        learner=placement.enrolment,
        is_own=placement.enrolment.person_id == actor.id,
        arranges=arranges,
        sees_site=policy.may_see_site(actor, placement.site),
        signer=queries.signer_on(placement, at),
        leading=presenters.leading(placement, at),
        missing=presenters.missing_lessons(placement.enrolment, line.opening),
        has_opened=line.opening.has_opened(placement.starts_on, day),
        ending=ending or EndForm(formdata=None, data={"last_day": min(day, placement.ends_on)}),
        reasoning=opening or ReasonForm(formdata=None),
        history=queries.list_history(placement) if arranges else [],
        phases=presenters.phases(),
        kinds=presenters.kinds(),
        acts=presenters.acts(),
        tongues=presenters.tongues(placement.site.languages),
    )


def _new_page(learner: Enrolment, form: PlacementForm) -> str:
    within = (max(today(), learner.cohort.starts_on), max(today(), learner.cohort.ends_on))
    offers = sites.list_offers(learner, within)
    form.offer(
        presenters.site_choices(offers, learner),
        presenters.supervisor_choices(people.list_active(learner.cohort.institution_id)),
    )
    return page(
        "placements/new.html",
        learner=learner,
        tongue=presenters.tongues([learner.person.language]),
        placement=None,
        form=form,
        within=within,
        has_sites=bool(offers),
    )


def _edit_page(placement: Placement, form: PlacementForm, *, in_conflict: bool = False) -> str:
    shows_stored = in_conflict or request.method == "GET"
    supervisors = people.list_active(placement.enrolment.cohort.institution_id)
    form.offer([], presenters.supervisor_choices(supervisors))
    return page(
        "placements/edit.html",
        placement=placement,
        learner=placement.enrolment,
        form=form,
        version=placement.version if shows_stored else form.seen,
        in_conflict=in_conflict,
    )


def _learner_page(learner: Enrolment, form: ClearanceForm) -> str:
    day = today()
    return page(
        "placements/learner.html",
        learner=learner,
        lines=presenters.lines(queries.list_placements(learner.id), day),
        clearances=people.list_clearances(learner.person_id),
        form=form,
        day=day,
        phases=presenters.phases(),
        kinds=presenters.kinds(),
        words=presenters.clearances(),
    )
