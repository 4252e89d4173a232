"""The public sheet of an exercise, and the page from which a mentor shares it."""

from __future__ import annotations

from datetime import date

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.actor import Actor
from app.cards import codes
from app.cases import queries as cases
from app.catalogue.exercise_types import Exercise
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.words import ENDONYMS, LANGUAGES, N_
from app.enrolment.models import Enrolment
from app.help_now import calls as helplines
from app.help_now import queries as contacts
from app.practice import queries as practice
from app.practice.year import Year
from app.sharing import queries, service
from app.sharing.forms import NoteForm
from app.web.languages import gettext
from app.web.public import language_unasked, public_page
from app.web.render import page

CALLS = 2  # numbers to talk to somebody, beside those of an emergency


def sheet(_actor: None, exercise_id: str) -> BaseResponse:
    """Nobody is asked who reads it; the address says which exercise and which language, and nothing else."""
    exercise, lang = queries.get_sheeted(exercise_id), language_unasked()
    known = contacts.list_contacts(current_app.extensions["kelim_settings"].content_dir)
    address = _address(exercise.id, lang)
    (someone, *_) = helplines.doors(known, lang)
    return public_page(
        lang,
        "sharing/sheet.html",
        exercise=exercise,
        emergencies=helplines.emergencies(known, lang),
        calls=[call for call in someone.calls if call.number][:CALLS],
        address=address,
        square=codes.path(address),
        side=len(codes.rows(address)) + 2 * codes.QUIET,
    )


def share(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    year, exercise = _year(actor, exercise_id), queries.get_sheeted(exercise_id)
    form = NoteForm(formdata=None)
    form.offer(_codes(year))
    form.shared_on.data = year.day
    return _share_page(year, exercise, form)


def note(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    year, exercise = _year(actor, exercise_id), queries.get_sheeted(exercise_id)
    enrolment, form = session().get_one(Enrolment, year.enrolment_id), NoteForm()
    form.offer(_codes(year))
    if form.validate():
        try:
            service.note(actor, enrolment, exercise.id, form.shared_on.data or date.min, form.code)
        except Invalid as error:
            form.refuse(error)
        else:
            flash(gettext(N_("Noted, for you alone.")))
            return redirect(_own_page(exercise.id), code=303)
    return _share_page(year, exercise, form), 422


def forget(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    year = _year(actor, exercise_id)
    enrolment = session().get_one(Enrolment, year.enrolment_id)
    try:
        shared_on = date.fromisoformat(request.form.get("shared_on", ""))
    except ValueError as error:
        raise NotFound(queries.NO_SHEET) from error
    service.forget(actor, enrolment, exercise_id, shared_on, request.form.get("whom", ""))
    return redirect(_own_page(exercise_id), code=303)


def _year(actor: Actor, exercise_id: str) -> Year:
    """The newest of the actor's own years that has the exercise. Raises NotFound."""
    year = practice.find_own_with(actor, exercise_id)
    if year is None:
        raise NotFound(queries.NO_SHEET)
    return year


def _share_page(year: Year, exercise: Exercise, form: NoteForm) -> str:
    return page(
        "sharing/share.html",
        exercise=exercise,
        form=form,
        notes=queries.list_notes(year.enrolment_id, exercise.id),
        sheets=[(lang, ENDONYMS[lang], _address(exercise.id, lang)) for lang in LANGUAGES],
    )


def _codes(year: Year) -> list[str]:
    return [case.code for case in cases.list_open(year.enrolment_id)]


def _own_page(exercise_id: str) -> str:
    return f"/practice/exercises/{exercise_id}/share"


def _address(exercise_id: str, lang: str) -> str:
    public_url: str = current_app.extensions["kelim_settings"].public_url
    return f"{public_url.rstrip('/')}/sheets/{exercise_id}?lang={lang}"
