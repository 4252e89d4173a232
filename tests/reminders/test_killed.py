"""A consumer killed for good, again and again, while letters are on their way to a real mail server."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Institution
from app.catalogue.exercise_types import Stretch
from app.core.clock import now
from app.core.db import session, write_transaction
from app.jobs.models import RUNNING, Job
from app.jobs.rules import LEASE
from app.mail.models import SENT, OutboxMail
from app.web.database import db
from tests.jobs.test_consumer import consumer
from tests.reminders import years
from tests.reminders.crowd import crowd
from tests.reminders.simulated import Learner
from tests.support.application import make_app
from tests.support.processes import free_port, wait_until
from tests.support.school import School, furnish, open_school

LETTERS, KILLS = (300, 6) if os.environ.get("KELIM_TEST_MATRIX") == "full" else (20, 1)


@dataclass
class Server:
    """Takes every letter; kills the consumer as often as it was told to, before or right after its yes."""

    chance: Random
    kills: int
    pid: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    cut: set[str] = field(default_factory=set)  # taken, and its consumer died before it noted that

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802
        identity = str(message_from_bytes(envelope.content)["Message-ID"])
        is_last = self.kills and self.chance.random() < KILLS * 2 / LETTERS
        if is_last and self.chance.random() < 0.3:
            self._kill()
            return "451 not taken"
        self.taken[identity] += 1
        if is_last:
            self._kill()
        return "250 taken"

    def _kill(self) -> None:
        self.kills -= 1
        os.kill(self.pid, signal.SIGKILL)


@dataclass
class Place:
    """`LETTERS` people who are due, in a zone in which it is about noon: no letter is held back by the night."""

    school: School
    folder: Path

    @contextmanager
    def open(self) -> Iterator[Session]:
        with self.school.app.app_context():
            yield session()
            db.session.remove()

    def fill(self) -> None:
        zone = noon_somewhere()
        here = now().astimezone(ZoneInfo(zone))
        self.school.starts = here.date() - timedelta(days=14)
        with self.open(), write_transaction() as database:
            database.execute(update(Institution).values(time_zone=zone))
        cohort_id = self.school.cohort()
        with self.open(), write_transaction():
            crowd(cohort_id, LETTERS, Learner(here.weekday(), here.hour * 60), now() - timedelta(days=8))

    def count_sent(self) -> int:
        with self.open() as database:
            return int(database.scalar(select(func.count()).where(OutboxMail.state == SENT)) or 0)

    def live(self, server: Server, port: int) -> bool:
        """One life of a consumer: until it is killed, or has sent everything. Jobs that it held are given back."""
        with consumer(self.folder, mail_backend="smtp", smtp_port=str(port)) as process:
            server.pid = process.pid
            wait_until(
                lambda: process.poll() is not None or self.count_sent() == LETTERS, "a death or the last letter", 120
            )
            is_alive = process.poll() is None
        server.cut |= self.list_ids(OutboxMail.state != SENT) & server.taken.keys()
        with self.open(), write_transaction() as database:
            database.execute(update(Job).where(Job.state == RUNNING).values(held_at=now() - 2 * LEASE))
        return is_alive

    def list_ids(self, *conditions: ColumnElement[bool]) -> set[str]:
        """Message-IDs of letters."""
        with self.open() as database:
            letters = database.scalars(select(OutboxMail).where(*conditions))
            return {f"<{one.id}.{int(one.created_at.timestamp())}@localhost>" for one in letters}


def noon_somewhere() -> str:
    hour = now().hour
    return f"Etc/GMT{hour - 12:+d}" if hour != 12 else "Etc/GMT"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A year without days of rest: this test runs on any day."""
    folder = tmp_path / "instance"
    app = make_app(folder)
    began = now().date() - timedelta(days=30)
    stretch = Stretch(id="all", kind="semester", title={}, starts=began, ends=began + timedelta(days=400))
    calendar = replace(years.calendar(began), stretches=(stretch,), days=(), anchors={}, quiet_weekdays=())
    furnish(app, replace(years.catalogue(), calendars={calendar.id: calendar}))
    for school in open_school(app):
        made = Place(school, folder)
        made.fill()
        yield made


def test_nothing_is_missed_and_what_comes_twice_is_the_same_letter(place: Place) -> None:
    port = free_port()
    server = Server(Random(11), KILLS)
    sink = Controller(server, hostname="127.0.0.1", port=port)
    sink.start()
    try:
        while not place.live(server, port):
            pass
    finally:
        sink.stop()
    ids = place.list_ids()
    assert len(ids) == LETTERS
    assert server.kills == 0
    assert server.taken.keys() == ids
    assert {one for one, number in server.taken.items() if number > 1} <= server.cut
