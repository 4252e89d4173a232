"""Supervisors and their absences."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.clock import today
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.placements import people, policy, presenters, queries, supervising
from app.placements.forms import AbsenceForm, SupervisorForm
from app.placements.models import Supervisor
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.render import page


def listing(actor: Actor) -> ResponseReturnValue:
    return page(
        "placements/supervisors.html",
        supervisors=people.list_supervisors(actor),
        institutions=enrolment.list_coordinated_institutions(actor),
        day=today(),
    )


def new(actor: Actor) -> ResponseReturnValue:
    institution = _institution(actor, read_version(request.args.get("institution")))
    return _new_page(institution, SupervisorForm(formdata=None, data={"language": language(), "is_active": True}))


def add(actor: Actor) -> ResponseReturnValue:
    institution, form = _institution(actor, read_version(request.form.get("institution"))), SupervisorForm()
    if form.validate_on_submit():
        try:
            supervisor = supervising.add(actor, institution.id, form.draft())
            flash(gettext(N_("The supervisor is added.")))
            return redirect(f"/supervisors/{supervisor.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _new_page(institution, form), 422


def show(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    supervisor = people.get_supervisor(actor, supervisor_id)
    return _page(actor, supervisor, SupervisorForm.of(supervisor), AbsenceForm(formdata=None))


def change(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    supervisor, form, status = people.get_supervisor(actor, supervisor_id), SupervisorForm(), 422
    if form.validate_on_submit():
        try:
            supervising.change(actor, supervisor, form.draft(), form.seen)
            flash(gettext(N_("The supervisor is changed.")))
            return redirect(f"/supervisors/{supervisor.id}", code=303)
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            status = 409
    return _page(actor, supervisor, form, AbsenceForm(formdata=None), in_conflict=status == 409), status


def be_away(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    supervisor, form = people.get_supervisor(actor, supervisor_id), AbsenceForm()
    if form.validate_on_submit():
        try:
            supervising.be_away(actor, supervisor, form.draft())
            flash(gettext(N_("The absence is written down. The stand-in signs on these days.")))
            return redirect(f"/supervisors/{supervisor.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _page(actor, supervisor, SupervisorForm.of(supervisor), form), 422


def be_back(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    supervisor = people.get_supervisor(actor, supervisor_id)
    supervising.be_back(actor, supervisor, read_version(request.form.get("absence")))
    flash(gettext(N_("The absence is over.")))
    return redirect(f"/supervisors/{supervisor.id}", code=303)


def own_absence(actor: Actor) -> ResponseReturnValue:
    """One's own, by whoever signs with an account; `?supervisor=` for those who sign at several institutions."""
    own = queries.supervisors_of(actor.id)
    if not own:
        return page("placements/absence.html", supervisor=None)
    return _own_absence(own, _mine(own, request.args.get("supervisor")), AbsenceForm(formdata=None))


def say_absence(actor: Actor) -> ResponseReturnValue:
    own, form = queries.supervisors_of(actor.id), AbsenceForm()
    supervisor = _mine(own, request.form.get("supervisor"))
    if form.validate_on_submit():
        try:
            supervising.be_away(actor, supervisor, form.draft())
            flash(gettext(N_("The absence is written down. The stand-in signs on these days.")))
            return redirect(f"/absence?supervisor={supervisor.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _own_absence(own, supervisor, form), 422


def end_absence(actor: Actor) -> ResponseReturnValue:
    supervisor = _mine(queries.supervisors_of(actor.id), request.form.get("supervisor"))
    supervising.be_back(actor, supervisor, read_version(request.form.get("absence")))
    flash(gettext(N_("The absence is over.")))
    return redirect(f"/absence?supervisor={supervisor.id}", code=303)


def _mine(own: Sequence[Supervisor], wanted: str | None) -> Supervisor:
    """The one that an address or a form names, else the first. Raises NotFound."""
    found = [one for one in own if not wanted or one.id == read_version(wanted)]
    if not found:
        raise NotFound(people.NO_SUPERVISOR)
    return found[0]


def _own_absence(own: Sequence[Supervisor], supervisor: Supervisor, form: AbsenceForm) -> str:
    _offer_stand_ins(form, supervisor)
    return page(
        "placements/absence.html",
        supervisor=supervisor,
        others=[one for one in own if one.id != supervisor.id],
        absence=form,
        absences=people.list_absences(supervisor, today()),
    )


def _offer_stand_ins(form: AbsenceForm, supervisor: Supervisor) -> None:
    colleagues = people.list_active(supervisor.institution_id)
    form.stand_in.choices = presenters.stand_in_choices(colleagues, supervisor)


def _institution(actor: Actor, institution_id: int) -> Institution:
    """One that the actor coordinates. Raises NotFound."""
    if not institution_id or not policy.coordinates(actor, institution_id):
        raise NotFound(N_("There is no such institution."))
    return accounts.get_institution(institution_id)


def _new_page(institution: Institution, form: SupervisorForm) -> str:
    form.offer(presenters.account_choices(people.list_accounts(institution.id), None))
    return page("placements/new-supervisor.html", institution=institution, form=form)


def _page(
    actor: Actor,
    supervisor: Supervisor,
    form: SupervisorForm,
    absence: AbsenceForm,
    *,
    in_conflict: bool = False,
) -> str:
    day = today()
    shows_stored = in_conflict or request.method == "GET" or not form.is_submitted()
    form.offer(presenters.account_choices(people.list_accounts(supervisor.institution_id), supervisor.person))
    _offer_stand_ins(absence, supervisor)
    placed = [one for one in people.list_named(supervisor, day) if policy.may_see_placement(actor, one)]
    return page(
        "placements/supervisor.html",
        supervisor=supervisor,
        form=form,
        absence=absence,
        version=supervisor.version if shows_stored else form.seen,
        in_conflict=in_conflict,
        absences=people.list_absences(supervisor, day),
        placed=presenters.lines(placed, day),
        led=[one.cohort for one in people.list_led(supervisor, day) if policy.may_see_cohort_supervisor(actor, one)],
        changes=policy.may_change_supervisor(actor, supervisor),
        phases=presenters.phases(),
        kinds=presenters.kinds(),
        day=day,
    )
