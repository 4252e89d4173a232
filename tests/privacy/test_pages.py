"""The pages of one's own data, and of those who answer for it; what others see of somebody who was erased."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import Place
from app.core.clock import now
from app.core.db import session, write_transaction
from app.jobs import housekeeping
from app.mail.models import OutboxMail
from app.privacy import erasing, retention
from app.privacy.models import CorrectionRequest, ErasureRequest, RetentionRun
from tests.house.samples import own
from tests.support.application import PASSWORD
from tests.support.post import fill_in
from tests.support.school import School
from tests.support.world import World

MINE = "/privacy/mine"


def test_one_asks_to_be_erased_with_the_password_and_takes_it_back(school: School):
    person, _ = school.learner()
    client = school.client(person)
    assert fill_in(client, f"{MINE}/erasure", password="not this one").status_code == 422
    assert fill_in(client, f"{MINE}/erasure", password=PASSWORD).location == MINE
    assert "You will be erased on" in client.get(MINE).text
    assert school.post(client, f"{MINE}/erasure/withdraw").status_code == 303
    assert "Ask to be erased" in client.get(MINE).text
    with school.app.app_context():
        assert session().scalars(select(ErasureRequest.withdrawn_at)).one() is not None


def test_an_administrator_asks_another_confirms_and_coordinators_see_neither(school: School):
    person, _ = school.learner(name="Rivka Gone")
    one, two = (school.client(school.staff("administrator")) for _ in range(2))
    path = f"/people/{person.id}/erase"
    assert fill_in(one, path, reason="gone").status_code == 422
    assert fill_in(one, path, reason="They wrote from the address of their account.").status_code == 303
    with school.app.app_context():
        number = session().scalars(select(ErasureRequest.id)).one()
    confirm = f"/privacy/requests/{number}/confirm"
    assert confirm not in one.get("/privacy/requests").text
    assert confirm in two.get("/privacy/requests").text
    coordinator = school.client(school.staff("coordinator"))
    assert "Rivka Gone" not in coordinator.get("/privacy/requests").text
    assert school.post(coordinator, confirm).status_code == 403
    assert school.post(one, confirm).status_code == 403
    assert school.post(two, confirm).status_code == 303
    with school.app.app_context():
        assert session().get_one(Person, person.id).email is None


def test_a_correction_is_answered_by_coordinators_of_the_institution_alone(school: School):
    person, _ = school.learner(name="Rivka Wrong")
    client = school.client(person)
    assert fill_in(client, f"{MINE}/correction", text=" ").status_code == 422
    assert fill_in(client, f"{MINE}/correction", text="I came on Tuesday").status_code == 303
    with school.app.app_context():
        number = session().scalars(select(CorrectionRequest.id)).one()
    path = f"/privacy/corrections/{number}"
    elsewhere = school.client(school.person("coordinator", Place("institution", school.institution())))
    assert elsewhere.get(path).status_code == 404
    assert "Rivka Wrong" not in elsewhere.get("/privacy/requests").text
    here = school.client(school.staff("coordinator"))
    assert "I came on Tuesday" in here.get(path).text
    assert fill_in(here, path, answer="Corrected").status_code == 303
    assert school.post(here, path, answer="Again").status_code == 410
    assert "Corrected" in client.get(MINE).text


class TestRetention:
    def test_what_is_past_its_time_goes_once_a_day_and_is_reported(self, school: School):
        with school.app.app_context():
            with write_transaction() as db:
                old = {"address": "", "language": "en", "kind": "x", "subject": "", "text": "", "html": ""}
                for days, state in ((91, "sent"), (91, "waiting"), (89, "sent")):
                    db.add(OutboxMail(**old, state=state, created_at=now() - timedelta(days=days)))
            housekeeping.run()
            housekeeping.run()
            assert len(session().scalars(select(OutboxMail)).all()) == 2
            letters = session().scalars(select(RetentionRun).filter_by(record_class="letters")).one()
            assert letters.removed == 1
        staff = school.client(school.staff("coordinator")).get("/privacy/retention").text
        assert "What was forgotten lately" in staff
        assert "What was forgotten lately" not in school.client().get("/privacy/retention").text

    def test_whoever_left_seven_years_ago_is_erased_and_whoever_holds_a_role_is_not(self, school: School):
        gone, _ = school.learner()
        stays, never = school.staff("coordinator"), school.person()
        act_left(school, gone)
        with time_machine.travel(now() + retention.ACCOUNTS + timedelta(days=2), tick=True), school.app.app_context():
            housekeeping.run()
            left = [session().get_one(Person, one.id).email for one in (gone, stays, never)]
        assert left == [None, stays.email, never.email]

    def test_every_class_says_how_long_and_where_the_figure_comes_from(self):
        assert len({one.code for one in retention.CLASSES}) == len(retention.CLASSES)
        for one in retention.CLASSES:
            assert one.source
            assert one.since
            assert one.days is None or one.days > 0


def act_left(school: School, person: Person) -> None:
    with school.app.app_context(), write_transaction() as db:
        from_roles = erasing.finding.table("role_grant")
        day = now().date()
        db.execute(from_roles.update().where(from_roles.c.person_id == person.id).values(until_day=day))


class TestAfterwards:
    """In the world, where somebody has rows in every room."""

    def test_nothing_that_they_wrote_for_themselves_is_left_and_every_page_of_others_opens(self, world: World):
        side = world.plan.sides[0]
        with world.app.app_context():
            person = session().scalars(select(Person).where(Person.email == side.learner_email)).one()
            number, name = person.id, person.name
            with write_transaction():
                erasing.erase(number, None)
            lines = session().connection().connection.driver_connection.iterdump()
            dump = "\n".join(line for line in lines if not line.startswith('INSERT INTO "outbox_mail"'))
        assert name not in dump
        assert side.learner_email not in dump
        for role in ("coordinator", "supervisor", "trainer"):
            client = world.client(role)
            for rule in world.app.url_map.iter_rules():
                if "GET" in (rule.methods or ()):
                    assert client.get(own(rule, side)).status_code < 500, f"{role}: {rule}"
