"""A case's own page: all that is known of it in one place."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.cases import rules
from app.core.clock import today
from app.core.db import write_transaction
from app.core.words import N_
from app.handovers import queries as handovers
from app.supervision import case_files, case_presenters, deciding, queries, reading
from app.supervision.forms import VersionForm
from app.web.languages import gettext
from app.web.render import page


def show(actor: Actor, case_id: int) -> ResponseReturnValue:
    """For its learner, whoever signs for them, and whoever has opened what they wrote; each reading leaves a trace."""
    case = queries.get_file(actor, case_id)
    is_own = case.enrolment.person_id == actor.id
    with write_transaction():
        reading.note_case(actor, case)
    found = case_files.read(case)
    return page(
        "supervision/case.html",
        case=case,
        is_own=is_own,
        learner=case.enrolment.person,
        step=gettext(rules.STEPS[case.step]),
        is_minor=rules.needs_guardian(case.age_band),
        file=found,
        scores=case_presenters.score_lines(found.scores),
        handed=case_presenters.handed(handovers.of_cases([case.id]).get(case.id, [])),
        words=case_presenters.spoken(),
        may_tick=is_own,
        today=today(),
    )


def ask(actor: Actor, case_id: int) -> ResponseReturnValue:
    case = queries.get_file(actor, case_id)
    VersionForm().validate()
    wish = request.form.get("wish", "")
    deciding.ask(actor, case, wish)
    flash(gettext(N_("It is on the next agenda.") if wish else N_("It is off the agenda again.")))
    return redirect(f"/cases/{case_id}", code=303)
