"""Entries in the browser, without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session
from app.practicum import service
from app.practicum.models import PracticumEntry
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.statements import statements


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


@pytest.fixture
def client(practice: Practice) -> FlaskClient:
    return practice.house.client(practice.learner)


def typed(**changes: object) -> dict[str, object]:
    """What a browser sends of a form that is filled in."""
    form: dict[str, object] = {
        "client_id": "11111111-2222-4333-8444-555555555555",
        "what": "visit/meet",
        "setting": "individual",
        "day": yesterday().isoformat(),
        "starts": "10:00",
        "ends": "11:30",
        "people": "1",
        "mode": "in-person",
        "language": "he",
        "learning": "Waiting helps",
        "then": "draft",
    }
    return form | changes


def send(practice: Practice, client: FlaskClient, path: str = "/practicum/entries/new", **values: object):  # type: ignore[no-untyped-def]
    return practice.house.post(client, path, **values)  # type: ignore[attr-defined]


def entries(practice: Practice) -> list[tuple[str, int]]:
    with practice.house.app.app_context():
        rows = session().execute(select(PracticumEntry.status, PracticumEntry.minutes).order_by(PracticumEntry.id))
        return [(row[0], row[1]) for row in rows]


def id_of(answer: TestResponse) -> int:
    return int(answer.location.split("/")[3])


class TestWriting:
    def test_a_draft_is_saved_and_listed(self, practice: Practice, client: FlaskClient):
        assert send(practice, client, **typed()).location == "/practicum/entries"
        assert entries(practice) == [("draft", 90)]
        page = client.get("/practicum/entries").text
        assert "Kind visit" in page
        assert "Saved." in page

    def test_it_is_sent_in_with_one_button(self, practice: Practice, client: FlaskClient):
        assert send(practice, client, **typed(then="submit")).status_code == 303
        assert entries(practice) == [("submitted", 90)]

    def test_the_same_form_twice_is_one_entry(self, practice: Practice, client: FlaskClient):
        for _ in range(3):
            assert send(practice, client, **typed(then="submit")).status_code == 303
        assert entries(practice) == [("submitted", 90)]

    def test_a_draft_that_arrived_is_sent_in_by_the_second_sending(self, practice: Practice, client: FlaskClient):
        send(practice, client, **typed())
        send(practice, client, **typed(then="submit"))
        assert entries(practice) == [("submitted", 90)]

    def test_what_is_not_ready_stays_a_draft_and_says_what_is_missing(self, practice: Practice, client: FlaskClient):
        answer = send(practice, client, **typed(ends="", language="", then="submit"))
        assert answer.location.endswith("/edit?check=1")
        assert entries(practice) == [("draft", 0)]
        page = client.get(answer.location).text
        assert "Write when it ended." in page
        assert "Choose the language that was spoken." in page
        assert 'value="Waiting helps"' in page

    def test_another_body_under_one_key_shows_both(self, practice: Practice, client: FlaskClient):
        send(practice, client, **typed())
        answer = send(practice, client, **typed(learning="Asking helps", ends="12:00"))
        assert answer.status_code == 409
        assert "Waiting helps" in answer.text
        assert "Asking helps" in answer.text
        assert entries(practice) == [("draft", 90)]

    def test_a_time_that_the_clock_left_out_is_refused_with_everything_kept(
        self, practice: Practice, client: FlaskClient
    ):
        answer = send(practice, client, **typed(day="2026-03-27", starts="02:30", ends="04:00"))
        assert answer.status_code == 422
        assert "this time was left out" in answer.text
        assert 'value="Waiting helps"' in answer.text
        assert entries(practice) == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"what": "nothing/at-all"},
            {"people": "-3"},
            {"people": "many"},
            {"client_id": ""},
            {"client_id": "x" * 300},
            {"cases": ["1", "x"]},
            {"cases": "999"},
            {"learning": "א" * 501},
        ],
    )
    def test_what_cannot_be_is_refused(self, practice: Practice, client: FlaskClient, changes: dict[str, object]):
        assert send(practice, client, **typed(**changes)).status_code == 422
        assert entries(practice) == []

    def test_a_change_over_somebody_elses_keeps_what_was_typed(self, practice: Practice, client: FlaskClient):
        entry_id = practice.write(visit(yesterday()))
        path = f"/practicum/entries/{entry_id}/edit"
        assert send(practice, client, path, **typed(version=1, learning="One")).status_code == 303
        answer = send(practice, client, path, **typed(version=1, learning="Two"))
        assert answer.status_code == 409
        assert 'value="Two"' in answer.text
        assert 'name="version" value="2"' in answer.text

    def test_last_values_are_offered(self, practice: Practice, client: FlaskClient):
        practice.write(visit(yesterday(), language="am"))
        page = client.get("/practicum/entries/new").text
        assert '<option selected value="am">' in page
        assert '<option value="visit/meet" selected>' in page
        assert "Waited longer" not in page

    def test_last_weeks_entry_is_two_taps_away(self, practice: Practice, client: FlaskClient):
        day = today() - timedelta(days=7)
        entry_id = practice.sign(practice.send(visit(day)))
        assert f"/practicum/entries/new?like={entry_id}" in client.get("/practicum/entries").text
        page = client.get(f"/practicum/entries/new?like={entry_id}").text
        assert f'value="{today().isoformat()}"' in page
        assert 'value="10:00"' in page


class TestLife:
    def test_many_are_sent_in_at_once_and_the_others_named(self, practice: Practice, client: FlaskClient):
        ready = practice.write(visit(yesterday()))
        twice = practice.write(visit(yesterday()))
        answer = send(practice, client, "/practicum/entries/submit", entry=[ready, twice])
        assert answer.location == "/practicum/entries"
        assert entries(practice) == [("submitted", 90), ("draft", 90)]
        page = client.get("/practicum/entries").text
        assert "1 entry is sent in." in page
        assert "1 entry is not ready yet" in page

    def test_it_is_withdrawn_and_taken_up_again(self, practice: Practice, client: FlaskClient):
        entry_id = practice.send(visit(yesterday()))
        send(practice, client, f"/practicum/entries/{entry_id}/withdraw", version=2)
        assert entries(practice) == [("withdrawn", 90)]
        assert "Withdrawn" in client.get("/practicum/entries?withdrawn=1").text
        send(practice, client, f"/practicum/entries/{entry_id}/reopen", version=3)
        assert entries(practice) == [("draft", 90)]

    def test_a_returned_one_leads_the_list_with_its_comment(self, practice: Practice, client: FlaskClient):
        practice.write(visit(yesterday()))
        practice.give_back(practice.send(visit(yesterday())), "Which hour was it?")
        page = client.get("/practicum/entries").text
        assert page.index("Which hour was it?") < page.index("Draft</span>")

    def test_a_signed_one_is_amended(self, practice: Practice, client: FlaskClient):
        entry_id = practice.sign(practice.send(visit(yesterday())))
        path = f"/practicum/entries/{entry_id}/amend"
        assert 'value="10:00"' in client.get(path).text
        answer = send(practice, client, path, **typed(ends="12:00", amend_reason="Half an hour more", then="submit"))
        assert answer.status_code == 303
        assert entries(practice) == [("approved", 90), ("submitted", 120)]
        assert "An amendment is on its way" in client.get(f"/practicum/entries/{entry_id}").text

    def test_what_is_signed_is_not_edited(self, practice: Practice, client: FlaskClient):
        entry_id = practice.sign(practice.send(visit(yesterday())))
        path = f"/practicum/entries/{entry_id}/edit"
        assert client.get(path).status_code == 409
        assert send(practice, client, path, **typed(version=3)).status_code == 409
        assert entries(practice) == [("approved", 90)]

    def test_earlier_weeks_are_a_page_further(self, practice: Practice, client: FlaskClient):
        day = today() - timedelta(days=70)
        evening = datetime.combine(day, time(20), tzinfo=UTC)
        entry_id = practice.write(visit(day, minutes=77), at=evening)
        with practice.inside(evening):
            service.submit(practice.actor, practice.entry(entry_id))
        assert "1 h 17 min" not in client.get("/practicum/entries").text
        page = client.get(f"/practicum/entries?until={day.isoformat()}").text
        assert "1 h 17 min" in page
        assert "Newest weeks" in page

    @pytest.mark.parametrize("until", ["nonsense", "9999-12-31", "0001-01-01", ""])
    def test_any_day_of_an_address_is_answered(self, practice: Practice, client: FlaskClient, until: str):
        assert client.get(f"/practicum/entries?until={until}").status_code == 200


class TestReading:
    def test_the_supervisor_reads_it_and_that_leaves_a_trace(self, practice: Practice):
        case = practice.case()
        entry_id = practice.send(visit(yesterday(), case_ids=(case,)))
        reader = practice.house.client(practice.supervising)
        page = reader.get(f"/practicum/entries/{entry_id}")
        assert "Waited longer before answering" in page.text
        assert "Withdraw" not in page.text
        with practice.house.app.app_context():
            wanted = select(AuditEvent.subject).where(
                AuditEvent.action.in_(("practicum.read", "case.read")), AuditEvent.actor_id == practice.supervising.id
            )
            assert set(session().scalars(wanted)) == {f"practicum_entry:{entry_id}", f"case:{case}"}

    def test_drafts_are_the_learners_alone(self, practice: Practice):
        entry_id = practice.write(visit(yesterday()))
        assert practice.house.client(practice.supervising).get(f"/practicum/entries/{entry_id}").status_code == 404

    @pytest.mark.parametrize("role", ["coordinator", "trainer", "administrator"])
    def test_staff_who_do_not_sign_see_nothing_of_it(self, practice: Practice, role: str):
        entry_id = practice.sign(practice.send(visit(yesterday())))
        staff = practice.house.client(practice.house.staff(role))
        assert staff.get(f"/practicum/entries/{entry_id}").status_code == 404

    def test_a_list_costs_the_same_however_long_it_is(self, practice: Practice, client: FlaskClient):
        for hour in (8, 9):
            practice.send(visit(yesterday(), time(hour), 45))
        client.get("/practicum/entries")
        with statements() as few:
            client.get("/practicum/entries")
        for hour in (10, 11, 12, 13, 14):
            practice.send(visit(yesterday(), time(hour), 45))
        with statements() as many:
            client.get("/practicum/entries")
        assert len(many) == len(few)


class TestLateDays:
    def test_a_coordinator_lets_a_day_in(self, practice: Practice, client: FlaskClient):
        day = today() - timedelta(days=45)
        entry_id = practice.write(visit(day))
        send(practice, client, f"/practicum/entries/{entry_id}/submit", version=1)
        assert entries(practice) == [("draft", 90)]
        coordinator = practice.house.client(practice.house.staff("coordinator"))
        path = f"/learners/{practice.enrolment_id}/late-entries"
        values = {"from_day": day.isoformat(), "until_day": day.isoformat(), "reason": "Was on reserve duty"}
        assert send(practice, coordinator, path, **values).location == path
        assert "Was on reserve duty" in client.get("/practicum/entries").text
        send(practice, client, f"/practicum/entries/{entry_id}/submit", version=1)
        assert entries(practice) == [("submitted", 90)]

    @pytest.mark.parametrize("missing", ["from_day", "until_day", "reason"])
    def test_it_needs_days_and_a_reason(self, practice: Practice, missing: str):
        day = (today() - timedelta(days=45)).isoformat()
        values = {"from_day": day, "until_day": day, "reason": "Was ill"} | {missing: ""}
        coordinator = practice.house.client(practice.house.staff("coordinator"))
        assert (
            send(practice, coordinator, f"/learners/{practice.enrolment_id}/late-entries", **values).status_code == 422
        )

    def test_a_coordinator_of_another_place_does_not(self, practice: Practice):
        elsewhere = practice.house.person("coordinator", Place("institution", practice.house.institution()))
        path = f"/learners/{practice.enrolment_id}/late-entries"
        assert practice.house.client(elsewhere).get(path).status_code == 404
