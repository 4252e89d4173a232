"""The trail holds numbers and codes: nobody has to be erased from it, and erasing somebody breaks no seal."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select, text

from app.accounts.models import Person
from app.audit import sealing, setup
from app.audit.models import AuditEvent
from app.core.db import session, write_transaction

ACTION = re.compile(r"[a-z-]+(\.[a-z-]+)?")
THING = re.compile(r"|[a-z_-]+:[a-z0-9.-]+")
DETAIL = re.compile(r"[A-Za-z0-9 :.,+_-]*")


def test_a_year_of_it_is_numbers_and_codes(demo_app: Flask):
    with demo_app.app_context():
        rows = session().scalars(select(AuditEvent)).all()
        names = {part for name in session().scalars(select(Person.name)) for part in name.split() if len(part) > 2}
    assert len(rows) > 500
    for row in rows:
        assert ACTION.fullmatch(row.action), row.action
        assert THING.fullmatch(row.subject), row.subject
        assert THING.fullmatch(row.place), row.place
        assert DETAIL.fullmatch(row.detail), (row.action, row.detail)
        assert names.isdisjoint(re.split(r"\W+", row.detail)), (row.action, row.detail)


def test_the_demo_is_sealed_and_whole(demo_app: Flask):
    with demo_app.app_context():
        assert sealing.count_waiting() == 0
        assert setup.find_faults() == []


def test_no_seal_minds_that_identity_goes(demo_app: Flask):
    with demo_app.app_context():
        with write_transaction() as writing:
            writing.execute(text("UPDATE person SET name = '', email = NULL, password_hash = NULL"))
            writing.execute(text("DELETE FROM person_key"))
        assert setup.find_faults() == []
