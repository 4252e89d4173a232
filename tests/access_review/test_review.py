"""Who holds which role where: read, exported, ended, confirmed."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import select, update

from app.access_review.models import AccessReview
from app.accounts import queries as accounts
from app.accounts import service
from app.accounts.actor import SYSTEM
from app.accounts.models import Person, RoleGrant
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from tests.support.house import House
from tests.support.post import fill_in

NATIONAL = "/access-review/national"


@pytest.fixture
def path(house: House) -> str:
    return f"/access-review/institutions/{house.institution_id}"


def grant_id(house: House, person: Person) -> int:
    with house.app.app_context():
        return session().scalars(select(RoleGrant.id).where(RoleGrant.person_id == person.id)).one()


class TestList:
    def test_shows_roles_of_the_institution_its_cohorts_and_nobody_elses(self, house, path):
        elsewhere = House(house.app, house.password, house.starts)
        shown = [house.staff("trainer"), house.staff("coordinator")]
        hidden = [elsewhere.staff("trainer"), house.staff("administrator"), house.learner()[0]]
        page = house.client(shown[1]).get(path).text
        assert all(person.email in page for person in shown)
        assert not any(person.email in page for person in hidden)
        assert "1 learner besides" in page

    def test_says_since_when_by_whom_and_when_last(self, house, path):
        by = house.staff("coordinator")
        trainer = house.person()
        with house.app.app_context(), write_transaction() as db:
            place = Place("cohort", house.cohort_id)
            made = service.grant_role(SYSTEM, accounts.get_person(trainer.id), "trainer", place)
            db.execute(update(RoleGrant).where(RoleGrant.id == made.id).values(by_id=by.id))
        client = house.client(by)
        page = client.get(path).text
        assert "Has not signed in within two years" in page
        assert f'given by <bdi dir="auto">{by.name}</bdi>' in page
        house.client(trainer)
        assert "Has not signed in within two years" not in client.get(path).text

    def test_leaves_out_what_has_ended(self, house, path):
        trainer, by = house.staff("trainer"), house.staff("coordinator")
        with house.app.app_context(), write_transaction() as db:
            ended = today() - timedelta(days=1)
            db.execute(update(RoleGrant).where(RoleGrant.person_id == trainer.id).values(until_day=ended))
        assert trainer.email not in house.client(by).get(path).text

    @pytest.mark.parametrize("kind", ["", "/csv", "/xlsx"])
    def test_is_for_those_of_the_place(self, house, path, kind):
        elsewhere = House(house.app, house.password, house.starts)
        assert house.client(elsewhere.staff("coordinator")).get(path + kind).status_code == 404
        assert house.client(house.staff("coordinator")).get(NATIONAL + kind).status_code == 403
        assert house.client(house.staff("trainer")).get(path + kind).status_code == 403
        at_cohort = house.person("coordinator", Place("cohort", house.cohort_id))
        assert house.client(at_cohort).get(path + kind).status_code == 404
        at_place = house.person("administrator", Place("institution", house.institution_id))
        assert house.client(at_place).get(NATIONAL + kind).status_code == 404
        assert house.client(house.staff("administrator")).get(NATIONAL + kind).status_code == 200


class TestFiles:
    EVIL = '=HYPERLINK("http://evil.example","x")'

    def test_csv_holds_every_row_and_no_formula(self, house, path):
        by = house.staff("coordinator")
        house.person("trainer", Place("cohort", house.cohort_id), name=self.EVIL)
        answer = house.client(by).get(f"{path}/csv")
        assert answer.data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
        assert rows[0][:4] == ["Name", "E-mail", "Role", "Place"]
        assert {row[0] for row in rows[1:]} == {by.name, "'" + self.EVIL}
        assert answer.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize(("language", "is_rtl"), [("he", True), ("ar", True), ("en", False)])
    def test_workbook_holds_words_in_the_readers_direction(self, house, path, language, is_rtl):
        by = house.staff("coordinator", language=language)
        house.person("trainer", Place("cohort", house.cohort_id), name=self.EVIL)
        drawn = house.client(by).get(f"{path}/xlsx?lang={language}").data
        sheet = load_workbook(BytesIO(drawn)).active
        assert bool(sheet.sheet_view.rightToLeft) is is_rtl
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert "'" + self.EVIL in {cell.value for cell in cells}

    def test_taking_one_away_stands_in_the_trail(self, house, path):
        by = house.staff("coordinator")
        house.client(by).get(f"{path}/csv")
        with house.app.app_context():
            row = session().scalars(select(AuditEvent).where(AuditEvent.action == "access.export")).one()
        assert (row.actor_id, row.place, row.detail) == (by.id, f"institution:{house.institution_id}", "csv")


class TestReview:
    def test_is_kept_with_name_and_day_and_due_after_a_year(self, house, path):
        by = house.staff("coordinator")
        client = house.client(by)
        assert "Never reviewed" in client.get("/access-review").text
        assert "/access-review" in client.get("/").text
        assert fill_in(client, f"{path}/reviewed", at=path).location == path
        assert f'by <bdi dir="auto">{by.name}</bdi>' in client.get("/access-review").text
        assert "Done this year" in client.get("/access-review").text
        with time_machine.travel(now() + timedelta(days=366)):
            assert "Done this year" not in house.client(by).get("/access-review").text

    def test_of_a_list_that_changed_meanwhile_is_refused(self, house, path):
        client = house.client(house.staff("coordinator"))
        page = client.get(path).text
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        house.staff("trainer")
        answer = fill_in(client, f"{path}/reviewed", at=path, seen=seen)
        assert answer.status_code == 409
        with house.app.app_context():
            assert session().scalars(select(AccessReview)).all() == []
        assert fill_in(client, f"{path}/reviewed", at=path).status_code == 303

    def test_of_the_nation_is_the_administrators(self, house):
        client = house.client(house.staff("administrator"))
        assert fill_in(client, f"{NATIONAL}/reviewed", at=NATIONAL).location == NATIONAL
        with house.app.app_context():
            assert session().scalars(select(AccessReview.institution_id)).one() is None


class TestEnding:
    def test_shuts_the_door_at_once_and_may_be_given_again(self, house, path):
        trainer, by = house.staff("trainer"), house.staff("coordinator")
        inside = house.client(trainer)
        assert inside.get(f"/cohorts/{house.cohort_id}").status_code == 200
        end = f"{path}/grants/{grant_id(house, trainer)}/end"
        client = house.client(by)
        assert fill_in(client, end, at=path).location == path
        assert inside.get(f"/cohorts/{house.cohort_id}").status_code == 403
        assert fill_in(client, end, at=path).status_code == 404
        with house.app.app_context(), write_transaction():
            service.grant_role(SYSTEM, accounts.get_person(trainer.id), "trainer", Place("cohort", house.cohort_id))
        assert inside.get(f"/cohorts/{house.cohort_id}").status_code == 200

    def test_of_a_role_that_was_not_theirs_to_give_is_refused(self, house, path):
        by, other = house.staff("coordinator"), house.staff("coordinator")
        client = house.client(by)
        for person in (other, by):
            assert fill_in(client, f"{path}/grants/{grant_id(house, person)}/end", at=path).location == path
        page = client.get(path).text
        assert other.email in page
        assert by.email in page

    def test_of_another_place_is_not_found(self, house, path):
        elsewhere = House(house.app, house.password, house.starts)
        theirs = grant_id(house, elsewhere.staff("trainer"))
        client = house.client(house.staff("coordinator"))
        assert fill_in(client, f"{path}/grants/{theirs}/end", at=path).status_code == 404
        foreign = f"/access-review/institutions/{elsewhere.institution_id}/grants/{theirs}/end"
        assert fill_in(client, foreign, at=path).status_code == 404

    def test_of_ones_own_is_for_others(self, house):
        admin = house.staff("administrator")
        client = house.client(admin)
        fill_in(client, f"{NATIONAL}/grants/{grant_id(house, admin)}/end", at=NATIONAL)
        assert client.get(NATIONAL).status_code == 200


def test_the_words_of_a_cohort_are_those_of_its_name(house, path):
    house.staff("trainer")
    with house.app.app_context():
        name = session().get_one(Cohort, house.cohort_id).name
    assert name in house.client(house.staff("coordinator")).get(path).text
