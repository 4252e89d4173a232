"""Two accounts of one person: named, looked at, made one."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import setup
from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.merging import queries, rules, service
from app.merging.forms import MergeForm, PairForm
from app.merging.queries import Plan
from app.web.languages import gettext
from app.web.render import page

NOBODY = N_("Nobody has this address.")


def choose(actor: Actor) -> ResponseReturnValue:
    queries.find_pair(actor, "", "")
    return page("merging/choose.html", form=PairForm())


def find(actor: Actor) -> ResponseReturnValue:
    form = PairForm()
    if form.validate_on_submit():
        kept, gone = queries.find_pair(actor, form.kept.data or "", form.gone.data or "")
        if kept and gone and kept.id != gone.id:
            return redirect(f"/people/{kept.id}/merge/{gone.id}", code=303)
        for field, found in (("kept", kept), ("gone", gone)):
            if found is None:
                form.refuse(Invalid(NOBODY, field=field))
        if kept and gone:
            form.refuse(Invalid(N_("These are one account already."), field="gone"))
    return page("merging/choose.html", form=form), 422


def show(actor: Actor, person_id: int, gone_id: int) -> ResponseReturnValue:
    return _page(queries.get_plan(actor, person_id, gone_id), MergeForm(formdata=None))


def merge(actor: Actor, person_id: int, gone_id: int) -> ResponseReturnValue:
    service.hold_both(person_id, gone_id)
    plan, form = queries.get_plan(actor, person_id, gone_id), MergeForm()
    if not form.validate_on_submit():
        return _page(plan, form), 422
    try:
        service.merge(actor, setup.ring(), plan, form.reason.data or "", request.form.get("digest", ""))
    except Invalid as error:
        form.refuse(error)
        return _page(plan, form), error.status
    except Conflict as error:
        return _page(plan, form, gettext(error.message)), error.status
    flash(gettext(N_("The two accounts are one now. Both addresses have been told.")))
    return redirect("/people/merge", code=303)


def _page(plan: Plan, form: MergeForm, refusal: str = "") -> str:
    words = rules.MOVES | rules.SEALED_ANEW
    moves = [(gettext(words[column]), number) for column, number in plan.moves.items()]
    return page("merging/merge.html", plan=plan, form=form, moves=moves, refusal=refusal)
