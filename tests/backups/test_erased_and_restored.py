"""Somebody is erased, yesterday's backup is restored: still erased, everything proved, nothing changed for others."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Person, PersonKey
from app.backups import erasures
from app.core.db import session, write_transaction
from app.demo.accounts import MENTOR, TRAINEE
from app.enrolment.models import Enrolment
from app.hours.models import Credit
from app.jobs.setup import jobs
from app.privacy import erasing
from app.reflections.models import Reflection
from tests.backups.conftest import KINDS, Places, backup_of, contents

ON_THEIR_WAY = {"outbox_mail"}
"""Letters to others that tell of somebody: blanked once they are sent or given up."""
GREEN = ("Proof of hours: 0 faults.", "Proof of practicum: 0 faults.", "Proof of audit: 0 faults.")


@pytest.fixture(autouse=True)
def _erasing(_nobody_erases: None) -> None:
    erasures.register(erasing.again)


def find(email: str) -> Person:
    return session().scalars(select(Person).where(Person.email == email)).one()


def totals(app: Flask) -> dict[tuple[int, str], int]:
    """(Enrolment, part) → minutes in the ledger."""
    with app.app_context():
        wanted = select(Credit.enrolment_id, Credit.part, func.sum(Credit.minutes))
        return {
            (row[0], row[1]): row[2] for row in session().execute(wanted.group_by(Credit.enrolment_id, Credit.part))
        }


def erase(app: Flask) -> dict[int, str]:
    """Mentor and trainee of the demo, today; their numbers and names."""
    with app.app_context():
        people = {one.id: one.name for one in map(find, (MENTOR.email, TRAINEE.email))}
        with write_transaction():
            for number in people:
                erasing.erase(number, None)
        jobs().runner.run_due()
        return people


def restore(app: Flask, path: Path) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=["backup", "restore", str(path)])


def said_of(app: Flask, name: str) -> list[str]:
    return [table for table, rows in contents(app).items() if any(name in repr(row) for row in rows)]


@pytest.mark.parametrize("kind", KINDS)
def test_still_erased_proved_and_unchanged_for_others(places: Places, kind: str):
    app = places.lived_in(kind)
    before, yesterday = totals(app), backup_of(app)
    people = erase(app)
    assert totals(app) == before

    back = places.empty(kind)
    done = restore(back, yesterday)

    assert done.exit_code == 0, done.output
    assert "Erasures: 2 of those on the list had come back" in done.output
    for line in GREEN:
        assert line in done.output
    assert totals(back) == before
    with back.app_context():
        for number in people:
            left = session().get_one(Person, number)
            assert (left.email, left.name, left.is_active) == (None, erasing.name_of(number), False)
            assert session().get(PersonKey, number) is None
            assert session().scalars(select(Reflection).filter_by(person_id=number)).all() == []
            assert all(one.left_on for one in session().scalars(select(Enrolment).filter_by(person_id=number)))
    for name in people.values():
        assert set(said_of(back, name)) <= ON_THEIR_WAY
    assert said_of(back, MENTOR.email) == []


def test_what_is_proved_holds_where_they_were_erased_as_well(places: Places):
    app = places.lived_in("sqlite")
    erase(app)
    with app.app_context():
        for command in ("hours", "practicum", "audit"):
            done = app.test_cli_runner().invoke(args=[command, "verify"])
            assert done.exit_code == 0, done.output
