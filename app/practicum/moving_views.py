"""For coordinators: what of a learner waits for whose signature, and sending it to somebody else."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.enrolment.policy import COORDINATING
from app.practicum import moving, presenters
from app.practicum.content import find_held
from app.practicum.forms import MoveForm
from app.practicum.signing_forms import read_lines
from app.web.languages import gettext, ngettext
from app.web.render import page


def show(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    return _page(actor, enrolment.get_enrolment(actor, enrolment_id, COORDINATING), MoveForm(formdata=None))


def move(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    learner, form = enrolment.get_enrolment(actor, enrolment_id, COORDINATING), MoveForm()
    lines, status = read_lines(request.form.getlist("line")), 422
    if not lines:
        form.form_errors.append(gettext(N_("Choose at least one line.")))
    else:
        try:
            number = moving.move(actor, learner, lines, form.signer.data or 0)
            flash(ngettext("%(num)s line changed hands.", "%(num)s lines changed hands.", number))
            return redirect(f"/learners/{learner.id}/waiting", code=303)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            session().rollback()
            form.refuse(error)
            learner, status = enrolment.get_enrolment(actor, enrolment_id, COORDINATING), 409
    return _page(actor, learner, form, lines), status


def _page(actor: Actor, learner: Enrolment, form: MoveForm, chosen: Mapping[int, int] | None = None) -> str:
    held = find_held(learner.cohort, actor.release_id)
    signers = [
        (one.id, f"{one.name} · {one.role_title}" if one.role_title else one.name)
        for one in moving.list_signers(learner)
    ]
    form.signer.choices = [(0, gettext(N_("Choose …"))), *signers]
    return page(
        "practicum/waiting.html",
        learner=learner,
        form=form,
        lines=presenters.lines(moving.list_waiting(learner), held.practicum if held else None),
        chosen=chosen or {},
        is_own=learner.person_id == actor.id,
    )
