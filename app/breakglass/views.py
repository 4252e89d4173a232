"""Asking why, opening, closing, and who has opened what."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.breakglass import presenters, queries, rules, service
from app.breakglass.forms import ReasonForm
from app.core.errors import Invalid
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.web.forms import read_version
from app.web.languages import gettext
from app.web.noticing import says
from app.web.render import page


def listing(actor: Actor) -> ResponseReturnValue:
    """Every use where the actor coordinates, the newest first."""
    pages = max(1, -(-queries.count_visible(actor) // queries.PAGE))
    number = min(pages, read_version(request.args.get("page")) or 1)
    found = presenters.shown(queries.list_visible(actor, number))
    return page("breakglass/uses.html", uses=found, number=number, pages=pages)


def about_me(actor: Actor) -> ResponseReturnValue:
    """Whoever opened what the actor has written."""
    return page("breakglass/about-me.html", uses=presenters.shown(queries.list_about(actor)))


def ask(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    learner = queries.get_learner(actor, enrolment_id)
    if (glass := queries.find_open(actor, learner.id)) is not None:
        return redirect(f"/break-glass/{glass.id}")
    return _ask(learner, ReasonForm(formdata=None))


def open_it(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    learner, form = queries.get_learner(actor, enrolment_id), ReasonForm()
    if form.validate_on_submit() and form.is_meant:
        try:
            glass = service.open_for(actor, learner, form.reason.data or "")
            flash(gettext(N_("Open now. The learner has been told, with your name and your reason.")))
            return redirect(f"/break-glass/{glass.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _ask(learner, form), 422


def show(actor: Actor, glass_id: int) -> ResponseReturnValue:
    glass = queries.get_glass(actor, glass_id)
    is_about_me = glass.enrolment.person_id == actor.id
    return page(
        "breakglass/use.html",
        use=presenters.shown([glass])[0],
        readings=presenters.readings(queries.list_readings(glass), with_links=is_about_me),
        is_about_me=is_about_me,
        is_mine=glass.actor_id == actor.id,
    )


def close(actor: Actor, glass_id: int) -> ResponseReturnValue:
    service.close(actor, queries.get_glass(actor, glass_id))
    flash(gettext(N_("Closed. Nothing of it can be read any more.")))
    return redirect(f"/break-glass/{glass_id}", code=303)


def _ask(learner: Enrolment, form: ReasonForm) -> str:
    return page(
        "breakglass/ask.html",
        learner=learner,
        form=form,
        says=says(),
        examples=presenters.examples(),
        hours=rules.LASTS.seconds // 3600,
    )
