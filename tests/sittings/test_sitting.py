"""A sitting from its beginning to its end: what it keeps, what it earns, and that nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from app.accounts.models import PersonKey
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.hours.models import Credit
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.practice.models import PracticeMark, PracticePause
from app.sittings.models import Sitting
from app.sittings.rules import digest
from tests.support.exercises import ANCHORED, BREATH, MAP, OWN, PLAN
from tests.support.school import School

HTML = "text/html"


@pytest.fixture
def client(school: School) -> FlaskClient:
    return school.client(school.learner()[0])


def begin(school: School, client: FlaskClient, exercise: str = MAP, form: str = "full") -> str:
    answer = school.post(client, f"/practice/exercises/{exercise}/begin", form=form)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def rows(school: School) -> list[tuple[str, str, int, str]]:
    with school.app.app_context():
        wanted = select(Credit.part, Credit.module, Credit.minutes, Credit.lesson).where(Credit.part == "tools")
        assert list(verify(SOURCES, EARNED)) == []
        return [tuple(row) for row in session().execute(wanted)]


def test_what_is_kept_comes_back_and_a_begun_sitting_is_continued(school: School, client: FlaskClient):
    here = begin(school, client)
    answer = school.post(
        client, here, go="next", step="2", has="which-ring", **{"pick-which-ring": "b", "text-who-is-there": "Dana"}
    )
    assert answer.location == f"{here}?step=3"
    assert begin(school, client) == here
    shown = client.get(here).text
    assert ">Dana</textarea>" in shown
    assert 'value="b" checked' in shown
    assert 'data-step="3" aria-labelledby="step-3">' in shown  # goes on where it was
    assert client.get(f"{here}?step=99").status_code == client.get(f"{here}?step=x").status_code == 200


@pytest.mark.parametrize("going", ["stop", "person", "end", "finish"])
def test_stopped_or_finished_it_earns_the_same_once(school: School, client: FlaskClient, going: str):
    here = begin(school, client)
    school.post(client, here, go=going)
    school.post(client, here, go="finish")
    again = begin(school, client)
    assert again != here
    school.post(client, again, go="finish")
    assert rows(school) == [("tools", PLAN, 10, "")]
    with school.app.app_context():
        assert [one.state for one in session().scalars(select(PracticeMark))] == ["done"]


def test_its_owner_alone_sees_the_rows_and_they_do_not_name_it(school: School):
    person, enrolment = school.learner()
    client = school.client(person)
    school.post(client, begin(school, client), go="finish")
    assert f"/hours/{enrolment}/rows?part=tools" in client.get("/hours").text
    rows = client.get(f"/hours/{enrolment}/rows?part=tools").text
    assert "An exercise, finished or stopped" in rows
    assert "Exercise people-map" not in rows
    coordinator = school.client(school.staff("coordinator"))
    assert "part=tools" not in coordinator.get(f"/hours/{enrolment}").text
    assert coordinator.get(f"/hours/{enrolment}/rows?part=tools").status_code == 404


def test_the_lite_form_earns_its_own_minutes(school: School, client: FlaskClient):
    here = begin(school, client, BREATH, "lite")
    assert "Step feet" in client.get(here).text
    assert "data-breathe" not in client.get(here).text
    school.post(client, here, go="finish")
    assert rows(school) == [("tools", PLAN, 2, "")]


def test_stop_says_what_helps_and_leads_on_or_out(school: School, client: FlaskClient):
    here = begin(school, client)
    answer = school.post(client, here, go="stop", **{"text-who-is-there": "typed before it"})
    assert answer.location == f"{here}/stop"
    page = client.get(answer.location).text
    assert "Stop, look around, feel the feet." in page
    assert "tel:" in page
    assert "/help-now" in page
    assert "typed before it" in client.get(here).text
    assert school.post(client, here, go="end").location == here
    assert "/practice/journal" in client.get(here).text


def test_two_windows_lose_nothing_and_what_is_not_wanted_goes(school: School, client: FlaskClient):
    here = begin(school, client)
    one = school.post(client, here, draft="1", **{"text-who-is-there": "from one", "n-who-is-there": "0"})
    assert one.json == {"numbers": {"who-is-there": 1}, "others": {"who-is-there": []}}
    other = school.post(client, here, draft="1", **{"text-who-is-there": "from two", "n-who-is-there": "0"})
    assert other.json["others"] == {"who-is-there": [{"text": "from one", "digest": digest("from one")}]}
    shown = client.get(here).text
    assert "from one" in shown
    assert "from two" in shown
    values = {"text-who-is-there": "from two", "n-who-is-there": "2", "drop-who-is-there": digest("from one")}
    school.post(client, here, draft="1", **values)
    assert "from one" not in client.get(here).text


def test_what_is_too_long_or_cannot_be_sealed_stands_on_the_page_again(school: School, client: FlaskClient):
    here = begin(school, client)
    long = "word " * 5000
    answer = school.post(client, here, go="next", **{"text-who-is-there": long})
    assert answer.status_code == 422
    assert long in answer.text
    assert school.post(client, here, draft="1", **{"text-who-is-there": long}).json.keys() == {"error"}
    with school.app.app_context(), write_transaction():
        session().execute(delete(PersonKey))
    answer = school.post(client, here, go="next", **{"text-who-is-there": "typed a moment ago"})
    assert answer.status_code == 409
    assert "typed a moment ago" in answer.text
    stopped = school.post(client, here, go="stop", **{"text-who-is-there": "typed a moment ago"})
    assert stopped.status_code == 409
    assert "data-stopping aria" in stopped.text
    assert school.post(client, here, go="stop").location == f"{here}/stop"
    assert client.get("/practice/journal").status_code == 200


def test_high_distress_offers_and_closes_nothing(school: School, client: FlaskClient):
    here = begin(school, client, BREATH)
    assert "data-offer hidden" in client.get(here).text
    school.post(client, here, go="next", step="1", **{"rate-tense-before": "9", "rate-made-up": "3"})
    page = client.get(f"{here}?step=2").text
    assert "data-offer>" in page
    assert 'value="next"' in page
    school.post(client, here, go="finish")
    assert "tel:" in client.get(here).text


def test_only_written_exercises_of_an_own_year_open(school: School, client: FlaskClient):
    for exercise, code in ((BREATH, 200), (OWN, 200), (ANCHORED, 404), ("nothing", 404)):
        assert client.get(f"/practice/exercises/{exercise}").status_code == code
    coordinator = school.client(school.staff("coordinator"))
    assert coordinator.get(f"/practice/exercises/{BREATH}").status_code == 404
    assert coordinator.get("/practice").status_code == 200
    here = begin(school, client)
    assert coordinator.get(here).status_code == 404
    assert school.post(coordinator, here, go="finish").status_code == 404
    assert school.client(school.learner()[0]).get(here).status_code == 404


def test_all_on_one_page_is_remembered(school: School, client: FlaskClient):
    here = begin(school, client)
    school.post(client, here, go="whole")
    assert "data-whole" in client.get(here).text
    assert "data-whole" in client.get(begin(school, client, BREATH)).text


@time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False)
def test_the_week_offers_begins_and_leads_on(school: School):
    person, enrolment = school.learner()
    client = school.client(person)
    seen = {}
    for name, weeks in (("over", 30), ("before", -2), ("week", 0), ("planned", 4)):
        with school.app.app_context(), write_transaction() as current:
            current.get_one(Cohort, school.cohort_id).starts_on = today() - timedelta(weeks=weeks)
        seen[name] = client.get("/practice").text
    assert "The year is over" in seen["over"]
    assert "has not begun yet" in seen["before"]
    assert f'action="/practice/exercises/{BREATH}/begin"' in seen["week"]
    assert "Nothing is to be done" in seen["planned"]
    assert all("/practice/tools" in page for page in seen.values())
    with school.app.app_context(), write_transaction() as current:
        current.get_one(Cohort, school.cohort_id).starts_on = today()
        current.add(PracticePause(enrolment_id=enrolment, first_day=today() - timedelta(days=7), last_day=None))
    assert "Paused." in client.get("/practice").text


def test_reading_changes_nothing(school: School, client: FlaskClient):
    for address in ("/practice", f"/practice/exercises/{BREATH}?form=lite", "/practice/journal"):
        assert client.get(address).status_code == 200
    with school.app.app_context():
        assert session().scalars(select(Sitting)).all() == []
