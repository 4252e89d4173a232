"""Choosing day and hour, ending letters by their link, and the calendar behind its address."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.core.clock import at
from app.core.db import session, write_transaction
from app.practice import service as practice
from app.reminders import feeds, queries, tokens
from app.reminders.models import CalendarFeed, ReminderWish
from app.reminders.setup import hours
from tests.support.exercises import BREATH
from tests.support.school import School
from tests.support.statements import statements
from tests.support.tools import actor_of

HERE = "/practice/reminders"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def learner(school: School) -> tuple[Any, int]:
    person, enrolment_id = school.learner()
    return school.client(person), enrolment_id


def wish_of(school: School, enrolment_id: int) -> ReminderWish | None:
    with school.app.app_context():
        return queries.find_wish(enrolment_id)


def address_in(page: str) -> str:
    found = re.search(r'value="([^"]*/calendar/[^"]+\.ics)"', page)
    assert found
    return "/" + unescape(found[1]).split("/", 3)[3]


class TestChoosing:
    def test_nobody_is_reminded_who_did_not_choose_and_whoever_says_no_is_not_asked_again(
        self, school: School, learner: tuple[Any, int]
    ) -> None:
        client, enrolment_id = learner
        assert wish_of(school, enrolment_id) is None
        assert "No letters come now." in client.get(HERE).text
        answer = school.post(client, HERE, off="1", asked="1")
        assert (answer.status_code, answer.location) == (303, "/practice")
        found = wish_of(school, enrolment_id)
        assert found
        assert (found.is_on, found.next_at) == (False, None)

    def test_the_page_of_the_week_asks_once(self, school: School, learner: tuple[Any, int]) -> None:
        school.starts = MONDAY.date()
        person, _ = school.learner(school.cohort())
        client = school.client(person)
        assert "Shall we remind you?" in client.get("/practice").text
        school.post(client, HERE, off="1", asked="1")
        assert "Shall we remind you?" not in client.get("/practice").text

    def test_a_day_and_an_hour_are_chosen_and_changed(self, school: School, learner: tuple[Any, int]) -> None:
        client, enrolment_id = learner
        assert school.post(client, HERE, weekday="1", hour="615").status_code == 303
        assert "You are reminded: Tuesday" in client.get(HERE).text
        assert school.post(client, HERE, weekday="4", hour="600").status_code == 303
        found = wish_of(school, enrolment_id)
        assert found
        assert (found.weekday, found.minute, found.is_on) == (4, 600, True)

    @pytest.mark.parametrize(("weekday", "hour"), [("4", "900"), ("5", "600"), ("1", "605"), ("1", "60"), ("x", "")])
    def test_an_hour_that_is_always_quiet_is_refused_and_said_why(
        self, school: School, learner: tuple[Any, int], weekday: str, hour: str
    ) -> None:
        client, enrolment_id = learner
        assert school.post(client, HERE, weekday=weekday, hour=hour).status_code == 422
        assert wish_of(school, enrolment_id) is None


class TestTheLinkOfALetter:
    def test_one_click_without_a_cookie_ends_letters_and_looking_does_not(
        self, school: School, learner: tuple[Any, int]
    ) -> None:
        client, enrolment_id = learner
        school.post(client, HERE, weekday="1", hour="600")
        found = wish_of(school, enrolment_id)
        assert found
        with school.app.app_context():
            link = f"/reminders/off/{tokens.sign(found.id)}"
        program = school.app.test_client()
        assert "No more letters" in program.get(link).text
        assert wish_of(school, enrolment_id).is_on  # type: ignore[union-attr]
        answer = program.post(link, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "Reminders are off" in answer.text) == (200, True)
        assert not wish_of(school, enrolment_id).is_on  # type: ignore[union-attr]
        assert school.post(program, link.replace("/off/", "/on/")).status_code == 200
        again = wish_of(school, enrolment_id)
        assert again
        assert (again.is_on, again.weekday, again.minute) == (True, 1, 600)

    def test_switching_on_needs_a_form_of_ours(self, school: School, learner: tuple[Any, int]) -> None:
        client, enrolment_id = learner
        school.post(client, HERE, off="1")
        with school.app.app_context():
            link = f"/reminders/on/{tokens.sign(queries.find_wish(enrolment_id).id)}"  # type: ignore[union-attr]
        assert school.app.test_client().post(link).status_code == 400

    @pytest.mark.parametrize("token", ["1", "MQ.x", "é", "9" * 500])
    def test_what_was_not_signed_here_opens_nothing(self, school: School, token: str) -> None:
        answer = school.app.test_client().post(f"/reminders/off/{token}")
        assert answer.status_code == 404
        assert "This link does not open anything" in answer.text


class TestTheCalendar:
    def test_it_says_when_and_never_what(self, school: School, learner: tuple[Any, int]) -> None:
        client, _ = learner
        path = address_in(school.post(client, f"{HERE}/calendar").text)
        assert path not in client.get(HERE).text
        program = school.app.test_client()
        with statements() as seen:
            answer = program.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        assert "Set-Cookie" not in answer.headers
        assert len(seen) <= 5
        assert not [word for word in (BREATH, "Exercise", "Family") if word in answer.text]
        assert program.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert program.get(path).data == answer.data

    def test_a_new_address_ends_the_one_before_and_keeps_the_marks_of_entries(self, school: School) -> None:
        school.starts = MONDAY.date()
        _, enrolment_id = school.learner(school.cohort())
        with school.app.app_context(), at(MONDAY):
            with write_transaction():
                first, second = feeds.renew(enrolment_id), feeds.renew(enrolment_id)
            assert feeds.find(first, hours()) is None
            found = feeds.find(second, hours())
            stored = session().scalars(select(CalendarFeed)).one()
            assert found
            assert (found.uid, second in str(vars(stored))) == (stored.uid, False)
            with write_transaction():
                feeds.revoke(enrolment_id)
            assert feeds.find(second, hours()) is None

    def test_it_holds_every_week_to_come_but_what_is_done_quiet_or_nobodys_due(self, school: School) -> None:
        """From 23 November 2026, eight weeks of which one is for whoever asks for it."""
        school.starts = MONDAY.date()
        _, enrolment_id = school.learner(school.cohort())
        with school.app.app_context(), at(MONDAY):
            with write_transaction():
                token = feeds.renew(enrolment_id)
                practice.finish(actor_of(enrolment_id), enrolment_id, BREATH, "full", MONDAY.date())
            found = feeds.find(token, hours())
            assert found
            drawn = Calendar.from_ical(feeds.draw(found, feeds.Words("A few minutes", "A few minutes"), "k.org", "/"))
        events = drawn.walk("VEVENT")
        assert len({event["uid"] for event in events}) == len(events) > 0
        assert {str(event["summary"]) for event in events} == {"A few minutes"}
        assert {event.decoded("dtstart").astimezone(UTC).hour for event in events} <= {6, 7}
        assert MONDAY.date().isocalendar() not in {event.decoded("dtstart").date().isocalendar() for event in events}

    def test_whoever_tries_addresses_waits(self, school: School) -> None:
        program = school.app.test_client()
        answers = [program.get(f"/calendar/{number}.ics").status_code for number in range(7)]
        assert (answers[0], answers[-1]) == (404, 429)
