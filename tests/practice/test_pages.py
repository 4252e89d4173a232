"""The pages of one's own year, and what a coordinator sets, as plain forms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.practice import queries, service
from app.practice.models import CohortPause, PracticeAlert, PracticeDay
from app.practice.year import Year, sunday_of
from tests.practice import years
from tests.practice.years import name_of
from tests.support.school import School

WEEKS = 2
"""That are over; today is in the third."""


@pytest.fixture
def whole(school: School) -> School:
    begins = sunday_of(today()) - timedelta(weeks=WEEKS)
    school.publish(years.whole_catalogue(begins), "a whole year")
    with school.app.app_context(), write_transaction():
        session().execute(update(Cohort).values(starts_on=begins))
    return school


def learner(school: School) -> tuple[FlaskClient, Person, int]:
    person, enrolment_id = school.learner()
    return school.client(person), person, enrolment_id


def year_of(school: School, enrolment_id: int) -> Year:
    with school.app.app_context():
        found = queries.find_year(enrolment_id, today())
        assert found is not None
        return found


def test_home_leads_to_this_week_in_one_tap_and_asks_one_question(whole: School):
    client, person, enrolment_id = learner(whole)
    with whole.app.app_context(), write_transaction():
        service.finish(Actor(person.id, person.name, "en"), enrolment_id, name_of(2), "full", today())
    home = client.get("/").text
    assert 'href="/practice">' in home
    assert "Exercise 3" in home
    assert "Last week: Exercise 2" in home
    assert whole.post(client, f"/practice/tools/{name_of(2)}/leave").status_code == 303
    assert "Last week" not in client.get("/").text


def test_a_week_is_skipped_swapped_and_paused_by_plain_forms(whole: School):
    client, _, enrolment_id = learner(whole)
    here = f"/practice/year/{name_of(3)}"
    assert whole.post(client, f"{here}/skip").status_code == 303
    assert "You skipped it" in client.get(here).text
    assert whole.post(client, f"{here}/take-back").status_code == 303
    assert whole.post(client, f"{here}/swap", other=name_of(4)).status_code == 422
    assert whole.post(client, f"{here}/swap", other=name_of(16)).status_code == 303
    assert year_of(whole, enrolment_id).offer().exercise == name_of(16)
    for _ in range(2):
        assert whole.post(client, "/practice/year/pause").status_code == 303
    assert "Come back whenever you like" in client.get("/practice/year").text
    assert whole.post(client, "/practice/year/come-back").status_code == 303
    year = client.get("/practice/year").text
    assert "Exercise 16" in year
    assert "missed" not in year.lower()
    assert client.get("/practice/year/nothing-like-this").status_code == 404
    assert client.get(f"/practice/tools/{name_of(5)}").status_code == 404  # not met


def test_what_served_is_said_once_and_shown_first_with_its_reason(whole: School):
    client, _, enrolment_id = learner(whole)
    actor_of = year_of(whole, enrolment_id)
    with whole.app.app_context(), write_transaction():
        person = session().get_one(Person, actor_of.person_id)
        for number in (1, 2):
            service.finish(Actor(person.id, person.name, "en"), enrolment_id, name_of(number), "full", today())
    here = f"/practice/tools/{name_of(2)}"
    assert whole.post(client, here, how="").status_code == 422
    assert whole.post(client, here, how="nonsense", moment="", help="").status_code == 422
    assert whole.post(client, here, how="alone", moment="", help="yes").status_code == 303
    box = client.get("/practice/tools?moment=nonsense").text
    assert box.index("Exercise 2") < box.index("Exercise 1<")
    assert "It helped you once." in box
    assert whole.post(client, "/practice/tools/forget").status_code == 303
    assert "It helped you once." not in client.get("/practice/tools").text


def test_own_days_are_ticked_added_and_removed_and_only_dates_remain(whole: School):
    client, _, enrolment_id = learner(whole)
    page = client.get("/practice/days").text
    spans = [part.split('"')[0] for part in page.split('name="span" value="')[1:]]
    fast = next(span for span in spans if span.endswith(".fasting"))
    assert whole.post(client, "/practice/days", span=[fast, "nonsense"]).status_code == 303
    assert len(year_of(whole, enrolment_id).own_days) == 3
    with whole.app.app_context():
        columns = {column.name for column in PracticeDay.__table__.columns}
    assert columns == {"enrolment_id", "day", "kind"}
    assert whole.post(client, "/practice/days", span=[]).status_code == 303
    assert year_of(whole, enrolment_id).own_days == {}
    day = (today() + timedelta(days=2)).isoformat()
    assert whole.post(client, "/practice/days/add", first_day="", kind="free").status_code == 422
    assert whole.post(client, "/practice/days/add", first_day=day, last_day="", kind="free").status_code == 303
    assert whole.post(client, "/practice/days/remove", span=f"{day}.{day}.free").status_code == 303
    assert whole.post(client, "/practice/days/remove", span="nonsense").status_code == 404
    assert year_of(whole, enrolment_id).own_days == {}


def test_a_coordinator_sets_an_alert_and_weeks_of_rest_and_the_trail_says_so(whole: School):
    person = whole.staff("coordinator")
    client, here = whole.client(person), f"/cohorts/{whole.cohort_id}/practice"
    assert whole.post(client, f"{here}/alert", area="everywhere", last_day="").status_code == 303
    assert whole.post(client, f"{here}/alert", area="everywhere", last_day="").status_code == 422
    monday = (today() + timedelta(weeks=2)).isoformat()
    assert whole.post(client, f"{here}/rest", first_day=monday, last_day="").status_code == 422
    assert whole.post(client, f"{here}/rest", first_day=monday, last_day=monday).status_code == 303
    assert "For the whole institution" in client.get(here).text
    theirs = learner(whole)[0].get("/practice/year").text
    assert "During the alert" in theirs
    assert f'href="/practice/exercises/{name_of(18)}"' in theirs
    assert f'href="/practice/exercises/{name_of(17)}"' not in theirs  # withheld
    with whole.app.app_context():
        alert, rest = session().scalars(select(PracticeAlert)).one(), session().scalars(select(CohortPause)).one()
    assert (rest.last_day - rest.first_day).days == 6
    assert whole.post(client, f"{here}/alert/{alert.id}/end").status_code == 303
    assert whole.post(client, f"{here}/rest/{rest.id}/end").status_code == 303
    with whole.app.app_context():
        actions = session().scalars(select(AuditEvent.action).where(AuditEvent.actor_id == person.id)).all()
        assert [one for one in actions if one.startswith(("alert.", "rest."))] == [
            "alert.begin",
            "rest.plan",
            "alert.end",
            "rest.end",
        ]


def test_whoever_coordinates_one_cohort_sets_nothing_for_the_institution(whole: School):
    client = whole.client(whole.person("coordinator", Place("cohort", whole.cohort_id)))
    here = f"/cohorts/{whole.cohort_id}/practice"
    assert "For the whole institution" not in client.get(here).text
    assert whole.post(client, f"{here}/alert", area="everywhere", last_day="").status_code == 403
    assert whole.post(client, f"{here}/alert", area="here", last_day="").status_code == 303
    trainer = whole.client(whole.staff("trainer"))
    assert trainer.get(here).status_code in (403, 404)
