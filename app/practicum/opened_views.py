"""What a learner has sent in, as a coordinator sees it who has opened it (`breakglass`)."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.audit import service as audit
from app.breakglass import queries as breakglass
from app.core.db import write_transaction
from app.practicum import lists, presenters
from app.practicum.content import find_held
from app.web.forms import read_version
from app.web.render import page


def show(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    """To the question why, where it is not open."""
    learner = breakglass.get_learner(actor, enrolment_id)
    glass = breakglass.find_open(actor, learner.id)
    if glass is None:
        return redirect(f"/learners/{learner.id}/break-glass")
    with write_transaction():
        place = f"cohort:{learner.cohort_id}"
        audit.record(
            actor.id, "practicum.list", f"enrolment:{learner.id}", place=place, detail=breakglass.mark_of(glass)
        )
    pages = max(1, -(-lists.count_sent(learner.id) // lists.PAGE))
    number = min(pages, read_version(request.args.get("page")) or 1)
    held = find_held(learner.cohort, actor.release_id)
    return page(
        "practicum/opened.html",
        learner=learner,
        glass=glass,
        zone=learner.cohort.institution.time_zone,
        lines=presenters.lines(lists.list_sent(learner.id, number), held.practicum if held else None),
        number=number,
        pages=pages,
    )
