"""What an institution keeps of people served: its administrators set it, its coordinators see it."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.cases import keeping, policy, queries
from app.cases.forms import LEVEL_WORDS, SettingForm
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.web.languages import gettext
from app.web.render import page


def show(actor: Actor, institution_id: int) -> ResponseReturnValue:
    institution = _institution(actor, institution_id)
    return _page(actor, institution, SettingForm.of(queries.find_setting(institution_id)))


def change(actor: Actor, institution_id: int) -> ResponseReturnValue:
    institution, form, status = _institution(actor, institution_id), SettingForm(), 422
    if form.validate_on_submit():
        try:
            keeping.put(actor, institution, form.draft(), form.seen)
            flash(gettext(N_("Set. It holds from now on; what stands already stays readable to whoever wrote it.")))
            return redirect(f"/institutions/{institution_id}/case-data", code=303)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(error)
            status = 409
    return _page(actor, institution, form), status


def _institution(actor: Actor, institution_id: int) -> Institution:
    if not policy.may_read_setting(actor, institution_id):
        raise NotFound(N_("There is no such institution."))
    return accounts.get_institution(institution_id)


def _page(actor: Actor, institution: Institution, form: SettingForm) -> str:
    setting = queries.find_setting(institution.id)
    return page(
        "cases/setting.html",
        institution=institution,
        form=form,
        setting=setting,
        level=gettext(LEVEL_WORDS[queries.find_level(institution.id)]),
        may_change=policy.may_change_setting(actor, institution.id),
    )
