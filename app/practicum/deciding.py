"""Deciding about entries: a signer approves a line, or gives it back with a comment."""

from __future__ import annotations

from dataclasses import dataclass

from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.words import N_
from app.placements.models import Supervisor
from app.practicum import crediting, freezing, origins, policy, queries, rows
from app.practicum.models import APPROVED, RETURNED, SUBMITTED, PracticumDecision, PracticumEntry
from app.practicum.writing import subject

ACCOUNT, LINK, PAPER = "account", "link", "paper"
MOST_COMMENT = 1000
OWN = N_("Nobody signs their own practice. Your coordinator can name another supervisor.")
NO_COMMENT = N_("Write what is missing or wrong, so that it can be mended.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who decides, in which capacity, and how they came: by account, by link, or on paper."""

    supervisor_id: int
    name: str
    role: str
    via: str
    person_id: int | None = None
    link_id: int | None = None
    paper_id: int | None = None


def approve(signer: Signer, entry: PracticumEntry, seen: int | None = None) -> PracticumDecision:
    """Freezes the entry and credits its minutes. `seen` is the version that was looked at.

    Raises Conflict if the entry has moved on, Forbidden for one's own, NotFound for what is not the signer's to sign.
    """
    decision = _decide(signer, entry, APPROVED, "", seen)
    crediting.settle(entry, signer.person_id)
    return decision


def give_back(signer: Signer, entry: PracticumEntry, comment: str, seen: int | None = None) -> PracticumDecision:
    """Asks the learner to mend the entry. Raises Invalid without a comment, and what `approve` raises."""
    comment = comment.strip()
    if not comment or len(comment) > MOST_COMMENT:
        raise Invalid(NO_COMMENT, field="comment")
    decision = _decide(signer, entry, RETURNED, comment, seen)
    crediting.drop(entry)
    return decision


def _decide(signer: Signer, entry: PracticumEntry, verdict: str, comment: str, seen: int | None) -> PracticumDecision:
    rows.take(entry, seen)
    _require_signer(signer, entry)
    rows.require(entry, SUBMITTED)
    origins.require_decidable(entry, verdict)
    at, codes, number = now(), queries.list_codes(entry.id), queries.count_decisions(entry.id) + 1
    rows.keep(entry, codes, status=verdict, decided_at=at)
    decision = PracticumDecision(
        entry_id=entry.id,
        round=number,
        verdict=verdict,
        comment=comment,
        supervisor_id=signer.supervisor_id,
        signer_name=signer.name,
        signer_role=signer.role,
        via=signer.via,
        person_id=signer.person_id,
        link_id=signer.link_id,
        paper_id=signer.paper_id,
        entry_hash=entry.hash,
        at=at,
    )
    decision.hash = freezing.decision_hash(decision)
    session().add(decision)
    session().flush()
    session().expire(entry, ["decisions"])
    place = f"supervisor:{signer.supervisor_id}"
    audit.record(signer.person_id, f"practicum.{verdict}", subject(entry), place=place, detail=signer.via)
    origins.decided(entry, decision)
    return decision


def _require_signer(signer: Signer, entry: PracticumEntry) -> None:
    """Whoever the entry was sent to, or stands in for them today; never its learner."""
    learner_id = entry.enrolment.person_id
    supervisor = session().get(Supervisor, signer.supervisor_id)
    if supervisor is None or not supervisor.is_active:
        raise NotFound(queries.NO_ENTRY)
    if learner_id in (signer.person_id, supervisor.person_id):
        raise Forbidden(OWN)
    if entry.supervisor_id not in policy.with_absent([supervisor.id]):
        raise NotFound(queries.NO_ENTRY)
