"""A learner at a site with a supervisor, and entries of theirs, made through the services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.accounts.actor import Actor, Grant
from app.accounts.models import Person
from app.cases import service as cases
from app.core import clock
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.placements.models import Placement, PlacementSupervisor, Site, Supervisor
from app.practicum import queries, rules, service
from app.practicum.deciding import ACCOUNT, Signer
from app.practicum.drafts import Draft
from app.practicum.models import PracticumEntry
from tests.support.house import House

ZONE = ZoneInfo("Asia/Jerusalem")
_numbers = count(1)

VISIT = Draft(
    category="visit",
    activity="meet",
    setting="individual",
    mode="in-person",
    language="ar",
    starts=time(10),
    ends=time(11, 30),
    people=1,
    learning="Waited longer before answering",
)


def visit(day: date, starts: time | None = None, minutes: int = 90, **more: object) -> Draft:
    """A visit that nothing speaks against, at ten for an hour and a half."""
    begin = starts or time(10)
    end = (datetime.combine(day, begin) + timedelta(minutes=minutes)).time()
    return replace(VISIT, day=day, starts=begin, ends=end, **more)  # type: ignore[arg-type]


@dataclass
class Practice:
    """One learner of a house; everything inside is done as they or as their supervisor would."""

    house: House
    cohort_id: int = 0
    learner: Person = field(init=False)
    enrolment_id: int = field(init=False)
    supervisor_id: int = field(init=False)
    placement_id: int = field(init=False)
    supervising: Person = field(init=False)

    def __post_init__(self) -> None:
        self.cohort_id = self.cohort_id or self.house.cohort_id
        self.learner, self.enrolment_id = self.house.learner(self.cohort_id)
        self.supervising = self.house.person("supervisor")
        with self.inside():
            enrolment = self.enrolment
            self.supervisor_id = add_supervisor(enrolment.cohort.institution_id, self.supervising.id).id
            self.placement_id = add_placement(enrolment, self.supervisor_id).id

    @contextmanager
    def inside(self, at: datetime | None = None) -> Iterator[None]:
        with self.house.app.app_context(), clock.at(at or now()), write_transaction():
            yield

    @property
    def actor(self) -> Actor:
        grants = (Grant("learner", "cohort", self.cohort_id),)
        return Actor(self.learner.id, self.learner.name, "en", grants)

    @property
    def signer(self) -> Signer:
        return Signer(
            supervisor_id=self.supervisor_id,
            name=self.supervising.name,
            role="Supervisor",
            via=ACCOUNT,
            person_id=self.supervising.id,
        )

    @property
    def enrolment(self) -> Enrolment:
        return session().get_one(Enrolment, self.enrolment_id)

    def entry(self, entry_id: int) -> PracticumEntry:
        return queries.get_own(self.actor, entry_id)

    def write(self, draft: Draft, client_id: str = "", *, at: datetime | None = None) -> int:
        with self.inside(at):
            return service.save_draft(self.actor, self.enrolment, draft, client_id or str(uuid4())).id

    def send(self, draft: Draft) -> int:
        """Written and sent in."""
        entry_id = self.write(draft)
        with self.inside():
            service.submit(self.actor, self.entry(entry_id))
        return entry_id

    def sign(self, entry_id: int) -> int:
        with self.inside():
            service.approve(self.signer, self.entry(entry_id))
        return entry_id

    def give_back(self, entry_id: int, comment: str = "Which day was it?") -> int:
        with self.inside():
            service.give_back(self.signer, self.entry(entry_id), comment)
        return entry_id

    def case(self, age_band: str = "26-40") -> int:
        draft = cases.CaseDraft(age_band=age_band, step=1, presentation="worry", guardian_confirmed=True)
        with self.inside():
            return cases.open_case(self.actor, self.enrolment, draft).id


def yesterday() -> date:
    return today() - timedelta(days=1)


def practise(house: House, enrolment_id: int, mark: str, innermost: str) -> tuple[int, int]:
    """A signed entry and one that was returned, whose id is told, and the case that both are about."""
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        actor = Actor(learner.person_id, "", "en")
        case = cases.open_case(actor, learner, cases.CaseDraft(age_band="26-40", step=1, presentation="worry"))
        for hour in (9, 14):
            draft = visit(yesterday(), time(hour), learning=f"{mark} {innermost} learning", case_ids=(case.id,))
            entry = service.save_draft(actor, learner, draft, str(uuid4()))
            service.submit(actor, entry)
            signer = Signer(supervisor_id=entry.supervisor_id or 0, name=f"{mark} signer", role="", via="paper")
            if hour == 9:
                service.approve(signer, entry)
            else:
                service.give_back(signer, entry, f"{mark} comment")
        return entry.id, case.id


def in_every_state(house: House, enrolment_id: int, supervisor_id: int) -> None:
    """A case, and an entry in each state that was sent to this supervisor: rows for policies, not for proofs."""
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        actor = Actor(learner.person_id, "", "en")
        cases.open_case(actor, learner, cases.CaseDraft(age_band="26-40", step=1, presentation="worry"))
        for status in rules.MOVES:
            entry = service.save_draft(actor, learner, visit(today()), str(uuid4()))
            entry.status, entry.supervisor_id = status, supervisor_id
        session().flush()


def add_supervisor(institution_id: int, person_id: int | None = None, name: str = "Sima Supervisor") -> Supervisor:
    made = Supervisor(
        institution_id=institution_id,
        person_id=person_id,
        name=name,
        email=f"supervisor{next(_numbers)}@example.org",
        language="en",
        created_at=now(),
    )
    session().add(made)
    session().flush()
    return made


def add_placement(enrolment: Enrolment, supervisor_id: int, weekly_minutes: int | None = None) -> Placement:
    """All of the cohort's time, at a site that asks for nothing."""
    site = Site(name="A centre", kind="community-centre", languages=["he", "ar"], capacity=5, created_at=now())
    cohort = enrolment.cohort
    made = Placement(
        enrolment_id=enrolment.id,
        site=site,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        weekly_minutes=weekly_minutes,
        created_at=now(),
    )
    session().add(made)
    session().flush()
    named = PlacementSupervisor(
        placement_id=made.id, supervisor_id=supervisor_id, from_day=cohort.starts_on, until_day=None
    )
    session().add(named)
    session().flush()
    session().expire(made)
    return made
