"""The private way: asked for by a learner, settled by somebody who teaches them."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.db import write_transaction
from app.core.words import N_
from app.progress import queries as progress
from app.releases import queries as releases
from app.scenarios import queries, service
from app.web.languages import gettext
from app.web.render import page

OUTCOMES = {
    queries.PASSED: N_("Noted: talked through and passed."),
    queries.TALK_AGAIN: N_("Noted: you talk again. The request stays on this page."),
}


def ask(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    learning, _, lesson = progress.get_for_lesson(actor, lesson_id)
    service.ask_alternative(learning, lesson)
    return redirect(f"/lessons/{lesson_id}/scenario#private", code=303)


def take_back(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    learning, _, lesson = progress.get_for_lesson(actor, lesson_id)
    service.take_back(learning, lesson)
    return redirect(f"/lessons/{lesson_id}/scenario#private", code=303)


def requests(actor: Actor) -> ResponseReturnValue:
    """Who asked to talk; that somebody has read this is on record."""
    found = queries.list_requests(actor)
    if found:
        with write_transaction():
            for one in found:
                place = f"cohort:{one.enrolment.cohort_id}"
                audit.record(person_id(actor), "scenario-request.read", f"enrolment:{one.enrolment_id}", place=place)
    lessons = releases.published(actor.release_id).catalogue.lessons
    return page("scenarios/requests.html", requests=found, lessons=lessons)


def settle(actor: Actor, enrolment_id: int, lesson_id: str) -> ResponseReturnValue:
    outcome = request.form.get("outcome", "")
    service.settle(actor, enrolment_id, lesson_id, outcome)
    flash(gettext(OUTCOMES[outcome]))
    return redirect("/scenario-requests", code=303)
