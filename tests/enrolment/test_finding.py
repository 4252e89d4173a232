"""Places by name: in any language, however many there are, and only one's own."""

from __future__ import annotations

import pytest

from app.accounts.actor import Actor, Grant
from app.accounts.models import Institution
from app.core.db import session, write_transaction
from app.enrolment import finding
from app.enrolment.models import Cohort
from tests.support.house import csrf_of

NATION = Actor(1, "א", "he", (Grant("administrator", "national", 0),))


@pytest.fixture
def country(house):
    """A hundred institutions with a cohort each, beside that of the house. Their names are in Hebrew and Arabic."""
    with house.app.app_context(), write_transaction():
        own = session().get_one(Cohort, house.cohort_id)
        for number in range(100):
            names = {"he": f"מכללת גליל {number}", "ar": f"كلية الجليل {number}"}
            place = Institution(code=f"galil-{number}", names=names, time_zone="Asia/Jerusalem")
            cohort = Cohort(programme_id=own.programme_id, starts_on=own.starts_on, ends_on=own.ends_on)
            cohort.institution, cohort.name = place, f"עמיתים 50% {number}"
            session().add_all([place, cohort])
        session().flush()
        last = session().query(Cohort.id).order_by(Cohort.id.desc()).first()
    return last[0]


def found(house, actor, words="", chosen=""):
    with house.app.app_context():
        places = finding.find_places(actor, words, chosen)
        return [x.name for x in places.cohorts], [x.names.get("he", "") for x in places.institutions], places.is_cut


@pytest.mark.parametrize("words", ["גליל 77", "الجليل 77", "GALIL-77", "  77   גליל "])
def test_in_each_language_and_any_order(house, country, words):
    cohorts, institutions, is_cut = found(house, NATION, words)
    assert (cohorts, institutions, is_cut) == (["עמיתים 50% 77"], ["מכללת גליל 77"], False)


def test_by_the_name_of_the_cohort_in_which_nothing_is_a_wildcard(house, country):
    assert found(house, NATION, "עמיתים 50% 88")[0] == ["עמיתים 50% 88"]
    assert found(house, NATION, "%_%")[:2] == ([], [])


def test_of_too_many_some_are_shown_and_the_chosen_among_them(house, country):
    cohorts, institutions, is_cut = found(house, NATION, "", f"cohort:{country}")
    assert is_cut
    assert len(institutions) == finding.MOST
    assert cohorts[0] == "עמיתים 50% 99"


@pytest.mark.parametrize("chosen", ["cohort:{other}", "institution:2", "cohort:", "cohort:x", "national:0", "site:1"])
def test_nobody_chooses_what_is_not_theirs(house, country, chosen):
    with house.app.app_context():
        own = session().get_one(Cohort, house.cohort_id)
        own_id, name = own.institution_id, own.name
    coordinator = Actor(1, "א", "he", (Grant("coordinator", "institution", own_id),))
    cohorts, institutions, is_cut = found(house, coordinator, "", chosen.format(other=country))
    assert (cohorts, len(institutions), is_cut) == ([name], 1, False)


class TestPages:
    def test_an_administrator_invites_to_a_place_that_no_list_shows(self, house, country):
        client = house.client(house.staff("administrator"))
        for path in ("/people/invite", "/imports/new", "/set-up"):
            shown = client.get(path, query_string={"lang": "en", "find": "גליל 77"}).text
            assert "77" in shown
            assert "78" not in shown.split("<main")[1]
        listed = client.get("/people/invite", query_string={"lang": "en"}).text
        assert "too many to list" in listed
        at = f"/people/invite?place=cohort:{country}"
        given = {"email": "new@example.org", "name": "נור", "language": "he", "role": "learner"}
        token = csrf_of(client.get(at).text)
        answer = client.post("/people/invite", data=given | {"place": f"cohort:{country}", "csrf_token": token})
        assert answer.status_code == 303

    def test_where_there_are_few_nobody_is_asked_to_find(self, house):
        client = house.client(house.staff("coordinator"))
        assert 'role="search"' not in client.get("/people/invite").text

    def test_the_first_page_of_a_country_lists_no_learner_and_ten_institutions(self, house, country):
        shown = house.client(house.staff("administrator")).get("/staff").text
        assert shown.count('href="/set-up/') == 10
        assert "/cohorts/" not in shown
