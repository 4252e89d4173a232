"""A small town whose clock can be set: its consumer dies now and then, its mail server writes down what it took."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, func, insert, select

from app.accounts.actor import Actor
from app.core.clock import at, today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.jobs import service as jobs
from app.jobs.models import RUNNING, WAITING, Job
from app.jobs.rules import LEASE
from app.jobs.setup import jobs as jobs_of
from app.mail import setup as mail_setup
from app.mail.models import WAITING as MAIL_WAITS
from app.mail.models import OutboxMail
from app.practice import service as practice
from app.reminders import planning, queries
from app.reminders.models import ReminderWish
from app.web.database import db
from tests.reminders.simulated import Learner
from tests.support.school import School

DOMAIN = "kelim.example.org"


class Killed(BaseException):
    """The process is gone: nobody catches this."""


@dataclass(frozen=True)
class Taken:
    """A letter that the mail server accepted."""

    enrolment_id: int
    keys: tuple[tuple[date, str], ...]
    at: datetime
    message_id: str


@dataclass
class Town:
    """`kills`: how likely the consumer dies at any statement; each time it comes back two minutes later."""

    app: Flask
    chance: Random
    kills: float = 0.0
    moment: datetime = field(init=False)
    taken: list[Taken] = field(default_factory=list)
    killed_after: set[str] = field(default_factory=set)
    deaths: int = 0

    def __post_init__(self) -> None:
        composer, _, _ = self.app.extensions[mail_setup.EXTENSION]
        self.app.extensions[mail_setup.EXTENSION] = (composer, self._carry, f"Kelim <kelim@{DOMAIN}>")

    def _carry(self, message: EmailMessage, mail: OutboxMail) -> None:
        about = queries.list_of_mail(mail.id)
        keys = tuple(one.key for one in about)
        if self.chance.random() < self.kills * 10:
            raise Killed("before the server took it")
        self.taken.append(Taken(about[0].enrolment_id, keys, self.moment, str(message["Message-ID"])))
        if self.chance.random() < self.kills * 10:
            raise Killed("between the server's yes and the commit")

    def live(self, begin: datetime, end: datetime, done: dict[int, Learner] | None = None) -> None:
        """From one moment at which something is to be done to the next; people do their exercises at their times."""
        waiting = sorted(
            (moment, enrolment_id, name)
            for enrolment_id, learner in (done or {}).items()
            for name, moment in learner.done.items()
        )
        self.moment = begin
        while self.moment < end:
            while waiting and waiting[0][0] <= self.moment:
                self._finish(*waiting.pop(0))
            self._work()
            following = [self._next(), *(moment for moment, *_ in waiting[:1])]
            self.moment = max(min(following, default=end), self.moment + timedelta(seconds=1))

    def _work(self) -> None:
        """What a consumer does from sweep to sweep."""
        while True:
            try:
                with self.app.app_context(), at(self.moment), self._mortal():
                    jobs.recover_lost()
                    planning.start_due()
                    jobs_of().runner.run_due()
                    return
            except Killed:
                self._note_death()
                self.moment += LEASE + timedelta(seconds=30)

    def _note_death(self) -> None:
        """What the mail server took, and the outbox does not know of."""
        self.deaths += 1
        with self.app.app_context():
            db.session.remove()
            waiting = set(session().scalars(select(OutboxMail.id).where(OutboxMail.state == MAIL_WAITS)))
        ids = (taken.message_id for taken in self.taken)
        self.killed_after |= {one for one in ids if int(one[1:].split(".")[0]) in waiting}

    @contextmanager
    def _mortal(self) -> Iterator[None]:
        def maybe(*_: Any) -> None:
            if self.chance.random() < self.kills:
                raise Killed("at some statement")

        event.listen(Engine, "before_cursor_execute", maybe)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", maybe)

    def _finish(self, moment: datetime, enrolment_id: int, exercise_id: str) -> None:
        with self.app.app_context(), at(moment), write_transaction():
            person_id = session().get_one(Enrolment, enrolment_id).person_id
            practice.finish(Actor(person_id, "", "en"), enrolment_id, exercise_id, "full", today())

    def _next(self) -> datetime:
        """When something is due, or a job that died can be given back."""
        with self.app.app_context():
            due = session().scalar(select(func.min(ReminderWish.next_at)))
            job = session().scalar(select(func.min(Job.run_at)).where(Job.state == WAITING))
            held = session().scalar(select(func.min(Job.held_at)).where(Job.state == RUNNING))
        moments = [moment for moment in (due, job, held + LEASE if held else None) if moment]
        return min(moments, default=self.moment + timedelta(days=400))


def settle(school: School, start: date, learners: list[Learner], since: datetime) -> dict[int, Learner]:
    """A cohort that starts on a day, with people who wish what these wish; enrolment → who."""
    school.starts = start
    cohort_id = school.cohort()
    found: dict[int, Learner] = {}
    for learner in learners:
        _, enrolment_id = school.learner(cohort_id)
        found[enrolment_id] = learner
    with school.app.app_context(), at(since), write_transaction() as database:
        rows = [wish(enrolment_id, learner, since) for enrolment_id, learner in found.items()]
        database.execute(insert(ReminderWish), rows)
    return found


def wish(enrolment_id: int, learner: Learner, since: datetime) -> dict[str, object]:
    return {
        "enrolment_id": enrolment_id,
        "is_on": True,
        "weekday": learner.weekday,
        "minute": learner.minute,
        "changed_at": since,
        "next_at": since,
        "planned_at": since,
    }
