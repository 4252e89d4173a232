"""Making signed records, for oneself or as a coordinator, and handing them out."""

from __future__ import annotations

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import today
from app.core.db import write_transaction
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.papers.service import Undrawable
from app.practicum import lists, record_codes, record_presenters, records
from app.practicum.signing_forms import RecordForm
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.papers import pdf
from app.web.render import page


def listing(actor: Actor) -> ResponseReturnValue:
    """`?enrolment=` is somebody whom the actor coordinates, or another programme of their own."""
    learner = _learner(actor, request.args.get("enrolment"))
    if learner is None:
        return page("practicum/none.html")
    cohort = learner.cohort
    until = min(today(cohort.institution.time_zone), cohort.ends_on)
    values = {"from_day": cohort.starts_on, "until_day": until, "language": language()}
    return _page(actor, learner, RecordForm(formdata=None, data=values))


def make(actor: Actor) -> ResponseReturnValue:
    learner, form = _learner(actor, request.form.get("enrolment")), RecordForm()
    if learner is None:
        return page("practicum/none.html"), 404
    if not form.validate():
        return _page(actor, learner, form), 422
    try:
        draft = records.prepare(learner, *form.span, str(form.language.data))
        drawn = record_presenters.draw(draft, current_app.extensions["kelim_settings"].public_url)
        with write_transaction():
            records.keep(actor, draft, drawn)
    except (Conflict, Invalid, Undrawable) as error:
        form.refuse(error)
        return _page(actor, learner, form), error.status
    flash(gettext(N_("The record is made. Its code is %(code)s.")) % {"code": record_codes.shown(draft.code)})
    return redirect(f"/practicum/record?enrolment={learner.id}", code=303)


def paper(actor: Actor, record_id: int) -> ResponseReturnValue:
    record = records.get_record(actor, record_id)
    if record.enrolment.person_id != actor.id:
        with write_transaction():
            records.note_read(actor, record)
    name = f"{record.enrolment.person.name} {record.from_day} {record.until_day}"
    return pdf(record.content, name)


def revoke(actor: Actor, record_id: int) -> ResponseReturnValue:
    record = records.get_record(actor, record_id)
    records.revoke(actor, record)
    flash(gettext(N_("The record is taken back: its code says so from now on.")))
    return redirect(f"/practicum/record?enrolment={record.enrolment_id}", code=303)


def _learner(actor: Actor, wanted: str | None) -> Enrolment | None:
    """Who is named, else the actor's newest programme with a practicum. Raises NotFound."""
    if wanted:
        return records.get_learner(actor, read_version(wanted))
    return next(iter(lists.list_learners(actor)), None)


def _page(actor: Actor, learner: Enrolment, form: RecordForm) -> str:
    return page(
        "practicum/record.html",
        learner=learner,
        is_own=learner.person_id == actor.id,
        form=form,
        made=[(one, record_codes.shown(one.code), records.state_of(one)) for one in records.list_records(learner)],
    )
