"""Inviting people: who may, where to, and what becomes of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.accounts import queries, service
from app.accounts.actor import SYSTEM
from app.accounts.models import Person, PersonKey
from app.accounts.service import NATIONAL, Place
from app.audit import queries as audit
from app.core.clock import now
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from tests.support.post import fill_in, link_in

WORDS = "four other calm words"


@pytest.fixture
def coordinator(house):
    return house.staff("coordinator")


@pytest.fixture
def desk(house, coordinator):
    return house.client(coordinator)


def invite(house, client, email="sam@example.org", **values):
    given = {"name": "סמאח ח׳ורי", "language": "ar", "role": "learner", "place": f"cohort:{house.cohort_id}"}
    return fill_in(client, "/people/invite", email=email, **given | values)


def find(house, email="sam@example.org") -> Person | None:
    with house.app.app_context():
        return queries.find_person(email)


def test_of_several_places_none_is_chosen_beforehand(desk):
    page = desk.get("/people/invite", query_string={"lang": "en"}).text
    assert '<option value="">Choose where</option>' in re.sub("<option selected", "<option", page)


def shown_link(page: str) -> str:
    return re.search(r'readonly value="https?://[^/]+([^"]+)"', page)[1].replace("&amp;", "&")


def accept(client, link, **values):
    given = {"name": "Sam Khoury", "language": "ar", "password": WORDS, "again": WORDS}
    return fill_in(client, link.partition("?")[0], at=link, **given | values)


class TestInviting:
    def test_adds_enrols_writes_and_shows_the_link(self, house, desk, letters):
        answer = invite(house, desk, "  Sam@Example.org ")
        sam = find(house)
        assert (answer.status_code, answer.location) == (303, f"/people/{sam.id}/invitation")
        page = desk.get(answer.location)
        (mail,) = letters()
        assert (mail.kind, mail.address, mail.language) == ("invitation", "sam@example.org", "ar")
        assert link_in(mail) == shown_link(page.text)
        assert desk.get(answer.location).text.count("readonly") == 1
        with house.app.app_context():
            assert session().scalars(select(Enrolment.cohort_id).where(Enrolment.person_id == sam.id)).all() == [
                house.cohort_id
            ]
            assert session().get(PersonKey, sam.id) is not None
            actions = {row.action for row in audit.list_about(f"person:{sam.id}")}
        assert actions == {"person.add", "role.grant", "invitation.send"}

    @pytest.mark.parametrize("role", ["trainer", "supervisor"])
    def test_gives_roles_at_the_own_institution(self, house, desk, role):
        assert invite(house, desk, role=role, place=f"institution:{house.institution_id}").status_code == 303
        with house.app.app_context():
            (grant,) = queries.list_roles(find(house).id)
        assert (grant.role, grant.place_kind, grant.place_id) == (role, "institution", house.institution_id)

    def test_sent_twice_acts_once(self, house, desk, letters):
        page = desk.get("/people/invite").text
        names = ("csrf_token", "form_key")
        hidden = {name: re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in names}
        data = hidden | {"email": "sam@example.org", "name": "Sam", "language": "he", "role": "learner"}
        data["place"] = f"cohort:{house.cohort_id}"
        first, second = desk.post("/people/invite", data=data), desk.post("/people/invite", data=data)
        assert (first.status_code, first.location) == (second.status_code, second.location)
        assert len(letters()) == 1

    def test_of_an_address_that_is_here_changes_nothing(self, house, desk, letters):
        noa = house.person()
        answer = invite(house, desk, noa.email)
        assert answer.status_code == 409
        assert f'value="{noa.email}"' in answer.text
        assert letters() == []

    @pytest.mark.parametrize(
        "wrong",
        [
            {"email": "sam"},
            {"email": "sam@example.org\nBcc: all@example.org"},
            {"email": ""},
            {"name": ""},
            {"name": "123"},
            {"language": "fr"},
            {"role": "administrator"},
            {"role": "coordinator"},
            {"role": "nobody"},
            {"place": "national:0"},
            {"place": "cohort:999999"},
            {"place": "cohort:" + "9" * 40},
            {"place": "cohort:x"},
            {"place": ""},
            {"role": "learner", "place": "institution"},
        ],
    )
    def test_with_something_wrong_is_refused_and_kept(self, house, desk, letters, wrong):
        if wrong.get("place") == "institution":
            wrong = wrong | {"place": f"institution:{house.institution_id}"}
        answer = invite(house, desk, **{"name": "Sam Typed"} | wrong)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        if "name" not in wrong:
            assert 'value="Sam Typed"' in answer.text
        assert letters() == []
        with house.app.app_context():
            assert session().scalars(select(func.count()).select_from(Person)).one() == 1

    def test_is_not_for_a_place_of_others(self, house, desk):
        other = house.institution()
        theirs = house.cohort(other)
        assert invite(house, desk, place=f"cohort:{theirs}").status_code == 422
        assert invite(house, desk, role="trainer", place=f"institution:{other}").status_code == 422
        page = desk.get("/people/invite").text
        assert f"cohort:{theirs}" not in page
        assert f"institution:{other}" not in page
        assert find(house) is None

    def test_is_for_coordinators_and_administrators(self, house):
        learner, _ = house.learner()
        for person in (learner, house.staff("trainer"), house.staff("evaluator")):
            assert house.client(person).get("/people/invite").status_code == 403
        assert house.client().get("/people/invite").status_code == 302
        admin = house.client(house.staff("administrator"))
        assert invite(house, admin, role="coordinator", place=f"institution:{house.institution_id}").status_code == 303
        assert invite(house, admin, "ria@example.org", role="evaluator", place="national:0").status_code == 303

    def test_an_administrator_of_one_institution_gives_any_role_there_and_none_elsewhere(self, house):
        admin = house.client(house.person("administrator", Place("institution", house.institution_id)))
        own, other = f"institution:{house.institution_id}", f"institution:{house.institution()}"
        assert invite(house, admin, role="coordinator", place=own).status_code == 303
        assert invite(house, admin, "ria@example.org", role="coordinator", place=other).status_code == 422
        assert invite(house, admin, "ben@example.org").status_code == 303


class TestAccepting:
    @pytest.fixture
    def link(self, house, desk, letters):
        invite(house, desk)
        return link_in(letters()[-1])

    def test_opens_the_door_at_once(self, house, link):
        client = house.client()
        page = client.get(link).text
        assert '<html lang="ar" dir="rtl"' in page
        assert "סמאח ח׳ורי" in page
        answer = accept(client, link, language="he", name="سماح خوري")
        assert (answer.status_code, answer.location) == (303, "/")
        home = client.get("/")
        assert home.status_code == 200
        assert '<html lang="he"' in home.text[:200]
        sam = find(house)
        assert (sam.name, sam.language) == ("سماح خوري", "he")
        assert fill_in(house.client(), "/sign-in", email="sam@example.org", password=WORDS).status_code == 303

    def test_looking_never_uses_the_link_up(self, house, link):
        for _ in range(3):
            house.client().get(link)
        assert accept(house.client(), link).status_code == 303

    def test_works_once(self, house, link):
        client = house.client()
        accept(client, link)
        assert house.client().get(link).status_code == 410
        assert client.get(link).location == "/"

    def test_sent_twice_leads_the_same_person_in(self, house, link):
        client = house.client()
        page = client.get(link).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        data = {"name": "Sam", "language": "ar", "password": WORDS, "again": WORDS, "csrf_token": token}
        path = link.partition("?")[0]
        assert client.post(path, data=data).location == "/"
        data["csrf_token"] = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account").text)[1]
        assert client.post(path, data=data).location == "/"

    def test_is_over_after_a_fortnight(self, house, link):
        with time_machine.travel(now() + timedelta(days=14, minutes=1)):
            answer = house.client().get(link)
        assert answer.status_code == 410
        assert 'href="/sign-in"' in answer.text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"password": "short", "again": "short"},
            {"again": "something else entirely"},
            {"again": ""},
            {"name": ""},
            {"name": "\u202e"},
            {"language": "xx"},
        ],
    )
    def test_with_something_wrong_keeps_the_rest_and_the_link(self, house, link, wrong):
        client = house.client()
        answer = accept(client, link, **{"name": "Sam Typed"} | wrong)
        assert answer.status_code == 422
        assert WORDS not in answer.text
        if "name" not in wrong:
            assert 'value="Sam Typed"' in answer.text
        assert client.get("/account").status_code == 302
        assert accept(client, link).status_code == 303

    def test_takes_the_place_of_another_sign_in(self, house, link):
        client = house.client(house.person())
        accept(client, link)
        assert "sam@example.org" in client.get("/account").text


class TestAgain:
    def test_a_new_link_takes_the_place_of_the_old_one(self, house, desk, letters):
        where = invite(house, desk).location
        old = link_in(letters()[-1])
        assert fill_in(desk, where).status_code == 303
        new = shown_link(desk.get(where).text)
        assert link_in(letters()[-1]) == new != old
        assert house.client().get(old).status_code == 410
        assert accept(house.client(), new).status_code == 303

    def test_is_listed_until_accepted(self, house, desk, letters):
        where = invite(house, desk).location
        assert where in desk.get("/people/invite").text
        accept(house.client(), link_in(letters()[-1]))
        assert where not in desk.get("/people/invite").text
        assert desk.get(where).status_code == 404
        assert fill_in(desk, where, at="/people/invite").status_code == 404

    def test_shows_the_link_only_where_it_was_made(self, house, coordinator, desk):
        where = invite(house, desk).location
        page = house.client(coordinator).get(where)
        assert page.status_code == 200
        assert "readonly" not in page.text

    def test_is_for_coordinators_of_the_place(self, house, desk):
        where = invite(house, desk).location
        colleague = house.client(house.staff("coordinator"))
        stranger = house.client(house.person("coordinator", Place("institution", house.institution())))
        assert where in colleague.get("/people/invite").text
        assert fill_in(colleague, where).status_code == 303
        assert where not in stranger.get("/people/invite").text
        assert fill_in(stranger, where, at="/people/invite").status_code == 404

    def test_never_hands_over_more_than_the_actor_could_give(self, house, desk):
        where = invite(house, desk).location
        with house.app.app_context(), write_transaction():
            service.grant_role(SYSTEM, queries.find_person("sam@example.org"), "administrator", NATIONAL)
        assert desk.get(where).status_code == 404
        assert fill_in(desk, where, at="/people/invite").status_code == 404
        assert fill_in(house.client(house.staff("administrator")), where).status_code == 303

    @pytest.mark.parametrize("number", ["0", "999999", "2147483648", "9" * 40, "-1", "x"])
    def test_of_nobody_is_not_found(self, desk, number):
        assert desk.get(f"/people/{number}/invitation").status_code == 404
