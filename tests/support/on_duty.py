"""Duty phones for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from app.accounts.actor import SYSTEM
from app.core.clock import now
from app.core.db import session, write_transaction
from app.duty import queries, service
from app.duty.models import DutyConfirmation, DutyContact

if TYPE_CHECKING:
    from tests.support.school import School

NAME, PHONE, STAND_IN = "On duty", "02-000-0000", "02-000-0099"
HOURS = {"he": "ביום ובלילה", "ar": "ليلًا ونهارًا", "en": "Day and night"}


def stand(institution_id: int) -> None:
    """What a cohort needs to open: a contact with a stand-in, whose numbers were rung. Inside a transaction."""
    contact = DutyContact(
        institution_id=institution_id,
        name=NAME,
        phone=PHONE,
        hours=HOURS,
        backup_name="Stand-in",
        backup_phone=STAND_IN,
        set_at=now(),
        confirmations=[DutyConfirmation(at=now())],
    )
    session().add(contact)
    session().flush()


def nobody(school: School) -> School:
    """Nobody is on duty anywhere, as if nobody ever had been."""
    with school.app.app_context(), write_transaction():
        session().execute(delete(DutyConfirmation))
        session().execute(delete(DutyContact))
    return school


def put(institution_id: int, name: str, hours: str) -> int:
    """Replaces whoever is on duty at an institution, through the service. Inside a transaction."""
    post = queries.get_post_of_institution(SYSTEM, institution_id)
    draft = service.DutyDraft(
        name=name, phone=PHONE, hours={"en": hours}, backup_name="Stand-in", backup_phone=STAND_IN
    )
    return service.put(SYSTEM, post, draft, post.contact.id if post.contact else 0).id


def opened(school: School) -> int:
    """Another cohort of the school’s institution; nobody is on duty anywhere afterwards."""
    nobody(school)
    with school.app.app_context(), write_transaction():
        stand(school.institution_id)
    cohort_id = school.cohort(school.institution_id)
    nobody(school)
    return cohort_id
