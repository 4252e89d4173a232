"""A cohort that begins today, whose learners agree to the evaluation and answer, or leave it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.baseline import queries, service
from app.baseline.models import BaselineAnswer
from app.baseline.queries import Asking
from app.baseline.service import Answers
from app.core import clock
from app.core.clock import today
from app.core.db import write_transaction
from app.privacy import service as privacy
from app.privacy.rules import CONSENTS, EVALUATION
from tests.support.measuring import answers_of
from tests.support.school import School

ZONE = ZoneInfo("Asia/Jerusalem")


@dataclass
class Beginner:
    """Somebody who begins; agreed to the evaluation unless it is said otherwise."""

    school: School
    agrees: bool = True
    cohort_id: int = 0
    language: str = "en"
    person: Person = field(init=False)
    enrolment_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.person, self.enrolment_id = self.school.learner(self.cohort_id, language=self.language)
        if self.agrees:
            self.agree()

    @property
    def actor(self) -> Actor:
        return Actor(self.person.id, self.person.name, self.language)

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self.school.app.app_context(), write_transaction():
            yield

    def agree(self, *, is_given: bool = True) -> None:
        with self.inside():
            privacy.answer(self.actor, EVALUATION, is_given=is_given, language="en", seen=CONSENTS[EVALUATION])

    def asking(self) -> Asking | None:
        with self.school.app.app_context():
            return queries.find_asking(self.actor)

    def answer(self, value: int = 1, **changes: object) -> None:
        """Every question alike, in English."""
        values: dict[str, object] = {"language": "en", "chosen": answers_of("k6", value)}
        with self.inside():
            service.answer(self.actor, self.school.ring, self._asked(), Answers(**(values | changes)))  # type: ignore[arg-type]

    def leave(self) -> None:
        with self.inside():
            service.leave(self.actor, self.school.ring, self._asked())

    def own(self) -> list[BaselineAnswer]:
        with self.school.app.app_context():
            return queries.list_own(self.actor, self.school.ring)

    def _asked(self) -> Asking:
        found = queries.find_asking(self.actor)
        assert found is not None
        return found


def beginning(school: School) -> School:
    """The same house with an institution whose cohort begins today."""
    return School(school.app, school.password, today())


def answered(school: School, cohort_id: int, count: int, of: int) -> None:
    """So many learners of a cohort, of whom so many answered."""
    for number in range(of):
        one = Beginner(school, cohort_id=cohort_id)
        if number < count:
            one.answer(number % 5)


@contextmanager
def days_later(days: int) -> Iterator[None]:
    with clock.at(datetime.combine(today() + timedelta(days=days), time(12), ZONE)):
        yield
