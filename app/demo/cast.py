"""Everybody who acts in the demo, and where they belong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.accounts import queries as account_queries
from app.accounts import service as accounts
from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import Institution, Person
from app.accounts.service import NATIONAL, Place
from app.core.encryption import KeyRing
from app.demo.accounts import ADMINISTRATOR, COORDINATOR, EVALUATOR, SUPERVISOR, TRAINER, Account, address
from app.demo.calendar import YEAR
from app.demo.people import Learner
from app.duty import opening
from app.enrolment import service as enrolment
from app.enrolment.models import Cohort, Enrolment

NAMES = {"he": "מכללת מישור (הדגמה)", "ar": "كلّيّة ميشور (للعرض)", "en": "Mishor College (demo)"}
CODE = "demo"


def actor_of(person: Person) -> Actor:
    """The person as services see them, with the roles of that day."""
    grants = tuple(Grant(g.role, g.place_kind, g.place_id) for g in account_queries.list_roles(person.id))
    return Actor(id=person.id, name=person.name, language=person.language, grants=grants)


@dataclass
class Cast:
    """`people` by the first part of their address; `enrolments` by cohort, then by the same."""

    ring: KeyRing
    password_hash: str
    time_zone: str
    public_url: str
    people: dict[str, Person] = field(default_factory=dict)
    enrolments: dict[int, dict[str, Enrolment]] = field(default_factory=dict)
    institution: Institution | None = None

    def actor(self, box: str) -> Actor:
        return actor_of(self.people[box])

    @property
    def place(self) -> Place:
        if self.institution is None:
            raise LookupError("the institution is founded first")
        return Place("institution", self.institution.id)

    def found(self) -> None:
        """The institution with those who run it."""
        self.institution = accounts.add_institution(SYSTEM, CODE, NAMES, self.time_zone, is_demo=True)
        self._appoint(SYSTEM, ADMINISTRATOR, NATIONAL)
        administrator = self.actor(ADMINISTRATOR.box)
        self._appoint(administrator, COORDINATOR, self.place)
        self._appoint(administrator, EVALUATOR, NATIONAL)
        self._appoint(self.actor(COORDINATOR.box), SUPERVISOR, self.place)
        self._add(self.actor(COORDINATOR.box), TRAINER.box, TRAINER.name, TRAINER.language)

    def open(self, programme_id: str, name: str, starts_on: date) -> Cohort:
        """A cohort for a year, taught by the demo's trainer."""
        coordinator = self.actor(COORDINATOR.box)
        if self.institution is None:
            raise LookupError("the institution is founded first")
        cohort = opening.open_cohort(
            coordinator, self.institution, programme_id, name, starts_on=starts_on, ends_on=starts_on + YEAR
        )
        trainer, place = self.people[TRAINER.box], Place("cohort", cohort.id)
        accounts.grant_role(coordinator, trainer, TRAINER.role, place, within=cohort.institution_id)
        self.enrolments[cohort.id] = {}
        return cohort

    def enrol(self, learner: Learner, cohort: Cohort, on: date) -> None:
        coordinator = self.actor(COORDINATOR.box)
        person = self._add(coordinator, learner.box, learner.name, learner.language)
        self.enrolments[cohort.id][learner.box] = enrolment.enrol(coordinator, person, cohort, on=on)

    def _appoint(self, by: Actor, account: Account, place: Place) -> None:
        person = self._add(by, account.box, account.name, account.language)
        accounts.grant_role(by, person, account.role, place)

    def _add(self, by: Actor, box: str, name: str, language: str) -> Person:
        person = accounts.add_person(by, self.ring, email=address(box), name=name, language=language)
        accounts.store_password(person, self.password_hash)
        self.people[box] = person
        return person
