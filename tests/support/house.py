"""People and places for tests, made through the services as everybody's are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from flask import Flask
from flask.testing import FlaskClient

from app.accounts import passwords, queries, service
from app.accounts.actor import SYSTEM
from app.accounts.models import Institution, Person
from app.accounts.service import NATIONAL, Place
from app.core.db import write_transaction
from app.core.encryption import KeyRing
from app.duty import opening
from app.enrolment import service as enrolment
from app.enrolment.models import Cohort
from tests.support import on_duty

NAMES = ("Noa Levi", "סמאח ח׳ורי", "يوسف نصّار", "Tigist Alemu", "Oleg Brenner", "מרים כהן")
_numbers = count(1)


@dataclass
class House:
    """`cohort_id` is a community mentors' cohort of `institution_id`."""

    app: Flask
    password: str
    starts: date
    hashes: dict[str, str] = field(default_factory=dict)
    institution_id: int = 0
    cohort_id: int = 0

    def __post_init__(self) -> None:
        self.institution_id = self.institution()
        self.cohort_id = self.cohort()

    @property
    def ring(self) -> KeyRing:
        ring: KeyRing = self.app.extensions["kelim_ring"]
        return ring

    def institution(self) -> int:
        number = next(_numbers)
        with self.app.app_context(), write_transaction():
            made = service.add_institution(SYSTEM, f"place-{number}", {"en": f"Place {number}"}, "Asia/Jerusalem")
            on_duty.stand(made.id)
            return made.id

    def cohort(self, institution_id: int = 0, programme_id: str = "community-mentors") -> int:
        with self.app.app_context(), write_transaction() as session:
            institution = session.get_one(Institution, institution_id or self.institution_id)
            name = f"Cohort {next(_numbers)}"
            ends = self.starts + timedelta(days=364)
            return opening.open_cohort(SYSTEM, institution, programme_id, name, starts_on=self.starts, ends_on=ends).id

    def person(self, role: str = "", place: Place = NATIONAL, *, name: str = "", language: str = "en") -> Person:
        """Somebody with the tests' password; with a role at a place if one is named."""
        number = next(_numbers)
        with self.app.app_context(), write_transaction() as session:
            made = service.add_person(
                SYSTEM,
                self.ring,
                email=f"person{number}@example.org",
                name=name or f"{NAMES[number % len(NAMES)]} {number % 1000}",
                language=language,
            )
            made.password_hash = self._hash()
            if role:
                service.grant_role(SYSTEM, made, role, place)
            session.flush()
            return made

    def learner(self, cohort_id: int = 0, *, name: str = "", language: str = "en") -> tuple[Person, int]:
        """A person enrolled in a cohort, and the id of the enrolment."""
        made = self.person(name=name, language=language)
        return made, self.enrol(made, cohort_id)

    def enrol(self, person: Person, cohort_id: int = 0) -> int:
        with self.app.app_context(), write_transaction() as session:
            cohort = session.get_one(Cohort, cohort_id or self.cohort_id)
            fresh = queries.get_person(person.id)
            return enrolment.enrol(SYSTEM, fresh, cohort, on=self.starts).id

    def staff(self, role: str, *, language: str = "en") -> Person:
        """Trainers hold their role at the cohort, coordinators at the institution, administrators everywhere."""
        places = {"trainer": Place("cohort", self.cohort_id), "coordinator": Place("institution", self.institution_id)}
        return self.person(role, places.get(role, NATIONAL), language=language)

    def client(self, person: Person | None = None) -> FlaskClient:
        """A browser, signed in through the front door."""
        client = self.app.test_client()
        if person is not None:
            self.sign_in(client, person)
        return client

    def sign_in(self, client: FlaskClient, person: Person) -> None:
        token = csrf_of(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"email": person.email, "password": self.password, "csrf_token": token})
        assert answer.status_code == 303, answer.text

    def _hash(self) -> str:
        if not self.hashes:
            self.hashes["it"] = passwords.hash_password(self.password)
        return self.hashes["it"]


def csrf_of(html: str) -> str:
    """The CSRF token of the first form of a page."""
    marker = 'name="csrf_token" value="'
    at = html.index(marker) + len(marker)
    return html[at : html.index('"', at)]
