"""Reading links: what waits behind them, what was decided, who had codes sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core.clock import now
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.placements import rules as placing
from app.placements.models import Supervisor, SupervisorAbsence
from app.practicum import policy
from app.practicum.models import SUBMITTED, PracticumDecision, PracticumEntry
from app.practicum.queries import NO_ENTRY
from app.practicum.signing_models import SigningBrowser, SigningLine, SigningLink, SigningReport

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Behind:
    """A line behind a link. `decision` is what became of it since the link was sent, by whatever way."""

    entry: PracticumEntry
    decision: PracticumDecision | None
    is_reported: bool
    is_theirs: bool  # still the link's supervisor's to sign

    @property
    def waits(self) -> bool:
        return self.decision is None and self.entry.status == SUBMITTED and self.is_theirs


def list_lines(link: SigningLink) -> list[Behind]:
    """Oldest first."""
    rows = session().execute(
        select(SigningLine, PracticumEntry, SigningReport.entry_id)
        .join(PracticumEntry, PracticumEntry.id == SigningLine.entry_id)
        .join(PracticumEntry.enrolment)
        .join(Enrolment.cohort)
        .outerjoin(
            SigningReport,
            (SigningReport.entry_id == PracticumEntry.id) & (SigningReport.supervisor_id == link.supervisor_id),
        )
        .where(SigningLine.link_id == link.id)
        .order_by(PracticumEntry.day, PracticumEntry.id)
        .options(
            contains_eager(SigningLine.entry, PracticumEntry.enrolment).options(
                joinedload(Enrolment.person), contains_eager(Enrolment.cohort).joinedload(Cohort.institution)
            ),
            contains_eager(SigningLine.entry).options(
                selectinload(PracticumEntry.amends),
                selectinload(PracticumEntry.cases),
                selectinload(PracticumEntry.decisions),
            ),
        )
    )
    whose = policy.with_absent([link.supervisor_id])
    return [
        Behind(entry, _decided(entry, line.round), reported is not None, entry.supervisor_id in whose)
        for line, entry, reported in rows
    ]


def get_line(link: SigningLink, entry_id: int) -> Behind:
    """Raises NotFound for an entry that is not behind this link."""
    found = next((one for one in list_lines(link) if one.entry.id == entry_id), None)
    if found is None:
        raise NotFound(NO_ENTRY)
    return found


def _decided(entry: PracticumEntry, round_before: int) -> PracticumDecision | None:
    return next((one for one in entry.decisions if one.round > round_before), None)


def list_open_rounds(supervisor: Supervisor) -> Mapping[int, int]:
    """Entries that wait for the supervisor or for whom they stand in today → how often each was decided about.

    Without those that they said are not of their trainees.
    """
    said = select(SigningReport.entry_id).where(SigningReport.supervisor_id == supervisor.id)
    wanted = (
        select(PracticumEntry.id, func.count(PracticumDecision.id))
        .outerjoin(PracticumDecision, PracticumDecision.entry_id == PracticumEntry.id)
        .where(
            PracticumEntry.status == SUBMITTED,
            PracticumEntry.supervisor_id.in_(sorted(policy.with_absent([supervisor.id]))),
            PracticumEntry.id.not_in(said),
        )
        .group_by(PracticumEntry.id)
    )
    return {row[0]: row[1] for row in session().execute(wanted)}


def list_asked(link: SigningLink, since: datetime) -> Sequence[datetime]:
    """When codes were sent since then, oldest first."""
    wanted = select(SigningBrowser.asked_at).where(SigningBrowser.link_id == link.id, SigningBrowser.asked_at > since)
    return session().scalars(wanted.order_by(SigningBrowser.asked_at)).all()


def list_due(day: date, since: datetime) -> list[int]:
    """Supervisors without an account for whom lines wait on `day`, and to whom no letter went out `since`.

    Where somebody is away their stand-in is meant.
    """
    senders = session().scalars(
        select(PracticumEntry.supervisor_id)
        .where(PracticumEntry.status == SUBMITTED, PracticumEntry.supervisor_id.is_not(None))
        .distinct()
    )
    away = session().execute(
        select(SupervisorAbsence.supervisor_id, SupervisorAbsence.stand_in_id).where(
            SupervisorAbsence.from_day <= day, SupervisorAbsence.until_day >= day
        )
    )
    stand_ins = {row[0]: row[1] for row in away}
    signers = {placing.signer(one, stand_ins) for one in senders if one is not None}
    return _unwritten(signers, since)


def _unwritten(signers: Collection[int], since: datetime) -> list[int]:
    written = select(SigningLink.supervisor_id).where(SigningLink.created_at >= since)
    wanted = select(Supervisor.id).where(
        Supervisor.id.in_(sorted(signers)),
        Supervisor.is_active,
        Supervisor.person_id.is_(None),
        Supervisor.id.not_in(written),
    )
    return list(session().scalars(wanted.order_by(Supervisor.id)))


@dataclass(frozen=True, slots=True)
class LinkState:
    """A link as its coordinators see it: how many lines it opened, and how many of them were decided by it."""

    link: SigningLink
    lines: int
    decided: int
    is_open: bool


def list_links(supervisor: Supervisor) -> list[LinkState]:
    """Newest first."""
    lines = select(func.count(SigningLine.entry_id)).where(SigningLine.link_id == SigningLink.id)
    decided = (
        select(func.count(SigningLine.entry_id.distinct()))
        .join(PracticumDecision, PracticumDecision.entry_id == SigningLine.entry_id)
        .where(SigningLine.link_id == SigningLink.id, PracticumDecision.round > SigningLine.round)
    )
    wanted = (
        select(SigningLink, lines.scalar_subquery(), decided.scalar_subquery())
        .where(SigningLink.supervisor_id == supervisor.id)
        .order_by(SigningLink.id.desc())
        .limit(SHOWN)
    )
    return [
        LinkState(link, total, done, link.revoked_at is None and link.expires_at > now() and done < total)
        for link, total, done in session().execute(wanted)
    ]


def get_link(supervisor: Supervisor, link_id: int) -> SigningLink:
    """Raises NotFound for a link of somebody else."""
    link = session().get(SigningLink, link_id)
    if link is None or link.supervisor_id != supervisor.id:
        raise NotFound(N_("There is no such link."))
    return link
