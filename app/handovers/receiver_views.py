"""The directory of receivers."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.clock import today
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.handovers import policy, presenters, queries, rules
from app.handovers import receivers as directory
from app.handovers.forms import ReceiverForm
from app.handovers.models import Receiver
from app.placements import sites
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.render import page

FOR_ALL = "all"


def receivers(actor: Actor) -> ResponseReturnValue:
    return page(
        "handovers/receivers.html",
        receivers=[(one, presenters.tongues(one.languages)) for one in queries.list_receivers(actor)],
        institutions=enrolment.list_coordinated_institutions(actor),
        keeps_for_all=policy.coordinates(actor, None),
        kinds=presenters.words(rules.KINDS),
        day=today(),
    )


def new_receiver(actor: Actor) -> ResponseReturnValue:
    institution = _institution(actor, request.args.get("institution"))
    return _new_page(actor, institution, ReceiverForm(formdata=None, data={"languages": [language()], "is_open": True}))


def add_receiver(actor: Actor) -> ResponseReturnValue:
    institution, form = _institution(actor, request.form.get("institution")), ReceiverForm()
    _offer(actor, form)
    if form.validate_on_submit():
        try:
            receiver = directory.add(actor, institution.id if institution else None, form.draft())
            flash(gettext(N_("The receiver is added.")))
            return redirect(f"/receivers/{receiver.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _new_page(actor, institution, form), 422


def show_receiver(actor: Actor, receiver_id: int) -> ResponseReturnValue:
    receiver = queries.get_receiver(actor, receiver_id)
    return _page(actor, receiver, ReceiverForm.of(receiver))


def change_receiver(actor: Actor, receiver_id: int) -> ResponseReturnValue:
    receiver, form, status = queries.get_receiver(actor, receiver_id), ReceiverForm(), 422
    policy.require_keeping(actor, receiver)
    _offer(actor, form)
    if form.validate_on_submit():
        try:
            directory.change(actor, receiver, form.draft(), form.version_seen)
            flash(gettext(N_("The receiver is changed.")))
            return redirect("/receivers", code=303)
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            status = 409
    return _page(actor, receiver, form, in_conflict=status == 409), status


def _institution(actor: Actor, wanted: str | None) -> Institution | None:
    """One that the actor coordinates, or none for all of them. Raises NotFound."""
    institution_id = None if wanted == FOR_ALL else read_version(wanted)
    if institution_id == 0 or not policy.coordinates(actor, institution_id):
        raise NotFound(N_("There is no such institution."))
    return accounts.get_institution(institution_id) if institution_id else None


def _offer(actor: Actor, form: ReceiverForm) -> None:
    found = [one.site for one in sites.list_sites(actor, today())]
    form.offer(presenters.site_choices(found), presenters.languages())


def _new_page(actor: Actor, institution: Institution | None, form: ReceiverForm) -> str:
    _offer(actor, form)
    return page("handovers/new-receiver.html", institution=institution, form=form, for_all=FOR_ALL)


def _page(actor: Actor, receiver: Receiver, form: ReceiverForm, *, in_conflict: bool = False) -> str:
    _offer(actor, form)
    shows_stored = in_conflict or request.method == "GET"
    return page(
        "handovers/receiver.html",
        receiver=receiver,
        form=form,
        version=receiver.version if shows_stored else form.version_seen,
        in_conflict=in_conflict,
        may_change=policy.coordinates(actor, receiver.institution_id),
        kind=gettext(rules.KINDS[receiver.kind]),
        tongues=presenters.tongues(receiver.languages),
        live=len(queries.list_live_of(receiver.id)),
    )
