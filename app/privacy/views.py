"""Notice, consent, accessibility: what everybody may read, and what each person answers."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, Nobody
from app.accounts.arriving_setup import safe_next
from app.core.errors import Conflict
from app.core.words import N_
from app.privacy import presenters, queries, retention, service
from app.privacy.rules import CONSENTS, EVALUATION, NOTICE
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.render import page


def privacy(actor: Actor | Nobody) -> ResponseReturnValue:
    return page("privacy/privacy.html", statements=presenters.statements(actor), version=NOTICE)


def accessibility(actor: Actor | Nobody) -> ResponseReturnValue:
    return page("privacy/accessibility.html", statements=presenters.statements(actor))


def show_retention(actor: Actor | Nobody) -> ResponseReturnValue:
    """Staff also see what the job reported."""
    titles = {one.code: gettext(one.title) for one in retention.CLASSES}
    runs = [(one, titles.get(one.record_class, "")) for one in retention.list_runs()] if actor.is_staff else None
    classes = [(one, titles[one.code], gettext(one.since), gettext(one.source)) for one in retention.CLASSES]
    return page("privacy/retention.html", classes=classes, runs=runs)


def notice(actor: Actor) -> ResponseReturnValue:
    reading = queries.find_reading(actor.id)
    return page(
        "privacy/notice.html", statements=presenters.statements(actor), reading=reading, going=safe_next() or "/"
    )


def read_notice(actor: Actor) -> ResponseReturnValue:
    """Learners are asked about the evaluation next, once."""
    service.read_notice(actor, language())
    going = safe_next() or "/"
    if actor.has_role("learner") and not queries.has_answered(actor.id, EVALUATION):
        return redirect(f"/privacy/consent?next={going}", code=303)
    return redirect(going, code=303)


def consent(actor: Actor) -> ResponseReturnValue:
    return _consent(actor)


def _consent(actor: Actor, refusal: str = "") -> str:
    return page(
        "privacy/consent.html",
        last=queries.find_consent(actor.id, EVALUATION),
        version=CONSENTS[EVALUATION],
        going=safe_next(),
        refusal=refusal,
    )


def answer_consent(actor: Actor) -> ResponseReturnValue:
    given = request.form.get("answer", "")
    if given not in ("yes", "no"):
        return _consent(actor, gettext(N_("Choose yes or no."))), 422
    try:
        seen = read_version(request.form.get("version"))
        service.answer(actor, EVALUATION, is_given=given == "yes", language=language(), seen=seen)
    except Conflict as error:
        return _consent(actor, gettext(error.message)), error.status
    flash(gettext(N_("Your answer is kept. You can change it any time under “My data”.")))
    return redirect(safe_next() or "/", code=303)
