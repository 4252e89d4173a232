"""Pages of hand-overs: what each side reads, what leaves a trail, what comes back with what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.cases import service as cases
from app.cases.models import PracticeCase
from app.core.clock import today
from app.core.db import session
from app.handovers import service
from app.handovers.models import Handover, Receiver
from tests.support.handing import SUMMARY, Handing


def code_of(handing: Handing) -> str:
    with handing.house.app.app_context():
        return handing.case.code


def reads(handing: Handing, person_id: int) -> int:
    wanted = select(func.count(AuditEvent.id)).where(
        AuditEvent.actor_id == person_id, AuditEvent.action.in_(("handover.read", "case.read"))
    )
    with handing.house.app.app_context():
        return session().scalars(wanted).one()


def words(handing: Handing, **changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "has_consent": "yes",
        "consent_by": "person",
        "consent_how": "spoken",
        "consent_on": today().isoformat(),
        "receiver_id": handing.pwp_id,
        "reason": "lasting",
        "urgency": "soon",
        "language": "ar",
        "summary": SUMMARY,
    }
    return plain | changes


@pytest.fixture
def mentor(handing: Handing) -> FlaskClient:
    return handing.house.client(handing.mentor.learner)


@pytest.fixture
def pwp(handing: Handing) -> FlaskClient:
    return handing.house.client(handing.pwp.learner)


@pytest.fixture
def coordinator(handing: Handing) -> FlaskClient:
    return handing.house.client(handing.coordinator)


def test_it_is_offered_answered_and_begun_in_the_browser(handing: Handing, mentor: FlaskClient, pwp: FlaskClient):
    house, path = handing.house, f"/cases/{handing.case_id}/hand-over"
    offered = house.post(mentor, path, **words(handing))
    assert offered.status_code == 303
    assert "1 person is to be handed over to you" in pwp.get("/").text
    page = pwp.get(offered.location).text
    assert code_of(handing) in page
    assert SUMMARY in page
    accepted = house.post(pwp, f"{offered.location}/answer", version="1", verdict="accept", note="Next week")
    assert accepted.status_code == 303
    assert "is to be handed over to you" not in pwp.get("/").text
    assert "Next week" in mentor.get(offered.location).text
    begun = house.post(pwp, f"{offered.location}/progress", version="2", step="begun", on=today().isoformat())
    assert begun.status_code == 303
    assert "Begun there" in mentor.get("/handovers").text


def test_a_name_is_noticed_before_it_goes_and_may_go_all_the_same(handing: Handing, mentor: FlaskClient):
    path, told = f"/cases/{handing.case_id}/hand-over", "Met with Dr. Katz on 050-123-4567"
    answer = handing.house.post(mentor, path, **words(handing, summary=told))
    assert answer.status_code == 422
    assert "This may tell who somebody is" in answer.text
    assert "Dr. Katz" in answer.text
    with handing.house.app.app_context():
        assert session().scalars(select(func.count(Handover.id))).one() == 0
    assert handing.house.post(mentor, path, **words(handing, summary=told, seen=told)).status_code == 303


def test_without_consent_the_page_says_what_can_still_be_done(handing: Handing, mentor: FlaskClient):
    answer = handing.house.post(mentor, f"/cases/{handing.case_id}/hand-over", **words(handing, has_consent="no"))
    assert answer.status_code == 422
    assert '<details class="disclosure" open><summary>They have not agreed' in answer.text
    assert SUMMARY in answer.text


def test_coordinators_read_the_course_and_nothing_of_the_person(handing: Handing, coordinator: FlaskClient):
    number = handing.offer()
    for path in ("/handovers", f"/handovers/{number}"):
        page = coordinator.get(path).text
        assert code_of(handing) in page
        for hidden in (SUMMARY, "Worry and anxiety", "26-40", "two weeks or more", "more than two weeks"):
            assert hidden not in page
    assert reads(handing, handing.coordinator.id) == 1


def test_each_reading_by_the_receiver_is_in_the_trail_and_ones_own_is_not(
    handing: Handing, mentor: FlaskClient, pwp: FlaskClient
):
    number = handing.offer()
    for client in (mentor, pwp, pwp):
        assert client.get(f"/handovers/{number}").status_code == 200
    assert reads(handing, handing.pwp.learner.id) == 4
    assert reads(handing, handing.mentor.learner.id) == 0


@pytest.mark.parametrize("way", ["decline", "withdraw"])
def test_what_is_over_shows_the_receiver_nothing_of_the_person(handing: Handing, pwp: FlaskClient, way: str):
    number = handing.offer()
    with handing.inside():
        if way == "decline":
            service.decline(handing.pwp.actor, handing.get(number), 1, "full")
        else:
            service.withdraw(handing.mentor.actor, handing.get(number), 1, "no-consent")
    for path in ("/handovers", f"/handovers/{number}"):
        page = pwp.get(path).text
        assert SUMMARY not in page
        assert code_of(handing) not in page


def test_whoever_comes_second_sees_how_it_stands(handing: Handing, pwp: FlaskClient):
    number = handing.offer()
    with handing.inside():
        service.withdraw(handing.mentor.actor, handing.get(number), 1, "taken-back")
    answer = handing.house.post(pwp, f"/handovers/{number}/answer", version="1", verdict="accept")
    assert answer.status_code == 409
    assert "has moved on meanwhile" in answer.text
    with handing.house.app.app_context():
        mine = select(func.count(PracticeCase.id)).filter_by(enrolment_id=handing.pwp.enrolment_id)
        assert session().scalars(mine).one() == 0


def test_another_account_in_the_receivers_place_reads_nothing_of_it(handing: Handing, coordinator: FlaskClient):
    number = handing.offer()
    other, _ = handing.house.learner()
    changed = {"kind": "pwp", "name": "Another", "languages": ["he"], "is_open": "y", "account": other.email}
    path = f"/receivers/{handing.pwp_id}"
    assert handing.house.post(coordinator, path, version="1", **changed).status_code == 303
    assert handing.house.client(other).get(f"/handovers/{number}").status_code == 404
    assert handing.house.post(coordinator, path, version="1", **changed).status_code == 409


def test_a_receiver_needs_an_account_of_the_institution_or_a_phone(handing: Handing, coordinator: FlaskClient):
    house, stranger = handing.house, handing.house.person()
    plain = {"institution": house.institution_id, "kind": "professional", "name": "Dr. Call", "languages": ["he"]}
    for more in ({}, {"phone": "nonsense"}, {"account": stranger.email, "phone": "02-000-0077"}, {"email": "x"}):
        assert house.post(coordinator, "/receivers/new", **plain, **more).status_code == 422
    added = house.post(coordinator, "/receivers/new", **plain, phone="02-000-0077", is_open="y")
    assert added.status_code == 303
    assert "02-000-0077" in coordinator.get(added.location).text
    foreign = {**plain, "institution": house.institution()}
    assert house.post(coordinator, "/receivers/new", **foreign, phone="02-000-0077").status_code == 404
    assert house.post(coordinator, "/receivers/new", **{**plain, "institution": "all"}).status_code == 404


def test_closing_a_receiver_tells_those_who_wait_for_an_answer(
    handing: Handing, coordinator: FlaskClient, mentor: FlaskClient
):
    handing.offer()
    away = {"kind": "pwp", "name": "Away", "languages": ["he"], "phone": "02-000-0077", "is_open": "y"}
    until = (today() + timedelta(days=3)).isoformat()
    path = f"/receivers/{handing.pwp_id}"
    assert handing.house.post(coordinator, path, version="1", **away, away_until=until).status_code == 303
    assert "takes nobody for now" in mentor.get("/notices").text
    with handing.house.app.app_context():
        assert session().get_one(Receiver, handing.pwp_id).name == "Away"


def test_what_was_declined_is_offered_to_somebody_else_with_the_same_words(handing: Handing, mentor: FlaskClient):
    number = handing.offer()
    with handing.inside():
        service.decline(handing.pwp.actor, handing.get(number), 1, "full")
    page = mentor.get(f"/cases/{handing.case_id}/hand-over").text
    assert SUMMARY in page
    assert "checked" not in page[page.index("has_consent-0") : page.index("Who agreed")]


def test_a_warm_hand_over_is_written_down_where_the_programme_knows_it(handing: Handing, mentor: FlaskClient):
    form = mentor.get(f"/practicum/entries/new?what=visit/meet&case={handing.case_id}").text
    assert '<option value="visit/meet" selected>' in form
    assert f'checked id="cases-0" name="cases" type="checkbox" value="{handing.case_id}"' in form
    strange = mentor.get("/practicum/entries/new?what=nothing/there&case=99999")
    assert strange.status_code == 200
    assert "99999" not in strange.text


def test_a_closed_case_is_not_handed_over(handing: Handing, mentor: FlaskClient):
    with handing.inside():
        cases.close(handing.mentor.actor, handing.case, 1)
    assert mentor.get(f"/cases/{handing.case_id}/hand-over").status_code == 409
