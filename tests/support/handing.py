"""A mentor with a case, a PWP with an account and a professional without one, made through the services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import Person
from app.accounts.service import Place
from app.cases.models import PracticeCase
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.handovers import receivers, service
from app.handovers.checking import Offer
from app.handovers.models import Handover, Receiver
from app.handovers.receivers import ReceiverDraft
from app.handovers.rules import PROFESSIONAL, PWP, Waits
from app.handovers.service import Told
from tests.support.house import House
from tests.support.practice import Practice
from tests.support.school import School

WAITS = Waits()
SUMMARY = "Sleeps badly since the spring; walks help"
_numbers = count(1)


def draft(receiver: int, /, **changes: object) -> Offer:
    plain = Offer(
        receiver_id=receiver,
        reason="lasting",
        urgency="routine",
        language="ar",
        consent_on=today() - timedelta(days=1),
        consent_how="spoken",
        consent_by="person",
        summary=SUMMARY,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def told(**changes: object) -> Told:
    return replace(Told(by="Dr. Call", on=today()), **changes)  # type: ignore[arg-type]


def add_receiver(institution_id: int | None, **changes: object) -> Receiver:
    values: dict[str, object] = {"kind": PROFESSIONAL, "name": f"Receiver {next(_numbers)}", "languages": ("he", "ar")}
    values |= {"phone": "02-000-0077"} | changes
    return receivers.add(SYSTEM, institution_id, ReceiverDraft(**values))  # type: ignore[arg-type]


@dataclass
class Handing:
    """`pwp_id` and `phoned_id` are receivers of the mentor's institution."""

    house: School
    mentor: Practice = field(init=False)
    pwp: Practice = field(init=False)
    coordinator: Person = field(init=False)
    case_id: int = field(init=False)
    pwp_id: int = field(init=False)
    phoned_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.mentor, self.pwp = Practice(self.house), Practice(self.house)
        self.coordinator = self.house.person("coordinator", Place("institution", self.house.institution_id))
        self.case_id = self.mentor.case()
        with self.inside():
            place = self.mentor.enrolment.cohort.institution_id
            account = session().get_one(Person, self.pwp.learner.id).email
            self.pwp_id = add_receiver(place, kind=PWP, account=account).id
            self.phoned_id = add_receiver(place).id

    @contextmanager
    def inside(self, at: datetime | None = None) -> Iterator[None]:
        with self.mentor.inside(at):
            yield

    @property
    def coordinating(self) -> Actor:
        grants = (Grant("coordinator", "institution", self.house.institution_id),)
        return Actor(self.coordinator.id, self.coordinator.name, "en", grants)

    @property
    def case(self) -> PracticeCase:
        return session().get_one(PracticeCase, self.case_id)

    def get(self, handover_id: int) -> Handover:
        return session().get_one(Handover, handover_id)

    def offer(self, receiver_id: int = 0, *, at: datetime | None = None, **changes: object) -> int:
        """To the PWP unless somebody else is named."""
        with self.inside(at):
            wanted = draft(receiver_id or self.pwp_id, **changes)
            return service.offer(self.mentor.actor, self.case, wanted, WAITS).id

    def accept(self, handover_id: int, at: datetime | None = None) -> int:
        """By the PWP, or as the mentor was told by phone."""
        with self.inside(at):
            one = self.get(handover_id)
            if one.to_person_id is None:
                service.accept(self.mentor.actor, one, one.version, WAITS, told())
            else:
                service.accept(self.pwp.actor, one, one.version, WAITS)
        return handover_id

    def begin(self, handover_id: int) -> int:
        with self.inside():
            service.begin(self.pwp.actor, self.get(handover_id), self.get(handover_id).version, today())
        return handover_id


def hand_over(house: House, enrolment_id: int, case_id: int, to_person_id: int, text: str) -> tuple[int, int]:
    """A receiver with the account of a person there, and a hand-over of a case that waits for them; both ids."""
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        account = session().get_one(Person, to_person_id).email or ""
        place = learner.cohort.institution_id
        receiver = add_receiver(place, kind=PWP, name=f"{text.split()[0]} receiver", account=account)
        wanted = draft(receiver.id, summary=f"{text} summary")
        actor = Actor(learner.person_id, "", "en")
        made = service.offer(actor, session().get_one(PracticeCase, case_id), wanted, WAITS)
        return made.id, receiver.id
