"""Who was refused stands in the trail, and knocking for ever does not fill it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit import service
from app.audit.models import AuditEvent
from app.core.clock import at, now
from app.core.db import session
from tests.support.school import School

MISSING = 999_999


def refusals(school: School) -> list[tuple[int | None, str, str, str]]:
    wanted = select(AuditEvent).where(AuditEvent.outcome == "refused").order_by(AuditEvent.id)
    with school.app.app_context():
        return [(row.actor_id, row.action, row.subject, row.detail) for row in session().scalars(wanted)]


def signed_in(school: School) -> tuple[int, FlaskClient]:
    person, _ = school.learner()
    return person.id, school.client(person)


def test_a_page_of_another_role_and_a_row_of_somebody_else(school: School):
    number, client = signed_in(school)
    assert client.get("/imports").status_code == 403
    assert school.post(client, f"/notices/{MISSING}/open").status_code == 404
    assert client.get("/no-such-page-at-all").status_code == 404
    found = refusals(school)
    assert {row[0] for row in found} == {number}
    assert ("page.open", "page:0", "imports.listing") in {row[1:] for row in found}
    assert any(row[2].endswith(f":{MISSING}") for row in found)


def test_strangers_leave_none(school: School):
    assert school.app.test_client().get("/imports").status_code == 302
    assert refusals(school) == []


def test_the_same_attempt_is_one_row_an_hour(school: School):
    _number, client = signed_in(school)
    for _ in range(3):
        client.get("/imports")
    assert len(refusals(school)) == 1
    with school.app.app_context(), at(now() + timedelta(hours=2)):
        assert service.record_refusal(refusals(school)[0][0] or 0, "page.open", "page:0", "imports.listing")


def test_nobody_fills_the_trail(school: School, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "MOST_REFUSALS", 4)
    with school.app.app_context():
        written = [service.record_refusal(7, "page.open", f"enrolment:{one}") for one in range(9)]
        assert written == [True] * 4 + [False] * 5
        assert service.record_refusal(8, "page.open", "enrolment:1")
    assert [row[3] for row in refusals(school)] == ["", "", "", "and-more", ""]


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_is_a_row_whoever_it_was(school: School, monkeypatch: pytest.MonkeyPatch, known: bool):
    monkeypatch.setattr(service, "MOST_REFUSALS", 2)
    person, _ = school.learner()
    client, email = school.app.test_client(), person.email if known else "nobody@example.org"
    for _try in range(3):
        assert school.post(client, "/sign-in", email=email, password="wrong words altogether").status_code == 422
    subject = f"person:{person.id if known else 0}"
    assert refusals(school) == [(None, "sign-in.wrong", subject, ""), (None, "sign-in.wrong", subject, "and-more")]
