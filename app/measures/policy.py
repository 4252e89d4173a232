"""Who reads a measure: its learner, and whoever supervises them. Nobody else, whatever their role."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from app.accounts.actor import Actor
from app.enrolment.models import Enrolment
from app.measures.models import CaseMeasure, MeasurePrompt
from app.placements import policy as placements
from app.placements import queries as placed
from app.placements.models import Placement


def desks_of(actor: Actor) -> frozenset[int]:
    """Supervisors whose prompts the actor answers for today: themselves, and those for whom they stand in."""
    return placed.with_absent(one.id for one in placed.supervisors_of(actor.id))


def may_see_measure(actor: Actor, measure: CaseMeasure) -> bool:
    if measure.enrolment.person_id == actor.id or placed.is_signer_of(actor, measure.enrolment_id):
        return True
    return measure.prompt is not None and measure.prompt.supervisor_id in desks_of(actor)


def visible_measures(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `CaseMeasure` joined to `Enrolment`."""
    supervised = select(Placement.enrolment_id).where(placements.signed_placements(actor))
    asked = select(MeasurePrompt.measure_id).where(MeasurePrompt.supervisor_id.in_(sorted(desks_of(actor))))
    return or_(Enrolment.person_id == actor.id, CaseMeasure.enrolment_id.in_(supervised), CaseMeasure.id.in_(asked))


def may_see_case(actor: Actor, enrolment: Enrolment) -> bool:
    """Whose measures somebody reads together."""
    return enrolment.person_id == actor.id or placed.is_signer_of(actor, enrolment.id)


def may_answer_for(actor: Actor, measure: CaseMeasure) -> bool:
    """Whoever supervises, never the learner."""
    return measure.enrolment.person_id != actor.id and may_see_measure(actor, measure)
