"""How often, and after which pause: said before, explained when it is no, and by whom it can be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.types import Quiz
from app.core.clock import DEFAULT_ZONE, zone
from app.quizzes import timing
from app.quizzes.models import Attempt
from app.quizzes.queries import Opened
from tests.quizzes.paced import QUIZ, attempt_of, later, pace, sit_through
from tests.support import curriculum
from tests.support.school import School

MOMENT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def sat(*results: bool | None, finished: datetime = MOMENT) -> list[Attempt]:
    return [Attempt(finished_at=finished, is_passed=result, due_at=None) for result in results]


def opened(kind: str, at: datetime = MOMENT) -> Opened:
    return Opened(kind, "q", "l", "Somebody", "because", at)


def rules(**given: Any) -> Quiz:
    return replace(curriculum.quiz("any"), **given)


@given(attempts=st.integers(0, 9), most=st.integers(1, 9), extra=st.integers(0, 3))
def test_attempts_and_those_that_were_given_are_what_there_is(attempts: int, most: int, extra: int):
    given = [opened(timing.EXTRA_ATTEMPT)] * extra
    allowed = timing.allowance(rules(max_attempts=most), sat(*[False] * attempts), given, MOMENT)
    assert allowed.left == max(most + extra - attempts, 0)
    assert allowed.may_begin == (attempts < most + extra)


@pytest.mark.parametrize(("result", "waits"), [(False, True), (True, False), (None, False)])
def test_only_an_attempt_that_failed_makes_anybody_wait(result: bool | None, waits: bool):
    allowed = timing.allowance(rules(wait_minutes=60), sat(result), [], MOMENT + timedelta(minutes=59))
    assert (allowed.state == "wait") is waits
    assert allowed.until == (MOMENT + timedelta(minutes=60) if waits else None)


def test_a_wait_is_over_in_its_last_moment():
    assert timing.allowance(rules(wait_minutes=60), sat(False), [], MOMENT + timedelta(minutes=60)).may_begin


def test_a_wait_that_was_ended_says_nothing_about_the_next_one():
    ended = [opened(timing.NO_WAIT, MOMENT + timedelta(minutes=1))]
    quiz, soon = rules(wait_minutes=60), MOMENT + timedelta(minutes=30)
    assert timing.allowance(quiz, sat(False), ended, soon).may_begin
    again = [*sat(False), *sat(False, finished=MOMENT + timedelta(minutes=20))]
    assert timing.allowance(quiz, again, ended, soon).state == "wait"


def test_the_page_says_when_the_next_attempt_opens_and_who_can_change_that(school: School):
    pace(school, wait_minutes=90)
    client = school.client(school.learner()[0])
    assert "A pause of 1 h 30 min" in client.get(QUIZ).text
    attempt_id = sit_through(school, client)
    finished = attempt_of(school, attempt_id).finished_at
    assert finished is not None
    opens = (finished + timedelta(minutes=90)).astimezone(zone(DEFAULT_ZONE))
    for page in (client.get(QUIZ).text, client.get(f"/attempts/{attempt_id}").text):
        assert f"{opens:%H:%M}" in page
        assert "A coordinator of your cohort can end it" in page
        assert "Try again" not in page.split("<main")[1].split("Nothing is lost")[0]


def test_an_attempt_before_its_time_is_refused_and_explained(school: School):
    pace(school, wait_minutes=90)
    client = school.client(school.learner()[0])
    first = sit_through(school, client)
    refused = school.post(client, QUIZ)
    assert refused.status_code == 422
    assert "The next attempt opens on" in refused.text
    with later(minutes=91):
        assert school.begin(client) != first


def test_the_last_attempt_says_that_it_was_the_last_and_who_can_give_one_more(school: School):
    pace(school, max_attempts=2)
    client = school.client(school.learner()[0])
    sit_through(school, client)
    assert "left: 1" in client.get(QUIZ).text
    last = sit_through(school, client)
    refused = school.post(client, QUIZ)
    assert refused.status_code == 422
    for page in (refused.text, client.get(f"/attempts/{last}").text):
        assert "You have used every attempt of this quiz." in page
        assert "A coordinator of your cohort can give you one more attempt" in page


def test_whoever_passed_and_used_every_attempt_is_not_sent_to_anybody(school: School):
    pace(school, max_attempts=1)
    client = school.client(school.learner()[0])
    attempt_id = school.begin(client)
    school.answer_all(client, attempt_id)
    assert "Talk to your trainer" not in client.get(QUIZ).text


def test_the_order_of_an_attempt_stays_through_reloads_languages_and_devices(school: School):
    person, _ = school.learner()
    client, elsewhere = school.client(person), school.client(person)
    attempt_id = school.begin(client)
    orders = [
        [part.split('"')[0] for part in browser.get(f"/attempts/{attempt_id}/1?lang={lang}").text.split('value="')]
        for browser in (client, elsewhere)
        for lang in ("en", "he", "ar", "en")
    ]
    offers = [[value for value in order if value in ("a", "b", "c")] for order in orders]
    assert len(offers[0]) >= 2
    assert all(one == offers[0] for one in offers)
