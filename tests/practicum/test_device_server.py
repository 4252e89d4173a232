"""What the server does with sendings of phones: repeated ones, saved ones, and text that may tell who somebody is."""

from __future__ import annotations

import json
import re
from datetime import time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit import service as audit
from app.core import noticing
from app.core.clock import now, today
from app.core.db import session
from app.practicum import again, lists, reading, service
from app.practicum.content import get_held
from app.practicum.models import PracticumEntry
from app.practicum.signing_models import SigningLine, SigningLink
from app.web.noticing import says
from tests.practicum.test_pages import send, typed
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School

NEW, LIST = "/practicum/entries/new", "/practicum/entries"
EDIT = "/practicum/entries/1/edit"
TELLING = "Met with Dana, 050-1234567"


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


@pytest.fixture
def client(practice: Practice) -> FlaskClient:
    return practice.house.client(practice.learner)


def stands(practice: Practice) -> list[tuple[str, str, int]]:
    with practice.house.app.app_context():
        found = session().scalars(select(PracticumEntry).order_by(PracticumEntry.id))
        return [(one.status, one.learning, one.version) for one in found]


class TestRepeated:
    def test_a_change_that_arrives_twice_is_one_change(self, practice: Practice, client: FlaskClient):
        send(practice, client, **typed())
        for _ in range(2):
            answer = send(practice, client, EDIT, **typed(learning="More", version=1, then="submit"))
            assert (answer.status_code, answer.location) == (303, LIST)
        assert stands(practice) == [("submitted", "More", 3)]

    def test_a_change_that_arrives_again_after_it_was_returned_does_not_send_it_in_again(
        self, practice: Practice, client: FlaskClient
    ):
        send(practice, client, **typed())
        change = typed(learning="More", version=1, then="submit")
        send(practice, client, EDIT, **change)
        practice.give_back(1)
        assert send(practice, client, EDIT, **change).status_code == 303
        assert stands(practice)[0][0] == "returned"

    def test_a_first_sending_that_arrives_again_after_it_was_returned_does_not_either(
        self, practice: Practice, client: FlaskClient
    ):
        for _ in range(2):
            assert send(practice, client, **typed(then="submit")).status_code == 303
            if stands(practice)[0][0] == "submitted":
                practice.give_back(1)
        assert stands(practice)[0][0] == "returned"

    def test_nor_does_one_that_was_withdrawn_and_taken_up(self, practice: Practice, client: FlaskClient):
        send(practice, client, **typed(then="submit"))
        with practice.inside():
            service.withdraw(practice.actor, practice.entry(1))
        with practice.inside():
            service.reopen(practice.actor, practice.entry(1))
        send(practice, client, **typed(then="submit"))
        assert stands(practice)[0][0] == "draft"

    def test_the_same_words_are_sent_in_again_by_whoever_has_read_the_comment(
        self, practice: Practice, client: FlaskClient
    ):
        send(practice, client, **typed(then="submit"))
        practice.give_back(1)
        version = stands(practice)[0][2]
        send(practice, client, EDIT, **typed(version=version, then="submit"))
        assert stands(practice)[0][0] == "submitted"

    def test_other_words_over_a_change_are_still_a_conflict(self, practice: Practice, client: FlaskClient):
        send(practice, client, **typed())
        send(practice, client, EDIT, **typed(learning="More", version=1))
        assert send(practice, client, EDIT, **typed(learning="Else", version=1)).status_code == 409
        assert stands(practice)[0][1] == "More"

    def test_other_words_for_what_is_signed_are_refused(self, practice: Practice, client: FlaskClient):
        send(practice, client, **typed(then="submit"))
        practice.sign(1)
        assert send(practice, client, EDIT, **typed(learning="Else", version=1)).status_code == 409
        assert stands(practice)[0][:2] == ("approved", "Waiting helps")

    def test_an_amendment_that_arrives_twice_is_one(self, practice: Practice, client: FlaskClient):
        practice.sign(practice.send(visit(yesterday())))
        amended = typed(ends="11:00", amend_reason="The clock was wrong", then="submit")
        for _ in range(2):
            answer = send(practice, client, "/practicum/entries/1/amend", **amended)
            assert (answer.status_code, answer.location) == (303, LIST)
        assert [status for status, _, _ in stands(practice)] == ["approved", "submitted"]


class TestSavedAlong:
    def test_the_answer_is_the_form_of_what_stands(self, practice: Practice, client: FlaskClient):
        answer = send(practice, client, **typed(draft="1"))
        assert answer.location == EDIT
        answer = send(practice, client, EDIT, **typed(draft="1", version=1, learning="More"))
        assert answer.location == EDIT
        assert 'name="version" value="2"' in client.get(EDIT).text
        assert stands(practice) == [("draft", "More", 2)]

    def test_the_same_again_changes_nothing(self, practice: Practice, client: FlaskClient):
        for version in (0, 1, 1):
            send(practice, client, EDIT if version else NEW, **typed(draft="1", version=version))
        assert stands(practice) == [("draft", "Waiting helps", 1)]

    def test_it_never_sends_in(self, practice: Practice, client: FlaskClient):
        send(practice, client, **typed(draft="1", then="submit"))
        assert stands(practice)[0][0] == "draft"


class TestTelling:
    def test_it_is_saved_said_and_sent_by_the_second_press(self, practice: Practice, client: FlaskClient):
        answer = send(practice, client, **typed(learning=TELLING, then="submit"))
        assert (answer.status_code, answer.location) == (303, EDIT)
        page = client.get(EDIT).text
        assert "This may tell who somebody is" in page
        assert "Dana</bdi>" in page
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        assert seen
        send(practice, client, EDIT, **typed(learning=TELLING, seen=seen[1], version=1, then="submit"))
        assert stands(practice)[0][:2] == ("submitted", TELLING)

    def test_other_text_is_said_again(self, practice: Practice, client: FlaskClient):
        other = typed(learning="Met with Rana", seen=TELLING, then="submit")
        assert send(practice, client, **other).location == EDIT
        assert stands(practice)[0][0] == "draft"

    def test_what_the_device_has_said_is_not_said_again(self, practice: Practice, client: FlaskClient):
        send(practice, client, **typed(learning=f" {TELLING} ", seen=TELLING, then="submit"))
        assert stands(practice)[0][0] == "submitted"

    def test_a_draft_needs_no_second_press(self, practice: Practice, client: FlaskClient):
        assert send(practice, client, **typed(learning=TELLING)).location == LIST

    def test_nothing_of_it_is_logged(
        self,
        practice: Practice,
        client: FlaskClient,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ):
        send(practice, client, **typed(learning=TELLING, then="submit"))
        client.get(EDIT)
        output = capfd.readouterr()
        for words in ("Dana", "1234567"):
            assert words not in caplog.text + output.out + output.err

    def test_every_kind_is_explained(self):
        assert set(noticing.SAYS) == set(noticing.identifying.KINDS)

    def test_each_finding_is_said_once(self):
        assert len(noticing.notice("050-1234567", "050-1234567, 050-7654321")) == 2


class TestRead:
    def read(self, practice: Practice, entry_id: int) -> bool:
        with practice.inside():
            return entry_id in reading.list_read([practice.entry(entry_id)], practice.learner.id)

    def test_by_whoever_signs_in(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        assert not self.read(practice, entry_id)
        practice.house.client(practice.supervising).get(f"/practicum/entries/{entry_id}")
        assert self.read(practice, entry_id)

    def test_by_whoever_opens_the_link_behind_which_it_is(self, practice: Practice):
        entry_id, other_id = practice.send(visit(yesterday())), practice.send(visit(yesterday(), time(14)))
        with practice.inside():
            link = SigningLink(token_hash="x", supervisor_id=practice.supervisor_id, created_at=now(), expires_at=now())
            session().add(link)
            session().flush()
            session().add(SigningLine(link_id=link.id, entry_id=entry_id, round=0))
            audit.record(None, reading.READ, f"signing_link:{link.id}")
        assert (self.read(practice, entry_id), self.read(practice, other_id)) == (True, False)

    def test_not_by_the_learner(self, practice: Practice, client: FlaskClient):
        entry_id = practice.send(visit(yesterday()))
        client.get(f"/practicum/entries/{entry_id}")
        with practice.inside():
            audit.record(practice.learner.id, reading.READ, f"practicum_entry:{entry_id}")
        assert not self.read(practice, entry_id)

    def test_not_before_it_was_sent_in_again(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        practice.house.client(practice.supervising).get(f"/practicum/entries/{entry_id}")
        practice.give_back(entry_id)
        with practice.inside():
            service.submit(practice.actor, practice.entry(entry_id))
        assert not self.read(practice, entry_id)

    def test_the_list_says_it(self, practice: Practice, client: FlaskClient):
        entry_id = practice.send(visit(yesterday()))
        assert "Received" in client.get(LIST).text
        practice.house.client(practice.supervising).get(f"/practicum/entries/{entry_id}")
        assert "Read by the supervisor" in client.get(LIST).text


class TestAgain:
    def test_last_weeks_entry_is_offered_with_all_but_that_days_words(self, practice: Practice):
        case_id = practice.case()
        day = today() - timedelta(days=8)
        practice.send(visit(day, case_ids=(case_id,), is_interpreted=True))
        with practice.inside():
            practicum = get_held(practice.enrolment.cohort).practicum
            offered = again.offer(practice.enrolment_id, today(), practicum)
            assert [one.line.entry.id for one in offered] == [1]
        values = json.loads(offered[0].values)
        assert values["day"] == day.isoformat()
        assert (values["what"], values["starts"], values["ends"]) == ("visit/meet", "10:00", "11:30")
        assert (values["cases"], values["is_interpreted"], values["learning"]) == ([str(case_id)], ["y"], "")

    @pytest.mark.parametrize(("ago", "then"), [(1, 0), (6, 0), (7, 0), (8, 1), (13, 6), (14, 0)])
    def test_it_is_put_on_the_same_day_of_a_later_week(self, practice: Practice, ago: int, then: int):
        entry_id = practice.write(visit(today() - timedelta(days=ago)))
        with practice.inside():
            assert lists.again(practice.entry(entry_id), today()).day == today() - timedelta(days=then)


def test_remarks_are_said_in_the_readers_language(practice: Practice):
    with practice.house.app.test_request_context("/?lang=en"):
        assert says()["id"].startswith("an ID number")
