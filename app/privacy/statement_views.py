"""Coordinators complete what their institution says of itself."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Conflict
from app.core.words import ENDONYMS, LANGUAGES, N_
from app.privacy import policy, presenters, queries
from app.privacy import statements as service
from app.privacy.forms import StatementForm, of_statement
from app.privacy.models import PrivacyStatement
from app.privacy.rules import FACTS, TEXTS
from app.web.languages import gettext
from app.web.render import page


def statements(actor: Actor) -> ResponseReturnValue:
    kept, service_too = queries.list_kept(actor), policy.may_keep_statement(actor, None)
    found = {one.institution_id: one for one in queries.list_statements([one.id for one in kept])}
    lines = [(one.id, one.names, presenters.missing(found.get(one.id))) for one in kept]
    return page(
        "privacy/statements.html",
        lines=lines,
        service_missing=presenters.missing(found.get(None)) if service_too else None,
    )


def statement(actor: Actor, institution_id: int | None = None) -> ResponseReturnValue:
    """Of an institution or, without one, of the service as a whole."""
    service.require_keeping(actor, institution_id)
    found = queries.find_statement(institution_id)
    return _page(institution_id, StatementForm(formdata=None, data=of_statement(found)), found)


def keep_statement(actor: Actor, institution_id: int | None = None) -> ResponseReturnValue:
    wanted, form = institution_id, StatementForm()
    service.require_keeping(actor, wanted)
    if form.validate_on_submit():
        try:
            service.keep(actor, wanted, form.draft())
            flash(gettext(N_("Saved.")))
            return redirect("/privacy/statements", code=303)
        except Conflict as error:
            found = queries.find_statement(wanted)
            form.version.data = str(found.version if found else 0)
            form.refuse(error)
            return _page(wanted, form, found), 409
    return _page(wanted, form, queries.find_statement(wanted)), 422


def _page(institution_id: int | None, form: StatementForm, found: PrivacyStatement | None) -> str:
    names = queries.names_of([institution_id]).get(institution_id, {}) if institution_id else {}
    return page(
        "privacy/statement.html",
        form=form,
        institution_id=institution_id,
        names=names,
        facts=list(FACTS),
        texts=[
            (gettext(label), [(form[f"{name}_{lang}"], ENDONYMS[lang]) for lang in LANGUAGES])
            for name, label in TEXTS.items()
        ],
        missing=presenters.missing(found),
    )
