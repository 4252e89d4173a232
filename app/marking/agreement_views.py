"""How far raters and markers agree: aggregates only, no person anywhere."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.suppression import SMALLEST_GROUP
from app.enrolment.policy import TEACHING, visible_cohorts
from app.marking import agreement_presenters as presenters
from app.marking import queries
from app.performance.agreement import PAIRS_WANTED
from app.performance.pairs import list_rated_twice
from app.web.render import page

READERS = (*TEACHING, "evaluator")
"""Who only evaluates reads no count that speaks of fewer than `SMALLEST_GROUP`."""


def show(actor: Actor) -> ResponseReturnValue:
    visible = visible_cohorts(actor, READERS)
    return page(
        "marking/agreement.html",
        sheets=presenters.of_sheets(list_rated_twice(visible)),
        answers=presenters.of_answers(queries.list_pairs(visible), actor.release_id),
        wanted=PAIRS_WANTED,
        fewest=0 if actor.has_role(*TEACHING) else SMALLEST_GROUP,
    )
