"""The agenda of a session: each member's open cases with why they are there and what was decided, riskiest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.cases.models import PracticeCase
from app.catalogue.practicum_types import Limits
from app.practicum.models import APPROVED
from app.supervision import facts, queries
from app.supervision.facts import Facts
from app.supervision.models import CANCELLED, SupervisionItem, SupervisionMember, SupervisionSession
from app.supervision.rules import NOT_TODAY, RISKS, WORRIED, Known, is_decided, order, reasons


@dataclass(frozen=True, slots=True)
class Line:
    """A case, or without one something else of the learner's. `since` is when it was last talked about, or began."""

    enrolment_id: int
    case: PracticeCase | None
    reasons: tuple[str, ...]
    since: date
    known: Known | None = None
    item: SupervisionItem | None = None

    @property
    def is_decided(self) -> bool:
        return self.item is not None and is_decided(self.item.decision)

    @property
    def is_off(self) -> bool:
        return self.item is not None and self.item.decision == NOT_TODAY

    @property
    def waits(self) -> bool:
        """It is on the agenda, and nothing is said of it yet."""
        return self.item is None and bool(self.reasons)

    @property
    def is_risk(self) -> bool:
        return bool(RISKS & set(self.reasons))


@dataclass(frozen=True, slots=True)
class Part:
    """What of a session is one member's."""

    member: SupervisionMember
    lines: tuple[Line, ...]

    @property
    def waiting(self) -> list[Line]:
        return [one for one in self.lines if one.waits]

    @property
    def said(self) -> list[Line]:
        return [one for one in self.lines if one.item is not None]

    @property
    def others(self) -> list[Line]:
        """Open cases that nothing puts on the agenda."""
        return [one for one in self.lines if one.item is None and not one.reasons]


def is_closed(found: SupervisionSession, member: SupervisionMember) -> bool:
    """Nothing is decided any more: both have signed this part, or the session does not take place."""
    is_signed = member.entry is not None and member.entry.status == APPROVED
    return found.state == CANCELLED or member.is_absent or is_signed


def of_session(found: SupervisionSession, members: Collection[SupervisionMember]) -> list[Part]:
    """Of these members; a part that is closed shows what was said, and no more."""
    items = queries.list_items(found.id, [one.enrolment_id for one in members])
    open_ones = [one for one in members if not is_closed(found, one)]
    known = facts.gather(open_ones, found.starts_at, found.day, found.id) if open_ones else None
    return [_part(one, items, known if one in open_ones else None, found.day) for one in members]


def of_learner(member: SupervisionMember, now: datetime, day: date) -> Part:
    """What would be on the agenda today; `member` belongs to no session."""
    return _part(member, [], facts.gather([member], now, day), day)


def _part(member: SupervisionMember, items: Iterable[SupervisionItem], known: Facts | None, day: date) -> Part:
    own = {one.case_id: one for one in items if one.enrolment_id == member.enrolment_id}
    lines = _known(member, own, known, day) if known else []
    told = {one.case.id if one.case else None for one in lines}
    lines += [_said(one, day) for case_id, one in own.items() if case_id not in told]
    return Part(member, tuple(sorted(lines, key=_key)))


def _known(member: SupervisionMember, own: dict[int | None, SupervisionItem], known: Facts, day: date) -> list[Line]:
    review_days = known.words.review_days.get(member.enrolment_id, Limits().case_review_days)
    found = []
    for case in known.cases.values():
        if case.enrolment_id != member.enrolment_id:
            continue
        of_case, item = known.known[case.id], own.get(case.id)
        why = tuple(item.reasons) if item else reasons(of_case, day, review_days)
        since = of_case.reviewed_on or of_case.opened_on
        found.append(Line(member.enrolment_id, case, why, since, of_case, item))
    if (on := known.worries.get(member.enrolment_id)) is not None and None not in own:
        found.append(Line(member.enrolment_id, None, (WORRIED,), on))
    return found


def _said(item: SupervisionItem, day: date) -> Line:
    return Line(item.enrolment_id, item.case, tuple(item.reasons), day, item=item)


def _key(line: Line) -> tuple[bool, list[int], date, int]:
    return (line.case is None and not line.reasons, *order(line.reasons, line.since), line.case.id if line.case else 0)
