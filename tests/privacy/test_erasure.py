"""Somebody is forgotten: who they are and what they wrote goes; what counts and was signed stays, under a number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person, PersonKey, RoleGrant
from app.audit.models import AuditEvent
from app.backups.models import ErasedPerson
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from app.demo.cast import actor_of
from app.enrolment.models import Enrolment
from app.hours.queries import sum_totals
from app.jobs import housekeeping
from app.mail.models import OutboxMail
from app.privacy import asking, erasing
from app.privacy.models import ErasureRequest
from app.privacy.rules import COOLING_OFF, WITHOUT_SECOND
from app.reflections.models import Reflection
from tests.support.school import School

PROMPT = "/lessons/reading/reflections/ponder"
REASON = "They wrote from the address of their account."


@pytest.fixture
def lived(school: School) -> tuple[Person, int]:
    """A learner with a passed quiz and something written."""
    person, enrolment_id = school.learner(name="Rivka Gone")
    client = school.client(person)
    school.answer_all(client, school.begin(client))
    assert school.post(client, PROMPT, text="Something of mine").status_code == 303
    return person, enrolment_id


def act(school: School, what: Callable[[], object]) -> object:
    with school.app.app_context(), write_transaction():
        return what()


def erase(school: School, person: Person) -> None:
    act(school, lambda: erasing.erase(person.id, None))


def texts_of(app: Flask) -> str:
    """Everything that a database of SQLite holds."""
    with app.app_context():
        connection = session().connection().connection.driver_connection
        return "\n".join(connection.iterdump())


def test_name_address_and_writing_are_nowhere_and_the_key_is_gone(school: School, lived: tuple[Person, int]):
    person, enrolment_id = lived
    email = person.email
    before = texts_of(school.app)
    assert "Rivka Gone" in before
    erase(school, person)
    after = texts_of(school.app)
    assert "Rivka Gone" not in after
    assert email not in after
    with school.app.app_context():
        left = session().get_one(Person, person.id)
        assert (left.email, left.name, left.password_hash, left.is_active) == (None, f"№ {person.id}", None, False)
        assert session().get(PersonKey, person.id) is None
        assert session().scalars(select(Reflection)).all() == []
        assert session().get_one(Enrolment, enrolment_id).left_on is not None


def test_minutes_stay_and_the_session_ends(school: School, lived: tuple[Person, int]):
    person, enrolment_id = lived
    other, others = school.learner()
    client, theirs = school.client(person), school.client(other)
    school.answer_all(theirs, school.begin(theirs))
    with school.app.app_context():
        before = sum_totals(enrolment_id), sum_totals(others)
    erase(school, person)
    with school.app.app_context():
        assert (sum_totals(enrolment_id), sum_totals(others)) == before
        held = session().scalars(select(RoleGrant).filter_by(person_id=person.id)).one()
        assert held.until_day < today()
    assert client.get("/account").status_code == 302
    assert theirs.get("/hours").status_code == 200


def test_it_is_on_the_list_and_in_the_trail_once(school: School, lived: tuple[Person, int]):
    person, _ = lived
    erase(school, person)
    erase(school, person)
    with school.app.app_context():
        assert session().scalars(select(ErasedPerson.person_id)).all() == [person.id]
        events = session().scalars(select(AuditEvent).filter_by(action="person.erase")).all()
        assert [one.subject for one in events] == [f"person:{person.id}"]


class TestAsking:
    def test_ones_own_wish_waits_a_week_and_can_be_taken_back(self, school: School, lived: tuple[Person, int]):
        person, _ = lived
        first = act(school, lambda: asking.ask(actor_of(person)).id)
        with pytest.raises(Conflict):
            act(school, lambda: asking.ask(actor_of(person)))
        act(school, lambda: asking.withdraw(actor_of(person), first))
        with pytest.raises(Gone):
            act(school, lambda: asking.withdraw(actor_of(person), first))
        act(school, lambda: asking.ask(actor_of(person)))
        self.let_pass(school, COOLING_OFF - timedelta(minutes=5))
        assert self.name_of(school, person) == "Rivka Gone"
        self.let_pass(school, COOLING_OFF + timedelta(minutes=5))
        assert self.name_of(school, person) == f"№ {person.id}"
        with school.app.app_context():
            assert [bool(one.done_at) for one in session().scalars(select(ErasureRequest))] == [False, True]

    def test_one_administrator_asks_and_another_confirms(self, school: School, lived: tuple[Person, int]):
        person, _ = lived
        one, two = school.staff("administrator"), school.staff("administrator")
        with pytest.raises(Invalid):
            act(school, lambda: asking.ask_for(actor_of(one), person.id, "gone"))
        request = act(school, lambda: asking.ask_for(actor_of(one), person.id, REASON).id)
        with pytest.raises(Forbidden):
            act(school, lambda: asking.confirm(actor_of(one), request))
        act(school, lambda: asking.confirm(actor_of(two), request))
        assert self.name_of(school, person) == f"№ {person.id}"
        with school.app.app_context():
            assert session().get_one(ErasureRequest, request).reason == ""
        with pytest.raises((Gone, NotFound)):
            act(school, lambda: asking.confirm(actor_of(two), request))

    def test_without_a_second_administrator_a_fortnight_passes_and_the_person_is_told(self, school: School, lived):
        person, _ = lived
        admin = school.staff("administrator")
        act(school, lambda: asking.ask_for(actor_of(admin), person.id, REASON))
        with school.app.app_context():
            letter = session().scalars(select(OutboxMail).filter_by(kind="erasure-asked")).one()
            assert letter.person_id == person.id
        self.let_pass(school, WITHOUT_SECOND + timedelta(minutes=5))
        assert self.name_of(school, person) == f"№ {person.id}"

    def test_the_last_administrator_stays(self, school: School):
        admin = school.staff("administrator")
        with pytest.raises(Conflict, match="only administrator"):
            act(school, lambda: asking.ask(actor_of(admin)))

    def test_nobody_else_asks_for_somebody(self, school: School, lived: tuple[Person, int]):
        coordinator = school.staff("coordinator")
        with pytest.raises(Forbidden):
            act(school, lambda: asking.ask_for(actor_of(coordinator), lived[0].id, REASON))

    @staticmethod
    def let_pass(school: School, time: timedelta) -> None:
        with time_machine.travel(now() + time, tick=True), school.app.app_context():
            housekeeping.run()

    @staticmethod
    def name_of(school: School, person: Person) -> str:
        with school.app.app_context():
            return session().get_one(Person, person.id).name
