"""Sites: the list, one of them, keeping and sharing it."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import today
from app.core.errors import Conflict, Invalid
from app.core.words import LANGUAGES, N_
from app.duty.rules import WANTED
from app.enrolment import queries as enrolment
from app.placements import keeping, policy, presenters, rules, sites
from app.placements.forms import LimitForm, ShareForm, SiteForm
from app.placements.models import SITE_KINDS, Site
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.render import page


def listing(actor: Actor) -> ResponseReturnValue:
    kind, speaks = request.args.get("kind", ""), request.args.get("speaks", "")
    kind, speaks = kind if kind in SITE_KINDS else "", speaks if speaks in LANGUAGES else ""
    only_free = request.args.get("free") == "1"
    return page(
        "placements/sites.html",
        lines=sites.list_sites(actor, today(), kind=kind, language=speaks, only_free=only_free),
        kind=kind,
        speaks=speaks,
        only_free=only_free,
        kinds=presenters.kinds(),
        languages=LANGUAGES,
        tongues=presenters.tongues,
        institutions=enrolment.list_coordinated_institutions(actor),
    )


def new(actor: Actor) -> ResponseReturnValue:
    return _form(actor, SiteForm(formdata=None, data={"needs_gate": _usual_gate(), "is_open": True, "capacity": 2}))


def make(actor: Actor) -> ResponseReturnValue:
    form = SiteForm()
    if form.validate_on_submit():
        try:
            site = keeping.make(actor, form.institution.data or None, form.draft())
            flash(gettext(N_("The site is added.")))
            return redirect(f"/sites/{site.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _form(actor, form), 422


def show(actor: Actor, site_id: int) -> ResponseReturnValue:
    return _page(actor, sites.get_site(actor, site_id), ShareForm(formdata=None))


def edit(actor: Actor, site_id: int) -> ResponseReturnValue:
    site = sites.get_site(actor, site_id)
    policy.require_editing(actor, site)
    return _form(actor, SiteForm.of(site), site)


def change(actor: Actor, site_id: int) -> ResponseReturnValue:
    site, form, status = sites.get_site(actor, site_id), SiteForm(), 422
    policy.require_editing(actor, site)
    if form.validate_on_submit():
        try:
            keeping.change(actor, site, form.draft(), form.seen)
            flash(gettext(N_("The site is changed.")))
            return redirect(f"/sites/{site.id}", code=303)
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            status = 409
    return _form(actor, form, site, in_conflict=status == 409), status


def ring(actor: Actor, site_id: int) -> ResponseReturnValue:
    site = sites.get_site(actor, site_id)
    keeping.ring(actor, site, read_version(request.form.get("version")))
    flash(gettext(N_("Thank you. It is written down that you rang it today.")))
    return redirect(f"/sites/{site.id}", code=303)


def share(actor: Actor, site_id: int) -> ResponseReturnValue:
    site, form = sites.get_site(actor, site_id), ShareForm()
    if form.validate_on_submit():
        try:
            keeping.share(actor, site, form.code.data or "", form.capacity.data)
            flash(gettext(N_("The site is shared.")))
            return redirect(f"/sites/{site.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _page(actor, site, form), 422


def limit(actor: Actor, site_id: int) -> ResponseReturnValue:
    site, form = sites.get_site(actor, site_id), LimitForm()
    if not form.validate_on_submit():
        return _page(actor, site, ShareForm(formdata=None), form), 422
    keeping.limit(actor, site, read_version(request.form.get("institution")), form.capacity.data)
    flash(gettext(N_("The limit is set.")))
    return redirect(f"/sites/{site.id}", code=303)


def unshare(actor: Actor, site_id: int) -> ResponseReturnValue:
    site = sites.get_site(actor, site_id)
    keeping.unshare(actor, site, read_version(request.form.get("institution")))
    flash(gettext(N_("The site is no longer shared with this institution.")))
    return redirect(f"/sites/{site.id}", code=303)


def _page(actor: Actor, site: Site, form: ShareForm, limit: LimitForm | None = None) -> str:
    day = today()
    edits = policy.may_edit_site(actor, site)
    line = sites.line_of(actor, site, sites.list_taken([site.id], (day, day)), (day, day))
    own = [one.institution.id for one in line.places if policy.coordinates(actor, one.institution.id)]
    gates = {gate: presenters.said(title, language()) for gate, title in keeping.list_gates()}
    return page(
        "placements/site.html",
        site=site,
        line=line,
        edits=edits,
        own=own,
        lacks=rules.lacks(site),
        wanted=WANTED,
        standing=rules.standing(site, day),
        is_late=not rules.has_time(site, day),
        form=form,
        limit=limit,
        day=day,
        placed=presenters.lines(sites.list_at(site, own, day), day),
        gate=gates.get(site.needs_gate, site.needs_gate),
        kinds=presenters.kinds(),
        phases=presenters.phases(),
        tongues=presenters.tongues(site.languages),
    )


def _form(actor: Actor, form: SiteForm, site: Site | None = None, *, in_conflict: bool = False) -> str:
    shows_stored = site is not None and (in_conflict or request.method == "GET")
    form.offer(
        presenters.gate_choices(keeping.list_gates(), language(), site.needs_gate if site else ""),
        presenters.institution_choices(
            enrolment.list_coordinated_institutions(actor),
            language(),
            is_national=actor.is_national("administrator"),
        ),
    )
    return page(
        "placements/site-form.html",
        site=site,
        form=form,
        version=site.version if site and shows_stored else form.seen,
        in_conflict=in_conflict,
    )


def _usual_gate() -> str:
    """The first gate of the programmes: whoever asks for none says so."""
    return next((gate for gate, _ in keeping.list_gates()), "")
