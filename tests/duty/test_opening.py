"""No cohort opens before somebody with a stand-in is on duty; those that were open already are told by when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import Institution
from app.core.clock import today
from app.core.db import session, write_transaction
from app.duty import opening, queries, rules
from app.enrolment.models import Cohort
from app.web import formats
from tests.duty.test_duty import FORM, STAND_IN, of_cohort, of_institution
from tests.support.post import fill_in
from tests.support.school import School


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def open_one(school: School, name: str = "Evenings") -> int:
    with school.app.app_context(), write_transaction():
        place = session().get_one(Institution, school.institution_id)
        days = {"starts_on": date(2026, 10, 25), "ends_on": date(2027, 10, 24)}
        return opening.open_cohort(SYSTEM, place, "community-mentors", name, **days).id


def names(school: School) -> list[str]:
    with school.app.app_context():
        return list(session().scalars(select(Cohort.name).order_by(Cohort.id)))


def test_a_cohort_opens_once_somebody_with_a_stand_in_is_on_duty(school: School, coordinator: FlaskClient) -> None:
    with pytest.raises(opening.NobodyOnDuty, match="who is on duty, their number, when"):
        open_one(school)
    school.post(coordinator, of_institution(school), **FORM)
    with pytest.raises(opening.NobodyOnDuty, match="has a stand-in") as refused:
        open_one(school)
    assert refused.value.path == of_institution(school)
    assert "Evenings" not in names(school)
    school.post(coordinator, of_institution(school), **FORM | STAND_IN | {"version": "1"})
    open_one(school)
    assert "Evenings" in names(school)


def test_the_page_says_what_is_missing_and_leads_there(school: School, coordinator: FlaskClient) -> None:
    where = f"/set-up/{school.institution_id}/cohorts"
    page = coordinator.get(where).text
    assert "No cohort can open here yet" in page
    assert f'href="{of_institution(school)}"' in page
    assert 'name="starts_on"' not in page
    given = {"programme": "community-mentors", "starts_on": "2026-10-25", "ends_on": "2027-10-24", "name": "Typed"}
    answer = school.post(coordinator, where, **given)
    assert answer.status_code == 422
    assert 'value="Typed"' in answer.text
    assert names(school).count("Typed") == 0
    school.post(coordinator, of_institution(school), **FORM | STAND_IN)
    assert fill_in(coordinator, where, **given).status_code == 303


def test_the_command_line_asks_for_it_too(school: School) -> None:
    with school.app.app_context():
        code = session().get_one(Institution, school.institution_id).code
    run = school.app.test_cli_runner().invoke
    opens = ["cohorts", "open", code, "community-mentors", "Scripted", "--starts", "2026-10-25"]
    refused = run(args=opens)
    assert refused.exit_code == 1
    assert "somebody is on duty" in refused.output
    contact = ["--name", "On duty", "--phone", "02-000-0001", "--hours", "תמיד", "--stand-in-phone", "02-000-0002"]
    assert run(args=["institutions", "duty", code, *contact]).exit_code == 0
    assert run(args=["institutions", "duty", code, *contact]).exit_code == 0
    assert run(args=opens).exit_code == 0


def give_until(school: School, day: date | None) -> None:
    with school.app.app_context(), write_transaction():
        session().get_one(Cohort, school.cohort_id).duty_due_on = day


def gap(school: School, *grants: Grant) -> queries.Post | None:
    with school.app.app_context():
        return queries.find_gap(Actor(0, "", "en", grants), session().get_one(Cohort, school.cohort_id))


def test_an_open_cohort_has_a_day_by_which(school: School, coordinator: FlaskClient) -> None:
    at_institution = Grant("coordinator", "institution", school.institution_id)
    give_until(school, today() + timedelta(days=30))
    found = gap(school, at_institution)
    assert found is not None
    assert (found.lacks, found.is_late, found.path) == (tuple(rules.WANTED), False, of_institution(school))
    give_until(school, today() - timedelta(days=1))
    found = gap(school, Grant("coordinator", "cohort", school.cohort_id))
    assert found is not None
    assert (found.is_late, found.path) == (True, of_cohort(school))
    school.post(coordinator, of_institution(school), **FORM | STAND_IN)
    assert gap(school, at_institution) is None
    school.post(coordinator, of_cohort(school), **FORM)
    found = gap(school, at_institution)
    assert found is not None
    assert (found.lacks, found.path) == ((rules.STAND_IN,), of_cohort(school))


def test_the_day_stands_on_the_pages_of_staff(school: School, coordinator: FlaskClient) -> None:
    day = today() + timedelta(days=9)
    give_until(school, day)
    for path in ("/", f"/cohorts/{school.cohort_id}", "/duty"):
        assert f"by {formats.day(day, 'en')}" in coordinator.get(path).text, path
    give_until(school, None)
    for path in ("/", f"/cohorts/{school.cohort_id}"):
        assert "now" in coordinator.get(path).text.split("notice-danger", 1)[1][:900], path
    trainer = school.client(school.staff("trainer"))
    assert "Ask a coordinator" in trainer.get(f"/cohorts/{school.cohort_id}").text


def test_of_two_institutions_each_stands_for_itself(school: School) -> None:
    other = school.institution()
    assert school.cohort(other)
    with school.app.app_context():
        assert opening.find_refusal(session().get_one(Institution, other)) is None
        assert opening.find_refusal(session().get_one(Institution, school.institution_id)) is not None
