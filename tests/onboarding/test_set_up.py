"""Setting up an institution: what stands, what is missing, each step by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actor import SYSTEM
from app.accounts.models import Institution
from app.accounts.service import Place
from app.core.clock import today
from app.core.db import session, write_transaction
from app.duty import queries as duty
from app.duty import service as duty_service
from app.enrolment.models import CalendarSpan, Cohort
from app.onboarding import queries
from app.placements import keeping
from tests.support import on_duty
from tests.support.places import CONTACT
from tests.support.post import fill_in
from tests.support.school import School


@pytest.fixture
def desk(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


@pytest.fixture
def admin(school: School) -> FlaskClient:
    return school.client(school.staff("administrator"))


def states(school: School, institution_id: int = 0) -> dict[str, str]:
    with school.app.app_context():
        one = session().get_one(Institution, institution_id or school.institution_id)
        return {step.key: step.state for step in queries.standing_of(SYSTEM, one).steps}


NEW = {"code": "upper-college", "name_he": "המכללה העליונה", "time_zone": "Asia/Jerusalem", "languages": "he"}


class TestFromNothing:
    def test_an_administrator_adds_an_institution_and_sees_what_is_missing(self, school: School, admin) -> None:  # type: ignore[no-untyped-def]
        where = fill_in(admin, "/set-up/new", **NEW).location
        page = admin.get(where).text
        assert "1 of 7 steps done" in page
        assert page.count("tag-danger") == 6
        assert where in admin.get("/set-up").text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"code": "Bad Code"},
            {"code": ""},
            {"name_he": ""},
            {"name_he": "\u202e"},
            {"time_zone": "Mars/Olympus"},
            {"languages": "xx"},
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(self, school: School, admin, wrong: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
        answer = fill_in(admin, "/set-up/new", **NEW | {"name_en": "Typed Name"} | wrong)
        assert answer.status_code == (303 if "name_he" in wrong and not wrong["name_he"] else 422)
        if answer.status_code == 422:
            assert "Typed Name" in answer.text

    def test_a_code_is_taken_once(self, admin: FlaskClient) -> None:
        assert fill_in(admin, "/set-up/new", **NEW).status_code == 303
        assert "Another institution has this code" in fill_in(admin, "/set-up/new", **NEW).text

    def test_coordinators_do_not_add_institutions(self, school: School, desk: FlaskClient) -> None:
        assert desk.get("/set-up/new").status_code == 403
        of_one = school.client(school.person("administrator", Place("institution", school.institution_id)))
        assert of_one.get("/set-up/new").status_code == 403


class TestSteps:
    def test_each_is_done_by_itself_and_in_any_order(self, school: School, desk: FlaskClient) -> None:
        where, found = f"/set-up/{school.institution_id}", states(school)
        assert [found[key] for key in ("institution", "coordinators", "duty", "cohorts")] == ["begun", *["done"] * 3]
        assert {found[key] for key in ("calendar", "sites", "people")} == {"missing"}
        names = {"name_he": "מקום", "name_ar": "مكان", "name_en": "Place"}
        fill_in(desk, f"{where}/institution", **names, time_zone="Asia/Jerusalem", languages="en")
        assert states(school)["institution"] == "done"
        days = {"first_day": f"{today()}", "last_day": f"{today() + timedelta(days=90)}"}
        fill_in(desk, f"{where}/calendar", kind="term", title="Semester A", **days)
        assert states(school)["calendar"] == "done"
        with school.app.app_context(), write_transaction():
            wanted = keeping.SiteDraft(name="Site", kind="welfare", languages=("en",), capacity=3, **CONTACT)
            keeping.make(SYSTEM, school.institution_id, wanted)
        assert states(school)["sites"] == "done"
        school.learner()
        assert states(school)["people"] == "done"

    def test_duty_wants_hours_a_stand_in_and_a_call(self, school: School) -> None:
        assert states(on_duty.nobody(school))["duty"] == "missing"
        self.set_duty(school, "")
        assert states(school)["duty"] == "begun"
        contact = self.set_duty(school, "050-000-0000", contact=1)
        assert states(school)["duty"] == "begun"
        with school.app.app_context(), write_transaction():
            duty_service.confirm(SYSTEM, duty.get_post_of_institution(SYSTEM, school.institution_id), contact)
        assert states(school)["duty"] == "done"

    def set_duty(self, school: School, backup: str, contact: int = 0) -> int:
        with school.app.app_context(), write_transaction():
            post = duty.get_post_of_institution(SYSTEM, school.institution_id)
            draft = duty_service.DutyDraft(
                name="Duty", phone="02-123-4567", hours={"en": "always"}, backup_name="B", backup_phone=backup
            )
            if not backup:
                draft = duty_service.DutyDraft(name="Duty", phone="02-123-4567", hours={"en": "always"})
            return duty_service.put(SYSTEM, post, draft, contact).id

    def test_everything_stands(self, school: School, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(queries, "STEPS", queries.STEPS[1:2])
        assert "Everything stands" in desk.get(f"/set-up/{school.institution_id}").text


class TestTheInstitution:
    def test_of_two_who_change_it_the_second_is_told(self, school: School, desk: FlaskClient) -> None:
        where = f"/set-up/{school.institution_id}/institution"
        given = {"time_zone": "Asia/Jerusalem", "languages": ["he", "en"]}
        assert school.post(desk, where, version=1, name_en="First", **given).status_code == 303
        answer = school.post(desk, where, version=1, name_en="Second", **given)
        assert answer.status_code == 409
        assert "First" in answer.text
        assert 'value="Second"' in answer.text
        assert school.post(desk, where, version=2, name_en="Second", **given).status_code == 303

    def test_its_languages_are_kept(self, school: School, desk: FlaskClient) -> None:
        where = f"/set-up/{school.institution_id}/institution"
        school.post(desk, where, version=1, name_he="מקום", time_zone="Europe/Berlin", languages=["ar", "he"])
        with school.app.app_context():
            one = session().get_one(Institution, school.institution_id)
        assert (one.languages, one.time_zone, one.names) == (["he", "ar"], "Europe/Berlin", {"he": "מקום"})


class TestTheCalendar:
    def test_days_come_and_go(self, school: School, desk: FlaskClient) -> None:
        where = f"/set-up/{school.institution_id}/calendar"
        given = {"kind": "break", "title": "Quiet days", "first_day": "2027-05-16", "last_day": "2027-05-19"}
        assert fill_in(desk, where, **given).status_code == 303
        with school.app.app_context():
            span = session().scalars(select(CalendarSpan)).one()
        assert (span.kind, span.first_day, span.last_day) == ("break", date(2027, 5, 16), date(2027, 5, 19))
        assert school.post(desk, f"{where}/{span.id}/remove").status_code == 303
        assert "Quiet days" not in desk.get(where).text

    @pytest.mark.parametrize("last", ["2027-05-15", "2029-01-01", "", "x"])
    def test_impossible_days_are_refused(self, school: School, desk: FlaskClient, last: str) -> None:
        given = {"kind": "term", "title": "Kept title", "first_day": "2027-05-16", "last_day": last}
        answer = fill_in(desk, f"/set-up/{school.institution_id}/calendar", **given)
        assert answer.status_code == 422
        assert "Kept title" in answer.text

    def test_days_of_another_institution_are_not_removed(self, school: School, desk: FlaskClient) -> None:
        other = school.institution()
        with school.app.app_context(), write_transaction():
            span = CalendarSpan(
                institution_id=other, kind="term", title="T", first_day=date(2027, 1, 1), last_day=date(2027, 2, 1)
            )
            session().add(span)
            session().flush()
            number = span.id
        own = f"/set-up/{school.institution_id}/calendar"
        assert school.post(desk, f"{own}/{number}/remove").status_code == 404

    def test_whoever_schedules_a_meeting_is_told_of_a_break(self, school: School, desk: FlaskClient) -> None:
        day = today() + timedelta(days=10)
        days = {"first_day": f"{day}", "last_day": f"{day}"}
        fill_in(desk, f"/set-up/{school.institution_id}/calendar", kind="break", title="Day of rest", **days)
        where = f"/cohorts/{school.cohort_id}/meetings/new"
        given = {"lesson_id": "workshop", "day": f"{day}", "at": "10:00", "minutes": "", "place": "Hall", "link": ""}
        answer = school.post(desk, where, **given)
        assert answer.status_code == 303, answer.text
        assert "Day of rest" in desk.get(answer.location).text


class TestCohorts:
    GIVEN: ClassVar[dict[str, str]] = {
        "programme": "community-mentors",
        "starts_on": "2026-10-25",
        "ends_on": "2027-10-24",
    }

    def test_one_is_opened_within_the_terms(self, school: School, desk: FlaskClient) -> None:
        first, last = today(), today() + timedelta(days=200)
        days = {"first_day": f"{first}", "last_day": f"{last}"}
        fill_in(desk, f"/set-up/{school.institution_id}/calendar", kind="term", title="Year", **days)
        where = f"/set-up/{school.institution_id}/cohorts"
        page = desk.get(where).text
        assert f'value="{first}"' in page
        assert f'value="{last}"' in page
        assert fill_in(desk, where, name="Evenings", **self.GIVEN).status_code == 303
        with school.app.app_context():
            made = session().scalars(select(Cohort).filter_by(name="Evenings")).one()
        assert f"/imports/new?place=cohort:{made.id}" in desk.get(where).text

    @pytest.mark.parametrize("wrong", [{"programme": "nothing"}, {"name": ""}, {"ends_on": "2026-10-24"}])
    def test_what_is_wrong_is_said(self, school: School, desk: FlaskClient, wrong: dict[str, str]) -> None:
        given = {"name": "Evenings", **self.GIVEN} | wrong
        assert fill_in(desk, f"/set-up/{school.institution_id}/cohorts", **given).status_code == 422

    def test_a_name_is_taken_once(self, school: School, desk: FlaskClient) -> None:
        where = f"/set-up/{school.institution_id}/cohorts"
        fill_in(desk, where, name="Evenings", **self.GIVEN)
        answer = fill_in(desk, where, name="Evenings", **self.GIVEN)
        assert answer.status_code == 422
        assert "with this name already" in answer.text


def test_strangers_see_nothing(school: School) -> None:
    stranger = school.client(school.person("coordinator", Place("institution", school.institution())))
    for path in ("", "/institution", "/calendar", "/cohorts"):
        assert stranger.get(f"/set-up/{school.institution_id}{path}").status_code == 404
    assert f"/set-up/{school.institution_id}" not in stranger.get("/set-up").text
    assert school.client(school.staff("trainer")).get("/set-up").status_code == 403
