"""From a member's part to an entry of practice, and from what is decided about that entry back to the session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.accounts.actor import Actor
from app.cases.queries import keeps_cases
from app.core.clock import zone
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.practicum import drafts, origins, times
from app.practicum import service as practicum
from app.practicum.content import get_held
from app.practicum.models import APPROVED, SUBMITTED, WITHDRAWN, PracticumDecision, PracticumEntry
from app.practicum.queries import find_by_client, get_own
from app.practicum.rules import Remark
from app.supervision import digests, queries, words
from app.supervision.arranging import NO_KIND
from app.supervision.models import SIGNED, SupervisionItem, SupervisionMember, SupervisionSession
from app.supervision.rules import is_decided

TEMPLATE = "supervision/of-entry.html"
STALE = N_("The session that this entry comes from was changed after its learner signed it. They sign it again first.")


def digest_of(found: SupervisionSession, member: SupervisionMember) -> str:
    return digests.of_part(found, member, queries.list_items(found.id, [member.enrolment_id]))


def draft_of(found: SupervisionSession, member: SupervisionMember, items: Collection[SupervisionItem]) -> drafts.Draft:
    """A member's part as an entry: the meeting's minutes once, with the cases that were talked about."""
    as_what = get_held(member.enrolment.cohort).practicum.find_session(found.kind, found.setting)
    if as_what is None:
        raise Invalid(NO_KIND, field="what")
    is_kept = keeps_cases(found.institution_id)
    local = [moment.astimezone(zone(found.zone)) for moment in (found.starts_at, found.ends_at)]
    return drafts.Draft(
        category=as_what.category,
        activity=as_what.activity,
        setting=found.setting,
        mode=found.mode,
        language=found.language,
        day=found.day,
        starts=local[0].time().replace(fold=0),
        ends=local[1].time().replace(fold=0),
        doubled=times.which_hour(found.starts_at, found.ends_at, found.zone),
        case_ids=tuple(one.case_id for one in items if is_kept and one.case_id and is_decided(one.decision)),
    )


def send(
    actor: Actor, found: SupervisionSession, member: SupervisionMember, items: Collection[SupervisionItem]
) -> tuple[PracticumEntry, list[Remark]]:
    """The member's entry as the session stands now, made or mended, and sent in."""
    draft, key = draft_of(found, member, items), f"supervision-{found.id}-{member.enrolment_id}"
    standing = find_by_client(member.enrolment_id, key)
    if standing is None:
        entry = practicum.save_draft(actor, member.enrolment, draft, key)
    else:
        entry = get_own(actor, standing.id)
        if entry.status == SUBMITTED:
            practicum.withdraw(actor, entry)
        if entry.status == WITHDRAWN:
            practicum.reopen(actor, entry)
        practicum.change(actor, entry, draft, entry.version)
    return entry, practicum.submit(actor, entry)


@dataclass(frozen=True, slots=True)
class About:
    """What a signer reads of the session that an entry comes from: message ids of codes, and what was decided.

    Of cases it tells only those that the entry names.
    """

    session_id: int
    kind: str
    members: int
    items: Sequence[SupervisionItem]
    is_stale: bool
    decisions: Mapping[str, str] = field(default_factory=lambda: words.DECISIONS)
    who: Mapping[str, str] = field(default_factory=lambda: words.WHO)


class FromSession:
    """Entries that come from sessions, as the practicum meets them."""

    def require_decidable(self, entry: PracticumEntry, verdict: str) -> None:
        member = queries.find_member(entry.id)
        if member is None or verdict != APPROVED:
            return
        if member.digest != digest_of(session().get_one(SupervisionSession, member.session_id), member):
            raise Conflict(STALE)

    def decided(self, entry: PracticumEntry, decision: PracticumDecision) -> None:
        """A signature on the entry is the supervisor's under the part, however it came; what comes back is unsigned."""
        member = queries.find_member(entry.id)
        if member is None:
            return
        if decision.verdict == APPROVED:
            member.countersigned_at, member.countersigned_digest = decision.at, member.digest
            member.countersigned_by_id = decision.person_id
            session().flush()
            _close(session().get_one(SupervisionSession, member.session_id), decision)
        else:
            member.digest, member.signed_at = "", None
            member.countersigned_at, member.countersigned_digest, member.countersigned_by_id = None, "", None

    def tell(self, entry_ids: Collection[int]) -> Mapping[int, origins.Told]:
        found = queries.list_of_entries(entry_ids)
        items = queries.list_items_of([one.session_id for one in found])
        return {one.entry_id: origins.Told(TEMPLATE, _about(one, items)) for one in found if one.entry_id is not None}


def _about(member: SupervisionMember, items: Iterable[SupervisionItem]) -> About:
    found = session().get_one(SupervisionSession, member.session_id)
    own = [one for one in items if (one.session_id, one.enrolment_id) == (found.id, member.enrolment_id)]
    here = sum(1 for one in found.members if not one.is_absent)
    is_stale = member.digest != digests.of_part(found, member, own)
    return About(
        found.id,
        words.kind(found.kind, found.setting),
        here,
        [one for one in own if not one.case_id or is_decided(one.decision)],
        is_stale,
    )


def _close(found: SupervisionSession, decision: PracticumDecision) -> None:
    """Once the last part is signed by both, the session is."""
    found.supervisor_signed_at = found.supervisor_signed_at or decision.at
    here = [one for one in found.members if not one.is_absent]
    if all(one.entry is not None and one.entry.status == APPROVED for one in here):
        found.state, found.digest = SIGNED, digests.of_whole(found.members)
    found.version += 1
    session().flush()


origins.ORIGINS.append(FromSession())
