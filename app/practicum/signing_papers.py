"""A signature on paper: its scan is kept as it came, and the lines that it is about are signed by it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.placements import policy as placing
from app.placements.models import Supervisor
from app.practicum import policy, rows, signing, signing_queries, signing_rules
from app.practicum.deciding import PAPER, Signer
from app.practicum.models import PracticumEntry
from app.practicum.signing_models import SigningPaper

NO_LINES = N_("Choose the lines that the paper is signed for.")
NO_SCAN = N_("Choose a PDF, a JPEG or a PNG of at most 1.5 MB.")
TOO_EARLY = N_("The paper was signed before some of these lines were done. Check the day, or leave those lines out.")
TO_COME = N_("This day is still to come.")


@dataclass(frozen=True, slots=True)
class Scan:
    """`lines` are entry ids with the versions that were shown."""

    signed_on: date
    content: bytes
    lines: Mapping[int, int]


def list_lines(actor: Actor, supervisor: Supervisor) -> list[PracticumEntry]:
    """What waits for the supervisor in cohorts that the actor coordinates, without the actor's own."""
    sent = signing_queries.list_sent_to([supervisor.id])
    return [one for one in sent if one.enrolment.person_id != actor.id and policy.may_coordinate(actor, one.enrolment)]


def take(actor: Actor, supervisor: Supervisor, scan: Scan) -> SigningPaper:
    """Signs the chosen lines, or none of them. The caller has checked whose supervisor it is.

    Raises Invalid for the scan, its day or its lines, Conflict if one of them has moved on, NotFound.
    """
    kind = _checked(scan)
    waiting = {one.id: one for one in list_lines(actor, supervisor)}
    chosen = [waiting[one] for one in scan.lines if one in waiting]
    if len(chosen) != len(scan.lines):
        raise Conflict(rows.CHANGED)
    if any(one.day is None or one.day > scan.signed_on for one in chosen):
        raise Invalid(TOO_EARLY, field="signed_on")
    paper = SigningPaper(
        supervisor_id=supervisor.id,
        uploaded_by_id=person_id(actor),
        at=now(),
        signed_on=scan.signed_on,
        digest=hashlib.sha256(scan.content).hexdigest(),
        media_type=kind,
        content=scan.content,
    )
    session().add(paper)
    session().flush()
    signer = Signer(
        supervisor_id=supervisor.id,
        name=supervisor.name,
        role=supervisor.role_title,
        via=PAPER,
        person_id=person_id(actor),
        paper_id=paper.id,
    )
    signing.sign_all((signer, one, scan.lines[one.id]) for one in chosen)
    _record(actor, "signing.paper", paper)
    return paper


def get_paper(actor: Actor, paper_id: int) -> SigningPaper:
    """With what is in it; reading it leaves a row. Raises NotFound."""
    wanted = select(SigningPaper).where(SigningPaper.id == paper_id).options(joinedload(SigningPaper.supervisor))
    paper = session().scalars(wanted.options(undefer(SigningPaper.content))).one_or_none()
    if paper is None or not placing.coordinates(actor, paper.supervisor.institution_id):
        raise NotFound(N_("There is no such paper."))
    return paper


def note_read(actor: Actor, paper: SigningPaper) -> None:
    _record(actor, "signing.paper-read", paper)


def find_paper(paper_id: int | None) -> SigningPaper | None:
    """Without what is in it: by whom it was uploaded, and which day stands on it."""
    return session().get(SigningPaper, paper_id) if paper_id else None


def _checked(scan: Scan) -> str:
    kind = signing_rules.sniff(scan.content)
    if not kind or len(scan.content) > signing_rules.MOST_SCAN:
        raise Invalid(NO_SCAN, field="scan")
    if scan.signed_on > today():
        raise Invalid(TO_COME, field="signed_on")
    if not scan.lines:
        raise Invalid(NO_LINES, field="lines")
    return kind


def _record(actor: Actor, action: str, paper: SigningPaper) -> None:
    place = f"supervisor:{paper.supervisor_id}"
    audit.record(person_id(actor), action, f"signing_paper:{paper.id}", place=place)
