"""First pages lead to practice that waits: a learner's returned line before everything, a supervisor's queue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.db import write_transaction
from app.home import gathering
from app.hours import queries as hours
from tests.support import curriculum
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


def home(practice: Practice) -> str:
    return practice.house.client(practice.learner).get("/").text


def test_a_returned_line_comes_before_the_next_lesson(practice: Practice):
    before = home(practice)
    assert "Your supervisor has returned something" not in before
    entry_id = practice.give_back(practice.send(visit(yesterday())))
    after = home(practice)
    assert after.index("1 entry of your practice is to be mended") < after.index(f"Lesson {curriculum.READING}")
    assert f'href="/practicum/entries/{entry_id}"' in after
    assert after.count('class="next"') == before.count('class="next"') == 1


def test_drafts_are_remembered(practice: Practice):
    practice.write(visit(yesterday()))
    practice.write(visit(yesterday() - timedelta(days=1)))
    assert "2 entries of your practice are not sent in yet" in home(practice)


def test_one_statement_gathers_what_each_room_says_itself(practice: Practice):
    practice.sign(practice.send(visit(yesterday(), minutes=60)))
    returned = practice.give_back(practice.send(visit(yesterday() - timedelta(days=1))))
    practice.write(visit(yesterday()))
    with practice.inside():
        found = gathering.gather(practice.enrolment_id, today())
        assert found.totals == hours.sum_totals(practice.enrolment_id)
        assert found.totals.minutes("field") == 60
        assert (found.returned, found.returned_id, found.drafts) == (1, returned, 1)
        assert found.placement is not None
        assert (found.placement.id, found.placement.site) == (practice.placement_id, "A centre")
        assert found.placement.ends_on == practice.enrolment.cohort.ends_on


def test_there_is_nothing_to_gather_for_whoever_has_just_come(school: School):
    _, enrolment_id = school.learner()
    with school.app.app_context(), write_transaction():
        assert gathering.gather(enrolment_id, today()) == gathering.Gathered(hours.Totals({}, {}), None)


def test_training_shows_no_minutes_of_practice(practice: Practice):
    practice.sign(practice.send(visit(yesterday(), minutes=47)))
    shown = practice.house.client(practice.learner)
    assert "47 min" not in shown.get("/").text
    assert "47 min" not in shown.get("/hours").text
    assert "47 min" in shown.get("/practicum").text
    assert "47 min" in shown.get(f"/hours/{practice.enrolment_id}/rows?part=field").text


def test_a_supervisors_first_page_leads_to_what_waits(practice: Practice):
    client = practice.house.client(practice.supervising)
    assert "Read and sign" not in client.get("/").text
    for days in (1, 2):
        practice.send(visit(today() - timedelta(days=days)))
    shown = client.get("/").text
    assert "2 lines wait for your signature" in shown
    assert "Nothing waits for your signature" not in shown
