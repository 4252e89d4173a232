"""Whom to call now: the phone first, one touch from everywhere, and what it says where nobody is on duty."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.cards.test_pages import BACKUP, NUMBER, set_phone
from tests.support import curriculum, on_duty
from tests.support.papers import pages_of
from tests.support.places import CONTACT, make_placement, make_site
from tests.support.school import School


@pytest.fixture
def mentor(carded: School) -> tuple[FlaskClient, int]:
    person, enrolment_id = carded.learner(name="Rana Innermost")
    return carded.client(person), enrolment_id


def test_the_number_is_a_button_with_its_hours_and_the_stand_in_below(
    carded: School, mentor: tuple[FlaskClient, int]
) -> None:
    set_phone(carded, backup_phone=BACKUP, backup_name="Second one")
    page = mentor[0].get("/worried").text
    order = ["Nobody watches Kelim", 'href="tel:101"', 'href="tel:020000001"', "Day and night", "If there is no answer"]
    order += ["Second one", 'href="tel:020000002"', "If nobody answers", 'href="tel:1201"']
    places = [page.index(said) for said in order]
    assert places == sorted(places)
    assert "Innermost" not in page
    assert "csrf" not in page


def test_signed_out_it_shows_the_public_numbers_and_the_way_to_the_own_one(carded: School) -> None:
    set_phone(carded)
    page = carded.client().get("/worried").text
    assert NUMBER not in page
    for said in ('href="tel:101"', 'href="tel:1201"', "/sign-in?next=/worried", "/emergency-card/pdf"):
        assert said in page


def test_whoever_works_at_a_site_finds_its_people_too(carded: School, mentor: tuple[FlaskClient, int]) -> None:
    site_id = make_site(carded, name="The blue house")
    make_placement(carded, mentor[1], site_id)
    for path in ("/worried", "/before-visit"):
        page = mentor[0].get(path).text
        assert "Where you work" in page
        assert CONTACT["contact_phone"] in page
        assert CONTACT["stand_in_phone"] in page
        assert "The blue house" not in page, "a card on a lost phone names no place of work"
    other = carded.client(carded.learner()[0])
    assert CONTACT["contact_phone"] not in other.get("/worried").text


@pytest.mark.parametrize("path", ["/", "/programmes", f"/lessons/{curriculum.READING}", "/hours", "/help-now"])
def test_it_is_one_touch_away(carded: School, mentor: tuple[FlaskClient, int], path: str) -> None:
    assert 'href="/worried"' in mentor[0].get(path, follow_redirects=True).text


def test_a_content_without_cards_leaves_the_duty_phone(school: School) -> None:
    page = school.client(school.learner()[0]).get("/worried").text
    assert on_duty.PHONE in page
    assert on_duty.STAND_IN in page
    assert 'href="/help-now"' in page


def test_the_cards_of_one_cohort_hold_its_number(carded: School) -> None:
    set_phone(carded)
    coordinator = carded.client(carded.staff("coordinator"))
    own = {"name": "Own", "phone": "*1234", "hours_en": "Always", "version": "0"}
    assert carded.post(coordinator, f"/duty/cohorts/{carded.cohort_id}", **own).status_code == 303
    paper = "/emergency-card/pdf?lang=en&cohort="
    assert "*1234" in pages_of(coordinator.get(f"{paper}{carded.cohort_id}").data)[0]
    assert "*1234" not in pages_of(carded.client().get(f"{paper}{carded.cohort_id}").data)[0]
    assert "*1234" not in pages_of(coordinator.get(f"{paper}999").data)[0]
