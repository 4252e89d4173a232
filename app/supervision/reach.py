"""How much of a member's part is read by whoever holds a session.

Whoever signs for the learner at a placement reads all of it. Whoever supervises their cohort, and nothing else, reads
what is on the agenda and what was decided here: neither cases that can wait, nor what was decided with somebody else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.accounts.actor import Actor
from app.placements import queries as placements
from app.practicum.policy import signs_for
from app.supervision import agenda, policy
from app.supervision.agenda import Line, Part
from app.supervision.models import SupervisionMember, SupervisionSession


def of_session(actor: Actor, found: SupervisionSession, members: Collection[SupervisionMember]) -> list[Part]:
    """These members' parts of the agenda as the actor reads them."""
    parts, desks = agenda.of_session(found, members), signs_for(actor)
    whole = list_whole(actor, found, members)
    return [one if one.member.enrolment_id in whole else _narrow(one, desks) for one in parts]


def list_whole(actor: Actor, found: SupervisionSession, members: Collection[SupervisionMember]) -> frozenset[int]:
    """Enrolments of which the actor reads all: their own, and those for whom they sign at a placement."""
    own = frozenset(one.enrolment_id for one in members if one.enrolment.person_id == actor.id)
    others = {one.enrolment_id for one in members} - own
    return own | placements.signed_among(actor, others) if others and policy.is_supervisor(actor, found) else own


def _narrow(part: Part, desks: frozenset[int]) -> Part:
    told = (one for one in part.lines if one.item is not None or one.reasons)
    return Part(part.member, tuple(_without_others(one, desks) for one in told))


def _without_others(line: Line, desks: frozenset[int]) -> Line:
    last = line.known.last if line.known else None
    if line.known is None or last is None or last.supervisor_id in desks:
        return line
    return replace(line, known=replace(line.known, last=None))
