"""Both signatures. A learner's makes their part an entry of practice and sends it in; a supervisor's signs that entry.

Whoever signs first, the minutes are credited once both have signed the same. A signature holds for the part as it was:
`digests.of_part`. A change asks whoever signed before it again.
"""

from __future__ import annotations

from app.accounts.actor import Actor, person_id
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.words import N_
from app.notices import service as notices
from app.notices.kinds import SUPERVISION_TO_SIGN
from app.placements import queries as placements
from app.practicum import deciding, signing_queries
from app.practicum import signing as practicum
from app.practicum.deciding import ACCOUNT, Signer
from app.practicum.models import APPROVED, SUBMITTED
from app.practicum.policy import with_absent
from app.practicum.rules import Remark
from app.supervision import digests, entries, policy, queries, service
from app.supervision.entries import digest_of
from app.supervision.models import CANCELLED, HELD, SIGNED, SupervisionMember, SupervisionSession

TOO_EARLY = N_("It is signed once it is over.")
NOT_HELD = N_("Only whoever holds this session signs it as supervisor.")
AWAY = N_("It says here that you were away. If that is wrong, your supervisor can change it.")


def is_signed(member: SupervisionMember, digest: str) -> bool:
    """Whether the learner's signature holds for the part as it stands."""
    entry = member.entry
    return entry is not None and entry.status in (SUBMITTED, APPROVED) and member.digest == digest


def is_countersigned(member: SupervisionMember, digest: str) -> bool:
    """Whether the supervisor's does."""
    return member.countersigned_at is not None and member.countersigned_digest == digest


def sign(actor: Actor, found: SupervisionSession, seen: int) -> list[Remark]:
    """As a member: their part becomes an entry and is sent in; signed at once if the supervisor has signed the same.

    Returns what is to be said of the entry. Raises NotReady where something speaks against it, Conflict, NotFound.
    """
    service.take(found, seen)
    member = policy.find_own(actor, found)
    if member is None:
        raise NotFound(queries.NO_SESSION)
    _require_over(found)
    if member.is_absent:
        raise Conflict(AWAY)
    items = queries.list_items(found.id, [member.enrolment_id])
    digest = digests.of_part(found, member, items)
    if is_signed(member, digest):
        return []
    entry, remarks = entries.send(actor, found, member, items)
    member.entry_id, member.digest, member.signed_at = entry.id, digest, now()
    found.state = HELD
    service.keep(actor, found, "supervision.sign")
    session().refresh(member)
    if is_countersigned(member, digest):
        _approve_as_countersigned(found, member)
    elif found.supervisor.person_id is not None:
        notices.tell_once(found.supervisor.person_id, SUPERVISION_TO_SIGN, f"/supervision/{found.id}")
    return remarks


def countersign(actor: Actor, found: SupervisionSession, seen: int) -> int:
    """As its supervisor: parts that their learners have signed are credited, the others once they do. Returns how many.

    Raises Conflict, Forbidden.
    """
    if not policy.is_supervisor(actor, found):
        raise Forbidden(NOT_HELD)
    service.take(found, seen)
    _require_over(found)
    desk, signed, at = signing_queries.open_desk(actor), 0, now()
    for member in [one for one in found.members if not one.is_absent]:
        digest = digest_of(found, member)
        if member.entry is not None and member.entry.status == APPROVED:
            continue
        member.countersigned_at, member.countersigned_digest = at, digest
        member.countersigned_by_id = person_id(actor)
        if is_signed(member, digest) and member.entry is not None and desk.may_see(member.entry):
            practicum.sign(practicum.signer_at(desk, member.entry), member.entry, member.entry.version)
            signed += 1
        elif not is_signed(member, digest):
            notices.tell_once(member.enrolment.person_id, SUPERVISION_TO_SIGN, f"/supervision/{found.id}")
    found.supervisor_signed_at = at
    if found.state != SIGNED:
        found.state = HELD
    service.keep(actor, found, "supervision.countersign")
    return signed


def give_back(actor: Actor, found: SupervisionSession, enrolment_id: int, comment: str) -> None:
    """The supervisor asks a learner to mend their part. Raises Invalid without a comment, NotFound."""
    if not policy.is_supervisor(actor, found):
        raise Forbidden(NOT_HELD)
    service.take(found, None)
    member = next((one for one in found.members if one.enrolment_id == enrolment_id), None)
    if member is None or member.entry is None or member.entry.status != SUBMITTED:
        raise NotFound(queries.NO_SESSION)
    signer = practicum.signer_at(signing_queries.open_desk(actor), member.entry)
    deciding.give_back(signer, member.entry, comment)
    notices.tell_once(member.enrolment.person_id, SUPERVISION_TO_SIGN, f"/supervision/{found.id}")


def _approve_as_countersigned(found: SupervisionSession, member: SupervisionMember) -> None:
    """The supervisor has signed exactly this before. Where they may not sign any more, it waits for whoever may."""
    entry, by_id = member.entry, member.countersigned_by_id
    if entry is None or by_id is None:
        return
    mine = [one for one in placements.supervisors_of(by_id) if entry.supervisor_id in with_absent([one.id])]
    if not mine or member.enrolment.person_id == by_id:
        return
    own = next((one for one in mine if one.id == found.supervisor_id), mine[0])
    signer = Signer(supervisor_id=own.id, name=own.name, role=own.role_title, via=ACCOUNT, person_id=by_id)
    practicum.sign(signer, entry, entry.version)


def _require_over(found: SupervisionSession) -> None:
    if found.state == CANCELLED:
        raise Conflict(service.CHANGED)
    if found.ends_at > now():
        raise Conflict(TOO_EARLY)
