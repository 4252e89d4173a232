"""The receiver's own case, with a code of its own."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.cases import queries as case_queries
from app.cases import rules as case_rules
from app.cases import service as cases
from app.cases.service import CaseDraft
from app.core.errors import Invalid
from app.handovers.checking import GUARDIAN
from app.handovers.models import Handover
from app.handovers.rules import STEP_OF
from app.practicum import lists


def open_case(actor: Actor, handover: Handover, *, guardian_confirmed: bool) -> int | None:
    """Its id; None for whoever practises in no programme here, or at an institution that keeps no cases.

    Raises Invalid for a minor whose guardian rule the receiver has not confirmed.
    """
    before = handover.case
    if case_rules.needs_guardian(before.age_band) and not guardian_confirmed:
        raise Invalid(GUARDIAN, field="guardian_confirmed")
    learners = lists.list_learners(actor)
    if not learners or not case_queries.keeps_cases(learners[0].cohort.institution_id):
        return None
    draft = CaseDraft(
        age_band=before.age_band,
        step=STEP_OF.get(handover.receiver.kind, before.step),
        presentation=before.presentation,
        guardian_confirmed=guardian_confirmed,
    )
    return cases.open_case(actor, learners[0], draft).id
