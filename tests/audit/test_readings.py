"""Whoever of the staff is shown a page about somebody leaves a row; people who read about themselves do not."""

from __future__ import annotations

from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.db import session
from tests.support.school import School


def readings(school: School) -> list[tuple[int | None, str, str, str]]:
    wanted = select(AuditEvent).where(AuditEvent.action == "page.open").order_by(AuditEvent.id)
    with school.app.app_context():
        return [(row.actor_id, row.subject, row.outcome, row.detail) for row in session().scalars(wanted)]


def test_a_page_about_a_learner(school: School):
    learner, enrolment = school.learner()
    trainer = school.staff("trainer")
    assert school.client(learner).get(f"/hours/{enrolment}").status_code == 200
    assert readings(school) == []
    assert school.client(trainer).get(f"/hours/{enrolment}").status_code == 200
    assert readings(school) == [(trainer.id, f"enrolment:{enrolment}", "allowed", "hours.of_learner")]


def test_what_was_not_shown_was_refused(school: School):
    _learner, enrolment = school.learner(school.cohort(school.institution()))
    trainer = school.staff("trainer")
    assert school.client(trainer).get(f"/learners/{enrolment}").status_code == 404
    assert [row[2] for row in readings(school)] == ["refused"]
