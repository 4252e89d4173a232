"""What is kept for a while is forgotten afterwards, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.accounts import links, sessions
from app.accounts.models import AccountLink, BrowserSession
from app.core.clock import at, now
from app.core.db import session, write_transaction
from app.jobs import housekeeping
from app.jobs.consumer import Sweeper
from app.jobs.setup import jobs
from app.web import replay
from app.web.replay import FormReplay
from tests.support.house import House

START = datetime(2026, 11, 22, 8, tzinfo=UTC)


def count(model: type[FormReplay] | type[BrowserSession] | type[AccountLink]) -> int:
    return session().scalars(select(func.count()).select_from(model)).one()


def test_old_rows_go_and_young_ones_stay(app: Flask, house: House) -> None:
    person = house.person()
    lifetimes = sessions.Lifetimes(timedelta(days=180), timedelta(hours=12))
    with app.app_context():
        for age in (timedelta(days=400), timedelta(days=1)):
            with at(now() - age), write_transaction():
                replay.claim(f"key {age}", person.id)
                sessions.open_session(person, [], lifetimes)
                links.issue(person.id, links.RESET)
        housekeeping.run()
        assert count(FormReplay) == 1
        assert count(BrowserSession) == 1
        assert count(AccountLink) == 1


def test_what_people_wait_for_is_looked_at_every_minute(app: Flask) -> None:
    """A sweep more often than that looks no more often."""
    looks: list[datetime] = []
    housekeeping.init_app(app, (), [lambda: looks.append(now())])
    with app.app_context():
        found = jobs()
    sweeper = Sweeper(found.runner, found.bell, app.app_context)
    for seconds in (0, 10, 59, 60, 61, 121):
        with time_machine.travel(START + timedelta(seconds=seconds), tick=False):
            sweeper.sweep()
    assert [(look - START).seconds for look in looks] == [0, 60, 121]
