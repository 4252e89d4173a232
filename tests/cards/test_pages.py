"""The cards as pages: who sees what, what is said where something is missing, and that nothing personal is kept."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.accounts.service import Place
from tests.support import on_duty
from tests.support.school import School
from tests.support.statements import statements

PUBLIC = ("/never", "/worried", "/emergency-card", "/emergency-card/pdf")
CHANGES = ("INSERT", "UPDATE", "DELETE", "BEGIN")
NUMBER, BACKUP = "02-000-0001", "02-000-0002"


def set_phone(school: School, **values: str) -> None:
    form = {"name": "Coordinator on duty", "phone": NUMBER, "hours_en": "Day and night", "version": "0", **values}
    coordinator = school.client(school.staff("coordinator"))
    assert school.post(coordinator, f"/duty/institutions/{school.institution_id}", **form).status_code == 303


@pytest.fixture
def phone(carded: School) -> FlaskClient:
    return carded.client(carded.learner(name="Rana Innermost")[0])


@pytest.mark.parametrize("path", PUBLIC)
def test_public_cards_open_to_everybody_and_write_nothing(carded: School, path: str):
    client = carded.client()
    with statements() as seen:
        answer = client.get(path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert [text for text in seen if text.startswith(CHANGES)] == []


@pytest.mark.parametrize("path", ["/never", "/worried", "/emergency-card"])
def test_reading_a_card_signed_in_writes_nothing_either(carded: School, phone: FlaskClient, path: str):
    phone.get(path)
    with statements() as seen:
        assert phone.get(path).status_code == 200
    assert [text for text in seen if text.startswith(CHANGES)] == []


def test_each_line_of_the_never_list_has_an_anchor(carded: School):
    page = carded.client().get("/never").text
    assert 'id="N1"' in page
    assert "Never diagnose" in page


def test_the_duty_phone_is_shown_to_whoever_is_signed_in_alone(carded: School, phone: FlaskClient):
    set_phone(carded, backup_phone=BACKUP)
    signed_out = carded.client().get("/emergency-card").text
    assert NUMBER not in signed_out
    assert "once you have signed in" in signed_out
    for path in ("/emergency-card", "/before-visit", "/worried"):
        page = phone.get(path).text
        assert 'href="tel:020000001"' in page
        assert 'href="tel:020000002"' in page
        assert "Nobody has rung this number" in page
    assert carded.client().get("/before-visit").location == "/sign-in?next=/before-visit"
    stranger = carded.client(carded.learner(carded.cohort(carded.institution()))[0])
    assert NUMBER not in stranger.get("/before-visit").text


def test_a_number_opens_with_the_first_touch_and_calls_with_the_second(carded: School, phone: FlaskClient):
    set_phone(carded)
    page = phone.get("/before-visit").text
    before, details = page.split("<details", 1)
    assert "tel:020000001" not in before
    assert "<details open" not in page
    assert details.index("</summary>") < details.index("tel:020000001") < details.index("</details>")


def test_the_card_before_a_visit_names_nobody_who_carries_it(carded: School, phone: FlaskClient):
    page = phone.get("/before-visit").text
    assert "Rana" not in page
    assert "csrf" not in page
    for words in ("Line 1", "Line 2", "Line 3", "Say it", "It stays with me"):
        assert words in page


def test_without_a_duty_phone_the_card_says_whom_to_ask_and_shows_public_numbers(carded: School, phone: FlaskClient):
    page = phone.get("/before-visit").text
    assert "No duty phone is set for you yet" in page
    assert 'href="tel:101"' in page
    assert 'href="tel:1201"' in page
    set_phone(carded)
    page = phone.get("/before-visit").text
    assert 'href="tel:101"' in page
    assert 'href="tel:1201"' not in page


def test_whoever_is_in_several_cohorts_sees_whose_number_is_whose(carded: School):
    person, _ = carded.learner()
    carded.enrol(person, carded.cohort(carded.institution()))
    on_duty.nobody(carded)
    set_phone(carded)
    page = carded.client(person).get("/before-visit").text
    assert NUMBER in page
    assert "No duty phone is set for you yet" in page
    assert page.count('class="row-meta"') == 2


def test_staff_without_a_cohort_are_told_so(carded: School):
    client = carded.client(carded.person("evaluator", Place("institution", carded.institution_id)))
    assert "no duty phone is yours" in client.get("/before-visit").text


def test_content_without_cards_leaves_the_pages_useful(school: School):
    client = school.client(school.learner()[0])
    for path in ("/emergency-card", "/before-visit"):
        page = client.get(path)
        assert page.status_code == 200
        assert 'href="/help-now"' in page.text
    assert client.get("/emergency-card/pdf").status_code == 404


def test_every_number_says_when_it_was_confirmed(carded: School):
    assert "101: confirmed on" in carded.client().get("/emergency-card").text


def test_the_learners_first_page_leads_to_the_card(carded: School, phone: FlaskClient):
    assert 'href="/before-visit" data-keep-card="' in phone.get("/").text


def test_the_coordinators_first_page_warns_until_somebody_rang(carded: School):
    coordinator = carded.client(carded.staff("coordinator"))
    assert "A duty phone is missing" in coordinator.get("/").text
    set_phone(carded, backup_phone=BACKUP)
    assert "A duty phone is missing" in coordinator.get("/").text
    carded.post(coordinator, "/duty/contacts/1/confirm")
    assert "A duty phone is missing" not in coordinator.get("/").text
