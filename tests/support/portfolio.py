"""Ratings of somebody's competencies, given as their assessors would."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask.testing import FlaskClient

from app.accounts.actor import Actor, Grant
from app.accounts.models import Person
from app.catalogue.portfolio_types import PortfolioCompetency
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.portfolio import service
from app.portfolio.content import get_held
from app.portfolio.service import RatingDraft
from tests.support.house import House
from tests.support.practice import Practice


def ticks_for(competency: PortfolioCompetency, level: str) -> list[str]:
    """Behaviours that come to this level; "critical" ticks what is critical as well."""
    basic = [one.id for one in competency.acts if one.kind == "basic"]
    found = {"not-yet": basic[:1], "emerging": basic[:-1], "meets": basic, "exceeds": basic, "critical": basic}[level]
    if level == "exceeds":
        found = [*found, *(one.id for one in competency.acts if one.kind == "advanced")]
    if level == "critical":
        found = [*found, *(one.id for one in competency.acts if one.is_critical)]
    return found


def rate(
    house: House, enrolment_id: int, assessor: Actor, competency: str, level: str = "meets", **more: object
) -> int:
    """The id of a rating that the assessor gave today; live, unless it is said otherwise."""
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        held = get_held(learner.cohort)
        draft = {"kind": "live", "day": today(), "ticks": ticks_for(held.get(competency), level)} | more
        return service.rate(
            house.ring,
            assessor,
            learner,
            held,
            competency,
            RatingDraft(**draft),  # type: ignore[arg-type]
        ).id


def rate_as_trainer(house: House, enrolment_id: int, trainer: Person, note: str) -> int:
    """A trainer of the learner's cohort has seen something critical."""
    with house.app.app_context():
        cohort_id = session().get_one(Enrolment, enrolment_id).cohort_id
    actor = Actor(trainer.id, trainer.name, "en", (Grant("trainer", "cohort", cohort_id),))
    return rate(house, enrolment_id, actor, "risk", "critical", note=note)


@dataclass
class Assessed:
    """A learner with two assessors: their supervisor and a trainer of the cohort."""

    house: House
    practice: Practice = field(init=False)
    trainer: Person = field(init=False)

    def __post_init__(self) -> None:
        self.practice = Practice(self.house)
        self.trainer = self.house.staff("trainer")

    @property
    def enrolment_id(self) -> int:
        return self.practice.enrolment_id

    @property
    def path(self) -> str:
        return f"/portfolio/of/{self.enrolment_id}"

    @property
    def supervisor(self) -> Actor:
        return Actor(self.practice.supervising.id, self.practice.supervising.name, "en")

    @property
    def teaching(self) -> Actor:
        grants = (Grant("trainer", "cohort", self.house.cohort_id),)
        return Actor(self.trainer.id, self.trainer.name, "en", grants)

    def rate(self, assessor: Actor, competency: str, level: str = "meets", **more: object) -> int:
        return rate(self.house, self.enrolment_id, assessor, competency, level, **more)

    def client(self, person: Person | None = None) -> FlaskClient:
        return self.house.client(person or self.practice.learner)
