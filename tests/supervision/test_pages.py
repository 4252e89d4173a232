"""Pages of supervision as a learner and a supervisor use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session
from app.practicum.models import PracticumEntry
from app.supervision.models import SupervisionItem, SupervisionSession
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.signing import Reader
from tests.support.statements import statements
from tests.support.supervising import beside, countersign, decide, group, meeting, plan, sign, supervisor_of


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


@pytest.fixture
def learner(school: School, practice: Practice) -> FlaskClient:
    return school.client(practice.learner)


@pytest.fixture
def supervisor(school: School, practice: Practice) -> FlaskClient:
    return school.client(practice.supervising)


def form(**more: object) -> dict[str, object]:
    values = {
        "what": "case-management/individual",
        "day": yesterday().isoformat(),
        "starts": "18:00",
        "ends": "19:00",
        "mode": "video",
        "language": "en",
        "note": "",
    }
    return values | more


def version(practice: Practice, supervision_id: int) -> int:
    with practice.house.app.app_context():
        return session().get_one(SupervisionSession, supervision_id).version


def status(practice: Practice) -> list[str]:
    with practice.house.app.app_context():
        return list(session().scalars(select(PracticumEntry.status).order_by(PracticumEntry.id)))


def test_a_learner_writes_a_session_down_decides_and_signs(school: School, practice: Practice, learner: FlaskClient):
    case_id = practice.case()
    answer = school.post(learner, "/supervision/new", **form(enrolment=practice.enrolment_id))
    assert answer.status_code == 303
    text = learner.get(answer.location).text
    assert "To be talked about" in text
    assert "New" in text
    line = f"{answer.location}/cases/{case_id}"
    assert school.post(learner, line, version=0, decision="").status_code == 422
    told = school.post(learner, line, version=0, decision="go-on", note="Met with Rina Cohen, 050-1234567")
    assert told.status_code == 422
    assert "This may tell who somebody is" in told.text
    seen = "Met with Rina Cohen, 050-1234567"
    assert school.post(learner, line, version=0, decision="go-on", note=seen, seen=seen).status_code == 303
    assert school.post(learner, f"{answer.location}/sign", version=99).status_code == 409
    signed = school.post(learner, f"{answer.location}/sign", version=2)
    assert signed.status_code == 303
    assert status(practice) == ["submitted"]
    assert "has not signed yet" in learner.get(answer.location).text
    assert learner.get(f"/cases/{case_id}").status_code == 200


def test_a_supervisor_writes_one_down_for_a_group_and_signs_first(
    school: School, practice: Practice, supervisor: FlaskClient
):
    other = beside(practice)
    values = form(what="group/group", members=[practice.enrolment_id, other.enrolment_id], note="About endings")
    page = supervisor.get("/supervision/new?with=1").text
    assert practice.learner.name in page
    assert other.learner.name in page
    answer = school.post(supervisor, "/supervision/new", **{"with": 1}, **values)
    assert answer.status_code == 303
    away = school.post(supervisor, f"{answer.location}/absent", enrolment=other.enrolment_id, is_absent=1)
    assert away.status_code == 303
    assert school.post(supervisor, f"{answer.location}/sign", version=2).status_code == 303
    own = school.client(practice.learner).get(answer.location).text
    assert other.learner.name not in own
    assert "About endings" in own


def test_what_speaks_against_a_signature_is_said(school: School, practice: Practice, learner: FlaskClient):
    practice.send(visit(yesterday(), meeting().starts))
    found = plan(practice)
    answer = school.post(learner, f"/supervision/{found}/sign", version=1)
    assert answer.status_code == 422
    assert "Nobody is in two places" in answer.text


def test_the_group_of_another_is_joined(school: School, practice: Practice):
    other = beside(practice)
    found = plan(practice, group())
    values = form(what="group/group", ends="19:30", enrolment=other.enrolment_id)
    answer = school.post(school.client(other.learner), "/supervision/new", **values)
    assert answer.location == f"/supervision/{found}"


def test_each_member_reads_only_their_own(school: School, practice: Practice, supervisor: FlaskClient):
    other = beside(practice)
    found = plan(practice, group(), by=supervisor_of(practice), with_=(other,))
    own, theirs = practice.case(), other.case()
    decide(practice, found, own, note="Ownmark")
    decide(other, found, theirs, note="Theirmark")
    text = school.client(practice.learner).get(f"/supervision/{found}").text
    assert "Ownmark" in text
    assert "Theirmark" not in text
    assert school.client(practice.learner).get(f"/supervision/{found}/cases/{theirs}").status_code == 404
    both = supervisor.get(f"/supervision/{found}").text
    assert "Ownmark" in both
    assert "Theirmark" in both
    assert supervisor.get(f"/supervision/{found}/cases/{theirs}").status_code == 200


def test_a_supervisor_s_reading_leaves_a_row_for_each_case(practice: Practice, supervisor: FlaskClient):
    found, cases = plan(practice), [practice.case() for _ in range(3)]
    for path in (f"/supervision/{found}", f"/cases/{cases[0]}", f"/supervision/{found}/cases/{cases[1]}"):
        assert supervisor.get(path).status_code == 200
    with practice.house.app.app_context():
        wanted = select(AuditEvent.subject, func.count()).where(
            AuditEvent.action == "case.read", AuditEvent.actor_id == practice.supervising.id
        )
        rows = session().execute(wanted.group_by(AuditEvent.subject))
        assert {row[0]: row[1] for row in rows} == {f"case:{cases[0]}": 2, f"case:{cases[1]}": 2, f"case:{cases[2]}": 1}


def test_sixty_cases_are_a_few_taps(school: School, practice: Practice, learner: FlaskClient):
    found, cases = plan(practice), [practice.case() for _ in range(60)]
    for client, most in ((learner, 40), (school.client(practice.supervising), 40 + 61)):  # a row for each case
        assert client.get(f"/supervision/{found}").status_code == 200
        with statements() as seen:
            assert client.get(f"/supervision/{found}").text.count('name="case"') == 60
        assert len(seen) < most
    assert school.post(learner, f"/supervision/{found}/go-on", case=cases).status_code == 303
    sign(practice, found)
    assert countersign(practice, found) == 1
    with practice.inside():
        assert len(session().scalars(select(SupervisionItem)).all()) == 60
        entry = session().scalars(select(PracticumEntry)).one()
        assert len(entry.cases) == 60


def test_saving_leads_to_the_next_line(school: School, practice: Practice, learner: FlaskClient):
    found, cases = plan(practice), [practice.case() for _ in range(2)]
    first = f"/supervision/{found}/cases/{cases[0]}"
    answer = school.post(learner, first, version=0, decision="go-on", then="next")
    assert answer.location == f"/supervision/{found}/cases/{cases[1]}"
    answer = school.post(learner, answer.location, version=0, decision="go-on", then="next")
    assert answer.location == f"/supervision/{found}"


def test_two_who_decide_at_once_are_told(school: School, practice: Practice, learner: FlaskClient):
    found, case_id = plan(practice), practice.case()
    decide(practice, found, case_id, by=supervisor_of(practice))
    answer = school.post(learner, f"/supervision/{found}/cases/{case_id}", version=0, decision="end")
    assert answer.status_code == 409
    assert "meanwhile" in answer.text


def test_something_about_no_case_is_written_down(school: School, practice: Practice, learner: FlaskClient):
    found = plan(practice)
    path = f"/supervision/{found}/people/{practice.enrolment_id}"
    assert learner.get(path).status_code == 200
    assert school.post(learner, path, version=0, decision="review-again", note="My own load").status_code == 422
    day = (today() + timedelta(days=7)).isoformat()
    answer = school.post(learner, path, version=0, decision="review-again", note="My own load", due_on=day)
    assert answer.status_code == 303
    assert "My own load" in learner.get("/supervision").text


def test_what_is_done_is_ticked(school: School, practice: Practice, learner: FlaskClient, supervisor: FlaskClient):
    found, case_id = plan(practice), practice.case()
    item_id = decide(practice, found, case_id, "urgent", who="coordinator")
    assert "Overdue" in learner.get("/supervision").text
    answer = school.post(supervisor, f"/supervision/items/{item_id}/tick", done=1, to="session")
    assert answer.location == f"/supervision/{found}"
    assert "Overdue" not in learner.get("/supervision").text
    assert school.post(learner, f"/supervision/items/{item_id}/tick", done=0, to="case").location == f"/cases/{case_id}"


def test_a_case_is_asked_for(school: School, practice: Practice, learner: FlaskClient):
    found, case_id = plan(practice), practice.case()
    decide(practice, found, case_id)
    sign(practice, found)
    later = plan(practice, meeting(today() + timedelta(days=3)))
    assert "1 open case that can wait" in learner.get(f"/supervision/{later}").text
    assert school.post(learner, f"/cases/{case_id}/ask", wish="talk").status_code == 303
    assert "Asked for" in learner.get(f"/supervision/{later}").text
    assert school.post(learner, f"/cases/{case_id}/ask", wish="").status_code == 303
    assert "Asked for" not in learner.get(f"/supervision/{later}").text


def test_a_supervisor_without_an_account_reads_what_was_decided(school: School, practice: Practice):
    """Behind the link of the weekly letter, and can sign it there."""
    from datetime import timedelta as span

    from app.placements.models import Supervisor
    from app.practicum import signing_links

    with practice.inside():
        session().get_one(Supervisor, practice.supervisor_id).person_id = None
    found, case_id = plan(practice), practice.case()
    decide(practice, found, case_id, "change-plan", note="Shorter walks")
    sign(practice, found)
    with practice.inside():
        sent = signing_links.issue(session().get_one(Supervisor, practice.supervisor_id), span(days=30))
        assert sent is not None
        path = sent.path
    reader = Reader(school, path)
    reader.bind()
    text = reader.get()
    assert "Shorter walks" in text
    assert "Change the plan" in text
    with practice.house.app.app_context():
        entry = session().scalars(select(PracticumEntry)).one()
    assert reader.post(f"/{entry.id}", version=entry.version, verdict="sign").status_code == 303
    assert "Signed by both" in school.client(practice.learner).get(f"/supervision/{found}").text


def test_whoever_supervises_sees_who_was_seen_too_little(school: School, practice: Practice, supervisor: FlaskClient):
    other = beside(practice)
    for days in (2, 20):
        other.send(visit(today() - timedelta(days=days)))
    text = supervisor.get("/supervision").text
    assert text.index(other.learner.name) < text.index(practice.learner.name)
    assert "No supervision lately" in text


def test_coordinators_open_neither(school: School, practice: Practice):
    found, case_id = plan(practice), practice.case()
    client = school.client(school.person("coordinator"))
    assert client.get(f"/supervision/{found}").status_code == 404
    assert client.get(f"/cases/{case_id}").status_code == 404
