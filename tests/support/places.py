"""Sites, supervisors and placements for tests, made through the services."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from app.accounts.actor import SYSTEM
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort, Enrolment
from app.placements import keeping, service, supervising
from app.progress.models import LessonState
from tests.support import curriculum
from tests.support.school import School

GATE = "field"
"""The gate of the small curriculum."""
CONTACT = {
    "contact_name": "Desk",
    "contact_phone": "02-000-0010",
    "contact_hours": "Always",
    "stand_in_name": "Stand-in",
    "stand_in_phone": "02-000-0011",
}
"""What a site needs to open."""
_numbers = count(1)


def make_site(school: School, institution_id: int = 0, **more: Any) -> int:
    values: dict[str, Any] = {"name": f"Site {next(_numbers)}", "kind": "welfare", "languages": ("he",), "capacity": 2}
    values |= CONTACT
    with school.app.app_context(), write_transaction():
        return keeping.make(SYSTEM, institution_id or school.institution_id, keeping.SiteDraft(**values | more)).id


def make_supervisor(school: School, institution_id: int = 0, **more: Any) -> int:
    number = next(_numbers)
    values: dict[str, Any] = {"name": f"Signer {number}", "email": f"signer{number}@example.org", "language": "en"}
    with school.app.app_context(), write_transaction():
        draft = supervising.SupervisorDraft(**values | more)
        return supervising.add(SYSTEM, institution_id or school.institution_id, draft).id


def draft(site_id: int, supervisor_id: int | None = None, **more: Any) -> service.PlacementDraft:
    """From yesterday for sixty days."""
    values: dict[str, Any] = {"starts_on": today() - timedelta(days=1), "ends_on": today() + timedelta(days=60)}
    return service.PlacementDraft(site_id=site_id, supervisor_id=supervisor_id, **values | more)


def make_placement(
    school: School, enrolment_id: int, site_id: int, supervisor_id: int | None = None, **more: Any
) -> int:
    with school.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        return service.place(SYSTEM, learner, draft(site_id, supervisor_id, **more)).id


def open_gate(school: School, enrolment_id: int, on: date | None = None) -> None:
    """The learner completes the lessons of the small curriculum's gate."""
    at = now() if on is None else now() - (today() - on)
    (gate,) = curriculum.catalogue().programmes[curriculum.MENTORS].gates
    with school.app.app_context(), write_transaction():
        for lesson_id in gate.lessons:
            done = LessonState(
                enrolment_id=enrolment_id, lesson_id=lesson_id, started_at=at, last_at=at, completed_at=at
            )
            session().add(done)


def end_of(school: School) -> date:
    with school.app.app_context():
        return session().get_one(Cohort, school.cohort_id).ends_on
