"""Forms and addresses as somebody with bad intentions fills them in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.clock import today
from tests.support import curriculum
from tests.support.house import csrf_of
from tests.support.school import School
from tests.support.world import World

BROKEN_ADDRESSES = ("//[", "http://[x", "//[::1", "https://]", "//a]b[")


@pytest.mark.parametrize("wanted", BROKEN_ADDRESSES)
def test_a_next_that_is_no_address_at_all_is_dropped(school: School, wanted: str):
    answer = school.client().get("/sign-in", query_string={"next": wanted})
    assert answer.status_code == 200
    assert 'name="next"' not in answer.text


@pytest.mark.parametrize("link", ["https://[", "http://[x]y/", "https://]["])
def test_a_meeting_link_that_is_no_address_at_all_comes_back_with_all_that_was_typed(school: School, link: str):
    client = school.client(school.staff("trainer"))
    answer = school.post(
        client,
        f"/cohorts/{school.cohort_id}/meetings/new",
        lesson_id=curriculum.WORKSHOP,
        day=(today() + timedelta(days=3)).isoformat(),
        at="18:00",
        link=link,
    )
    assert answer.status_code == 422
    assert link in answer.text


def test_a_form_key_of_one_form_says_nothing_about_another(world: World):
    """A key that was used on one page must not keep another page's form from acting."""
    client = world.client("coordinator")
    own = world.own("coordinator")
    token = csrf_of(client.get("/people/invite").text)
    given = {"csrf_token": token, "form_key": "one-and-the-same"}
    first = client.post(f"/people/{own.waiting_id}/invitation", data=given)
    assert first.status_code == 303
    made = client.post(
        "/people/invite",
        data=given
        | {
            "email": "new@example.org",
            "name": "New Person",
            "language": "en",
            "role": "learner",
            "place": f"cohort:{own.cohort_id}",
        },
    )
    assert made.status_code == 303
    assert made.location != first.location


def test_whoever_has_to_sign_in_first_gets_the_whole_address_that_was_wanted(school: School):
    learner, enrolment_id = school.learner()
    wanted = f"/hours/{enrolment_id}/rows?part=theory&module=role-and-safety"
    client = school.client()
    turned_away = client.get(wanted)
    token = csrf_of(client.get(turned_away.location).text)
    given = {"csrf_token": token, "email": learner.email, "password": school.password}
    with client.get(turned_away.location) as page:
        assert wanted.replace("&", "&amp;") in page.text
    assert client.post("/sign-in", data={**given, "next": wanted}).location == wanted


@pytest.mark.postgres
def test_nul_in_a_question_about_hours_is_answered_by_postgresql(postgres_world: World):
    client = postgres_world.client("learner")
    own = postgres_world.own("learner")
    for name in ("part", "module"):
        answer = client.get(f"/hours/{own.enrolment_id}/rows?{name}=a%00b")
        assert answer.status_code == 200
