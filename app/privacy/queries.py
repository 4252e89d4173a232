"""What somebody has read and agreed to, and whose statements they read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import case, exists, or_, select

from app.accounts import policy
from app.accounts.actor import Actor
from app.accounts.models import Institution, Person
from app.core.db import session
from app.enrolment.models import Cohort
from app.privacy.models import Consent, PrivacyReading, PrivacyStatement
from app.privacy.rules import CONSENTS, NOTICE

_has_read = (
    exists()
    .where(PrivacyReading.person_id == Person.id, PrivacyReading.notice == NOTICE, PrivacyReading.is_current)
    .correlate(Person)
)
unread = select(case((_has_read, 0), else_=1)).scalar_subquery()
"""Over `Person`: 1 if there is a notice that they have not read."""


def find_consent(person_id: int, kind: str) -> Consent | None:
    """What they said last, to whichever version."""
    wanted = select(Consent).where(Consent.person_id == person_id, Consent.kind == kind)
    return session().scalars(wanted.order_by(Consent.id.desc()).limit(1)).first()


def has_answered(person_id: int, kind: str) -> bool:
    """Whether they said yes or no to the text of now."""
    last = find_consent(person_id, kind)
    return last is not None and last.version == CONSENTS[kind]


def find_reading(person_id: int) -> PrivacyReading | None:
    wanted = select(PrivacyReading).where(PrivacyReading.person_id == person_id)
    return session().scalars(wanted.order_by(PrivacyReading.id.desc()).limit(1)).first()


def institutions_of(actor: Actor) -> frozenset[int]:
    """Those at which somebody holds a role, or at whose cohorts."""
    places = {kind: {g.place_id for g in actor.grants if g.place_kind == kind} for kind in ("institution", "cohort")}
    around = select(Cohort.institution_id).where(Cohort.id.in_(places["cohort"]))
    return frozenset(places["institution"]) | frozenset(session().scalars(around).all() if places["cohort"] else ())


def list_statements(institutions: Iterable[int]) -> Sequence[PrivacyStatement]:
    """The service's first, then those of the institutions."""
    wanted = (
        select(PrivacyStatement)
        .where(
            or_(PrivacyStatement.institution_id.is_(None), PrivacyStatement.institution_id.in_(sorted(institutions)))
        )
        .order_by(PrivacyStatement.institution_id.is_not(None), PrivacyStatement.institution_id)
    )
    return session().scalars(wanted).all()


def find_statement(institution_id: int | None) -> PrivacyStatement | None:
    is_it = (
        PrivacyStatement.institution_id.is_(None)
        if institution_id is None
        else PrivacyStatement.institution_id == institution_id
    )
    return session().scalars(select(PrivacyStatement).where(is_it)).first()


def names_of(institutions: Iterable[int]) -> dict[int, dict[str, str]]:
    found = select(Institution.id, Institution.names).where(Institution.id.in_(sorted(institutions)))
    return {row[0]: row[1] for row in session().execute(found)}


def list_kept(actor: Actor) -> Sequence[Institution]:
    """Institutions whose statements somebody keeps."""
    wanted = select(Institution).where(policy.visible_institutions(actor)).order_by(Institution.id)
    return session().scalars(wanted).all()
