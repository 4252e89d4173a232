"""What a signature under a session is about: the meeting, and of its items those of one member."""

from __future__ import annotations

from collections.abc import Iterable

from app.practicum.freezing import seal, text_digest
from app.supervision.models import SupervisionItem, SupervisionMember, SupervisionSession

MEETING_FACTS = ("id", "supervisor_id", "kind", "setting", "starts_at", "ends_at", "zone", "mode", "language")


def of_part(found: SupervisionSession, member: SupervisionMember, items: Iterable[SupervisionItem]) -> str:
    """Of the meeting and a member's items as they stand; what is ticked off later is no part of it."""
    own = sorted(_said(one) for one in items if one.enrolment_id == member.enrolment_id)
    meeting = {name: getattr(found, name) for name in MEETING_FACTS}
    return seal(meeting | {"note": text_digest(found.note), "enrolment_id": member.enrolment_id, "items": own})


def of_whole(members: Iterable[SupervisionMember]) -> str:
    """Of all that was signed: every member's part."""
    return seal({str(one.enrolment_id): "absent" if one.is_absent else one.digest for one in members})


def _said(item: SupervisionItem) -> list[str]:
    return [
        str(item.case_id or ""),
        item.decision,
        text_digest(item.note),
        item.who,
        item.due_on.isoformat() if item.due_on else "",
        ",".join(item.reasons),
    ]
